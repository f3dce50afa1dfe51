"""Every rule of the design's paragraphs "Coverage" and "Levels", one case each."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from bwise_kg import AttainedSkill, Curriculum, Graph, Module, Outcome, Profile, SkillRequirement, Verdict, cover
from bwise_kg.coverage import Attainment, SkillCoverage, judge
from bwise_kg.levels import Level, ScaleMap
from bwise_kg.skills import SkillInfo

COVERED, BELOW, UNKNOWN, PARTIAL, MISSING = Verdict
SKILL, BROADER, BROADEST, NARROWER = "urn:skill", "urn:broader", "urn:broadest", "urn:narrower"
STEPS = {NARROWER: 1, BROADEST: 2, BROADER: 1, SKILL: 0}

A1, A2, A3, B1, B2, B3, C1, C2 = "A1", "A2", "A3", "B1", "B2", "B3", "C1", "C2"
LEVELS = {name: Level(name, name[0], int(name[1]), {}, {}) for name in (A1, A2, A3, B1, B2, B3, C1, C2)}
SCALES = ScaleMap(LEVELS, [(A1, B1), (A3, B2), (B2, C2), (A2, "X1"), ("X1", A2)])
"""From A to B and from B to C; nothing back, nothing from A to C, nothing from A2."""


def module(name: str, hours: str | None = None) -> Module:
    return Module(f"urn:module:{name}", {}, core=True, hours=Decimal(hours) if hours else None, outcomes=())


def teach(skill: str, level: str | None = None, where: Module | None = None, outcome: str = "o") -> Attainment:
    return Attainment(skill, level, Outcome(f"urn:outcome:{outcome}", {}, None, ()), where)


def need(level: str | None = None) -> SkillRequirement:
    return SkillRequirement("urn:requirement", SKILL, essential=True, level=level, rationale={}, sources=())


def judged(level: str | None, *taught: Attainment) -> SkillCoverage:
    by_skill: dict[str, list[Attainment]] = {}
    for attainment in taught:
        by_skill.setdefault(attainment.skill, []).append(attainment)
    return judge(need(level), by_skill, SCALES, STEPS)


@pytest.mark.parametrize(
    ("attained", "required", "reaches"),
    [
        (A2, A2, True),
        (A3, A2, True),
        (A1, A2, False),
        (None, A1, None),
        ("", A1, None),
        ("X1", A1, None),
        (A1, "X1", None),
        ("X1", "X1", None),
        (A1, B1, True),  # declared
        (A1, B2, False),
        (A3, B1, True),
        (A3, B3, False),
        (A2, B1, None),  # of this level, nothing is declared
        (B1, A1, None),  # a mapping does not work backwards
        (B2, A3, None),
        (B2, C1, True),
        (A3, C1, None),  # nor through a third scale
        (C2, B1, None),
    ],
)
def test_levels_compare_on_one_scale_or_as_declared(attained: str | None, required: str, reaches: bool | None) -> None:
    assert SCALES.reaches(attained, required) is reaches


def test_best_of_several_mappings_to_a_scale_counts() -> None:
    scales = ScaleMap(LEVELS, [(A1, B1), (A1, B3), (A1, C1)])
    assert [scales.reaches(A1, level) for level in (B3, C1, C2)] == [True, True, False]


@pytest.mark.parametrize(
    ("required", "taught", "verdict", "rests_on"),
    [
        (None, [(SKILL, None)], COVERED, [0]),
        (None, [(SKILL, A1), (SKILL, "X1"), (SKILL, None)], COVERED, [0, 1, 2]),
        (A2, [(SKILL, A2)], COVERED, [0]),
        (A2, [(SKILL, A3)], COVERED, [0]),
        (B1, [(SKILL, A1)], COVERED, [0]),
        (A2, [(SKILL, A1)], BELOW, [0]),
        (B3, [(SKILL, A3)], BELOW, [0]),
        (A2, [(SKILL, None)], UNKNOWN, [0]),
        (A2, [(SKILL, B3)], UNKNOWN, [0]),
        (A2, [(SKILL, "X1")], UNKNOWN, [0]),
        ("X1", [(SKILL, A3)], UNKNOWN, [0]),
        (None, [(BROADER, A3)], PARTIAL, [0]),
        (A2, [(NARROWER, None)], PARTIAL, [0]),
        (A2, [("urn:other", A3)], MISSING, []),
        (None, [], MISSING, []),
        # the best verdict decides, and rests only on what gives it
        (A2, [(SKILL, A1), (SKILL, None), (SKILL, A2), (BROADER, A3), (SKILL, A3)], COVERED, [2, 4]),
        (A2, [(SKILL, None), (SKILL, A1), (BROADER, A3), (SKILL, A1)], BELOW, [1, 3]),
        (A2, [(BROADER, A3), (SKILL, None), (SKILL, B1)], UNKNOWN, [1, 2]),
        (A2, [(BROADEST, None), ("urn:other", A3), (BROADER, A1), (NARROWER, A1)], PARTIAL, [2, 3, 0]),
    ],
)
def test_verdict(
    required: str | None, taught: Sequence[tuple[str, str | None]], verdict: Verdict, rests_on: list[int]
) -> None:
    attainments = [teach(skill, level, outcome=str(n)) for n, (skill, level) in enumerate(taught)]
    found = judged(required, *attainments)
    assert found.verdict is verdict
    assert [a.outcome for a in found.evidence] == [attainments[n].outcome for n in rests_on]
    assert [a.distance for a in found.evidence] == [STEPS[taught[n][0]] for n in rests_on]
    assert found.distance == (STEPS[taught[rests_on[0]][0]] if rests_on else None)


def test_hours_count_each_module_of_the_evidence_once() -> None:
    one, two, other = module("one", "60"), module("two", "12.5"), module("other", "7")
    taught = [teach(SKILL, A2, one, "a"), teach(SKILL, A3, one, "b"), teach(SKILL, A2, two, "a")]
    assert judged(A2, *taught, teach(SKILL, A1, other), teach(SKILL, A2)).hours == Decimal("72.5")


def test_hours_are_unknown_when_no_module_states_any() -> None:
    unstated, stated = module("unstated"), module("stated", "8")
    assert judged(None, teach(SKILL, A1, unstated)).hours is None
    assert judged(None, teach(SKILL, A1)).hours is None
    assert judged(None).hours is None
    assert judged(None, teach(SKILL, A1, unstated), teach(SKILL, A1, stated)).hours == 8


def test_hours_of_none_are_none_and_not_unknown() -> None:
    assert judged(None, teach(SKILL, A1, module("free", "0.0"))).hours == 0


def example() -> tuple[Curriculum, Profile, dict[str, SkillInfo]]:
    """Return a curriculum whose outcome ``o1`` stands in both modules and ``o2`` in none."""
    info = {
        SKILL: SkillInfo(SKILL, {}, known=True, digital=True, green=False, groups=("urn:g1", "urn:g2")),
        BROADER: SkillInfo(BROADER, {}, known=True, digital=True, green=True, groups=()),
        "urn:new": SkillInfo("urn:new", {}, known=False, digital=False, green=False, groups=()),
    }
    o1 = Outcome("o1", {}, None, (AttainedSkill(SKILL, A2), AttainedSkill("urn:new", None)))
    o2 = Outcome("o2", {}, None, (AttainedSkill(BROADER, None),))
    modules = tuple(Module(name, {}, core=True, hours=Decimal(9), outcomes=(o1,)) for name in ("m1", "m2"))
    curriculum = Curriculum("c", {}, "p", Decimal(99), modules, (o2, Outcome("o3", {}, None, ())))
    wanted = [(SKILL, True, A1), (SKILL, False, A3), (BROADER, True, A1)]
    requirements = tuple(SkillRequirement(f"r{n}", s, e, level, {}, ()) for n, (s, e, level) in enumerate(wanted))
    return curriculum, Profile("p", {}, requirements), info


def test_totals() -> None:
    curriculum, profile, info = example()
    found = cover(curriculum, profile, SCALES, info, {}, "1.1.1")
    assert [(r.verdict, r.hours) for r in found.requirements] == [(COVERED, 18), (BELOW, 18), (UNKNOWN, None)]
    assert [(s.skill, len(s.evidence)) for s in found.surplus] == [("urn:new", 2)]
    assert found.unknown_skills == ("urn:new",)
    assert found.tally(essential=True).counts == {COVERED: 1, BELOW: 0, UNKNOWN: 1, PARTIAL: 0, MISSING: 0}
    assert found.tally(essential=True).covered_share == 0.5
    assert (found.tally(digital=True).total, found.tally(green=True).total, found.tally(digital=False).total) == (
        3,
        1,
        0,
    )
    assert found.tally(digital=False).covered_share is None
    assert [(m.module.iri, m.tally.counts[COVERED], m.tally.total) for m in found.modules] == [
        ("m1", 1, 2),
        ("m2", 1, 2),
    ]
    assert [(g.group, g.tally.total) for g in found.groups] == [("urn:g1", 2), ("urn:g2", 2)]


def test_emphasis_counts_skills_and_outcomes_once() -> None:
    curriculum, profile, info = example()
    found = cover(curriculum, profile, SCALES, info, {}, "1.1.1")
    whole, part = found.emphasis, found.modules[0].emphasis
    assert [(s.count, s.of) for s in (whole.digital_skills, whole.green_skills)] == [(2, 3), (1, 3)]
    assert [(s.count, s.of) for s in (whole.digital_outcomes, whole.green_outcomes)] == [(2, 3), (1, 3)]
    assert [(s.count, s.of) for s in (part.digital_skills, part.green_outcomes)] == [(1, 2), (0, 1)]


# Which skills are broader, on the whole of ESCO v1.1.1. UUIDs and steps were read off broaderRelationsSkillPillar.csv.


def skill(uuid: str) -> str:
    return f"http://data.europa.eu/esco/skill/{uuid}"


MUSICAL_STAFF = skill("0005c151-5b5a-4a66-8aac-60e734beb1ab")
VOLUNTEERS = skill("01cea4d4-41fa-42a2-9bf7-7ba0a8f439c1")
LEAD_OTHERS = skill("75d8e5d9-bef3-418b-9011-01bff9f27207")
MALTEGO = skill("024037ca-96a9-4cb8-ba86-2cd5a209c90a")
DIGITAL_SECURITY = skill("f4346299-e22a-4686-8e61-2c9b0cd51c7d")
CORRECTIONAL, HOUSEKEEPING = (
    skill("00064735-8fad-454b-90c7-ed858cc993f2"),
    skill("00f12ec1-b416-4e3c-8ed7-c4f875c6b681"),
)
DIRECTING = skill("87dff904-fb74-4d59-972e-1c2387579d94")
INTERACT, NETIQUETTE = skill("a12057b4-6d11-4a12-ab8e-15a028ef0a6d"), skill("97c1895a-a890-47da-abfc-79dc272add2e")
COMMUNICATION = skill("574257ea-7b64-4100-b7b6-e27c233fe143")


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        (MUSICAL_STAFF, LEAD_OTHERS, 1),  # straight; 3 by way of manage staff
        (MALTEGO, DIGITAL_SECURITY, 4),  # and 5 on a longer way
        (VOLUNTEERS, MUSICAL_STAFF, None),  # both below lead others, neither above the other
        (CORRECTIONAL, HOUSEKEEPING, None),  # nothing in common but a group: directing operational activities
        (CORRECTIONAL, DIRECTING, None),  # which is no skill
        (INTERACT, NETIQUETTE, None),  # nor is the area of DigComp, though it is listed as one
        (INTERACT, COMMUNICATION, None),
        ("urn:made-up", INTERACT, None),
    ],
)
def test_distance_between_esco_skills(full_graph: Graph, one: str, other: str, steps: int | None) -> None:
    assert full_graph.skills.distances([one], [other]).get((one, other)) == steps
    assert full_graph.skills.distances([other], [one]).get((other, one)) == steps
    assert full_graph.skills.distances([one], [one]) == {(one, one): 0}
