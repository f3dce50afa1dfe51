"""Under which licence a graph stands: never a guess, only what it or its publisher says."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from .namespaces import GRAPH, ID, source_of
from .queries import bind, select, view
from .store import Store

_INFERRED = GRAPH["inferred/"].value


def stated_licence(store: Store, graph: NamedNode) -> NamedNode | None:
    """Return the licence that the curricula of a graph state by an address; several, or words alone, are none."""
    stated = {row.node("licence") for row in select(store, "stated_licences.rq", [graph])}
    return stated.pop() if len(stated) == 1 else None


def licence_of(store: Store, graph: NamedNode) -> NamedNode | None:
    """Return the licence of a graph, None where nobody has said it.

    An inferred graph stands under that of the graph it is drawn from, what others have written under what it states
    itself, every other one under what the catalogue says.
    """
    if graph.value.startswith(_INFERRED):
        return licence_of(store, source_of(graph))
    for head in select(store, "graph_heads.rq", graph=graph):
        if head.node("origin") != ID["origin/submitted"]:
            return head.node("licence") if head.value("licence") else None
    return stated_licence(store, graph)


def restate(store: Store, graphs: Iterable[NamedNode]) -> None:
    """Have the catalogue say the licences that graphs have now."""
    for graph in graphs:
        licence = licence_of(store, graph)
        store.update(bind(view("set_licence.ru"), graph=graph, licence=[licence] if licence else []))
