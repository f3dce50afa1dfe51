"""The folder of a store: whatever happens to a writer, readers find the last whole generation."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from bwise_kg import EmbeddedStore, StoreError
from bwise_kg.generations import current, open_store, writing
from bwise_kg.namespaces import DCT, GRAPH

WRITER = """
import sys, time
from pathlib import Path
from bwise_kg import EmbeddedStore
from bwise_kg.generations import writing
with writing(Path(sys.argv[1])) as generation:
    store = EmbeddedStore(generation)
    print(generation.name, flush=True)
    time.sleep(600)
"""


def fill(generation: Path, text: str) -> None:
    store = EmbeddedStore(generation)
    store.load([Quad(NamedNode("https://example.org/thing"), DCT.title, Literal(text), GRAPH["facts/seeds"])])
    store.close()


def write(folder: Path, text: str) -> None:
    with writing(folder) as generation:
        fill(generation, text)


def titles(store: EmbeddedStore) -> list[str]:
    answer = store.query("SELECT ?title { ?thing dct:title ?title }")
    assert isinstance(answer, QuerySolutions)
    return [term.value for row in answer for term in row if isinstance(term, Literal)]


def generations(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir() if entry.is_dir())


def everything(folder: Path) -> dict[str, bytes | None]:
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


@pytest.fixture(autouse=True)
def _numbered_from_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bwise_kg.generations._first", lambda: 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a store that says "one"."""
    write(tmp_path / "store", "one")
    return tmp_path / "store"


# What is no store


@pytest.mark.parametrize("there", [True, False])
def test_without_a_store_the_command_that_makes_one_is_told(tmp_path: Path, there: bool) -> None:
    folder = tmp_path / "store"
    if there:
        folder.mkdir()
    with pytest.raises(StoreError, match=re.escape(f"no store there; make one with: bwise-kg build --out {folder}")):
        open_store(folder)
    assert current(folder) is None
    assert folder.exists() == there


@pytest.mark.parametrize("name", ["thesis.odt", "generation-plans", "generation-1", "currents"])
def test_a_strange_folder_is_refused_and_untouched(tmp_path: Path, name: str) -> None:
    (tmp_path / "home" / name).mkdir(parents=True)
    (tmp_path / "home" / name / "precious.txt").write_text("years of work")
    before = everything(tmp_path)
    with pytest.raises(StoreError, match=f"not a store, it holds {name}; name an empty or a new folder"):
        write(tmp_path / "home", "one")
    assert everything(tmp_path) == before


def test_a_file_instead_of_a_folder_is_refused_and_untouched(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("a letter")
    with pytest.raises(StoreError, match="file: cannot be used as a store folder"):
        write(file, "one")
    with pytest.raises(StoreError, match="file: not a store folder"):
        open_store(file)
    assert file.read_text() == "a letter"


@pytest.mark.parametrize("content", [b"", b"release 7\n", b"\xff\xfe\x00", b"../generation-000001\n"])
def test_a_pointer_that_is_something_else_is_refused_and_untouched(folder: Path, content: bytes) -> None:
    (folder / "current").write_bytes(content)
    before = everything(folder)
    for attempt in (lambda: open_store(folder), lambda: write(folder, "two")):
        with pytest.raises(StoreError, match="store: not a store"):
            attempt()
    assert {name for name, data in everything(folder).items() if before.get(name) != data} <= {"write.lock"}


def test_a_lock_that_cannot_be_had_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "write.lock").mkdir()
    with pytest.raises(StoreError, match="cannot be used as a store folder"):
        write(tmp_path, "one")


@pytest.mark.parametrize("loss", ["*", "*.sst"])
def test_a_damaged_store_is_refused_with_the_way_out(folder: Path, loss: str) -> None:
    for file in (folder / "generation-000001").glob(loss):
        file.unlink()
    with pytest.raises(StoreError, match=r"if it is damaged, remove .* and make it again with: bwise-kg build --out"):
        open_store(folder)


# Writers


def test_first_generation_of_a_new_folder(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "store"
    with writing(folder) as generation:
        assert generation.parent == folder
        assert not generation.exists()
        fill(generation, "one")
        assert current(folder) is None
    assert titles(open_store(folder)) == ["one"]
    assert generations(folder) == [current(folder)] == ["generation-000001"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_writer_that_fails_leaves_the_old_store(folder: Path, error: type[BaseException]) -> None:
    before = generations(folder)
    with pytest.raises(error), writing(folder) as generation:  # noqa: PT012 - the block is what is tested
        fill(generation, "two")
        raise error
    assert generations(folder) == before == [current(folder)]
    assert titles(open_store(folder)) == ["one"]
    write(folder, "three")
    assert titles(open_store(folder)) == ["three"]


def test_a_writer_that_fails_with_its_store_open_leaves_the_old_store(folder: Path) -> None:
    def fail() -> None:
        with writing(folder) as generation:
            store = EmbeddedStore(generation)
            store.load([Quad(NamedNode("https://example.org/2"), DCT.title, Literal("two"), GRAPH["facts/seeds"])])
            raise RuntimeError("full")

    with pytest.raises(RuntimeError, match="full"):
        fail()
    assert generations(folder) == ["generation-000001"]
    assert titles(open_store(folder)) == ["one"]


def test_a_second_writer_is_refused_at_once_and_changes_nothing(folder: Path) -> None:
    with writing(folder) as generation:
        fill(generation, "two")
        with pytest.raises(StoreError, match="another process is writing to this store; try again"):
            write(folder, "three")
        assert generation.exists()
        assert titles(open_store(folder)) == ["one"]
    assert titles(open_store(folder)) == ["two"]


def test_writers_in_other_processes_are_seen_and_what_they_leave_when_killed_goes(folder: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "generation-000002\n"
        with pytest.raises(StoreError, match="another process is writing"):
            write(folder, "three")
        other.kill()
    assert generations(folder) == ["generation-000001", "generation-000002"]
    assert titles(open_store(folder)) == ["one"]
    with pytest.raises(RuntimeError), writing(folder) as generation:  # noqa: PT012 - the block is what is tested
        assert generation.name == "generation-000002"
        assert not generation.exists()
        raise RuntimeError
    assert generations(folder) == ["generation-000001"]


def test_leftovers_of_any_number_go(folder: Path) -> None:
    for number in (2, 7, 1_000_000):
        fill(folder / f"generation-{number:06d}", "left over")
    (folder / "current.new").write_text("generation-000007\n")
    write(folder, "two")
    assert titles(open_store(folder)) == ["two"]
    assert sorted(entry.name for entry in folder.iterdir() if entry.name != "write.lock") == [
        *("current", "generation-000001", "generation-000002")
    ]


# Readers


def test_readers_keep_what_they_opened_until_they_open_again(folder: Path) -> None:
    first = open_store(folder)
    readers = [first]
    for text in ("two", "three", "four", "five"):
        write(folder, text)
        readers.append(open_store(folder))
    assert [titles(reader) for reader in readers] == [["one"], ["two"], ["three"], ["four"], ["five"]]


def test_the_generation_before_is_kept_and_older_ones_go(folder: Path) -> None:
    seen = []
    for text in ("two", "three", "four"):
        write(folder, text)
        seen.append(generations(folder))
    assert [[name[-1] for name in names] for names in seen] == [["1", "2"], ["2", "3"], ["3", "4"]]
    assert titles(EmbeddedStore(folder / "generation-000003", read_only=True)) == ["three"]


def test_opening_never_fails_while_others_write(folder: Path) -> None:
    seen: list[str] = []
    failures: list[StoreError] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                seen.extend(titles(open_store(folder)))
            except StoreError as error:
                failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(25):
        write(folder, str(number))
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert len(seen) > 20
    assert set(seen) <= {"one", *map(str, range(25))}
    assert titles(open_store(folder)) == ["24"]


def test_copy_that_somebody_was_stopped_at_is_cleared_up(tmp_path: Path) -> None:
    """The engine names a copy so while it makes it: a reader of the folder may meet it, a killed writer leaves it."""
    with writing(tmp_path) as generation:
        EmbeddedStore(generation).close()
    unfinished = tmp_path / "generation-000002.tmp"
    unfinished.mkdir()
    (unfinished / "000004.sst").write_bytes(b"half")
    with writing(tmp_path) as generation:
        EmbeddedStore(generation).close()
    assert not unfinished.exists()
    assert current(tmp_path) == "generation-000002"


def test_who_is_interrupted_when_it_counts_already_takes_nothing_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while the system renames is told when it has."""
    replace = Path.replace

    def interrupted(file: Path, target: Path) -> Path:
        replace(file, target)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            write(folder, "two")
    assert titles(open_store(folder)) == ["two"]
    write(folder, "three")
    assert titles(open_store(folder)) == ["three"]


def test_what_is_left_of_a_store_whose_generation_is_gone_stays(folder: Path) -> None:
    write(folder, "two")
    before, now = generations(folder)
    (folder / now).rename(folder.parent / "taken away")
    with pytest.raises(StoreError, match="no room for it"), writing(folder):
        raise StoreError("no room for it")
    assert generations(folder) == [before]


def test_a_store_that_is_made_anew_has_other_generations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has the one before open would take them for the same."""
    monkeypatch.undo()
    write(tmp_path, "one")
    first = generations(tmp_path)
    shutil.rmtree(tmp_path)
    time.sleep(1.1)
    write(tmp_path, "two")
    assert generations(tmp_path)[0] > first[0]
