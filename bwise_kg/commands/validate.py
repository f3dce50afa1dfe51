"""The command ``bwise-kg validate``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import BwiseError, DataError
from ..outputs import require_other
from ..settings import settings
from ..terminal import progress
from .options import StoreOption
from .validation_outputs import WRITERS, ReportFormat, Run

if TYPE_CHECKING:
    from ..curriculum.source import CurriculumSource
    from ..curriculum.workbook.labels import Labels
    from ..graph import Graph
    from ..validation import Report

    Outcome = tuple[Report | BwiseError, CurriculumSource | str | None]

EXIT_VIOLATIONS = 1
"""Exit code for curricula that could be read and do not conform."""
EXIT_UNREADABLE = 2
"""Exit code when anything could not be read."""

_MANY = 64
"""From how many subjects on processes pay, which take a second or two to start."""


class Engine(StrEnum):
    """The SHACL engines; the package of rules names them too, and is not loaded for ``--help``."""

    COMPILED = "compiled"
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
        Engine, typer.Option("--engine", help="SHACL engine: the fast one, another one, or the reference.")
    ] = Engine.COMPILED,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="Write to this file; html and xlsx of several: to this folder, a file each."
        ),
    ] = None,
    fixes: Annotated[
        bool | None,
        typer.Option(
            "--fixes/--no-fixes",
            help="Look for fixes and try each on a copy. Default: for a single curriculum, and for sparql-update.",
        ),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Hold curricula against the rules: which are met, which are not, where, and what to do about it.

    Ends with 0 when every rule that must be met is met, with 1 when one is not, with 2 when something could not be
    read.
    """
    from ..graph import open_graph
    from ..validation import DEFAULT

    rule_sets = tuple(ruleset or DEFAULT)
    wanted: list[str | None] = [*(subjects or [])] or [None]
    language = lang or settings().lang
    _refuse(format_, wanted, rule_sets, output)
    _require_other(output, wanted, format_, language)
    graph = open_graph(store)
    look = fixes if fixes is not None else len(wanted) == 1 or format_ is ReportFormat.SPARQL_UPDATE
    run = Run(graph, output, language)
    asked = Asked(wanted, rule_sets, language, engine)
    outcomes = _one_by_one(graph, asked, look) if look or format_ in _AGAIN else _on_all_cores(graph, asked, store)
    with progress() as tell:
        for number, name in enumerate(wanted):
            tell(f"validate {name or 'the graphs of the package'}", number / len(wanted))
            report, subject = next(outcomes)
            if isinstance(report, Exception):
                if len(wanted) == 1:
                    raise report
                run.unreadable[str(name)] = str(report)
            else:
                run.add(report, subject, keep=format_ in _AGAIN)
    WRITERS[format_](run)
    if run.unreadable:
        for problem in run.unreadable.values():
            typer.echo(f"error: {problem}", err=True)
        raise typer.Exit(EXIT_UNREADABLE)
    if not all(report.conforms for report in run.reports):
        raise typer.Exit(EXIT_VIOLATIONS)


@dataclass(frozen=True)
class Asked:
    """What is to be validated, and how."""

    subjects: Sequence[str | None]
    rule_sets: tuple[str, ...]
    language: str
    engine: Engine


def _refuse(format_: ReportFormat, wanted: list[str | None], rule_sets: tuple[str, ...], output: Path | None) -> None:
    """Raise DataError for what a format cannot hold."""
    if format_ in {ReportFormat.HTML, ReportFormat.XLSX} and len(wanted) > 1 and not (output and output.is_dir()):
        what = "page" if format_ is ReportFormat.HTML else "workbook"
        raise DataError(f"--format {format_.value}", f"is a {what} each: name a folder that is there with -o")
    if format_ in _AGAIN and not _OTHERS.isdisjoint(rule_sets):
        raise DataError(f"--format {format_.value}", f"is for curricula, not for --ruleset {rule_sets[0]}")
    if format_ is ReportFormat.XLSX and output is None and sys.stdout.isatty():
        raise DataError("--format xlsx", "is no text to read here: name a file with -o")


def _require_other(output: Path | None, wanted: list[str | None], format_: ReportFormat, language: str) -> None:
    """Raise DataError for an output that is a file to validate; a workbook may get its comments where it is."""
    from ..curriculum.source import is_source

    kept = (".xlsx",) if format_ is ReportFormat.XLSX else ()
    require_other(output, [n for n in wanted if n and is_source(n) and not n.lower().endswith(kept)], language)


def _one_by_one(graph: Graph, asked: Asked, look: bool) -> Iterator[Outcome]:
    """Yield the report on each subject, with fixes if these are looked for, and the subject as it was read."""
    from ..curriculum.skills import labels_of
    from ..validation import validate as held_against

    labels = labels_of(graph)
    for name in asked.subjects:
        try:
            subject = _opened(name, asked.rule_sets, asked.language, labels)
            report = held_against(graph, subject, asked.rule_sets, asked.engine.value, asked.language)
            yield _with_fixes(graph, report, subject) if look else report, subject
        except BwiseError as error:
            yield error, None


def _on_all_cores(graph: Graph, asked: Asked, store: str | None) -> Iterator[Outcome]:
    """Yield the report on each subject, from several processes where there are many."""
    from ..validation import validate_many

    named = [name for name in asked.subjects if name is not None]
    if len(named) < len(asked.subjects):  # the graphs of the package, which have no name
        yield from _one_by_one(graph, asked, look=False)
        return
    processes = (os.cpu_count() or 1) if len(named) >= _MANY else 1
    for outcome in validate_many(
        graph, named, asked.rule_sets, asked.engine.value, asked.language, processes=processes, store=store
    ):
        yield outcome, None


def _opened(
    name: str | None, rule_sets: tuple[str, ...], language: str, labels: Labels
) -> CurriculumSource | str | None:
    """Return a curriculum's file read, once for all that is done with it; other names as they are."""
    from ..curriculum.size import require_size
    from ..curriculum.source import is_source, read_source

    if name is None or not is_source(name) or not _OTHERS.isdisjoint(rule_sets):
        return name
    source = read_source(Path(name), language, labels)
    require_size(source.quads, name, language)  # here, as it is said in the language
    return source


def _with_fixes(graph: Graph, report: Report, subject: CurriculumSource | str | None) -> Report:
    from ..validation.fixes.proposing import with_fixes

    return with_fixes(graph, report, subject)


_AGAIN = {ReportFormat.XLSX, ReportFormat.SPARQL_UPDATE}
"""Formats that need the curriculum once more."""
_OTHERS = {"profile", "graph"}
"""Rule sets that are not about curricula."""
