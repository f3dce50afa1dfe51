"""A rule with many findings: a report writes out so many, counts all of them, and says so, in bounded work."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import jsonschema
import pyoxigraph as ox
import pytest
from openpyxl import load_workbook
from pyoxigraph import Literal, NamedNode
from rich.console import Console

from bwise_kg import Graph
from bwise_kg.curriculum.source import CurriculumSource, read_source
from bwise_kg.namespaces import RDFS, SH
from bwise_kg.render.validation_data import validation_csv, validation_json
from bwise_kg.render.validation_junit import validation_junit
from bwise_kg.render.validation_page import validation_page
from bwise_kg.render.validation_rdf import validation_turtle
from bwise_kg.render.validation_text import report_text
from bwise_kg.render.validation_workbook import annotated_workbook
from bwise_kg.validation import EngineName, Report, RuleResult, rules, validate
from bwise_kg.validation.findings import MOST_OF_A_RULE
from bwise_kg.validation.fixes.proposing import (
    MOST_FINDINGS,
    MOST_PROPOSALS,
    Tries,
    in_order,
    outcomes_of,
    with_fixes,
)
from bwise_kg.validation.fixes.proposing import MOST_OF_A_RULE as MOST_MENDED_OF_A_RULE
from bwise_kg.validation.fixes.scene import Scene
from bwise_kg.validation.fixes.trying import Copy
from bwise_kg.validation.subjects import subject_of

from .conftest import ROOT
from .test_hostile import COURSE, LEARNED, MODULES

OUTCOMES = 180
MORE = {
    "en": "and 79 more findings of this rule, which are only counted",
    "pl": "i jeszcze 79 ustaleń dotyczących tej reguły, tylko policzonych",
}
"""Each title but the last by name is found once: 179 findings, of which 100 are written out."""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> CurriculumSource:
    """Return a curriculum whose outcomes have the same title, and no kind, level or assessment."""
    text = "".join(MODULES.format(f":m{n}", f":m{n}") for n in range(3))
    text += "".join(f":m{n % 3}" + LEARNED.format(f":o{n}", f":o{n}", "same") for n in range(OUTCOMES))
    file = tmp_path_factory.mktemp("many") / "course.ttl"
    file.write_text(COURSE + text, encoding="utf-8")
    return read_source(file)


@pytest.fixture(scope="module", params=sorted(MORE))
def report(request: pytest.FixtureRequest, slice_graph: Graph, source: CurriculumSource) -> Report:
    found = validate(slice_graph, source, language=request.param)
    return with_fixes(slice_graph, found, source)


def same_title(report: Report) -> RuleResult:
    return next(result for result in report.results if result.rule.id == "CUR-022")


def test_counts_stay_true_whatever_is_written_out(slice_graph: Graph, source: CurriculumSource) -> None:
    """Results of the engine are counted here, one a node and value: what the report says has to be as many."""
    book = rules().of(("curriculum", "alignment"))
    data = subject_of(slice_graph, source, ("curriculum", "alignment")).data
    by_rule: dict[str, set[tuple[object, ...]]] = {}
    for r in book.engine(EngineName.COMPILED).validate(data):
        by_rule.setdefault(book.owners[r.shape].id, set()).add((r.focus, r.shape, r.component, r.path, r.value))
    for engine in ("compiled", "shifty"):
        report = validate(slice_graph, source, engine=engine)
        assert not report.conforms
        assert {r.rule.id: r.found for r in report.results if r.found} == {k: len(v) for k, v in by_rule.items()}
        assert {r.rule.id: r.failed for r in report.results if r.found} == {
            rule: len({key[0] for key in found}) for rule, found in by_rule.items()
        }
        assert max(len(result.findings) for result in report.results) == MOST_OF_A_RULE
        assert report.found() == sum(map(len, by_rule.values())) > sum(1 for _ in report.findings())
    assert len(by_rule["CUR-022"]) == OUTCOMES - 1


def test_of_outcomes_alike_each_but_the_last_is_found_once(report: Report) -> None:
    result = same_title(report)
    assert (len(result.findings), result.more, result.failed) == (MOST_OF_A_RULE, OUTCOMES - 1 - MOST_OF_A_RULE, 179)
    assert len({finding.focus for finding in result.findings}) == MOST_OF_A_RULE


def test_what_is_written_out_is_the_same_with_every_engine(slice_graph: Graph, source: CurriculumSource) -> None:
    first, second = (validate(slice_graph, source, engine=name) for name in ("compiled", "shifty"))
    assert [(f.rule.id, f.focus, f.path, f.value, f.message) for f in first.findings()] == [
        (f.rule.id, f.focus, f.path, f.value, f.message) for f in second.findings()
    ]


def test_fixes_are_tried_for_some_of_a_rule_and_so_many_in_all(
    slice_graph: Graph, source: CurriculumSource, report: Report
) -> None:
    looked_at = in_order(report)
    of_a_rule = [sum(f.rule.id == rule for f in looked_at) for rule in {f.rule.id for f in looked_at}]
    assert (max(of_a_rule), len(looked_at)) == (MOST_MENDED_OF_A_RULE, MOST_FINDINGS)
    sets = ("curriculum", "alignment")
    found = subject_of(slice_graph, source, sets)
    scene = Scene(slice_graph, found.data, NamedNode(found.iri), "en", {})
    copy, tries = Copy(slice_graph, rules().of(sets), found.data, found.data.own), Tries(10)
    made = list(outcomes_of(looked_at, scene, copy, tries))
    assert tries.left >= 0
    assert len(made) <= 10 * MOST_PROPOSALS + len(looked_at)
    assert len(list(outcomes_of(looked_at, scene, copy, Tries(0)))) <= len(looked_at)


def test_json_and_csv_say_how_many_more(report: Report) -> None:
    data = validation_json([report])
    jsonschema.validate(data, json.loads((ROOT / "docs" / "validation.schema.json").read_text(encoding="utf-8")))
    (rule,) = (rule for rule in data["reports"][0]["rules"] if rule["id"] == "CUR-022")
    assert (rule["found"], rule["more"], rule["failed"]) == (179, 79, 179)
    assert sum(len(group["findings"]) for group in rule["groups"]) == 100
    assert sum(data["reports"][0]["findings"].values()) == report.found()
    rows = [row for row in csv.DictReader(io.StringIO(validation_csv([report]))) if row["rule"] == "CUR-022"]
    assert [row["message"] for row in rows].count(MORE[report.language]) == 1
    assert len(rows) == 101


def test_people_are_told_how_many_more(report: Report, slice_graph: Graph, source: CurriculumSource) -> None:
    more = MORE[report.language]
    stream = io.StringIO()
    Console(file=stream, width=400).print(report_text(report))
    assert more in stream.getvalue()
    assert validation_page(report).count(f"<li>{more}</li>") == stream.getvalue().count(more) >= 1
    assert more in (_failure(report) or "")
    book = load_workbook(io.BytesIO(annotated_workbook(slice_graph, report, source)))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert sum(row[1] == "CUR-022" and row[3] == more for row in rows) == 1


def _failure(report: Report) -> str | None:
    root = ET.fromstring(validation_junit([report]))
    return next(
        case.findtext("failure") for case in root.iter("testcase") if case.get("name", "").startswith("CUR-022")
    )


def test_turtle_says_it_in_a_comment_of_the_report(report: Report) -> None:
    triples = list(ox.parse(validation_turtle([report]), ox.RdfFormat.TURTLE))
    (made,) = (t.subject for t in triples if t.object == SH.ValidationReport)
    said = {t.object for t in triples if t.subject == made and t.predicate == RDFS.comment}
    assert Literal(f"CUR-022: {MORE[report.language]}", language=report.language) in said
    shape = NamedNode("https://w3id.org/bwise/id/rule/CUR-022")
    assert sum(t.predicate == SH.sourceShape and t.object == shape for t in triples) == 100


def test_a_cap_of_findings_goes_by_place(slice_graph: Graph, source: CurriculumSource) -> None:
    """What stands first in the file is written out, in the order of rows and not of letters."""

    def places() -> Iterator[tuple[tuple[str, str | None], str]]:
        for n in range(OUTCOMES):
            yield (f"https://example.org/o{n}", None), f"Outcomes!A{OUTCOMES + 1 - n}"

    placed = CurriculumSource(source.quads, dict(places()), source.path)
    result = same_title(validate(slice_graph, placed))
    rows = [int((finding.place or "!A0").rpartition("!A")[2]) for finding in result.findings]
    assert rows == sorted(rows)
    assert rows[-1] <= MOST_OF_A_RULE + 2
