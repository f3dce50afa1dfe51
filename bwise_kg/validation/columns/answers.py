"""SELECT queries answered for the focus nodes of several curricula.

The solutions of the group are found in columns; what GROUP BY and the columns make of them is left to `select_answers`,
one curriculum after the other. Groups that HAVING is sure to leave out do not get that far: these are nearly all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..select import Select
from ..select_answers import Answering, Outline, answering_of, outlined
from ..select_expressions import Row
from ..select_planning import THIS
from ..select_values import DoubtError
from .batch import Batch
from .grouping import Leaving, leaving
from .loading import Predicates
from .nodes import BITS, MIDDLE, NONE, TERM, UNBOUND, Array, homes
from .solutions import Solutions, Step, run
from .steps import Asked, ColumnMaker


@dataclass(frozen=True, slots=True)
class Columns:
    """A query, ready to be asked of curricula. alone: the same for one curriculum."""

    alone: Answering
    _outline: Outline[Step]
    _leaving: Leaving | None

    def answers(self, batch: Batch, focus_nodes: Array) -> dict[int, list[Row]]:
        """Return the solutions by curriculum, of those that have any; which are in doubt, the batch notes.

        They are in numbers that all curricula have.
        """
        found = run(
            self._outline.steps, batch, Solutions(homes(focus_nodes), {self._outline.places[THIS]: focus_nodes})
        )
        if self._leaving is not None and len(found):
            found = self._leaving(batch, found)
        told = {}
        for home, rows in self._rows(found).items():
            if home not in batch.doubted:
                try:
                    told[home] = self.alone.told(batch.common, rows)
                except DoubtError:
                    batch.doubted.add(home)
        return told

    def _rows(self, solutions: Solutions) -> dict[int, list[Row]]:
        if not len(solutions):
            return {}
        width = len(self._outline.places)
        rows: dict[int, list[Row]] = {}
        columns = [solutions.column(place).tolist() for place in range(width)]
        for home, *nodes in zip(solutions.home.tolist(), *columns, strict=True):
            rows.setdefault(home, []).append([None if n == UNBOUND else (n & TERM) - MIDDLE for n in nodes])
        return rows

    def solutions(self, batch: Batch, focus_nodes: Array) -> Solutions:
        """Return the same in columns, for a query inside of another."""
        told = self.answers(batch, focus_nodes)
        width = len(self.alone.columns)
        rows = [(home, row) for home, found in told.items() for row in found]
        if not rows:
            return Solutions(NONE, dict.fromkeys(range(width), NONE))
        home = np.array([one for one, _ in rows], np.int64)
        columns = {place: np.array([_node(one, row[place]) for one, row in rows], np.int64) for place in range(width)}
        return Solutions(home, columns)


def _node(home: int, number: int | None) -> int:
    return UNBOUND if number is None else home << BITS | number + MIDDLE


def columns_of(query: Select, predicates: Predicates) -> Columns:
    """Return what answers a query; raises UnsupportedError as `select_answers.answering`."""

    def inside(inner: Select) -> tuple[Asked, dict[str, int]]:
        made = columns_of(inner, predicates)
        return made.solutions, made.alone.columns

    outline = outlined(query, ColumnMaker(predicates, inside))
    alone = answering_of(query)
    return Columns(alone, outline, None if outline.grouped is None else leaving(outline.grouped, outline.places))
