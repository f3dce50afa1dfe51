"""What all pictures have in common: texts that are safe, a frame that says what is shown, and columns to draw.

Colours are classes that ``question.css`` fills: the palette of Okabe and Ito, which people with a colour vision
deficiency tell apart, in an order in which light follows dark, so that it works in grey too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import svg

from ..questions import Answer, Cell
from .question_data import cell_text

WIDTH = 720
"""Units across; one is a CSS pixel where there is room."""
TEXT = 15
"""Height of a text."""
SERIES = 8
"""Colours that there are; what goes beyond is one series, "other"."""

_LONGEST = 92
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def safe(text: str) -> str:
    """Return a text so that it is one in XML too: svg.py writes texts as they are."""
    return svg.escape(_NO_XML.sub("", text))


def label(text: str, x: float, y: float, css: str = "", room: int = _LONGEST) -> svg.Element:
    """Return a line of text, cut where there is no room for more; the whole is in its title."""
    shown = text if len(text) <= room else text[: room - 1].rstrip() + "…"
    content = safe(shown)
    if shown != text:
        content += svg.Title(text=safe(text)).as_str()
    return svg.Text(x=round(x, 1), y=round(y, 1), class_=[css] if css else None, text=content)


def box(x: float, y: float, width: float, height: float, css: str) -> svg.Rect:
    """Return a rectangle of a class."""
    return svg.Rect(x=round(x, 2), y=round(y, 1), width=round(width, 2), height=round(height, 1), class_=[css])


def frame(title: str, description: str, height: float, elements: Iterable[svg.Element]) -> str:
    """Return a picture as an SVG element that a screen reader reads by title and description."""
    return svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, WIDTH, round(height)),
        class_=["picture"],
        extra={"role": "img", "aria-labelledby": "picture-title", "aria-describedby": "picture-description"},
        elements=[
            svg.Title(id="picture-title", text=safe(title)),
            svg.Desc(id="picture-description", text=safe(description)),
            *elements,
        ],
    ).as_str()


def column(answer: Answer, role: str) -> list[Cell] | None:
    """Return the cells of the column that is drawn as something, None if none is."""
    picture = answer.question.picture
    if picture is None or role not in picture.columns:
        return None
    place = [name for name, _ in answer.columns].index(picture.columns[role])
    return [row[place] for row in answer.rows]


def texts(answer: Answer, role: str) -> list[str]:
    """Return a column as texts."""
    return [cell_text(cell) or "not stated" for cell in column(answer, role) or ()]


def heading(answer: Answer, role: str) -> str:
    """Return the heading of the column that is drawn as something, "" if none is."""
    picture = answer.question.picture
    return dict(answer.columns).get(picture.columns.get(role, ""), "") if picture else ""


def legend(names: Sequence[str], y: float) -> tuple[list[svg.Element], float]:
    """Return the names of the series beside their colours, one a line, and where the next thing may stand."""
    elements: list[svg.Element] = []
    for number, name in enumerate(names):
        elements += [box(0, y + 3, 14, 14, f"series-{number}"), label(name, 22, y + TEXT)]
        y += 22
    return elements, y
