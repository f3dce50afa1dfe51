"""What commands leave out of a workbook is told on standard error."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bwise_kg.cli import app
from tests.curriculum.workbooks import changed, filled


@pytest.fixture
def noted(tmp_path: Path) -> Path:
    """Return a workbook with notes beside what is read."""

    def scribble(book: Any) -> None:
        book.create_sheet("Zzz\x9b").append(["remember"])
        book["Modules"]["AN1"].value = "Room"
        book["Modules"]["AN2"].value = "12"
        book["Curriculum"]["C2"].value = "who?"
        next(row[1] for row in book["Curriculum"] if row[0].value == "IRI").value = "https://example.org/noted"

    return changed(filled("worker", tmp_path / "noted.xlsx"), scribble)


@pytest.mark.parametrize(
    "arguments", [["add", "--version", "2.0", "--name", "noted"], ["convert", "-o", "out.ttl"], ["coverage"]]
)
def test_what_is_not_read_is_told_with_its_cell(
    slice_store: Path, noted: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(noted.parent)
    shutil.copytree(slice_store, "store")
    command, *options = arguments
    done = CliRunner().invoke(app, [command, noted.name, *options, "--store", "store", "--lang", "en"])
    assert done.exit_code == 0, done.output
    assert done.stderr.splitlines() == [
        "warning: noted.xlsx: Curriculum!C2: this column has no name of ours, and what stands there is not read; "
        "nothing has to be done if it holds your notes",
        "warning: noted.xlsx: Modules!AN1: 'Room' is no name of ours on this sheet, and what stands there is not read; "
        "nothing has to be done if it holds your notes",
        "warning: noted.xlsx: Zzz\\x9b!A1: the sheet 'Zzz\\x9b' is none of ours and is not read; "
        "nothing has to be done if it holds your notes",
    ]


def test_warnings_are_in_the_language_and_bounded(slice_store: Path, tmp_path: Path) -> None:
    def scribble(book: Any) -> None:
        for number in range(30):
            book.create_sheet(f"{number}").append(["remember"])

    path = changed(filled("worker", tmp_path / "noted.xlsx"), scribble)
    done = CliRunner().invoke(app, ["coverage", str(path), "--store", str(slice_store), "--lang", "de"])
    lines = done.stderr.splitlines()
    assert len(lines) == 21
    assert lines[0].endswith("enthält es eigene Notizen, ist nichts zu tun")
    assert lines[-1] == f"warning: {path}: und 10 weitere"
