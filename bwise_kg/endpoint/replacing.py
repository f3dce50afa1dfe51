"""Putting graphs in place of others on an endpoint, so that readers find the old ones until the new ones are whole."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain

from pyoxigraph import Literal, NamedNode, Quad

from ..errors import BwiseError, StoreError
from ..namespaces import GRAPH, PROV, XSD, inferred_graph, source_of
from ..store import CATALOG, EmbeddedStore
from .datasets import BUILDING
from .store import MOVING, UNDER_WAY, EndpointStore

_TIME = "%Y%m%dT%H%M%SZ"
_STALE = timedelta(hours=1)
"""Age from which on graphs under way count as left behind by somebody who was stopped."""


@dataclass(frozen=True, slots=True)
class Staged:
    """Graphs that are at an endpoint, whole, and in nobody's sight.

    mark: of this change. names: what each graph is called until it is in place. gone: graphs that are to be dropped.
    empty: that are to hold nothing.
    """

    endpoint: EndpointStore
    mark: str
    names: Mapping[NamedNode, NamedNode]
    gone: Sequence[NamedNode]
    empty: Sequence[NamedNode]

    def place(self) -> None:
        """Move everything into place and into sight: at once where the server does an update whole or not at all.

        Whatever comes back of this, the server may still be at it: nothing may be dropped afterwards.
        """
        self.endpoint.update(_move(self))

    def withdraw(self) -> None:
        """Drop it."""
        clear_away(self.endpoint, self.mark)


def new_mark() -> str:
    """Return a name for a change; names are in the order of time."""
    return f"{datetime.now(UTC).strftime(_TIME)}-{secrets.token_hex(4)}"


def replace_graphs(
    endpoint: EndpointStore, made: EmbeddedStore, graphs: Iterable[NamedNode], gone: Iterable[NamedNode] = ()
) -> None:
    """Put graphs of a local store in the place of those of an endpoint, the catalogue last, and drop what is gone.

    All at once where the server does an update whole or not at all, and else one after the other, while the endpoint
    refuses queries of this project.

    Raises StoreError or QueryError; until everything is staged, the endpoint goes on holding what it held before.
    """
    stage(endpoint, made, graphs, gone).place()


def stage(
    endpoint: EndpointStore,
    made: EmbeddedStore,
    graphs: Iterable[NamedNode],
    gone: Iterable[NamedNode] = (),
    mark: str | None = None,
    *,
    together: bool = False,
) -> Staged:
    """Bring graphs of a local store to an endpoint, to be put in place afterwards.

    New graphs are loaded and kept out of sight, others under another name; all are counted.
    together: any of them may share blank nodes, and not only one and what is inferred from it.

    Raises StoreError or QueryError; the endpoint then holds what it held before.
    """
    _clear_stale(endpoint)
    there = set(endpoint.graphs())
    mark = mark or new_mark()
    filled, empty = {}, []
    for graph in graphs:
        if made.size(graph):
            filled[graph] = NamedNode(f"{_below(mark)}{graph.value.removeprefix(GRAPH.base)}")
        else:
            empty.append(graph)
    # the catalogue is aside even when it is new: who writes at the same time is noticed by it
    names = {graph: name if graph in there or graph == CATALOG else graph for graph, name in filled.items()}
    new = [graph for graph in names if names[graph] == graph]
    staged = Staged(endpoint, mark, names, [*gone], empty)
    try:
        listed = " ".join(f"{graph} {PROV.startedAtTime} {Literal(mark)} ." for graph in new)
        hidden = f"GRAPH {UNDER_WAY} {{ {listed} }}" if new else ""
        drops = "".join(f" ; DROP SILENT GRAPH {graph}" for graph in new)
        token = _token(mark)
        endpoint.update(
            f"INSERT DATA {{ GRAPH {token} {{ {token} {PROV.startedAtTime} {Literal(mark)} }} {hidden} }}{drops}"
        )
        for family in [[*names]] if together else _families(names):
            endpoint.load(
                chain.from_iterable(
                    (Quad(q.subject, q.predicate, q.object, names[graph]) for q in made.quads(graph))
                    for graph in family
                )
            )
        _count(endpoint, made, names)
    except BaseException:
        with suppress(BwiseError):  # the first error is the one to tell; the next who writes clears up too
            staged.withdraw()
        raise
    return staged


def is_placed(endpoint: EndpointStore, mark: str) -> bool:
    """Tell whether a change that was staged whole is in place now."""
    return _token(mark) not in endpoint.all_graphs()


def clear_away(endpoint: EndpointStore, mark: str) -> None:
    """Drop what was staged under a mark and is not in place."""
    new = [graph for graph, began in endpoint.under_way().items() if began == mark]
    aside = [graph for graph in endpoint.all_graphs() if graph.value.startswith(_below(mark))]
    _forget(endpoint, [*aside, *new], new)


def _below(mark: str) -> str:
    return f"{BUILDING}{mark}/"


def _token(mark: str) -> NamedNode:
    """Return a graph that is there from the beginning of a change until it is in place."""
    return NamedNode(_below(mark) + "#staged")


def _families(graphs: Mapping[NamedNode, NamedNode]) -> Iterable[Sequence[NamedNode]]:
    """Yield graphs that may share blank nodes together: one, and what is inferred from it."""
    inferred = GRAPH["inferred/"].value
    for graph in graphs:
        if not graph.value.startswith(inferred):
            yield [graph, *({inferred_graph(graph)} & graphs.keys())]
        elif source_of(graph) not in graphs:
            yield [graph]


def _count(endpoint: EndpointStore, made: EmbeddedStore, names: Mapping[NamedNode, NamedNode]) -> None:
    """See that everything has arrived."""
    for graph, temporary in names.items():
        sent, there = made.size(graph), endpoint.size(temporary)
        if sent != there:
            raise StoreError(
                f"{endpoint.url}: of {sent} statements of {graph.value} {there} are there; nothing was changed, "
                "see the server's log"
            )


def _move(staged: Staged) -> str:
    now = Literal(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=XSD.dateTime)
    names = staged.names
    moved = sorted((graph for graph in names if names[graph] != graph), key=lambda graph: graph == CATALOG)
    return " ;\n".join(
        [
            f"INSERT DATA {{ GRAPH {MOVING} {{ {MOVING} {PROV.startedAtTime} {now} }} }}",
            *(f"DROP SILENT GRAPH {graph}" for graph in staged.gone),
            *(f"CREATE SILENT GRAPH {graph} ;\nCLEAR SILENT GRAPH {graph}" for graph in staged.empty),
            *(f"MOVE {names[graph]} TO {graph}" for graph in moved),
            *_shown([graph for graph in names if names[graph] == graph]),
            f"DROP SILENT GRAPH {_token(staged.mark)}",
            f"DROP SILENT GRAPH {MOVING}",
        ]
    )


def _clear_stale(endpoint: EndpointStore) -> None:
    """Drop what others who were stopped have left behind."""
    before = (datetime.now(UTC) - _STALE).strftime(_TIME)
    left = [graph for graph in endpoint.all_graphs() if graph.value.startswith(BUILDING)]
    stale = [g for g in left if g not in {MOVING, UNDER_WAY} and g.value.removeprefix(BUILDING) < before]
    new = [graph for graph, began in endpoint.under_way().items() if began < before] if UNDER_WAY in left else []
    _forget(endpoint, [*stale, *new], new)


def _forget(endpoint: EndpointStore, graphs: Iterable[NamedNode], new: Sequence[NamedNode]) -> None:
    """Drop graphs that were not finished."""
    if doing := [*(f"DROP SILENT GRAPH {graph}" for graph in graphs), *_shown(new)]:
        endpoint.update(" ;\n".join(doing))


def _shown(new: Sequence[NamedNode]) -> Iterator[str]:
    """Yield what takes graphs off the list of those that are not whole."""
    for graph in new:
        yield f"DELETE WHERE {{ GRAPH {UNDER_WAY} {{ {graph} ?p ?o }} }}"


def changed_graphs(endpoint: EndpointStore, made: EmbeddedStore) -> list[NamedNode]:
    """Return the graphs of a local store that an endpoint does not hold as they are, and the catalogue.

    A graph is the same when the catalogues agree on its digest, and as many statements are there as it says. One and
    what is inferred from it go together, since they may share blank nodes.
    """
    there = set(endpoint.graphs())
    if CATALOG not in there or endpoint.is_moving():
        return made.graphs()

    def same(graph: NamedNode) -> bool:
        if graph == CATALOG or graph not in there:
            return False
        try:
            return made.digest(graph) == endpoint.digest(graph) and made.size(graph) == endpoint.size(graph)
        except StoreError:  # a catalogue does not know it
            return False

    names = {graph: graph for graph in made.graphs()}
    return [graph for family in _families(names) if not all(map(same, family)) for graph in family]
