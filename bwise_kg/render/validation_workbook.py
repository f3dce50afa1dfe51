"""A validated curriculum as a workbook, with findings where they are: in comments, colours and on a first sheet."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ..curriculum.folder import read_folder
from ..curriculum.ods import read_ods
from ..curriculum.skills import labels_of
from ..curriculum.source import CurriculumSource, Places
from ..curriculum.workbook.cells import Grid
from ..curriculum.workbook.names import language_of, sheet_of
from ..curriculum.workbook.reading import read_grid
from ..curriculum.workbook.sheets import workbook_of, write_cell
from ..curriculum.workbook.template import filled_grid
from ..errors import NotFoundError
from ..graph import Graph
from ..namespaces import BW
from ..profile import Profile
from ..resources import Statement, name_of
from ..validation.findings import place_of
from ..validation.report import Finding, Report
from ..validation.subjects import subject_of
from ..words import Wording, words
from .validation_comments import annotate, clear, marks_of
from .validation_kept import Kept, kept
from .validation_summary import summarise, summary_title


def annotated_workbook(graph: Graph, report: Report, subject: CurriculumSource | str) -> bytes:
    """Return a curriculum as an XLSX file with what its report says.

    subject: what the report is about. A workbook (.xlsx) comes back as it is, with comments, colours and one sheet
    more; from .ods and CSV its sheets are taken over; another file, or a curriculum in the store, is written as a
    workbook first. What an earlier run wrote into it is taken out.
    """
    wording = words(report.language)
    opened, placed = _opened(graph, report, subject, wording)
    clear(opened.book)
    summary = summary_title(opened.book)
    annotate(opened.book, marks_of(placed), summary, wording)
    summarise(opened.book, placed, opened.lost)
    return opened.saved()


def _opened(graph: Graph, report: Report, subject: CurriculumSource | str, wording: Wording) -> tuple[Kept, Report]:
    if not isinstance(subject, CurriculumSource):
        statements: Iterable[Statement] = subject_of(graph, subject, report.rule_sets, report.language).data.own
        return _written(graph, report, statements)
    path = subject.path
    if path.suffix.lower() == ".xlsx":
        return kept(path, wording), report
    if path.is_dir() or path.suffix.lower() == ".ods":
        return _taken_over(graph, read_folder(path) if path.is_dir() else read_ods(path), wording), report
    return _written(graph, report, subject.quads)


def _taken_over(graph: Graph, grid: Grid, wording: Wording) -> Kept:
    """Return the sheets of a file of another kind as a workbook; of sheets that are not ours, the values."""
    others = {title: lines for title, lines in grid.sheets.items() if sheet_of(title) is None}
    ours = Grid({title: lines for title, lines in grid.sheets.items() if title not in others})
    made = _workbook(graph, ours, language_of(ours.sheets))
    lost = []
    for title, lines in others.items():
        if len(title) > 31 or set(title) & set("[]:*?/\\") or title in made.book.sheetnames:
            lost.append(wording.gettext("the sheet %(sheet)s, whose name a workbook cannot have", sheet=repr(title)))
            continue
        sheet: Worksheet = made.book.create_sheet(title)
        for line in lines:
            for column, value in enumerate(line.values, 1):
                write_cell(sheet.cell(line.number, column), value)
    return replace(made, lost=tuple(lost))


def _written(graph: Graph, report: Report, statements: Iterable[Statement]) -> tuple[Kept, Report]:
    """Return a curriculum written as a workbook, and its report with the cells that findings are about."""
    said, labels = list(statements), labels_of(graph)
    grid = filled_grid(said, report.subject, _profile(graph, said), report.language, labels)
    read = read_grid(grid, report.language, labels, Path(report.place or report.subject), rename_blank_nodes=False)
    return _workbook(graph, grid, report.language), placed(report, read.places)


def _workbook(graph: Graph, grid: Grid, language: str) -> Kept:
    return Kept(load_workbook(io.BytesIO(workbook_of(grid, language, labels_of(graph))), rich_text=True))


def _profile(graph: Graph, statements: Iterable[Statement]) -> Profile | None:
    named = {name_of(s.object) for s in statements if s.predicate == BW.forProfile}
    try:
        return graph.profile(named.pop()) if len(named) == 1 else None
    except NotFoundError:
        return None


def placed(report: Report, places: Places) -> Report:
    """Return a report whose findings name where things stand."""

    def where(finding: Finding) -> Finding:
        return replace(finding, place=place_of(finding.focus, finding.path, finding.value_term, places))

    results = (replace(result, findings=tuple(map(where, result.findings))) for result in report.results)
    return replace(report, results=tuple(results))
