"""What statements link, as numbers: by predicate, from subjects to values and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from .numbering import Numbers
from .terms import Row
from .writing import Table

Pairs = dict[int, dict[tuple[int, int], None]]
"""Subjects and values by predicate, as numbers."""
Links = dict[int, list[int]]
"""What a predicate leads to, or from, as numbers. It is shared: nobody may change it."""


def pairs_of(rows: Iterable[Row], numbers: Numbers) -> Pairs:
    """Return rows as numbers; what is said twice counts once."""
    given = list(rows)
    subjects, predicates, values = (numbers.all_of([row[n] for row in given]) for n in range(3))
    found: Pairs = {}
    for subject, predicate, value in zip(subjects, predicates, values, strict=True):
        if predicate in found:
            found[predicate][subject, value] = None
        else:
            found[predicate] = {(subject, value): None}
    return found


class Read(Mapping[int, dict[tuple[int, int], None]]):
    """What is written as `Pairs`, which are made of a predicate when somebody asks for it.

    numbers: of the terms in the table, by place.
    """

    def __init__(self, table: Table, numbers: Numbers) -> None:
        """Number the terms of a table."""
        self.table = table
        self.numbers = numbers.placed(table.written)
        self._made: Pairs = {}

    @cached_property
    def places(self) -> Mapping[int, int]:
        """The places of predicates in the table, by number."""
        return {self.numbers[place]: place for place in self.table.pairs}

    def __getitem__(self, predicate: int) -> dict[tuple[int, int], None]:
        found = self._made.get(predicate)
        if found is None:
            number, pairs = self.numbers, self.table.pairs[self.places[predicate]]
            found = self._made[predicate] = dict.fromkeys([(number[s], number[v]) for s, v in pairs])
        return found

    def __iter__(self) -> Iterator[int]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


def forward(pairs: Iterable[tuple[int, int]]) -> Links:
    """Return the values by subject."""
    found: Links = {}
    for subject, value in pairs:
        if subject in found:
            found[subject].append(value)
        else:
            found[subject] = [value]
    return found


def backward(pairs: Iterable[tuple[int, int]]) -> Links:
    """Return the subjects by value."""
    return forward((value, subject) for subject, value in pairs)


class Numbered:
    """Statements as numbers, that many graphs share. numbers: what these are numbered by."""

    __slots__ = ("_backward", "_forward", "about", "columns", "numbers", "pairs")

    def __init__(self, rows: Iterable[Row], numbers: Numbers) -> None:
        self.numbers = numbers
        self.columns: tuple[object, object] | None = None
        """What `columns.loading` makes of them, and for what."""
        self.pairs = pairs_of(rows, numbers)
        subjects = {subject for pairs in self.pairs.values() for subject, _ in pairs}
        self.about = subjects.pop() if len(subjects) == 1 else None
        """What all of them are about, None if that is not one thing."""
        self._forward: dict[int, Links] = {}
        self._backward: dict[int, Links] = {}

    def forward(self, predicate: int) -> Links:
        """Return the values of a predicate by subject."""
        if predicate not in self._forward:
            self._forward[predicate] = forward(self.pairs[predicate])
        return self._forward[predicate]

    def backward(self, predicate: int) -> Links:
        """Return the subjects of a predicate by value."""
        if predicate not in self._backward:
            self._backward[predicate] = backward(self.pairs[predicate])
        return self._backward[predicate]


def together(own: Links, shared: Sequence[Links]) -> Links:
    """Return links as one, none of them changed; a subject's own values come first."""
    if not shared:
        return own
    if not own and len(shared) == 1:
        return shared[0]
    found: Links = {}
    for links in shared:
        found.update(links)
    found.update(own)
    if len(found) == len(own) + sum(map(len, shared)):
        return found  # nothing is linked by several, as is usual
    found, several = dict(shared[0]), set()
    for links in shared[1:]:
        for key, values in links.items():
            if (there := found.get(key)) is None:
                found[key] = values
            elif key in several:
                there += values
            else:
                several.add(key)
                found[key] = there + values
    for key in several:
        found[key] = list(dict.fromkeys(found[key]))
    for key, values in own.items():
        there = found.get(key)
        found[key] = values if there is None else list(dict.fromkeys([*values, *there]))
    return found
