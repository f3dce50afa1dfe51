"""Steps of queries that work on the solutions of several curricula, in columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from pyoxigraph import NamedNode

from ..select import Expression, Inverse, Path, Select
from ..select_making import End
from ..select_paths import inverse
from .amounts import TRUE
from .batch import Batch
from .conditions import holding
from .loading import Predicates
from .nodes import Array, Mask, once
from .solutions import Solutions, Step, joined, kinds_of, require_plain, run, together
from .terms import SIMPLE
from .walking import joining, lead, predicates_in
from .working import value

Asked = Callable[[Batch, Array], Solutions]
"""Answers a query for focus nodes, its columns by their places."""


class ColumnMaker:
    """Makes steps, see `select_making.Maker`. sub_select: makes of a query what answers it, with its columns."""

    def __init__(self, predicates: Predicates, sub_select: Callable[[Select], tuple[Asked, dict[str, int]]]) -> None:
        self._predicates = predicates
        self._sub_select = sub_select

    def _note(self, path: Path) -> None:
        for predicate in predicates_in(path):
            self._predicates.add(predicate)

    def all_of(self, predicate: NamedNode, subject: End, value_: End) -> Step:
        """See `Maker`."""
        self._note(predicate)

        def step(batch: Batch, solutions: Solutions) -> Solutions:
            index, subjects, values = batch.relation(predicate).of(solutions.home)
            return solutions.take(index).having(subject.place, subjects).having(value_.place, values)

        return step

    def along(self, path: Path, start: End, end: End, *, counted: bool) -> Step:
        """See `Maker`."""
        self._note(path)

        def step(batch: Batch, solutions: Solutions) -> Solutions:
            index, ends = lead(batch, path, _starts(batch, solutions, start, path), counted=counted)
            return solutions.take(index).having(end.place, ends)

        return step

    def leading(self, path: Path, start: End) -> Step:
        """See `Maker`."""
        self._note(path)

        def step(batch: Batch, solutions: Solutions) -> Solutions:
            starts = _starts(batch, solutions, start, path)
            if isinstance(path, NamedNode):
                return solutions.take(batch.relation(path).forward.lead(starts))
            return solutions.take(once(lead(batch, path, starts, counted=False)[0]))

        return step

    def between(self, path: Path, subject: End, value_: End, *, counted: bool) -> Step:
        """See `Maker`."""
        self._note(path)

        def step(batch: Batch, solutions: Solutions) -> Solutions:
            starts = _starts(batch, solutions, subject, path)
            ends = _starts(batch, solutions, value_, inverse(path))
            return solutions.take(joining(batch, path, starts, ends, counted=counted))

        return step

    def any_of(self, steps: Sequence[tuple[NamedNode, Step]], place: int) -> Step:
        """See `Maker`."""

        def step(batch: Batch, solutions: Solutions) -> Solutions:
            found = [(predicate, one(batch, solutions)) for predicate, one in steps]
            return together([one.having(place, batch.constant(predicate)[one.home]) for predicate, one in found])

        return step

    def chained(self, steps: Sequence[Step]) -> Step:
        """See `Maker`."""
        return lambda batch, solutions: run(steps, batch, solutions)

    def filter(self, condition_: Expression, places: Mapping[str, int]) -> Step:
        """See `Maker`."""
        told = holding(condition_, places)
        return lambda batch, solutions: solutions.take(told(batch, solutions) == TRUE)

    def bind(self, value_: Expression, place: int, places: Mapping[str, int]) -> Step:
        """See `Maker`."""
        work_out = value(value_, places)
        return lambda batch, solutions: solutions.having(place, work_out(batch, solutions))

    def existing(self, inner: Sequence[Step], wanted: bool, mark: int) -> Step:
        """See `Maker`."""

        def step(batch: Batch, solutions: Solutions) -> Solutions:
            return solutions.take(_met(inner, batch, solutions.numbered(mark), mark)[1] == wanted)

        return step

    def optional(self, inner: Sequence[Step], mark: int) -> Step:
        """See `Maker`."""

        def step(batch: Batch, solutions: Solutions) -> Solutions:
            found, there = _met(inner, batch, solutions.numbered(mark), mark)
            return together([found, solutions.take(~there)])

        return step

    def union(self, groups: Sequence[Sequence[Step]]) -> Step:
        """See `Maker`."""
        return lambda batch, solutions: together([run(steps, batch, solutions) for steps in groups])

    def apart(
        self,
        inner: Sequence[Step],
        places: Mapping[str, int],  # noqa: ARG002 - columns are made where they are needed
        keys: Sequence[int],
        added: Sequence[tuple[int, int]],
        ends: tuple[int, int] | None,
    ) -> Step:
        """See `Maker`."""

        def step(batch: Batch, solutions: Solutions) -> Solutions:
            others = run(inner, batch, Solutions(batch.all, {}))
            index, theirs = _apart(batch, solutions, others, keys, ends)
            return _with_columns(solutions.take(index), others.take(theirs), added)

        return step

    def asked(self, query: Select) -> tuple[Asked, dict[str, int]]:
        """See `Maker`."""
        return self._sub_select(query)

    def inside(self, answer: Asked, keys: Sequence[tuple[int, int]], added: Sequence[tuple[int, int]]) -> Step:
        """See `Maker`."""

        def step(batch: Batch, solutions: Solutions) -> Solutions:
            others = answer(batch, once(solutions.column(0)))
            left = [solutions.column(place) for _, place in keys]
            right = [others.column(column) for column, _ in keys]
            for column in (*left, *right):
                require_plain(batch, column)
            index, theirs = joined(left, right)
            return _with_columns(solutions.take(index), others.take(theirs), added)

        return step


def _starts(batch: Batch, solutions: Solutions, start: End, path: Path) -> Array:
    if start.term is not None:
        return batch.constant(start.term)[solutions.home]
    found = solutions.column(start.place)
    if isinstance(path, Inverse):
        require_plain(batch, found)
    return found


def _met(inner: Sequence[Step], batch: Batch, solutions: Solutions, mark: int) -> tuple[Solutions, Mask]:
    """Return the solutions of a group, and which of the given ones have any."""
    found = run(inner, batch, solutions)
    there = np.zeros(len(solutions), np.bool_)
    there[found.column(mark)] = True
    return found, there


def _with_columns(solutions: Solutions, others: Solutions, added: Sequence[tuple[int, int]]) -> Solutions:
    new = {place: others.column(source) for source, place in added}
    return Solutions(solutions.home, {**solutions.columns, **new})


def _apart(
    batch: Batch, solutions: Solutions, others: Solutions, keys: Sequence[int], ends: tuple[int, int] | None
) -> tuple[Array, Array]:
    """Return which solutions are joined with which others, see `select_joins.apart`."""
    for place in keys:
        require_plain(batch, solutions.column(place))
        require_plain(batch, others.column(place))
    left = [solutions.home, *(solutions.column(place) for place in keys)]
    right = [others.home, *(others.column(place) for place in keys)]
    if ends is None:
        return joined(left, right)
    mine, theirs = solutions.column(ends[0]), others.column(ends[1])
    my_simple, their_simple = (kinds_of(batch, nodes) == SIMPLE for nodes in (mine, theirs))
    pairs = [
        _joined_where(my_simple, [*left, mine], their_simple, [*right, theirs]),
        _joined_where(my_simple, left, ~their_simple, right),
        _joined_where(~my_simple, left, np.ones(len(theirs), np.bool_), right),
    ]
    return np.concatenate([one for one, _ in pairs]), np.concatenate([other for _, other in pairs])


def _joined_where(mine: Mask, left: Sequence[Array], theirs: Mask, right: Sequence[Array]) -> tuple[Array, Array]:
    here, there = np.flatnonzero(mine), np.flatnonzero(theirs)
    index, others = joined([column[here] for column in left], [column[there] for column in right])
    return here[index], there[others]
