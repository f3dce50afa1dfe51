"""Search by labels: exact, as a beginning, word by word, and last by spelling."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import Literal, NamedNode

from bwise_kg.curriculum.workbook.names import normal
from bwise_kg.curriculum.workbook.nearest import near_in
from bwise_kg.graph import Graph
from bwise_kg.namespaces import ESCO_DATA, ID
from bwise_kg.queries import select

MOST_LABELS = 600_000
"""Labels that are kept, over all languages; 27 of a whole ESCO would have three million."""
SURE = 80.0
"""From which score on a label that is only spelt alike counts as found; below, it is a suggestion."""


class Type(StrEnum):
    """What can be searched for."""

    SKILL = "skill"
    OCCUPATION = "occupation"
    PROFILE = "profile"
    PERSONA = "persona"
    CURRICULUM = "curriculum"
    MODULE = "module"
    OUTCOME = "outcome"


_PREFIXES = {
    f"{ESCO_DATA}skill/": Type.SKILL,
    ID["sector-skill/"].value: Type.SKILL,
    f"{ESCO_DATA}occupation/": Type.OCCUPATION,
    ID["profile/"].value: Type.PROFILE,
    ID["persona/"].value: Type.PERSONA,
    ID["curriculum/"].value: Type.CURRICULUM,
    ID["module/"].value: Type.MODULE,
    ID["outcome/"].value: Type.OUTCOME,
}
_TYPES = list(Type)


class Match(StrEnum):
    """How a label fits, the best first."""

    EXACT = "exact"
    PREFIX = "prefix"
    WORDS = "words"
    SPELLING = "spelling"


_SCORES = {Match.EXACT: 100.0, Match.PREFIX: 95.0, Match.WORDS: 90.0}
"""What a fit scores at most; less, the more of the label was not asked for. Spelling scores as `nearest` does."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A resource found. label: the one that fits, in language. score: 0 to 100."""

    iri: str
    type: Type
    label: str
    language: str
    preferred: bool
    match: Match
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """The hits, the best first. suggestion: a label that is spelt a little like it, where nothing fits."""

    hits: tuple[Hit, ...]
    suggestion: str | None


class _Labels:
    """The labels of one language, in order of what they are when case and blanks are left out."""

    def __init__(self, language: str, rows: Iterable[tuple[str, str, bool, Type]]) -> None:
        self.language = language
        ordered = sorted((normal(label), label, iri, preferred, type_) for label, iri, preferred, type_ in rows)
        self.keys = [row[0] for row in ordered]
        self.texts = [row[1] for row in ordered]
        self.iris = [row[2] for row in ordered]
        self.preferred = bytes(row[3] for row in ordered)
        self.types = bytes(_TYPES.index(row[4]) for row in ordered)
        words: dict[str, array[int]] = {}
        for number, key in enumerate(self.keys):
            for word in set(_words(key)):
                words.setdefault(word, array("l")).append(number)
        self.words = words
        self.vocabulary = sorted(words)

    def __len__(self) -> int:
        return len(self.keys)

    def equal(self, key: str) -> Iterator[int]:
        for number in range(bisect_left(self.keys, key), len(self.keys)):
            if self.keys[number] != key:
                return
            yield number

    def starting(self, key: str) -> Iterator[int]:
        for number in range(bisect_left(self.keys, key), len(self.keys)):
            if not self.keys[number].startswith(key):
                return
            yield number

    def with_words(self, key: str) -> set[int]:
        """Return the labels in which every word begins a word."""
        found: set[int] | None = None
        for word in sorted(_words(key), key=len, reverse=True):
            having: set[int] = set()
            for place in range(bisect_left(self.vocabulary, word), len(self.vocabulary)):
                if not self.vocabulary[place].startswith(word):
                    break
                having.update(self.words[self.vocabulary[place]])
            found = having if found is None else found & having
            if not found:
                return set()
        return found or set()

    def hit(self, number: int, match: Match, score: float) -> Hit:
        return Hit(
            self.iris[number],
            _TYPES[self.types[number]],
            self.texts[number],
            self.language,
            bool(self.preferred[number]),
            match,
            round(score, 1),
        )


class Index:
    """The labels of a graph, a language at a time; those that were not used for longest go.

    graphs: where the labels of ESCO's concepts and of our own things are. added: where those of curricula are that
    somebody added, and types: what in these has labels, by IRI.
    """

    def __init__(
        self, graph: Graph, graphs: Sequence[NamedNode], added: Sequence[NamedNode], types: Mapping[str, Type]
    ) -> None:
        self._graph = graph
        self._graphs = [*graphs]
        self._added = [*added]
        self._types = types
        self._kept: OrderedDict[str, _Labels] = OrderedDict()

    def search(self, text: str, languages: Sequence[str], types: Sequence[Type], limit: int) -> Found:
        """Return what has a label like a text, the best first, each once.

        languages: the first has the say where labels of several fit equally. types: none for all.
        """
        wanted = {*(types or Type)}
        key = normal(text)
        best: dict[str, tuple[tuple[float, int, bool, str], Hit]] = {}
        for place, language in enumerate(languages):
            labels = self._labels(language)
            for hit in _fitting(labels, key, wanted):
                rank = (-hit.score, place, not hit.preferred, hit.label)
                if hit.iri not in best or rank < best[hit.iri][0]:
                    best[hit.iri] = (rank, hit)
        if best:
            ordered = sorted(best.values(), key=lambda ranked: (ranked[0], ranked[1].iri))
            return Found(tuple(hit for _, hit in ordered[:limit]), None)
        near = sorted(
            (hit for language in languages for hit in _spelt_like(self._labels(language), text, wanted)),
            key=lambda hit: (-hit.score, languages.index(hit.language), hit.label),
        )
        sure = {hit.iri: hit for hit in reversed(near) if hit.score >= SURE}
        ordered_sure = sorted(sure.values(), key=lambda hit: (-hit.score, hit.label))
        return Found(tuple(ordered_sure[:limit]), near[0].label if near and not sure else None)

    def _labels(self, language: str) -> _Labels:
        if language not in self._kept:
            self._kept[language] = _Labels(language, self._rows(language))
            while len(self._kept) > 1 and sum(map(len, self._kept.values())) > MOST_LABELS:
                self._kept.popitem(last=False)
        self._kept.move_to_end(language)
        return self._kept[language]

    def _rows(self, language: str) -> Iterator[tuple[str, str, bool, Type]]:
        """Yield label, resource, whether the label is the preferred one, and what the resource is."""
        for graphs, type_of in ((self._graphs, _type_of), (self._added, self._types.get)):
            for row in select(self._graph.store, "labels_in.rq", graphs, language=Literal(language)) if graphs else ():
                if (type_ := type_of(row.name("resource"))) is not None:
                    yield row.text("label"), row.name("resource"), row.text("preferred") == "true", type_


def _fitting(labels: _Labels, key: str, types: set[Type]) -> Iterator[Hit]:
    seen: set[int] = set()
    for match, numbers in (
        (Match.EXACT, labels.equal(key)),
        (Match.PREFIX, labels.starting(key)),
        (Match.WORDS, iter(labels.with_words(key))),
    ):
        for number in numbers:
            if number not in seen and _TYPES[labels.types[number]] in types:
                seen.add(number)
                surplus = 1 - len(key) / max(len(labels.keys[number]), len(key), 1)
                yield labels.hit(number, match, _SCORES[match] - 5 * surplus)


def _spelt_like(labels: _Labels, text: str, types: set[Type]) -> Iterator[Hit]:
    places = {labels.texts[n]: n for n in range(len(labels)) if _TYPES[labels.types[n]] in types}
    for near in near_in(text, {label: labels.iris[number] for label, number in places.items()}):
        yield labels.hit(places[near.label], Match.SPELLING, near.score)


def _type_of(iri: str) -> Type | None:
    return next((type_ for prefix, type_ in _PREFIXES.items() if iri.startswith(prefix)), None)


def _words(key: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in key).split()
