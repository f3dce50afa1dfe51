"""What authorities ask of curricula: levels, decisions, label criteria, assessments, units, indicators."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import Quad

from bwise_kg import EmbeddedStore, Graph
from bwise_kg.generations import open_store
from bwise_kg.namespaces import BW, ELM, GRAPH, ID
from bwise_kg.questions import Status

Rows = Callable[..., list[tuple[str | None, ...]]]

ONTOLOGY = Path(__file__).parents[3] / "ontology"
ALONE = Path(__file__).parent / "data" / "alone"
"""Invented content that would be in the way of other questions."""
KINDS = {f"outcome-kind/{kind}" for kind in ("knowledge", "skill", "responsibility-autonomy")}


@pytest.fixture(scope="module")
def alone(slice_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Return the real graph with two national versions and the run of a curriculum beside it."""
    folder = tmp_path_factory.mktemp("alone") / "store"
    open_store(slice_store).backup(folder)
    store = EmbeddedStore(folder)
    for path in sorted(ALONE.glob("*.ttl")):
        statements = ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE)
        store.load(Quad(s.subject, s.predicate, s.object, GRAPH["facts/test-only"]) for s in statements)
    return Graph(store)


def test_levels_credit_and_hours(graph: Graph, alone: Graph, rows: Rows) -> None:
    """As the Turtle of the three curricula has them."""
    columns = ("curriculum", "version", "eqf", "national", "points", "hours", "workload")
    eqf = "http://data.europa.eu/snb/eqf/"
    assert [(row[0], row[1], row[3], row[4], row[5], row[6]) for row in rows(graph.ask("cq33"), *columns)] == [
        ("curriculum/enabler", "0.1.0", None, "6", "180", None),
        ("curriculum/supporter", "0.1.0", None, "6", "180", None),
        ("curriculum/worker", "0.1.0", None, "6", "160", None),
    ]
    levels = [str(getattr(row[2], "iri", "")) for row in graph.ask("cq33").rows]
    assert levels == [f"{eqf}6", f"{eqf}5", f"{eqf}2"]
    bases = [str(getattr(row[4], "text", "")) for row in graph.ask("cq33").rows]
    assert all("not referenced" in basis or "not been referenced" in basis for basis in bases)
    (stated_nothing,) = rows(alone.ask("cq33", curriculum="test-lv"))
    assert stated_nothing == ("curriculum/test-lv", *[None] * 9)


def test_decisions_of_authorities(graph: Graph, deliverables: Graph, rows: Rows) -> None:
    unknown = graph.ask("cq34")
    assert unknown.status is Status.NOT_PUBLISHED
    assert any("authorities" in note.text for note in unknown.notes)
    austria = (
        "country/AUT",
        "certification-authority/test-austria",
        "curriculum/supporter",
        "module/supporter-2",
        "decision/refused",
        "2026-04-15",
    )
    latvia = (
        "country/LVA",
        "certification-authority/test-latvia",
        "curriculum/supporter",
        "curriculum/supporter",
        "decision/recognised-with-conditions",
        "2026-03-01",
    )
    columns = ("seat", "authority", "whole", "part", "decision", "date")
    assert rows(deliverables.ask("cq34"), *columns) == [austria, latvia]
    assert rows(deliverables.ask("cq34", country="LV"), *columns) == [latvia]
    assert deliverables.ask("cq34", country="LV", curriculum="worker").rows == ()


def test_label_criteria_are_unproven_until_examined(graph: Graph, deliverables: Graph, rows: Rows) -> None:
    columns = ("code", "verdict", "evidence", "assessment", "label")
    codes = [f"L{number:02}" for number in range(1, 19)]
    unproven = [(code, "criterion-verdict/unproven", None, None, None) for code in codes]
    answer = graph.ask("cq35")
    assert rows(answer, *columns) == unproven
    assert answer.reference_design
    examined = rows(deliverables.ask("cq35", curriculum="supporter"), *columns)
    by = "label-assessment/test-supporter"
    assert [row for row in examined if row[3]] == [
        ("L02", "criterion-verdict/met", "document/test-plan", by, None),
        ("L02", "criterion-verdict/met", "document/test-timetable", by, None),
        ("L04", "criterion-verdict/not-met", None, by, None),
        ("L18", "criterion-verdict/unproven", None, by, None),
    ]
    assert [row for row in examined if not row[3]] == [row for row in unproven if row[0] not in {"L02", "L04", "L18"}]
    assert rows(deliverables.ask("cq35", curriculum="enabler"), *columns)[0] == (
        "L01",
        "criterion-verdict/met",
        None,
        "label-assessment/test-enabler",
        "quality-label/test-enabler",
    )


def test_an_edition_that_was_examined_comes_with_its_curriculum(alone: Graph, rows: Rows) -> None:
    found = rows(alone.ask("cq35", curriculum="supporter"), "subject", "code", "verdict")
    assert len(found) == 2 * 18
    assert ("pilot-edition/test-quality", "L17", "criterion-verdict/met") in found
    assert ("curriculum/supporter", "L17", "criterion-verdict/unproven") in found


def test_outcomes_without_assessment(graph: Graph, alone: Graph, rows: Rows) -> None:
    """The curricula of the reference design assess every outcome; the invented ones assess none."""
    assert graph.ask("cq36").status is Status.NONE
    assert rows(alone.ask("cq36"), "curriculum", "module", "outcome", "kind", "assessments") == [
        ("curriculum/test-at", "module/test-at", "outcome/test-at-1", None, "0"),
        ("curriculum/test-at", "module/test-at", "outcome/test-at-2", None, "0"),
        ("curriculum/test-at", "module/test-at", "outcome/test-at-3", None, "0"),
        ("curriculum/test-lv", "module/test-lv", "outcome/test-lv-1", "outcome-kind/skill", "0"),
        ("curriculum/test-lv", "module/test-lv", "outcome/test-lv-2", None, "0"),
        ("curriculum/test-lv", "module/test-lv", "outcome/test-lv-3", None, "0"),
    ]


def test_kinds_that_units_lack(graph: Graph, alone: Graph, rows: Rows) -> None:
    """Against the Turtle of the three curricula."""
    outcomes: dict[str, set[str]] = {}
    kind_of: dict[str, str] = {}
    units: set[str] = set()
    for path in (ONTOLOGY / "reference" / "curricula").glob("*.ttl"):
        for s in ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE):
            subject, value = (str(each).strip("<>").removeprefix(ID.base) for each in (s.subject, s.object))
            if s.object == BW.Unit:
                units.add(subject)
            elif s.predicate == ELM.learningOutcome:
                outcomes.setdefault(subject, set()).add(value)
            elif s.predicate == BW.outcomeKind:
                kind_of[subject] = value
    expected = {(unit, kind) for unit in units for kind in KINDS - {kind_of[each] for each in outcomes[unit]}}
    found = rows(graph.ask("cq37"), "unit", "lacking")
    assert len(found) == len(set(found))
    assert set(found) == expected
    assert rows(alone.ask("cq37", curriculum="test-lv"), "unit", "lacking", "outcomes", "without_kind")[:2] == [
        ("unit/test-lv-1", "outcome-kind/knowledge", "1", "0"),
        ("unit/test-lv-1", "outcome-kind/responsibility-autonomy", "1", "0"),
    ]


def test_equal_units_of_two_national_versions(graph: Graph, alone: Graph, rows: Rows) -> None:
    assert graph.ask("cq38").status is Status.NOT_PUBLISHED
    from_austria = (
        "profile/supporter",
        "country/AUT",
        "curriculum/test-at",
        "unit/test-at-1",
        "14",
        "country/LVA",
        "curriculum/test-lv",
        "unit/test-lv-1",
        "12",
        "2",
    )
    assert [row for row in rows(alone.ask("cq38")) if "test" in str(row[3])] == [from_austria]
    (from_latvia,) = rows(alone.ask("cq38", country="LV"), "unit", "other_unit")
    assert from_latvia == ("unit/test-lv-1", "unit/test-at-1")
    assert alone.ask("cq38", country="ES").rows == ()


def test_indicators_that_pilots_can_answer(graph: Graph, alone: Graph, rows: Rows) -> None:
    before = rows(graph.ask("cq39"), "number", "finding")
    assert {number for number, finding in before if finding == "not measured in this graph"} == {"5", "7"}
    assert {finding for number, finding in before if number not in {"5", "7"}} == {"data missing"}
    assert list(dict.fromkeys(number for number, _ in before)) == [str(number) for number in range(1, 11)]
    bw = "https://w3id.org/bwise/ontology#"
    after = [
        (getattr(row[0], "text", ""), getattr(row[2], "text", ""), getattr(row[3], "iri", "").removeprefix(bw))
        for row in alone.ask("cq39").rows
    ]
    assert after == [
        ("1", "data missing", "QualityLabel"),
        ("2", "can be computed", ""),
        ("3", "can be computed", ""),
        ("4", "can be computed", ""),
        ("5", "not measured in this graph", ""),
        ("6", "can be computed", ""),
        ("7", "not measured in this graph", ""),
        ("8", "data missing", "DisadvantagedGroup"),  # the participants are counted as supporters only
        ("9", "can be computed", ""),
        ("10", "data missing", "Adaptation"),
        ("10", "data missing", "NationalGuideline"),
    ]
