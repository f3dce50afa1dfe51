"""Partners, languages and pilots: rows worked out by hand from the sources, or by plain Python over the Turtle."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bwise_kg import Answer, Graph

Rows = Callable[..., list[tuple[str | None, ...]]]

SECTOR, VET = "partner-kind/wise-sector-body", "partner-kind/vet-provider"
PILOT_COUNTRIES = {"AUT", "BEL", "BGR", "ESP", "FRA", "GRC", "HRV", "ITA", "LVA", "NLD", "POL", "ROU", "SVN"}


def test_each_of_the_13_pilot_countries_has_partners_of_both_kinds(graph: Graph, rows: Rows) -> None:
    answer = graph.ask("cq19")
    kinds: dict[str | None, set[str | None]] = {}
    for country, kind in rows(answer, "country", "kind"):
        kinds.setdefault(country, set()).add(kind)
    assert kinds == {f"country/{code}": {SECTOR, VET} for code in PILOT_COUNTRIES}
    counted = [kind for (kind,) in rows(answer, "kind")]
    assert (counted.count(SECTOR), counted.count(VET)) == (14, 13)  # the totals that the consortium published


def test_the_partners_of_a_country_come_with_the_reason_for_their_kind(graph: Graph, rows: Rows) -> None:
    answer = graph.ask("cq19", country="IT")
    assert rows(answer, "kind", "partner") == [
        (SECTOR, "partner/aias-bologna"),
        (SECTOR, "partner/idee-in-rete"),
        (VET, "partner/scuola-centrale"),
    ]
    assert all((reason or "").startswith("Own reading") for (reason,) in rows(answer, "reading"))
    assert answer.reference_design  # who is of which kind is our reading


def test_a_country_with_one_kind_of_partner_only_is_not_among_them(graph: Graph) -> None:
    assert graph.ask("cq19", country="DE").status == "none"


RESOURCES = [
    *[("Curriculum", f"curriculum/{name}", "yes") for name in ("enabler", "supporter", "worker")],
    ("MOOC", "mooc/digital-skills", "not stated"),
    *[("Toolkit", f"toolkit/{name}", "not stated") for name in ("enabler", "supporter", "worker")],
]
"""What there is, and whether the project's list of outputs plans languages for it: for the curricula it does."""


@pytest.mark.parametrize(("country", "languages"), [("ES", ["SPA"]), ("BE", ["DEU", "FRA", "NLD"]), ("SE", [])])
def test_nothing_exists_but_english_curricula(graph: Graph, rows: Rows, country: str, languages: list[str]) -> None:
    found = rows(graph.ask("cq20", country=country), "resource", "language", "official", "planned", "state", "version")
    missing = [
        (resource, f"language/{language}", "yes", planned, "missing", None)
        for language in languages
        for _, resource, planned in RESOURCES
    ]
    english = [
        (resource, "language/ENG", "no", planned, "exists" if kind == "Curriculum" else "outline only", resource)
        for kind, resource, planned in RESOURCES
    ]
    assert found == missing + english


def test_a_language_version_is_the_resource_itself_or_made_from_it(deliverables: Graph, rows: Rows) -> None:
    found = rows(deliverables.ask("cq20", country="LV"), "resource", "language", "state", "version")
    latvian = {resource: (state, version) for resource, language, state, version in found if language == "language/LAV"}
    assert latvian == {
        "curriculum/enabler": ("missing", None),
        "curriculum/supporter": ("missing", None),
        "curriculum/worker": ("exists", "curriculum/worker"),
        "mooc/digital-skills": ("outline only", "mooc/test-lav"),
        "toolkit/enabler": ("missing", None),
        "toolkit/supporter": ("exists", "toolkit/test-supporter-lav"),
        "toolkit/worker": ("missing", None),
    }


@pytest.mark.parametrize("question", ["cq21", "cq23", "cq29"])
def test_of_the_pilots_only_frames_exist(graph: Graph, question: str) -> None:
    answer = graph.ask(question)
    assert answer.status == "not published"
    assert answer.notes


def test_all_about_the_pilot_in_a_country(deliverables: Graph, rows: Rows) -> None:
    answer = deliverables.ask("cq21", country="FI")
    supporter = ("pilot-edition/test-fin-supporter", "2024-02-05", "2024-06-28", "language/ENG")
    worker = ("pilot-edition/test-fin-worker", "2024-03-04", None, None)
    facts: list[tuple[tuple[str | None, ...], str, str, str | None, str | None]] = [
        (supporter, "runsCurriculum", "curriculum/supporter", None, None),
        (supporter, "runsModule", "module/supporter-1", None, None),  # all three: it names none
        (supporter, "runsModule", "module/supporter-2", None, None),
        (supporter, "runsModule", "module/supporter-3", None, None),
        (supporter, "organiser", "organisation/test-school", None, None),  # the pilot's
        (supporter, "ecosystemActor", "organisation/test-employment-service", None, None),
        (supporter, "participation", "target-group/supporter", "14", "12"),
        (worker, "runsCurriculum", "curriculum/worker", None, None),
        (worker, "runsModule", "module/worker-2", None, None),
        (worker, "organiser", "organisation/test-workshop", None, None),
        (worker, "ecosystemActor", "organisation/test-employment-service", None, None),
        (worker, "participation", "disadvantaged-group/long-term-unemployed", "6", None),
        (worker, "participation", "disadvantaged-group/physical-sensory-disability", "4", "3"),
        (worker, "participation", "target-group/worker", "10", "8"),
    ]
    bw = "https://w3id.org/bwise/ontology#"
    assert rows(answer) == [(*head, bw + relation, thing, *counts) for head, relation, thing, *counts in facts]


@pytest.mark.parametrize("country", ["ES", "PL", "LV"])
@pytest.mark.parametrize("profile", ["enabler", "supporter", "worker"])
def test_open_skills_of_a_pilot_curriculum_are_those_of_the_coverage(graph: Graph, country: str, profile: str) -> None:
    answer = graph.ask("cq22", country=country, profile=profile)
    # frames of pilots run the reference curricula, so the curriculum has the profile's name
    judged = [each for each in graph.coverage(profile).requirements if each.requirement.essential]
    assert _verdicts(answer) == {
        each.requirement.skill: (each.verdict.value, each.requirement.level)
        for each in judged
        if each.verdict != "covered"
    }


def test_open_skills_name_the_nearest_outcomes_and_the_reason(graph: Graph, rows: Rows) -> None:
    answer = graph.ask("cq22")
    told = rows(answer, "verdict", "outcome", "reached")
    nearest = {
        a.outcome.iri.rpartition("/id/")[2]
        for each in graph.coverage("supporter").requirements
        if each.requirement.essential and each.verdict != "covered"
        for a in each.evidence
    }
    assert {outcome for _, outcome, _ in told if outcome} == nearest
    assert all(reason for (reason,) in rows(answer, "reason"))  # the curriculum declares each of these gaps


def test_a_curriculum_run_by_an_edition_counts_as_the_pilot_s(deliverables: Graph, graph: Graph) -> None:
    assert _verdicts(deliverables.ask("cq22", country="FI")) == _verdicts(graph.ask("cq22", country="ES"))
    assert deliverables.ask("cq22", country="FI", profile="enabler").status == "none"


def _verdicts(answer: Answer) -> dict[str, tuple[str, str | None]]:
    places = [[name for name, _ in answer.columns].index(name) for name in ("skill", "verdict", "required")]
    found = {}
    for row in answer.rows:
        skill, verdict, required = (row[place] for place in places)
        assert skill is not None
        assert verdict is not None
        found[getattr(skill, "iri", "")] = (getattr(verdict, "text", ""), getattr(required, "iri", None))
    return found


def test_the_unit_with_the_weakest_marks_comes_first(deliverables: Graph, rows: Rows) -> None:
    columns = ("unit", "mean", "group", "share", "edition", "remark", "adjustment", "version")
    found = rows(deliverables.ask("cq23"), *columns)
    first = "Too much at once on the first day."
    fin, mlt, worker = (f"pilot-edition/test-{name}" for name in ("fin-supporter", "mlt-supporter", "fin-worker"))
    by, trainers = "target-group/supporter", "target-group/supporter"
    assert [row for row in found if "test-" in (row[4] or "")] == [
        ("unit/supporter-1-1", "0.5", trainers, "0.4", mlt, None, None, None),  # 4 of 10 and 3 of 5
        ("unit/supporter-1-1", "0.5", by, "0.6", fin, first, "adjustment/test-two-days", "0.2.0"),
        ("unit/worker-2-1", "0.6", "target-group/worker", "0.4", worker, None, None, None),  # 2 and 4 of 5
        ("unit/worker-2-1", "0.6", trainers, "0.8", worker, None, None, None),
        ("unit/supporter-2-1", "0.9", by, "0.9", fin, None, None, None),
    ]


def test_feedback_of_one_country_and_curriculum(deliverables: Graph, rows: Rows) -> None:
    assert rows(deliverables.ask("cq23", country="MT"), "unit", "mean") == [("unit/supporter-1-1", "0.4")]
    assert {unit for (unit,) in rows(deliverables.ask("cq23", country="FI", curriculum="worker"), "unit")} == {
        "unit/worker-2-1"
    }
