"""Statements of several curricula, and what a store adds to them, as relations."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate, chain
from typing import cast

import numpy as np
from pyoxigraph import NamedNode

from ..data import Data, Part
from ..links import Read
from ..numbering import Numbers
from .nodes import BITS, MIDDLE, MOST, NONE, TERM, Array, TooMuchError, first_of, ordered, ranked
from .relations import Relation

_HOME = 2 * BITS
_PREDICATE = _HOME + MOST.bit_length() - 1
_PREDICATES = 1 << (63 - _PREDICATE)


class Predicates:
    """The predicates that rules name: no others are looked at."""

    def __init__(self) -> None:
        self._places: dict[NamedNode, int] = {}

    def add(self, predicate: NamedNode) -> None:
        """Note a predicate; raises TooMuchError."""
        if self._places.setdefault(predicate, len(self._places)) >= _PREDICATES:
            raise TooMuchError(f"more than {_PREDICATES} predicates")

    def relations(self, datas: Sequence[Data], common: Numbers) -> Mapping[NamedNode, Relation]:
        """Return what graphs say with these predicates; raises TooMuchError. common: what all are numbered by."""
        whole = ordered(np.concatenate((self._shared(datas), ordered(self._own(datas, common)))))
        whole = whole[first_of(whole)]
        ends = np.searchsorted(whole, np.arange(1, len(self._places) + 1) << _PREDICATE)
        below = (1 << _PREDICATE) - 1
        found = {}
        start = 0
        for predicate, end in zip(self._places, ends.tolist(), strict=True):
            found[predicate] = Relation(whole[start:end] & below)
            start = end
        return found

    def _own(self, datas: Sequence[Data], common: Numbers) -> Array:
        """Return what graphs say beside their parts."""
        said = common.all_of(self._places)
        reads: list[tuple[int, Read]] = []
        found: list[tuple[int, Collection[tuple[int, int]]]] = []
        for home, data in enumerate(datas):
            if (read := data.index.read) is not None:
                reads.append((home, read))
                continue
            own = map(data.index.own, said)
            found += [(home << _HOME | place << _PREDICATE, pairs) for place, pairs in enumerate(own) if pairs]
        above, ends = _columns(found)
        return np.concatenate((_keys(above, ends[:, 0], ends[:, 1]), _written(reads, np.array(said, np.int64))))

    def _shared(self, datas: Sequence[Data]) -> Array:
        """Return what the parts of graphs say, in order; most of them are parts of several graphs."""
        parts = list(chain.from_iterable(data.parts for data in datas))
        which, count = ranked(np.fromiter(map(id, parts), np.int64, len(parts)))
        held = np.zeros((len(datas), count), np.bool_)
        held[np.repeat(np.arange(len(datas)), [len(data.parts) for data in datas]), which] = True
        example = np.empty(count, np.int64)
        example[which] = np.arange(len(parts))
        said = [self._of_part(parts[place]) for place in example.tolist()]
        keys, of_part = np.concatenate([NONE, *said]), np.repeat(np.arange(count), list(map(len, said)))
        order = np.argsort(keys, kind="stable")
        keys, of_part = keys[order], of_part[order]
        found = []
        changes = np.flatnonzero(np.diff(keys >> _PREDICATE)) + 1
        for some, mine in zip(np.split(keys, changes), np.split(of_part, changes), strict=True):
            home, place = np.nonzero(held[:, mine])
            found.append(some[place] | home << _HOME)
        return np.concatenate(found)

    def _of_part(self, part: Part) -> Array:
        """Return the statements of a part, which it keeps."""
        numbered = part.numbered
        if numbered.columns is None or numbered.columns[0] is not self:
            places = {numbered.numbers.find(predicate): place for predicate, place in self._places.items()}
            there = [
                (places[number] << _PREDICATE, pairs) for number, pairs in numbered.pairs.items() if number in places
            ]
            above, ends = _columns(there)
            numbered.columns = (self, _keys(above, ends[:, 0], ends[:, 1]))
        return cast("Array", numbered.columns[1])


def _written(reads: Sequence[tuple[int, Read]], said: Array) -> Array:
    """Return statements of graphs, as they were written. said: the numbers of the predicates that are named."""
    if not reads:
        return NONE
    lists = {id(read.numbers): read.numbers for _, read in reads}  # most have the same one
    lengths = list(map(len, lists.values()))
    terms = np.fromiter(chain.from_iterable(lists.values()), np.int64, sum(lengths))
    order = np.argsort(said)
    at = np.searchsorted(said, terms, sorter=order) % len(said)
    named = np.where(said[order[at]] == terms, order[at], -1)
    starts = dict(zip(lists, accumulate(lengths, initial=0), strict=False))
    sizes = [len(read.table.rows) // 3 for _, read in reads]
    flat = chain.from_iterable(read.table.rows for _, read in reads)
    rows = np.fromiter(flat, np.int64, 3 * sum(sizes)).reshape(-1, 3)
    rows += np.repeat([starts[id(read.numbers)] for _, read in reads], sizes)[:, None]
    places = named[rows[:, 1]]
    kept = places >= 0
    above = np.repeat(np.array([graph for graph, _ in reads], np.int64), sizes)[kept] << _HOME
    return _keys(above | places[kept] << _PREDICATE, terms[rows[kept, 0]], terms[rows[kept, 2]])


def _columns(found: Sequence[tuple[int, Collection[tuple[int, int]]]]) -> tuple[Array, Array]:
    """Return a row for each of some pairs: what stands above them, and its two ends."""
    lengths = [len(pairs) for _, pairs in found]
    flat = chain.from_iterable(chain.from_iterable(pairs for _, pairs in found))
    ends = np.fromiter(flat, np.int64, 2 * sum(lengths)).reshape(-1, 2)
    return np.repeat(np.array([above for above, _ in found], np.int64), lengths), ends


def _keys(above: Array, subjects: Array, values: Array) -> Array:
    """Return a number for each statement. above: its graph and predicate."""
    for ends in (subjects, values):
        if len(ends) and (ends.min() < -MIDDLE or ends.max() + MIDDLE > TERM):
            raise TooMuchError("more terms than there are numbers for")
    found: Array = above | subjects + MIDDLE << BITS | values + MIDDLE
    return found
