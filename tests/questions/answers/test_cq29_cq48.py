"""Reach, workplace, adaptations, Europass, audiences, strategy: rows by hand, or by plain Python over the Turtle."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bwise_kg import Graph

from .conftest import Links

Rows = Callable[..., list[tuple[str | None, ...]]]

BW, ELM, ID = "https://w3id.org/bwise/ontology#", "http://data.europa.eu/snb/model/elm/", "https://w3id.org/bwise/id/"


def test_groups_that_a_pilot_reached_and_did_not(deliverables: Graph, rows: Rows) -> None:
    columns = ("group", "reached", "persons", "completed", "share", "editions", "countries")
    found = rows(deliverables.ask("cq29", country="FI"), *columns)
    assert [row for row in found if row[1] != "no"] == [
        ("target-group/supporter", "yes", "14", "12", "0.86", "1", "1"),
        ("target-group/worker", "yes", "10", "8", "0.8", "1", "1"),
        ("disadvantaged-group/long-term-unemployed", "yes", "6", None, None, "1", "1"),  # nobody says who completed
        ("disadvantaged-group/physical-sensory-disability", "yes", "4", "3", "0.75", "1", "1"),
        ("disadvantaged-group/person-with-disability", "through a narrower group", None, None, None, None, None),
    ]
    missed = {group for group, reached, *_ in found if reached == "no"}
    assert {"target-group/enabler", "disadvantaged-group/homeless"} <= missed
    assert len(found) == 3 + 14  # target groups and disadvantaged groups of the vocabularies


def test_a_group_of_no_people_is_not_reached(deliverables: Graph, rows: Rows) -> None:
    found = {
        group: told for group, *told in rows(deliverables.ask("cq29", country="MT"), "group", "reached", "persons")
    }
    assert found["target-group/enabler"] == ["no", "0"]
    assert found["target-group/supporter"] == ["yes", "6"]


def test_pilots_add_up_over_countries(deliverables: Graph, rows: Rows) -> None:
    (supporters,) = [
        row for row in rows(deliverables.ask("cq29"), "group", "persons") if row[0] == "target-group/supporter"
    ]
    assert int(str(supporters[1])) >= 14 + 6


def test_outcomes_learned_and_assessed_at_the_workplace(graph: Graph, rows: Rows, links: Links) -> None:
    workplace = f"{ID}setting/workplace"
    expected = set()
    for name in ("enabler", "supporter", "worker"):
        for module in links(f"curriculum/{name}", ELM + "hasPart"):
            for unit in links(module, ELM + "hasPart"):
                for assessment in links(module, ELM + "provenBy"):
                    if workplace in links(unit, BW + "setting") and workplace in links(assessment, BW + "setting"):
                        both = set(links(unit, ELM + "learningOutcome")) & set(links(assessment, BW + "assesses"))
                        expected |= {(module, outcome, unit, assessment) for outcome in both}
    found = rows(graph.ask("cq30"), "module", "outcome", "unit", "assessment")
    assert {tuple(ID + str(cell) for cell in row) for row in found} == expected
    assert len(found) == len(expected)


def test_whether_the_workplace_is_enough_is_told(graph: Graph, rows: Rows) -> None:
    found = rows(graph.ask("cq30", curriculum="worker"), "outcome", "learned", "assessment", "assessed")
    elsewhere, only = "at the workplace and elsewhere", "at the workplace only"
    assert [row for row in found if row[0] == "outcome/worker-1-01"] == [
        ("outcome/worker-1-01", elsewhere, "assessment/worker-1-1", only),
        ("outcome/worker-1-01", elsewhere, "assessment/worker-1-2", elsewhere),
    ]
    assert not [row for row in found if row[0] == "outcome/worker-2-08"]  # assessed in a workshop only


@pytest.mark.parametrize(
    ("group", "serving"),
    [
        (None, None),
        ("homeless", {"homeless"}),
        ("physical-sensory-disability", {"physical-sensory-disability", "person-with-disability"}),
    ],
)
def test_adaptations_of_the_outcomes(
    graph: Graph, rows: Rows, links: Links, group: str | None, serving: set[str] | None
) -> None:
    expected = set()
    for outcome in links("curriculum/worker", ELM + "hasPart", ELM + "learningOutcome"):
        for adaptation in links(outcome, BW + "adaptation"):
            made_for = {each.rpartition("/")[2] for each in links(adaptation, BW + "adaptedFor")}
            if serving is None or serving & made_for:
                for technology in (*links(adaptation, BW + "usesTechnology"),) or (None,):
                    expected.add((outcome, adaptation, technology))
    found = rows(graph.ask("cq31", group=group), "outcome", "adaptation", "technology")
    assert {tuple(cell and ID + cell for cell in row) for row in found} == expected
    assert len(found) == len(expected) > 0


@pytest.mark.parametrize("curriculum", ["enabler", "supporter", "worker"])
def test_to_be_published_a_curriculum_lacks_an_offer(graph: Graph, curriculum: str) -> None:
    answer = graph.ask("cq32", curriculum=curriculum)
    assert [(getattr(row[1], "iri", ""), getattr(row[2], "iri", "")) for row in answer.rows] == [
        (f"{ID}publication-field/opportunity-homepage", "http://xmlns.com/foaf/0.1/homepage"),
        (f"{ID}publication-field/opportunity-provider", f"{ELM}providedBy"),
    ]


OUTPUTS = {
    "disadvantaged-person": [8, 9, 10],
    "policy-maker": [5, 6, 7, 10, 11, 12, 13, 14],
    "public-institution": [5, 6, 7, 10, 11, 12, 13, 14],
    "employer": [5, 6, 7, 8, 9, 10, 11, 12, 13, 14],
    "service-provider": list(range(1, 15)),
}
"""Numbers of the outputs that the project's page lists for each audience, fewest first."""


def test_outputs_for_each_audience_and_who_is_served_least(graph: Graph, rows: Rows) -> None:
    answer = graph.ask("cq45")
    told: dict[str, list[int]] = {}
    for audience, number, outputs, least in rows(answer, "audience", "number", "outputs", "least"):
        name = str(audience).removeprefix("audience/")
        told.setdefault(name, []).append(int(str(number)))
        assert int(str(outputs)) == len(OUTPUTS[name])
        assert bool(least) == (name == "disadvantaged-person")
    assert told == OUTPUTS
    assert next(iter(told)) == "disadvantaged-person"
    assert not answer.reference_design


def test_no_strategy_has_been_published(graph: Graph) -> None:
    answer = graph.ask("cq48")
    assert answer.status == "not published"
    assert len(answer.notes) == 3  # on actions, on funding, on guidelines


def test_what_supports_a_profile_in_a_country(deliverables: Graph, rows: Rows) -> None:
    columns = ("support", "made_for", "where", "pillar", "action", "start", "end")
    found = rows(deliverables.ask("cq48", profile="supporter", country="FI"), *columns)
    here, months = ("profile/supporter", "country/FIN"), ("2025-01", "2026-12")
    paid = "strategy-action/test-trainers"
    assert [row for row in found if "test-" in str(row[0])] == [
        (paid, *here, "pillar/test", None, *months),
        ("strategy-action/test-everywhere", None, None, None, None, None, None),
        ("funding-opportunity/test-foundation", *here, None, None, None, None),
        ("funding-opportunity/test-fund", None, None, None, paid, None, None),
        ("national-guideline/test-fin", None, "country/FIN", None, None, None, None),
    ]


def test_another_profile_in_another_country(deliverables: Graph, rows: Rows) -> None:
    found = rows(deliverables.ask("cq48", profile="enabler", country="MT"), "support")
    assert [row for (row,) in found if "test-" in str(row)] == [
        "strategy-action/test-managers",
        "strategy-action/test-everywhere",
        "funding-opportunity/test-fund",
        "national-guideline/test-mlt",
    ]
