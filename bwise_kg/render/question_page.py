"""An answer to a question as one HTML page that needs nothing else: no network, no other file, no script."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from decimal import Decimal

from jinja2 import Environment
from markupsafe import Markup

from ..questions import Answer, Cell, Resource, Value
from .labels import Words
from .page import environment, head
from .pictures import picture
from .question_data import REFERENCE_DESIGN_CAPTION, cell_text, plain_value, status_sentence

_LONG = 60
"""From how many characters on a text needs a wide column."""


def question_page(answer: Answer) -> str:
    """Return an answer as an HTML page in one file.

    The page's own words are English; texts in another language are marked with it.
    """
    drawn = picture(answer)
    return (
        _environment()
        .get_template("question.html")
        .render(
            head("question"),
            answer=answer,
            question=answer.question,
            picture=Markup(drawn) if drawn else None,  # noqa: S704 - every text in it is escaped
            status=status_sentence(answer),
            caption=REFERENCE_DESIGN_CAPTION,
            kinds=[_kind([row[n] for row in answer.rows]) for n in range(len(answer.columns))],
        )
    )


def words(cell: Cell) -> Words:
    """Return the text of a cell with its language."""
    return Words(cell_text(cell), cell.language if cell else "")


def _kind(cells: Sequence[Cell]) -> str:
    """Return the style class of a column: numbers, long texts, or neither."""
    if _is_numeric(cells):
        return "count"
    return "long" if max((len(cell_text(cell)) for cell in cells), default=0) > _LONG else ""


def _is_numeric(cells: Sequence[Cell]) -> bool:
    """Tell whether a column holds numbers and nothing else."""
    stated = [cell for cell in cells if cell]
    return bool(stated) and all(
        isinstance(cell, Value) and isinstance(plain_value(cell), int | Decimal) for cell in stated
    )


@functools.cache
def _environment() -> Environment:
    found = environment()
    found.filters["words"] = words
    found.tests["resource"] = lambda cell: isinstance(cell, Resource)
    return found
