"""Curricula that are added: what is refused, what a store says of them afterwards."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from bwise_kg import DataError, NotFoundError, StoreError, VersionExistsError
from bwise_kg.curricula import add, remove
from bwise_kg.curriculum import find_curriculum, parse_file
from bwise_kg.curriculum.folder import write_folder
from bwise_kg.curriculum.ods import write_ods
from bwise_kg.curriculum.workbook.labels import Labels
from bwise_kg.curriculum.workbook.sheets import workbook_of
from bwise_kg.curriculum.workbook.template import filled_grid
from bwise_kg.generations import current, open_store
from bwise_kg.namespaces import BW, DCAT, DCT, ELM, GRAPH, PROV, RDF, VOID, inferred_graph
from bwise_kg.store import CATALOG
from tests.building.courses import (
    ACCOUNTABILITY,
    COACHING,
    COURSE,
    SKILL,
    Course,
    added,
    contents,
    covered,
    files,
    listed,
    rows,
    values,
)

ROOT = Path(__file__).parents[2]
REFERENCE = "https://w3id.org/bwise/id/curriculum/supporter"


def written(turtle: Path, path: Path) -> Path:
    """Write a curriculum in RDF as a workbook or a folder of CSV files."""
    quads = parse_file(turtle)
    labels = Labels()
    grid = filled_grid(quads, find_curriculum(quads, str(turtle)).iri, None, "en", labels)
    if path.suffix == ".xlsx":
        path.write_bytes(workbook_of(grid, "en", labels))
    elif path.suffix == ".ods":
        with path.open("wb") as stream:
            write_ods(grid, stream)
    else:
        write_folder(grid, path)
    return path


# Adding


OWN = [(name, "0.1.0", True) for name in ("enabler", "supporter", "worker")]
"""The curricula of the reference design."""


def test_add_returns_and_lists_the_entry(store: Path, course: Course) -> None:
    entry, new = add(store, course(title="Job coaching"), "1.0")
    assert new
    assert entry == added(store)[0]
    assert (entry.name, entry.version, entry.iri, entry.newest) == ("job-coach", "1.0", COURSE, True)
    assert entry.graph == GRAPH["curricula/job-coach/1.0"]
    assert (entry.title, entry.hours) == ({"en": "Job coaching"}, "40")
    assert entry.profile == "https://w3id.org/bwise/id/profile/supporter"
    assert entry.origin == "https://w3id.org/bwise/id/origin/submitted"
    assert listed(store) == sorted([("job-coach", "1.0", True), *OWN])


def test_add_fills_a_graph_and_the_one_inferred_from_it(store: Path, course: Course) -> None:
    entry, _ = add(store, course(skills=(COACHING, ACCOUNTABILITY)), "1.0")
    opened = open_store(store)
    assert rows(opened, "SELECT ?p (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?p", [entry.graph]) == sorted(
        (property_.value, count)
        for property_, count in (
            *((RDF.type, "6"), (DCT.title, "4")),
            *((BW.forProfile, "1"), (BW.hours, "2"), (ELM.hasPart, "1"), (ELM.learningOutcome, "2")),
            *((BW.attains, "2"), (BW.skill, "2"), (BW.level, "2")),
        )
    )
    assert rows(opened, "SELECT ?s ?p ?o { ?s ?p ?o }", [inferred_graph(entry.graph)]) == [
        (f"{COURSE}/1/1", ELM.relatedESCOSkill.value, SKILL + COACHING),
        (f"{COURSE}/1/2", ELM.relatedESCOSkill.value, SKILL + ACCOUNTABILITY),
    ]


def test_catalogue_describes_both_graphs(store: Path, course: Course) -> None:
    entry, _ = add(store, course(), "1.0-beta_2")
    opened = open_store(store)

    def said(graph: NamedNode, property_: NamedNode) -> list[str]:
        return values(opened, graph, property_, CATALOG)

    assert said(entry.graph, DCAT.version) == ["1.0-beta_2"]
    assert said(entry.graph, DCT.title) == ["Curriculum job-coach, version 1.0-beta_2"]
    assert said(entry.graph, DCT.isVersionOf) == [COURSE]
    assert said(entry.graph, BW.origin) == ["https://w3id.org/bwise/id/origin/submitted"]
    assert said(entry.graph, VOID.triples) == ["15"]
    assert said(entry.graph, PROV.generatedAtTime) == [entry.added]
    inferred = inferred_graph(entry.graph)
    assert said(inferred, DCT.source) == [entry.graph.value]
    assert said(inferred, VOID.triples) == ["1"]
    for graph in (entry.graph, inferred):
        assert said(graph, BW.inDefaultGraph) == ["true"]
        assert opened.digest(graph) == opened.measured_digest(graph)
        assert rows(opened, f"SELECT ?whole {{ ?whole dct:hasPart {graph} }}", [CATALOG])
        (activity,) = said(graph, PROV.wasGeneratedBy)
        assert rows(opened, f"SELECT ?agent {{ <{activity}> prov:wasAssociatedWith ?agent }}", [CATALOG])


@pytest.mark.parametrize("name", ["job-coach", "job-coach@1.0", COURSE, f"{COURSE}@1.0"])
def test_coverage_of_it_by_any_name(store: Path, course: Course, name: str) -> None:
    add(store, course(skills=(COACHING, ACCOUNTABILITY)), "1.0")
    assert covered(store, name) == {COACHING, ACCOUNTABILITY}


def test_same_content_again_is_not_new(store: Path, course: Course) -> None:
    first, _ = add(store, course(), "1.0")
    before = contents(store)
    written_otherwise = course(file="again.ttl")
    written_otherwise.write_text(f"# again\n{course().read_text().replace('40.0', '040.00')}")
    assert add(store, course(), "1.0") == (first, False)
    assert add(store, written_otherwise, "1.0") == (first, False)
    assert contents(store) == before


def test_a_curriculum_that_says_no_more_than_what_it_is(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "bare.ttl"
    file.write_text(f"<https://example.org/bare> a <{BW.Curriculum.value}> .", encoding="utf-8")
    entry, new = add(store, file, "1.0")
    assert (entry.name, entry.title, entry.hours, new) == ("bare", {}, None, True)
    assert remove(store, "bare") == [entry]


def test_other_content_of_the_same_version_is_refused(store: Path, course: Course) -> None:
    add(store, course(), "1.0")
    before, generation = contents(store), current(store)
    with pytest.raises(VersionExistsError, match=r"new version.* bwise-kg remove job-coach --version 1\.0$"):
        add(store, course(title="Changed"), "1.0")
    assert (contents(store), current(store)) == (before, generation)


def test_a_refusal_that_is_kept_keeps_nobody_from_the_store(store: Path, course: Course) -> None:
    add(store, course(), "1.0")
    with pytest.raises(VersionExistsError) as kept:
        add(store, course(title="Changed"), "1.0")
    added, new = add(store, course(title="Changed"), "2.0")
    assert (added.version, new) == ("2.0", True)
    assert kept.tb is not None


@pytest.mark.parametrize(
    "version", ["", ".", "..", "../x", "a/b", "1.0/../../reference", "1 0", "1.0\n", "v1>", "é", "-1", "1" * 65, "%2e"]
)
def test_bad_versions_are_refused(store: Path, course: Course, version: str) -> None:
    before = files(store)
    with pytest.raises(DataError, match=re.escape(f"version {version!r}: use letters, digits")):
        add(store, course(), version)
    assert files(store) == before


@pytest.mark.parametrize("name", ["../x", "Job Coach", "a/b", "-a", "a--b", "a@b", "reference/x", "é", "a\n", "1.0>"])
def test_bad_names_are_refused(store: Path, course: Course, name: str) -> None:
    before = files(store)
    with pytest.raises(DataError, match=re.escape(f"name {name!r}: use small letters")):
        add(store, course(), "1.0", name)
    assert files(store) == before


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("https://example.org/Kurs_A#2", "kurs-a-2"),
        ("urn:x:Ä1/", "urn-x-1"),
        ("https://example.org/курс", "curriculum"),
    ],
)
def test_name_comes_from_the_iri(store: Path, course: Course, iri: str, name: str) -> None:
    assert add(store, course(iri), "1.0")[0].name == name
    assert covered(store, name) == {COACHING}


def test_add_without_a_store_tells_the_command(tmp_path: Path, course: Course) -> None:
    with pytest.raises(StoreError, match=f"make one with: bwise-kg build --out {tmp_path / 'none'}"):
        add(tmp_path / "none", course(), "1.0")
    with pytest.raises(StoreError, match=f"make one with: bwise-kg build --out {tmp_path / 'none'}"):
        remove(tmp_path / "none", "job-coach")
    assert not (tmp_path / "none").exists()


def test_a_file_that_is_no_curriculum_is_refused(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "wrong.ttl"
    file.write_text("<https://example.org/a> a <https://example.org/B> .")
    before = current(store)
    with pytest.raises(DataError, match=r"wrong\.ttl: describes no curriculum"):
        add(store, file, "1.0")
    assert current(store) == before


# Names that are taken


def test_reference_design_cannot_be_shadowed(store: Path, course: Course) -> None:
    with pytest.raises(DataError, match="belongs to the reference design; give your curriculum an IRI of its own"):
        add(store, course(REFERENCE), "9.0")
    with pytest.raises(DataError, match=f"name 'supporter': belongs to <{REFERENCE}>; give .* --name"):
        add(store, course(), "9.0", "supporter")
    assert listed(store) == OWN


def test_name_of_another_curriculum_is_refused(store: Path, course: Course) -> None:
    add(store, course(), "1.0")
    with pytest.raises(DataError, match=f"name 'job-coach': belongs to <{COURSE}>; give this curriculum another"):
        add(store, course("https://example.org/other/job-coach"), "1.0")
    with pytest.raises(DataError, match=f"<{COURSE}> is in the store as 'job-coach': --name job-coach"):
        add(store, course(), "2.0", "coach")
    other, _ = add(store, course("https://example.org/other/job-coach"), "1.0", "other-coach")
    assert (other.name, other.iri) == ("other-coach", "https://example.org/other/job-coach")


@pytest.mark.parametrize("name", ["supporter", REFERENCE])
def test_reference_design_cannot_be_removed(store: Path, course: Course, name: str) -> None:
    add(store, course(), "1.0")
    before = contents(store)
    with pytest.raises(NotFoundError, match=r"no added curriculum '.*supporter'; there is: job-coach 1\.0"):
        remove(store, name)
    assert contents(store) == before


# Workbooks


@pytest.mark.parametrize("form", ["xlsx", "ods", "folder"])
def test_a_workbook_is_added_and_removed_like_any_other_file(store: Path, tmp_path: Path, form: str) -> None:
    turtle = tmp_path / "course.ttl"
    text = (ROOT / "ontology" / "reference" / "curricula" / "supporter.ttl").read_text(encoding="utf-8")
    turtle.write_text(text.replace("curriculum:supporter", f"<{COURSE}>"), encoding="utf-8")
    sheets = written(turtle, tmp_path / (form if form == "folder" else f"course.{form}"))
    entry, new = add(store, sheets, "1.0")
    assert new
    assert (entry.name, entry.iri, entry.version) == ("job-coach", COURSE, "1.0")
    assert entry.origin == "https://w3id.org/bwise/id/origin/submitted"
    assert listed(store) == sorted([("job-coach", "1.0", True), *OWN])
    assert values(open_store(store), entry.graph, BW.origin, CATALOG) == ["https://w3id.org/bwise/id/origin/submitted"]
    # nothing is lost on the way: what the file in RDF says is the same content
    assert add(store, turtle, "1.0") == (entry, False)
    assert covered(store, "job-coach") == covered(store, "supporter")
    assert [gone.graph for gone in remove(store, "job-coach", "1.0")] == [entry.graph]
    assert listed(store) == OWN


def test_every_cell_that_cannot_be_read_is_named_and_nothing_is_added(store: Path, tmp_path: Path) -> None:
    folder = written(ROOT / "ontology" / "reference" / "curricula" / "supporter.ttl", tmp_path / "folder")
    outcomes = folder / "Outcomes.csv"
    text = outcomes.read_text(encoding="utf-8-sig")
    assert "tolerate stress" not in text
    broken, count = re.subn(r"coach employees|listen actively", "xyz of no skill", text)
    assert count >= 2
    outcomes.write_text(broken, encoding="utf-8-sig")
    before = current(store)
    with pytest.raises(DataError, match=rf"{count} cells cannot be read as they are") as caught:
        add(store, folder, "1.0", "other")
    assert str(caught.value).count("Outcomes!") == count
    assert current(store) == before


def test_labels_of_skills_are_those_of_the_store_and_in_the_language_that_is_asked_for(
    store: Path, tmp_path: Path
) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.worksheets[0].title = "Curriculum"
    for row in (["Title", "Kurs"], ["IRI", COURSE], ["Profile", "https://w3id.org/bwise/id/profile/supporter"]):
        book.worksheets[0].append(row)
    for title, rows_ in (
        ("Modules", [["Key", "Title"], ["M1", "Modul"]]),
        ("Outcomes", [["Module", "Title", "Skill 1"], ["M1", "etwas", "coach employees"]]),
    ):
        sheet = book.create_sheet(title)
        for row in rows_:
            sheet.append(row)
    book.save(tmp_path / "kurs.xlsx")
    entry, _ = add(store, tmp_path / "kurs.xlsx", "1.0", "kurs", "de")
    assert entry.title == {"de": "Kurs"}
    taught = "SELECT ?skill { ?outcome bw:attains/bw:skill ?skill }"
    assert rows(open_store(store), taught, [entry.graph]) == [(SKILL + COACHING,)]


def test_an_iri_of_something_else_is_refused(store: Path, course: Course) -> None:
    before = current(store)
    for iri in (SKILL + COACHING, "https://w3id.org/bwise/id/profile/supporter"):
        with pytest.raises(DataError, match="in the store; give your curriculum an IRI of its own"):
            add(store, course(iri), "1.0", "other")
    assert current(store) == before
