"""cq08 to cq12: needs, technologies, hours, and what curricula share."""

from __future__ import annotations

from bwise_kg import Graph
from bwise_kg.questions import Status

from .conftest import Beside, Rows
from .statements import ALL, BW, DCT, FACTS, GROUPS, TYPE

PREFIXES = """
@prefix bw: <https://w3id.org/bwise/ontology#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix elm: <http://data.europa.eu/snb/model/elm/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix curriculum: <https://w3id.org/bwise/id/curriculum/> .
@prefix document: <https://w3id.org/bwise/id/document/> .
@prefix module: <https://w3id.org/bwise/id/module/> .
@prefix origin: <https://w3id.org/bwise/id/origin/> .
@prefix outcome: <https://w3id.org/bwise/id/outcome/> .
@prefix persona: <https://w3id.org/bwise/id/persona/> .
@prefix profile: <https://w3id.org/bwise/id/profile/> .
@prefix skill: <http://data.europa.eu/esco/skill/> .
@prefix skill-need: <https://w3id.org/bwise/id/skill-need/> .
@prefix target-group: <https://w3id.org/bwise/id/target-group/> .
@prefix unit: <https://w3id.org/bwise/id/unit/> .
"""
LISTEN = "http://data.europa.eu/esco/skill/a17286c5-238d-4f0b-bc24-29e9121345de"  # listen actively, for supporters
COACH = "http://data.europa.eu/esco/skill/0cc9c234-f817-4f4c-908a-4d28fe3b0f4a"  # coach employees, for supporters
NOBODY = "http://data.europa.eu/esco/skill/00000000-0000-0000-0000-000000000000"
GAPS = f"""{PREFIXES}
target-group:worker bw:hasNeed skill-need:x-coach , skill-need:x-words , skill-need:x-ours .
target-group:supporter bw:hasNeed skill-need:x-coach .
skill-need:x-coach a bw:SkillGap ; bw:neededSkill <{COACH}> , <{NOBODY}> ;
    bw:origin origin:fact ; dct:source document:x .
skill-need:x-words a bw:SkillNeed ; bw:about target-group:enabler ; bw:origin origin:fact .
skill-need:x-ours a bw:SkillNeed ; bw:neededSkill <{NOBODY}> ; bw:origin origin:reference-design .
persona:x a bw:Persona ; bw:personaGroup target-group:worker ; bw:hasNeed skill-need:x-coach , skill-need:x-both .
skill-need:x-both a bw:SkillNeed ; bw:neededSkill <{NOBODY}> ,
    <http://data.europa.eu/esco/skill/6b2f8802-0cbf-436e-a37f-ca55ede41bbc> .
"""


def hours(number: int) -> str:
    return f'"{number}"^^xsd:decimal'


def course(name: str, stated: str, modules: str) -> str:
    """Return a curriculum for supporters; modules: kind, hours, hours of units, as ``Core 60 30 30, Optional 10``."""
    text = f'curriculum:{name} a bw:Curriculum ; dct:title "{name}"@en ; bw:forProfile profile:supporter .\n'
    if stated:
        text += f"curriculum:{name} bw:hours {hours(int(stated))} .\n"
    for number, module in enumerate(filter(None, modules.split(", "))):
        kind, *sizes = module.split()
        text += f"curriculum:{name} elm:hasPart module:{name}-{number} . module:{name}-{number} a bw:{kind}Module .\n"
        if sizes:
            text += f"module:{name}-{number} bw:hours {hours(int(sizes[0]))} .\n"
        for place, size in enumerate(sizes[1:]):
            text += f"module:{name}-{number} elm:hasPart unit:{name}-{number}-{place} .\n"
            text += f"unit:{name}-{number}-{place} a bw:Unit ; bw:hours {hours(int(size))} .\n"
    return text


def test_cq08_every_published_need_has_a_module(graph: Graph) -> None:
    reported = [(g, n) for g in GROUPS for n in FACTS.of(f"target-group/{g}", BW + "hasNeed")]
    assert len(reported) == 9
    assert all(set(ALL.of(need, BW + "neededSkill")) & ALL.taught_to(group) for group, need in reported)
    answer = graph.ask("cq08")
    assert (answer.status, answer.rows) == (Status.NONE, ())


def test_cq08_gaps_without_a_module(beside: Beside, rows: Rows) -> None:
    answer = beside(GAPS).ask("cq08")
    near = "yes" if ALL.near(COACH, ALL.taught_to("worker")) else "no"
    assert rows(answer) == [
        ("target-group/enabler", "need", "skill-need/x-words", None, "no", None),
        ("target-group/worker", "gap", "skill-need/x-coach", NOBODY, "no", "document/x"),
        ("target-group/worker", "gap", "skill-need/x-coach", COACH, near, "document/x"),
        ("target-group/worker", "need", "skill-need/x-words", None, "no", None),
    ]


def test_cq09_needs_of_personas(graph: Graph, rows: Rows) -> None:
    expected = set()
    for persona in ALL.having(TYPE, BW + "Persona"):
        group = (ALL.one(persona, BW + "personaGroup") or "").removeprefix("target-group/")
        taught = ALL.taught_to(group)
        for need in ALL.of(persona, BW + "hasNeed"):
            skills = ALL.of(need, BW + "neededSkill")
            assert skills
            if not taught & set(skills):
                for skill in skills:
                    near = "yes" if ALL.near(skill, taught) else "no"
                    expected.add((persona, f"target-group/{group}", need, skill, near, ALL.one(need, DCT + "source")))
    found = rows(graph.ask("cq09"))
    assert len(found) == len(expected) > 0
    assert set(found) == expected


def test_cq09_partly_met_is_met(beside: Beside, rows: Rows) -> None:
    answer = beside(GAPS).ask("cq09", persona="x")
    assert rows(answer, "need", "skill") == [("skill-need/x-coach", NOBODY), ("skill-need/x-coach", COACH)]


def test_cq10_technologies_of_types(graph: Graph, rows: Rows) -> None:
    expected = set()
    for scenario in ALL.having(TYPE, BW + "Scenario"):
        for technology in ALL.of(scenario, BW + "usesTechnology"):
            rank = ALL.one(technology, BW + "relevanceRank")
            for skill in ALL.of(technology, BW + "neededSkill"):
                expected.add((ALL.one(scenario, BW + "scenarioType"), technology, rank, skill, scenario, None))
    answer = graph.ask("cq10")
    found = rows(answer)
    assert len(found) == len(expected) == 45
    assert set(found) == expected
    assert answer.reference_design
    assert ("scenario-type/productive", "technology/cobots") in rows(answer, "type", "technology")


def test_cq10_claims_that_tie_a_technology(beside: Beside, rows: Rows) -> None:
    claim = PREFIXES + (
        "<https://w3id.org/bwise/id/claim/x> a bw:Claim ; dct:source document:x ;\n"
        "    bw:about <https://w3id.org/bwise/id/scenario-type/social> ,\n"
        "        <https://w3id.org/bwise/id/technology/cloud> .\n"
    )
    found = [
        row for row in rows(beside(claim).ask("cq10"), "type", "technology", "tie", "source") if row[2] == "claim/x"
    ]
    assert set(found) == {("scenario-type/social", "technology/cloud", "claim/x", "document/x")}


def test_cq11_the_three_curricula(graph: Graph, rows: Rows) -> None:
    assert rows(graph.ask("cq11")) == [
        ("curriculum/enabler", "yes", "3", "0", "180", "180", "180", "180", "0"),
        ("curriculum/supporter", "yes", "3", "0", "180", "180", "180", "180", "0"),
        ("curriculum/worker", "yes", "3", "0", "160", "160", "160", "160", "0"),
    ]


def test_cq11_judges_any_curriculum(beside: Beside, rows: Rows) -> None:
    turtle = PREFIXES + "".join([
        course("x-150", "150", "Core 50, Core 50, Core 50"),
        course("x-200", "200", "Core 100, Core 50, Core 50"),
        course("x-both", "210", "Core 60, Core 60, Core 60, Optional 30"),
        course("x-core", "180", "Core 60, Core 60, Core 60, Optional 30"),
        course("x-empty", "", ""),
        course("x-long", "201", "Core 67, Core 67, Core 67"),
        course("x-open", "180", "Core 90, Core 90, Core"),
        course("x-short", "149", "Core 50, Core 50, Core 49"),
        course("x-sum", "190", "Core 60, Core 60, Core 60"),
        course("x-two", "160", "Core 80, Core 80"),
        course("x-units", "180", "Core 60 30 30, Core 60, Core 60 60"),
        course("x-unstated", "", "Core 60, Core 60, Core 60"),
    ])  # fmt: skip
    answer = beside(turtle).ask("cq11")
    found = {str(name).removeprefix("curriculum/"): row for name, *row in rows(answer) if "x-" in str(name)}
    assert {name: row[0] for name, row in found.items()} == {
        "x-150": "yes",
        "x-200": "yes",
        "x-both": "yes",
        "x-core": "yes",
        "x-empty": "no: core modules: 0; core hours outside 150-200; no hours stated",
        "x-long": "no: core hours outside 150-200",
        "x-open": "no: a module states no hours",
        "x-short": "no: core hours outside 150-200",
        "x-sum": "no: stated hours are not the sum of the modules",
        "x-two": "no: core modules: 2",
        "x-units": "no: units do not add up to the modules",
        "x-unstated": "no: no hours stated",
    }
    assert found["x-core"][1:] == ["3", "1", "180", "180", "210", None, "0"]
    assert found["x-units"][1:] == ["3", "0", "180", "180", "180", "120", "0"]
    assert found["x-open"][1:] == ["3", "0", "180", "180", "180", None, "1"]


def test_cq12_outcomes_in_common(graph: Graph, rows: Rows) -> None:
    expected = set()
    for place, group in enumerate(GROUPS):
        for other in GROUPS[place + 1 :]:
            for one in ALL.outcomes(f"curriculum/{group}"):
                for two in ALL.outcomes(f"curriculum/{other}"):
                    mine, theirs = set(ALL.taught(one)), set(ALL.taught(two))
                    same = {s for s, _ in mine} == {s for s, _ in theirs}
                    extent = "all skills and levels" if mine == theirs else "all skills, at other levels"
                    for skill, level in mine:
                        for shared, other_level in theirs:
                            if skill == shared and (same or (level == other_level and level)):
                                pair = (f"curriculum/{group}", one, f"curriculum/{other}", two)
                                word = extent if same else "this skill and level"
                                expected.add((word, skill, level, other_level, *pair))
    found = rows(graph.ask("cq12"))
    assert len(found) == len(expected) == 16
    assert set(found) == expected
    assert [row[0] for row in found] == ["all skills and levels"] * 2 + ["this skill and level"] * 14


def test_cq12_the_same_outcome_and_other_levels(beside: Beside, rows: Rows) -> None:
    (supporter,) = [o for o in ALL.outcomes("curriculum/supporter") if o == "outcome/supporter-1-01"]
    first, *others = ALL.taught(supporter)
    skills = " , ".join(f"<urn:x{n}>" for n, _ in enumerate([first, *others]))
    turtle = PREFIXES + "curriculum:a a bw:Curriculum ; elm:learningOutcome outcome:x , outcome:supporter-1-01 .\n"
    turtle += f"outcome:x a bw:LearningOutcome ; bw:attains {skills} .\n"
    for number, (skill, _) in enumerate([first, *others]):
        turtle += f"<urn:x{number}> a bw:AttainedSkill ; bw:skill <{skill}> .\n"
    found = [row for row in rows(beside(turtle).ask("cq12")) if "curriculum/a" in row]
    assert {row[0] for row in found if row[5] == row[7]} == {"the outcome itself"}
    assert {(row[0], row[1], row[2]) for row in found if row[5] == "outcome/x" and row[7] == supporter} == {
        ("all skills, at other levels", skill, None) for skill, _ in ALL.taught(supporter)
    }
