"""Emphasis: what part of a curriculum or module is digital and green."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .curriculum.model import Outcome
from .skills import SkillInfo


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a whole is of one kind. of: the whole, e.g. all attained skills."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None if the whole is empty."""
        return self.count / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Emphasis:
    """What part of a module or curriculum is digital and green, in skills and in outcomes."""

    digital_skills: Share
    green_skills: Share
    digital_outcomes: Share
    green_outcomes: Share


def emphasis(outcomes: Sequence[Outcome], skills: Mapping[str, SkillInfo]) -> Emphasis:
    """Return what part of outcomes, and of the skills they attain, is digital and green."""
    distinct = {o.iri: o for o in outcomes}.values()
    attained = {a.skill for o in distinct for a in o.attains}
    digital = {s for s in attained if skills[s].digital}
    green = {s for s in attained if skills[s].green}

    def outcomes_with(kind: set[str]) -> Share:
        return Share(sum(any(a.skill in kind for a in o.attains) for o in distinct), len(distinct))

    return Emphasis(
        digital_skills=Share(len(digital), len(attained)),
        green_skills=Share(len(green), len(attained)),
        digital_outcomes=outcomes_with(digital),
        green_outcomes=outcomes_with(green),
    )
