"""Changes of a store's graphs by others: what they write, and a catalogue that is true afterwards.

The store itself writes the catalogue and the inferred graphs: these follow from the others. What SPARQL
calls the default graph is a named graph here, `DEFAULT`, so that it is counted, described and looked up
like all others; while an update runs, it is the unnamed one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from .catalog import GraphDescription, describe, inferred_description
from .changes import record
from .curricula import entries, is_curriculum_graph, mark_newest
from .digest import GraphDigest, digest_of
from .errors import ProtectedError, QueryError
from .licences import licence_of, restate
from .namespaces import DCT, GRAPH, ID, PROV, SPDX, VOID, inferred_graph, source_of
from .queries import bind, view
from .rules import infer, rules
from .store import CATALOG, EmbeddedStore
from .update_text import read_update

DEFAULT = GRAPH.default
"""The graph of what is written without the name of a graph."""

SUBMITTED = ID["origin/submitted"]

_UNNAMED = f"MOVE SILENT GRAPH {DEFAULT} TO DEFAULT"
_NAMED = f"MOVE SILENT DEFAULT TO GRAPH {DEFAULT}"
_INFERRED = GRAPH["inferred/"].value


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed: graphs whose statements are others now, and those that are no more."""

    changed: frozenset[NamedNode]
    gone: frozenset[NamedNode]


def update(
    store: EmbeddedStore,
    text: str,
    *,
    default: Sequence[NamedNode] = (),
    named: Sequence[NamedNode] = (),
    base: str | None = None,
) -> Changes:
    """Carry out a SPARQL update and put the catalogue right.

    default, named: the dataset of its patterns, where it names none itself.

    Raises QueryError for an update that cannot be read, ProtectedError for a change of what the store itself
    writes. The store then may have changed: throw it away.
    """
    read = read_update(text)
    if DEFAULT.value in read.names or DEFAULT in {*default, *named}:
        raise QueryError(f"{DEFAULT} is the default graph of updates: leave its name out")
    if default or named:
        text = read.using(default, named)
    touched = None if read.graphs is None else {*map(NamedNode, read.graphs), DEFAULT}

    def work() -> None:
        store.update(_UNNAMED)
        store.update(text, base=base)
        store.update(_NAMED)

    return change(store, work, touched, clears=read.clears)


def change(
    store: EmbeddedStore, work: Callable[[], None], graphs: Iterable[NamedNode] | None, *, clears: bool = False
) -> Changes:
    """Do some work on a store and put the catalogue and the inferred graphs right.

    graphs: those that may change; None where it may be any, which takes a look at all of them.
    clears: whether all graphs are cleared on the way; the catalogue then is not.

    Raises ProtectedError as `update` does.
    """
    before, catalogue, known = _counted(store), set(store.quads(CATALOG)), set(store.graphs())
    work()
    _keep_catalogue(store, catalogue, clears)
    there = set(store.graphs()) - {CATALOG}
    gone = (known | before.keys()) - there - {CATALOG}
    suspects = there if graphs is None else (there & {*graphs}) | (there - before.keys())
    found = {graph: _measured(store, graph) for graph in suspects}
    changed = {graph: digest for graph, digest in found.items() if before.get(graph) != _said(digest)}
    _refuse_inferred(changed.keys() | gone, there)
    for graph in [graph for graph in {*changed, *gone} if not _is_inferred(graph)]:
        changed |= _inferred_anew(store, graph, there)
    there = set(store.graphs()) - {CATALOG}
    changed = {graph: digest for graph, digest in changed.items() if graph in there}
    changed = {graph: digest for graph, digest in changed.items() if before.get(graph) != _said(digest)}
    gone = (known | before.keys()) - there - {CATALOG}
    _record(store, changed, gone & before.keys(), before)
    _tell_curricula(store, {*changed, *gone})
    return Changes(frozenset(changed), frozenset(gone))


Counted = tuple[str, str]
"""The number of statements of a graph and its digest, as the catalogue has them."""


def _said(digest: GraphDigest) -> Counted:
    return str(digest.statements), digest.hexdigest()


def _counted(store: EmbeddedStore) -> dict[NamedNode, Counted]:
    """Return what the catalogue says of the graphs that it describes."""
    said: dict[NamedNode, dict[NamedNode, object]] = {}
    for quad in store.quads(CATALOG):
        if isinstance(quad.subject, NamedNode):
            said.setdefault(quad.subject, {})[quad.predicate] = quad.object
    found = {}
    for graph, values in said.items():
        statements, checksum = values.get(VOID.triples), values.get(SPDX.checksum)
        if isinstance(statements, Literal) and isinstance(checksum, NamedNode):
            digest = said.get(checksum, {}).get(SPDX.checksumValue)
            found[graph] = (statements.value, digest.value if isinstance(digest, Literal) else "")
    return found


def _keep_catalogue(store: EmbeddedStore, before: set[Quad], clears: bool) -> None:
    now = set(store.quads(CATALOG))
    if now == before:
        return
    if now or not clears:
        raise ProtectedError(f"{CATALOG} is written by the store itself; it follows from the other graphs")
    store.load(before)  # clearing everything means everything else


def _measured(store: EmbeddedStore, graph: NamedNode) -> GraphDigest:
    """Return the digest of a graph as it is held; without a deadline of its own."""
    digest = GraphDigest()
    for quad in store.quads(graph):
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode | Triple):
            return digest_of(store.quads(graph))
        digest.add(quad)
    return digest


def _is_inferred(graph: NamedNode) -> bool:
    return graph.value.startswith(_INFERRED)


def _refuse_inferred(concerned: Iterable[NamedNode], there: set[NamedNode]) -> None:
    """Raise ProtectedError where an inferred graph has changed and what it is drawn from has not."""
    concerned = set(concerned)
    for graph in concerned:
        if _is_inferred(graph) and (source_of(graph) not in concerned or (graph in there and not _has_rules(graph))):
            raise ProtectedError(f"{graph} is written by the store itself; it follows from {source_of(graph)}")


def _has_rules(inferred: NamedNode) -> bool:
    return any(rule.applies_to(source_of(inferred)) for rule in rules())


def _inferred_anew(store: EmbeddedStore, graph: NamedNode, there: set[NamedNode]) -> dict[NamedNode, GraphDigest]:
    """Draw the conclusions from a graph that has changed, or take them out with it."""
    if not any(rule.applies_to(graph) for rule in rules()):
        return {}
    store.remove(inferred_graph(graph))
    return infer(store, [graph]) if graph in there else {}


def _record(
    store: EmbeddedStore,
    changed: Mapping[NamedNode, GraphDigest],
    gone: Iterable[NamedNode],
    before: Mapping[NamedNode, Counted],
) -> None:
    """Write into the catalogue what has changed."""
    for graph in gone:
        store.update(bind(view("forget_graph.ru"), graph=graph))
    new = [_description(store, graph, digest) for graph, digest in changed.items() if graph not in before]
    if not changed:
        store.update(view("forget_activities.ru"))
        return
    said = list(describe(new))
    moment, activity = next((q.object, q.subject) for q in said if q.predicate == PROV.endedAtTime)
    if not isinstance(moment, Literal) or not isinstance(activity, NamedNode):
        raise TypeError("an activity has an IRI and ends at a time")
    store.load([*said, Quad(activity, DCT.title, Literal("Written over HTTP", language="en"), CATALOG)])
    for graph, digest in changed.items():
        if graph in before:
            statements, checksum = _said(digest)
            store.update(
                bind(
                    view("recount_graph.ru"),
                    graph=graph,
                    statements=Literal(int(statements)),
                    digest=Literal(checksum),
                    moment=moment,
                    activity=activity,
                )
            )
    restate(
        store, ({*changed} | {inferred_graph(graph) for graph in changed if not _is_inferred(graph)}) & before.keys()
    )
    store.update(view("forget_activities.ru"))


def _tell_curricula(store: EmbeddedStore, concerned: Iterable[NamedNode]) -> None:
    """Mark the newest versions of curricula, and write into the journal what has changed for those who harvest."""
    told = [graph for graph in concerned if is_curriculum_graph(graph)]
    for name in {graph.value.removeprefix(GRAPH["curricula/"].value).split("/")[0] for graph in told}:
        mark_newest(store, name)
    if told or {GRAPH.ontology, GRAPH.reference} & {*concerned}:
        record(store, entries(store))


def _description(store: EmbeddedStore, graph: NamedNode, digest: GraphDigest) -> GraphDescription:
    licence = licence_of(store, graph)
    if _is_inferred(graph):
        return inferred_description(graph, digest.statements, digest.hexdigest(), licence=licence)
    name = graph.value.removeprefix(GRAPH.base)
    title = "Default graph: what was written without the name of a graph" if graph == DEFAULT else f"Submitted: {name}"
    return GraphDescription(graph, title, SUBMITTED, digest.statements, digest.hexdigest(), licence=licence)
