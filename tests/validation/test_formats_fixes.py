"""Fixes and the grade of the label in reports: JSON, CSV, HTML, Turtle, JUnit, text."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pyoxigraph as ox
import pytest
from justhtml import JustHTML
from pyoxigraph import NamedNode, Triple
from rich.console import Console

from bwise_kg import Graph
from bwise_kg.curriculum.source import read_source
from bwise_kg.namespaces import DASH, RDF, SH
from bwise_kg.render.validation_data import validation_csv, validation_json
from bwise_kg.render.validation_grade import grade_sentence
from bwise_kg.render.validation_junit import validation_junit
from bwise_kg.render.validation_page import validation_page
from bwise_kg.render.validation_rdf import validation_turtle
from bwise_kg.render.validation_text import report_text
from bwise_kg.validation import Report, validate
from bwise_kg.validation.fixes.proposing import with_fixes
from bwise_kg.validation.paths import Index
from bwise_kg.words import words

from .conftest import REFERENCE, ROOT


@pytest.fixture(scope="module")
def report(slice_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Return the report on a course with other hours and a module off by five, with two ways out of the latter."""
    text = (REFERENCE / "supporter.ttl").read_text(encoding="utf-8")
    file = tmp_path_factory.mktemp("course") / "course.ttl"
    file.write_text(text.replace('bw:hours "60"', 'bw:hours "65"', 1), encoding="utf-8")
    source = read_source(file)
    return with_fixes(slice_graph, validate(slice_graph, source, ("curriculum", "label")), source)


def test_json_has_fixes_and_grade_as_the_schema_says(report: Report) -> None:
    schema = json.loads((ROOT / "docs" / "validation.schema.json").read_text(encoding="utf-8"))
    data = json.loads(json.dumps(validation_json([report])))
    jsonschema.validate(data, schema)
    (told,) = data["reports"]
    found = {
        rule["id"]: finding["fixes"]
        for rule in told["rules"]
        for group in rule["groups"]
        for finding in group["findings"]
    }
    assert [fix["title"] for fix in found["CUR-006"]] == [fix.title for fix in report.fixes if fix.rule == "CUR-006"]
    assert len(found["CUR-006"]) == 2
    first = found["CUR-005"][0]
    # the update is nothing but the statements
    store = ox.Store()
    store.update("INSERT DATA { " + " ".join(first["remove"]) + " }")
    store.update(first["update"])
    expected = {quad.triple for line in first["add"] for quad in ox.parse(line, ox.RdfFormat.N_TRIPLES)}
    assert {quad.triple for quad in store} == expected
    grade = told["grade"]
    assert sum(criterion["earned"] for criterion in grade["criteria"]) == grade["points"]
    assert sum(criterion["points"] for criterion in grade["criteria"]) == grade["of"] == 100
    assert (grade["awarded"], "LAB-002" in grade["hindrances"]) == (None, True)


def test_without_the_rules_of_the_label_there_is_no_grade(slice_graph: Graph) -> None:
    schema = json.loads((ROOT / "docs" / "validation.schema.json").read_text(encoding="utf-8"))
    data = json.loads(json.dumps(validation_json([validate(slice_graph, "enabler")])))
    jsonschema.validate(data, schema)
    assert data["reports"][0]["grade"] is None


def test_turtle_suggests_them_as_dash_has_it(report: Report) -> None:
    triples = [quad.triple for quad in ox.parse(validation_turtle([report]), ox.RdfFormat.TURTLE)]
    index = Index(triples)
    shape = NamedNode("https://w3id.org/bwise/id/rule/CUR-006")
    (result,) = (r for r in index.subjects(RDF.type, SH.ValidationResult) if shape in index.values(r, SH.sourceShape))
    suggestions = sorted(index.values(result, DASH.suggestion), key=lambda s: -int(text(index, s, SH.order)))
    fixes = [fix for fix in report.fixes if fix.rule == "CUR-006"]
    assert [text(index, s, SH.message) for s in suggestions] == [fix.title for fix in fixes]
    assert all(DASH.GraphUpdate in index.values(s, RDF.type) for s in suggestions)
    for suggestion, fix in zip(suggestions, fixes, strict=True):
        for link, told in ((DASH.deletedTriple, fix.remove), (DASH.addedTriple, fix.add)):
            said = [
                Triple(*(index.value(node, part) for part in (RDF.subject, RDF.predicate, RDF.object)))  # type: ignore[arg-type]
                for node in index.values(suggestion, link)
            ]
            assert set(map(str, said)) == set(map(str, told))
        assert text(index, suggestion, SH.update) == fix.update
        assert float(text(index, suggestion, DASH.suggestionConfidence)) == pytest.approx(100 * fix.certainty, abs=0.1)


def text(index: Index, subject: object, property_: NamedNode) -> str:
    value = index.value(subject, property_)  # type: ignore[arg-type]
    assert value is not None
    return value.value


def test_csv_names_them(report: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(validation_csv([report]))))
    (row,) = (row for row in rows if row["rule"] == "CUR-006")
    assert all(fix.title in row["fixes"] for fix in report.fixes if fix.rule == "CUR-006")
    assert all(None not in row and None not in row.values() for row in rows)
    assert not any(row["fixes"] for row in rows if row["state"] == "met")


def test_page_shows_the_update_and_the_grade(report: Report) -> None:
    html = validation_page(report)
    page = JustHTML(html, strict=True, sanitize=False)
    shown = [node.to_text() for node in page.query(".fix pre code")]
    assert sorted(" ".join(s.split()) for s in shown) == sorted(" ".join(fix.update.split()) for fix in report.fixes)
    rows = page.query("table.criteria tbody tr")
    assert report.grade is not None
    assert len(rows) == len(report.grade.criteria)
    said = " ".join(page.to_text().split())
    assert f"{report.grade.points} of 100 points of the quality label: no grade." in said
    assert report.grade.note in said
    ids = [(node.attrs or {})["id"] for node in page.query("[id]")]
    assert len(ids) == len(set(ids))
    assert {((node.attrs or {})["href"] or "")[1:] for node in page.query("a[href^='#']")} <= set(ids)


def test_text_and_junit_name_them(report: Report) -> None:
    stream = io.StringIO()
    Console(file=stream, width=400).print(report_text(report))
    written = stream.getvalue()
    case = next(c for c in ET.fromstring(validation_junit([report])).iter("testcase") if "CUR-006" in c.get("name", ""))
    for fix in report.fixes:
        assert f"fix: {fix.title}" in written
        if fix.rule == "CUR-006":
            assert f"Fix: {fix.title}" in (case[0].text or "")
    assert "of 100 points of the quality label: no grade." in written
    assert "Each fix was tried on a copy" in written


def test_a_page_of_a_reference_curriculum_names_its_points(slice_graph: Graph, tmp_path: Path) -> None:
    report = validate(slice_graph, "worker", ("label",), language="nl")
    assert report.grade is not None
    page = " ".join(JustHTML(validation_page(report), strict=True, sanitize=False).to_text().split())
    assert grade_sentence(report.grade, words("nl")) in page
