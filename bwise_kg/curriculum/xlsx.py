"""Workbooks of Excel's kind as grids of values."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from ..errors import DataError
from ..words import Wording, words
from .limits import MAX_CELLS, MAX_COLUMNS, MAX_LINES, MAX_ROWS, MAX_SHEETS, check_packed, too_many_rows
from .workbook.cells import Failure, Formula, Grid, Line, Value

_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
_DIGITS = 15


def read_xlsx(path: Path, language: str = "en") -> Grid:
    """Return the values of a workbook; of formulas the results that it holds, which are never worked out.

    language: of errors.

    Raises DataError for what is no workbook, is too large, or holds macros or links to other files.
    """
    wording = words(language)
    check_packed(path, wording)
    formulas = _formulas(path, wording)
    grid = Grid()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it leaves out, such as drop-downs of newer kinds
            book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
            try:
                for title in _titles(path, book.sheetnames, wording):
                    grid.sheets[title] = list(_lines(path, book[title], formulas.get(title, {}), wording))
            finally:
                book.close()
    except DataError:
        raise
    except Exception as error:  # a damaged file may break the library anywhere
        raise DataError(str(path), _unreadable(error, wording)) from error
    return grid


def _unreadable(error: Exception, wording: Wording) -> str:
    return wording.gettext("cannot be read as a workbook (%(error)s)", error=f"{type(error).__name__}: {error}")


def _titles(path: Path, titles: list[str], wording: Wording) -> list[str]:
    if len(titles) > MAX_SHEETS:
        many = wording.ngettext(
            "%(count)s sheet is more than a curriculum has (at most %(most)s)",
            "%(count)s sheets are more than a curriculum has (at most %(most)s)",
            len(titles),
            most=MAX_SHEETS,
        )
        raise DataError(str(path), many)
    return titles


def _lines(path: Path, sheet: Any, formulas: dict[int, dict[int, str]], wording: Wording) -> Iterator[Line]:
    found = 0
    if not hasattr(sheet, "iter_rows"):
        return  # a chart
    sheet.reset_dimensions()  # what the file says of them may be wrong
    cells = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > MAX_LINES:
            many = wording.gettext("more than %(most)s rows", most=wording.number(MAX_LINES))
            raise DataError(f"{path}: {sheet.title}!A{number}", many)
        if not row:
            continue  # programs write single rows far down, and those between are made up
        if (cells := cells + len(row)) > MAX_CELLS:
            many = wording.gettext("more than %(most)s cells", most=wording.number(MAX_CELLS))
            raise DataError(f"{path}: {sheet.title}!A{number}", many)
        values = [_value(value) for value in row[:MAX_COLUMNS]]
        for column in formulas.get(number, ()):
            if column <= MAX_COLUMNS and (column > len(values) or values[column - 1] is None):
                values += [None] * (column - len(values))
                values[column - 1] = Formula(formulas[number][column])
        while values and values[-1] is None:
            values.pop()
        if values:
            found += 1
            if found > MAX_ROWS:
                raise DataError(f"{path}: {sheet.title}!A{number}", too_many_rows(wording))
            yield Line(number, tuple(values))


def _value(value: object) -> Value:  # noqa: PLR0911 - one for each kind of cell
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(f"{value:.{_DIGITS}g}") if value == value and abs(value) < 1e15 else str(value)  # noqa: PLR0124
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    text = str(value)
    if text in _ERRORS:
        return Failure(text)
    return _unescaped(text) if text.strip() else None


def _unescaped(text: str) -> str:
    """Return a text without the control characters that Excel writes as ``_x000D_`` and the like."""
    return re.sub("_x00[01][0-9A-Fa-f]_", "", text) if "_x00" in text else text


def _formulas(path: Path, wording: Wording) -> dict[str, dict[int, dict[int, str]]]:
    """Return the formulas of a workbook by sheet, row and column; a file without any is not read twice."""
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if "worksheets/" in name and name.endswith(".xml")]
        if not any(re.search(rb"<(?:\w+:)?f[ >/]", archive.read(name)) for name in sheets):
            return {}
    found: dict[str, dict[int, dict[int, str]]] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it leaves out, as above
            book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
            for title in book.sheetnames:
                if hasattr(book[title], "iter_rows"):
                    found[title] = _formulas_in(book[title])
            book.close()
    except Exception as error:
        raise DataError(str(path), _unreadable(error, wording)) from error
    return found


def _formulas_in(sheet: Any) -> dict[int, dict[int, str]]:
    sheet.reset_dimensions()
    cells: dict[int, dict[int, str]] = {}
    seen = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number > MAX_LINES or (seen := seen + len(row)) > MAX_CELLS:
            break  # reading the values says so
        for cell in row:
            if cell.data_type == "f" and cell.column is not None:
                cells.setdefault(number, {})[cell.column] = str(cell.value)
    return cells
