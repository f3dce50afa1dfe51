"""Bars: of values, of series, and of shares of a whole."""

from __future__ import annotations

from decimal import Decimal

import svg

from ..questions import Answer, Cell, PictureKind, Value
from .data import percent, plain
from .drawing import SERIES, TEXT, WIDTH, box, column, frame, heading, label, legend, texts
from .question_data import plain_value

_BAR = 20
_VALUE = 80
"""Room for the number behind a bar."""
_OTHER = "other"
_DECIMALS = 2
"""Of a number in a picture; the table has all of them."""

Table = dict[str, dict[str, Decimal]]
"""Label → series → sum."""


def bars(answer: Answer) -> str | None:
    """Return the bars of an answer, None if no value is above nothing."""
    kind = answer.question.picture.kind if answer.question.picture else PictureKind.BAR
    table = _table(answer, kind)
    series = list(dict.fromkeys(name for parts in table.values() for name in parts))
    totals = {name: sum(parts.values(), Decimal()) for name, parts in table.items()}
    most = max(totals.values(), default=Decimal())
    if most <= 0:
        return None
    elements, y = _legend(kind, series, table)
    unit = (WIDTH if kind is PictureKind.SHARE else WIDTH - _VALUE) / float(most)
    for name, parts in table.items():
        elements += [label(name, 0, y + TEXT)] if name else []
        top = y + TEXT + 6 if name else y
        elements += _bar(parts, series, top, unit, kind is not PictureKind.BAR)
        if kind is not PictureKind.SHARE:
            elements.append(label(plain(totals[name]), float(totals[name]) * unit + 8, top + TEXT))
        y = top + _BAR + 14
    return frame(answer.question.title, _description(answer, kind, table, totals), y, elements)


def _legend(kind: PictureKind, series: list[str], table: Table) -> tuple[list[svg.Element], float]:
    if kind is PictureKind.BAR:
        return [], 0
    names = series
    if kind is PictureKind.SHARE:
        whole = sum(table[""].values(), Decimal())
        names = [f"{name}: {plain(table[''][name])} ({_percent(table[''][name], whole)})" for name in series]
    elements, y = legend(names, 0)
    return elements, y + 10


def _bar(parts: dict[str, Decimal], series: list[str], top: float, unit: float, coloured: bool) -> list[svg.Element]:
    elements: list[svg.Element] = []
    done = 0.0
    for name, value in parts.items():
        width = float(value) * unit
        css = f"series-{series.index(name)}" if coloured else "series-0"
        elements += [box(done, top, width, _BAR, css)] if width else []
        if coloured and width > 9 * len(plain(value)) + 6:
            elements.append(label(plain(value), done + width / 2, top + TEXT, f"on-{css} middle"))
        done += width
    return elements


def _table(answer: Answer, kind: PictureKind) -> Table:
    """Add up the values by label and series; without values the rows are counted.

    A share is one bar, whose series are the labels.
    """
    labels, series, values = texts(answer, "label"), texts(answer, "series"), column(answer, "value")
    if kind is PictureKind.SHARE:
        labels, series = [""] * len(labels), labels
    table: Table = {}
    for number, name in enumerate(labels):
        part = series[number] if series else ""
        value = Decimal(1) if values is None else _number(values[number])
        if value is not None and value >= 0:
            sums = table.setdefault(name, {})
            sums[part] = sums.get(part, Decimal()) + value
    return _few(table)


def _few(table: Table) -> Table:
    """Put the smallest series together where there are more than colours."""
    sums: dict[str, Decimal] = {}
    for parts in table.values():
        for name, value in parts.items():
            sums[name] = sums.get(name, Decimal()) + value
    if len(sums) <= SERIES:
        return table
    kept = set(sorted(sums, key=lambda name: -sums[name])[: SERIES - 1])
    few: Table = {}
    for name, parts in table.items():
        few[name] = {part: value for part, value in parts.items() if part in kept}
        rest = sum((value for part, value in parts.items() if part not in kept), Decimal())
        if rest:
            few[name][_OTHER] = rest
    return few


def _number(cell: Cell) -> Decimal | None:
    value = plain_value(cell) if isinstance(cell, Value) else None
    if not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return number if number == number.to_integral() else round(number, _DECIMALS)


def _description(answer: Answer, kind: PictureKind, table: Table, totals: dict[str, Decimal]) -> str:
    what = heading(answer, "value") or "Number of rows"
    if kind is PictureKind.SHARE:
        whole = totals[""]
        listed = "; ".join(f"{name}: {plain(v)} ({_percent(v, whole)})" for name, v in table[""].items())
        return f"One bar of 100 %. {what} by {heading(answer, 'label')}. {listed}."
    listed = "; ".join(f"{name}: {plain(total)}" for name, total in totals.items())
    by = f" and {heading(answer, 'series')}" if heading(answer, "series") else ""
    return f"Bars. {what} by {heading(answer, 'label')}{by}. {listed}."


def _percent(value: Decimal, of: Decimal) -> str:
    return percent(int(value * 1000), int(of * 1000))
