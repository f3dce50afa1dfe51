"""Coverage: how far a curriculum meets what a profile requires, and on what that rests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from .curriculum.model import Curriculum, Module, Outcome, Texts
from .emphasis import Emphasis, emphasis
from .levels import ScaleMap
from .profile import Profile, SkillRequirement
from .skills import SkillInfo


class Verdict(StrEnum):
    """How a requirement is met, the best first (design: "Coverage")."""

    COVERED = "covered"
    BELOW_LEVEL = "below level"
    LEVEL_UNKNOWN = "level unknown"
    PARTIAL = "partial"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Attainment:
    """A skill attained by an outcome in a module.

    module: None if the outcome belongs to no module. level: IRI or None.
    distance: steps along broader skills to the required one; 0 for that very skill.
    """

    skill: str
    level: str | None
    outcome: Outcome
    module: Module | None
    distance: int = 0


@dataclass(frozen=True, slots=True)
class SkillCoverage:
    """How far a curriculum meets one requirement.

    evidence: what the verdict rests on, nearest first; empty if missing.
    hours: of the modules in the evidence, each once; None if none of them states any.
    known_gap: the reason why the curriculum leaves it uncovered, by language, where it declares that; else None. It
    changes nothing in the verdict.
    """

    requirement: SkillRequirement
    verdict: Verdict
    evidence: tuple[Attainment, ...]
    hours: Decimal | None
    known_gap: Texts | None = None

    @property
    def distance(self) -> int | None:
        """Steps along broader skills to the nearest attained one; None if missing."""
        return min((a.distance for a in self.evidence), default=None)


@dataclass(frozen=True, slots=True)
class SurplusSkill:
    """A skill that is attained but not required, with the attainments."""

    skill: str
    evidence: tuple[Attainment, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many requirements have each verdict."""

    counts: Mapping[Verdict, int]

    @property
    def total(self) -> int:
        """All requirements counted."""
        return sum(self.counts.values())

    @property
    def covered_share(self) -> float | None:
        """Covered ones among all, from 0 to 1; None if there are none."""
        return self.counts[Verdict.COVERED] / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class ModuleCoverage:
    """What one module gives. tally: the requirements whose verdict rests on it."""

    module: Module
    tally: Tally
    emphasis: Emphasis


@dataclass(frozen=True, slots=True)
class GroupCoverage:
    """The requirements in one ESCO skill group; a skill with several groups counts in each."""

    group: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Coverage:
    """A curriculum held against a profile.

    esco_version: the version whose labels, groups and broader skills were used.
    skills: what is known of each skill that occurs. unknown_skills: those that ESCO does not have.
    """

    curriculum: Curriculum
    profile: Profile
    esco_version: str
    requirements: tuple[SkillCoverage, ...]
    surplus: tuple[SurplusSkill, ...]
    modules: tuple[ModuleCoverage, ...]
    groups: tuple[GroupCoverage, ...]
    emphasis: Emphasis
    skills: Mapping[str, SkillInfo]

    @property
    def unknown_skills(self) -> tuple[str, ...]:
        """Skills in the curriculum or the profile that the ESCO version does not have."""
        return tuple(skill for skill, info in self.skills.items() if not info.known)

    def tally(self, *, essential: bool | None = None, digital: bool | None = None, green: bool | None = None) -> Tally:
        """Count verdicts of the requirements that are as asked; None does not ask."""
        return _tally(
            r.verdict
            for r in self.requirements
            if essential in (None, r.requirement.essential)
            and digital in (None, self.skills[r.requirement.skill].digital)
            and green in (None, self.skills[r.requirement.skill].green)
        )


def cover(
    curriculum: Curriculum,
    profile: Profile,
    scales: ScaleMap,
    skills: Mapping[str, SkillInfo],
    distances: Mapping[tuple[str, str], int],
    esco_version: str,
) -> Coverage:
    """Hold a curriculum against a profile.

    skills: what is known of every skill that the two name.
    distances: steps between a required and an attained skill, one broader than the other.
    """
    attained = [
        Attainment(a.skill, a.level, outcome, module)
        for module, outcome in curriculum.placed_outcomes()
        for a in outcome.attains
    ]
    by_skill: dict[str, list[Attainment]] = {}
    for attainment in attained:
        by_skill.setdefault(attainment.skill, []).append(attainment)
    related: dict[str, dict[str, int]] = {}
    for (need, skill), steps in distances.items():
        related.setdefault(need, {})[skill] = steps
    judged = tuple(
        replace(judge(r, by_skill, scales, related.get(r.skill, {})), known_gap=curriculum.known_gaps.get(r.iri))
        for r in profile.requirements
    )
    required = {r.skill for r in profile.requirements}
    return Coverage(
        curriculum=curriculum,
        profile=profile,
        esco_version=esco_version,
        requirements=judged,
        surplus=tuple(SurplusSkill(s, tuple(found)) for s, found in by_skill.items() if s not in required),
        modules=_modules(curriculum, judged, skills),
        groups=_groups(judged, skills),
        emphasis=emphasis([outcome for _, outcome in curriculum.placed_outcomes()], skills),
        skills=skills,
    )


def judge(
    requirement: SkillRequirement,
    attained: Mapping[str, Sequence[Attainment]],
    scales: ScaleMap,
    related: Mapping[str, int],
) -> SkillCoverage:
    """Return the verdict on one requirement, with what it rests on.

    attained: attainments by skill. related: skills that are broader or narrower than the required
    one, with the steps to them.
    """
    exact = attained.get(requirement.skill, ())
    if exact:
        if requirement.level is None:
            return _with(requirement, Verdict.COVERED, exact)
        level = requirement.level
        reached = [(scales.reaches(attainment.level, level), attainment) for attainment in exact]
        for answer, verdict in (
            (True, Verdict.COVERED),
            (False, Verdict.BELOW_LEVEL),
            (None, Verdict.LEVEL_UNKNOWN),
        ):
            if found := [attainment for reaches, attainment in reached if reaches is answer]:
                return _with(requirement, verdict, found)
    if not attained.keys().isdisjoint(related.keys()):
        near = [
            Attainment(a.skill, a.level, a.outcome, a.module, related[skill])
            for skill, found in attained.items()  # in the curriculum's order, so that ties are in it too
            if skill in related
            for a in found
        ]
        return _with(requirement, Verdict.PARTIAL, sorted(near, key=lambda a: a.distance))
    return _with(requirement, Verdict.MISSING, ())


def _with(requirement: SkillRequirement, verdict: Verdict, evidence: Iterable[Attainment]) -> SkillCoverage:
    found = tuple(evidence)
    modules = {a.module.iri: a.module for a in found if a.module}
    hours = [module.hours for module in modules.values() if module.hours is not None]
    return SkillCoverage(requirement, verdict, found, sum(hours, Decimal(0)) if hours else None)


def _tally(verdicts: Iterable[Verdict]) -> Tally:
    counts = Counter(verdicts)
    return Tally({verdict: counts[verdict] for verdict in Verdict})


def _modules(
    curriculum: Curriculum, judged: Iterable[SkillCoverage], skills: Mapping[str, SkillInfo]
) -> tuple[ModuleCoverage, ...]:
    verdicts: dict[str, list[Verdict]] = {module.iri: [] for module in curriculum.modules}
    for covered in judged:
        for iri in {a.module.iri for a in covered.evidence if a.module}:
            verdicts[iri].append(covered.verdict)
    return tuple(
        ModuleCoverage(module, _tally(verdicts[module.iri]), emphasis(module.outcomes, skills))
        for module in curriculum.modules
    )


def _groups(judged: Iterable[SkillCoverage], skills: Mapping[str, SkillInfo]) -> tuple[GroupCoverage, ...]:
    verdicts: dict[str, list[Verdict]] = {}
    for covered in judged:
        for group in skills[covered.requirement.skill].groups:
            verdicts.setdefault(group, []).append(covered.verdict)
    return tuple(GroupCoverage(group, _tally(found)) for group, found in sorted(verdicts.items()))
