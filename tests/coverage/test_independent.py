"""Coverage on the whole of ESCO v1.1.1 agrees with a second computation that shares no code with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from rdflib import Graph as RdfGraph

import bwise_kg.coverage as kg
from bwise_kg import Attainment, Coverage, Graph, Profile, Verdict
from bwise_kg.emphasis import Emphasis as Found
from tests.coverage import strategies
from tests.coverage.facts import Esco, Levels, reach
from tests.coverage.oracle import Answer, Course, Emphasis, Evidence, Judged, Requirement, Tally, answer, requirements

REFERENCE = Path(__file__).parents[2] / "ontology" / "reference"
PROFILE = REFERENCE / "profiles" / "supporter.ttl"
CURRICULUM = REFERENCE / "curricula" / "supporter.ttl"
SOLID = settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def said(coverage: Coverage) -> Answer:
    """Return what coverage says in the form of the second computation."""
    yes_no = (None, True, False)
    return Answer(
        judged={
            r.requirement.iri: Judged(r.verdict.value, evidence(r.evidence), r.hours, r.distance)
            for r in coverage.requirements
        },
        surplus={s.skill: evidence(s.evidence) for s in coverage.surplus},
        tallies={
            (e, d, g): tally(coverage.tally(essential=e, digital=d, green=g))
            for e in yes_no
            for d in yes_no
            for g in yes_no
        },
        modules={m.module.iri: (tally(m.tally), emphasis(m.emphasis)) for m in coverage.modules},
        groups={g.group: tally(g.tally) for g in coverage.groups},
        emphasis=emphasis(coverage.emphasis),
    )


def evidence(found: Iterable[Attainment]) -> frozenset[Evidence]:
    return frozenset((a.outcome.iri, a.module.iri if a.module else None, a.skill, a.level, a.distance) for a in found)


def tally(found: kg.Tally) -> Tally:
    assert found.total == sum(found.counts.values())
    return {verdict.value: number for verdict, number in found.counts.items() if number}


def emphasis(found: Found) -> Emphasis:
    shares = (found.digital_skills, found.green_skills, found.digital_outcomes, found.green_outcomes)
    assert all(share.share == (share.count / share.of if share.of else None) for share in shares)
    return tuple((share.count, share.of) for share in shares)


def agree(coverage: Coverage, expected: Answer) -> None:
    found = said(coverage)
    assert found.judged == expected.judged
    assert found == expected
    for covered in coverage.requirements:
        steps = [a.distance for a in covered.evidence]
        assert steps == sorted(steps)


def test_reference_curriculum(full_graph: Graph, esco: Esco, levels: Levels) -> None:
    coverage = full_graph.coverage("supporter")
    agree(coverage, answer(Course(RdfGraph().parse(CURRICULUM)), requirements(RdfGraph().parse(PROFILE)), esco, levels))
    assert coverage.unknown_skills == ()
    assert coverage.esco_version == "1.1.1"


def test_reference_curriculum_from_its_file(full_graph: Graph) -> None:
    assert said(full_graph.coverage(CURRICULUM)) == said(full_graph.coverage("supporter"))


def test_random_curricula(full_graph: Graph, esco: Esco, levels: Levels, tmp_path: Path) -> None:
    required = requirements(RdfGraph().parse(PROFILE))
    seen = Counter[str]()

    @SOLID
    @given(strategies.curricula(strategies.pools([r.skill for r in required], esco, levels)))
    def agrees(turtle: str) -> None:
        check(turtle, full_graph, required, None, seen, esco, levels, tmp_path)

    agrees()
    often(seen)


def test_random_profiles(full_graph: Graph, esco: Esco, levels: Levels, tmp_path: Path) -> None:
    deep = sorted(skill for skill in esco.skills if max(reach(skill, esco.broader).values()) > 2)
    drawn = strategies.pools(deep[:: len(deep) // 8], esco, levels)
    seen = Counter[str]()

    @SOLID
    @given(strategies.profiles(drawn), strategies.curricula(drawn, outcomes=12))
    def agrees(profile: Profile, turtle: str) -> None:
        required = [Requirement(r.iri, r.skill, r.level, r.essential) for r in profile.requirements]
        check(turtle, full_graph, required, profile, seen, esco, levels, tmp_path)

    agrees()
    often(seen)


def check(
    turtle: str,
    graph: Graph,
    required: Sequence[Requirement],
    profile: Profile | None,
    seen: Counter[str],
    esco: Esco,
    levels: Levels,
    folder: Path,
) -> None:
    """Hold the curriculum in a file against a profile, both ways, and count what came up."""
    file = folder / "curriculum.ttl"
    file.write_text(turtle, encoding="utf-8")
    coverage = graph.coverage(file, profile)
    course = Course(RdfGraph().parse(file))
    agree(coverage, answer(course, list(required), esco, levels))
    assert set(coverage.unknown_skills) == coverage.skills.keys() - esco.skills
    for covered in coverage.requirements:
        seen[covered.verdict] += 1
        seen["several"] += len(covered.evidence) > 1
        seen["steps"] += (covered.distance or 0) > 1
        seen["no hours"] += bool(covered.evidence) and covered.hours is None
        seen["hours"] += (covered.hours or Decimal(0)) > 0
    seen["surplus"] += len(coverage.surplus)
    seen["strangers"] += len(coverage.unknown_skills)


def often(seen: Counter[str]) -> None:
    """See that the agreement was not about nothing."""
    least = dict.fromkeys([verdict.value for verdict in Verdict], 50)
    least |= dict.fromkeys(("several", "steps", "no hours", "hours", "surplus", "strangers"), 20)
    assert {name: seen[name] for name, number in least.items() if seen[name] < number} == {}
