"""Steps from solutions of a query to solutions: along a path, and what joins take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from ..namespaces import RDF, XSD
from .numbering import Numbers
from .paths import Index, Links
from .select import Inverse, Path
from .select_expressions import Row
from .select_making import End
from .select_paths import Walks, inverse
from .select_values import DoubtError


@dataclass
class Graph:
    """What queries are asked of."""

    index: Index
    walks: Walks


Step = Callable[[Graph, list[Row]], list[Row]]
"""Makes other solutions of solutions. It changes none of them, as others may hold them."""

Key = tuple[int | None, ...]


def run(steps: Iterable[Step], graph: Graph, rows: list[Row]) -> list[Row]:
    """Return the solutions after some steps."""
    for step in steps:
        if not rows:
            return rows
        rows = step(graph, rows)
    return rows


def with_columns(row: Row, other: Row, added: Iterable[tuple[int, int]]) -> Row:
    """Return a solution with columns of another. added: from where to where."""
    new = list(row)
    for source, place in added:
        new[place] = other[source]
    return new


def marked(rows: Sequence[Row], mark: int) -> list[Row]:
    """Return copies of solutions, each with its number at a place."""
    found = []
    for number, row in enumerate(rows):
        new = list(row)
        new[mark] = number
        found.append(new)
    return found


def key_of(numbers: Numbers, row: Row, places: Iterable[int]) -> Key:
    """Return what rows are joined on; a term is compared as it stands, so that numbers raise DoubtError."""
    found = tuple(row[place] for place in places)
    _require_plain(numbers, found)
    return found


def _require_plain(numbers: Numbers, found: Iterable[int | None]) -> None:
    for number in found:
        term = None if number is None else numbers.term(number)
        if isinstance(term, Literal) and term.datatype not in (XSD.string, RDF.langString):
            raise DoubtError("a join on a literal that may be written in several ways")


def simple(numbers: Numbers, row: Row, place: int | None) -> str | None:
    """Return the simple string at a place, which is equal to the same string only; None for anything else."""
    number = None if place is None else row[place]
    term = None if number is None else numbers.term(number)
    return term.value if isinstance(term, Literal) and term.datatype == XSD.string else None


def _links(path: Path, graph: Graph) -> Links | None:
    """Return what a path of one property leads to, None for other paths."""
    match path:
        case NamedNode():
            return graph.index.links(path)
        case Inverse(NamedNode() as predicate):
            return graph.index.links_back(predicate)
    return None


def _starts(start: End, graph: Graph, rows: list[Row], path: Path) -> list[int]:
    """Return where a path starts in each row."""
    if start.term is not None:
        return [graph.index.numbers.number(start.term)] * len(rows)
    place = start.place
    found: list[int] = [row[place] for row in rows]  # type: ignore[misc]  # it is bound
    if isinstance(path, Inverse):
        _require_plain(graph.index.numbers, set(found))
    return found


def along(path: Path, start: End, end: End, *, counted: bool) -> Step:
    """Return the step along a path from what is bound to what is not."""
    to = end.place

    def step(graph: Graph, rows: list[Row]) -> list[Row]:
        starts = _starts(start, graph, rows, path)
        found = []
        if (links := _links(path, graph)) is not None:
            for row, node in zip(rows, starts, strict=True):
                for reached in links.get(node, ()):
                    new = row.copy()
                    new[to] = reached
                    found.append(new)
            return found
        walk = graph.walks.of(path)
        for row, node in zip(rows, starts, strict=True):
            for reached, ways in walk(node).items():
                new = row.copy()
                new[to] = reached
                found.append(new)
                if counted and ways > 1:
                    found += [new] * (ways - 1)
        return found

    return step


def leading(path: Path, start: End) -> Step:
    """Return the step that keeps what a path leads anywhere from."""

    def step(graph: Graph, rows: list[Row]) -> list[Row]:
        starts = _starts(start, graph, rows, path)
        if (links := _links(path, graph)) is not None:
            return [row for row, node in zip(rows, starts, strict=True) if node in links]
        walk = graph.walks.of(path)
        return [row for row, node in zip(rows, starts, strict=True) if walk(node)]

    return step


def between(path: Path, subject: End, value: End, *, counted: bool) -> Step:
    """Return the step that keeps what a path leads between."""

    def step(graph: Graph, rows: list[Row]) -> list[Row]:
        starts, ends = _starts(subject, graph, rows, path), _starts(value, graph, rows, inverse(path))
        if (links := _links(path, graph)) is not None:
            return [row for row, node, end in zip(rows, starts, ends, strict=True) if end in links.get(node, ())]
        walk = graph.walks.of(path)
        found = []
        for row, node, end in zip(rows, starts, ends, strict=True):
            if ways := walk(node).get(end, 0):
                found += [row] * (ways if counted else 1)
        return found

    return step


def all_of(predicate: NamedNode, subject: End, value: End) -> Step:
    """Return the step to all statements with a property."""

    def step(graph: Graph, rows: list[Row]) -> list[Row]:
        links = graph.index.links(predicate)
        found = []
        for row in rows:
            for start, ends in links.items():
                for end in ends:
                    new = list(row)
                    new[subject.place], new[value.place] = start, end
                    found.append(new)
        return found

    return step
