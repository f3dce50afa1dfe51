"""What nodes are called in findings: labels from the data first, then from the store."""

from __future__ import annotations

import re
import weakref
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import cast

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ..curriculum.model import Texts
from ..graph import Graph
from ..namespaces import BW, DCT, RDFS, SKOS
from ..queries import select
from ..render.labels import Words, tail
from ..words import words
from .paths import Index, Term

_TITLES = (DCT.title, SKOS.prefLabel, RDFS.label)
_STAND_FOR = (BW.skill, BW.requirement)
_IN_PATH = re.compile(r"<([^>]*)>")


class Names:
    """Names of nodes in one language, else in English, else in any, else the end of the IRI.

    data: what is validated, with its context; titles in it count. graph: the store that knows the rest, None if there
    is none. own: what is validated, without the context: the store's translations do not count for what it describes,
    unless it is the store's own as well (None).
    """

    def __init__(self, data: Index, graph: Graph | None = None, own: Sequence[Triple] | None = ()) -> None:
        self._own_statements = own
        self._data = data
        self._graph = graph
        self._known = {} if graph is None else _known_to(graph)
        self._texts: dict[Term, Texts] = {}

    def learn(self, nodes: Iterable[Term]) -> None:
        """Ask the store for the names of nodes, all at once."""
        wanted = {n.value for n in nodes if isinstance(n, NamedNode)} - self._known.keys()
        if self._graph is None or not wanted:
            return
        learnt: dict[str, dict[str, str]] = {iri: {} for iri in wanted}
        for row in select(self._graph.store, "names.rq", resource=map(NamedNode, sorted(wanted))):
            if label := row.literal("label"):
                learnt[row.name("resource")].setdefault(label.language or "", label.value)
        self._known.update(learnt)  # others may be reading
        self._texts.clear()

    def related(self, node: Term) -> list[Term]:
        """Return what a node without a title is called after: an attained skill after the skill."""
        return [value for property_ in _STAND_FOR for value in self._data.values(node, property_)]

    def texts(self, node: Term) -> Texts:
        """Return the labels of a node by language, none if it has none."""
        if node not in self._texts:
            self._texts[node] = self._looked_up(node)
        return self._texts[node]

    def _looked_up(self, node: Term) -> Texts:
        own = self._own(node)
        if isinstance(node, Literal):
            return own
        known: Mapping[str, str] = self._known.get(node.value, {}) if isinstance(node, NamedNode) else {}
        if own:
            return own if node in self._described else {**known, **own}
        if known:
            return known
        return next((found for other in self.related(node) if (found := self._titles(other))), {})

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

    @cached_property
    def _described(self) -> set[Term]:
        """Nodes that the store has no say in."""
        return {cast("Term", statement.subject) for statement in self._own_statements or ()}

    def _own(self, node: Term) -> Texts:
        for property_ in _TITLES:
            found = [v for v in self._data.values(node, property_) if isinstance(v, Literal) and v.value.strip()]
            if found:
                return {v.language or "": v.value for v in found}
        return {}

    def _titles(self, node: Term) -> Texts:
        known = self._known.get(node.value, {}) if isinstance(node, NamedNode) else {}
        return known or self._own(node)


KEPT = 50_000
"""How many names of a store are kept once they are asked for."""


def _known_to(graph: Graph) -> dict[str, dict[str, str]]:
    """Return the names that a graph was asked for before."""
    found = _KNOWN.setdefault(graph, {})
    if len(found) > KEPT:
        found = _KNOWN[graph] = {}
    return found


_KNOWN: weakref.WeakKeyDictionary[Graph, dict[str, dict[str, str]]] = weakref.WeakKeyDictionary()


def nodes_in(path: str) -> list[Term]:
    """Return the properties in a path."""
    return [NamedNode(iri) for iri in _IN_PATH.findall(path)]
