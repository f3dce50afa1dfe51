"""Steps of queries that work on solutions one at a time, as lists of numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pyoxigraph import NamedNode

from .select import Expression, Path, Select
from .select_expressions import Row, condition, evaluator
from .select_joins import Asked, apart, existing, inside, optional, union
from .select_making import End
from .select_steps import Graph, Step, all_of, along, between, leading, run
from .select_values import term_of


class RowMaker:
    """Makes steps, see `select_making.Maker`. sub_select: makes of a query what answers it, with its columns."""

    def __init__(self, sub_select: Callable[[Select], tuple[Asked, dict[str, int]]]) -> None:
        self._sub_select = sub_select

    def all_of(self, predicate: NamedNode, subject: End, value: End) -> Step:
        """See `Maker`."""
        return all_of(predicate, subject, value)

    def along(self, path: Path, start: End, end: End, *, counted: bool) -> Step:
        """See `Maker`."""
        return along(path, start, end, counted=counted)

    def leading(self, path: Path, start: End) -> Step:
        """See `Maker`."""
        return leading(path, start)

    def between(self, path: Path, subject: End, value: End, *, counted: bool) -> Step:
        """See `Maker`."""
        return between(path, subject, value, counted=counted)

    def any_of(self, steps: Sequence[tuple[NamedNode, Step]], place: int) -> Step:
        """See `Maker`."""

        def step(graph: Graph, rows: list[Row]) -> list[Row]:
            found = []
            for predicate, one in steps:
                number = graph.index.numbers.number(predicate)
                for row in one(graph, rows):
                    row[place] = number
                    found.append(row)
            return found

        return step

    def chained(self, steps: Sequence[Step]) -> Step:
        """See `Maker`."""
        return lambda graph, rows: run(steps, graph, rows)

    def filter(self, condition_: Expression, places: Mapping[str, int]) -> Step:
        """See `Maker`."""
        test = condition(condition_, places)

        def step(graph: Graph, rows: list[Row]) -> list[Row]:
            numbers = graph.index.numbers
            return [row for row in rows if test(numbers, row)]

        return step

    def bind(self, value: Expression, place: int, places: Mapping[str, int]) -> Step:
        """See `Maker`."""
        work_out = evaluator(value, places)

        def step(graph: Graph, rows: list[Row]) -> list[Row]:
            numbers = graph.index.numbers
            found = []
            for row in rows:
                result = work_out(numbers, row)
                row = list(row)  # noqa: PLW2901 - others may hold it
                row[place] = None if result is None else numbers.number(term_of(result))
                found.append(row)
            return found

        return step

    def existing(self, inner: Sequence[Step], wanted: bool, mark: int) -> Step:
        """See `Maker`."""
        return existing(inner, wanted, mark)

    def optional(self, inner: Sequence[Step], mark: int) -> Step:
        """See `Maker`."""
        return optional(inner, mark)

    def union(self, groups: Sequence[Sequence[Step]]) -> Step:
        """See `Maker`."""
        return union(groups)

    def apart(
        self,
        inner: Sequence[Step],
        places: Mapping[str, int],
        keys: Sequence[int],
        added: Sequence[tuple[int, int]],
        ends: tuple[int, int] | None,
    ) -> Step:
        """See `Maker`."""
        return apart(inner, places, keys, added, ends)

    def asked(self, query: Select) -> tuple[Asked, dict[str, int]]:
        """See `Maker`."""
        return self._sub_select(query)

    def inside(self, answer: Asked, keys: Sequence[tuple[int, int]], added: Sequence[tuple[int, int]]) -> Step:
        """See `Maker`."""
        return inside(answer, keys, added)
