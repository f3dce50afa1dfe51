"""A curriculum, as far as coverage and rules need it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ..words import tags_of

Texts = Mapping[str, str]
"""One text a language, by language tag ("" for none)."""


def text_in(texts: Texts, language: str = "en", default: str = "") -> str:
    """Return the text in a language, else in English, else the first by language tag, else the default.

    Easy-read ``nl-simple`` falls back to ``nl`` before English.

    >>> text_in({"en": "job coach", "nl": "jobcoach"}, "nl-simple"), text_in({"fr": "conseiller"}, "DE")
    ('jobcoach', 'conseiller')
    """
    for tag in (*tags_of(language), "en", *sorted(texts)):
        if tag in texts:
            return texts[tag]
    return default


@dataclass(frozen=True, slots=True)
class AttainedSkill:
    """A skill that an outcome leads to. level: IRI of a proficiency level, or None if none is stated."""

    skill: str
    level: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A learning outcome. kind: IRI of its EQF kind (knowledge, skill, responsibility and autonomy)."""

    iri: str
    title: Texts
    kind: str | None
    attains: tuple[AttainedSkill, ...]


@dataclass(frozen=True, slots=True)
class Module:
    """A module with its own outcomes and those of its units. hours: of learning, None if not stated."""

    iri: str
    title: Texts
    core: bool
    hours: Decimal | None
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Curriculum:
    """A curriculum.

    profile: IRI of the occupational profile it is for. hours: as stated for the whole.
    outcomes: those that belong to the curriculum itself and to no module.
    origin: IRI of where it comes from (reference design, submitted …).
    known_gaps: requirements that it leaves uncovered on purpose, by IRI, with the reason.
    """

    iri: str
    title: Texts
    profile: str | None
    hours: Decimal | None
    modules: tuple[Module, ...]
    outcomes: tuple[Outcome, ...]
    version: str | None = None
    origin: str | None = None
    known_gaps: Mapping[str, Texts] = field(default_factory=dict)

    def placed_outcomes(self) -> Iterator[tuple[Module | None, Outcome]]:
        """Yield each outcome with the module it stands in; one that stands in two comes twice."""
        for module in self.modules:
            for outcome in module.outcomes:
                yield module, outcome
        for outcome in self.outcomes:
            yield None, outcome
