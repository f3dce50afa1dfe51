"""cq01 to cq06: profiles, and what curricula leave open of them; what coverage says is what the questions say."""

from __future__ import annotations

import pytest

from bwise_kg import Graph, Verdict
from bwise_kg.namespaces import ID
from bwise_kg.questions import Status

from .conftest import Beside, Rows
from .statements import ALL, BW, ESCO, GROUPS, SKOS, short

SKILL = "http://data.europa.eu/esco/skill/"

COURSE = """
@prefix bw: <https://w3id.org/bwise/ontology#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix elm: <http://data.europa.eu/snb/model/elm/> .
@prefix level: <https://w3id.org/bwise/id/level/> .
@prefix skill: <http://data.europa.eu/esco/skill/> .
@prefix curriculum: <https://w3id.org/bwise/id/curriculum/> .
@prefix module: <https://w3id.org/bwise/id/module/> .
@prefix outcome: <https://w3id.org/bwise/id/outcome/> .
@prefix profile: <https://w3id.org/bwise/id/profile/> .
@prefix unit: <https://w3id.org/bwise/id/unit/> .
curriculum:invented a bw:Curriculum ; dct:title "Invented"@en ;
    bw:forProfile profile:supporter ; elm:hasPart module:invented ;
    elm:learningOutcome outcome:invented-3 .
module:invented a bw:CoreModule ; elm:hasPart unit:invented ;
    elm:learningOutcome outcome:invented-1 .
unit:invented a bw:Unit ; elm:learningOutcome outcome:invented-2 .
outcome:invented-1 a bw:LearningOutcome ; bw:attains <urn:a1> , <urn:a2> , <urn:a3> .
outcome:invented-2 a bw:LearningOutcome ; bw:attains <urn:a4> , <urn:a5> .
outcome:invented-3 a bw:LearningOutcome ; bw:attains <urn:a6> .
# listen actively: advanced is required, DigComp 3 counts as intermediate
<urn:a1> a bw:AttainedSkill ; bw:skill skill:a17286c5-238d-4f0b-bc24-29e9121345de ; bw:level level:digcomp-3 .
# coach employees: advanced is required, DigComp 5 counts as advanced
<urn:a2> a bw:AttainedSkill ; bw:skill skill:0cc9c234-f817-4f4c-908a-4d28fe3b0f4a ; bw:level level:digcomp-5 .
# employment law: foundation is required, no level is stated
<urn:a3> a bw:AttainedSkill ; bw:skill skill:EMPLOYMENT_LAW .
# solve technical problems: DigComp 4 is required; twice below it
<urn:a4> a bw:AttainedSkill ; bw:skill skill:14832d87-2f2f-4895-b290-e4760ebae42a ; bw:level level:digcomp-1 .
<urn:a5> a bw:AttainedSkill ; bw:skill skill:UNREQUIRED ; bw:level level:foundation .
<urn:a6> a bw:AttainedSkill ; bw:skill skill:14832d87-2f2f-4895-b290-e4760ebae42a ; bw:level level:intermediate .
"""


def course() -> str:
    law = next(s for s in ALL.having(SKOS + "prefLabel", "employment law") if s.startswith(SKILL))
    writing = next(s for s in ALL.having(SKOS + "prefLabel", "teach writing") if s.startswith(SKILL))
    text = COURSE.replace("EMPLOYMENT_LAW", law.removeprefix(SKILL))
    return text.replace("UNREQUIRED", writing.removeprefix(SKILL))


def occupations(group: str) -> list[str]:
    matches = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch")
    return [each for match in matches for each in ALL.of(f"profile/{group}", SKOS + match)]


def open_essentials(graph: Graph, curriculum: str, group: str) -> set[tuple[str, str, str]]:
    """Return occupation, skill and verdict, which is that of coverage where the profile requires the skill."""
    coverage = graph.coverage(curriculum)
    verdicts = {short(each.requirement.skill): each.verdict for each in coverage.requirements}
    taught = {short(a.skill) for _, outcome in coverage.curriculum.placed_outcomes() for a in outcome.attains}
    found = set()
    for occupation in occupations(group):
        for skill in ALL.of(occupation, ESCO + "relatedEssentialSkill"):
            other = Verdict.PARTIAL if ALL.near(skill, taught) else Verdict.MISSING
            verdict = verdicts.get(skill) or (Verdict.COVERED if skill in taught else other)
            if verdict is not Verdict.COVERED:
                found.add((occupation, skill, verdict.value))
    return found


def below(graph: Graph, curriculum: str) -> set[tuple[str, str | None, str | None, str]]:
    """Return skill, level required, level reached and outcome, by coverage."""
    return {
        (short(r.requirement.skill), short(r.requirement.level or ""), short(a.level or ""), short(a.outcome.iri))
        for r in graph.coverage(curriculum).requirements
        if r.verdict is Verdict.BELOW_LEVEL
        for a in r.evidence
    }


def test_cq01_groups_outputs_and_leads(graph: Graph, rows: Rows) -> None:
    answer = graph.ask("cq01")
    assert rows(answer) == [
        (
            f"target-group/{group}", "output/3", "task/wp3-1", "work-package/wp3", "organisation/cesur",
            f"profile/{group}", "document/seed-001",
        )
        for group in GROUPS
    ]  # fmt: skip
    assert answer.reference_design
    assert rows(graph.ask("cq01", group="worker"), "profile") == [("profile/worker",)]


@pytest.mark.parametrize("group", ["enabler", "supporter"])
def test_cq03_essentials_as_coverage_has_them(graph: Graph, rows: Rows, group: str) -> None:
    answer = graph.ask("cq03", curriculum=group)
    found = rows(answer, "occupation", "skill", "verdict")
    assert len(found) == len(set(found))
    assert set(found) == open_essentials(graph, group, group)
    left_out = {ALL.one(each, BW + "skill"): each for each in ALL.of(f"profile/{group}", BW + "leavesOut")}
    required = {
        ALL.one(each, BW + "skill"): (ALL.one(each, BW + "importance") or "").rpartition("/")[2]
        for each in ALL.of(f"profile/{group}", BW + "requires")
    }
    gaps = {
        ALL.one(each, BW + "requirement", BW + "skill"): each for each in ALL.of(f"curriculum/{group}", BW + "knownGap")
    }
    for skill, says, reason in rows(answer, "skill", "profile_says", "reason"):
        if says == "left out on purpose":
            assert reason == ALL.one(left_out[skill], BW + "rationale")
        else:
            assert f"{says}-skill" == required[skill]
            assert reason == (ALL.one(gaps[skill], BW + "rationale") if skill in gaps else None)


def test_cq03_by_default_and_without_an_occupation(graph: Graph, rows: Rows) -> None:
    assert len(graph.ask("cq03").rows) == 14
    essential = [row for row in rows(graph.ask("cq03"), "profile_says", "skill") if row[0] == "essential"]
    names = {ALL.of(skill or "", SKOS + "prefLabel")[0] for _, skill in essential}
    assert names == {"employment law", "develop professional network"}
    assert graph.ask("cq03", curriculum="worker").status is Status.NONE


def test_cq03_and_cq05_of_an_added_curriculum(added: Beside, rows: Rows) -> None:
    graph = added(course())
    answer = graph.ask("cq03", curriculum="invented")
    found = rows(answer, "occupation", "skill", "verdict")
    assert len(found) == len(set(found))
    assert set(found) == open_essentials(graph, ID["curriculum/invented"].value, "supporter")
    assert {verdict for _, _, verdict in found} >= {"level unknown", "missing"}
    answer = graph.ask("cq05", curriculum="invented")
    expected = below(graph, ID["curriculum/invented"].value)
    assert expected
    assert set(rows(answer, "skill", "required", "reached", "outcome")) == expected
    assert {row[0:2] for row in rows(answer, "reached", "module")} == {
        ("level/digcomp-3", "module/invented"), ("level/digcomp-1", "module/invented"),
        ("level/intermediate", None),
    }  # fmt: skip


def test_cq04_outcomes_that_no_profile_asks_for(graph: Graph, rows: Rows) -> None:
    required = {skill for group in GROUPS for skill in ALL.of(f"profile/{group}", BW + "requires", BW + "skill")}
    expected = {
        (f"curriculum/{group}", module, outcome, skill, level, near, beside)
        for group in GROUPS
        for module in ALL.of(f"curriculum/{group}", "http://data.europa.eu/snb/model/elm/hasPart")
        for outcome in ALL.outcomes(module)
        for skill, level in ALL.taught(outcome)
        if skill not in required
        for near in ["yes" if ALL.near(skill, required) else "no"]
        for beside in ["yes" if {s for s, _ in ALL.taught(outcome)} & required else "no"]
    }
    found = rows(graph.ask("cq04"))
    assert (len(found), set(found)) == (len(expected), expected)
    assert len(expected) == 4
    assert rows(graph.ask("cq04", curriculum="enabler")) == []


@pytest.mark.parametrize("group", GROUPS)
def test_cq05_below_the_level_as_coverage_has_it(graph: Graph, rows: Rows, group: str) -> None:
    found = rows(graph.ask("cq05", curriculum=group), "skill", "required", "reached", "outcome")
    assert len(found) == len(set(found))
    assert set(found) == below(graph, group)


def test_cq05_tells_the_scale(graph: Graph, rows: Rows) -> None:
    answer = graph.ask("cq05")
    assert len(answer.rows) == sum(len(below(graph, group)) for group in GROUPS)
    technical = SKILL + "14832d87-2f2f-4895-b290-e4760ebae42a"
    assert [
        row[1:] for row in rows(answer, "skill", "required", "reached", "scale", "module") if row[0] == technical
    ] == [("level/digcomp-4", "level/digcomp-3", "scale/digcomp-2.2", "module/supporter-2")]


def test_cq06_digcomp_in_the_three_curricula(graph: Graph, rows: Rows) -> None:
    expected = set()
    for competence in ALL.having(SKOS + "inScheme", "scheme/digcomp-2.2"):
        area = ALL.one(competence, SKOS + "broader")
        if area is None:
            continue
        (skill,) = ALL.of(competence, SKOS + "exactMatch") + ALL.of(competence, SKOS + "closeMatch")
        how = []
        for group in GROUPS:
            taught = ALL.taught_to(group)
            narrower = any(skill in ALL.above(each) for each in taught)
            how.append("yes" if skill in taught else "by a narrower skill" if narrower else "no")
        counted = 3 - how.count("no")
        addressed = {0: "none", 3: "all"}.get(counted, "some")
        expected.add((addressed, ALL.one(competence, SKOS + "notation"), competence, area, *how))
    found = rows(graph.ask("cq06"))
    assert len(found) == 21
    assert set(found) == expected
    assert [number for addressed, number, *_ in found if addressed == "none"] == ["3.4"]
    assert [row[0] for row in found] == sorted((str(row[0]) for row in found), key=["none", "all", "some"].index)
