"""What designers do to workbooks, and what is made of it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from pyoxigraph import Literal

from bwise_kg import Graph
from bwise_kg.curriculum import find_curriculum
from bwise_kg.curriculum.folder import write_folder
from bwise_kg.curriculum.source import Problem, require_readable
from bwise_kg.curriculum.workbook.cells import Grid, Line
from bwise_kg.curriculum.workbook.labels import Labels
from bwise_kg.curriculum.workbook.nearest import nearest
from bwise_kg.curriculum.xlsx import read_xlsx
from bwise_kg.errors import DataError
from bwise_kg.namespaces import DCT

from .workbooks import BW, ID, changed, column, filled, objects, read, reference, repacked, save

SKILL = "http://data.europa.eu/esco/skill/"
OUTCOME = f"{ID}outcome/worker-1-01"


@pytest.fixture
def worker(tmp_path: Path) -> Path:
    """Return the worker's curriculum as a workbook."""
    return filled("worker", tmp_path / "worker.xlsx")


def problem(path: Path) -> Problem:
    """Return the one problem of a file."""
    (found,) = read(path).problems
    return found


def small(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    """Write a workbook of plain cells, as somebody would without the template."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_order_of_sheets_columns_and_rows_blank_rows_and_spaces_do_not_matter(worker: Path, tmp_path: Path) -> None:
    book = load_workbook(worker)
    turned = Workbook()
    turned.remove(turned.worksheets[0])
    for sheet in reversed(book.worksheets):
        other = turned.create_sheet(f" {sheet.title.upper()} ")
        other.append([])
        for row in sheet.iter_rows(values_only=True):
            cells = row if sheet.title == "Curriculum" else tuple(reversed(row))
            other.append([f"  {value} " if isinstance(value, str) else value for value in cells])
            other.append([None, "   "])
        for _ in range(300):
            other.append(["\u00a0"])
    turned.save(tmp_path / "turned.xlsx")
    source = read(tmp_path / "turned.xlsx")
    assert source.problems == ()
    assert set(source.quads) == reference("worker")


def test_a_workbook_made_by_hand_in_french_says_what_it_says(tmp_path: Path) -> None:
    path = small(tmp_path / "cours.xlsx", {
        "Programme": [["Titre", "Tri des déchets"], ["Profil", "worker with support needs in a work integration social "
                      "enterprise"], ["Heures", "7,5"], ["Créé le", "3.4.2026"], ["Langue des textes ici", "fr"]],
        "Modules": [["Clé", "Titre", "Heures", "Obligatoire ou optionnel"], ["M1", "Tri", "1 200,5", "obligatoire"]],
        "Acquis d'apprentissage": [["Module", "Titre", "Compétence 1", "Niveau 1", "Type"],
                                   ["Tri", "trier les déchets", "gérer le temps", "élémentaire", "aptitudes"]],
    })  # fmt: skip
    source = read(path, "fr")
    assert source.problems == ()
    base = f"{ID}submitted/tri-des-déchets"
    curriculum = find_curriculum(source.quads, "")
    assert curriculum.iri == base
    assert (curriculum.title, str(curriculum.hours)) == ({"fr": "Tri des déchets"}, "7.5")
    assert objects(source, base, "http://purl.org/dc/terms/created") == {"2026-04-03"}
    (module,) = curriculum.modules
    assert (module.iri, module.core, str(module.hours)) == (f"{base}/module/m1", True, "1200.5")
    (outcome,) = module.outcomes
    assert outcome.iri == f"{base}/outcome/trier-les-déchets"
    assert outcome.kind == f"{ID}outcome-kind/skill"
    (attained,) = outcome.attains
    assert attained.skill == f"{SKILL}d9013e0e-e937-43d5-ab71-0e917ee882b8"
    assert attained.level == f"{ID}level/foundation"


def test_places_name_sheet_and_cell_also_of_what_is_missing(worker: Path) -> None:
    def clear_level(book: Any) -> None:
        book["Outcomes"].cell(2, column(book["Outcomes"], "Level 1")).value = None

    places = read(changed(worker, clear_level)).places
    assert places[OUTCOME, None] == "Outcomes!A2"
    assert places[OUTCOME, f"{BW}outcomeKind"] == "Outcomes!F2"
    assert places[f"{ID}attained/worker-1-01-1", f"{BW}skill"] == "Outcomes!I2"
    assert places[f"{ID}attained/worker-1-01-1", f"{BW}level"] == "Outcomes!J2"
    assert places[f"{ID}curriculum/worker", f"{BW}hours"].startswith("Curriculum!B")


def test_an_unknown_skill_is_named_with_its_cell_and_the_nearest(worker: Path) -> None:
    def misspell(book: Any) -> None:
        book["Outcomes"].cell(2, column(book["Outcomes"], "Skill 1")).value = "manage tyme"

    found = problem(changed(worker, misspell))
    assert found.place == "Outcomes!I2"
    assert found.value == "manage tyme"
    assert "'manage tyme' is no label of a skill" in found.message
    assert f"did you mean 'manage time' <{SKILL}d9013e0e-e937-43d5-ab71-0e917ee882b8>" in found.remedy


def test_alternative_labels_and_codes_are_understood(worker: Path) -> None:
    def rename(book: Any) -> None:
        sheet = book["Curriculum"]
        for row in sheet.iter_rows():
            if row[0].value == "EQF level":
                row[1].value = 2
            if row[0].value == "ISCED-F code":
                row[1].value = 31
            if row[0].value == "Credit system":
                row[1].value = "ects"
        book["Outcomes"].cell(2, column(book["Outcomes"], "Skill 1")).value = "Manage Time"

    source = read(changed(worker, rename))
    assert source.problems == ()
    assert set(source.quads) == reference("worker")


def test_a_formula_counts_by_its_saved_result_and_is_a_problem_without_one(worker: Path, tmp_path: Path) -> None:
    def total(book: Any) -> None:
        book["Modules"].cell(2, column(book["Modules"], "Hours")).value = "=SUM(1,51)"

    found = problem(changed(worker, total))
    assert (found.place[:8], found.value) == ("Modules!", "=SUM(1,51)")
    assert "no result" in found.message


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+49 30", "-1", "@SUM(1)", "'=1"])
@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ""])
def test_text_that_looks_like_a_formula_is_written_as_text(text: str, suffix: str, tmp_path: Path) -> None:
    from pyoxigraph import NamedNode, Quad

    from bwise_kg.curriculum.workbook.writing import write_grid
    from bwise_kg.namespaces import BW as ONTOLOGY
    from bwise_kg.namespaces import RDF

    node = NamedNode("https://example.org/c")
    quads = [Quad(node, RDF.type, ONTOLOGY.Curriculum), Quad(node, DCT.title, Literal(text, language="en"))]
    path = save(write_grid(quads, node, "en", Labels()), tmp_path / f"c{suffix}")
    if suffix == ".xlsx":
        cell = load_workbook(path)["Curriculum"]["B3"]
        assert (cell.value, cell.data_type) == (text, "s")
    if not suffix:
        assert f"'{text}" in (path / "Curriculum.csv").read_text(encoding="utf-8-sig").replace('"', "")
    source = read(path)
    assert source.problems == ()
    assert objects(source, node.value, DCT.title.value) == {text}


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d', "a  b\tc\nd"),
        ("a<text:span>b<text:a>c</text:a>d</text:span>e", "abcde"),
        ("a<text:note>b<text:span>c</text:span></text:note>d", "ad"),
        ("a<text:span>" * 5_000 + "b" + "</text:span>c" * 5_000, "a" * 5_000 + "b" + "c" * 5_000),
    ],
)
def test_marked_up_text_in_ods_is_read_as_text(tmp_path: Path, written: str, text: str) -> None:
    lines = [Line(1, ("Field", "Value")), Line(2, ("IRI", "http://a/c")), Line(3, ("Title", "TITLE"))]
    plain = save(Grid({"Curriculum": lines}), tmp_path / "plain.ods")
    with zipfile.ZipFile(plain) as archive:
        content = archive.read("content.xml").replace(b"TITLE", written.encode())
    source = read(repacked(plain, tmp_path / "marked.ods", {"content.xml": content}))
    assert objects(source, "http://a/c", DCT.title.value) == {text}


def test_a_csv_formula_is_a_problem(tmp_path: Path) -> None:
    grid = read_xlsx(filled("supporter", tmp_path / "s.xlsx"))
    write_folder(grid, tmp_path / "s")
    file = tmp_path / "s" / "Modules.csv"
    file.write_text(file.read_text(encoding="utf-8-sig").replace(",56,", ",=SUM(1),", 1), encoding="utf-8")
    assert [p.value for p in read(tmp_path / "s").problems] in (["=SUM(1)"], [])


def test_copied_rows_get_names_of_their_own(worker: Path) -> None:
    def copy(book: Any) -> None:
        sheet = book["Outcomes"]
        sheet.append([cell.value for cell in sheet[2]])
        sheet.cell(sheet.max_row, 1).value = "O99"

    source = read(changed(worker, copy))
    (found,) = source.problems
    assert not found.breaking
    new = f"{ID}curriculum/worker/outcome/o99"
    assert objects(source, new, f"{BW}attains") == {f"{new}/attained/1", f"{new}/attained/2"}
    assert reference("worker") <= set(source.quads)


def test_unknown_columns_and_sheets_are_not_skipped_in_silence(worker: Path) -> None:
    def scribble(book: Any) -> None:
        book.create_sheet("My notes").append(["remember"])
        book["Modules"].cell(1, 40).value = "Titl"
        book["Modules"].cell(2, 40).value = "x"

    problems = {p.place: p for p in read(changed(worker, scribble)).problems}
    assert not problems["My notes!A1"].breaking
    assert problems["Modules!AN1"].breaking
    assert "'Titel'" in problems["Modules!AN1"].remedy or "'Title'" in problems["Modules!AN1"].remedy


@pytest.mark.parametrize(
    ("heading", "remedy"),
    [
        ("Std.", "in 'Stunden' umbenennen"),
        ("Anmerkung fürs Team", "ist nichts zu tun"),
        ("Titl", "in 'Titel' umbenennen"),
        ("Stundass", "in 'Stundas' umbenennen"),
    ],
)
def test_names_are_proposed_in_the_language_of_the_workbook(tmp_path: Path, heading: str, remedy: str) -> None:
    path = small(tmp_path / "kurs.xlsx", {
        "Curriculum": [["Titel", "Abfall trennen"]],
        "Module": [["Kürzel", "Titel", heading], ["M1", "Trennen", "12"]],
    })  # fmt: skip
    (found,) = read(path, "de").problems
    assert (found.place, found.value) == ("Module!C1", heading)
    assert remedy in found.remedy


def test_a_column_that_is_there_twice_is_told_as_a_field_is(worker: Path) -> None:
    def repeat(book: Any) -> None:
        book["Modules"]["AN1"].value = "Hours"
        book["Modules"]["AN2"].value = 12
        book["Curriculum"]["A40"].value = "Hours"
        book["Curriculum"]["B40"].value = 12

    source = read(changed(worker, repeat))
    field, column_ = source.problems
    hours = source.places[f"{ID}curriculum/worker", f"{BW}hours"]
    assert str(field) == f"Curriculum!B40: 'Hours' is there twice, also at {hours}; keep one of them"
    assert str(column_) == "Modules!AN1: 'Hours' is there twice, also at Modules!G1; keep one of them"
    assert field.breaking
    assert column_.breaking


def test_what_stands_outside_of_the_columns_is_not_skipped_in_silence(worker: Path) -> None:
    def scribble(book: Any) -> None:
        book["Modules"]["AN3"].value = "under no heading"
        book["Curriculum"]["C2"].value = "right of the field"
        book["Curriculum"]["B40"].value = "beside no field"

    source = read(changed(worker, scribble))
    assert {p.place for p in source.problems} == {"Modules!AN1", "Curriculum!C2", "Curriculum!A40"}
    assert not any(p.breaking for p in source.problems)
    assert set(source.quads) == reference("worker")


@pytest.mark.parametrize(
    ("sheet", "heading", "value", "message"),
    [
        ("Modules", "Hours", "about 50", "is no number"),
        ("Modules", "Position", "0", "is no position"),
        ("Modules", "Core or optional", "perhaps", "is no kind of module"),
        ("Outcomes", "Module", "M9", "is no key or title of a row"),
        ("Outcomes", "IRI", "not an iri", "is no IRI"),
        ("Modules", "Key", "M2", "is also that of"),
        ("Units", "Settings", "online; on the moon", "is no label of a setting"),
    ],
)
def test_what_cannot_be_made_out_is_named_with_its_cell(
    worker: Path, sheet: str, heading: str, value: str, message: str
) -> None:
    def put(book: Any) -> None:
        book[sheet].cell(2, column(book[sheet], heading)).value = value

    found = [p for p in read(changed(worker, put)).problems if message in p.message]
    assert found
    assert found[0].place.startswith(f"{sheet}!")


def test_coverage_works_on_a_workbook_and_names_the_cells_in_the_way(slice_graph: Graph, worker: Path) -> None:
    from_file = slice_graph.coverage(str(worker))
    from_store = slice_graph.coverage("worker")
    assert [c.verdict for c in from_file.requirements] == [c.verdict for c in from_store.requirements]

    def misspell(book: Any) -> None:
        book["Outcomes"].cell(2, column(book["Outcomes"], "Level 1")).value = "fundation"

    with pytest.raises(DataError, match=r"one cell cannot be read as it is:\n  Outcomes!J2: .*foundation"):
        slice_graph.coverage(str(changed(worker, misspell)))


def test_a_store_knows_labels_that_the_workbook_does_not_list(slice_graph: Graph, tmp_path: Path) -> None:
    from bwise_kg.curriculum.skills import labels_of

    labels = labels_of(slice_graph)
    assert labels.find("skill", "GESTION du temps", ["fr", "en"]) <= {f"{SKILL}d9013e0e-e937-43d5-ab71-0e917ee882b8"}
    assert labels.find("skill", "manage time", ["en"]) == {f"{SKILL}d9013e0e-e937-43d5-ab71-0e917ee882b8"}
    assert nearest("mange time", "en", "skill", labels)[0].label == "manage time"


def test_nothing_is_raised_for_problems_that_break_nothing(worker: Path) -> None:
    source = read(changed(worker, lambda book: book.create_sheet("My notes").append(["remember"])))
    require_readable(source)
    assert len(source.problems) == 1
