"""How the reports of ``bwise-kg validate`` are written."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from ..outputs import require_other
from ..terminal import show, write, written

if TYPE_CHECKING:
    from ..curriculum.source import CurriculumSource
    from ..graph import Graph
    from ..validation import Report


class ReportFormat(StrEnum):
    """How validation reports are written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    HTML = "html"
    TURTLE = "turtle"
    JUNIT = "junit"
    XLSX = "xlsx"
    SPARQL_UPDATE = "sparql-update"


@dataclass
class Run:
    """What came of validating.

    language: of errors. subjects: what each report is about, where the format needs it once more.
    """

    graph: Graph
    output: Path | None
    language: str
    reports: list[Report] = field(default_factory=list)
    subjects: list[CurriculumSource | str | None] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)

    def add(self, report: Report, subject: CurriculumSource | str | None, *, keep: bool) -> None:
        """Take a report."""
        self.reports.append(report)
        self.subjects.append(subject if keep else None)

    @property
    def count(self) -> int:
        """How many there were to validate."""
        return len(self.reports) + len(self.unreadable)

    def file(self, number: int, suffix: str) -> Path | None:
        """Return the file that a report goes to: one of its own in a folder, where there are several.

        Raises DataError where that is another of the files that were validated.
        """
        if self.count == 1:
            return self.output
        report = self.reports[number]
        name = Path(report.place).name if report.place else report.subject.rsplit("/", 1)[-1]
        path = (self.output or Path()) / f"{number + 1:03}-{name.removesuffix(suffix)}{suffix}"
        require_other(
            path, [*(report.place for report in self.reports if report.place), *self.unreadable], self.language
        )
        return path


def _text(run: Run) -> None:
    from rich.console import Group

    from ..render.validation_text import report_text, summary_text

    several = [summary_text(run.reports, run.unreadable)] if run.count > 1 else []
    show(Group(*map(report_text, run.reports), *several), run.output, language=run.language)


def _json(run: Run) -> None:
    from ..render.validation_data import validation_json

    write(
        json.dumps(validation_json(run.reports, run.unreadable), ensure_ascii=False, indent=2) + "\n",
        run.output,
        language=run.language,
    )


def _csv(run: Run) -> None:
    from ..render.validation_data import validation_csv

    write(
        validation_csv(run.reports), run.output, encoding="utf-8-sig" if run.output else "utf-8", language=run.language
    )


def _html(run: Run) -> None:
    from ..render.validation_page import validation_page

    for number, report in enumerate(run.reports):
        write(validation_page(report), run.file(number, ".html"), language=run.language)


def _turtle(run: Run) -> None:
    from ..render.validation_rdf import validation_turtle

    write(validation_turtle(run.reports), run.output, language=run.language)


def _junit(run: Run) -> None:
    from ..render.validation_junit import validation_junit

    write(validation_junit(run.reports, run.unreadable), run.output, language=run.language)


def _xlsx(run: Run) -> None:
    from ..render.validation_workbook import annotated_workbook

    for number, (report, subject) in enumerate(zip(run.reports, run.subjects, strict=True)):
        if subject is not None:
            with written(run.file(number, ".xlsx"), run.language) as stream:
                stream.write(annotated_workbook(run.graph, report, subject))


def _sparql_update(run: Run) -> None:
    from ..render.validation_update import validation_update
    from ..validation.fixes.planning import plan

    pairs = zip(run.reports, run.subjects, strict=True)
    write(
        validation_update([(report, plan(run.graph, report, subject)) for report, subject in pairs]),
        run.output,
        language=run.language,
    )


WRITERS: dict[ReportFormat, Callable[[Run], None]] = {
    ReportFormat.TEXT: _text,
    ReportFormat.JSON: _json,
    ReportFormat.CSV: _csv,
    ReportFormat.HTML: _html,
    ReportFormat.TURTLE: _turtle,
    ReportFormat.JUNIT: _junit,
    ReportFormat.XLSX: _xlsx,
    ReportFormat.SPARQL_UPDATE: _sparql_update,
}
