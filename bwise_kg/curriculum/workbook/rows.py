"""Rows of named cells, and what in them could not be made out."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...words import Wording
from ..source import Problem
from .cells import Value, text_of
from .layout import BY_KEY, Layout
from .names import Heading

MOST_PROBLEMS = 500


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell. value: None if it is empty."""

    value: Value
    place: str

    @property
    def text(self) -> str:
        """What it says, without spaces around it."""
        return text_of(self.value)


@dataclass(slots=True)
class Row:
    """A row of a sheet, or the whole sheet of the curriculum. place: of its first cell."""

    layout: Layout
    place: str
    cells: dict[Heading, Cell] = field(default_factory=dict)

    def of(self, key: str) -> list[tuple[Heading, Cell]]:
        """Return the cells of a column that are not empty, in every language."""
        return [(heading, cell) for heading, cell in self.cells.items() if heading.column.key == key and cell.text]

    def text(self, key: str) -> str:
        """Return the text of a column in the workbook's language, "" if there is none."""
        return next((cell.text for heading, cell in self.of(key) if heading.language is None), "")


@dataclass(slots=True)
class Tables:
    """The rows of a workbook by sheet, and what could not be made out.

    wording: of problems. language: that its headings are in.
    """

    wording: Wording
    rows: dict[str, list[Row]] = field(default_factory=lambda: {key: [] for key in BY_KEY})
    language: str = "en"
    problems: list[Problem] = field(default_factory=list)

    @property
    def curriculum(self) -> Row | None:
        """The sheet of the curriculum."""
        return next(iter(self.rows["curriculum"]), None)

    def problem(self, place: str, message: str, remedy: str, value: str = "", *, breaking: bool = True) -> None:
        """Note what could not be made out, up to a bound."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(place, message, remedy, value[:200], breaking))
        elif len(self.problems) == MOST_PROBLEMS:
            self.problems.append(
                Problem(
                    place, self.wording.gettext("and more of the kind"), self.wording.gettext("mend those above first")
                )
            )
