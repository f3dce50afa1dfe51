"""What constraints of SHACL Core ask of focus nodes and their values, each with what it says, for others to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import Literal

from .paths import Index, Term

Values = Sequence[tuple[int, Sequence[int]]]
"""Focus nodes, each with its values, as numbers of an index."""

Check = Callable[[Index, Values], Iterable[tuple[int, int | None]]]
"""Returns what is wrong with focus nodes and their values: a focus and a value each, None where SHACL names none."""


class Failing(Protocol):
    """A shape that nodes are held against."""

    def failing(self, data: Index, nodes: Iterable[int]) -> set[int]:
        """Return the nodes that have results."""


@dataclass(frozen=True, slots=True)
class Each:
    """The check that a term meets something, whatever the graph says of it."""

    met: Callable[[Term], bool]

    def __call__(self, data: Index, values: Values) -> Iterable[tuple[int, int]]:
        """See `Check`."""
        term = data.numbers.term
        return [(focus, value) for focus, found in values for value in found if not self.met(term(value))]


@dataclass(frozen=True, slots=True)
class OfClass:
    """The check that values are of a class."""

    class_: Term

    def __call__(self, data: Index, values: Values) -> Iterable[tuple[int, int]]:
        """See `Check`."""
        return _outside(data.members(self.class_), values)


@dataclass(frozen=True, slots=True)
class Among:
    """The check that values are among some."""

    members: tuple[Term, ...]

    def __call__(self, data: Index, values: Values) -> Iterable[tuple[int, int]]:
        """See `Check`."""
        return _outside(set(map(data.numbers.number, self.members)), values)


def _outside(wanted: Container[int], values: Values) -> Iterable[tuple[int, int]]:
    return [(focus, value) for focus, found in values for value in found if value not in wanted]


@dataclass(frozen=True, slots=True)
class Times:
    """The check that there are as many values as there have to be. most: None if there may be any number."""

    least: int
    most: int | None

    def __call__(self, _: Index, values: Values) -> Iterable[tuple[int, None]]:
        """See `Check`."""
        most = self.most
        return [
            (focus, None)
            for focus, found in values
            if len(found) < self.least or (most is not None and len(found) > most)
        ]


class UniqueLanguages:
    """The check that no language has several texts."""

    def __call__(self, data: Index, values: Values) -> Iterable[tuple[int, None]]:
        """See `Check`."""
        for focus, found in values:
            if len(found) > 1:
                terms = map(data.numbers.term, found)
                tags = Counter(v.language.lower() for v in terms if isinstance(v, Literal) and v.language)
                yield from ((focus, None) for times in tags.values() if times > 1)


def _inside(values: Values) -> set[int]:
    """Return all values."""
    return {value for _, found in values for value in found}


@dataclass(frozen=True, slots=True)
class Held:
    """The check that a value meets as many shapes as it has to."""

    shapes: Sequence[Failing]
    met: Callable[[int], bool]

    def __call__(self, data: Index, values: Values) -> Iterable[tuple[int, int]]:
        """See `Check`."""
        failing = [shape.failing(data, _inside(values)) for shape in self.shapes]
        return [
            (focus, v)
            for focus, found in values
            for v in found
            if not self.met(sum(v not in unmet for unmet in failing))
        ]


@dataclass(frozen=True, slots=True)
class Counting:
    """The check that as many values meet a shape as there have to be."""

    shape: Failing
    met: Callable[[int], bool]

    def __call__(self, data: Index, values: Values) -> Iterable[tuple[int, None]]:
        """See `Check`."""
        failing = self.shape.failing(data, _inside(values))
        return [(focus, None) for focus, found in values if not self.met(sum(v not in failing for v in found))]


@dataclass(frozen=True, slots=True)
class HasValue:
    """The check that a value is there."""

    wanted: Term

    def __call__(self, data: Index, values: Values) -> Iterable[tuple[int, None]]:
        """See `Check`."""
        number_ = data.numbers.find(self.wanted)
        return [(focus, None) for focus, found in values if number_ not in found]
