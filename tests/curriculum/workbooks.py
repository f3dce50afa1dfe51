"""Workbooks for tests: the reference curricula as such, and what files say."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from openpyxl import load_workbook
from pyoxigraph import NamedNode, Quad

from bwise_kg.curriculum.folder import write_folder
from bwise_kg.curriculum.ods import write_ods
from bwise_kg.curriculum.source import CurriculumSource, read_source
from bwise_kg.curriculum.workbook.cells import Grid
from bwise_kg.curriculum.workbook.labels import Labels
from bwise_kg.curriculum.workbook.sheets import workbook_of
from bwise_kg.curriculum.workbook.template import filled_grid

REFERENCE = Path(__file__).parents[2] / "ontology" / "reference" / "curricula"
BW = "https://w3id.org/bwise/ontology#"
ID = "https://w3id.org/bwise/id/"
NAMES = ("worker", "supporter", "enabler")


def triples(path: Path) -> set[Quad]:
    """Return the statements of a Turtle file."""
    return {Quad(q.subject, q.predicate, q.object) for q in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)}


def reference(name: str) -> set[Quad]:
    """Return the statements of a reference curriculum."""
    return triples(REFERENCE / f"{name}.ttl")


def save(grid: Grid, path: Path, language: str = "en") -> Path:
    """Write a grid in the format of a file's suffix; without one, as a folder of CSV files."""
    if path.suffix == ".xlsx":
        path.write_bytes(workbook_of(grid, language, Labels()))
    elif path.suffix == ".ods":
        with path.open("wb") as stream:
            write_ods(grid, stream)
    else:
        write_folder(grid, path)
    return path


def filled(name: str, path: Path, language: str = "en") -> Path:
    """Write a reference curriculum as a workbook."""
    grid = filled_grid(list(reference(name)), f"{ID}curriculum/{name}", None, language, Labels())
    return save(grid, path, language)


def changed(path: Path, change: Callable[[Any], object]) -> Path:
    """Change a workbook as somebody does who opens and saves it."""
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def column(sheet: Any, name: str) -> int:
    """Return the number of a column by its heading."""
    return int(next(cell.column for cell in sheet[1] if cell.value == name))


def repacked(path: Path, target: Path, change: dict[str, bytes]) -> Path:
    """Write a zip again with some parts replaced or added."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in change:
                new.writestr(name, old.read(name))
        for name, data in change.items():
            new.writestr(name, data)
    return target


def read(path: Path, language: str = "en") -> CurriculumSource:
    """Read a file of any kind."""
    return read_source(path, language)


def objects(source: CurriculumSource, subject: str, property_: str) -> set[str]:
    """Return the values of a property, by IRI or text."""
    return {
        getattr(q.object, "value", str(q.object))
        for q in source.quads
        if q.subject == NamedNode(subject) and q.predicate == NamedNode(property_)
    }
