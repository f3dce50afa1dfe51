"""Statements as N-Triples write them: a text that is split costs a fraction of terms that are made and compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count, islice, repeat
from typing import cast, overload

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, Triple

from ..resources import Statement
from .terms import rows_of, taken_apart


class Written:
    """Terms as N-Triples write them, each with its place: of one curriculum, or of all that are read together.

    texts: the terms by place.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._places: defaultdict[str, int] = defaultdict(count().__next__)
        self._odd: set[int] = set()

    def add(self, rows: Iterable[Sequence[str]]) -> list[int]:
        """Return the places of the terms in statements that were taken apart, one statement after the other."""
        places, start = self._places, len(self.texts)
        found = list(map(places.__getitem__, chain.from_iterable(rows)))
        new = list(islice(reversed(places), len(places) - start))[::-1]
        self.texts += new
        self._odd.update([place for place, text in enumerate(new, start) if not _PLAIN.fullmatch(text)])
        return found

    def find(self, text: str) -> int:
        """Return the place of a term, a negative number if it has none."""
        return self._places.get(text, -1)

    def are_plain(self, places: Iterable[int]) -> bool:
        """Tell whether terms are IRIs, blank nodes and literals for sure, and none has a direction."""
        return self._odd.isdisjoint(places)


@dataclass(frozen=True)
class Table:
    """Statements without triple terms.

    rows: the places of subject, predicate and value, one statement after the other.
    """

    written: Written
    rows: Sequence[int]

    @property
    def texts(self) -> Sequence[str]:
        """Terms by place, as they are written; others may be among them."""
        return self.written.texts

    @property
    def literals(self) -> Sequence[str]:
        """What they say that is a literal, as it is written."""
        return [text for text in self.values if text[:1] == '"']

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
        return self.pairs.get(self.written.find(str(predicate)), ())

    def _written(self, places: Iterable[int]) -> Set[str]:
        return set(map(self.texts.__getitem__, set(places)))


_END = " .\n"
_PLAIN = re.compile(r'<[^\x00-\x20<>"{}|^`\\]*>|_:[^\s<>"]+|".*(?<!--ltr|--rtl)', re.DOTALL)
"""Neither a triple term nor a text that has a direction."""


class Lines(Sequence[Triple]):
    """Statements as N-Triples write them, in their order; they are made when somebody asks for them."""

    def __init__(self, text: str, written: Written | None = None) -> None:
        """Take lines as Oxigraph writes them. written: the terms of what is read together with them."""
        self.text = text
        self._written = written or Written()

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
        rows = self._written.add(map(str.split, self.text.split(_END)[:-1], repeat(" "), repeat(2)))
        return Table(self._written, rows) if self._written.are_plain(rows) else None

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
        return Lines("".join(kept), self._written)


def lines_of(statements: Iterable[Statement], written: Written | None = None) -> Lines:
    """Return statements as lines, without their graphs. written: see `Lines`."""
    if isinstance(statements, Lines):
        return statements
    given = cast("list[Quad]", list(statements))  # or triples, or some of each: it takes them all
    try:
        text = ox.serialize(given, format=ox.RdfFormat.N_TRIPLES)
    except ValueError:  # some have a graph
        text = ox.serialize([s.triple if isinstance(s, Quad) else s for s in given], format=ox.RdfFormat.N_TRIPLES)
    return Lines((text or b"").decode(), written)


def table_of(statements: Iterable[Statement]) -> Table:
    """Return statements by predicate, taken apart one by one."""
    written = Written()
    return Table(written, written.add(tuple(map(str, row)) for row in rows_of(statements)))


def subjects_of(statements: Iterable[Statement]) -> Set[str]:
    """Return what statements are about, as N-Triples write it."""
    if isinstance(statements, Lines):
        return statements.subjects
    return {str(subject) for subject, _, _ in taken_apart(statements)}
