"""Statements as N-Triples write them: a text that is split costs a fraction of terms that are made and compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count, repeat
from typing import cast, overload

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, Triple

from ..resources import Statement
from .terms import rows_of, taken_apart


@dataclass(frozen=True)
class Table:
    """Statements without triple terms.

    places: the terms in them as N-Triples write them, each with its place among them. rows: the places of subject,
    predicate and value, one statement after the other.
    """

    places: Mapping[str, int]
    rows: Sequence[int]

    @classmethod
    def of(cls, rows: Iterable[Sequence[str]]) -> Table:
        """Return the table of statements that were taken apart."""
        places: defaultdict[str, int] = defaultdict(count().__next__)
        found = list(map(places.__getitem__, chain.from_iterable(rows)))
        places.default_factory = None
        return cls(places, found)

    @cached_property
    def texts(self) -> Sequence[str]:
        """The terms, as they are written."""
        return list(self.places)

    @cached_property
    def literals(self) -> Sequence[str]:
        """Those that are literals."""
        return [text for text in self.places if text[:1] == '"']

    @cached_property
    def pairs(self) -> Mapping[int, Sequence[tuple[int, int]]]:
        """The places of subjects and values by that of the predicate."""
        rows = self.rows
        found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for predicate, pair in zip(rows[1::3], zip(rows[::3], rows[2::3], strict=True), strict=True):
            found[predicate].append(pair)
        found.default_factory = None
        return found

    @cached_property
    def subjects(self) -> Set[str]:
        """What they are about, as it is written."""
        return self._written(self.rows[::3])

    @cached_property
    def values(self) -> Set[str]:
        """What they say, as it is written."""
        return self._written(self.rows[2::3])

    def with_predicate(self, predicate: NamedNode) -> Sequence[tuple[int, int]]:
        """Return the places of subjects and values of the statements with a predicate."""
        return self.pairs.get(self.places.get(str(predicate), -1), ())

    def _written(self, places: Iterable[int]) -> Set[str]:
        return set(map(self.texts.__getitem__, set(places)))


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
        table = Table.of(map(str.split, self.text.split(_END)[:-1], repeat(" "), repeat(2)))
        if not all(map(_PLAIN.fullmatch, [text for text in table.places if text[:1] != '"'])):
            return None  # there is something else in angle brackets, such as a triple term
        return None if [text for text in table.literals if text[-1] in "lr" and text.endswith(_DIRECTIONS)] else table

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
    return Table.of(tuple(map(str, row)) for row in rows_of(statements))


def subjects_of(statements: Iterable[Statement]) -> Set[str]:
    """Return what statements are about, as N-Triples write it."""
    if isinstance(statements, Lines):
        return statements.subjects
    return {str(subject) for subject, _, _ in taken_apart(statements)}
