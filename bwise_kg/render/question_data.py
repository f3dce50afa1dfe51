"""Answers to questions as JSON (described by ``docs/answer.schema.json``) and as rows for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from ..namespaces import ESCO_ATTRIBUTION, PREFIXES, XSD
from ..questions import Answer, Cell, Note, Resource, Status, Value
from .data import plain, to_csv

REFERENCE_DESIGN_CAPTION = (
    "This answer rests in part on the reference design of this project, not on publications of the B-WISE consortium."
)
"""What stands at every answer that our own proposals went into."""


class Iri(str):
    """A text in a row that is an IRI."""

    __slots__ = ()


Plain = str | int | Decimal | date | None
"""What a cell of a spreadsheet holds."""

_INTEGERS = {
    PREFIXES["xsd"] + name
    for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger", "unsignedInt")
}
_DECIMALS = {XSD.decimal.value, XSD.double.value, XSD.float.value}


def status_sentence(answer: Answer) -> str:
    """Return in a sentence what an answer amounts to."""
    match answer.status:
        case Status.ANSWERED:
            return f"{len(answer.rows):,} row{'' if len(answer.rows) == 1 else 's'}."
        case Status.NONE:
            return "None: the graph holds everything that the question is about, and nothing in it fits."
        case Status.NOT_PUBLISHED:
            return "Not published: something that the question needs is not there yet, so nobody can tell. Open:"


def remarks(answer: Answer) -> list[str]:
    """Return what a reader of the bare rows has to be told beside them."""
    said = [] if answer.status is Status.ANSWERED else [status_sentence(answer)]
    said += [note_sentence(note) for note in answer.notes]
    return [*said, REFERENCE_DESIGN_CAPTION] if answer.reference_design else said


def note_sentence(note: Note) -> str:
    """Return a note with its sources."""
    return f"{note.text} (source: {', '.join(map(cell_text, note.sources))})" if note.sources else note.text


def cell_text(cell: Cell) -> str:
    """Return a cell for people: a label, or a value without needless zeros."""
    if isinstance(cell, Resource):
        return cell.label
    if cell is None:
        return ""
    if cell.datatype == XSD.boolean.value:
        return {"true": "yes", "1": "yes", "false": "no", "0": "no"}.get(cell.text, cell.text)
    value = plain_value(cell)
    return plain(value) if isinstance(value, Decimal) else str(value)


def plain_value(value: Value) -> str | int | Decimal | date:
    """Return a value as a number or date where it is one that a spreadsheet can hold, else as its text."""
    try:
        if value.datatype in _INTEGERS:
            return int(value.text)
        if value.datatype in _DECIMALS:
            number = Decimal(value.text)
            return number if number.is_finite() else value.text
        if value.datatype == XSD.date.value:
            return date.fromisoformat(value.text)
        if value.datatype == XSD.dateTime.value:
            stated = datetime.fromisoformat(value.text)
            return value.text if stated.tzinfo else stated  # spreadsheets know no time zones
    except (ValueError, InvalidOperation):
        return value.text
    return value.text


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as plain data; cells are by the names of the columns, absent ones null."""
    question = answer.question
    names = [name for name, _ in answer.columns]
    return {
        "question": {
            "id": question.id,
            "title": question.title,
            "text": question.text,
            "users": question.users.value,
            "seed": question.seed,
            "data": list(question.data),
            "example": question.example,
        },
        "language": answer.language,
        "parameters": [
            {"name": given.parameter.name, "type": given.parameter.type.value, "value": _cell(given.value)}
            for given in answer.parameters
        ],
        "status": answer.status.value,
        "notes": [
            {"text": n.text, "language": n.language, "sources": list(map(_cell, n.sources))} for n in answer.notes
        ],
        "referenceDesign": answer.reference_design,
        "columns": [{"name": name, "heading": heading} for name, heading in answer.columns],
        "rows": [dict(zip(names, map(_cell, row), strict=True)) for row in answer.rows],
        "escoVersion": answer.esco_version,
        "attribution": ESCO_ATTRIBUTION,
    }


def answer_table(answer: Answer) -> tuple[list[str], Iterator[list[Plain]]]:
    """Return headings and rows for a spreadsheet; a column of resources becomes two, label and IRI."""
    named = {n for row in answer.rows for n, cell in enumerate(row) if isinstance(cell, Resource)}
    headings = []
    for number, (_, heading) in enumerate(answer.columns):
        headings += [heading, f"{heading} IRI"] if number in named else [heading]
    return headings, (list(_flat(row, named)) for row in answer.rows)


def answer_csv(answer: Answer) -> str:
    """Return an answer as CSV (RFC 4180) in which no text is a formula to a spreadsheet."""
    headings, rows = answer_table(answer)
    return to_csv(headings, rows)


def _flat(row: tuple[Cell, ...], named: set[int]) -> Iterator[Plain]:
    for number, cell in enumerate(row):
        if isinstance(cell, Resource):
            yield cell.label
            yield Iri(cell.iri)
            continue
        yield plain_value(cell) if cell else None
        if number in named:
            yield None


def _cell(cell: Cell) -> dict[str, Any] | None:
    if isinstance(cell, Resource):
        return {
            "type": "resource",
            "iri": cell.iri,
            "label": cell.label,
            "language": cell.language or None,
            "origin": cell.origin,
        }
    if cell is None:
        return None
    return {"type": "literal", "value": cell.text, "datatype": cell.datatype, "language": cell.language or None}
