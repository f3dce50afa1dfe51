"""Parts that are not listed where they should be, counted twice, or numbered with holes."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from ...namespaces import BW, ELM, XSD
from ...resources import name_of
from ...words import gettext_noop
from ..report import Finding
from .fix import Proposal
from .scene import Scene, about, nodes


def list_outcome(scene: Scene, finding: Finding) -> Iterator[Proposal]:
    """Propose to name at a module an outcome that one of its units has."""
    module, outcome = finding.focus_term, finding.value_term
    if not isinstance(module, Literal) and outcome is not None:
        title = scene.wording.gettext(
            "Name %(outcome)s among the outcomes of %(module)s",
            outcome=scene.called(outcome),
            module=scene.called(module),
        )
        yield Proposal(scene.titled(title, outcome), (), (Triple(module, ELM.learningOutcome, outcome),))


def renumber(scene: Scene, finding: Finding) -> Iterator[Proposal]:
    """Propose the positions from 1 on for parts in the order that they have; parts without one come last."""
    property_ = NamedNode(finding.path[1:-1]) if finding.path.startswith("<") else None
    if property_ is None:
        return
    parts = scene.sorted(dict.fromkeys(nodes(scene.own.values(finding.focus_term, property_))))
    remove: list[Triple] = []
    add: list[Triple] = []
    for number, part in enumerate(parts, 1):
        stated = scene.own.values(part, BW.position)
        if [value.value for value in stated] != [str(number)]:
            remove += [Triple(part, BW.position, value) for value in stated]
            add.append(Triple(part, BW.position, Literal(str(number), datatype=XSD.positiveInteger)))
    if add:
        last = any(not scene.own.values(part, BW.position) for part in parts)
        message = gettext_noop("Number the parts of %(whole)s from 1 to %(last)s in the order that they have")
        if last:
            message = gettext_noop(
                "Number the parts of %(whole)s from 1 to %(last)s in the order that they have, those without a "
                "position last"
            )
        title = scene.wording.gettext(message, whole=scene.called(finding.focus_term), last=len(parts))
        yield Proposal(scene.titled(title), tuple(remove), tuple(add), 0.9 if last else 1.0)


def one_of_same_skill(scene: Scene, finding: Finding) -> Iterator[Proposal]:
    """Propose to keep one of the statements of an outcome on a skill, if the others say nothing else."""
    outcome, skill = finding.focus_term, finding.value_term
    same = sorted((a for a, s in scene.skills(outcome) if s == skill), key=name_of)
    levels = {level for a in same for level in scene.own.values(a, BW.level)}
    kept = next((a for a in same if scene.own.values(a, BW.level)), same[0] if same else None)
    if skill is None or isinstance(outcome, Literal) or len(levels) > 1 or kept is None:
        return
    dropped = [a for a in same if a != kept]
    remove = [t for a in dropped for t in (Triple(outcome, BW.attains, a), *about(scene.own, a))]
    title = scene.wording.gettext(
        "Keep one of the statements that %(outcome)s leads to %(skill)s",
        outcome=scene.called(outcome),
        skill=scene.called(skill),
    )
    yield Proposal(scene.titled(title, dropped[0], BW.skill), tuple(remove), ())
