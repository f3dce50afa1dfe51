"""Target group and profile: one says which the other has to be."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple

from ...namespaces import BW, ELM
from ...queries import select
from ...words import gettext_noop
from ..report import Finding
from .fix import Proposal
from .scene import Scene
from .vocabularies import from_vocabulary


def target_group(scene: Scene, finding: Finding) -> Iterator[Proposal | None]:
    """Propose the target group of the profile, where none, another or an unknown one is named."""
    yield from from_vocabulary(scene, finding)
    groups = scene.data.index.values(scene.profile, BW.targetGroup) if scene.profile else []
    named = scene.own.values(scene.curriculum, ELM.targetGroup)
    if len(groups) == 1 and isinstance(groups[0], NamedNode) and groups[0] not in named:
        (group,) = groups
        message = gettext_noop("Name the target group of the profile: %(group)s")
        if named:
            message = gettext_noop("Name the target group of the profile: %(group)s, in place of %(others)s")
        others = ", ".join(map(scene.called, named))
        title = scene.wording.gettext(message, group=scene.called(group), others=others)
        yield Proposal(
            scene.titled(title, scene.curriculum, ELM.targetGroup),
            tuple(Triple(scene.curriculum, ELM.targetGroup, old) for old in named),
            (Triple(scene.curriculum, ELM.targetGroup, group),),
            0.9 if named else 1.0,
        )


def profile(scene: Scene, finding: Finding) -> Iterator[Proposal | None]:
    """Propose the profile of the target group, where there is one only and none that exists is named."""
    yield from from_vocabulary(scene, finding)
    groups = [group for group in scene.own.values(scene.curriculum, ELM.targetGroup) if isinstance(group, NamedNode)]
    named = scene.own.values(scene.curriculum, BW.forProfile)
    if len(groups) != 1 or any(scene.data.index.values(p, BW.requires) for p in named):
        return
    rows = list(select(scene.graph.store, "profiles_for_group.rq", scene.graph.design, group=groups[0]))
    if len(rows) == 1:
        found = rows[0].node("profile")
        title = scene.wording.gettext("Name the profile of the target group: %(profile)s", profile=scene.called(found))
        yield Proposal(
            scene.titled(title, scene.curriculum, BW.forProfile),
            tuple(Triple(scene.curriculum, BW.forProfile, old) for old in named),
            (Triple(scene.curriculum, BW.forProfile, found),),
            0.9,
        )
