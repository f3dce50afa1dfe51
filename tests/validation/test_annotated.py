"""Workbooks that come back with what was found: the same ones, with comments, colours and one sheet more."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from pyoxigraph import Quad

from bwise_kg import Graph
from bwise_kg.curriculum.skills import labels_of
from bwise_kg.curriculum.source import CurriculumSource, read_source
from bwise_kg.render.validation_comments import COLOURS, MARK
from bwise_kg.render.validation_workbook import annotated_workbook
from bwise_kg.validation import Report, Severity, State, validate
from bwise_kg.validation.fixes.proposing import with_fixes
from tests.curriculum.workbooks import changed, column, filled, reference, repacked

from .conftest import REFERENCE

SUMMARY = "Validation summary"
NOTE = "Ask the trainers about this"


def field(book: Workbook, name: str) -> Any:
    """Return the cell beside a name on the sheet of the curriculum."""
    return next(row[1] for row in book["Curriculum"].iter_rows() if row[0].value == name)


def breaking(book: Workbook) -> None:
    field(book, "Hours").value = 190
    field(book, "Language of instruction").value = "Klingon"
    outcomes = book["Outcomes"]
    kind = outcomes.cell(4, column(outcomes, "Kind"))
    kind.value, kind.comment = "http://example.org/kind", Comment(NOTE, "Trainer")
    book.create_sheet("My notes")["B2"] = "not for the computer"


def note(cell: Any) -> str:
    return cell.comment.text if cell.comment else ""


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def report_on(graph: Graph, path: Path) -> tuple[Report, CurriculumSource]:
    source = read_source(path, "en", labels_of(graph))
    return with_fixes(graph, validate(graph, source), source), source


def contents(book: Workbook) -> dict[str, dict[str, object]]:
    return {
        sheet.title: {
            cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        for sheet in book.worksheets
    }


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return changed(filled("supporter", tmp_path_factory.mktemp("course") / "course.xlsx"), breaking)


@pytest.fixture(scope="module")
def annotated(slice_graph: Graph, course: Path) -> tuple[Report, bytes]:
    report, source = report_on(slice_graph, course)
    return report, annotated_workbook(slice_graph, report, source)


def test_every_finding_with_a_cell_is_a_comment_there(annotated: tuple[Report, bytes]) -> None:
    report, data = annotated
    book = opened(data)
    said = {f"{s.title}!{c.coordinate}": c for s in book.worksheets for row in s.iter_rows() for c in row if note(c)}
    marked = {place for place, cell in said.items() if MARK in note(cell)}
    places = {f.place for f in report.findings()} | {p.place for p in report.problems}
    assert marked == places
    for finding in report.findings():
        assert finding.place is not None
        text = note(said[finding.place])
        assert f"[{finding.severity.value}] {finding.rule.id}" in text
        assert finding.message in text
        assert all(fix.title in text for fix in report.fixes_of(finding))
        worst = min(list(Severity).index(f.severity) for f in report.findings() if f.place == finding.place)
        assert said[finding.place].fill.fgColor.rgb == COLOURS[list(Severity)[worst]]


def test_nothing_else_changes(annotated: tuple[Report, bytes], course: Path) -> None:
    before, after = load_workbook(course), opened(annotated[1])
    assert after.sheetnames == [SUMMARY, *before.sheetnames]
    assert {t: c for t, c in contents(after).items() if t != SUMMARY} == contents(before)
    for sheet in before.worksheets:
        other = after[sheet.title]
        assert {(str(d.sqref), d.formula1) for d in other.data_validations.dataValidation} == {
            (str(d.sqref), d.formula1) for d in sheet.data_validations.dataValidation
        }
        assert other.sheet_state == sheet.sheet_state
        assert other.protection.sheet == sheet.protection.sheet
        assert other.freeze_panes == sheet.freeze_panes
        for row in sheet.iter_rows():
            for cell in row:
                assert note(other[cell.coordinate]).startswith(note(cell))


def test_notes_of_the_author_stay_in_front(annotated: tuple[Report, bytes]) -> None:
    outcomes = opened(annotated[1])["Outcomes"]
    comment = outcomes.cell(4, column(outcomes, "Kind")).comment
    assert comment is not None
    assert comment.text.split(MARK)[0].strip() == NOTE
    assert comment.author == "Trainer"


def test_the_first_sheet_says_all(annotated: tuple[Report, bytes]) -> None:
    report, data = annotated
    sheet = opened(data)[SUMMARY]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    texts = [str(value) for row in rows for value in row if value is not None]
    assert any(text.startswith("Does not conform: ") for text in texts)
    counts = {row[0]: row[1:5] for row in rows if row[0] in set(Severity) and isinstance(row[1], int)}
    assert counts == {
        s.value: [*(report.count(state, s) for state in State), sum(1 for _ in report.findings(s))] for s in Severity
    }
    rules = [row for row in rows if re.fullmatch("[A-Z]{3}-[0-9]{3}", str(row[1]))]
    findings = [row for row in rules if row[2] not in set(State)]
    assert sorted((row[0], row[1], row[3]) for row in findings) == sorted(
        (f.severity.value, f.rule.id, str(f.message)) for f in report.findings()
    )
    fixes = [str(row[5]) for row in findings if row[5]]
    assert len(fixes) == len(report.fixes) == 1
    assert report.fixes[0].title in fixes[0]
    evidence = {row[1]: (row[2], row[5]) for row in rules if row[2] in set(State)}
    assert evidence == {r.rule.id: (r.state.value, r.checked) for r in report.results}
    links = {cell.value: cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert links["Curriculum!B9"] == "'Curriculum'!B9"
    assert links.keys() == {f.place for f in report.findings()} | {p.place for p in report.problems}


def test_reading_it_back_gives_the_same_statements(
    annotated: tuple[Report, bytes], slice_graph: Graph, course: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.xlsx"
    again.write_bytes(annotated[1])
    labels = labels_of(slice_graph)
    first, second = read_source(course, "en", labels), read_source(again, "en", labels)
    assert set(first.quads) == set(second.quads)
    assert first.problems == second.problems
    assert first.places == second.places


def test_a_second_run_takes_the_first_one_out(
    annotated: tuple[Report, bytes], slice_graph: Graph, tmp_path: Path
) -> None:
    again = tmp_path / "again.xlsx"
    again.write_bytes(annotated[1])

    def mend(book: Workbook) -> None:
        field(book, "Hours").value = 180

    report, source = report_on(slice_graph, changed(again, mend))
    before, after = opened(annotated[1]), opened(annotated_workbook(slice_graph, report, source))
    assert after.sheetnames == before.sheetnames
    assert "CUR-005" in note(before["Curriculum"]["A1"])
    assert "CUR-005" not in note(after["Curriculum"]["A1"])
    assert note(after["Curriculum"]["A1"]).count(MARK) == 1
    outcomes = after["Outcomes"]
    assert note(outcomes.cell(4, column(outcomes, "Kind"))).count(NOTE) == 1


@pytest.mark.parametrize("language", ["de", "el"])
def test_the_sheet_has_a_name_in_the_language_of_the_workbook(
    language: str, slice_graph: Graph, tmp_path: Path
) -> None:
    path = filled("worker", tmp_path / "course.xlsx", language)
    report, source = report_on(slice_graph, path)
    data = annotated_workbook(slice_graph, report, source)
    again = tmp_path / "again.xlsx"
    again.write_bytes(data)
    assert opened(data).sheetnames[0] == {"de": "Übersicht der Prüfung", "el": "Σύνοψη ελέγχου"}[language]
    assert set(read_source(again).quads) == reference("worker")
    assert read_source(again).problems == ()


def with_sum(book: Workbook) -> None:
    modules = book["Modules"]
    letter = get_column_letter(column(modules, "Hours"))
    field(book, "Hours").value = f"=SUM(Modules!{letter}2:{letter}4)+10"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")
def test_results_of_formulas_are_kept(slice_graph: Graph, tmp_path: Path) -> None:
    """LibreOffice works the sum out and saves it; the annotated copy has the formula and its result."""
    path = changed(filled("supporter", tmp_path / "course.xlsx"), with_sum)
    saved = tmp_path / "saved"
    convert(path, "xlsx", saved)
    report, source = report_on(slice_graph, saved / "course.xlsx")
    assert [f.rule.id for f in report.findings(Severity.MUST)] == ["CUR-005", "CUR-034"]
    again = tmp_path / "again.xlsx"
    again.write_bytes(annotated_workbook(slice_graph, report, source))
    assert str(field(load_workbook(again), "Hours").value).startswith("=SUM(")
    assert field(load_workbook(again, data_only=True), "Hours").value == 190
    assert set(read_source(again, "en", labels_of(slice_graph)).quads) == set(source.quads)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")
def test_libreoffice_reads_the_comments(annotated: tuple[Report, bytes], tmp_path: Path) -> None:
    (tmp_path / "course.xlsx").write_bytes(annotated[1])
    convert(tmp_path / "course.xlsx", "fods", tmp_path / "flat")
    text = (tmp_path / "flat" / "course.fods").read_text(encoding="utf-8")
    assert text.count("<office:annotation ") > text.count(MARK) >= len({f.place for f in annotated[0].findings()})
    assert f'table:name="{SUMMARY}"' in text
    assert NOTE in text


def convert(path: Path, format_: str, folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder.parent / 'office').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", format_, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)


def test_drop_downs_of_newer_kind_are_kept(slice_graph: Graph, tmp_path: Path) -> None:
    """Excel keeps lists on another sheet in an extension, which the library for workbooks drops."""
    path = filled("supporter", tmp_path / "course.xlsx")
    with zipfile.ZipFile(path) as archive:
        name = next(n for n in archive.namelist() if n.endswith("sheet2.xml"))
        sheet = archive.read(name).decode()
    namespaces = (
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
    )
    extension = (
        f'<extLst><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" {namespaces}><x14:dataValidations count="1">'
        '<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Lists!$B$2:$B$9</xm:f></x14:formula1>'
        "<xm:sqref>Z2:Z9</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )
    newer = repacked(path, tmp_path / "newer.xlsx", {name: sheet.replace("</worksheet>", extension).encode()})
    report, source = report_on(slice_graph, newer)
    sheet_again = opened(annotated_workbook(slice_graph, report, source))["Modules"]
    kept: list[DataValidation] = sheet_again.data_validations.dataValidation
    assert ("Z2:Z9", "Lists!$B$2:$B$9") in {(str(rule.sqref), rule.formula1) for rule in kept}


def test_texts_are_no_formulas_and_fit(slice_graph: Graph, tmp_path: Path) -> None:
    title = '=HYPERLINK("http://example.org","x")' + " y" * 20_000

    def spoil(book: Workbook) -> None:
        cell = field(book, "Title")
        cell.value = title[:32_000]
        cell.data_type = "s"
        field(book, "Hours").value = 190

    report, source = report_on(slice_graph, changed(filled("supporter", tmp_path / "course.xlsx"), spoil))
    book = opened(annotated_workbook(slice_graph, report, source))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert len(str(cell.value or "")) <= 32_767
                assert cell.comment is None or len(cell.comment.text) <= 32_767
    assert book[SUMMARY]["A1"].value.startswith("=HYPERLINK")


def turtle(folder: Path) -> Path:
    text = (REFERENCE / "supporter.ttl").read_text(encoding="utf-8")
    path = folder / "course.ttl"
    path.write_text(text.replace('bw:hours "180"', 'bw:hours "190"', 1), encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", [".ttl", ".ods", ""])
def test_files_of_other_kinds_come_as_workbooks(suffix: str, slice_graph: Graph, tmp_path: Path) -> None:
    """From Turtle it is written first; from .ods and CSV the sheets are taken over."""
    path = turtle(tmp_path) if suffix == ".ttl" else filled("supporter", tmp_path / f"course{suffix}")
    report, source = report_on(slice_graph, path)
    again = tmp_path / "again.xlsx"
    again.write_bytes(annotated_workbook(slice_graph, report, source))
    book = load_workbook(again)
    assert "CUR-044" in note(book["Curriculum"]["B7"])
    assert ("CUR-005" in note(book["Curriculum"]["A1"])) is (suffix == ".ttl")
    read = read_source(again, "en", labels_of(slice_graph))
    assert read.problems == ()
    assert plain(read.quads) == plain(source.quads)


def plain(quads: Iterable[Quad]) -> set[tuple[str, str, str]]:
    return {(str(q.subject), str(q.predicate), getattr(q.object, "value", "")) for q in quads}


def test_a_curriculum_in_the_store(slice_graph: Graph, tmp_path: Path) -> None:
    report = validate(slice_graph, "supporter", language="fr")
    again = tmp_path / "again.xlsx"
    again.write_bytes(annotated_workbook(slice_graph, report, "supporter"))
    book = load_workbook(again)
    assert book.sheetnames[:2] == ["Résumé de la validation", "Programme de formation"]
    assert "CUR-044" in note(book["Programme de formation"]["B7"])
    read = read_source(again, "fr", labels_of(slice_graph))
    assert read.problems == ()
    assert plain(read.quads) == plain(reference("supporter"))


def test_a_workbook_without_findings_stays_as_it_is(slice_graph: Graph, tmp_path: Path) -> None:
    path = filled("enabler", tmp_path / "course.xlsx")
    report, source = report_on(slice_graph, path)
    conforming = Report(**{f: getattr(report, f) for f in report.__dataclass_fields__} | {"results": ()})
    book = opened(annotated_workbook(slice_graph, conforming, source))
    assert not any(MARK in note(c) for s in book.worksheets for row in s.iter_rows() for c in row)
    assert any("Conforms" in str(row[0].value) for row in book[SUMMARY].iter_rows())


def test_a_module_is_named_by_its_own_row(slice_graph: Graph, tmp_path: Path) -> None:
    """That a module is part of the curriculum is said in the module's row, not in that of the first one."""

    def leave_out(book: Workbook) -> None:
        modules = book["Modules"]
        modules.cell(4, column(modules, "Core or optional")).value = None

    file = changed(filled("worker", tmp_path / "course.xlsx"), leave_out)
    report, _ = report_on(slice_graph, file)
    (result,) = [result for result in report.results if result.rule.id == "CUR-012"]
    assert [finding.place for finding in result.findings] == ["Modules!A4"]
