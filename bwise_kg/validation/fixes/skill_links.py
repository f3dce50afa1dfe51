"""Skills that are named wrongly: by label, by a mistyped URI, or by one that ESCO has replaced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple
from rapidfuzz import process
from rapidfuzz.distance import OSA

from ...curriculum.workbook.nearest import nearest
from ...namespaces import BW, DCT, ELM, ESCO_DATA, GRAPH, esco_graph
from ...queries import select
from ..paths import Term
from ..report import Finding
from .fix import Proposal
from .replacing import exchange, replaced
from .scene import Scene

MOST_SLIPS = 2
"""How many characters of a URI may be wrong, left out, too many or swapped."""
LEAST_SCORE = 85.0
"""How like a label has to be, out of 100, to be proposed."""
MOST_STEPS = 10
"""How many successors in a row are followed."""

_PROPERTIES = (BW.skill, ELM.relatedESCOSkill)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def skill_named_by_label(scene: Scene, finding: Finding) -> Iterator[Proposal | None]:
    """Propose the skill that a label names, else those with the nearest labels."""
    value = finding.value_term
    if not isinstance(value, Literal):
        return
    exact = scene.labels.find("skill", value.value, scene.languages)
    found = [(iri, 1.0) for iri in sorted(exact)]
    if len(found) != 1:
        near = nearest(value.value, value.language or scene.language, "skill", scene.labels)
        found = [(n.iri, n.score / 100) for n in near if n.score >= LEAST_SCORE and (not exact or n.iri in exact)]
    for iri, certainty in found:
        why = scene.wording.gettext("its label is that")
        if certainty < 1:
            why = scene.wording.gettext("its label is %(share)s like it", share=scene.wording.percent(certainty))
        yield _instead(scene, finding, NamedNode(iri), why, certainty)


def skill_mistyped(scene: Scene, finding: Finding) -> Iterator[Proposal | None]:
    """Propose the skill whose URI is written a little differently."""
    value = finding.value_term
    if not isinstance(value, NamedNode):
        return
    known = _skills(scene)
    if match := _UUID.search(value.value.lower()):
        meant = f"{ESCO_DATA}skill/{match[0]}"
        if meant in known:
            yield _instead(scene, finding, NamedNode(meant), scene.wording.gettext("its URI is written so"), 1.0)
            return
    found = process.extract(value.value, known, scorer=OSA.distance, score_cutoff=MOST_SLIPS, limit=3)
    for iri, slips, _ in found:
        why = scene.wording.ngettext(
            "its URI differs by %(count)s character", "its URI differs by %(count)s characters", int(slips)
        )
        yield _instead(scene, finding, NamedNode(iri), why, 1 - slips / len(iri))


def skill_replaced(scene: Scene, finding: Finding) -> Iterator[Proposal | None]:
    """Propose the successors that ESCO names for an obsolete skill."""
    value = finding.value_term
    if not isinstance(value, NamedNode):
        return
    found = sorted(_successors(scene, value), key=str)
    for successor in found:
        why = scene.wording.gettext("ESCO names it as the successor")
        if len(found) > 1:
            why = scene.wording.gettext("ESCO names it as a successor, beside others")
        yield _instead(scene, finding, successor, why, 1 / len(found))


def _instead(scene: Scene, finding: Finding, skill: NamedNode, why: str, certainty: float) -> Proposal | None:
    focus, value = finding.focus_term, finding.value_term
    if isinstance(focus, Literal) or value is None:
        return None
    title = exchange(scene, value, skill, why=why)
    if focus != scene.curriculum:
        return replaced(scene, focus, _PROPERTIES, value, skill, title, certainty)
    # a rule on the whole curriculum: wherever the value is named
    named = [(subject, p) for p in _PROPERTIES for subject in scene.own.subjects(p, value)]
    remove = tuple(Triple(subject, p, value) for subject, p in named)
    return Proposal(scene.titled(title), remove, tuple(Triple(subject, p, skill) for subject, p in named), certainty)


def _successors(scene: Scene, skill: NamedNode) -> set[NamedNode]:
    """Return the ends of the chains of successors that exist."""
    found: set[NamedNode] = set()
    waiting, seen = [skill], {skill}
    for _ in range(MOST_STEPS):
        later: list[NamedNode] = []
        for node in waiting:
            following = _replaced_by(scene, node)
            if not following and node != skill:
                found.add(node)
            later += [n for n in following if n not in seen]
        seen.update(later)
        waiting = later
    return found


def _replaced_by(scene: Scene, skill: NamedNode) -> list[NamedNode]:
    graphs = [esco_graph(scene.graph.esco_version)]
    told = [row.node("successor") for row in select(scene.graph.store, "successors.rq", graphs, skill=skill)]
    said = [v for v in scene.data.index.values(skill, DCT.isReplacedBy) if isinstance(v, NamedNode)]
    return list(dict.fromkeys([*said, *told]))


def _skills(scene: Scene) -> list[str]:
    """Return the IRIs of all skills, those of the profile first: of several as near they come first."""
    required: Iterable[Term] = ()
    if scene.profile is not None:
        required = (
            skill
            for requirement in scene.data.index.values(scene.profile, BW.requires)
            for skill in scene.data.index.values(requirement, BW.skill)
        )
    graphs = [esco_graph(scene.graph.esco_version), GRAPH.reference]
    known = (row.name("skill") for row in select(scene.graph.store, "skill_iris.rq", graphs))
    return list(dict.fromkeys([*(s.value for s in required if isinstance(s, NamedNode)), *known]))
