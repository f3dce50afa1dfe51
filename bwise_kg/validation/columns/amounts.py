"""Numbers in expressions, as columns of whole numbers: what is compared or multiplied is exact, or not told here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from pyoxigraph import Literal

from ..select import Call, Expression, Variable
from ..select_values import DoubtError, amount
from .batch import Batch
from .nodes import Array, Mask
from .solutions import unbound
from .terms import AMOUNT, DOUBTED, NO_AMOUNT, SCALE

TRUE, FALSE, ERROR, UNTOLD = 1, 0, -1, -2
"""What a condition comes to; untold: one has to look at the solution itself."""

LARGEST = 1 << 62


@dataclass(frozen=True, slots=True)
class Amounts:
    """Numbers in millionths. known: where they are numbers that are known; there: where anything is."""

    values: Array
    known: Mask
    there: Mask


Look = Callable[[str], Amounts]
"""Looks the numbers up that a variable is bound to."""

Measure = Callable[[Look], Amounts]


def measure(expression: Expression) -> Measure | None:
    """Return what tells the numbers that an expression comes to, None for one that is no matter of numbers."""
    match expression:
        case Variable(name):
            return lambda look: look(name)
        case Literal():
            return _constant(expression)
        case Call("*", (left, right)):
            for inner, factor in ((measure(left), right), (measure(right), left)):
                if inner is not None and (times := _whole(factor)) is not None:
                    return _times(inner, times)
    return None


def _constant(literal: Literal) -> Measure | None:
    found = _millionths(literal)
    if found is None:
        return None
    every = np.ones(1, np.bool_)
    made = Amounts(np.array([found]), every, every)
    return lambda _: made


def _millionths(literal: Literal) -> int | None:
    try:
        found = amount(literal)
    except DoubtError:
        return None
    return None if found is None else int(found * SCALE)


def _whole(factor: Expression) -> int | None:
    found = _millionths(factor) if isinstance(factor, Literal) else None
    return None if found is None or found % SCALE else found // SCALE


def _times(inner: Measure, times: int) -> Measure:
    most = LARGEST // max(1, abs(times))

    def product(look: Look) -> Amounts:
        found = inner(look)
        known = found.known & (np.abs(found.values) < most)
        return Amounts(np.where(known, found.values, 0) * times, known, found.there)

    return product


def amounts_of(batch: Batch, nodes: Array) -> Amounts:
    """Return the numbers that nodes are."""
    there = ~unbound(nodes)
    values = np.zeros(len(nodes), np.int64)
    values[there] = AMOUNT.of(batch, nodes[there])
    known = there & (values != NO_AMOUNT) & (values != DOUBTED)
    return Amounts(values, known, there)


_SIGNS: dict[str, Callable[[Array, Array], Mask]] = {
    "=": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    ">": np.greater,
    "<=": np.less_equal,
    ">=": np.greater_equal,
}

Compared = Callable[[Look, int], Array]
"""Tells what comes of a comparison, of so many solutions."""


def compared(expression: Expression) -> Compared | None:
    """Return what compares two numbers, None if that is not what an expression does."""
    match expression:
        case Call(name, (one, other)) if name in _SIGNS:
            left, right, sign = measure(one), measure(other), _SIGNS[name]
        case _:
            return None
    if left is None or right is None:
        return None

    def told(look: Look, count: int) -> Array:
        mine, theirs = left(look), right(look)
        found = np.where(sign(mine.values, theirs.values), TRUE, FALSE)
        found = np.where(mine.known & theirs.known, found, UNTOLD)
        found = np.where(mine.there & theirs.there, found, ERROR)
        return np.broadcast_to(found, count)

    return told
