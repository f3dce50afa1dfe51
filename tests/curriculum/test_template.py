"""Workbooks to be filled in, as commands write them, and conversions between forms."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from typer.testing import CliRunner

from bwise_kg import Graph
from bwise_kg.cli import app
from bwise_kg.curriculum import find_curriculum
from bwise_kg.curriculum.source import read_source
from bwise_kg.curriculum.workbook.layout import SHEETS
from bwise_kg.curriculum.workbook.names import LANGUAGES, name_of

from .workbooks import ID, NAMES, column, filled, reference, triples

run = CliRunner().invoke


def template(store: Path, path: Path, profile: str = "worker", language: str = "en") -> Path:
    result = run(app, ["template", profile, "--lang", language, "-o", str(path), "--store", str(store)])
    assert result.exit_code == 0, result.output
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_has_all_sheets_in_its_language_and_reads_as_an_empty_curriculum(
    slice_store: Path, tmp_path: Path, language: str
) -> None:
    path = template(slice_store, tmp_path / "t.xlsx", language=language)
    titles = [sheet.title for sheet in load_workbook(path).worksheets if sheet.sheet_state == "visible"]
    assert titles == [name_of("sheet", sheet.key, language) for sheet in SHEETS]
    source = read_source(path)
    assert source.problems == ()
    curriculum = find_curriculum(source.quads, str(path))
    assert curriculum.profile == f"{ID}profile/worker"
    assert (curriculum.modules, curriculum.outcomes) == ((), ())


def test_the_required_skills_are_those_of_the_profile(slice_graph: Graph, slice_store: Path, tmp_path: Path) -> None:
    sheet = load_workbook(template(slice_store, tmp_path / "t.xlsx", "supporter"))["Required skills"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    requirements = slice_graph.profile("supporter").requirements
    assert {row[1] for row in rows} == {r.skill for r in requirements}
    assert {row[4] for row in rows} == {r.iri for r in requirements}
    assert [row[2] for row in rows].count("essential") == sum(r.essential for r in requirements)


def test_headings_are_protected_fixed_and_explained_and_cells_have_drop_downs(
    slice_store: Path, tmp_path: Path
) -> None:
    book = load_workbook(template(slice_store, tmp_path / "t.xlsx"))
    sheet = book["Outcomes"]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert sheet.freeze_panes == "B2"
    assert sheet["A1"].protection.locked
    assert not sheet.column_dimensions["D"].protection.locked
    note = sheet.cell(1, column(sheet, "Level 1")).comment
    assert note is not None
    assert "learners reach" in note.text
    offered = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    lists = book["Lists"]
    assert lists.sheet_state == "hidden"
    level = offered[sheet.cell(2, column(sheet, "Level 2")).coordinate]
    assert "foundation" in [cell.value for (cell,) in lists[level.split("!")[1].replace("$", "")]]
    assert offered["B2"] == "'Modules'!$A$2:$A$1000"
    assert offered[sheet.cell(2, column(sheet, "Skill 1")).coordinate] == "'Required skills'!$A$2:$A$1000"
    assert sheet.column_dimensions[get_column_letter(column(sheet, "IRI"))].hidden
    assert sheet["A2"].value == "Example"


@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".ttl", ".nt", ".jsonld", ".rdf", ""])
def test_convert_loses_nothing(slice_store: Path, tmp_path: Path, suffix: str) -> None:
    there, back = tmp_path / f"there{suffix}", tmp_path / "back.ttl"
    for source, target in (("worker", there), (str(there), back)):
        result = run(app, ["convert", source, "--lang", "lv", "-o", str(target), "--store", str(slice_store)])
        assert result.exit_code == 0, result.output
    assert triples(back) == reference("worker")


def test_convert_names_what_it_cannot_write(slice_store: Path, tmp_path: Path) -> None:
    result = run(app, ["convert", "worker", "-o", str(tmp_path / "a.doc"), "--store", str(slice_store)])
    assert "expected one of .xlsx, .ods" in str(result.exception)
    result = run(app, ["template", "worker", "-o", str(tmp_path / "a.ods"), "--store", str(slice_store)])
    assert "name it .xlsx" in str(result.exception)


@pytest.fixture(scope="module")
def soffice() -> str:
    """Return LibreOffice's program, or skip."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("no LibreOffice here (soffice), which opens and saves the workbooks")
    return program


def saved_by(soffice: str, path: Path, kind: str, folder: Path) -> Path:
    """Return a file as LibreOffice saves it in another format."""
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [soffice, profile, "--headless", "--convert-to", kind, str(path), "--outdir", str(folder / kind)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / kind / f"{path.stem}.{kind}"


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_opens_and_saves_it_without_loss(soffice: str, name: str, tmp_path: Path) -> None:
    path = filled(name, tmp_path / f"{name}.xlsx", "de")
    as_ods = saved_by(soffice, path, "ods", tmp_path)
    again = saved_by(soffice, as_ods, "xlsx", tmp_path)
    own = saved_by(soffice, filled(name, tmp_path / "own.ods", "de"), "xlsx", tmp_path)
    for file in (as_ods, again, own):
        source = read_source(file)
        assert source.problems == ()
        assert set(source.quads) == reference(name)


def test_libreoffice_opens_and_saves_a_template(soffice: str, slice_store: Path, tmp_path: Path) -> None:
    path = template(slice_store, tmp_path / "t.xlsx", "supporter", "fr")
    as_ods = saved_by(soffice, path, "ods", tmp_path)
    for file in (as_ods, saved_by(soffice, as_ods, "xlsx", tmp_path)):
        assert read_source(file).problems == ()
        assert set(read_source(file).quads) == set(read_source(path).quads)
