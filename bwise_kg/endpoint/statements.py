"""Statements in batches of bounded size; those that share a blank node in one, or it would become two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat

from ..errors import StoreError

Batch = list[Quad]

_LINES = 50_000
_CHARACTERS = 2**22
"""Bounds of a batch, in statements and in characters of literals: servers hold it in memory until it is stored."""

_UPDATE_LINES = 500
"""Bound of a batch that goes out as an update: its parser has less room (Virtuoso ends at 5,000 lines)."""


def batches(quads: Iterable[Quad], *, as_update: bool = False) -> Iterator[Batch]:
    """Yield statements in batches, those with blank nodes together at the end.

    Raises StoreError for a statement that is in no named graph.
    """
    tied: Batch = []
    waiting: Batch = []
    size = 0
    lines = _UPDATE_LINES if as_update else _LINES
    for quad in quads:
        if not isinstance(quad.graph_name, NamedNode):
            raise StoreError("only named graphs are written to an endpoint; name a graph for every statement")
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            tied.append(quad)
            continue
        waiting.append(quad)
        size += len(quad.object.value) if not isinstance(quad.object, ox.Triple) else 0
        if len(waiting) >= lines or size >= _CHARACTERS:
            yield waiting
            waiting, size = [], 0
    if waiting:
        yield waiting
    if tied:
        yield tied


def as_quads(batch: Batch) -> bytes:
    """Return statements as N-Quads."""
    return _written(batch, RdfFormat.N_QUADS)


def by_graph(batch: Batch) -> Iterator[tuple[NamedNode, bytes]]:
    """Yield the statements of each graph as N-Triples.

    Raises StoreError for a blank node in two graphs: it would not be the same one.
    """
    graphs: dict[str, Batch] = {}
    homes: dict[str, str] = {}
    for quad in batch:
        graph = str(quad.graph_name)[1:-1]
        graphs.setdefault(graph, []).append(quad)
        for node in (quad.subject, quad.object):
            if isinstance(node, BlankNode) and homes.setdefault(node.value, graph) != graph:
                raise StoreError(
                    f"a blank node of {homes[node.value]} is in {graph} too, which this server cannot be told; "
                    "give the resources IRIs, or keep the store in a folder"
                )
    for graph, statements in graphs.items():
        yield NamedNode(graph), _written((quad.triple for quad in statements), RdfFormat.N_TRIPLES)


def as_update(batch: Batch) -> str:
    """Return an update that inserts the statements."""
    graphs: dict[str, list[str]] = {}
    for quad in batch:
        graphs.setdefault(str(quad.graph_name), []).append(f"{quad.triple} .")
    blocks = "\n".join(f"GRAPH {graph} {{\n{chr(10).join(lines)}\n}}" for graph, lines in graphs.items())
    return f"INSERT DATA {{\n{blocks}\n}}"


def _written(statements: Iterable[Quad] | Iterable[ox.Triple], format_: RdfFormat) -> bytes:
    written = ox.serialize(statements, format=format_)
    assert written is not None  # noqa: S101 - without a file to write to
    return written
