"""Expressions worked out as for one curriculum (`select_expressions`), once for solutions that are alike.

What comes of it is known from then on, see `common`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from pyoxigraph import Literal, NamedNode

from ..numbering import Numbers
from ..select import Call, Expression, Variable
from ..select_expressions import Row, condition, evaluator
from ..select_values import DoubtError, term_of
from ..select_variables import names_in
from .amounts import ERROR, FALSE, TRUE
from .batch import Batch
from .nodes import BITS, MIDDLE, NONE, TERM, UNBOUND, Array, alike, numbers
from .solutions import Solutions

Test = Callable[[Batch, Solutions], Array]
"""Tells of each solution whether a condition holds, see `amounts.TRUE` and the others."""

CODES = {True: TRUE, False: FALSE, None: ERROR}
"""What conditions come to, as numbers."""

_DOUBTED = -(1 << BITS)
"""What stands for what is in doubt; the number of no term."""
_UNBOUND = TERM - MIDDLE
"""What `nodes.numbers` makes of no node."""

_Function = Callable[[Numbers, Row], int]


def worked_out(expression: Expression, places: Mapping[str, int]) -> Test:
    """Return what tells whether a condition holds, of every solution; raises UnsupportedError."""
    told = _of_all(expression, places, _code)

    def found(batch: Batch, solutions: Solutions) -> Array:
        codes = told(batch, solutions)
        return np.where(codes == _DOUBTED, FALSE, codes)

    return found


def _code(expression: Expression, places: Mapping[str, int]) -> _Function:
    work_out = condition(expression, places)
    return lambda numbers, row: CODES[work_out(numbers, row)]


def value(expression: Expression, places: Mapping[str, int]) -> Callable[[Batch, Solutions], Array]:
    """Return what gives an expression its value, as a node of each solution; raises UnsupportedError."""
    if isinstance(expression, NamedNode | Literal):
        return lambda batch, solutions: batch.constant(expression)[solutions.home]
    if isinstance(expression, Variable):
        place = places[expression.name]
        return lambda _, solutions: solutions.column(place)
    told = _of_all(expression, places, _number)

    def valued(batch: Batch, solutions: Solutions) -> Array:
        found = told(batch, solutions)
        none = (found == _DOUBTED) | (found == _UNBOUND)
        return np.where(none, UNBOUND, solutions.home << BITS | found + MIDDLE)

    return valued


def _number(expression: Expression, places: Mapping[str, int]) -> _Function:
    work_out = evaluator(expression, places)

    def number(numbers: Numbers, row: Row) -> int:
        found = work_out(numbers, row)
        return _UNBOUND if found is None else numbers.number(term_of(found))

    return number


def _of_all(
    expression: Expression,
    places: Mapping[str, int],
    made: Callable[[Expression, Mapping[str, int]], _Function],
) -> Callable[[Batch, Solutions], Array]:
    """Return what a function made of an expression says of each solution; where it doubts, so does the batch."""
    names = sorted(set(names_in(expression)))
    function = made(expression, {name: place for place, name in enumerate(names)})
    columns = [places[name] for name in names]
    asked = (made, _named_by_place(expression, {name: str(place) for place, name in enumerate(names)}))

    def of_all(batch: Batch, solutions: Solutions) -> Array:
        if not len(solutions):
            return NONE
        known = batch.common.worked_out.setdefault(asked, {})
        given = [numbers(solutions.column(place)) for place in columns] or [np.zeros(len(solutions), np.int64)]
        which, count = alike(given)
        example = np.empty(count, np.int64)
        example[which] = np.arange(len(which))
        told = np.empty(count, np.int64)
        for place, row in enumerate(zip(*(column[example].tolist() for column in given), strict=True)):
            if (found := known.get(row)) is None:
                try:
                    found = function(batch.common, [None if n == _UNBOUND else n for n in row])
                except DoubtError:
                    found = _DOUBTED
                known[row] = found
            told[place] = found
        doubted = told == _DOUBTED
        if doubted.any():
            batch.doubt(solutions.home[doubted[which]])
        return told[which]

    return of_all


def _named_by_place(expression: Expression, names: Mapping[str, str]) -> Expression:
    """Return an expression with other names, so that those that say the same are the same."""
    match expression:
        case Variable(name):
            return Variable(names[name])
        case Call(name, arguments):
            return Call(name, tuple(_named_by_place(argument, names) for argument in arguments))
    return expression
