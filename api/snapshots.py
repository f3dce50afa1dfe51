"""A generation of the store on its way from disk into memory: what differs from what is there, through a pipe."""

from __future__ import annotations

import json
import resource
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from bwise_kg.namespaces import SPDX, VOID
from bwise_kg.store import CATALOG, EmbeddedStore

_CHECKED = 20_000
"""Statements after which the memory that is used is looked at."""
_UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What a graph in memory is: its digest in the catalogue ("" where it has none), and how many statements."""

    digest: str
    statements: int


Graphs = dict[str, Held]
"""Graphs in memory, by name."""


class DeclinedError(Exception):
    """What there is to take over is more than is allowed. whole: whether what was in memory is still all there."""

    def __init__(self, reason: str, *, whole: bool) -> None:
        super().__init__(reason)
        self.whole = whole


def send(generation: Path, held: Mapping[str, Held], most: int, stream: BinaryIO) -> None:
    """Write what is in a generation and not in memory; everything, where there is nothing in memory.

    held: graphs in memory. A graph with the same digest is the same, as the catalogue is kept true. most: statements
    that may have changed; what is more is said and not written.

    Raises StoreError when the generation cannot be opened.
    """
    store = EmbeddedStore(generation, read_only=True)
    graphs = _graphs(store)
    changed = [
        name
        for name, graph in graphs.items()
        if graph.digest == _UNKNOWN or name not in held or held[name].digest != graph.digest
    ]
    gone = [name for name in held if name not in graphs]
    weight = sum(graphs[name].statements for name in changed) + sum(
        held[name].statements for name in (*changed, *gone) if name in held
    )
    declined = bool(held) and weight > most
    head = {
        "graphs": {name: (graph.digest, graph.statements) for name, graph in graphs.items()},
        "removed": [*gone, *(name for name in changed if name in held)],
        "weight": weight,
        "declined": declined,
    }
    stream.write(json.dumps(head).encode() + b"\n")
    if declined:
        return
    if not held:
        store.dump(stream)
        return
    for name in changed:
        serialize(store.quads(NamedNode(name)), stream, RdfFormat.N_QUADS)


def receive(store: EmbeddedStore, stream: BinaryIO, bound: int) -> tuple[Graphs, int]:
    """Take over what `send` writes.

    bound: bytes that this process may have in memory.

    Returns the graphs in memory now, and how many statements came and went. Raises DeclinedError for more than is
    allowed, and then nothing has changed or the store is not whole; EOFError when the sender ended.
    """
    line = stream.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    head = json.loads(line)
    if head["declined"]:
        raise DeclinedError(f"{head['weight']:,} statements have changed", whole=True)
    graphs = {name: Held(*graph) for name, graph in head["graphs"].items()}
    for name in head["removed"]:
        store.remove(NamedNode(name))
    for name in graphs:
        store.update(f"CREATE SILENT GRAPH {NamedNode(name)}")  # one without statements is a graph as well
    store.load(_bounded(parse(stream, RdfFormat.N_QUADS), bound))
    return graphs, head["weight"]


def resident() -> int:
    """Return the bytes that this process has in memory, 0 where the system does not tell."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    return 0


def _bounded(quads: Iterable[Quad], bound: int) -> Iterator[Quad]:
    for number, quad in enumerate(quads):
        if not number % _CHECKED and resident() > bound:
            raise DeclinedError(f"{number:,} statements take more than {bound / 2**20:,.0f} MiB", whole=False)
        yield quad


def _graphs(store: EmbeddedStore) -> Graphs:
    digests: dict[str, str] = {}
    checksums: dict[str, str] = {}
    statements: dict[str, int] = {}
    for quad in store.quads(CATALOG):
        if isinstance(quad.object, Literal) and quad.predicate == SPDX.checksumValue:
            digests[str(quad.subject)] = quad.object.value
        elif isinstance(quad.object, Literal) and quad.predicate == VOID.triples:
            statements[str(quad.subject)] = int(quad.object.value)
        elif quad.predicate == SPDX.checksum:
            checksums[str(quad.subject)] = str(quad.object)
    return {
        graph.value: Held(
            _UNKNOWN if graph == CATALOG else digests.get(checksums.get(str(graph), ""), _UNKNOWN),
            statements[str(graph)] if str(graph) in statements else store.size(graph),
        )
        for graph in store.graphs()
    }
