"""IRIs for new resources, in the style of those that the curriculum has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode

from ...curriculum.workbook.naming import slug
from ...render.labels import tail
from ..paths import Node
from .scene import Scene

_NUMBERED = re.compile(r"(?P<stem>.*[-_/])(?P<number>[0-9]{1,6})")


class Minter:
    """Makes IRIs that neither the curriculum nor the store uses for anything else."""

    def __init__(self, scene: Scene) -> None:
        self._taken = {
            node.value
            for triple in scene.data.statements
            for node in (triple.subject, triple.object)
            if isinstance(node, NamedNode)
        }

    def beside(self, siblings: Sequence[Node], above: Node, word: str, name: str) -> NamedNode | None:
        """Return an IRI for one more part of a whole.

        It has the next number where the siblings' end in numbers (``…/supporter-1-12``, ``…/supporter-1-13``), else
        stands beside them with a name; without siblings, below the whole: ``…/<word>/<name>``. None where all are
        blank nodes.
        """
        named = [node.value for node in siblings if isinstance(node, NamedNode)]
        matches = [match for iri in named if (match := _NUMBERED.fullmatch(iri))]
        stems = {match["stem"] for match in matches}
        if matches and len(stems) == 1:
            last = max(matches, key=lambda match: int(match["number"]))
            width = len(last["number"])
            numbers = range(int(last["number"]) + 1, 10**9)
            return self._first(f"{last['stem']}{number:0{width}}" for number in numbers)
        if named:
            base = named[-1][: len(named[-1]) - len(tail(named[-1]))]
            return self._free(base + (slug(name) or word))
        if isinstance(above, NamedNode):
            return self._free(f"{above.value.rstrip('/')}/{word}/{slug(name) or 'new'}")
        return None

    def part(self, whole: NamedNode, like: tuple[Node, Node] | None, word: str) -> NamedNode:
        """Return an IRI for the first part of a new whole. like: another whole and its part, whose style is taken."""
        if like is not None and isinstance(like[0], NamedNode) and isinstance(like[1], NamedNode):
            other, part = like[0].value, like[1].value
            if tail(other) in part:
                return self._free(part.replace(tail(other), tail(whole.value)))
        return self._free(f"{whole.value}/{word}/1")

    def _free(self, iri: str) -> NamedNode:
        numbers = (f"{iri}-{number}" for number in range(2, 10**9))
        return self._first(candidate for source in ([iri], numbers) for candidate in source)

    def _first(self, candidates: Iterable[str]) -> NamedNode:
        found = next(iri for iri in candidates if iri not in self._taken)
        self._taken.add(found)
        return NamedNode(found)
