"""What those who propose fixes see: a curriculum, what the store knows, and what things are called."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Triple

from ...curriculum.skills import labels_of
from ...curriculum.source import Places
from ...curriculum.workbook.labels import Labels
from ...curriculum.workbook.names import LANGUAGES
from ...graph import Graph
from ...namespaces import BW, ELM
from ...resources import name_of
from ...words import Wording, tags_of, words
from ..data import Data
from ..naming import Names
from ..paths import Index, Node, Term
from ..quoting import called


@dataclass(frozen=True)
class Scene:
    """A curriculum that is to be mended. places: where in its file things stand. language: of labels in titles."""

    graph: Graph
    data: Data
    curriculum: Node
    language: str
    places: Places

    @cached_property
    def own(self) -> Index:
        """What the curriculum itself says."""
        return Index(self.data.own)

    @cached_property
    def labels(self) -> Labels:
        """Labels of skills and vocabularies, as cells of workbooks may use them."""
        if self.graph not in _LABELS:
            _LABELS[self.graph] = labels_of(self.graph)
        return _LABELS[self.graph]

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that labels are looked up in, the likeliest first."""
        return tuple(dict.fromkeys([*tags_of(self.language), "en", *LANGUAGES]))

    @cached_property
    def profile(self) -> NamedNode | None:
        """The profile that the curriculum is for, None unless it names exactly one."""
        found = {p for p in self.own.values(self.curriculum, BW.forProfile) if isinstance(p, NamedNode)}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def modules(self) -> list[Node]:
        """The curriculum's modules, in their order."""
        return self.sorted(nodes(self.own.values(self.curriculum, ELM.hasPart)))

    def parts(self, whole: Term) -> list[Node]:
        """Return the units of a module, in their order."""
        return self.sorted(nodes(self.own.values(whole, ELM.hasPart)))

    def outcomes(self, module: Term) -> list[Node]:
        """Return the outcomes of a module and of its units, each once, in their order."""
        own = nodes(self.own.values(module, ELM.learningOutcome))
        below = [o for unit in self.parts(module) for o in nodes(self.own.values(unit, ELM.learningOutcome))]
        return self.sorted(dict.fromkeys([*own, *below]))

    def skills(self, outcome: Term) -> Iterator[tuple[Node, NamedNode]]:
        """Yield what an outcome attains, with the skill."""
        for attained in nodes(self.own.values(outcome, BW.attains)):
            for skill in self.own.values(attained, BW.skill):
                if isinstance(skill, NamedNode):
                    yield attained, skill

    def required_levels(self, skill: Term) -> set[NamedNode]:
        """Return the levels at which the profile requires a skill."""
        if self.profile is None:
            return set()
        return {
            level
            for requirement in self.data.index.values(self.profile, BW.requires)
            if skill in self.data.index.values(requirement, BW.skill)
            for level in self.data.index.values(requirement, BW.requiredLevel)
            if isinstance(level, NamedNode)
        }

    def sorted(self, found: Iterable[Node]) -> list[Node]:
        """Return parts by position, else by name."""
        return sorted(found, key=lambda node: (self._position(node), name_of(node)))

    @cached_property
    def wording(self) -> Wording:
        """The words that titles are made of."""
        return words(self.language)

    def called(self, node: Term) -> str:
        """Return what something is called, in quotation marks; an IRI without label in angle brackets."""
        self._names.learn([node, *self._names.related(node)])
        return called(self._names, node, self.language)

    def label(self, node: Term) -> str:
        """Return what something is called."""
        self._names.learn([node, *self._names.related(node)])
        return str(self._names.of(node, self.language, brief=False))

    def titled(self, what: str, node: Term | None = None, property_: NamedNode | None = None) -> str:
        """Return the title of a proposal: what it does, and where in the file that is."""
        return f"{what}{'' if node is None else self.at(node, property_)}."

    def at(self, node: Term, property_: NamedNode | None = None) -> str:
        """Return where something stands in the file, in brackets after a space; "" if that is not known."""
        name = name_of(node) if not isinstance(node, Literal) else ""
        place = self.places.get((name, property_.value if property_ else None)) or self.places.get((name, None))
        return f" ({place})" if place else ""

    def _position(self, node: Node) -> tuple[int, float]:
        try:
            return 0, float(getattr(self.own.value(node, BW.position), "value", ""))
        except ValueError:
            return 1, 0.0

    @cached_property
    def _names(self) -> Names:
        return Names(self.data.index, self.graph, self.data.own)


_LABELS: weakref.WeakKeyDictionary[Graph, Labels] = weakref.WeakKeyDictionary()
"""Labels by graph: to read all of a whole ESCO version takes seconds."""


def nodes(terms: Iterable[Term]) -> list[Node]:
    """Return those of some terms that are no texts."""
    return [term for term in terms if not isinstance(term, Literal)]


def about(index: Index, subject: Node) -> list[Triple]:
    """Return all that is said of a resource."""
    return [Triple(subject, p, value) for p in index.predicates(subject) for value in index.values(subject, p)]
