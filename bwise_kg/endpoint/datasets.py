"""What a query is asked on, in the words of the SPARQL protocol: an endpoint knows nothing of our default graph."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import cast

import pyoxigraph as ox
from pyoxigraph import NamedNode, QuerySolutions

from ..errors import QueryError
from ..guard import dataset, start_of
from ..namespaces import GRAPH, PREFIXES
from .connection import Form

BUILDING = "https://w3id.org/bwise/building/"
"""Where graphs are that are not in place yet; queries do not see them."""

_NOTHING = NamedNode(BUILDING + "nothing")
"""A graph that is never there: an endpoint cannot be told that the default graph is empty."""


@dataclass(frozen=True, slots=True)
class Visible:
    """The graphs of a store, by name, and those of them that its default graph is made of."""

    named: tuple[NamedNode, ...]
    default: tuple[NamedNode, ...]

    @classmethod
    def of(
        cls, there: Collection[NamedNode], described: Collection[NamedNode], hidden: Collection[NamedNode]
    ) -> Visible:
        """Return what is visible of the graphs of a server.

        described: by the catalogue, which makes them graphs of the store whatever their names are. hidden: from the
        default graph.
        """
        named = sorted((graph for graph in there if graph in GRAPH or graph in described), key=lambda g: g.value)
        return cls(tuple(named), tuple(graph for graph in named if graph not in hidden))


def form_of(default: Sequence[NamedNode], named: Sequence[NamedNode]) -> Form:
    """Return the parameters of the protocol for a dataset; an empty default graph is one that is never there."""
    return [("default-graph-uri", graph.value) for graph in default or [_NOTHING]] + [
        ("named-graph-uri", graph.value) for graph in named
    ]


def asked_on(
    query: str,
    visible: Visible,
    graphs: Sequence[NamedNode] | None,
    named: Sequence[NamedNode] | None,
    base: str | None,
) -> Form:
    """Return the dataset that a query is to see: of what it or the protocol names, the graphs of the store.

    graphs, named: of the protocol, None where it named none; they come before FROM and FROM NAMED.
    """
    if graphs is None and named is None:
        graphs, named = said_in(query, base) or (None, None)
    known = set(visible.named)
    default = visible.default if graphs is None else [graph for graph in graphs if graph in known]
    return form_of(default, asked_named(query, visible, named))


def asked_named(query: str, visible: Visible, named: Sequence[NamedNode] | None = None) -> Sequence[NamedNode]:
    """Return the graphs that GRAPH in a query is to find: all of the store, or those of ``named`` that are."""
    if "GRAPH" not in query.upper():
        return []
    known = set(visible.named)
    # a server that is told of none may take that to mean all that it has
    return [graph for graph in (visible.named if named is None else named) if graph in known] or [_NOTHING]


def said_in(query: str, base: str | None) -> tuple[list[NamedNode], list[NamedNode]] | None:
    """Return the graphs behind FROM and behind FROM NAMED in a query; None when it has neither.

    >>> said_in("PREFIX ex: <http://a/> SELECT * FROM ex:b FROM NAMED <c> {}", "http://d/")
    ([<NamedNode value=http://a/b>], [<NamedNode value=http://d/c>])
    """
    said = dataset(query)
    if not said:
        return None
    names = [name.removeprefix("NAMED ") for name in said]
    columns = " ".join(f"({name} AS ?name{number})" for number, name in enumerate(names))
    try:  # the engine reads prefixes and BASE as it does in the query itself
        text = f"{query[: start_of(query)]} SELECT {columns} {{}}"
        (row,) = cast("QuerySolutions", ox.Store().query(text, base_iri=base, prefixes=PREFIXES))
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"the graphs behind FROM cannot be read: {', '.join(names)[:200]}") from error
    found = [cast(NamedNode, row[number]) for number in range(len(names))]
    pairs = list(zip(said, found, strict=True))
    return (
        [graph for name, graph in pairs if not name.startswith("NAMED ")],
        [graph for name, graph in pairs if name.startswith("NAMED ")],
    )
