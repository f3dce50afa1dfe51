"""What the embedded store has beyond the port: folders, handles that only read, removal, copies."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from bwise_kg import EmbeddedStore, StoreError
from bwise_kg.digest import digest_of
from bwise_kg.namespaces import BW, GRAPH, XSD

ONE, TWO = GRAPH["facts/one"], GRAPH["facts/two"]
THING = NamedNode("https://example.org/thing")


def hours(number: str, graph: NamedNode = ONE) -> Quad:
    return Quad(THING, BW.hours, Literal(number, datatype=XSD.decimal), graph)


def folder_with(folder: Path, *quads: Quad) -> Path:
    store = EmbeddedStore(folder)
    store.load(quads)
    store.close()
    return folder


def values(store: EmbeddedStore, graph: NamedNode = ONE) -> set[str]:
    return {quad.object.value for quad in store.quads(graph) if isinstance(quad.object, Literal)}


def test_closed_store_can_be_opened_again(tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "store", hours("1"))
    assert values(EmbeddedStore(folder)) == {"1"}


def test_many_read_while_one_writes_and_see_what_was_there_when_they_opened(tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "store", hours("1"))
    before = [EmbeddedStore(folder, read_only=True) for _ in range(3)]
    folder_with(folder, hours("2"))
    assert [values(store) for store in before] == [{"1"}] * 3
    assert values(EmbeddedStore(folder, read_only=True)) == {"1", "2"}


def test_second_writer_of_a_folder_is_refused(tmp_path: Path) -> None:
    writer = EmbeddedStore(tmp_path / "store")
    with pytest.raises(StoreError, match=r"store: the store cannot be opened \(.*lock"):
        EmbeddedStore(tmp_path / "store")
    writer.close()


def test_reading_what_is_not_there_is_refused_and_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nowhere: the store cannot be opened"):
        EmbeddedStore(tmp_path / "nowhere", read_only=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("pattern", ["*.sst", "MANIFEST-*", "CURRENT"])
def test_damaged_folder_is_refused(tmp_path: Path, pattern: str) -> None:
    folder = folder_with(tmp_path / "store", hours("1"))
    damaged = list(folder.glob(pattern))
    assert damaged
    for file in damaged:
        file.unlink()
    with pytest.raises(StoreError, match="store: the store cannot be opened"):
        EmbeddedStore(folder, read_only=True)


@pytest.mark.parametrize("before", [0, 50_000])
def test_load_that_breaks_off_loads_nothing(tmp_path: Path, before: int) -> None:
    def broken() -> Iterator[Quad]:
        yield from (hours(str(number), TWO) for number in range(before + 1))
        raise ValueError("no more")

    store = EmbeddedStore(tmp_path / "store")
    store.load([hours("1")])
    with pytest.raises(ValueError, match="no more"):
        store.load(broken())
    assert (values(store), values(store, TWO)) == ({"1"}, set())


def test_small_loads_do_not_pile_up_files(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    for number in range(30):
        store.load([hours(str(number))])
    store.close()
    assert len(list((tmp_path / "store").glob("*.sst"))) < 30


def test_remove_drops_one_graph(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    store.load([hours("1", ONE), hours("2", TWO)])
    store.remove(ONE)
    store.remove(GRAPH["facts/unknown"])
    assert store.graphs() == [TWO]
    assert not store.query("ASK { ?s bw:hours 1 }")


def test_backup_is_a_store_of_its_own(tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "store", hours("1"))
    EmbeddedStore(folder, read_only=True).backup(tmp_path / "copy")
    folder_with(tmp_path / "copy", hours("2"))
    assert values(EmbeddedStore(folder, read_only=True)) == {"1"}
    shutil.rmtree(folder)
    assert values(EmbeddedStore(tmp_path / "copy", read_only=True)) == {"1", "2"}


def test_measured_digest_is_of_what_the_graph_holds() -> None:
    store = EmbeddedStore()
    store.load([hours("40.0"), hours("7"), Quad(BlankNode("a"), BW.hours, Literal(3), ONE)])
    written_otherwise = [hours("40"), hours("7.00"), Quad(BlankNode("b"), BW.hours, Literal(3), TWO)]
    assert store.measured_digest(ONE) == digest_of(written_otherwise).hexdigest()
    store.load([hours("8")])
    assert store.measured_digest(ONE) != digest_of(written_otherwise).hexdigest()
