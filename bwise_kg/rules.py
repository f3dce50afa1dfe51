"""Inference by CONSTRUCT rules: what follows from a graph goes into a graph of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pyoxigraph import NamedNode, Quad

from .digest import GraphDigest, digest_of
from .namespaces import GRAPH, inferred_graph
from .store import EmbeddedStore


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of ``sparql/rules``.

    sources: first parts of the names of the graphs that it applies to, e.g. ``esco``.
    """

    name: str
    sources: tuple[str, ...]
    query: str

    def applies_to(self, graph: NamedNode) -> bool:
        """Tell whether the rule draws conclusions from a graph."""
        return graph.value.removeprefix(GRAPH.base).split("/", 1)[0] in self.sources


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules, by name."""
    found = []
    for entry in sorted((files("bwise_kg.sparql") / "rules").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".rq"):
            text = entry.read_text(encoding="utf-8")
            source = re.search(r"^#\+ source: (.+)$", text, re.MULTILINE)
            if source is None:
                raise ValueError(f"sparql/rules/{entry.name} has no '#+ source:' line")
            found.append(Rule(entry.name.removesuffix(".rq"), tuple(re.split(r",\s*", source[1])), text))
    return tuple(found)


def infer(
    store: EmbeddedStore, graphs: Iterable[NamedNode], deadline: float | None = None
) -> dict[NamedNode, GraphDigest]:
    """Draw all conclusions from graphs, each into its ``inferred/…`` graph.

    deadline: as for `digest_of`, since conclusions about blank nodes hold blank nodes.

    Returns the digests of the inferred graphs that hold anything.
    """
    digests: dict[NamedNode, GraphDigest] = {}
    for graph in graphs:
        conclusions = list(_conclusions(store, graph))
        if conclusions:
            digests[inferred_graph(graph)] = digest_of(conclusions, deadline)
            store.load(conclusions)
    return digests


def _conclusions(store: EmbeddedStore, graph: NamedNode) -> Iterator[Quad]:
    target = inferred_graph(graph)
    said: set[object] = set()
    for rule in rules():
        if rule.applies_to(graph):
            for triple in store.construct(rule.query, graphs=[graph]):
                if triple not in said:
                    said.add(triple)
                    yield Quad(triple.subject, triple.predicate, triple.object, target)
