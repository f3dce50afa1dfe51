"""Words for IRIs: what every renderer writes instead of ``http://data.europa.eu/esco/skill/…``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from pyoxigraph import NamedNode

from ..coverage import Coverage
from ..curriculum.model import Module, Outcome, Texts, text_in
from ..graph import Graph
from ..levels import Level
from ..queries import select


class Words(str):
    """A text that knows its language, so that a page can say it (WCAG 2.2, criterion 3.1.2).

    language: a language tag, "" if the text has none, as the tail of an IRI has none.

    >>> Words.of({"en": "job coach", "fr": "conseiller"}, "fr").language
    'fr'
    """

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str = "") -> Self:
        """Return a text in a language."""
        words = super().__new__(cls, text)
        words.language = language
        return words

    @classmethod
    def of(cls, texts: Texts, language: str, default: str = "") -> Self:
        """Return the text in a language, with the fallbacks of `text_in`."""
        tag = language if language in texts else text_in({tag: tag for tag in texts}, language)
        return cls(texts.get(tag, default), tag)


@dataclass(frozen=True, slots=True)
class Labels:
    """Words in one language, else in English, else in any language, else the tail of the IRI.

    language: the wanted one, a language tag. concepts: code (or None) and labels of groups, origins, sources and kinds.
    reviewed: False if the labels are translations that nobody has reviewed.
    """

    language: str
    skills: Mapping[str, Texts]
    levels: Mapping[str, Level]
    concepts: Mapping[str, tuple[str | None, Texts]]
    reviewed: bool = True

    def skill(self, iri: str) -> Words:
        """Return the preferred label of a skill."""
        return self._words(self.skills.get(iri, {}), iri)

    def level(self, iri: str | None) -> Words:
        """Return a level with the scale it is on, e.g. ``reference scale: advanced``.

        The scale is left out where the level's own label names it: ``DigComp level 5``.
        """
        name, level = self._level_name(iri), self.levels.get(iri or "")
        if level is None:
            return name
        scale = self.scale(level.scale)
        return name if _names(name, scale) else Words(f"{scale}: {name}", name.language)

    def brief_level(self, iri: str | None) -> Words:
        """Return a level without its scale, e.g. ``advanced``, unless two scales have a level of that name."""
        name = self._level_name(iri)
        shared = any(other != iri and self._level_name(other) == name for other in self.levels)
        return self.level(iri) if shared else name

    def scale(self, iri: str) -> Words:
        """Return the label of a proficiency scale."""
        labels = next((level.scale_label for level in self.levels.values() if level.scale == iri), {})
        return self._words(labels, iri)

    def group(self, iri: str) -> Words:
        """Return a skill group with its code, e.g. ``S5 working with computers``."""
        code, texts = self.concepts.get(iri, (None, {}))
        label = self._words(texts, iri)
        return Words(f"{code} {label}", label.language) if code else label

    def kind(self, iri: str | None) -> Words:
        """Return the kind of a learning outcome, e.g. ``knowledge``."""
        return Words("kind not stated", "en") if iri is None else self._words(self._texts(iri), iri)

    def origin(self, iri: str | None) -> Words:
        """Return where something comes from, e.g. ``reference design``."""
        return Words("origin not stated", "en") if iri is None else self._words(self._texts(iri), iri)

    def source(self, iri: str) -> Words:
        """Return a source by its label or, for a web page, by its address, e.g. ``bwiseproject.eu/en``."""
        return Words.of(self._texts(iri), self.language, re.sub(r"^https?://(www\.)?|/$", "", iri))

    def outcome(self, outcome: Outcome) -> Words:
        """Return the title of a learning outcome."""
        return self._words(outcome.title, outcome.iri)

    def module(self, module: Module) -> Words:
        """Return the title of a module."""
        return self._words(module.title, module.iri)

    def _level_name(self, iri: str | None) -> Words:
        if iri is None:
            return Words("level not stated", "en")
        return self._words(self.levels[iri].label if iri in self.levels else {}, iri)

    def _texts(self, iri: str) -> Texts:
        return self.concepts.get(iri, (None, {}))[1]

    def _words(self, texts: Texts, iri: str) -> Words:
        return Words.of(texts, self.language) if texts else Words(tail(iri))


def labels_for(graph: Graph, coverage: Coverage, language: str = "en") -> Labels:
    """Return the words for everything that a coverage names."""
    curriculum, profile = coverage.curriculum, coverage.profile
    from_esco = {group.group for group in coverage.groups}
    from_esco |= {source for covered in coverage.requirements for source in covered.requirement.sources}
    from_vocabularies = {outcome.kind for _, outcome in curriculum.placed_outcomes()}
    from_vocabularies |= {curriculum.origin, profile.origin}
    return Labels(
        language=language,
        skills={iri: info.label for iri, info in coverage.skills.items()},
        levels=graph.scales.levels,
        concepts=_vocabulary_labels(graph, from_vocabularies) | graph.skills.labels(_iris(from_esco)),
        reviewed=graph.is_reviewed(language),
    )


def tail(iri: str) -> str:
    """Return what stands for an IRI that nothing is known of: its last part.

    >>> tail("http://data.europa.eu/esco/skill/f00"), tail("http://example.org/terms#level")
    ('f00', 'level')
    """
    return re.split(r"[/#]", iri.rstrip("/#"))[-1] or iri


def _vocabulary_labels(graph: Graph, concepts: Iterable[str | None]) -> dict[str, tuple[str | None, Texts]]:
    found: dict[str, dict[str, str]] = {}
    nodes = [NamedNode(iri) for iri in _iris(concepts)]
    for row in select(graph.store, "labels.rq", graph.design, concept=nodes):
        if label := row.literal("label"):
            found.setdefault(row.name("concept"), {})[label.language or ""] = label.value
    return {iri: (None, texts) for iri, texts in found.items()}


def _iris(names: Iterable[str | None]) -> list[str]:
    return sorted(name for name in names if name and not name.startswith("_:"))


def _names(level: str, scale: str) -> bool:
    """Tell whether a level's label names its scale, by a word of it or by its initials."""
    first = level.partition(" ")[0]
    words = scale.split()
    return first in words or first == "".join(word[0] for word in words if word[0].isupper())
