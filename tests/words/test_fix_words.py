"""Titles of fixes, what is asked for inside of shapes, and errors of files, in the language that is asked for."""

from __future__ import annotations

import csv
import io
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import pytest
from openpyxl import load_workbook
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rich.console import Console

from bwise_kg import Graph
from bwise_kg.curriculum import parse_file
from bwise_kg.curriculum.folder import read_folder
from bwise_kg.curriculum.rdf import MAX_STATEMENTS
from bwise_kg.curriculum.size import require_plain, require_size
from bwise_kg.namespaces import BW, ELM, RDF, SH, XSD
from bwise_kg.render.validation_data import validation_csv
from bwise_kg.render.validation_junit import validation_junit
from bwise_kg.render.validation_page import validation_page
from bwise_kg.render.validation_rdf import validation_turtle
from bwise_kg.render.validation_text import report_text
from bwise_kg.render.validation_workbook import annotated_workbook
from bwise_kg.translations import LANGUAGES
from bwise_kg.validation import Report, validate
from bwise_kg.validation.asking import ASKED, asked_by
from bwise_kg.validation.causes import Tree
from bwise_kg.validation.engines import RawResult
from bwise_kg.validation.fixes.proposing import with_fixes
from bwise_kg.validation.naming import Names
from bwise_kg.validation.paths import Index
from bwise_kg.words import words
from tests.validation.breakages import SEVERAL, broken, mended
from tests.words.telling import require_told

NODE = NamedNode("https://example.org/a")


@pytest.fixture(scope="module", params=sorted(LANGUAGES))
def reports(
    request: pytest.FixtureRequest, slice_graph: Graph, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Report, Report]:
    """Return the reports on a curriculum with many mistakes, in English and in another language."""
    source = broken(SEVERAL, tmp_path_factory.mktemp("several"))
    found = validate(slice_graph, source, language=request.param)
    return mended(slice_graph, source), with_fixes(slice_graph, found, source)


def test_the_same_fixes_are_told_in_the_language(reports: tuple[Report, Report]) -> None:
    english, other = reports
    assert {fix.key for fix in english.fixes} == {fix.key for fix in other.fixes}
    assert len(other.fixes) > 5
    by_key = {(fix.key, frozenset(fix.remove)): fix.title for fix in english.fixes}
    for fix in other.fixes:
        assert fix.title.language == other.language
        assert fix.title != by_key.get((fix.key, frozenset(fix.remove)))
    wording = words(other.language)
    total = next(fix for fix in other.fixes if fix.rule == "CUR-005")
    assert wording.gettext("the sum of its core modules") in total.title
    assert "190" in total.title
    assert "180" in total.title


def test_every_format_has_the_titles(reports: tuple[Report, Report], slice_graph: Graph, tmp_path: Path) -> None:
    _, report = reports
    stream = io.StringIO()
    Console(file=stream, width=3_000).print(report_text(report))
    page, junit = validation_page(report), validation_junit([report])
    titles = {str(fix.title) for fix in report.fixes}
    escaped = {title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for title in titles}
    assert all(title in stream.getvalue() for title in titles)
    assert all(title.replace("'", "&#39;") in page for title in escaped)
    assert all(title in junit for title in escaped)
    rows = csv.DictReader(io.StringIO(validation_csv([report])))
    said = " ".join(row["fixes"] for row in rows)
    assert all(title in said for title in titles)
    triples = list(ox.parse(validation_turtle([report]), ox.RdfFormat.TURTLE))
    updates = {t.subject for t in triples if t.predicate == SH.update}
    messages = {t.object for t in triples if t.subject in updates and t.predicate == SH.message}
    assert messages == {Literal(title, language=report.language) for title in titles}
    book = load_workbook(io.BytesIO(annotated_workbook(slice_graph, report, broken(SEVERAL, tmp_path))))
    cells = " ".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row)
    assert all(title in cells for title in titles)


def told(component: NamedNode, language: str) -> str:
    result = RawResult(NODE, component, NODE, "", None)
    return str(asked_by(Tree(result, {}, ()), Names(Index([])), language, "5"))


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_what_a_constraint_asks_for_is_told_in_the_language(language: str) -> None:
    said = {component: told(component, language) for component in ASKED}
    assert all(said[component] != told(component, "en") for component in ASKED)
    assert len(set(said.values())) >= len(set(ASKED.values())) - 2  # "at least" may be one word for all
    assert "Xone" in told(SH.XoneConstraintComponent, language)
    assert told(SH.XoneConstraintComponent, language) != told(SH.XoneConstraintComponent, "en")


def _statements(count: int) -> str:
    return "".join(f"<http://a/{n}> <http://b> <http://c> .\n" for n in range(count))


FILES: dict[str, str | bytes] = {
    "empty.ttl": "",
    "zip.ttl": b"PK\3\4" + bytes(10),
    "utf-16.ttl": "<http://a>".encode("utf-16"),
    "many.nt": _statements(MAX_STATEMENTS + 1),
    "context.jsonld": '{"@context": "http://127.0.0.1:9/c", "@id": "http://a", "http://b": "c"}',
    "contexts.jsonld": '{"@context": {"a": "http://a/"}, "a:b": ' * 2_000 + "1" + "}" * 2_000,
    "laughs.rdf": '<!DOCTYPE a [<!ENTITY x "&y;">]><a/>',
    "unfolded.rdf": '<!DOCTYPE a [<!ENTITY x "' + "x" * 100_000 + '">]><a>' + "&x;" * 1_000 + "</a>",
    "deep.rdf": "<a>" * 300 + "</a>" * 300,
    "prefixes.rdf": "<a" + "".join(f' xmlns:e{n}="http://e/"' for n in range(300)) + "/>",
    "terms.nt": "<<" * 2_000,
    "unknown.txt": "x",
}


@pytest.mark.parametrize("name", FILES)
def test_files_are_refused_in_every_language(name: str, tmp_path: Path) -> None:
    content = FILES[name]
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    require_told(lambda tag: parse_file(tmp_path / name, tag))


def test_folders_and_devices_are_refused_in_every_language(tmp_path: Path) -> None:
    (tmp_path / "folder.ttl").mkdir()
    (tmp_path / "sheets").mkdir()
    (tmp_path / "elsewhere.csv").write_text("a", encoding="utf-8")
    (tmp_path / "sheets" / "curriculum.csv").symlink_to(tmp_path / "elsewhere.csv")
    require_told(lambda tag: parse_file(tmp_path / "folder.ttl", tag))
    require_told(lambda tag: read_folder(tmp_path / "sheets", tag))


COURSE = Triple(NODE, RDF.type, BW.Curriculum)
LARGE = {
    "a number of 101 digits": [Triple(NODE, BW.hours, Literal("1" * 101, datatype=XSD.decimal))],
    "501 links by <https": [Triple(NODE, BW.x, NamedNode(f"https://example.org/{n}")) for n in range(501)],
    "501 resources that are a <https": [Triple(BlankNode(f"b{n}"), RDF.type, BW.Unit) for n in range(501)],
    "1,600 ways lead": [
        COURSE,
        Triple(NODE, ELM.hasPart, NODE),
        *(Triple(NODE, ELM.learningOutcome, NamedNode(f"https://example.org/o{n}")) for n in range(400)),
    ],
}


@pytest.mark.parametrize("said", sorted(LARGE))
def test_what_is_too_large_is_told_in_every_language(said: str) -> None:
    assert said in require_told(lambda tag: require_size(LARGE[said], "c", tag))


def test_what_rules_cannot_read_is_told_in_every_language() -> None:
    for found in (COURSE, Literal("x", language="en", direction=ox.BaseDirection.LTR)):
        statement = Triple(NODE, BW.x, found)
        require_told(partial(_plain, statement))


def _plain(statement: Triple, language: str) -> None:
    require_plain([statement], "c", language)
