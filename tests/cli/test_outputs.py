"""What commands write: to files, through links, into pipes and devices."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bwise_kg.cli import app
from bwise_kg.errors import DataError

Run = Callable[..., Any]
Reader = Callable[[], bytes]


@pytest.fixture
def run(slice_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what runs a command in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(app, [*arguments, "--store", str(slice_store)])


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[Reader]:
    """Make a pipe, and yield what reads all that was written into it."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    end = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    yield lambda: os.read(end, 1 << 20)
    os.close(end)


ASK = ("query", "ASK { ?s a bw:Curriculum }")


@pytest.mark.parametrize("arguments", [ASK, (*ASK, "--format", "csv")])
def test_a_pipe_is_written_into_and_stays(run: Run, pipe: Reader, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert run(*arguments, "-o", "pipe").exit_code == 0
    assert (tmp_path / "pipe").is_fifo()
    assert pipe().split() in ([b"yes"], [b"true"])


def test_a_link_stays_and_what_it_points_to_is_replaced(run: Run, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    for name in ("old", "new"):
        (tmp_path / name).symlink_to(tmp_path / "there" / f"{name}.txt")
    (tmp_path / "there" / "old.txt").write_text("what was there", encoding="utf-8")
    for name in ("old", "new"):
        assert run(*ASK, "-o", name).exit_code == 0
        assert (tmp_path / name).is_symlink()
        assert (tmp_path / "there" / f"{name}.txt").read_text(encoding="utf-8") == "yes\n"
    assert {path.name for path in tmp_path.rglob("*")} == {"there", "old", "new", "old.txt", "new.txt"}


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("folder", "Is a directory"),
        ("file/out", "Not a directory"),
        ("gone/out", "No such file or directory"),
        ("loop", "Too many levels of symbolic links"),
        ("full", "No space left on device"),
        ("n" * 254, "File name too long"),
    ],
)
def test_what_cannot_be_written_is_told_and_stays(run: Run, tmp_path: Path, output: str, reason: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "full").symlink_to("/dev/full")
    done = run(*ASK, "-o", output)
    assert isinstance(done.exception, DataError)
    assert str(done.exception) == f"{output}: cannot be written ({reason})"
    assert {path.name for path in tmp_path.iterdir()} == {"folder", "file", "loop", "full"}
    assert (tmp_path / "full").is_symlink()


@pytest.fixture
def course(run: Run) -> Any:
    """Return what writes a curriculum as a file or folder of that name."""
    return lambda name: run("convert", "supporter", "-o", name)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("c.xlsx", ["validate", "c.xlsx", "--format", "html", "-o", "c.xlsx"]),
        ("c.ods", ["validate", "c.ods", "--format", "xlsx", "-o", "c.ods"]),
        ("c.ttl", ["validate", "worker", "c.ttl", "--format", "json", "-o", "c.ttl"]),
        ("c.ttl", ["coverage", "c.ttl", "--format", "html", "-o", "c.ttl"]),
        ("c.xlsx", ["convert", "c.xlsx", "-o", "./c.xlsx"]),
        ("c.ttl", ["convert", "c.ttl", "-o", "link.ttl"]),
        ("c", ["convert", "c", "-o", "c"]),
        ("c", ["coverage", "c", "--format", "csv", "-o", "c/Modules.csv"]),
    ],
)
def test_a_file_that_is_read_is_not_written_over(
    run: Run, course: Any, tmp_path: Path, name: str, arguments: list[str]
) -> None:
    assert course(name).exit_code == 0
    (tmp_path / "link.ttl").symlink_to("c.ttl")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    done = run(*arguments)
    assert isinstance(done.exception, DataError)
    said = f"{Path(arguments[-1])}: is what is read, and would be lost; name another file or folder"
    assert str(done.exception) == said
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_query_is_not_written_over(run: Run, tmp_path: Path) -> None:
    (tmp_path / "question.rq").write_text(ASK[1], encoding="utf-8")
    assert "would be lost" in str(run("query", "question.rq", "-o", "question.rq").exception)
    assert (tmp_path / "question.rq").read_text(encoding="utf-8") == ASK[1]
    (tmp_path / "out").touch()
    assert run("query", ASK[1] + "#" * 300, "-o", "out").exit_code == 0


def test_a_report_in_a_folder_is_not_written_over_a_file_that_is_read(run: Run, course: Any, tmp_path: Path) -> None:
    for name in ("a.xlsx", "001-a.xlsx"):
        course(name)
    before = (tmp_path / "001-a.xlsx").read_bytes()
    done = run("validate", "a.xlsx", "001-a.xlsx", "--format", "xlsx", "-o", ".")
    assert str(done.exception).startswith("001-a.xlsx: is what is read")
    assert (tmp_path / "001-a.xlsx").read_bytes() == before


def test_a_name_in_the_store_is_no_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "supporter").mkdir()
    assert run("convert", "supporter", "-o", "supporter").exit_code == 0
    assert (tmp_path / "supporter" / "Modules.csv").is_file()


def test_a_template_replaces_a_workbook_only_when_told_to(run: Run, tmp_path: Path) -> None:
    (tmp_path / "course.xlsx").write_bytes(b"filled in")
    done = run("template", "worker", "-o", "course.xlsx", "--lang", "de")
    assert isinstance(done.exception, DataError)
    assert str(done.exception).startswith("course.xlsx: ist schon vorhanden")
    assert (tmp_path / "course.xlsx").read_bytes() == b"filled in"
    assert run("template", "worker", "-o", "course.xlsx", "--force").exit_code == 0
    assert (tmp_path / "course.xlsx").read_bytes().startswith(b"PK")


def test_a_folder_of_csv_files_holds_one_curriculum_in_one_language(run: Run, course: Any, tmp_path: Path) -> None:
    assert [course("c").exit_code, course("c").exit_code] == [0, 0]
    before = {path.name for path in (tmp_path / "c").iterdir()}
    done = run("convert", "supporter", "--lang", "de", "-o", "c")
    assert isinstance(done.exception, DataError)
    assert str(done.exception).startswith("c: enthält andere CSV-Dateien, z. B. 'Adaptations.csv'")
    assert {path.name for path in (tmp_path / "c").iterdir()} == before
