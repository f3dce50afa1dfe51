"""Curricula as handed in: a workbook, a folder of CSV files or an RDF file, and where in it each statement stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Quad

from ..errors import DataError
from .rdf import FORMATS, parse_file

if TYPE_CHECKING:
    from .workbook.cells import Grid
    from .workbook.labels import Labels

SHEET_SUFFIXES = frozenset({".xlsx", ".ods"})
MACRO_SUFFIXES = frozenset({".xlsm", ".xltm", ".xlam", ".xlsb"})
SHOWN = 20
"""How many problems an error lists."""

Places = Mapping[tuple[str, str | None], str]
"""Where something is said, e.g. ``outcomes!F14``, by subject and property; by subject and None for a whole resource."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that cannot be taken as it is written.

    place: e.g. ``outcomes!F14``. remedy: what to do about it. value: what is written there.
    breaking: whether the curriculum lacks something that was meant; without it nothing is lost.
    """

    place: str
    message: str
    remedy: str
    value: str = ""
    breaking: bool = True

    def __str__(self) -> str:
        return f"{self.place}: {self.message}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class CurriculumSource:
    """What a file says of a curriculum, as statements, and what could not be read."""

    quads: tuple[Quad, ...]
    places: Places
    path: Path
    problems: tuple[Problem, ...] = field(default=())


def read_source(path: Path, language: str = "en", labels: Labels | None = None) -> CurriculumSource:
    """Read a curriculum from a file of any kind: .xlsx, .ods, a folder of CSV files, or RDF.

    language: of labels and texts, where a workbook does not say itself. labels: of skills and vocabularies, by default
    those that the package brings; those of a store come from `bwise_kg.curriculum.skills.labels_of`.

    Raises DataError for a file that cannot be read at all; what is wrong in single cells is in the result.
    """
    suffix = path.suffix.lower()
    if suffix in MACRO_SUFFIXES:
        raise DataError(str(path), "is a workbook for macros; save it without them, as .xlsx")
    if not path.is_dir() and suffix not in SHEET_SUFFIXES:
        if suffix in FORMATS:
            return CurriculumSource(tuple(parse_file(path)), {}, path)
        kinds = ", ".join([".xlsx", ".ods", *FORMATS])
        raise DataError(str(path), f"unknown kind of file; expected one of {kinds}, or a folder of CSV files")
    from .workbook.labels import Labels as PackagedLabels  # noqa: PLC0415 - RDF files do without
    from .workbook.reading import read_grid  # noqa: PLC0415

    return read_grid(_grid(path), language, labels or PackagedLabels(), path)


def require_readable(source: CurriculumSource) -> None:
    """Raise DataError with every problem, by cell, when a file does not say what was meant."""
    broken = [problem for problem in source.problems if problem.breaking]
    if not broken:
        return
    lines = [f"  {problem}" for problem in broken[:SHOWN]]
    if len(broken) > SHOWN:
        lines.append(f"  and {len(broken) - SHOWN} more")
    what = "one cell cannot be read as it is" if len(broken) == 1 else f"{len(broken)} cells cannot be read as they are"
    raise DataError(str(source.path), "\n".join([f"{what}:", *lines]))


def is_source(name: str) -> bool:
    """Tell whether a name means a file or a folder of CSV files rather than a curriculum in a store."""
    if "://" in name:
        return False
    path = Path(name)
    known = SHEET_SUFFIXES | MACRO_SUFFIXES | FORMATS.keys()
    return path.suffix.lower() in known or path.is_file() or (path.is_dir() and any(path.glob("*.[cC][sS][vV]")))


def _grid(path: Path) -> Grid:
    if path.is_dir():
        from .folder import read_folder  # noqa: PLC0415

        return read_folder(path)
    if path.suffix.lower() == ".ods":
        from .ods import read_ods  # noqa: PLC0415

        return read_ods(path)
    from .xlsx import read_xlsx  # noqa: PLC0415 - loads openpyxl

    return read_xlsx(path)
