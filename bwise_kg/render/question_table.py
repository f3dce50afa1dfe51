"""Questions and answers as tables for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..questions import Answer, Cell, Question, Resource, UserGroup
from ..questions.asking import compact
from .question_data import REFERENCE_DESIGN_CAPTION, cell_text, note_sentence, status_sentence

_FEW_COLUMNS = 5
"""A table with more has no room for IRIs under the labels; the other formats have them."""
_LONGEST = 40
"""Beyond this an IRI, such as one of ESCO, would take more room than all else; the other formats have it."""


def question_list(questions: Sequence[Question]) -> RenderableType:
    """Return all questions by the people who ask them."""
    parts: list[RenderableType] = []
    for users in UserGroup:
        found = [question for question in questions if question.users is users]
        if not found:
            continue
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=users.heading, title_justify="left", expand=True)
        table.add_column("id", no_wrap=True)
        table.add_column("question", overflow="fold", ratio=1)
        table.add_column("options", overflow="fold")
        for question in found:
            options = Text("\n".join(parameter.option for parameter in question.parameters))
            table.add_row(question.id, Text(question.text), options)
        parts.append(table)
    return Group(
        *parts, Text("Ask one with, e.g.: bwise-kg ask cq02; see what it takes with: bwise-kg ask cq02 --help")
    )


def answer_text(answer: Answer) -> RenderableType:
    """Return an answer: the question, what it was asked for, its rows, and how far to trust it."""
    parts: list[RenderableType] = [Text(answer.question.text, style="bold")]
    parts += [
        Text(f"{given.parameter.name.replace('_', ' ')}: {_inline(given.value)}", style="dim")
        for given in answer.parameters
        if given.value
    ]
    if answer.rows:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for _, heading in answer.columns:
            table.add_column(Text(heading), overflow="fold")
        few = len(answer.columns) <= _FEW_COLUMNS
        for row in answer.rows:
            table.add_row(*(_cell(cell, few) for cell in row))
        parts.append(table)
    parts.append(Text(status_sentence(answer)))
    parts += [Text(note_sentence(note)) for note in answer.notes]
    if answer.reference_design:
        parts.append(Text(REFERENCE_DESIGN_CAPTION + " Resources of it are marked *.", style="italic"))
    return Group(*parts)


def _cell(cell: Cell, with_iri: bool) -> Text:
    if not isinstance(cell, Resource):
        return Text(cell_text(cell))
    text = Text(cell.label + (" *" if cell.of_reference_design else ""))
    short = compact(cell.iri)
    return (
        text if not with_iri or short == cell.label or len(short) > _LONGEST else text.append(f"\n{short}", style="dim")
    )


def _inline(cell: Cell) -> str:
    return f"{cell.label} ({compact(cell.iri)})" if isinstance(cell, Resource) else cell_text(cell)
