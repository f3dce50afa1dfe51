"""Answers without what two builds never share."""

from __future__ import annotations

from dataclasses import replace

from bwise_kg import Answer
from bwise_kg.namespaces import XSD
from bwise_kg.questions import Value


def timeless(answer: Answer) -> Answer:
    """Return an answer without the times at which graphs were made."""
    rows = tuple(
        tuple(None if isinstance(cell, Value) and cell.datatype == XSD.dateTime.value else cell for cell in row)
        for row in answer.rows
    )
    return replace(answer, rows=rows)
