"""The command ``bwise-kg validate``."""
# ruff: noqa: PLC0415 - a command loads only what it needs: half a second is felt

from __future__ import annotations

import json
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import BwiseError, DataError
from ..settings import settings
from ..terminal import progress, show, write

if TYPE_CHECKING:
    from ..validation import Report

EXIT_VIOLATIONS = 1
"""Exit code for curricula that could be read and do not conform."""
EXIT_UNREADABLE = 2
"""Exit code when anything could not be read."""


class ReportFormat(StrEnum):
    """How validation reports are written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    HTML = "html"
    TURTLE = "turtle"
    JUNIT = "junit"


class Engine(StrEnum):
    """The SHACL engines; the package of rules names them too, and is not loaded for ``--help``."""

    SHIFTY = "shifty"
    PYSHACL = "pyshacl"


def validate(
    subjects: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE|IRI|NAME]...", help="Files, or curricula in the store by IRI, short name or name@version."
        ),
    ] = None,
    ruleset: Annotated[
        list[str] | None,
        typer.Option(
            "--ruleset",
            help="Rules to apply: curriculum, alignment, label; or, alone, profile (for a profile by name) or graph "
            "(for the graphs of the package, without a name). Repeatable. Default: curriculum and alignment.",
        ),
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", help="Language of messages and labels; English where there is none.")
    ] = None,
    format_: Annotated[ReportFormat, typer.Option("--format", help="How the report is written.")] = ReportFormat.TEXT,
    engine: Annotated[
        Engine, typer.Option("--engine", help="SHACL engine: the fast one, or the reference.")
    ] = Engine.SHIFTY,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write to this file; html of several: to this folder, a page each."),
    ] = None,
    store: Annotated[
        Path | None,
        typer.Option("--store", help="Folder of the store; by default the one that `build` writes (or BWISE_STORE)."),
    ] = None,
) -> None:
    """Hold curricula against the rules: which are met, which are not, where, and what to do about it.

    Ends with 0 when every rule that must be met is met, with 1 when one is not, with 2 when something could not be
    read.
    """
    from ..graph import open_graph
    from ..validation import DEFAULT
    from ..validation import validate as held_against

    rule_sets = tuple(ruleset or DEFAULT)
    wanted: list[str | None] = [*(subjects or [])] or [None]
    if format_ is ReportFormat.HTML and len(wanted) > 1 and not (output and output.is_dir()):
        raise DataError("--format html", "is a page each: name a folder that is there with -o")
    graph, language = open_graph(store), lang or settings().lang
    reports: list[Report] = []
    unreadable: dict[str, str] = {}
    with progress() as tell:
        for number, subject in enumerate(wanted):
            tell(f"validate {subject or 'the graphs of the package'}", number / len(wanted))
            try:
                reports.append(held_against(graph, subject, rule_sets, engine.value, language))
            except BwiseError as error:
                if len(wanted) == 1:
                    raise
                unreadable[str(subject)] = str(error)
    _WRITERS[format_](reports, unreadable, output)
    if unreadable:
        for problem in unreadable.values():
            typer.echo(f"error: {problem}", err=True)
        raise typer.Exit(EXIT_UNREADABLE)
    if not all(report.conforms for report in reports):
        raise typer.Exit(EXIT_VIOLATIONS)


def _text(reports: list[Report], unreadable: dict[str, str], output: Path | None) -> None:
    from rich.console import Group

    from ..render.validation_text import report_text, summary_text

    several = [summary_text(reports, unreadable)] if len(reports) + len(unreadable) > 1 else []
    show(Group(*map(report_text, reports), *several), output)


def _json(reports: list[Report], unreadable: dict[str, str], output: Path | None) -> None:
    from ..render.validation_data import validation_json

    write(json.dumps(validation_json(reports, unreadable), ensure_ascii=False, indent=2) + "\n", output)


def _csv(reports: list[Report], unreadable: dict[str, str], output: Path | None) -> None:  # noqa: ARG001
    from ..render.validation_data import validation_csv

    write(validation_csv(reports), output, encoding="utf-8-sig" if output else "utf-8")


def _html(reports: list[Report], unreadable: dict[str, str], output: Path | None) -> None:
    from ..render.validation_page import validation_page

    if len(reports) + len(unreadable) == 1:
        write(validation_page(reports[0]), output)
        return
    for number, report in enumerate(reports, 1):
        name = Path(report.place).name if report.place else report.subject.rsplit("/", 1)[-1]
        write(validation_page(report), (output or Path()) / f"{number:03}-{name}.html")


def _turtle(reports: list[Report], unreadable: dict[str, str], output: Path | None) -> None:  # noqa: ARG001
    from ..render.validation_rdf import validation_turtle

    write(validation_turtle(reports), output)


def _junit(reports: list[Report], unreadable: dict[str, str], output: Path | None) -> None:
    from ..render.validation_junit import validation_junit

    write(validation_junit(reports, unreadable), output)


_WRITERS: dict[ReportFormat, Callable[[list[Report], dict[str, str], Path | None], None]] = {
    ReportFormat.TEXT: _text,
    ReportFormat.JSON: _json,
    ReportFormat.CSV: _csv,
    ReportFormat.HTML: _html,
    ReportFormat.TURTLE: _turtle,
    ReportFormat.JUNIT: _junit,
}
