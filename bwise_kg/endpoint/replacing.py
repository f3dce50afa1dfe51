"""Putting graphs in place of others on an endpoint, so that readers find the old ones until the new ones are whole."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import chain

from pyoxigraph import Literal, NamedNode, Quad

from ..errors import BwiseError, StoreError
from ..namespaces import GRAPH, PROV, XSD, inferred_graph, source_of
from ..store import CATALOG, EmbeddedStore
from .store import BUILDING, MOVING, UNDER_WAY, EndpointStore

_TIME = "%Y%m%dT%H%M%SZ"
_STALE = timedelta(hours=1)
"""Age from which on graphs under way count as left behind by somebody who was stopped."""


def replace_graphs(
    endpoint: EndpointStore, made: EmbeddedStore, graphs: Iterable[NamedNode], gone: Iterable[NamedNode] = ()
) -> None:
    """Put graphs of a local store in the place of those of an endpoint, the catalogue last, and drop what is gone.

    New graphs are loaded and kept out of sight, others under another name; all are counted. One update at the end
    moves them into place and into sight: all at once where the server does an update whole or not at all, and else
    one after the other, while the endpoint refuses queries of this project.

    Raises StoreError or QueryError; until the update of the end, the endpoint goes on holding what it held before.
    """
    _clear(endpoint)
    there = set(endpoint.graphs())
    moment = f"{datetime.now(UTC).strftime(_TIME)}-{secrets.token_hex(4)}"
    names = {
        graph: NamedNode(f"{BUILDING}{moment}/{graph.value.removeprefix(GRAPH.base)}") if graph in there else graph
        for graph in graphs
    }
    new = [graph for graph in names if graph not in there]
    try:
        if new:
            hidden = " ".join(f"{graph} {PROV.startedAtTime} {Literal(moment)} ." for graph in new)
            drops = "".join(f" ; DROP SILENT GRAPH {graph}" for graph in new)
            endpoint.update(f"INSERT DATA {{ GRAPH {UNDER_WAY} {{ {hidden} }} }}{drops}")
        for family in _families(names):
            endpoint.load(
                chain.from_iterable(
                    (Quad(q.subject, q.predicate, q.object, names[graph]) for q in made.quads(graph))
                    for graph in family
                )
            )
        _count(endpoint, made, names)
    except BaseException:
        with suppress(BwiseError):  # the first error is the one to tell; the next who writes clears up too
            _forget(endpoint, names.values(), new)
        raise
    # whatever comes back of this, the server may still be at it: nothing is dropped afterwards
    endpoint.update(_move(names, gone, new))


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


def _move(names: Mapping[NamedNode, NamedNode], gone: Iterable[NamedNode], new: Sequence[NamedNode]) -> str:
    now = Literal(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=XSD.dateTime)
    moved = sorted((graph for graph in names if names[graph] != graph), key=lambda graph: graph == CATALOG)
    return " ;\n".join(
        [
            f"INSERT DATA {{ GRAPH {MOVING} {{ {MOVING} {PROV.startedAtTime} {now} }} }}",
            *(f"DROP SILENT GRAPH {graph}" for graph in gone),
            *(f"MOVE {names[graph]} TO {graph}" for graph in moved),
            *_shown(new),
            f"DROP SILENT GRAPH {MOVING}",
        ]
    )


def _clear(endpoint: EndpointStore) -> None:
    """Drop what others who were stopped have left behind."""
    before = (datetime.now(UTC) - _STALE).strftime(_TIME)
    left = [graph for graph in endpoint.all_graphs() if graph.value.startswith(BUILDING)]
    stale = [g for g in left if g not in {MOVING, UNDER_WAY} and g.value.removeprefix(BUILDING) < before]
    _forget(endpoint, stale, [])


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
