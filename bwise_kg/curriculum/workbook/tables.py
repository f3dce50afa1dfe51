"""From the sheets of a file to rows of named cells: whatever the order, the language and the blanks between."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from ...words import Wording, words
from .cells import Failure, Formula, Grid, Line, Value, text_of
from .layout import CURRICULUM, Layout
from .names import (
    LANGUAGES,
    Heading,
    heading_of,
    is_lists,
    is_validation,
    is_word,
    known_names,
    language_of,
    name_of,
    normal,
    sheet_of,
)
from .nearest import Near, near_in
from .rows import Cell, Row, Tables

_HEADER_WITHIN = 10
_SURE = 85.0
"""How near the name of an unknown sheet or column has to be to one of ours to be taken for a slip."""


def tables_of(grid: Grid, language: str = "en") -> Tables:
    """Return the rows of all sheets that are known. language: of problems."""
    named = language_of([title for title in grid.sheets if sheet_of(title)] + _headings_in(grid))
    tables = Tables(words(language), language=named)
    gettext = tables.wording.gettext
    titles: dict[str, str] = {}
    for title, lines in grid.sheets.items():
        layout = sheet_of(title)
        if layout is None:
            if lines and not is_lists(title) and not is_validation(title):
                _unknown_sheet(tables, title)
        elif layout.key in titles:
            tables.problem(
                f"{title}!A1",
                gettext("the sheet is there twice, also as %(sheet)s", sheet=repr(titles[layout.key])),
                gettext("put its rows on one sheet"),
            )
        else:
            titles[layout.key] = title
            if layout.vertical:
                _read_fields(tables, layout, title, lines)
            else:
                _read_rows(tables, layout, title, lines)
    if CURRICULUM.key not in titles:
        # Translators: of sheets, "there is: none"
        there = ", ".join(repr(title) for title in grid.sheets) or gettext("none")
        tables.problem(
            f"{name_of('sheet', 'curriculum')}!A1",
            gettext("there is no sheet for the curriculum itself (there is: %(sheets)s)", sheets=there[:200]),
            gettext("start from a workbook that `bwise-kg template` makes"),
        )
    _clear_failed(tables)
    return tables


def _headings_in(grid: Grid) -> list[str]:
    """Return what may be headings: the first texts down the sheet of the curriculum, and across the others."""
    texts: list[Value] = []
    for title, lines in grid.sheets.items():
        layout = sheet_of(title)
        if layout is not None and layout.vertical:
            texts += [value for line in lines for value in line.values[:1]]
        elif layout is not None:
            texts += [value for line in lines[:1] for value in line.values]
    return [value for value in texts if isinstance(value, str)]


def _read_fields(tables: Tables, layout: Layout, title: str, lines: list[Line]) -> None:
    row = Row(layout, f"{title}!A1")
    beside = {normal(name_of("column", "field", language)) for language in LANGUAGES}
    right: dict[int, int] = {}
    for line in lines:
        for index, value in enumerate(line.values):
            if index > 1 and text_of(value):
                right.setdefault(index, line.number)
        name = text_of(line.values[0]) if line.values else ""
        if normal(name) in beside:
            continue
        cell = Cell(line.values[1] if len(line.values) > 1 else None, f"{title}!B{line.number}")
        heading = heading_of(layout, name)
        if heading is None:
            if cell.text:
                _unknown_column(tables, layout, f"{title}!A{line.number}", name)
        elif heading in row.cells and row.cells[heading].text:
            if cell.text:
                _twice(tables, cell.place, name, row.cells[heading].place)
        else:
            row.cells[heading] = cell
    for index, number in sorted(right.items()):
        _nameless_column(tables, _place(title, index, number))
    tables.rows[layout.key].append(row)


def _read_rows(tables: Tables, layout: Layout, title: str, lines: list[Line]) -> None:
    if not lines:
        return
    header = max(lines[:_HEADER_WITHIN], key=lambda line: (len(_headings(layout, line)), -line.number))
    headings = _headings(layout, header)
    if not headings:
        names = ", ".join(repr(name_of("column", column.key)) for column in layout.columns[:3])
        tables.problem(
            f"{title}!A{header.number}",
            tables.wording.gettext("no row of headings is found"),
            tables.wording.gettext("have one, with %(names)s …", names=names),
        )
        return
    rows = [line for line in lines if line.number > header.number]
    filled = {index for line in rows for index, value in enumerate(line.values) if text_of(value)}
    for index in sorted(filled - headings.keys()):
        place = _place(title, index, header.number)
        name = text_of(header.values[index]) if index < len(header.values) else ""
        heading = heading_of(layout, name)
        if heading is not None:
            first = next(i for i, other in headings.items() if other == heading)
            _twice(tables, place, name, _place(title, first, header.number))
        elif name:
            _unknown_column(tables, layout, place, name)
        elif layout.key != "other" or index < max(headings):
            _nameless_column(tables, place)
    for line in rows:
        row = Row(layout, f"{title}!A{line.number}")
        for index, heading in headings.items():
            value = line.values[index] if index < len(line.values) else None
            row.cells[heading] = Cell(value, _place(title, index, line.number))
        if layout.key == "other" and headings:
            _join_rest(row, line, max(headings))
        if not _is_blank(row) and not is_word("example", row.text(layout.columns[0].key)):
            tables.rows[layout.key].append(row)


def _place(title: str, index: int, number: int) -> str:
    return f"{title}!{get_column_letter(index + 1)}{number}"


def _headings(layout: Layout, line: Line) -> dict[int, Heading]:
    """Return what the columns of a row of headings are for, each thing once."""
    found: dict[int, Heading] = {}
    for index, value in enumerate(line.values):
        heading = heading_of(layout, value) if isinstance(value, str) else None
        if heading is not None and heading not in found.values():
            found[index] = heading
    return found


def _join_rest(row: Row, line: Line, last: int) -> None:
    """Add what stands right of the last column to it: a value longer than a cell goes on there."""
    for heading, cell in list(row.cells.items()):
        if heading.column.key == "value":
            rest = "".join(text_of(value) for value in line.values[last + 1 :])
            row.cells[heading] = Cell(cell.text + rest, cell.place)


def _is_blank(row: Row) -> bool:
    return not any(cell.text for heading, cell in row.cells.items() if not heading.column.hidden)


def _twice(tables: Tables, place: str, name: str, other: str) -> None:
    gettext = tables.wording.gettext
    message = gettext("%(name)s is there twice, also at %(place)s", name=repr(name), place=other)
    tables.problem(place, message, gettext("keep one of them"))


def _unknown_sheet(tables: Tables, title: str) -> None:
    near = _near(tables, title)
    tables.problem(
        f"{title}!A1",
        tables.wording.gettext("the sheet %(sheet)s is none of ours and is not read", sheet=repr(title)),
        _renamed(tables.wording, near),
        title,
        breaking=bool(near) and near[0].score >= _SURE,
    )


def _unknown_column(tables: Tables, layout: Layout, place: str, name: str) -> None:
    near = _near(tables, name, layout)
    tables.problem(
        place,
        tables.wording.gettext(
            "%(name)s is no name of ours on this sheet, and what stands there is not read", name=repr(name)
        ),
        _renamed(tables.wording, near),
        name,
        breaking=bool(near) and near[0].score >= _SURE,
    )


def _near(tables: Tables, name: str, layout: Layout | None = None) -> list[Near]:
    """Return the names most like another: in the workbook's and the reader's language and English, else a sure slip."""
    own = near_in(name, known_names(layout, (tables.language, tables.wording.language, "en")))
    if own and own[0].score >= _SURE:
        return own
    others = near_in(name, known_names(layout))
    return others if others and others[0].score >= _SURE else own


def _nameless_column(tables: Tables, place: str) -> None:
    gettext = tables.wording.gettext
    message = gettext("this column has no name of ours, and what stands there is not read")
    tables.problem(place, message, _renamed(tables.wording, []), breaking=False)


def _renamed(wording: Wording, near: list[Near]) -> str:
    if near:
        return wording.gettext("name it %(name)s if that is meant", name=repr(near[0].label))
    return wording.gettext("nothing has to be done if it holds your notes")


def _clear_failed(tables: Tables) -> None:
    """Note every cell whose formula has no result, and take it for empty."""
    gettext = tables.wording.gettext
    for row in (row for rows in tables.rows.values() for row in rows):
        for heading, cell in row.cells.items():
            if isinstance(cell.value, Formula):
                tables.problem(
                    cell.place,
                    gettext("the file holds no result of the formula there, and formulas are not worked out here"),
                    gettext("open the file in a spreadsheet program and save it, or type the value"),
                    cell.value.text,
                )
            elif isinstance(cell.value, Failure):
                tables.problem(
                    cell.place,
                    gettext("the formula there gives %(result)s", result=cell.value.text),
                    gettext("mend the formula, or type the value"),
                    cell.value.text,
                )
            else:
                continue
            row.cells[heading] = Cell(None, cell.place)
