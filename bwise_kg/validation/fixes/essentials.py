"""Essential skills that nothing leads to: an outcome to add, as a draft, in the module nearest to the skill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from ...curriculum.workbook.names import name_of as word_in
from ...namespaces import BW, DCT, ELM, ESCO, ID, RDF, XSD
from ...words import tags_of
from ..paths import Node, Term
from ..report import Finding
from .fix import Proposal
from .levels import level_of_requirement
from .minting import Minter
from .nearness import Place, nearest_part
from .scene import Scene, nodes

_KINDS = {"skill-type/knowledge": ID["outcome-kind/knowledge"], "skill-type/skill": ID["outcome-kind/skill"]}
_SCORE_OF_SURE = 8.0
_MOST = 0.9
"""What is taught where is for the designer to say, however near a module is."""


def cover_essential(scene: Scene, finding: Finding) -> Iterator[Proposal]:
    """Propose to state the level of outcomes that lead to a required skill already, else a new outcome for it."""
    requirement = finding.value_term
    if requirement is None:
        return
    yield from level_of_requirement(scene, requirement)
    skills = [s for s in scene.data.index.values(requirement, BW.skill) if isinstance(s, NamedNode)]
    parts = [(module, scene.outcomes(module)) for module in scene.modules]
    if len(skills) != 1 or not any(outcomes for _, outcomes in parts):
        return
    module = nearest_part(scene, parts, skills[0])
    if module is None:
        return
    for tags in _languages(scene, module.part):
        proposal = _outcome(scene, module, skills[0], requirement, tags)
        if proposal is not None:
            yield proposal


def _outcome(scene: Scene, module: Place, skill: NamedNode, requirement: Term, tags: frozenset[str]) -> Proposal | None:
    mint, siblings = Minter(scene), scene.outcomes(module.part)
    outcome = mint.beside(siblings, module.part, "outcome", scene.label(skill))
    if outcome is None:
        return None
    example = next(((o, a) for o in reversed(siblings) for a, _ in scene.skills(o)), None)
    attained = mint.part(outcome, example, "attained")
    level, level_said = _level(scene, siblings, requirement)
    origins = {o for s in (scene.curriculum, *siblings) for o in scene.own.values(s, BW.origin)}
    add = [
        Triple(outcome, RDF.type, BW.LearningOutcome),
        *(Triple(outcome, DCT.title, title) for title in _titles(scene, skill, tags)),
        Triple(outcome, BW.outcomeKind, _kind(scene, skill)),
        Triple(outcome, BW.attains, attained),
        Triple(attained, RDF.type, BW.AttainedSkill),
        Triple(attained, BW.skill, skill),
        *([Triple(attained, BW.level, level)] if level else []),
    ]
    if len(origins) == 1:
        add += [Triple(node, BW.origin, origin) for origin in origins for node in (outcome, attained)]
    details = [level_said, *_placed(scene, module.part, outcome, skill, add)]
    if (position := _next_position(scene, module.part)) is not None:
        add.append(Triple(outcome, BW.position, position))
    return Proposal(
        _title(scene, module, skill, details), (), tuple(add), min(_MOST, module.score / _SCORE_OF_SURE), draft=True
    )


def _title(scene: Scene, module: Place, skill: NamedNode, details: list[str]) -> str:
    gettext = scene.wording.gettext
    what = gettext(
        "Add an outcome that leads to %(skill)s to the module %(module)s: %(why)s",
        skill=scene.called(skill),
        module=scene.called(module.part),
        why=module.why,
    )
    draft = gettext("Its title is a draft from ESCO's label: write what learners can do.")
    return " ".join(filter(None, [scene.titled(what, module.part), *details, draft]))


def _level(scene: Scene, siblings: Sequence[Node], requirement: Term) -> tuple[NamedNode | None, str]:
    """Return the level that is required, else the one that most outcomes beside it have: an outcome has to have one."""
    gettext = scene.wording.gettext
    levels = [v for v in scene.data.index.values(requirement, BW.requiredLevel) if isinstance(v, NamedNode)]
    if levels:
        return levels[0], gettext("Level: %(level)s.", level=scene.called(levels[0]))
    stated = Counter(
        level
        for outcome in siblings
        for attained, _ in scene.skills(outcome)
        for level in scene.own.values(attained, BW.level)
        if isinstance(level, NamedNode)
    )
    if not stated:
        return None, ""
    usual = max(sorted(stated, key=str), key=lambda level: stated[level])
    said = gettext(
        "Level: %(level)s, as the profile asks for none and most outcomes there have this one.",
        level=scene.called(usual),
    )
    return usual, said


def _languages(scene: Scene, module: Node) -> list[frozenset[str]]:
    """Return the languages to write a title in: those of the module's titles; else that of the report as well.

    Some rules ask for titles in several languages, and what does not meet them is not shown.
    """
    own = {v.language for v in scene.own.values(module, DCT.title) if isinstance(v, Literal) and v.language}
    return list(dict.fromkeys([frozenset(own), frozenset({*own, tags_of(scene.language)[0]})]))


def _titles(scene: Scene, skill: NamedNode, tags: frozenset[str]) -> list[Literal]:
    """Return the label of a skill as a title in languages, in English if it has none of them, marked as a draft."""
    labels = scene.graph.skills.infos([skill.value])[skill.value].label
    found = [tag for tag in sorted(tags) if tag in labels]
    return [
        Literal(f"{word_in('word', 'draft', tag)}: {labels[tag]}", language=tag)
        for tag in found or sorted({"en"} & labels.keys())
    ]


def _kind(scene: Scene, skill: NamedNode) -> NamedNode:
    types = [v.value for v in scene.data.index.values(skill, ESCO.skillType) if isinstance(v, NamedNode)]
    found = (kind for type_ in types for end, kind in _KINDS.items() if type_.endswith(end))
    return next(found, ID["outcome-kind/skill"])


def _placed(scene: Scene, module: Node, outcome: NamedNode, skill: NamedNode, add: list[Triple]) -> Iterator[str]:
    """Put an outcome where its siblings are: listed at the module, in the nearest unit, looked at by an assessment.

    Yields sentences on that.
    """
    units = scene.parts(module)
    if scene.own.values(module, ELM.learningOutcome) or not units:
        add.append(Triple(module, ELM.learningOutcome, outcome))
    own = {unit: scene.sorted(nodes(scene.own.values(unit, ELM.learningOutcome))) for unit in units}
    unit = nearest_part(scene, own.items(), skill)
    if unit is not None:
        add.append(Triple(unit.part, ELM.learningOutcome, outcome))
        yield scene.wording.gettext("Unit: %(unit)s.", unit=scene.called(unit.part))
    near = set(own.get(unit.part, ())) if unit is not None else set()
    assessments = nodes(scene.own.values(module, ELM.provenBy))
    if assessments:
        # of several, the one that looks at most of the outcomes beside it
        chosen = max(scene.sorted(assessments), key=lambda a: len(near & set(scene.own.values(a, BW.assesses))))
        add.append(Triple(chosen, BW.assesses, outcome))
        yield scene.wording.gettext("Assessment: %(assessment)s.", assessment=scene.called(chosen))


def _next_position(scene: Scene, module: Node) -> Literal | None:
    """Return the position behind the last one, None where none are stated."""
    siblings = nodes(scene.own.values(module, ELM.learningOutcome)) or scene.outcomes(module)
    stated = [v.value for s in siblings for v in scene.own.values(s, BW.position)]
    numbers = [int(value) for value in stated if value.isdecimal() and len(value) < 10]
    return Literal(str(max(numbers) + 1), datatype=XSD.positiveInteger) if numbers else None
