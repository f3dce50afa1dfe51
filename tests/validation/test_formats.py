"""Reports as they are written: JSON, CSV, HTML, Turtle, JUnit, text."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pyoxigraph as ox
import pytest
from justhtml import JustHTML
from pyoxigraph import Literal, NamedNode
from rich.console import Console

from bwise_kg import Graph
from bwise_kg.curriculum.source import CurriculumSource, Problem
from bwise_kg.namespaces import RDF, SH, UNREVIEWED_LABELS
from bwise_kg.render.validation_data import validation_csv, validation_json
from bwise_kg.render.validation_junit import validation_junit
from bwise_kg.render.validation_page import validation_page
from bwise_kg.render.validation_rdf import report_triples, validation_turtle
from bwise_kg.render.validation_text import report_text, summary_text, verdict
from bwise_kg.validation import EngineName, Report, RuleBook, data_of, engine, validate
from bwise_kg.validation.engines import read_report
from bwise_kg.words import words

from .conftest import ROOT

HOSTILE = '=cmd|"<script>alert(1)</script>&amp;\x0b{focus}'
TITLE = "Supporting people at work with digital and assistive tools"


@pytest.fixture(scope="module")
def report(slice_graph: Graph, broken_course: Path, book: RuleBook) -> Report:
    return validate(slice_graph, broken_course, language="de", book=book)


@pytest.fixture(scope="module")
def hostile(slice_graph: Graph, book: RuleBook, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Return the report on a course whose title is markup and a formula, with an entry that could not be read."""
    bw = "https://w3id.org/bwise/ontology#"
    course = NamedNode("https://example.org/course")
    quads = (
        ox.Quad(course, RDF.type, NamedNode(bw + "Curriculum")),
        ox.Quad(course, NamedNode("http://purl.org/dc/terms/title"), Literal(HOSTILE)),
    )
    problem = Problem("outcomes!F14", HOSTILE, "write the level as in the list", HOSTILE)
    return validate(slice_graph, CurriculumSource(quads, {}, Path("c.xlsx"), (problem,)), book=book)


def test_json_is_as_its_schema_says(report: Report, hostile: Report) -> None:
    schema = json.loads((ROOT / "docs" / "validation.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    data = validation_json([report, hostile], {"lost.xlsx": "cannot be read"})
    jsonschema.validate(json.loads(json.dumps(data)), schema)
    assert not data["conforms"]
    first = data["reports"][0]
    assert first["findings"] == {"must": 4, "should": 1, "may": 7}
    rule = first["rules"][2]
    assert (rule["id"], rule["state"], rule["checked"], rule["failed"]) == ("CUR-901", "not met", 1, 1)
    (group,) = rule["groups"]
    assert group["findings"][0]["message"] == f"{TITLE} hat 3 Kernmodule; mindestens 4 sind nötig."
    assert first["rules"][0]["groups"][0]["findings"][0]["causes"][0]["asked"] == "It names a level."


def test_schema_knows_nothing_that_is_not_written(report: Report) -> None:
    schema = json.loads((ROOT / "docs" / "validation.schema.json").read_text(encoding="utf-8"))
    data = validation_json([report])
    data["reports"][0]["more"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, schema)


def test_csv_has_a_row_a_finding_and_one_for_each_rule_met(report: Report, hostile: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(validation_csv([report, hostile]))))
    assert [row["rule"] for row in rows if row["curriculum"] == TITLE] == [
        *["ALI-901"] * 3,
        *["ALI-902"] * 7,
        "CUR-901",
        "CUR-902",
    ]
    assert rows[0]["causes"].endswith("It names a level.")
    assert all(None not in row and None not in row.values() for row in rows)
    (unread,) = (row for row in rows if row["state"] == "not read")
    assert (unread["where"], unread["remedy"]) == ("outcomes!F14", "write the level as in the list")
    assert not any(cell.startswith("=") for row in rows for cell in row.values())
    met = [row for row in rows if row["state"] == "nothing to check"]
    assert {row["rule"] for row in met} == {"ALI-901", "ALI-902"}


def test_turtle_is_a_validation_report(report: Report) -> None:
    triples = [quad.triple for quad in ox.parse(validation_turtle([report]), ox.RdfFormat.TURTLE)]
    results = read_report(triples)
    told = [(f.focus, f.path, f.value, f.component, f.shape, f.severity.node) for f in report.findings()]
    read = [
        (r.focus.value, r.path, r.value.value if r.value else None, r.component.value, r.shape.value, r.severity)
        for r in results
    ]
    assert sorted(map(str, read)) == sorted(map(str, told))
    (counted,) = (r for r in results if r.shape.value.endswith("CUR-901-1"))
    assert set(counted.messages) == {
        Literal(f"{TITLE} has 3 core modules (has part); at least 4 are needed.", language="en"),
        Literal(f"{TITLE} hat 3 Kernmodule; mindestens 4 sind nötig.", language="de"),
    }


STRUCTURE = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix : <urn:x:> .
:report a sh:NodeShape ; sh:targetClass sh:ValidationReport ;
  sh:property [ sh:path sh:conforms ; sh:datatype xsd:boolean ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path sh:result ; sh:class sh:ValidationResult ; sh:nodeKind sh:BlankNodeOrIRI ] .
:result a sh:NodeShape ; sh:targetClass sh:ValidationResult ;
  sh:property [ sh:path sh:focusNode ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path sh:resultSeverity ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path sh:sourceConstraintComponent ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path sh:resultPath ; sh:maxCount 1 ; sh:nodeKind sh:BlankNodeOrIRI ] , [ sh:path sh:value ; sh:maxCount 1 ] ,
    [ sh:path sh:sourceShape ; sh:maxCount 1 ] , [ sh:path sh:detail ; sh:class sh:ValidationResult ] ,
    [ sh:path sh:resultMessage ; sh:minCount 1 ; sh:uniqueLang true ] .
"""
"""What the recommendation (SHACL, section 3.6) says of validation reports."""


def test_turtle_is_built_as_the_recommendation_says(report: Report, hostile: Report) -> None:
    shapes = [quad.triple for quad in ox.parse(STRUCTURE, ox.RdfFormat.TURTLE)]
    data = data_of(quad.triple for quad in ox.parse(validation_turtle([report, hostile]), ox.RdfFormat.TURTLE))
    assert len(data.index.instances(SH.ValidationReport)) == 2
    assert len(data.index.instances(SH.ValidationResult)) == 12 + 3 + 1
    assert engine(EngineName.PYSHACL, shapes).validate(data) == []


@pytest.mark.parametrize(
    "path",
    [
        "<urn:a>",
        "^(<urn:a>)",
        "(<urn:a>/<urn:b>/^(<urn:c>))",
        "(<urn:a>|(<urn:b>/<urn:c>))",
        "(((<urn:a>|<urn:b>))*/<urn:c>)",
        "((<urn:a>)?/(<urn:b>)+)",
    ],
)
def test_paths_come_back(report: Report, path: str) -> None:
    finding = replace(next(report.findings()), path=path)
    results = (replace(report.results[0], findings=(finding,)),)
    triples = list(report_triples(replace(report, results=results)))
    (read,) = read_report(triples)
    assert read.path == path


def test_junit(report: Report, hostile: Report) -> None:
    root = ET.fromstring(validation_junit([report, hostile], {"lost.xlsx": "cannot be read"}))
    first, second, lost = root
    assert (first.get("tests"), first.get("failures"), first.get("skipped")) == ("4", "2", "0")
    (case,) = (c for c in first if c.get("name", "").startswith("CUR-901"))
    assert case.get("name") == "CUR-901 Vier Kernmodule"
    assert "Remedy: Kernmodule hinzufügen." in (case[0].text or "")
    assert {c.get("name", "")[:7] for c in first if c.find("system-out") is not None} == {"ALI-902", "CUR-902"}
    assert (second.get("failures"), second.get("skipped")) == ("2", "2")
    assert "\x0b" not in ET.tostring(second, encoding="unicode")
    assert lost.find("testcase/error") is not None


def test_page_shows_findings_and_evidence(report: Report) -> None:
    page = JustHTML(validation_page(report), strict=True, sanitize=False)
    text = " ".join(page.to_text().split())
    assert verdict(report, words("de")) in text
    assert f"{TITLE} hat 3 Kernmodule; mindestens 4 sind nötig." in text
    assert "It names a level." in text
    assert words("de").ngettext("and %(count)s more", "and %(count)s more", 2) in text
    rows = page.query("table.evidence tbody tr")
    assert len(rows) == 4
    cells = [" ".join(node.to_text().split()) for node in rows[2].query("th, td")]
    assert cells[0] == "CUR-901"
    assert cells[1] == words("de").gettext("must")
    assert cells[3:6] == ["1", "1", words("de").gettext("not met")]


def test_page_is_accessible_and_lets_nothing_in(hostile: Report, report: Report) -> None:
    for shown in (hostile, report):
        html = validation_page(shown)
        page = JustHTML(html, strict=True, sanitize=False)
        assert page.query("script") == []
        assert "<script" not in html
        ids = [(node.attrs or {})["id"] for node in page.query("[id]")]
        assert len(ids) == len(set(ids))
        assert {((node.attrs or {})["href"] or "")[1:] for node in page.query("a[href^='#']")} <= set(ids)
        assert page.query("h1, h2, h3")[0].name == "h1"
        # a weight is a word, whatever its colour
        weights = {words(shown.language).gettext(weight) for weight in ("must", "should", "may")}
        assert {node.to_text().strip() for node in page.query(".severity")} <= weights
    german = JustHTML(validation_page(report), strict=True, sanitize=False).query("span[lang=de]")
    assert any("Kernmodule" in node.to_text() for node in german)


def test_text_says_what_to_do(report: Report, hostile: Report) -> None:
    stream = io.StringIO()
    console = Console(file=stream, width=100)
    for part in (report_text(report), report_text(hostile), summary_text([report, hostile], {"lost.xlsx": "no"})):
        console.print(part)
    text = " ".join(stream.getvalue().split())
    wording = words("de")
    assert f"{wording.gettext('must')} CUR-901 Vier Kernmodule" in text
    assert "→ Kernmodule hinzufügen." in text
    assert wording.gettext("because %(cause)s", cause="disability types: It names a level.") in text
    assert "not read outcomes!F14" in text
    assert "1 rule that must be met is not met, 1 entry could not be read." in text
    assert f"lost.xlsx {wording.gettext('not read')}" in text
    assert " ".join(wording.gettext(UNREVIEWED_LABELS).split()) in text
