"""Labels of the skills of a store, for cells that name skills in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from ..namespaces import GRAPH, esco_graph
from ..queries import select
from ..words import tags_of
from .model import Texts
from .workbook.labels import Labels
from .workbook.names import normal

if TYPE_CHECKING:
    from ..graph import Graph


def labels_of(graph: Graph) -> Labels:
    """Return the labels that cells may use when a curriculum is read for a graph."""
    return Labels(_StoreSkills(graph))


class _StoreSkills:
    """Labels of the current ESCO version and of the sector's skills; all those of a language are read at need."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._graphs = [esco_graph(graph.esco_version), GRAPH.reference]
        self._labels: dict[str, dict[str, str]] = {}
        self._found: dict[tuple[str, bool], dict[str, set[str]]] = {}

    def find(self, text: str, languages: Iterable[str]) -> set[str]:
        """Return the skills that a text names, language by language, by preferred labels first.

        In the first language whatever its case, in the others as it is written or in small letters: to read all
        labels of one language of a whole ESCO version takes seconds.
        """
        order = list(languages)
        found = self._exactly(text, order)
        if not found and order:
            self._read(order[0])
            for preferred in (True, False):
                if known := self._found.get((order[0], preferred), {}).get(normal(text)):
                    return known
        return found

    def _exactly(self, text: str, languages: Sequence[str]) -> set[str]:
        clean = " ".join(text.split())
        spellings = {clean, clean.lower(), clean[:1].lower() + clean[1:], clean[:1].upper() + clean[1:]}
        literals = [Literal(spelling, language=language) for spelling in sorted(spellings) for language in languages]
        found: dict[tuple[str, bool], set[str]] = {}
        for row in select(self._graph.store, "skills_named.rq", self._graphs, label=literals):
            label = row.literal("label")
            key = (label.language or "" if label else "", row.text("preferred") == "true")
            found.setdefault(key, set()).add(row.name("skill"))
        for language in languages:
            for preferred in (True, False):
                if known := found.get((language, preferred)):
                    return known
        return set()

    def labels(self, language: str) -> Mapping[str, str]:
        """Return skills by label in a language, or in English where there are none."""
        for tag in (*tags_of(language), "en"):
            self._read(tag)
            if self._labels[tag]:
                return self._labels[tag]
        return {}

    def texts(self, skills: Iterable[str]) -> dict[str, Texts]:
        """Return preferred labels by skill."""
        return {skill: info.label for skill, info in self._graph.skills.infos(skills).items()}

    def _read(self, language: str) -> None:
        if language in self._labels:
            return
        labels = self._labels[language] = {}
        for row in select(self._graph.store, "skill_labels.rq", self._graphs, language=Literal(language)):
            skill, label = row.name("skill"), row.text("label")
            labels.setdefault(label, skill)
            found = self._found.setdefault((language, row.text("preferred") == "true"), {})
            found.setdefault(normal(label), set()).add(skill)
