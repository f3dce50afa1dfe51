"""The nodes that shapes are targeted at."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from ..namespaces import SH
from .paths import Index, Term


@dataclass(frozen=True, slots=True)
class Targets:
    """What a shape says of its targets (SHACL, section 2.1), in an order that does not depend on the file.

    >>> Targets.of(Index(), SH.NodeShape)
    Targets(nodes=(), classes=(), subjects_of=(), objects_of=())
    """

    nodes: tuple[Term, ...]
    classes: tuple[Term, ...]
    subjects_of: tuple[NamedNode, ...]
    objects_of: tuple[NamedNode, ...]
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # they are looked up all the time, and terms are slow to hash
        object.__setattr__(self, "_hash", hash((self.nodes, self.classes, self.subjects_of, self.objects_of)))

    def __hash__(self) -> int:
        return self._hash

    @classmethod
    def of(cls, shapes: Index, shape: Term) -> Targets:
        """Return the targets of a shape."""
        found = cls(
            _ordered(shapes.values(shape, SH.targetNode)),
            _ordered(shapes.values(shape, SH.targetClass)),
            tuple(p for p in _ordered(shapes.values(shape, SH.targetSubjectsOf)) if isinstance(p, NamedNode)),
            tuple(p for p in _ordered(shapes.values(shape, SH.targetObjectsOf)) if isinstance(p, NamedNode)),
        )
        return _same(found)

    def __bool__(self) -> bool:
        return bool(self.nodes or self.classes or self.subjects_of or self.objects_of)

    def focus_nodes(self, data: Index) -> dict[int, None]:
        """Return the nodes in a graph that are meant, each once; SHACL counts a named one even if it is not there."""
        found = dict.fromkeys(map(data.numbers.number, self.nodes))
        for class_ in self.classes:
            found |= data.members(class_)
        for property_ in self.subjects_of:
            found |= dict.fromkeys(data.links(property_))
        for property_ in self.objects_of:
            found |= dict.fromkeys(data.links_back(property_))
        return found


def _ordered(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(sorted(terms, key=str))


@functools.lru_cache(maxsize=10_000)
def _same(targets: Targets) -> Targets:
    """Return targets, for those that are alike the same object: that they are alike is told at once then."""
    return targets
