"""SPARQL property paths as look-ups in an index; what they lead to is worked out once a node."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pyoxigraph import NamedNode

from .paths import Index, Links
from .select import Alternatives, Chain, Inverse, Path, Repeated

Reached = dict[int, int]
"""What a path leads to, and on how many ways: SPARQL counts them (section 9.3)."""

Walk = Callable[[int], Reached]


def inverse(path: Path) -> Path:
    """Return a path from its end to its start."""
    match path:
        case Inverse(inner):
            return inner
        case Chain(steps):
            return Chain(tuple(inverse(step) for step in reversed(steps)))
        case Alternatives(paths):
            return Alternatives(tuple(map(inverse, paths)))
        case Repeated(inner, least, once):
            return Repeated(inverse(inner), least, once)
        case _:
            return Inverse(path)


class Walks:
    """The paths of queries in one graph."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._made: dict[Path, Walk] = {}

    def of(self, path: Path) -> Walk:
        """Return what tells where a path leads to from a node."""
        if path not in self._made:
            self._made[path] = _remembered(self._walk(path))
        return self._made[path]

    def _walk(self, path: Path) -> Walk:
        match path:
            case NamedNode():
                return _linked(self._index.links(path))
            case Inverse(NamedNode() as predicate):
                return _linked(self._index.links_back(predicate))
            case Inverse(inner):
                return self.of(inverse(inner))
            case Chain(steps):
                return _sequence([self.of(step) for step in steps])
            case Alternatives(paths):
                return _alternatives([self.of(one) for one in paths])
            case Repeated(inner, least, once):
                return _repeated(self.of(inner), least, once)


def _remembered(walk: Walk) -> Walk:
    known: dict[int, Reached] = {}

    def remembered(node: int) -> Reached:
        if (found := known.get(node)) is None:
            found = known[node] = walk(node)
        return found

    return remembered


def _linked(links: Links) -> Walk:
    return lambda node: dict.fromkeys(links.get(node, ()), 1)


def _sequence(walks: Sequence[Walk]) -> Walk:
    first, *others = walks

    def walk(node: int) -> Reached:
        found = first(node)
        for step in others:
            further: Reached = {}
            for start, ways in found.items():
                for end, times in step(start).items():
                    further[end] = further.get(end, 0) + ways * times
            found = further
        return found

    return walk


def _alternatives(walks: Sequence[Walk]) -> Walk:
    def walk(node: int) -> Reached:
        found: Reached = {}
        for one in walks:
            for end, ways in one(node).items():
                found[end] = found.get(end, 0) + ways
        return found

    return walk


def _repeated(step: Walk, least: int, once: bool) -> Walk:
    """Return a walk any number of times, which counts no ways (section 9.3)."""

    def walk(node: int) -> Reached:
        found: Reached = {} if least else {node: 1}
        waiting = [node]
        while waiting:
            new = [end for end in step(waiting.pop()) if end not in found]
            found |= dict.fromkeys(new, 1)
            if once:
                return found
            waiting += new
        return found

    return walk
