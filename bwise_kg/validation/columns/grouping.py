"""GROUP BY and HAVING in columns: which groups are sure to be left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from ..select import Aggregate, Call, Expression, Variable
from ..select_answers import Grouped
from .amounts import ERROR, FALSE, LARGEST, TRUE, UNTOLD, Amounts, Look, amounts_of, compared
from .batch import Batch
from .nodes import Array, alike, homes
from .solutions import Solutions, kinds_of, unbound
from .terms import AMOUNT, DOUBTED, NO_AMOUNT, OTHER, SCALE, TRUTH

Leaving = Callable[[Batch, Solutions], Solutions]
"""Returns the solutions without those of groups that HAVING is sure to leave out."""


def leaving(grouped: Grouped, places: Mapping[str, int]) -> Leaving:
    """Return what leaves groups out, and doubts where terms that are not the same may mean the same."""
    keys = [places[key] for key in grouped.keys]
    measures = {
        f" {n}": aggregated for n, one in enumerate(grouped.aggregates) if (aggregated := _aggregated(one, places))
    }
    tested = None if grouped.having is None else _tested(grouped.having)
    sampled = [
        places[one.argument.name]
        for one in grouped.aggregates
        if one.name == "SAMPLE" and isinstance(one.argument, Variable)
    ]

    def left(batch: Batch, solutions: Solutions) -> Solutions:
        columns = [solutions.column(place) for place in keys]
        group, count = alike([solutions.home, *columns])
        example = np.empty(count, np.int64)
        example[group] = np.arange(len(group))
        first = solutions.take(example)
        for column in columns:
            _require_distinct(batch, first.home, column[example])
        for place in sampled:
            _require_one(batch, solutions, group, place)
        if tested is None:
            return solutions

        def look(name: str) -> Amounts:
            if name in measures:
                return measures[name](batch, solutions, group, count)
            return amounts_of(batch, first.column(places[name])) if name in grouped.keys else _unknown(count)

        said = tested(look, count)
        kept = (said == TRUE) | (said == UNTOLD)
        return solutions if kept.all() else solutions.take(kept[group])

    return left


def _unknown(count: int) -> Amounts:
    return Amounts(np.zeros(count, np.int64), np.zeros(count, np.bool_), np.ones(count, np.bool_))


def _require_one(batch: Batch, solutions: Solutions, group: Array, place: int) -> None:
    """Doubt the curricula in which it matters which of several values is taken."""
    column = solutions.column(place)
    there = ~unbound(column)
    pairs, _ = alike([group[there], column[there]]) if there.any() else (group[:0], 0)
    example = np.empty(0, np.int64) if not len(pairs) else np.unique(pairs, return_index=True)[1]
    of_group = group[there][example]
    times = np.bincount(of_group, minlength=1)
    several = times[of_group] > 1
    if several.any():
        batch.doubt(solutions.home[there][example[several]])


def _require_distinct(batch: Batch, group: Array, nodes: Array) -> None:
    """Doubt the curricula with a group in which literals that are not the same mean the same (`require_distinct`)."""
    kinds = kinds_of(batch, nodes)
    odd = np.flatnonzero((kinds == OTHER) | (kinds == TRUTH))
    if len(odd) < 2:
        return
    some, of_group = nodes[odd], group[odd]
    which, _ = alike([of_group, some])
    example = np.unique(which, return_index=True)[1]
    some, of_group = some[example], of_group[example]
    ranks, count = alike([of_group])
    several = np.bincount(ranks, minlength=count)[ranks] > 1
    some, of_group = some[several], of_group[several]
    if not len(some):
        return
    amounts = AMOUNT.of(batch, some)
    truth = kinds_of(batch, some) == TRUTH
    doubted = amounts == DOUBTED
    told = np.where(truth, 0, amounts)  # all that is truth counts as alike
    pairs, _ = alike([of_group, truth.astype(np.int64), told])
    repeated = (np.bincount(pairs)[pairs] > 1) & ((amounts != NO_AMOUNT) | truth)
    batch.doubt(homes(some[doubted | repeated]))


Aggregated = Callable[[Batch, Solutions, Array, int], Amounts]
"""Returns what an aggregate comes to in each group. It is told the group of each solution, and how many there are."""


def _aggregated(one: Aggregate, places: Mapping[str, int]) -> Aggregated | None:
    if not isinstance(one.argument, Variable):
        return None
    place = places[one.argument.name]
    if one.name == "COUNT":
        return _counted_once(place) if one.distinct else _counted(place)
    if one.distinct:
        return None
    return {"SUM": _sum(place), "MAX": _extreme(place, np.maximum), "MIN": _extreme(place, np.minimum)}.get(one.name)


def _counted(place: int) -> Aggregated:
    def counted(_: Batch, solutions: Solutions, group: Array, count: int) -> Amounts:
        return _all_known(np.bincount(group[~unbound(solutions.column(place))], minlength=count))

    return counted


def _counted_once(place: int) -> Aggregated:
    def counted(batch: Batch, solutions: Solutions, group: Array, count: int) -> Amounts:
        column = solutions.column(place)
        there = ~unbound(column)
        nodes, of_group = column[there], group[there]
        if not len(nodes):
            return _all_known(np.zeros(count, np.int64))
        _require_distinct(batch, of_group, nodes)
        example = np.unique(alike([of_group, nodes])[0], return_index=True)[1]
        return _all_known(np.bincount(of_group[example], minlength=count))

    return counted


def _all_known(counts: Array) -> Amounts:
    every = np.ones(len(counts), np.bool_)
    return Amounts(counts * SCALE, every, every)


def _sum(place: int) -> Aggregated:
    def summed(batch: Batch, solutions: Solutions, group: Array, count: int) -> Amounts:
        found = amounts_of(batch, solutions.column(place))
        bad = ~found.known | (np.abs(found.values) > LARGEST // max(1, len(group)))
        total = np.zeros(count, np.int64)
        np.add.at(total, group, np.where(bad, 0, found.values))
        known = np.bincount(group[bad], minlength=count) == 0
        return Amounts(total, known, np.ones(count, np.bool_))

    return summed


def _extreme(place: int, pick: np.ufunc) -> Aggregated:
    def extreme(batch: Batch, solutions: Solutions, group: Array, count: int) -> Amounts:
        found = amounts_of(batch, solutions.column(place))
        start = LARGEST if pick is np.minimum else -LARGEST
        most = np.full(count, start)
        pick.at(most, group[found.known], found.values[found.known])
        known = np.bincount(group[~found.known], minlength=count) == 0  # one that is not bound is an error
        return Amounts(most, known, np.ones(count, np.bool_))

    return extreme


Tested = Callable[[Look, int], Array]


def _tested(expression: Expression) -> Tested:
    match expression:
        case Call("!", (inner,)):
            said = _tested(inner)
            return lambda look, count: np.array([TRUE, FALSE, UNTOLD, ERROR])[said(look, count)]
        case Call("||", arguments):
            return _joined(TRUE, [_tested(argument) for argument in arguments])
        case Call("&&", arguments):
            return _joined(FALSE, [_tested(argument) for argument in arguments])
    return compared(expression) or (lambda _, count: np.full(count, UNTOLD))


def _joined(decisive: int, parts: Sequence[Tested]) -> Tested:
    """Return the test of several conditions; where one is untold and none decides, so are all."""

    def joined(look: Look, count: int) -> Array:
        said = np.stack([part(look, count) for part in parts])
        found = np.full(count, FALSE if decisive else TRUE)
        found[(said == ERROR).any(axis=0)] = ERROR
        found[(said == UNTOLD).any(axis=0)] = UNTOLD
        found[(said == decisive).any(axis=0)] = decisive
        return found

    return joined
