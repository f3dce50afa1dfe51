"""What is taken over from a generation into memory: all of it, then only what differs."""

from __future__ import annotations

import importlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from bwise_kg import open_graph
from bwise_kg.catalog import GraphDescription, describe
from bwise_kg.namespaces import ID
from bwise_kg.store import CATALOG, EmbeddedStore

snapshots = importlib.import_module("bwise_kg.api.snapshots")

MANY = 10**6
PLENTY = 2**60
A, B, C = (NamedNode(f"http://g/{name}") for name in "abc")


def made(folder: Path, graphs: Mapping[NamedNode, int]) -> Path:
    """Make a generation: graphs with so many statements, the last number in each its own."""
    store = EmbeddedStore(folder)
    for graph, size in graphs.items():
        store.update(f"CREATE SILENT GRAPH {graph}")
        store.load(_quad(graph, number) for number in range(size))
    described = (
        GraphDescription(graph, "Test", ID["origin/fact"], size, store.measured_digest(graph))
        for graph, size in graphs.items()
    )
    store.load(describe(list(described)))
    store.close()
    return folder


def _quad(graph: NamedNode, number: int) -> Quad:
    subject = BlankNode(f"b{number}") if number % 2 else NamedNode(f"http://s/{number}")
    return Quad(subject, NamedNode("http://p"), Literal(number), graph)


def taken(generation: Path, memory: EmbeddedStore, held: Mapping[str, object], most: int = MANY) -> tuple[str, Any]:
    """Take over a generation; returns what went through the pipe, and what is held then."""
    stream = io.BytesIO()
    snapshots.send(generation, held, most, stream)
    stream.seek(0)
    graphs, _ = snapshots.receive(memory, stream, PLENTY)
    return stream.getvalue().decode(), graphs


def content(store: EmbeddedStore) -> set[Quad]:
    return {quad for graph in store.graphs() for quad in store.quads(graph)}


def same(memory: EmbeddedStore, generation: Path) -> bool:
    disk = EmbeddedStore(generation, read_only=True)
    return memory.graphs() == disk.graphs() and content(memory) == content(disk)


def test_a_whole_store(slice_store: Path) -> None:
    memory = EmbeddedStore()
    taken(slice_store / (slice_store / "current").read_text().strip(), memory, {})
    disk = open_graph(slice_store).store
    assert memory.graphs() == disk.graphs()
    assert memory.digest() == disk.digest()
    for graph in memory.graphs():
        assert memory.measured_digest(graph) == disk.measured_digest(graph)


def test_only_what_has_changed_comes(tmp_path: Path) -> None:
    first = made(tmp_path / "1", {A: 100, B: 50})
    second = made(tmp_path / "2", {A: 100, B: 51, C: 0})
    third = made(tmp_path / "3", {A: 100})
    memory = EmbeddedStore()
    _, held = taken(first, memory, {})
    assert same(memory, first)
    sent, held = taken(second, memory, held)
    assert same(memory, second)
    assert sent.count(f"{B} .") == 51
    assert f"{A} ." not in sent
    assert f"{CATALOG} ." in sent
    sent, held = taken(third, memory, held)
    assert same(memory, third)
    assert f"{A} ." not in sent


def test_too_much_is_declined_and_nothing_changes(tmp_path: Path) -> None:
    first = made(tmp_path / "1", {A: 100})
    second = made(tmp_path / "2", {A: 200})
    memory = EmbeddedStore()
    _, held = taken(first, memory, {})
    with pytest.raises(snapshots.DeclinedError, match=r"^3\d\d statements have changed$") as declined:
        taken(second, memory, held, most=299)
    assert declined.value.whole
    assert same(memory, first)
    taken(second, memory, held, most=400)
    assert same(memory, second)


def test_memory_is_bounded(tmp_path: Path) -> None:
    stream = io.BytesIO()
    snapshots.send(made(tmp_path / "1", {A: 10}), {}, MANY, stream)
    stream.seek(0)
    with pytest.raises(snapshots.DeclinedError, match="more than 1 MiB") as declined:
        snapshots.receive(EmbeddedStore(), stream, 2**20)
    assert not declined.value.whole


def test_a_sender_that_ends_before_it_begins() -> None:
    with pytest.raises(EOFError):
        snapshots.receive(EmbeddedStore(), io.BytesIO(b'{"graphs": {'), PLENTY)
