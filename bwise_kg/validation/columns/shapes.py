"""SHACL Core in columns: the shapes and checks that `core` and `constraints` compile, for several curricula at once.

What is not known here raises `UnsupportedError`: the shape is then held against one curriculum after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from pyoxigraph import Literal, NamedNode

from ..checks import Among, Check, Counting, Each, HasValue, Held, OfClass, Times, UniqueLanguages
from ..constraints import UnsupportedError
from ..core import Shape
from ..numbering import Term
from ..select import Path
from ..select_parsing import path_of
from .batch import Batch, Told
from .loading import Predicates
from .nodes import NONE, Array, Mask, alike, among, ordered
from .values import Values, Wrong, values_of
from .walking import predicates_in

ColumnCheck = Callable[[Batch, Values], Wrong]

Found = tuple[Array, NamedNode, Shape, Array | None]
"""Focus nodes, what they violate, where that is said, and the value of each."""


@dataclass
class ColumnShape:
    """A shape for several curricula. alone: the same for one."""

    alone: Shape
    path: Path | None
    checks: list[tuple[NamedNode, ColumnCheck]] = field(default_factory=list)
    properties: list[ColumnShape] = field(default_factory=list)

    def results(self, batch: Batch, focus_nodes: Array) -> Iterator[Found]:
        """Yield what is wrong with focus nodes, each of which is given once."""
        values = values_of(batch, self.path, focus_nodes)
        for component, check in self.checks:
            places, nodes = check(batch, values)
            if len(places):
                yield focus_nodes[places], component, self.alone, nodes
        inside = values.inside if self.properties else values.nodes
        for inner in self.properties:
            yield from inner.results(batch, inside)

    def unmet(self, batch: Batch, nodes: Array) -> Mask:
        """Tell which of some nodes, each given once, have results."""
        values = values_of(batch, self.path, nodes)
        failing = np.zeros(len(nodes), np.bool_)
        for _, check in self.checks:
            failing[check(batch, values)[0]] = True
        inside = values.inside if self.properties else values.nodes
        for inner in self.properties:
            wrong = inside[inner.unmet(batch, inside)]
            failing[values.index[among(values.nodes, wrong)]] = True
        return failing


class ColumnShapes:
    """Makes shapes for several curricula, each once."""

    def __init__(self, predicates: Predicates) -> None:
        self._predicates = predicates
        self._made: dict[int, ColumnShape] = {}

    def of(self, shape: Shape) -> ColumnShape:
        """Return a shape for several curricula; raises UnsupportedError."""
        if id(shape) not in self._made:
            self._made[id(shape)] = self._make(shape)
        return self._made[id(shape)]

    def _make(self, shape: Shape) -> ColumnShape:
        path = None if shape.walk is None else path_of(shape.path)
        for predicate in () if path is None else predicates_in(path):
            self._predicates.add(predicate)
        return ColumnShape(
            shape,
            path,
            [(component, self._check(check)) for component, check in shape.checks],
            [self.of(inner) for inner in shape.properties],
        )

    def _check(self, check: Check) -> ColumnCheck:
        made: ColumnCheck
        match check:
            case Each(met):
                made = _each(met)
            case OfClass(class_):
                made = _of_class(class_)
            case Among(members):
                made = _among(members)
            case Times(least, most):
                made = _times(least, most)
            case UniqueLanguages():
                made = _unique_languages
            case HasValue(wanted):
                made = _has_value(wanted)
            case Held(shapes, met):
                made = _held([self._inner(shape) for shape in shapes], met)
            case Counting(shape, met):
                made = _counting(self._inner(shape), met)
            case _:
                raise UnsupportedError("a check that is not made in columns")
        return made

    def _inner(self, shape: object) -> ColumnShape:
        if not isinstance(shape, Shape):
            raise UnsupportedError("a shape of another kind")
        return self.of(shape)


def _each(met: Callable[[Term], bool]) -> ColumnCheck:
    told = Told(lambda term: int(met(term)))
    return lambda batch, values: values.where(told.of(batch, values.nodes) == 0)


def _of_class(class_: Term) -> ColumnCheck:
    return lambda batch, values: values.where(~among(values.nodes, batch.members(class_)))


def _among(members: Sequence[Term]) -> ColumnCheck:
    def check(batch: Batch, values: Values) -> Wrong:
        wanted = [batch.constant(member) for member in members]
        return values.where(~among(values.nodes, ordered(np.concatenate([NONE, *wanted]))))

    return check


def _times(least: int, most: int | None) -> ColumnCheck:
    def check(_: Batch, values: Values) -> Wrong:
        counts = values.counts
        wrong = counts < least
        if most is not None:
            wrong |= counts > most
        return np.flatnonzero(wrong), None

    return check


_TAGS: dict[str, int] = {}


def _tag(term: Term) -> int:
    tag = term.language.lower() if isinstance(term, Literal) and term.language else ""
    return _TAGS.setdefault(tag, len(_TAGS)) if tag else -1


_LANGUAGE = Told(_tag, np.int32)


def _unique_languages(batch: Batch, values: Values) -> Wrong:
    several = values.counts[values.index] > 1
    tags = _LANGUAGE.of(batch, values.nodes[several])
    there = tags >= 0
    index, tags = values.index[several][there], tags[there]
    if not len(index):
        return index, None
    pairs, count = alike([index, tags])
    example = np.empty(count, np.int64)
    example[pairs] = np.arange(len(pairs))
    return index[example[np.bincount(pairs) > 1]], None


def _has_value(wanted: Term) -> ColumnCheck:
    def check(batch: Batch, values: Values) -> Wrong:
        here = among(values.nodes, batch.constant(wanted))
        return np.flatnonzero(np.bincount(values.index[here], minlength=len(values.focus_nodes)) == 0), None

    return check


def _held(shapes: list[ColumnShape], met: Callable[[int], bool]) -> ColumnCheck:
    allowed = np.array([met(times) for times in range(len(shapes) + 1)])

    def check(batch: Batch, values: Values) -> Wrong:
        nodes = values.inside
        times = np.zeros(len(nodes), np.int64)
        for shape in shapes:
            times += ~shape.unmet(batch, nodes)
        return values.where(among(values.nodes, nodes[~allowed[times]]))

    return check


def _counting(shape: ColumnShape, met: Callable[[int], bool]) -> ColumnCheck:
    def check(batch: Batch, values: Values) -> Wrong:
        nodes = values.inside
        good = among(values.nodes, nodes[~shape.unmet(batch, nodes)])
        counts = np.bincount(values.index[good], minlength=len(values.focus_nodes))
        allowed = np.array([met(times) for times in range(int(counts.max(initial=0)) + 1)])
        return np.flatnonzero(~allowed[counts]), None

    return check
