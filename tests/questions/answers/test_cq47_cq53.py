"""Outputs that were late, and what those ask who use the data; versions of ESCO are beside the alignments."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from bwise_kg import Graph
from bwise_kg.coverage import Verdict
from bwise_kg.namespaces import GRAPH
from bwise_kg.questions import Status

Rows = Callable[..., list[tuple[str | None, ...]]]

LISTEN = "http://data.europa.eu/esco/skill/a17286c5-238d-4f0b-bc24-29e9121345de"
CURRICULA = Path(__file__).parents[3] / "ontology" / "reference" / "curricula"
GRAPHS = ("esco/1.1.1", "facts/published", "facts/seeds", "inferred/esco/1.1.1", "inferred/reference", "ontology")


def test_outputs_later_than_planned(graph: Graph, rows: Rows) -> None:
    """Months counted by hand: 03/2022 to 10/2022, 09/2022 to 12/2022, 06/2024 to 07/2024."""
    answer = graph.ask("cq47")
    assert not answer.reference_design
    found = rows(answer, "output", "finding", "months", "planned", "actual")
    assert found[:3] == [
        ("output/1", "late", "7", "2022-03", "2022-10-14"),
        ("output/2", "late", "3", "2022-09", "2022-12-14"),
        ("output/8", "late", "1", "2024-06", "2024-07-02"),
    ]
    unknown = found[3:]
    assert {row[1:3] for row in unknown} == {("no date of appearance found", None)}
    numbers = [3, 4, 5, 5, 6, 7, 9, 10, 11, 12, 13, 14]  # output 5 was planned in two editions
    assert [row[0] for row in unknown] == [f"output/{number}" for number in numbers]


def test_what_is_new_since_a_date(graph: Graph) -> None:
    everything = graph.ask("cq49", date="2026-01-01")
    graphs = {getattr(row[1], "iri", "") for row in everything.rows}
    assert graphs >= {GRAPH[name].value for name in (*GRAPHS, "reference")}
    assert graphs == {graph.value for graph in graph_names(graph)}
    assert graph.ask("cq49", date="2999-01-01").status is Status.NONE
    assert graph.ask("cq49", date="").rows == everything.rows


def graph_names(graph: Graph) -> set[ox.NamedNode]:
    return {each for each in graph.store.graphs() if each != GRAPH.catalog}


@pytest.mark.parametrize("skill", [LISTEN, "coach employees"])
def test_outcomes_of_any_curriculum_for_a_skill(graph: Graph, skill: str) -> None:
    """That very skill: against the attainments in the Turtle of the curricula."""
    answer = graph.ask("cq50", skill=skill)
    (given,) = answer.parameters
    asked = getattr(given.value, "iri", "")
    attained, outcomes = set(), set()
    for path in CURRICULA.glob("*.ttl"):
        statements = list(ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE))
        entry = {s.subject for s in statements if str(s.object).endswith("#EntryRequirement>")}
        attained |= {
            s.subject
            for s in statements
            if s.predicate.value.endswith("#skill") and s.object == ox.NamedNode(asked) and s.subject not in entry
        }
        outcomes |= {
            str(s.subject).strip("<>")
            for s in statements
            if s.predicate.value.endswith("#attains") and s.object in attained
        }
    found = {getattr(row[5], "iri", "") for row in answer.rows if getattr(row[2], "text", "") == "0"}
    assert found == outcomes
    assert outcomes


def test_steps_agree_with_coverage(graph: Graph) -> None:
    """A requirement that is met in part rests on the outcomes that are found for its skill, as many steps away."""
    checked = 0
    for name in ("enabler", "supporter", "worker"):
        for covered in graph.coverage(name).requirements:
            if covered.verdict is not Verdict.PARTIAL:
                continue
            answer = graph.ask("cq50", skill=covered.requirement.skill)
            found = {
                (getattr(row[3], "iri", ""), getattr(row[5], "iri", ""), int(getattr(row[2], "text", "")))
                for row in answer.rows
            }
            assert {(each.skill, each.outcome.iri, each.distance) for each in covered.evidence} <= found
            checked += 1
    assert checked


def test_licence_and_source_of_each_graph(graph: Graph) -> None:
    licences = {getattr(row[0], "iri", ""): getattr(row[3], "iri", None) for row in graph.ask("cq51").rows}
    assert licences[GRAPH["esco/1.1.1"].value] == "http://data.europa.eu/eli/dec/2011/833/oj"
    assert licences[GRAPH.reference.value] == "https://creativecommons.org/licenses/by/4.0/"
    assert licences.keys() == {each.value for each in graph_names(graph)}
    duties = {getattr(row[0], "iri", ""): getattr(row[6], "text", "") for row in graph.ask("cq51").rows}
    assert "This service uses the ESCO classification" in duties[GRAPH["esco/1.1.1"].value]


def test_digests_are_those_of_the_store(graph: Graph) -> None:
    found = {getattr(row[0], "iri", ""): getattr(row[5], "text", "") for row in graph.ask("cq53").rows}
    assert found == {each.value: graph.store.digest(each) for each in graph_names(graph)}
