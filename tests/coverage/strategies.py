"""Random curricula in Turtle and random profiles, drawn so that every verdict comes up often."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from bwise_kg import Profile, SkillRequirement
from tests.coverage.facts import Esco, Levels, reach

ID = "https://example.org/course/"
DUMMIES = ("https://example.org/skill/made-up", "http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000000")
NO_LEVELS = (
    "https://example.org/level/9",
    "https://w3id.org/bwise/id/level/digcomp-9",
    "http://data.europa.eu/snb/eqf/9",
)

PREFIXES = f"""@prefix bw: <https://w3id.org/bwise/ontology#> .
@prefix elm: <http://data.europa.eu/snb/model/elm/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <{ID}> .
"""
HOURS = ("60 ", "12.5", "0 ", "1.25e1", '"7.25"^^xsd:decimal', '"60"^^xsd:decimal', '"012.50"^^xsd:decimal')


@dataclass(frozen=True)
class Pools:
    """What to draw skills from, the likelier the more pools hold them."""

    skills: tuple[tuple[str, ...], ...]
    levels: tuple[tuple[str | None, ...], ...]

    def skill(self) -> st.SearchStrategy[str]:
        return st.sampled_from(self.skills).flatmap(st.sampled_from)

    def level(self) -> st.SearchStrategy[str | None]:
        return st.sampled_from(self.levels).flatmap(st.sampled_from)


def pools(required: list[str], esco: Esco, levels: Levels) -> Pools:
    """Return pools around required skills: themselves, those above and below, strangers of every kind."""
    near = {n for skill in required for n in reach(skill, esco.broader).keys() | esco.narrower.get(skill, set())}
    far = {f for skill in near for f in esco.broader[skill] | esco.narrower[skill]}
    some = sorted(esco.skills)[::97]
    groups = {group for skill in required for group in esco.groups.get(skill, ())}
    strangers = (*some, *sorted(esco.areas), *sorted(groups), *DUMMIES)
    kinds = (*sorted(esco.digital)[::23], *sorted(esco.green)[::11])
    taught = tuple(sorted(required))
    mapped = tuple(sorted(level for mapping in levels.mappings for level in mapping))
    return Pools(
        skills=(taught, taught, taught, tuple(sorted(near)), tuple(sorted(far)), kinds, strangers),
        levels=(mapped, mapped, mapped, tuple(sorted(levels.place)), (None, *NO_LEVELS)),
    )


@st.composite
def curricula(draw: st.DrawFn, pools: Pools, *, outcomes: int = 24) -> str:
    """Draw a curriculum: modules that share outcomes and units, units within units, all in Turtle."""
    names = [f":outcome-{n}" for n in range(draw(st.integers(outcomes // 4, outcomes)))]
    units = [f":unit-{n}" for n in range(draw(st.integers(0, 4)))]
    modules = [f":module-{n}" for n in range(draw(st.integers(1, 5)))]
    text = [PREFIXES, ":course a bw:Curriculum ; bw:forProfile <https://w3id.org/bwise/id/profile/supporter> .\n"]
    text += [_outcome(draw, name, pools) for name in names]
    for number, part in enumerate(units):
        text += _parts(draw, part, names, units[number + 1 :])
    for number, part in enumerate(modules):
        text.append(
            f":course elm:hasPart {part} .\n{part} a bw:{draw(st.sampled_from(['Core', 'Optional']))}Module .\n"
        )
        text += _parts(draw, part, names, [*units, *modules[number + 1 :]] if draw(st.booleans()) else units)
        if draw(st.booleans()):
            text.append(f"{part} bw:hours {draw(st.sampled_from(HOURS))} .\n")
        if draw(st.booleans()):
            text.append(f"{part} bw:position {draw(st.integers(1, 3))} .\n")
    text += [f":course elm:learningOutcome {name} .\n" for name in _some(draw, names, 2)]
    return "".join(text)


def _outcome(draw: st.DrawFn, name: str, pools: Pools) -> str:
    text = [f"{name} a bw:LearningOutcome .\n"]
    for number in range(draw(st.integers(0, 6))):
        level = draw(pools.level())
        states = f"bw:skill <{draw(pools.skill())}>" + (f" ; bw:level <{level}>" if level else "")
        node = f":attained-{name[1:]}-{number}" if draw(st.booleans()) else f"_:{name[1:]}-{number}"
        text.append(f"{name} bw:attains {node} . {node} {states} .\n")
    text += [f"{name} elm:relatedESCOSkill <{s}> .\n" for s in draw(st.lists(pools.skill(), max_size=2))]
    return "".join(text)


def _parts(draw: st.DrawFn, part: str, names: list[str], below: list[str]) -> list[str]:
    outcomes = [f"{part} elm:learningOutcome {name} .\n" for name in _some(draw, names, 9)]
    return outcomes + [f"{part} elm:hasPart {unit} .\n" for unit in _some(draw, below, 3)]


def _some(draw: st.DrawFn, names: list[str], most: int) -> list[str]:
    return draw(st.lists(st.sampled_from(names), max_size=most, unique=True)) if names else []


@st.composite
def profiles(draw: st.DrawFn, pools: Pools) -> Profile:
    """Draw a profile; two of its requirements may name one skill at different levels."""
    wanted = draw(st.lists(st.tuples(pools.skill(), pools.level(), st.booleans()), min_size=4, max_size=15))
    requirements = tuple(
        SkillRequirement(f"{ID}requirement/{number}", skill, essential, level, {}, ())
        for number, (skill, level, essential) in enumerate(wanted)
    )
    return Profile(f"{ID}profile", {}, requirements)
