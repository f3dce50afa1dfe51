"""Coverage computed a second time, from the CSV files of ESCO and the Turtle files, with sets and dicts.

Written from the paragraphs "Coverage" and "Levels" of the design and from nothing in `bwise_kg`; rdflib
parses, no query language and no store takes part. What it shares with the code under test is the data.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from tests.coverage.facts import BW, Esco, Levels, reach

ELM = Namespace("http://data.europa.eu/snb/model/elm/")
ESSENTIAL = URIRef("http://data.europa.eu/esco/relationship-type/essential-skill")

Evidence = tuple[str, str | None, str, str | None, int]
"""Outcome, module, skill, level, distance."""
Emphasis = tuple[tuple[int, int], ...]
"""Digital skills, green skills, digital outcomes, green outcomes: each how many of how many."""
Tally = dict[str, int]


@dataclass
class Requirement:
    iri: str
    skill: str
    level: str | None
    essential: bool


@dataclass
class Judged:
    verdict: str
    evidence: frozenset[Evidence]
    hours: Decimal | None
    distance: int | None


@dataclass
class Answer:
    """All that coverage tells. tallies: by essential, digital and green, each yes, no or not asked."""

    judged: dict[str, Judged]
    surplus: dict[str, frozenset[Evidence]]
    tallies: dict[tuple[bool | None, bool | None, bool | None], Tally]
    modules: dict[str, tuple[Tally, Emphasis]]
    groups: dict[str, Tally]
    emphasis: Emphasis


class Course:
    """What a curriculum teaches, where, in how many hours."""

    def __init__(self, graph: Graph) -> None:
        (curriculum,) = graph.subjects(RDF.type, BW.Curriculum)
        links: dict[Node, set[Node]] = defaultdict(set)
        for whole, part in graph.subject_objects(ELM.hasPart):
            links[whole].add(part)
        self.hours: dict[str, Decimal | None] = {}
        self.outcomes: dict[str | None, set[str]] = {None: texts(graph.objects(curriculum, ELM.learningOutcome))}
        for module in links[curriculum]:
            parts, new = {module}, {module}
            while new:
                new = {unit for part in new for unit in links[part]} - parts
                parts |= new
            stated = graph.value(module, BW.hours)
            self.hours[str(module)] = None if stated is None else Decimal(str(stated))
            self.outcomes[str(module)] = {
                str(outcome) for part in parts for outcome in graph.objects(part, ELM.learningOutcome)
            }
        self.attains = {outcome: attained(graph, URIRef(outcome)) for outcome in set().union(*self.outcomes.values())}


def attained(graph: Graph, outcome: URIRef) -> set[tuple[str, str | None]]:
    """Return skills and levels; a skill that is only related, as in plain ELM data, has no level."""
    pairs = set()
    for node in graph.objects(outcome, BW.attains):
        level = graph.value(node, BW.level)
        pairs.add((str(graph.value(node, BW.skill)), None if level is None else str(level)))
    named = {skill for skill, _ in pairs}
    return pairs | {(s, None) for s in texts(graph.objects(outcome, ELM.relatedESCOSkill)) if s not in named}


def requirements(graph: Graph) -> list[Requirement]:
    """Return what the one profile of a graph requires."""
    found = []
    for node in graph.objects(None, BW.requires):
        level, skill = graph.value(node, BW.requiredLevel), graph.value(node, BW.skill)
        essential = (node, BW.importance, ESSENTIAL) in graph
        found.append(Requirement(str(node), str(skill), None if level is None else str(level), essential))
    return found


def texts(nodes: Iterable[Node]) -> set[str]:
    return {str(node) for node in nodes if not isinstance(node, Literal)}


def answer(course: Course, required: list[Requirement], esco: Esco, levels: Levels) -> Answer:
    """Hold a course against requirements."""
    taught = [
        (outcome, module, skill, level)
        for module, outcomes in course.outcomes.items()
        for outcome in outcomes
        for skill, level in course.attains[outcome]
    ]
    judged = {r.iri: judge(r, taught, course, esco, levels) for r in required}
    asked = [
        ((e, d, g), [r for r in required if matches(r, esco, e, d, g)])
        for e in (None, True, False)
        for d in (None, True, False)
        for g in (None, True, False)
    ]
    wanted = {r.skill for r in required}
    groups = {group for r in required for group in esco.groups.get(r.skill, ())}
    return Answer(
        judged=judged,
        surplus={
            s: frozenset((o, m, skill, v, 0) for o, m, skill, v in taught if skill == s)
            for s in {skill for _, _, skill, _ in taught} - wanted
        },
        tallies={key: count(judged[r.iri] for r in chosen) for key, chosen in asked},
        modules={
            module: (
                count(j for j in judged.values() if any(m == module for _, m, *_ in j.evidence)),
                emphasis(course.outcomes[module], course, esco),
            )
            for module in course.hours
        },
        groups={
            group: count(judged[r.iri] for r in required if group in esco.groups.get(r.skill, ())) for group in groups
        },
        emphasis=emphasis(set(course.attains), course, esco),
    )


def judge(
    r: Requirement, taught: list[tuple[str, str | None, str, str | None]], course: Course, esco: Esco, levels: Levels
) -> Judged:
    related = reach(r.skill, esco.broader) | reach(r.skill, esco.narrower)
    given: dict[str, set[Evidence]] = defaultdict(set)
    for outcome, module, skill, level in taught:
        if skill == r.skill:
            given[levels.compare(level, r.level)].add((outcome, module, skill, level, 0))
        elif skill in related:
            given["partial"].add((outcome, module, skill, level, related[skill]))
    best = next((v for v in ("covered", "below level", "level unknown", "partial") if given[v]), "missing")
    evidence = frozenset(given[best])
    hours = [course.hours[m] for m in {module for _, module, *_ in evidence} if m is not None]
    stated = [h for h in hours if h is not None]
    distance = min((steps for *_, steps in evidence), default=None)
    return Judged(best, evidence, sum(stated, Decimal()) if stated else None, distance)


def matches(r: Requirement, esco: Esco, essential: bool | None, digital: bool | None, green: bool | None) -> bool:
    facts = (r.essential, r.skill in esco.digital, r.skill in esco.green)
    return all(asked in (None, fact) for asked, fact in zip((essential, digital, green), facts, strict=True))


def count(judged: Iterable[Judged]) -> Tally:
    return dict(Counter(j.verdict for j in judged))


def emphasis(outcomes: set[str], course: Course, esco: Esco) -> Emphasis:
    skills = {outcome: {skill for skill, _ in course.attains[outcome]} for outcome in outcomes}
    all_skills = set().union(*skills.values())
    kinds = (esco.digital, esco.green)
    by_skill = [(len(all_skills & kind), len(all_skills)) for kind in kinds]
    return (*by_skill, *((sum(bool(found & kind) for found in skills.values()), len(outcomes)) for kind in kinds))
