"""The commands ``bwise-kg ask``: one for each question, with its own options."""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from ..errors import DataError
from ..settings import settings
from ..terminal import show, write, written
from .options import StoreOption

if TYPE_CHECKING:
    from ..questions import Answer, Parameter, Question


class QuestionFormat(StrEnum):
    """How the answer to a question is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"


_COMMON: dict[str, Any] = {
    "lang": Annotated[
        str | None,
        typer.Option("--lang", help="Language of labels, e.g. fr; English where there is none (or BWISE_LANG)."),
    ],
    "format_": Annotated[QuestionFormat, typer.Option("--format", help="How the answer is written.")],
    "output": Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file instead of the terminal.")
    ],
    "store": StoreOption,
}
"""The options that every question has."""


class _Questions(TyperGroup):
    """The questions as commands, made when they are asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - of typer or of click, by version
        """Return the ids of all questions."""
        from ..questions import questions

        return [question.id for question in questions()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Return the command of a question; raises NotFoundError with a near one."""
        from ..questions import question

        return _command(question(cmd_name))


app = typer.Typer(cls=_Questions, subcommand_metavar="[QUESTION [OPTIONS]]", rich_markup_mode="markdown")


@app.callback(
    invoke_without_command=True,
    epilog="Examples: `bwise-kg ask` · `bwise-kg ask cq02 --help` · "
    "`bwise-kg ask cq02 --profile supporter --lang fr --format html -o answer.html`",
)
def ask(context: typer.Context) -> None:
    """Ask one of the questions that the graph was made for; without one, list them by who asks them."""
    if context.invoked_subcommand is None:
        from ..questions import questions
        from ..render.question_table import question_list

        show(question_list(questions()))


def _command(question: Question) -> Any:
    """Return a command whose options are the question's parameters."""

    def command(
        lang: str | None, format_: QuestionFormat, output: Path | None, store: str | None, **values: str | None
    ) -> None:
        from ..graph import open_graph
        from ..questions import ask as answer_of

        if format_ is QuestionFormat.XLSX and output is None and sys.stdout.isatty():
            raise DataError("--format xlsx", "is no text for a terminal; name a file with: -o answer.xlsx")
        _WRITERS[format_](answer_of(open_graph(store), question, lang or settings().lang, **values), output)

    options = {parameter.name: _option(parameter) for parameter in question.parameters}
    defaults: dict[str, object] = {parameter.name: parameter.default for parameter in question.parameters}
    defaults |= dict.fromkeys(_COMMON) | {"format_": QuestionFormat.TABLE}
    shaped: Any = command  # typer reads the options off the signature
    shaped.__signature__ = inspect.Signature([
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=defaults[name], annotation=annotation)
        for name, annotation in (options | _COMMON).items()
    ])  # fmt: skip
    shaped.__annotations__ = options | _COMMON
    single = typer.Typer(add_completion=False, rich_markup_mode="markdown", pretty_exceptions_enable=False)
    single.command(question.id, help=question.text, short_help=question.title, epilog=f"Example: `{question.example}`")(
        shaped
    )
    made = typer.main.get_command(single)
    made.name = question.id
    return made


def _option(parameter: Parameter) -> Any:
    takes = parameter.help + (' "" means any.' if parameter.default is not None else "")
    return Annotated[str | None, typer.Option(parameter.option, metavar=parameter.type.upper(), help=takes)]


def _table(answer: Answer, output: Path | None) -> None:
    from ..render.question_table import answer_text

    show(answer_text(answer), output, answer.language)


def _json(answer: Answer, output: Path | None) -> None:
    from ..render.question_data import answer_json

    write(json.dumps(answer_json(answer), ensure_ascii=False, indent=2) + "\n", output, language=answer.language)


def _csv(answer: Answer, output: Path | None) -> None:
    from ..render.question_data import answer_csv, remarks

    write(answer_csv(answer), output, encoding="utf-8-sig" if output else "utf-8", language=answer.language)
    for remark in remarks(answer):
        sys.stderr.write(remark + "\n")


def _xlsx(answer: Answer, output: Path | None) -> None:
    from ..render.question_sheet import answer_sheet

    with written(output, answer.language) as stream:
        stream.write(answer_sheet(answer))


def _html(answer: Answer, output: Path | None) -> None:
    from ..render.question_page import question_page

    write(question_page(answer), output, language=answer.language)


_WRITERS: dict[QuestionFormat, Callable[[Answer, Path | None], None]] = {
    QuestionFormat.TABLE: _table,
    QuestionFormat.JSON: _json,
    QuestionFormat.CSV: _csv,
    QuestionFormat.XLSX: _xlsx,
    QuestionFormat.HTML: _html,
}
