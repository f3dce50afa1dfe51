"""cq14 to cq18 and cq46: practices, reasons, groups, versions, sub-sectors, outputs."""

from __future__ import annotations

import pytest

from bwise_kg import Graph
from bwise_kg.questions import Status

from .conftest import DATA, Beside, Rows
from .statements import ALL, BW, DCT, ESCO, FACTS, SKOS, TYPE

PREFIXES = """
@prefix bw: <https://w3id.org/bwise/ontology#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://w3id.org/bwise/id/x/> .
@prefix disadvantaged-group: <https://w3id.org/bwise/id/disadvantaged-group/> .
@prefix target-group: <https://w3id.org/bwise/id/target-group/> .
"""
SKILL = "http://data.europa.eu/esco/skill/"
TEACH = SKILL + "c8fa4313-80b0-4f37-8b1b-1739707bc362"
MARKETING = SKILL + "13e2378e-0d10-450d-843a-b3592575826e"
ANALYSIS = SKILL + "27ed854c-15b8-4ba2-90e9-ae888a219703"


def test_cq14_a_practice_by_skill_and_group(graph: Graph, rows: Rows) -> None:
    answer = graph.ask("cq14", skill="teach digital literacy", group="supporter")
    assert rows(answer) == [
        (
            "good-practice/digi-plus", "country/AUT", "St. Pölten", "2020-06", "status/running",
            "target-group/supporter", "participation/digi-plus-supporters", "54", TEACH, "document/good-practice-digi",
        )
    ]  # fmt: skip
    assert answer.reference_design
    assert rows(graph.ask("cq14", group="worker"), "practice", "persons") == [("good-practice/digi-plus", "95")] * 4
    assert graph.ask("cq14", group="neet").status is Status.NONE


def test_cq14_all_practices(graph: Graph, rows: Rows) -> None:
    found = rows(graph.ask("cq14"), "practice", "place", "participants", "persons", "develops")
    cafes = "Burgenland, Lower Austria, Vienna, Vorarlberg"
    expected: list[tuple[str | None, ...]] = [("good-practice/utildeco", None, None, None, None)]
    for skill in ALL.of("good-practice/abz-digi-cafes", BW + "developsSkill"):
        expected += [("good-practice/abz-digi-cafes", cafes, None, persons, skill) for persons in ("80", "170")]
    for skill in ALL.of("good-practice/digi-plus", BW + "developsSkill"):
        for group, persons in (("supporter", "54"), ("worker", "95")):
            expected += [("good-practice/digi-plus", "St. Pölten", f"target-group/{group}", persons, skill)]
    assert len(found) == len(expected) == 17
    places = [(row[0], ", ".join(sorted((row[1] or "").split(", "))) or None, *row[2:]) for row in found]
    assert set(places) == set(expected)


def test_cq14_broader_skills_find_narrower_ones(beside: Beside, rows: Rows) -> None:
    narrower = next(skill for skill in sorted(ALL.having(TYPE, ESCO + "Skill")) if ALL.above(skill))
    graph = beside(f"{PREFIXES} x:practice a bw:GoodPractice ; bw:developsSkill <{narrower}> .")
    for broader in ALL.above(narrower):
        assert rows(graph.ask("cq14", skill=broader), "practice", "develops") == [("x/practice", narrower)]


def test_cq15_reasons_of_an_outcome(graph: Graph, rows: Rows) -> None:
    assert rows(graph.ask("cq15")) == [
        (
            "outcome/enabler-1-03", MARKETING, "need of a persona", "persona/beginners",
            "skill-need/beginners-marketing", "document/adv-personas", "the paragraph on Beginners",
        ),
        (
            "outcome/enabler-1-03", ANALYSIS, "need of a persona", "persona/founders",
            "skill-need/founders-see-possibilities", "document/adv-personas", "the paragraph on Founders",
        ),
    ]  # fmt: skip


@pytest.mark.parametrize("group", ["enabler", "supporter", "worker"])
def test_cq15_reasons_of_all_outcomes(graph: Graph, rows: Rows, group: str) -> None:
    found = rows(graph.ask("cq15", outcome=""))
    outcomes = set(ALL.outcomes(f"curriculum/{group}"))
    kinds = {"Persona": "need of a persona", "Scenario": "need in a scenario", "TargetGroup": "need of a group"}
    expected = set()
    for outcome in outcomes:
        for skill, _ in ALL.taught(outcome):
            for need in ALL.having(BW + "neededSkill", skill):
                if need.startswith("skill-need/"):
                    for whose in set(ALL.having(BW + "hasNeed", need)):
                        (kind,) = [word for name, word in kinds.items() if BW + name in ALL.of(whose, TYPE)]
                        source, passage = ALL.one(need, DCT + "source"), ALL.one(need, BW + "passage")
                        expected.add((outcome, skill, kind, whose, need, source, passage))
                if need.startswith("technology/"):
                    for claim in ALL.having(BW + "about", need):
                        for source in ALL.of(claim, DCT + "source"):
                            expected.add((outcome, skill, "finding", need, claim, source, None))
    assert {row for row in found if row[0] in outcomes} == expected
    assert len(found) == len(set(found))


def test_cq15_gaps_and_findings(beside: Beside, rows: Rows) -> None:
    turtle = f"""{PREFIXES}
        x:gap a bw:SkillGap , bw:SkillNeed ; bw:neededSkill <{MARKETING}> ; dct:source x:survey .
        target-group:enabler bw:hasNeed x:gap .
        x:claim a bw:Claim ; bw:about <{ANALYSIS}> , x:gap ; dct:source x:survey ; bw:passage "table 3"@en ."""
    found = [row[1:] for row in rows(beside(turtle).ask("cq15")) if "x/" in str(row[4])]
    assert set(found) == {
        (MARKETING, "finding", "target-group/enabler", "x/claim", "x/survey", "table 3"),
        (MARKETING, "gap of a group", "target-group/enabler", "x/gap", "x/survey", None),
        (ANALYSIS, "finding", None, "x/claim", "x/survey", "table 3"),
    }
    assert len(found) == 3


def test_cq16_every_group_is_thought_of(graph: Graph) -> None:
    served: set[str] = set()
    for each in (
        [g for p in ALL.having(TYPE, BW + "Persona") for g in ALL.of(p, BW + "disadvantage")]
        + [g for a in ALL.having(TYPE, BW + "Adaptation") for g in ALL.of(a, BW + "adaptedFor")]
    ):  # fmt: skip
        served |= {each, *ALL.of(each, SKOS + "broader")}
    groups = set(ALL.having(TYPE, BW + "DisadvantagedGroup"))
    assert len(groups) == 14
    assert groups <= served
    answer = graph.ask("cq16")
    assert (answer.status, answer.rows) == (Status.NONE, ())


def test_cq16_groups_that_were_forgotten(beside: Beside, rows: Rows) -> None:
    turtle = PREFIXES + "".join(
        f"disadvantaged-group:x-{name} a bw:DisadvantagedGroup ; skos:prefLabel 'x'@en ; {more} .\n"
        for name, more in (
            ("forgotten", "bw:withinTargetGroup target-group:worker"),
            ("part", "skos:broader disadvantaged-group:x-whole ; bw:withinTargetGroup target-group:worker"),
            ("whole", "bw:withinTargetGroup target-group:worker"),
            ("alone", "skos:broader disadvantaged-group:neet"),
        )
    )
    turtle += "x:persona a bw:Persona ; bw:disadvantage disadvantaged-group:x-part .\n"
    assert rows(beside(turtle).ask("cq16")) == [
        ("disadvantaged-group/x-alone", "no", "disadvantaged-group/neet", None),
        ("disadvantaged-group/x-forgotten", "no", None, "target-group/worker"),
    ]


def test_cq17_nothing_is_published(graph: Graph) -> None:
    answer = graph.ask("cq17")
    assert answer.status is Status.NOT_PUBLISHED
    assert [note.text for note in answer.notes] == ["What was changed in the curricula, and why."]


def test_cq17_changes_between_two_versions(added: Beside, rows: Rows) -> None:
    first, final = ((DATA / "versions" / f"{name}.ttl").read_text(encoding="utf-8") for name in ("first", "final"))
    answer = added(first, final).ask("cq17", curriculum="test-course")
    trainers = ("Too little time for practice.", "target-group/supporter", "pilot-edition/test")
    participants = ("Nobody telephones any more.", "target-group/worker", "pilot-edition/test")
    nobody = (None, None, None)
    hours = "adjustment/test-hours"
    course = "curriculum/test-course"
    checked = "listen to workers and check that they were understood"
    assert rows(answer) == [
        (course, "1", "2", "unit/test-1-3", "added", None, "Video calls", None, *nobody),
        (course, "1", "2", course, "hours", "150", "158", None, *nobody),
        (course, "1", "2", "module/test-1", "hours", "50", "58", hours, *trainers),
        (course, "1", "2", "module/test-2", "on record", None, None, "adjustment/test-material", *trainers),
        (course, "1", "2", "unit/test-1-2", "removed", "Telephone calls", None, "adjustment/test-calls", *participants),
        (course, "1", "2", "module/test-1", "wording", "Erste Schritte", "Die ersten Schritte", hours, *trainers),
        (course, "1", "2", "outcome/test-1", "wording", "listen to workers", checked, None, *nobody),
    ]


def test_cq18_sub_sectors(graph: Graph, deliverables: Graph, rows: Rows) -> None:
    answer = graph.ask("cq18", country="SI")
    assert answer.status is Status.NOT_PUBLISHED
    assert any("sub-sector" in note.text for note in answer.notes)
    answer = deliverables.ask("cq18", country="SI")
    assert rows(answer) == [
        (
            "country/SVN", f"sub-sector/test-{name}", "field-of-activity/manufacturing", "scenario-type/training",
            "document/test-overviews",
        )
        for name in ("catering", "repair")
    ]  # fmt: skip
    assert not answer.reference_design
    assert rows(deliverables.ask("cq18", country="MT")) == [
        ("country/MLT", "sub-sector/test-repair", None, None, "document/test-overviews")
    ]
    assert deliverables.ask("cq18", country="ES").status is Status.NONE


def test_cq46_outputs_and_tasks(graph: Graph, rows: Rows) -> None:
    answer = graph.ask("cq46")
    tasks = {
        1: ["wp1-1", "wp1-3", "wp1-4"], 2: ["wp2-1", "wp2-2"], 3: ["wp3-1"], 4: ["wp3-2"], 5: ["wp3-3", "wp4-3"],
        6: ["wp3-4"], 7: ["wp3-5"], 8: ["wp4-1", "wp4-2"], 9: ["wp5-1", "wp5-2"],
        10: ["wp6-1", "wp6-2", "wp6-3", "wp6-4"], 11: [], 12: [], 13: [], 14: [],
    }  # fmt: skip
    leads = {
        "wp1": "partner/euricse", "wp2": "partner/idee-in-rete", "wp3": "organisation/cesur",
        "wp4": "partner/act-group", "wp5": "partner/sent", "wp6": "partner/ensie",
    }  # fmt: skip
    expected: list[tuple[str | None, ...]] = []
    for number, names in tasks.items():
        for name in names:
            package = name.partition("-")[0]
            task = f"task/{name}"
            expected.append((str(number), f"output/{number}", f"work-package/{package}", task, leads[package]))
        if not names:
            expected.append((str(number), f"output/{number}", None, None, None))
    assert rows(answer, "number", "output", "work_package", "task", "lead") == expected
    assert rows(answer, "note") == [(FACTS.one(task, SKOS + "note") if task else None,) for *_, task, _ in expected]
    assert not answer.reference_design
