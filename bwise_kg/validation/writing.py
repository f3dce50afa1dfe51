"""Statements as N-Triples write them: a text that is split costs a fraction of terms that are made and compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import cast, overload

import pyoxigraph as ox
from pyoxigraph import Quad, Triple

from ..resources import Statement
from .terms import rows_of, taken_apart

Columns = tuple[Sequence[str], Sequence[str]]
"""Subjects and values of statements with the same predicate, row by row, each as N-Triples write it."""


@dataclass(frozen=True, slots=True)
class Table:
    """Statements without triple terms, by predicate. subjects and values: of all of them, each once."""

    columns: Mapping[str, Columns]
    subjects: Set[str]
    values: Set[str]

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]]) -> Table:
        """Return the table of statements that were taken apart."""
        found: dict[str, tuple[list[str], list[str]]] = {}
        for subject, predicate, value in rows:
            if (columns := found.get(predicate)) is None:
                columns = found[predicate] = ([], [])
            columns[0].append(subject)
            columns[1].append(value)
        subjects, values = (set().union(*(columns[n] for columns in found.values())) for n in (0, 1))
        return cls(found, subjects, values)


_END = " .\n"
_PLAIN = re.compile(r'<[^\x00-\x20<>"{}|^`\\]*>|_:[^\s<>"]+')
_DIRECTIONS = ("--ltr", "--rtl")
"""What texts end with that have a direction."""


class Lines(Sequence[Triple]):
    """Statements as N-Triples write them, in their order; they are made when somebody asks for them."""

    def __init__(self, text: str) -> None:
        """Take lines as Oxigraph writes them."""
        self.text = text

    @cached_property
    def _made(self) -> tuple[Triple, ...]:
        # lenient: they are what was written, whatever may be said of it
        return tuple(quad.triple for quad in ox.parse(self.text, ox.RdfFormat.N_TRIPLES, lenient=True))

    def __len__(self) -> int:
        return self.text.count("\n")

    def __iter__(self) -> Iterator[Triple]:
        return iter(self._made)

    @overload
    def __getitem__(self, index: int) -> Triple: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Triple]: ...
    def __getitem__(self, index: int | slice) -> Triple | Sequence[Triple]:
        return self._made[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lines) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    @cached_property
    def table(self) -> Table | None:
        """They by predicate, None where that cannot be told from their lines for sure."""
        table = Table.of([line.split(" ", 2) for line in self.text.split(_END)[:-1]])
        resources = {value for value in table.values if value[0] != '"'}
        if not all(map(_PLAIN.fullmatch, resources | table.subjects | table.columns.keys())):
            return None  # there is something else in angle brackets, such as a triple term
        return None if [value for value in table.values if value[-1] in "lr" and value.endswith(_DIRECTIONS)] else table

    @property
    def subjects(self) -> Set[str]:
        """What they are about, as it is written."""
        return subjects_of(self._made) if self.table is None else self.table.subjects

    def without(self, subjects: Set[str]) -> Lines:
        """Return those that are not about some subjects, given as they are written."""
        lines = self.text.split(_END)[:-1]
        if self.table is None:
            about = [str(subject) for subject, _, _ in taken_apart(self)]
        else:
            about = [line.partition(" ")[0] for line in lines]
        kept = [line + _END for line, subject in zip(lines, about, strict=True) if subject not in subjects]
        return Lines("".join(kept))


def lines_of(statements: Iterable[Statement]) -> Lines:
    """Return statements as lines, without their graphs."""
    if isinstance(statements, Lines):
        return statements
    given = cast("list[Quad]", list(statements))  # or triples, or some of each: it takes them all
    try:
        text = ox.serialize(given, format=ox.RdfFormat.N_TRIPLES)
    except ValueError:  # some have a graph
        text = ox.serialize([s.triple if isinstance(s, Quad) else s for s in given], format=ox.RdfFormat.N_TRIPLES)
    return Lines((text or b"").decode())


def table_of(statements: Iterable[Statement]) -> Table:
    """Return statements by predicate, taken apart one by one."""
    return Table.of([tuple(map(str, row)) for row in rows_of(statements)])


def subjects_of(statements: Iterable[Statement]) -> Set[str]:
    """Return what statements are about, as N-Triples write it."""
    if isinstance(statements, Lines):
        return statements.subjects
    return {str(subject) for subject, _, _ in taken_apart(statements)}
