"""Levels that are missing where the profile says which one is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ...namespaces import BW
from ..paths import Node, Term
from ..report import Finding
from .fix import Proposal
from .scene import Scene

LIKELY = 0.6
"""How sure it is that an outcome reaches what the profile asks for: likely, but only its author knows."""


def level_of_outcome(scene: Scene, finding: Finding) -> Iterator[Proposal]:
    """Propose for an outcome without any level those that the profile requires its skills at."""
    yield from _levels(scene, finding.focus_term, None)


def level_of_skill(scene: Scene, finding: Finding) -> Iterator[Proposal]:
    """Propose for a skill without level, in an outcome that has others, the one that the profile requires."""
    if isinstance(finding.value_term, NamedNode | BlankNode):
        yield from _levels(scene, finding.focus_term, finding.value_term)


def levels_in_outcome(scene: Scene, finding: Finding) -> Iterator[Proposal]:
    """Propose levels for an outcome that a rule on the whole curriculum names."""
    if finding.value_term is not None:
        yield from _levels(scene, finding.value_term, None)


def level_of_requirement(scene: Scene, requirement: Term) -> Iterator[Proposal]:
    """Propose for outcomes that lead to a required skill at no stated level the one that is required."""
    skills = set(scene.data.index.values(requirement, BW.skill))
    for module in scene.modules:
        for outcome in scene.outcomes(module):
            for attained, skill in scene.skills(outcome):
                if skill in skills:
                    yield from _levels(scene, outcome, attained)


def _levels(scene: Scene, outcome: Term, only: Node | None) -> Iterator[Proposal]:
    add: list[Triple] = []
    stated: list[str] = []
    for attained, skill in scene.skills(outcome):
        required = scene.required_levels(skill)
        if only in (None, attained) and len(required) == 1:
            (level,) = required
            if not scene.own.values(attained, BW.level):
                add.append(Triple(attained, BW.level, level))
                stated.append(f"{scene.called(skill)} → {scene.called(level)}{scene.at(attained, BW.level)}")
    if add and not isinstance(outcome, Literal):
        title = scene.wording.gettext(
            "State the level that the profile requires, if %(outcome)s leads there: %(levels)s",
            outcome=scene.called(outcome),
            levels=", ".join(stated),
        )
        yield Proposal(scene.titled(title), (), tuple(add), LIKELY)
