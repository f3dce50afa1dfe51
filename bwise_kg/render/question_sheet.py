"""Answers to questions as a workbook of two sheets: the rows, and what they answer."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ..namespaces import ESCO_ATTRIBUTION
from ..questions import Answer, Given, Resource
from .page import is_web_address
from .question_data import REFERENCE_DESIGN_CAPTION, Iri, Plain, answer_table, cell_text, note_sentence, status_sentence

_WIDEST = 60
_NARROWEST = 10
_LONGEST_LINK = 2079
_LONGEST_TEXT = 32_767
_MOST_LINKS = 65_530
_DIGITS = 15
"""Bounds of the format; more digits than this a spreadsheet rounds."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINK = Font(color="0563C1", underline="single")
_TOP = Alignment(vertical="top", wrap_text=True)


def answer_sheet(answer: Answer) -> bytes:
    """Return an answer as an XLSX file; numbers and dates are such, texts are never formulas, IRIs are links."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - of a new workbook
    sheet.title = "Answer"
    _fill(sheet, answer)
    _tell(book.create_sheet("About"), answer)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(sheet: Worksheet, answer: Answer) -> None:
    headings, rows = answer_table(answer)
    widths = [len(heading) for heading in headings]
    for column, heading in enumerate(headings, 1):
        _write(sheet.cell(1, column), heading)
        sheet.cell(1, column).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    links = 0
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            _write(cell, value)
            widths[column - 1] = max(widths[column - 1], len(str(value or "")))
            if isinstance(value, Iri) and links < _MOST_LINKS:
                links += _link(cell, value)
    if answer.rows:
        sheet.auto_filter.ref = sheet.dimensions
    else:
        _write(sheet.cell(2, 1), status_sentence(answer))
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = min(max(width + 3, _NARROWEST), _WIDEST)


def _tell(sheet: Worksheet, answer: Answer) -> None:
    """Fill the sheet that says what was asked, what the answer amounts to, and where it is from."""
    question = answer.question
    lines: list[tuple[str, str]] = [
        ("Question", question.text),
        ("Id", question.id),
        ("Asked by", question.users.heading),
        *((given.parameter.name.replace("_", " ").capitalize(), _given(given)) for given in answer.parameters),
        ("Language of labels", answer.language),
        ("Status", status_sentence(answer)),
        *(("Note", note_sentence(note)) for note in answer.notes),
    ]
    if answer.reference_design:
        lines.append(("Origin", REFERENCE_DESIGN_CAPTION))
    lines += [
        ("Source", "The bwise-kg knowledge graph: " + (", ".join(question.graphs) or "all graphs")),
        ("ESCO version", answer.esco_version),
        ("ESCO", ESCO_ATTRIBUTION),
        ("Ask again", question.example),
    ]
    for number, (name, text) in enumerate(lines, 1):
        _write(sheet.cell(number, 1), name)
        _write(sheet.cell(number, 2), text)
        sheet.cell(number, 1).font = Font(bold=True)
        sheet.cell(number, 1).alignment = sheet.cell(number, 2).alignment = _TOP
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 100


def _given(given: Given) -> str:
    if isinstance(given.value, Resource):
        return f"{given.value.label} <{given.value.iri}>"
    return cell_text(given.value) or "(any)"


def _write(cell: Cell | MergedCell, value: Plain) -> None:
    """Write a value as what it is; texts as texts, whatever they begin with, also after somebody edited them."""
    too_long = isinstance(value, int) and len(str(abs(value))) > _DIGITS
    if too_long or (isinstance(value, date) and value.year < 1900):
        value = str(value)
    if isinstance(value, str):
        text = _UNPRINTABLE.sub("", value)[:_LONGEST_TEXT]
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
    elif value is not None:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        elif isinstance(value, Decimal):
            cell.number_format = "General"
    cell.alignment = _TOP


def _link(cell: Cell | MergedCell, iri: str) -> bool:
    if not is_web_address(iri) or len(iri) > _LONGEST_LINK:
        return False
    cell.hyperlink = iri
    cell.font = _LINK
    return True
