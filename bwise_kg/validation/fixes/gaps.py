"""Known gaps that are none: what is covered after all, and what the profile does not require."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, Triple

from ...namespaces import BW
from ..paths import Node
from ..report import Finding
from .fix import Proposal
from .replacing import replaced
from .scene import Scene, about


def drop_gap(scene: Scene, finding: Finding) -> Iterator[Proposal]:
    """Propose to take out a gap that the curriculum covers."""
    gap = finding.value_term
    if gap is not None and not isinstance(gap, Literal):
        yield _dropped(scene, gap, "as an outcome leads to the skill at the required level")


def gap_of_other_profile(scene: Scene, finding: Finding) -> Iterator[Proposal | None]:
    """Propose the own profile's requirement of the same skill, or to take out a gap that the profile does not have."""
    gap = finding.value_term
    if gap is None or isinstance(gap, Literal):
        return
    required = scene.data.index.values(scene.profile, BW.requires) if scene.profile else []
    if not required:
        return  # a profile that nothing is known of says nothing of gaps
    asked = scene.own.values(gap, BW.requirement)
    skills = {skill for requirement in asked for skill in scene.data.index.values(requirement, BW.skill)}
    same = [requirement for requirement in required if skills & set(scene.data.index.values(requirement, BW.skill))]
    if len(same) == 1 and len(asked) == 1:
        title = f"Name the requirement of the own profile for the same skill, {scene.called(same[0])}, in the known gap"
        yield replaced(scene, gap, [BW.requirement], asked[0], same[0], title, 1.0)
    elif not same:
        yield _dropped(scene, gap, "as the profile does not require the skill")


def _dropped(scene: Scene, gap: Node, why: str) -> Proposal:
    links = [Triple(subject, BW.knownGap, gap) for subject in scene.own.subjects(BW.knownGap, gap)]
    title = f"Take out the known gap {scene.called(gap)}, {why}{scene.at(gap)}."
    return Proposal(title, (*links, *about(scene.own, gap)))
