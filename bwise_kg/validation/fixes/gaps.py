"""Known gaps that are none: what is covered after all, and what the profile does not require."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, Triple

from ...namespaces import BW
from ...words import gettext_noop
from ..paths import Node
from ..report import Finding
from .fix import Proposal
from .replacing import replaced
from .scene import Scene, about


def drop_gap(scene: Scene, finding: Finding) -> Iterator[Proposal]:
    """Propose to take out a gap that the curriculum covers."""
    gap = finding.value_term
    if gap is not None and not isinstance(gap, Literal):
        message = gettext_noop("Take out the known gap %(gap)s: an outcome leads to the skill at the required level")
        yield _dropped(scene, gap, message)


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
        title = scene.wording.gettext(
            "Name the requirement of the own profile for the same skill, %(requirement)s, in the known gap",
            requirement=scene.called(same[0]),
        )
        yield replaced(scene, gap, [BW.requirement], asked[0], same[0], title, 1.0)
    elif not same:
        message = gettext_noop("Take out the known gap %(gap)s: the profile does not require the skill")
        yield _dropped(scene, gap, message)


def _dropped(scene: Scene, gap: Node, message: str) -> Proposal:
    links = [Triple(subject, BW.knownGap, gap) for subject in scene.own.subjects(BW.knownGap, gap)]
    title = scene.wording.gettext(message, gap=scene.called(gap))
    return Proposal(scene.titled(title, gap), (*links, *about(scene.own, gap)))
