from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from bwise_kg import Coverage, Graph, Verdict
from bwise_kg.render.data import COLUMNS, coverage_csv, coverage_json, percent, plain, to_csv
from bwise_kg.render.labels import Labels, labels_for

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "coverage.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def coverage(slice_graph: Graph) -> Coverage:
    return slice_graph.coverage("supporter")


@pytest.fixture(scope="module")
def labels(slice_graph: Graph, coverage: Coverage) -> Labels:
    return labels_for(slice_graph, coverage, "fr")


def test_json_is_as_its_schema_says(coverage: Coverage, labels: Labels) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA).validate(coverage_json(coverage, labels, "fr"))


def test_json_holds_the_same_as_the_coverage(coverage: Coverage, labels: Labels) -> None:
    data = json.loads(json.dumps(coverage_json(coverage, labels, "fr")))
    assert data["referenceDesign"] is True
    assert data["curriculum"]["hours"] == 180
    assert [r["iri"] for r in data["requirements"]] == [r.requirement.iri for r in coverage.requirements]
    for written, covered in zip(data["requirements"], coverage.requirements, strict=True):
        assert written["verdict"] == covered.verdict.value
        assert [e["outcome"]["iri"] for e in written["evidence"]] == [a.outcome.iri for a in covered.evidence]
        assert written["hours"] == (None if covered.hours is None else float(covered.hours))
    for verdict in Verdict:
        listed = sum(r["verdict"] == verdict.value for r in data["requirements"])
        assert data["totals"]["all"]["verdicts"][verdict.value] == listed
    assert [m["hours"] for m in data["modules"]] == [60, 64, 56]


def test_labels_are_french_where_esco_has_them_and_english_elsewhere(coverage: Coverage, labels: Labels) -> None:
    data = coverage_json(coverage, labels, "fr")
    surplus = {s["skill"]["label"] for s in data["surplus"]}
    assert {"gérer le stress", "prepare work instructions"} <= surplus


def test_csv_has_a_row_a_requirement_and_reads_back(coverage: Coverage, labels: Labels) -> None:
    rows = list(csv.DictReader(io.StringIO(coverage_csv(coverage, labels, "en"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [row["requirement URI"] for row in rows] == [r.requirement.iri for r in coverage.requirements]
    assert [row["verdict"] for row in rows] == [r.verdict.value for r in coverage.requirements]
    missing = [row for row in rows if row["verdict"] == "missing"]
    assert missing
    assert all(row["hours"] == row["outcomes"] == row["modules"] == "" for row in missing)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    ((_, written),) = list(csv.reader(io.StringIO(to_csv(["a", "b"], [["x", cell]]), newline="")))[1:]
    assert written == f"'{cell}"


def test_csv_lines_end_as_rfc_4180_says() -> None:
    assert to_csv(["a"], [["x"]]) == "a\r\nx\r\n"


@pytest.mark.parametrize(("number", "text"), [("60.0", "60"), ("12.50", "12.5"), ("1E+2", "100"), ("0", "0")])
def test_numbers_are_plain(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


@pytest.mark.parametrize(
    ("count", "of", "text"),
    [(3, 3, "100 %"), (9999, 10000, "99 %"), (1, 10000, "1 %"), (0, 3, "0 %"), (1, 2, "50 %"), (0, 0, "")],
)
def test_only_the_whole_is_100_percent_and_only_nothing_is_0(count: int, of: int, text: str) -> None:
    assert percent(count, of).replace("\N{NO-BREAK SPACE}", " ") == text


def test_known_gaps_have_the_reason_that_the_curriculum_states(slice_graph: Graph) -> None:
    file = Path(__file__).parents[2] / "ontology" / "reference" / "curricula" / "supporter.ttl"
    text = file.read_text(encoding="utf-8")
    stated = dict(re.findall(r'bw:requirement requirement:([\w-]+) ;\s+bw:rationale "((?:[^"\\]|\\.)*)"@en', text))
    assert len(stated) == len(re.findall(r"^known-gap:", text, re.MULTILINE)) > 0
    for curriculum in ("supporter", file):
        coverage = slice_graph.coverage(curriculum)
        written = coverage_json(coverage, labels_for(slice_graph, coverage))
        declared = {r["iri"].rsplit("/", 1)[-1]: r["knownGap"] for r in written["requirements"] if r["knownGap"]}
        assert declared == {requirement: {"reason": reason} for requirement, reason in stated.items()}
        assert not any(r.known_gap is not None and r.verdict is Verdict.COVERED for r in coverage.requirements)
        rows = list(csv.DictReader(io.StringIO(coverage_csv(coverage, labels_for(slice_graph, coverage)))))
        assert sorted(row["known gap"] for row in rows if row["known gap"]) == sorted(stated.values())
