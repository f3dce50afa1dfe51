"""Where in a curriculum something new fits best: the part whose outcomes lead to what is nearest to it in ESCO."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode
from rapidfuzz import fuzz

from ...curriculum.model import text_in
from ...namespaces import DCT
from ..paths import Node
from .scene import Scene

_SAME, _RELATED, _GROUP, _WORDS = 8.0, 4.0, 1.0, 1.0
"""What counts how much: the same skill, one directly broader or narrower, one of the same group, titles alike."""


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a curriculum as a place for a skill. score: the greater the nearer; why: what makes it near."""

    part: Node
    score: float
    why: str


def nearest_part(scene: Scene, parts: Iterable[tuple[Node, Sequence[Node]]], skill: NamedNode) -> Place | None:
    """Return the part that is nearest to a skill. parts: each with its outcomes, in their order.

    Counted are outcomes that lead to the very skill at another level, to one that is broader or narrower by one step of
    ``skos:broader``, or to one of the same ESCO group at the second level; then how alike titles and label are.
    """
    given = [(part, list(outcomes)) for part, outcomes in parts]
    attained = {s.value for _, outcomes in given for o in outcomes for _, s in scene.skills(o)}
    infos = scene.graph.skills.infos({skill.value, *attained})
    steps = scene.graph.skills.distances({skill.value, *attained}, {skill.value, *attained})
    related = {a for a in attained if 1 in (steps.get((skill.value, a)), steps.get((a, skill.value)))}
    groups = set(infos[skill.value].groups)
    close = {a for a in attained if groups & set(infos[a].groups)}
    label = text_in(infos[skill.value].label, scene.language)
    found: list[Place] = []
    for part, outcomes in given:
        skills = [s.value for o in outcomes for _, s in scene.skills(o)]
        counts = (skills.count(skill.value), sum(s in related for s in skills), sum(s in close for s in skills))
        alike = max((_alike(scene, o, label) for o in [part, *outcomes]), default=0.0)
        score = counts[0] * _SAME + counts[1] * _RELATED + counts[2] * _GROUP + alike * _WORDS
        found.append(Place(part, score, _why(scene, counts, groups)))
    return max(found, key=lambda place: place.score, default=None)


def _alike(scene: Scene, node: Node, label: str) -> float:
    titles = [v.value for v in scene.own.values(node, DCT.title) if isinstance(v, Literal)]
    return max((fuzz.token_set_ratio(title.casefold(), label.casefold()) / 100 for title in titles), default=0.0)


def _why(scene: Scene, counts: tuple[int, int, int], groups: set[str]) -> str:
    same, related, close = counts
    wording = scene.wording
    if same:
        return wording.gettext("it leads to the skill already, at another level")
    if related:
        return wording.ngettext(
            "it leads to %(count)s skill directly broader or narrower",
            "it leads to %(count)s skills directly broader or narrower",
            related,
        )
    if close:
        codes = scene.graph.skills.labels(sorted(groups))
        named = sorted(f"{code} {text_in(texts, scene.language)}" for code, texts in codes.values())
        return wording.ngettext(
            "it has %(count)s skill of the same ESCO group (%(group)s)",
            "it has %(count)s skills of the same ESCO group (%(group)s)",
            close,
            group=wording.either(*named),
        )
    return wording.gettext("its titles are most like the skill")
