"""What nodes are called in findings: labels from the data first, then from the store."""

from __future__ import annotations

import functools
import re
import weakref
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence, Set

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ..curriculum.model import Texts
from ..graph import Graph
from ..namespaces import BW, DCT, RDFS, SKOS
from ..queries import select
from ..render.labels import Words, tail
from ..words import words
from .paths import Index, Term
from .writing import subjects_of

_TITLES = (DCT.title, SKOS.prefLabel, RDFS.label)
_STAND_FOR = (BW.skill, BW.requirement)
_IN_PATH = re.compile(r"<([^>]*)>")


class Called(ABC):
    """What nodes are called in a language, else in English, else in any, else by the end of the IRI."""

    __slots__ = ()

    @abstractmethod
    def texts(self, node: Term) -> Texts:
        """Return the labels of a node by language, none if it has none."""

    def kept(self, nodes: Iterable[Term]) -> Called:
        """Return what some nodes are called now, and nothing else."""
        return _Kept({n: texts for n in nodes if not isinstance(n, Literal) and (texts := self.texts(n))})

    def of(self, node: Term | None, language: str, *, brief: bool = True) -> Words:
        """Return what a node is called; a literal is its text.

        brief: an IRI without label is called by its end; otherwise it is given whole.
        """
        if node is None:
            return Words("")
        if isinstance(node, Literal):
            return Words(node.value, node.language or "")
        texts = self.texts(node)
        if texts:
            return Words.of(texts, language)
        if isinstance(node, BlankNode):
            return Words(str(node))
        return Words(tail(node.value) if brief else node.value)

    def path(self, path: str, language: str) -> Words:
        """Return a path in words, e.g. ``has part / has learning outcome``."""
        used: list[str] = []

        def name(match: re.Match[str]) -> str:
            words = self.of(NamedNode(match[1]), language)
            used.append(words.language)
            return str(words)

        text = _IN_PATH.sub(name, path)
        if text.startswith("(") and text.endswith(")"):
            text = text[1:-1]
        if len(used) > 1:
            text = words(language).either(*text.replace("/", " / ").split("|"))
        return Words(text, used[0] if used else "")


class _Kept(Called):
    """The labels of some nodes."""

    __slots__ = ("_labels",)

    def __init__(self, labels: Mapping[Term, Texts]) -> None:
        self._labels = labels

    def texts(self, node: Term) -> Texts:
        """See `Called.texts`."""
        return self._labels.get(node, {})


class Names(Called):
    """What nodes are called in the data, else in a store.

    data: what is validated, with its context; titles in it count. graph: the store that knows the rest, None if there
    is none. own: what is validated, without the context: the store's translations do not count for what it describes,
    unless it is the store's own as well (None).
    """

    def __init__(self, data: Index, graph: Graph | None = None, own: Sequence[Triple] | None = ()) -> None:
        self._own_statements = own
        self._data = data
        self.graph = graph
        self._known = {} if graph is None else _known_to(graph)
        self._texts: dict[Term, Texts] = {}
        self._titled: dict[Term, Texts] = {}

    def learn(self, nodes: Iterable[Term]) -> None:
        """Ask the store for the names of nodes, all at once, and of what those without a title are called after."""
        learn([(self, nodes)])

    def unknown(self, nodes: Iterable[Term]) -> set[str]:
        """Return what the store has to be asked for, to name nodes: IRIs, of what they are called after too."""
        wanted: set[str] = set()
        for node in dict.fromkeys(nodes):
            own = self._own(node)
            if own and str(node) in self._described:
                continue  # the store has no say in it
            called_after = () if own else self.related(node)
            wanted.update(n.value for n in (node, *called_after) if isinstance(n, NamedNode))
        return {iri for iri in wanted if iri not in self._known}

    def take(self, learnt: Mapping[str, dict[str, str]]) -> None:
        """Note what a store calls things."""
        self._known.update(learnt)  # others may be reading
        self._texts.clear()

    def related(self, node: Term) -> list[Term]:
        """Return what a node without a title is called after: an attained skill after the skill."""
        number = self._data.numbers.find(node)
        if number is None:
            return []
        found = [value for property_ in _STAND_FOR for value in self._data.said_of(number, property_)]
        return list(map(self._data.numbers.term, found))

    def texts(self, node: Term) -> Texts:
        """See `Called.texts`."""
        if node not in self._texts:
            self._texts[node] = self._looked_up(node)
        return self._texts[node]

    def _looked_up(self, node: Term) -> Texts:
        own = self._own(node)
        if isinstance(node, Literal):
            return own
        known: Mapping[str, str] = self._known.get(node.value, {}) if isinstance(node, NamedNode) else {}
        if own:
            return own if str(node) in self._described else {**known, **own}
        if known:
            return known
        return next((found for other in self.related(node) if (found := self._titles(other))), {})

    @functools.cached_property
    def _described(self) -> Set[str]:
        """Nodes that the store has no say in, as they are written."""
        return frozenset() if self._own_statements is None else subjects_of(self._own_statements)

    def _own(self, node: Term) -> Texts:
        found = self._titled.get(node)
        if found is None:
            found = self._titled[node] = self._title(self._data.numbers.find(node))
        return found

    def _title(self, number: int | None) -> Texts:
        if number is None:
            return {}
        for property_ in _TITLES:
            found = map(self._data.numbers.term, self._data.said_of(number, property_))
            literals = [text for text in found if isinstance(text, Literal)]
            if texts := {text.language or "": value for text in literals if (value := text.value).strip()}:
                return texts
        return {}

    def _titles(self, node: Term) -> Texts:
        known = self._known.get(node.value, {}) if isinstance(node, NamedNode) else {}
        return known or self._own(node)


def learn(asked: Sequence[tuple[Names, Iterable[Term]]]) -> None:
    """Ask a store at once for the names of nodes that are in several data, as `Names.learn` does for one of them."""
    if not asked or (graph := asked[0][0].graph) is None:
        return
    wanted = set().union(*(names.unknown(nodes) for names, nodes in asked))
    if not wanted:
        return
    learnt: dict[str, dict[str, str]] = {iri: {} for iri in wanted}
    for row in select(graph.store, "names.rq", resource=map(NamedNode, sorted(wanted))):
        if label := row.literal("label"):
            learnt[row.name("resource")].setdefault(label.language or "", label.value)
    for names, _ in asked:
        names.take(learnt)


KEPT = 50_000
"""How many names of a store are kept once they are asked for."""


def _known_to(graph: Graph) -> dict[str, dict[str, str]]:
    """Return the names that a graph was asked for before."""
    found = _KNOWN.setdefault(graph, {})
    if len(found) > KEPT:
        found = _KNOWN[graph] = {}
    return found


_KNOWN: weakref.WeakKeyDictionary[Graph, dict[str, dict[str, str]]] = weakref.WeakKeyDictionary()


@functools.lru_cache(maxsize=10_000)
def nodes_in(path: str) -> tuple[NamedNode, ...]:
    """Return the properties in a path."""
    return tuple(map(NamedNode, _IN_PATH.findall(path)))
