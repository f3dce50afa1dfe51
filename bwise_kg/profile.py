"""Occupational profiles and what they require."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .curriculum.model import Texts
from .errors import DataError
from .namespaces import BW, DCT, ESSENTIAL, OPTIONAL, SKOS
from .resources import Resources, Statement


@dataclass(frozen=True, slots=True)
class SkillRequirement:
    """A skill that a profile requires.

    level: IRI of the level required at least, None if any will do.
    rationale: why it is required. sources: IRIs of where the requirement comes from.
    """

    iri: str
    skill: str
    essential: bool
    level: str | None
    rationale: Texts
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """An occupational profile. requirements: by importance (essential first), then by IRI."""

    iri: str
    label: Texts
    requirements: tuple[SkillRequirement, ...]
    origin: str | None = None


def read_profile(statements: Iterable[Statement], iri: str, place: str) -> Profile:
    """Read a profile out of a graph.

    Raises DataError when a requirement lacks its skill or importance.
    """
    resources = Resources(statements, place)
    requirements = [_requirement(resources, r) for r in resources.links(iri, BW.requires)]
    return Profile(
        iri=iri,
        label=resources.texts(iri, SKOS.prefLabel),
        requirements=tuple(sorted(requirements, key=lambda r: (not r.essential, r.iri))),
        origin=resources.link(iri, BW.origin),
    )


def _requirement(resources: Resources, iri: str) -> SkillRequirement:
    skill = resources.link(iri, BW.skill)
    importance = resources.link(iri, BW.importance)
    if skill is None or importance not in {ESSENTIAL.value, OPTIONAL.value}:
        raise DataError(
            resources.place,
            f"the requirement <{iri}> needs a skill (bw:skill) and an importance (bw:importance: "
            f"{ESSENTIAL.value} or {OPTIONAL.value})",
        )
    return SkillRequirement(
        iri=iri,
        skill=skill,
        essential=importance == ESSENTIAL.value,
        level=resources.link(iri, BW.requiredLevel),
        rationale=resources.texts(iri, BW.rationale),
        sources=tuple(resources.links(iri, DCT.source)),
    )
