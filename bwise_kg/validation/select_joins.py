"""Steps from solutions of a query to solutions: groups inside of groups, and how their solutions are joined."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from .select_expressions import Row
from .select_steps import Graph, Key, Step, key_of, marked, run, simple, with_columns

Asked = Callable[[Graph, Sequence[int]], list[Row]]
"""Answers a query for focus nodes."""


def existing(inner: Sequence[Step], wanted: bool, mark: int) -> Step:
    """Return the step that keeps the solutions for which a group has one, or has none. mark: a place for notes."""

    def step(graph: Graph, rows: list[Row]) -> list[Row]:
        there = {row[mark] for row in run(inner, graph, marked(rows, mark))}
        return [row for number, row in enumerate(rows) if (number in there) is wanted]

    return step


def optional(inner: Sequence[Step], mark: int) -> Step:
    """Return the step that extends solutions by a group where it has any. mark: a place for notes."""

    def step(graph: Graph, rows: list[Row]) -> list[Row]:
        found = run(inner, graph, marked(rows, mark))
        there = {row[mark] for row in found}
        return [*found, *(row for number, row in enumerate(rows) if number not in there)]

    return step


def union(groups: Sequence[Sequence[Step]]) -> Step:
    """Return the step to the solutions of every group."""
    return lambda graph, rows: [row for steps in groups for row in run(steps, graph, rows)]


def apart(
    inner: Sequence[Step],
    places: Mapping[str, int],
    keys: Sequence[int],
    added: Sequence[tuple[int, int]],
    ends: tuple[int, int] | None,
) -> Step:
    """Return the step that joins a group which is answered by itself.

    places: all of a row. keys: what the sides are joined on; added: what the group adds, from where to where.
    ends: places of either side that a filter behind wants to be equal. Simple strings that are not the same are not,
    so that these pairs need not be made.
    """

    def step(graph: Graph, rows: list[Row]) -> list[Row]:
        numbers = graph.index.numbers
        others: dict[Key, dict[str | None, list[Row]]] = {}
        for row in run(inner, graph, [[None] * len(places)]):
            there = others.setdefault(key_of(numbers, row, keys), {})
            there.setdefault(simple(numbers, row, ends and ends[1]), []).append(row)
        found = []
        for row in rows:
            there = others.get(key_of(numbers, row, keys), {})
            mine = simple(numbers, row, ends and ends[0])
            alike = list(there.values()) if mine is None else [there.get(mine, []), there.get(None, [])]
            found += [with_columns(row, other, added) for some in alike for other in some]
        return found

    return step


def inside(answer: Asked, keys: Sequence[tuple[int, int]], added: Sequence[tuple[int, int]]) -> Step:
    """Return the step that joins a query inside of another.

    keys: what the sides are joined on, the column of the query and the place of the row, of the focus among others;
    added: what the query adds, from which column to which place.
    """

    def step(graph: Graph, rows: list[Row]) -> list[Row]:
        numbers = graph.index.numbers
        focus_nodes = list(dict.fromkeys(row[0] for row in rows if row[0] is not None))
        there: dict[Key, list[Row]] = {}
        for row in answer(graph, focus_nodes):
            there.setdefault(key_of(numbers, row, [column for column, _ in keys]), []).append(row)
        mine = [place for _, place in keys]
        return [with_columns(row, other, added) for row in rows for other in there.get(key_of(numbers, row, mine), ())]

    return step
