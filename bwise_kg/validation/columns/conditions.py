"""Conditions in columns.

What is a matter of kinds, of nodes that are the same or of numbers is told of all solutions at once. Anything else is
worked out as for one curriculum, by `working`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from pyoxigraph import NamedNode

from ..constraints import UnsupportedError
from ..numbering import Numbers
from ..select import Call, Expression, Variable
from ..select_expressions import condition
from ..select_values import DoubtError
from ..select_variables import names_in
from .amounts import ERROR, FALSE, TRUE, UNTOLD, amounts_of, compared
from .batch import Batch, Told
from .nodes import UNBOUND, Array
from .solutions import Solutions, kinds_of, unbound
from .terms import BLANK, IRI, SIMPLE, TAGGED
from .working import CODES, Test, worked_out


def holding(expression: Expression, places: Mapping[str, int]) -> Test:
    """Return what tells whether a condition holds, of every solution; raises UnsupportedError."""
    told = test(expression, places)
    alone = worked_out(expression, places)

    def whole(batch: Batch, solutions: Solutions) -> Array:
        found = told(batch, solutions)
        return _with(found, found == UNTOLD, alone, batch, solutions)

    return whole


def test(expression: Expression, places: Mapping[str, int]) -> Test:
    """Return what tells whether a condition holds, of solutions of which it can; raises UnsupportedError."""
    if not isinstance(expression, Call):
        raise UnsupportedError("a condition that is none")
    made: Test
    match expression.name, expression.arguments:
        case "!", (argument,):
            made = _negated(test(argument, places))
        case "||" | "&&" as name, arguments:
            made = _joined(TRUE if name == "||" else FALSE, [holding(one, places) for one in arguments])
        case "BOUND", (Variable(variable),):
            made = _bound(places[variable])
        case "=", (Variable(variable), NamedNode() as iri):
            made = _being(places[variable], iri)
        case "=" | "!=" as name, (Variable(left), Variable(right)):
            made = _same(places[left], places[right], wanted=name == "=")
        case "<" | ">" | "<=" | ">=" | "=" as name, (Call("STR", (Variable(left),)), Call("STR", (Variable(right),))):
            made = _same_text(places[left], places[right], when_same=TRUE if "=" in name else FALSE)
        case _ if len(set(names_in(expression))) == 1:
            made = _of_one(expression, places)
        case _:
            made = _compared(expression, places)
    return made


def _negated(inner: Test) -> Test:
    return lambda batch, solutions: _NEGATED[inner(batch, solutions)]


def _bound(place: int) -> Test:
    return lambda _, solutions: np.where(unbound(solutions.column(place)), FALSE, TRUE)


def _same_text(left: int, right: int, *, when_same: int) -> Test:
    """Return the test of a comparison of two texts, which is told of nodes that are the same."""

    def same(batch: Batch, solutions: Solutions) -> Array:
        nodes = solutions.column(left)
        found = np.full(len(nodes), UNTOLD)
        alike = np.flatnonzero((nodes == solutions.column(right)) & ~unbound(nodes))
        kinds = kinds_of(batch, nodes[alike])
        found[alike[(kinds == IRI) | (kinds == SIMPLE) | (kinds == TAGGED)]] = when_same
        return found

    return same


def _compared(expression: Expression, places: Mapping[str, int]) -> Test:
    told = compared(expression)
    if told is None:
        return lambda _, solutions: np.full(len(solutions), UNTOLD)
    return lambda batch, solutions: told(lambda name: amounts_of(batch, solutions.column(places[name])), len(solutions))


_NEGATED = np.array([TRUE, FALSE, UNTOLD, ERROR])
"""What the negation of each comes to; of the last two, by their places from the end."""


def _joined(decisive: int, conditions: Sequence[Test]) -> Test:
    """Return the test of several conditions, of which a later one is looked at where no other has decided."""

    def joined(batch: Batch, solutions: Solutions) -> Array:
        found = np.full(len(solutions), FALSE if decisive else TRUE)
        for one in conditions:
            left = np.flatnonzero(found != decisive)
            if not len(left):
                break
            said = one(batch, solutions if len(left) == len(solutions) else solutions.take(left))
            found[left] = np.where(said == decisive, decisive, np.where(said == ERROR, ERROR, found[left]))
        return found

    return joined


def _being(place: int, iri: NamedNode) -> Test:
    def being(batch: Batch, solutions: Solutions) -> Array:
        nodes = solutions.column(place)
        same = nodes == batch.constant(iri)[solutions.home]
        return np.where(unbound(nodes), ERROR, np.where(same, TRUE, FALSE))

    return being


def _same(left: int, right: int, *, wanted: bool) -> Test:
    """Return the test whether variables are equal: IRIs, blank nodes and simple strings are if they are the same."""

    def same(batch: Batch, solutions: Solutions) -> Array:
        mine, theirs = solutions.column(left), solutions.column(right)
        my_kind, their_kind = kinds_of(batch, mine), kinds_of(batch, theirs)
        found = np.where((mine == theirs) == wanted, TRUE, FALSE)
        plain = (my_kind <= BLANK) | (their_kind <= BLANK) | ((my_kind == SIMPLE) & (their_kind == SIMPLE))
        found[~plain] = UNTOLD
        found[(my_kind == UNBOUND) | (their_kind == UNBOUND)] = ERROR
        return found

    return same


def _of_one(expression: Expression, places: Mapping[str, int]) -> Test:
    """Return the test of a condition on one variable, which is worked out once of a term."""
    (name,) = set(names_in(expression))
    place, here = places[name], condition(expression, {name: 0})

    def of_term(number: int | None, numbers: Numbers) -> int:
        try:
            return CODES[here(numbers, [number])]
        except DoubtError:
            return UNTOLD

    told = Told(lambda term: of_term(0, _alone_with(term)))

    def of_one(batch: Batch, solutions: Solutions) -> Array:
        nodes = solutions.column(place)
        missing = unbound(nodes)
        found = np.empty(len(nodes), np.int64)
        found[~missing] = told.of(batch, nodes[~missing])
        if missing.any():
            found[missing] = of_term(None, batch.common)
        return found

    return of_one


def _alone_with(term: object) -> Numbers:
    numbers = Numbers()
    numbers.number(term)  # type: ignore[arg-type]
    return numbers


def _with(found: Array, where: Array, other: Test, batch: Batch, solutions: Solutions) -> Array:
    left = np.flatnonzero(where)
    if len(left):
        found = found.copy()
        found[left] = other(batch, solutions if len(left) == len(solutions) else solutions.take(left))
    return found
