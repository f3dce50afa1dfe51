"""A timeline: a line a row, from one date to another."""

from __future__ import annotations

import re
from datetime import date

import svg

from ..questions import Answer, Cell, Value
from .drawing import TEXT, WIDTH, column, frame, heading, label, texts

_ROW = 46
_EDGE = 8
"""Room for a mark at the first and the last day."""


def timeline(answer: Answer) -> str | None:
    """Return the timeline of an answer, None if no row has a date."""
    names = texts(answer, "label")
    dates = [list(map(_day, column(answer, role) or ())) for role in ("start", "end")]
    rows = [row for row in zip(names, *dates, strict=True) if row[1] or row[2]]
    days = [day for _, *both in rows for day in both if day]
    if not days:
        return None
    first, last = date(min(days).year, 1, 1), min(max(days), date(9998, 1, 1))
    last = date(last.year + 1, 1, 1)

    def at(day: date) -> float:
        return _EDGE + (day - first) / (last - first) * (WIDTH - 2 * _EDGE)

    start, end = heading(answer, "start"), heading(answer, "end")
    elements: list[svg.Element] = [
        *_mark(_EDGE, 10, True),
        label(start, 24, TEXT),
        *_mark(WIDTH / 2, 10, False),
        label(end, WIDTH / 2 + 16, TEXT),
    ]
    top, height = 50, 56 + _ROW * len(rows)
    step = max(1, -(-(last.year - first.year) // 12))
    for year in range(first.year, last.year, step):
        x = round(at(date(year, 1, 1)), 1)
        elements += [
            svg.Line(x1=x, x2=x, y1=top, y2=height, class_=["grid"]),
            label(str(year), x + 3, top - 5, "quiet"),
        ]
    for number, (name, begins, ends) in enumerate(rows):
        y = top + 22 + number * _ROW
        elements.append(label(name, _EDGE + 4, y))
        if begins and ends:
            x1, x2 = round(at(begins), 1), round(at(ends), 1)
            elements.append(svg.Line(x1=x1, x2=x2, y1=y + 14, y2=y + 14, class_=["span"]))
        elements += _mark(at(begins), y + 14, True) if begins else []
        elements += _mark(at(ends), y + 14, False) if ends else []
    listed = "; ".join(f"{name}: {begins or 'not stated'}, {ends or 'not stated'}" for name, begins, ends in rows)
    description = f"Timeline from {first.year} to {last.year - 1}, {start} and {end}. {listed}."
    return frame(answer.question.title, description, height, elements)


def _mark(x: float, y: float, hollow: bool) -> list[svg.Element]:
    return [svg.Circle(cx=round(x, 1), cy=round(y, 1), r=6, class_=["hollow" if hollow else "solid"])]


def _day(cell: Cell) -> date | None:
    """Return the day of a date, or the first day of a month or year, None for anything else."""
    stated = (
        re.match(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?(?![0-9])", cell.text) if isinstance(cell, Value) else None
    )
    try:
        return date(int(stated[1]), int(stated[2] or 1), int(stated[3] or 1)) if stated else None
    except ValueError:
        return None
