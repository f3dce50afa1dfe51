"""Curricula as handed in: a workbook, a folder of CSV files or an RDF file, and where in it each statement stands."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Quad

from ..errors import DataError
from ..system_errors import reason_of
from ..words import Wording, words
from .rdf import FORMATS, parse_file

if TYPE_CHECKING:
    from .workbook.cells import Grid
    from .workbook.labels import Labels

SHEET_SUFFIXES = frozenset({".xlsx", ".ods"})
MACRO_SUFFIXES = frozenset({".xlsm", ".xltm", ".xlam", ".xlsb"})
SHOWN = 20
"""How many problems are listed."""

PlaceKey = tuple[str, str | None] | tuple[str, str, str]
Places = Mapping[PlaceKey, str]
"""Where something is said, e.g. ``outcomes!F14``, by subject and property; by subject and None for a whole resource.

By subject, property and object for a statement about another resource: it may stand in the row of that.
"""


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


def read_source(
    path: Path, language: str = "en", labels: Labels | None = None, texts: str | None = None
) -> CurriculumSource:
    """Read a curriculum from a file of any kind: .xlsx, .ods, a folder of CSV files, or RDF.

    language: of errors and problems. texts: of labels and texts where a workbook does not say itself, by default the
    same. labels: of skills and vocabularies, by default those that the package brings; those of a store come from
    `bwise_kg.curriculum.skills.labels_of`.

    Raises DataError for a file that cannot be read at all; what is wrong in single cells is in the result.
    """
    suffix, gettext = path.suffix.lower(), words(language).gettext
    if suffix in MACRO_SUFFIXES:
        raise DataError(str(path), gettext("is a workbook for macros; save it without them, as .xlsx"))
    if not _is_folder(path, language) and suffix not in SHEET_SUFFIXES:
        if suffix in FORMATS:
            return CurriculumSource(tuple(parse_file(path, language)), {}, path)
        kinds = ", ".join([".xlsx", ".ods", *FORMATS])
        unknown = gettext("unknown kind of file; expected one of %(kinds)s, or a folder of CSV files", kinds=kinds)
        raise DataError(str(path), unknown)
    from .workbook.labels import Labels as PackagedLabels  # noqa: PLC0415 - RDF files do without
    from .workbook.reading import read_grid  # noqa: PLC0415

    return read_grid(_grid(path, language), language, labels or PackagedLabels(), path, texts=texts)


def require_readable(source: CurriculumSource, language: str = "en") -> None:
    """Raise DataError with every problem, by cell, when a file does not say what was meant.

    language: that the file was read with.
    """
    wording = words(language)
    broken = [problem for problem in source.problems if problem.breaking]
    if not broken:
        return
    what = wording.ngettext(
        "one cell cannot be read as it is:", "%(count)s cells cannot be read as they are:", len(broken)
    )
    raise DataError(str(source.path), "\n".join([what, *(f"  {line}" for line in _lines(broken, wording))]))


def remarks_on(source: CurriculumSource, language: str = "en") -> list[str]:
    """Return what a file has beside what was meant, such as notes that are not read, a line each with its cell.

    language: that the file was read with.
    """
    return _lines([problem for problem in source.problems if not problem.breaking], words(language))


def _lines(problems: Sequence[Problem], wording: Wording) -> list[str]:
    lines = [str(problem) for problem in problems[:SHOWN]]
    if len(problems) > SHOWN:
        lines.append(wording.ngettext("and %(count)s more", "and %(count)s more", len(problems) - SHOWN))
    return lines


def is_source(name: str) -> bool:
    """Tell whether a name means a file or a folder of CSV files rather than a curriculum in a store."""
    if "://" in name:
        return False
    path = Path(name)
    if path.suffix.lower() in SHEET_SUFFIXES | MACRO_SUFFIXES | FORMATS.keys():
        return True
    try:
        return path.is_file() or (path.is_dir() and (os.sep in name or any(path.glob("*.[cC][sS][vV]"))))
    except OSError:
        return False  # no name of a file: too long, or in a folder that nobody may look into


def _is_folder(path: Path, language: str) -> bool:
    try:
        return path.is_dir()
    except OSError as error:
        raise DataError(str(path), reason_of(error, words(language))) from error


def _grid(path: Path, language: str) -> Grid:
    if _is_folder(path, language):
        from .folder import read_folder  # noqa: PLC0415

        return read_folder(path, language)
    if path.suffix.lower() == ".ods":
        from .ods import read_ods  # noqa: PLC0415

        return read_ods(path, language)
    from .xlsx import read_xlsx  # noqa: PLC0415 - loads openpyxl

    return read_xlsx(path, language)
