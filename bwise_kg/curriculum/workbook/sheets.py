"""A grid as a workbook that is pleasant to fill in: drop-downs, notes, fixed and protected headings."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from .cells import Failure, Formula, Grid, Line, Value
from .labels import Labels
from .layout import Column, Form, Layout
from .names import LANGUAGES, Heading, heading_of, is_word, name_of, sheet_of
from .notes import note_of

FORMULA_LIKE = ("=", "+", "-", "@")
_LAST_ROW = 1_000
"""Down to which row drop-downs reach."""
_FILL = PatternFill("solid", fgColor="1F3864")
_EXAMPLE_FILL = PatternFill("solid", fgColor="EDEDED")
_FONT = "Calibri"
_HEAD = Font(name=_FONT, bold=True, color="FFFFFF")
_EXAMPLE = Font(name=_FONT, italic=True, color="595959")
_TOP = Alignment(vertical="top", wrap_text=True)
_CENTRED = Alignment(vertical="center", wrap_text=True)
_FREE = Protection(locked=False)
_NOTE_SIZE = (320, 130)
_LINE_HEIGHT = 15.0
_MOST_LINES = 12
_FIELD_WIDTH = 100


@dataclass(slots=True)
class _Lists:
    """The hidden sheet with the values that drop-downs offer, a column a list."""

    sheet: Worksheet
    labels: Labels
    language: str
    _ranges: dict[str, str] = field(default_factory=dict)

    def range(self, name: str, values: Sequence[str]) -> str | None:
        """Return where a list stands, as a formula; None if it is empty."""
        if name not in self._ranges:
            if not values:
                return None
            column = len(self._ranges) + 1
            letter = get_column_letter(column)
            for number, value in enumerate([name, *values], 1):
                write_cell(self.sheet.cell(number, column), value)
            title = quote_sheetname(self.sheet.title)
            self._ranges[name] = f"{title}!${letter}$2:${letter}${len(values) + 1}"
        return self._ranges[name]


def workbook_of(grid: Grid, language: str, labels: Labels) -> bytes:
    """Return a grid as an XLSX file."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - of a new workbook
    book.remove(first)
    sheets = {title: book.create_sheet(title) for title in grid.sheets}
    lists = _Lists(book.create_sheet(name_of("sheet", "lists", language)), labels, language)
    lists.sheet.sheet_state = "hidden"
    for title, lines in grid.sheets.items():
        layout = sheet_of(title)
        if layout is None:
            continue
        if layout.vertical:
            _fill_fields(sheets[title], layout, lines, lists)
        else:
            _fill_rows(sheets[title], layout, lines, lists, language)
        _protect(sheets[title])
    book.properties.creator = "bwise-kg"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_cell(cell: Cell | MergedCell, value: Value) -> None:
    """Write a value as what it is; a text is a text, whatever it begins with."""
    if isinstance(value, Formula | Failure):
        value = value.text
    if isinstance(value, str):
        cell.value = value
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA_LIKE)
    elif value is not None:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        elif isinstance(value, Decimal):
            cell.number_format = "General"


def _fill_rows(sheet: Worksheet, layout: Layout, lines: Sequence[Line], lists: _Lists, language: str) -> None:
    for line in lines:
        example = line.number > 1 and bool(line.values) and is_word("example", str(line.values[0] or ""))
        for column, value in enumerate(line.values, 1):
            cell = sheet.cell(line.number, column)
            write_cell(cell, value)
            cell.alignment = _TOP
            if line.number > 1:
                cell.protection = Protection(locked=example)
            if example:
                cell.font, cell.fill = _EXAMPLE, _EXAMPLE_FILL
    headings = [heading_of(layout, str(value)) for value in lines[0].values] if lines else []
    for column, heading in enumerate(headings, 1):
        _head(sheet.cell(1, column), heading, language)
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.protection = _FREE
        dimension.alignment = _TOP
        if heading is not None:
            dimension.width = heading.column.width
            dimension.hidden = heading.column.hidden
            if heading.column.form in {Form.KEY, Form.STRING}:
                dimension.number_format = "@"
            letter = get_column_letter(column)
            _offer(sheet, heading, f"{letter}2:{letter}{_LAST_ROW}", lists, language)
    widths = [heading.column.width if heading else 18 for heading in headings]
    for line in lines[1:]:
        _fit(sheet, line.number, zip(line.values, widths, strict=False))
    sheet.row_dimensions[1].height = 32
    sheet.freeze_panes = "B2" if layout.type is not None else "A2"


def _fill_fields(sheet: Worksheet, layout: Layout, lines: Sequence[Line], lists: _Lists) -> None:
    for line in lines:
        name, value = (*line.values, None, None)[:2]
        write_cell(sheet.cell(line.number, 1), name)
        write_cell(sheet.cell(line.number, 2), value)
        heading = heading_of(layout, str(name))
        _head(sheet.cell(line.number, 1), heading, lists.language)
        cell = sheet.cell(line.number, 2)
        cell.alignment = _TOP
        if line.number == 1:
            _head(cell, None, lists.language)
            continue
        cell.protection = _FREE
        _fit(sheet, line.number, [(value, _FIELD_WIDTH)])
        if heading is not None:
            sheet.row_dimensions[line.number].hidden = heading.column.hidden
            if heading.column.form in {Form.STRING, Form.CODE}:
                cell.number_format = "@"
            _offer(sheet, heading, f"B{line.number}", lists, lists.language)
    sheet.column_dimensions["A"].width = 34
    sheet.column_dimensions["B"].width = _FIELD_WIDTH
    sheet.freeze_panes = "B2"


def _fit(sheet: Worksheet, row: int, cells: Iterable[tuple[Value, int]]) -> None:
    """Make a row as high as its texts are long: programs do not do it for files that they open."""
    lines = max(
        (
            sum(1 + len(part) // max(width - 1, 1) for part in value.split("\n"))
            for value, width in cells
            if isinstance(value, str) and " " in value
        ),
        default=1,
    )
    if lines > 1:
        sheet.row_dimensions[row].height = min(lines, _MOST_LINES) * _LINE_HEIGHT


def _head(cell: Cell | MergedCell, heading: Heading | None, language: str) -> None:
    cell.font, cell.fill, cell.alignment = _HEAD, _FILL, _CENTRED
    note = note_of(heading.column.key, language) if heading else None
    if note and isinstance(cell, Cell):
        cell.comment = Comment(note, "bwise-kg", height=_NOTE_SIZE[1], width=_NOTE_SIZE[0])


def _offer(sheet: Worksheet, heading: Heading, where: str, lists: _Lists, language: str) -> None:
    """Put a drop-down into cells; what it does not offer may be typed all the same."""
    source = _offered(heading.column, lists, language)
    if source is None:
        return
    rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
    rule.add(where)
    sheet.add_data_validation(rule)


def _offered(column: Column, lists: _Lists, language: str) -> str | None:
    if column.form is Form.CONCEPT and column.kind in {"skill", "requirement"}:
        return f"{quote_sheetname(name_of('sheet', 'required_skills', language))}!$A$2:$A${_LAST_ROW}"
    if column.form is Form.CONCEPT:
        return lists.range(column.key, lists.labels.listed(column.kind, language))
    if column.form is Form.LANGUAGE:
        return lists.range(column.key, LANGUAGES)
    if column.form is Form.TYPE:
        return lists.range(column.key, [name_of("word", word, language) for word in ("core", "optional")])
    if column.form in {Form.ROW, Form.PARENT} and column.kind:
        return f"{quote_sheetname(name_of('sheet', column.kind, language))}!$A$2:$A${_LAST_ROW}"
    return None


def _protect(sheet: Worksheet) -> None:
    """Keep headings from being changed by accident; there is no password."""
    protection = sheet.protection
    protection.sheet = True
    for allowed in (
        "formatCells", "formatColumns", "formatRows", "insertRows", "insertColumns", "deleteRows", "deleteColumns",
        "insertHyperlinks", "sort", "autoFilter",
    ):  # fmt: skip
        setattr(protection, allowed, False)
