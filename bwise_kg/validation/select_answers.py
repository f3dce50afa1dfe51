"""SELECT queries answered for focus nodes: groups, aggregates and columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from .constraints import UnsupportedError
from .numbering import Numbers
from .select import Aggregate, Call, Exists, Expression, Select, Variable
from .select_expressions import Condition, Evaluator, Row, condition, evaluator
from .select_joins import Asked
from .select_making import Maker, StepT
from .select_parsing import parsed
from .select_planning import THIS, Planner
from .select_rows import RowMaker
from .select_steps import Graph, Step, run
from .select_values import Value, extreme, require_distinct, term_of, total
from .select_variables import names_in


@dataclass(frozen=True, slots=True)
class Answering:
    """A query, ready to be asked of any graph. columns: names, with their places in an answer."""

    columns: dict[str, int]
    _steps: tuple[Step, ...]
    _width: dict[str, int]
    _distinct: bool
    _values: tuple[int | Evaluator, ...]
    _grouping: _Grouping | None

    def answers(self, graph: Graph, focus_nodes: Sequence[int]) -> list[Row]:
        """Return the solutions for focus nodes; raises DoubtError where Oxigraph may know better."""
        empty: Row = [None] * len(self._width)
        rows = run(self._steps, graph, [[node, *empty[1:]] for node in focus_nodes])
        return self.told(graph.index.numbers, rows)

    def told(self, numbers: Numbers, rows: list[Row]) -> list[Row]:
        """Return the solutions of the query that solutions of its group come to; raises DoubtError."""
        if self._grouping is not None and rows:
            rows = self._grouping.grouped(numbers, rows)
        found = [[_number(numbers, value, row) for value in self._values] for row in rows]
        if not self._distinct or len(found) < 2:
            return found
        for column in range(len(self._values)):
            _require_distinct(numbers, {row[column] for row in found})
        return [list(row) for row in dict.fromkeys(map(tuple, found))]


@dataclass(frozen=True, slots=True)
class _Aggregated:
    """An aggregate, its argument ready."""

    name: str
    distinct: bool
    place: int | None
    value: Evaluator

    def of(self, numbers: Numbers, rows: Sequence[Row]) -> int | None:
        """Return the number of what it comes to in a group, None for an error."""
        if self.place is not None and self.name in ("COUNT", "SAMPLE"):
            there: list[int | None] = [row[self.place] for row in rows if row[self.place] is not None]
            if self.name == "SAMPLE":
                return there[0] if there else None
            if self.distinct:
                _require_distinct(numbers, set(there))
            return numbers.number(term_of(len(set(there)) if self.distinct else len(there)))
        if self.distinct or self.name in ("COUNT", "SAMPLE"):
            raise UnsupportedError("an aggregate of what is worked out")
        values = [self.value(numbers, row) for row in rows]
        found: Value | None
        if self.name == "SUM":
            found = total(values)
        else:
            bound = [value for value in values if value is not None]
            found = extreme(bound, least=self.name == "MIN") if len(bound) == len(values) else None
        return None if found is None else numbers.number(term_of(found))


@dataclass(frozen=True, slots=True)
class _Grouping:
    """GROUP BY and HAVING: a row of a group holds the keys, then the aggregates."""

    keys: tuple[int, ...]
    aggregates: tuple[_Aggregated, ...]
    having: Condition | None

    def grouped(self, numbers: Numbers, rows: Sequence[Row]) -> list[Row]:
        """Return a row for each group."""
        groups: dict[tuple[int | None, ...], list[Row]] = {}
        for row in rows:
            groups.setdefault(tuple(row[key] for key in self.keys), []).append(row)
        for n in range(len(self.keys)):
            _require_distinct(numbers, {key[n] for key in groups})
        found: list[Row] = [
            [*key, *(aggregate.of(numbers, group) for aggregate in self.aggregates)] for key, group in groups.items()
        ]
        return found if self.having is None else [row for row in found if self.having(numbers, row)]


def _require_distinct(numbers: Numbers, found: set[int | None]) -> None:
    if len(found) > 1:
        require_distinct(numbers.term(number) for number in found if number is not None)


def _number(numbers: Numbers, value: int | Evaluator, row: Row) -> int | None:
    if isinstance(value, int):
        return row[value]
    found = value(numbers, row)
    return None if found is None else numbers.number(term_of(found))


@dataclass(frozen=True, slots=True)
class Grouped:
    """What GROUP BY and HAVING say. places: of keys, then aggregates, in rows of groups, as `having` has them."""

    keys: tuple[str, ...]
    aggregates: tuple[Aggregate, ...]
    having: Expression | None
    places: dict[str, int]


@dataclass(frozen=True, slots=True)
class Outline(Generic[StepT]):
    """A query with the steps to the solutions of its group. places: in these; grouped: what is made of them."""

    steps: tuple[StepT, ...]
    places: dict[str, int]
    distinct: bool
    columns: tuple[tuple[str, Expression | None], ...]
    grouped: Grouped | None


def outlined(query: Select, maker: Maker[StepT]) -> Outline[StepT]:
    """Return a query planned; raises UnsupportedError for one that says more than can be answered here."""
    planner = Planner(maker, _said(query))
    steps = tuple(planner.group(query.group, {THIS}, set()))
    names = [name for name, _ in query.columns]
    if THIS not in names or len(set(names)) < len(names):
        raise UnsupportedError("a query that does not select $this, or something twice")
    if query.keys is not None:
        return Outline(steps, planner.places, query.distinct, *_grouped(query, query.keys, planner.places))
    if query.having is not None or any(_aggregates(value) for _, value in query.columns):
        raise UnsupportedError("a query that aggregates over $this")
    return Outline(steps, planner.places, query.distinct, query.columns, None)


def answering(text: str, prefixes: Mapping[str, str]) -> Answering:
    """Return what answers a query; raises UnsupportedError for one that says more than can be answered here."""
    return answering_of(parsed(text, prefixes))


def _sub_select(query: Select) -> tuple[Asked, dict[str, int]]:
    made = answering_of(query)
    return made.answers, made.columns


def answering_of(query: Select) -> Answering:
    """Return what answers a query that was read; raises as `answering`."""
    outline = outlined(query, RowMaker(_sub_select))
    grouped = outline.grouped
    places = outline.places if grouped is None else grouped.places
    for name, value in outline.columns:
        if value is None and name not in places:
            raise UnsupportedError("a column that nothing binds, or that is no key")
    values = tuple(places[name] if value is None else evaluator(value, places) for name, value in outline.columns)
    at = {name: place for place, (name, _) in enumerate(outline.columns)}
    grouping = None if grouped is None else _grouping(grouped, outline.places)
    return Answering(at, outline.steps, outline.places, outline.distinct, values, grouping)


def _grouping(grouped: Grouped, places: Mapping[str, int]) -> _Grouping:
    made = tuple(
        _Aggregated(
            one.name,
            one.distinct,
            places[one.argument.name] if isinstance(one.argument, Variable) else None,
            evaluator(one.argument, places),
        )
        for one in grouped.aggregates
    )
    if any(one.place is None and (one.distinct or one.name in ("COUNT", "SAMPLE")) for one in made):
        raise UnsupportedError("an aggregate of what is worked out")
    having = None if grouped.having is None else condition(grouped.having, grouped.places)
    return _Grouping(tuple(places[key] for key in grouped.keys), made, having)


def _said(query: Select) -> Counter[str] | None:
    """Return how often a query names each variable, None if it counts in how many ways it is met."""
    aggregates = [one for value in (*(value for _, value in query.columns), query.having) for one in _aggregates(value)]
    if any(one.name in ("COUNT", "SUM") and not one.distinct for one in aggregates):
        return None
    columns = [name for name, _ in query.columns]
    worked_out = [name for _, value in query.columns if value is not None for name in names_in(value)]
    having = [] if query.having is None else list(names_in(query.having))
    arguments = [name for one in aggregates for name in names_in(one.argument)]
    return Counter([*columns, *worked_out, *(query.keys or ()), *having, *arguments, *names_in(query.group)])


def _grouped(
    query: Select, keys: tuple[str, ...], places: Mapping[str, int]
) -> tuple[tuple[tuple[str, Expression | None], ...], Grouped]:
    """Return the columns in terms of the rows of groups, and what makes these rows."""
    if THIS not in keys or any(key not in places for key in keys):
        raise UnsupportedError("a query that groups over $this, or by what nothing binds")
    wanted = [one for value in (*(value for _, value in query.columns), query.having) for one in _aggregates(value)]
    aggregates = tuple(dict.fromkeys(wanted))
    standing = {aggregate: Variable(f" {n}") for n, aggregate in enumerate(aggregates)}
    at = {name: n for n, name in enumerate([*keys, *(variable.name for variable in standing.values())])}
    having = None if query.having is None else _replaced(query.having, standing)
    columns = tuple((name, None if value is None else _replaced(value, standing)) for name, value in query.columns)
    return columns, Grouped(keys, aggregates, having, at)


def _aggregates(expression: Expression | None) -> list[Aggregate]:
    match expression:
        case Aggregate():
            return [expression]
        case Call(arguments=parts):
            return [one for part in parts for one in _aggregates(part)]
        case Exists():
            raise UnsupportedError("EXISTS outside of WHERE")
    return []


def _replaced(expression: Expression, standing: Mapping[Aggregate, Variable]) -> Expression:
    match expression:
        case Aggregate():
            return standing[expression]
        case Call(name, parts):
            return Call(name, tuple(_replaced(part, standing) for part in parts))
    return expression
