"""MOOC, toolkit, entry, recommendations and smallest sets: rows by hand, or by plain Python over the Turtle."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pyoxigraph as ox
import pytest

from bwise_kg import Graph
from bwise_kg.queries import bind
from bwise_kg.questions import question

from .conftest import Links

Rows = Callable[..., list[tuple[str | None, ...]]]

BW, ELM, ID = "https://w3id.org/bwise/ontology#", "http://data.europa.eu/snb/model/elm/", "https://w3id.org/bwise/id/"
PERSONAS = [
    *("almost-retired", "beginners", "founders", "social-enablers", "tech-enablers", "bridge-builder"),
    *("craftsman-turned-coach", "one-who-starts-again", "worker-with-a-routine"),
]


def test_parts_of_the_mooc_that_prepare_for_an_outcome(graph: Graph, rows: Rows) -> None:
    assert rows(graph.ask("cq24", outcome="worker-2-01")) == [
        ("curriculum/worker", "unit/worker-2-1", "24", "outcome/worker-2-01", "mooc-part/first-steps", "4", "3")
    ]


def test_every_outcome_that_a_part_serves_is_there_with_its_unit(graph: Graph, rows: Rows, links: Links) -> None:
    parts = links("mooc/digital-skills", BW + "moocPart")
    served = {(part, outcome) for part in parts for outcome in links(part, BW + "serves")}
    found = rows(graph.ask("cq24"), "part", "outcome", "unit", "served")
    assert {(ID + str(part), ID + str(outcome)) for part, outcome, _, _ in found} == served
    assert len(found) == len(served)
    for part, outcome, unit, number in found:
        assert ID + str(outcome) in links(str(unit), ELM + "learningOutcome")
        assert number == str(len(links(str(part), BW + "serves")))


def test_toolkit_resources_come_in_the_order_of_the_phases(graph: Graph, rows: Rows) -> None:
    assert rows(graph.ask("cq25"), "phase", "resource", "toolkit") == [
        ("teaching-phase/plan", "toolkit-resource/supporter-guide-to-localisation", "toolkit/supporter"),
        ("teaching-phase/deliver", "toolkit-resource/supporter-role-plays-with-workers", "toolkit/supporter"),
        ("teaching-phase/evaluate", "toolkit-resource/supporter-observation-and-portfolio", "toolkit/supporter"),
        ("teaching-phase/evaluate", "toolkit-resource/supporter-edition-review", "toolkit/supporter"),
    ]


def test_every_resource_for_a_unit_is_found(graph: Graph, rows: Rows, links: Links) -> None:
    for unit in ("enabler-1-1", "supporter-2-3", "worker-3-2"):
        expected = {
            (resource, phase)
            for toolkit in ("enabler", "supporter", "worker")
            for resource in links(f"toolkit/{toolkit}", BW + "toolkitResource")
            for phase in links(resource, BW + "helpsWith")
            if ID + "unit/" + unit in links(resource, BW + "forUnit")
        }
        found = rows(graph.ask("cq25", unit=unit), "resource", "phase")
        assert {(ID + str(resource), ID + str(phase)) for resource, phase in found} == expected


FOLLOW_INSTRUCTIONS = "http://data.europa.eu/esco/skill/fc511e12-fe90-40a0-bec8-227abb5e4255"
INTERACT = "http://data.europa.eu/esco/skill/a12057b4-6d11-4a12-ab8e-15a028ef0a6d"


def test_entry_to_the_modules_of_workers(graph: Graph) -> None:
    answer = graph.ask("cq26")
    names = ("module", "skill", "level", "earlier", "hours")
    places = [[name for name, _ in answer.columns].index(name) for name in names]
    plain = [[getattr(row[p], "iri", None) or getattr(row[p], "text", None) for p in places] for row in answer.rows]
    one, two, three = (f"{ID}module/worker-{n}" for n in (1, 2, 3))
    assert plain == [
        [one, None, None, None, None],
        [one, None, None, None, None],
        [two, None, None, None, None],
        [two, None, None, one, "52"],
        [three, None, None, None, None],
        [three, FOLLOW_INSTRUCTIONS, f"{ID}level/foundation", None, None],
    ]


def test_entry_is_told_in_easy_words_as_well(graph: Graph, rows: Rows) -> None:
    easy = [text for (text,) in rows(graph.ask("cq26", module="worker-2"), "easy")]
    assert easy == [
        "You do not need your own phone. We can lend you one.",
        "Please do part 1 first. There you learn to ask for help.",
    ]


def test_a_module_of_another_group_is_answered_though_workers_are_the_default(graph: Graph, rows: Rows) -> None:
    assert rows(graph.ask("cq26", module="supporter-2"), "group", "level", "earlier", "hours") == [
        ("target-group/supporter", None, "module/supporter-1", "60"),
        ("target-group/supporter", "level/digcomp-3", None, None),
    ]


@pytest.mark.parametrize("scenario", ["productive", "social", "training"])
def test_modules_are_recommended_for_the_skills_that_they_teach(graph: Graph, links: Links, scenario: str) -> None:
    expected = set()
    for name in ("enabler", "supporter", "worker"):
        for module in links(f"curriculum/{name}", ELM + "hasPart"):
            taught = set(links(module, ELM + "learningOutcome", BW + "attains", BW + "skill"))
            needed = links(f"scenario/{scenario}", BW + "hasNeed", BW + "neededSkill")
            for need in links(f"scenario/{scenario}", BW + "hasNeed"):
                for skill in set(links(need, BW + "neededSkill")) & taught:
                    expected.add((f"{ID}profile/{name}", module, str(len(set(needed) & taught)), need, skill))
    answer = graph.ask("cq27", scenario=scenario, country="PL")
    names = [name for name, _ in answer.columns]
    places = [names.index(name) for name in ("profile", "module", "skills", "need", "skill")]
    found = [
        tuple(getattr(row[place], "iri", None) or getattr(row[place], "text", None) for place in places)
        for row in answer.rows
    ]
    assert set(found) == expected
    assert len(found) == len(expected)
    numbers = [int(str(each[2])) for each in found]
    assert numbers == sorted(numbers, reverse=True)


def test_the_pilot_of_the_country_and_the_reason_stand_beside_a_recommendation(graph: Graph, rows: Rows) -> None:
    for pilot, why, type_ in rows(graph.ask("cq27", country="PL"), "pilot", "why", "type"):
        assert (pilot, type_) == ("pilot/pol", "scenario-type/productive")
        assert why
    assert {pilot for (pilot,) in rows(graph.ask("cq27", country="SE"), "pilot")} == {None}


@pytest.mark.parametrize("persona", PERSONAS)
def test_no_smaller_set_of_units_closes_the_needs(graph: Graph, rows: Rows, links: Links, persona: str) -> None:
    (group,) = links(f"persona/{persona}", BW + "personaGroup")
    needed = set(links(f"persona/{persona}", BW + "hasNeed", BW + "neededSkill"))
    units = links(f"curriculum/{group.rpartition('/')[2]}", ELM + "hasPart", ELM + "hasPart")
    closes = {unit: needed & set(links(unit, ELM + "learningOutcome", BW + "attains", BW + "skill")) for unit in units}
    can = set().union(*closes.values())
    smallest = next(
        {
            (sum(int(links(unit, BW + "hours")[0]) for unit in chosen), chosen)
            for chosen in itertools.combinations(units, size)
            if set().union(*(closes[unit] for unit in chosen)) == can
        }
        for size in range(len(units) + 1)
        if any(set().union(*(closes[u] for u in chosen)) == can for chosen in itertools.combinations(units, size))
    )
    answer = graph.ask("cq28", persona=persona)
    found = rows(answer, "unit", "hours", "choice")
    chosen = {unit: hours for unit, hours, _ in found if unit}
    assert (
        sum(int(str(hours)) for hours in chosen.values()),
        {ID + unit for unit in chosen},
    ) == min((hours, set(each)) for hours, each in smallest)
    place = [name for name, _ in answer.columns].index("skill")
    shown: dict[str | None, set[str]] = {}
    for (unit, _, _), row in zip(found, answer.rows, strict=True):
        shown.setdefault(unit, set()).add(getattr(row[place], "iri", ""))
    assert shown.pop(None, set()) == needed - can
    assert shown == {unit: closes[ID + unit] for unit in chosen}
    assert {choice for unit, _, choice in found if unit} == {"needed in any set"}  # hence proven


def test_a_need_that_no_unit_closes_is_told(graph: Graph, rows: Rows) -> None:
    open_ = [row for row in rows(graph.ask("cq28"), "unit", "hours", "choice", "need") if row[0] is None]
    assert open_ == [(None, None, "no unit closes it", "skill-need/almost-retired-pass-on-what-is-known")]


CHOICE = """
@prefix bw: <https://w3id.org/bwise/ontology#> . @prefix elm: <http://data.europa.eu/snb/model/elm/> .
@prefix : <https://w3id.org/bwise/id/> .
:someone bw:personaGroup :group ; bw:hasNeed :need . :need bw:neededSkill :count , :write , :dance .
:course a bw:Curriculum ; elm:targetGroup :group ; elm:hasPart :module . :module elm:hasPart :long , :short , :other .
:long a bw:Unit ; bw:hours 20.0 ; elm:learningOutcome [ bw:attains [ bw:skill :count ] ] .
:short a bw:Unit ; bw:hours 8.5 ; elm:learningOutcome [ bw:attains [ bw:skill :count ] ] .
:other a bw:Unit ; bw:hours 30.0 ; elm:learningOutcome [ bw:attains [ bw:skill :write ] ] .
"""
ALSO_COUNTS = ":other elm:learningOutcome [ bw:attains [ bw:skill :count ] ] ."
OTHER = [("other", "needed in any set", "count"), ("other", "needed in any set", "write")]
DANCE = (None, "no unit closes it", "dance")


@pytest.mark.parametrize(
    ("more", "expected"),
    [("", [("short", "fewest hours of several", "count"), OTHER[1], DANCE]), (ALSO_COUNTS, [*OTHER, DANCE])],
)
def test_of_several_units_the_shortest_is_taken_unless_a_needed_one_will_do(
    more: str, expected: list[tuple[str | None, str, str]]
) -> None:
    store = ox.Store()
    store.load((CHOICE + more).encode(), ox.RdfFormat.TURTLE)
    answer = store.query(bind(question("cq28").query, persona=ox.NamedNode(f"{ID}someone")))
    assert isinstance(answer, ox.QuerySolutions)
    found = [
        tuple(row[name] and row[name].value.removeprefix(ID) for name in ("unit", "choice", "skill")) for row in answer
    ]
    assert found == expected
