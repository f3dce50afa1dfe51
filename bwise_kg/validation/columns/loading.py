"""Statements of several curricula, and what a store adds to them, as relations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import cast

import numpy as np
from pyoxigraph import NamedNode

from ..data import Data
from ..paths import Numbered
from .nodes import BITS, MIDDLE, MOST, NONE, TERM, Array, TooMuchError
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

    def relations(self, datas: Sequence[Data]) -> Mapping[NamedNode, Relation]:
        """Return what graphs say with these predicates; raises TooMuchError."""
        keys = [self._shared(data) | home << _HOME for home, data in enumerate(datas)]
        keys += [self._own(data) | home << _HOME for home, data in enumerate(datas)]
        whole = np.sort(np.concatenate(keys))
        if len(whole):
            whole = whole[np.concatenate(([True], whole[1:] != whole[:-1]))]
        ends = np.searchsorted(whole, np.arange(1, len(self._places) + 1) << _PREDICATE)
        below = (1 << _PREDICATE) - 1
        found = {}
        start = 0
        for predicate, end in zip(self._places, ends.tolist(), strict=True):
            found[predicate] = Relation(whole[start:end] & below)
            start = end
        return found

    def _own(self, data: Data) -> Array:
        index = data.index
        found = [
            (place, index.own(number))
            for predicate, place in self._places.items()
            if (number := index.numbers.find(predicate)) is not None
        ]
        return _keys([(place, pairs) for place, pairs in found if pairs])

    def _shared(self, data: Data) -> Array:
        parts = [part.numbered for part in data.parts]
        kept = [part.columns for part in parts]
        found = [
            self._of_part(part) if columns is None or columns[0] is not self else columns[1]
            for part, columns in zip(parts, kept, strict=True)
        ]
        return np.concatenate(cast("list[Array]", found)) if found else NONE

    def _of_part(self, part: Numbered) -> Array:
        """Return the statements of a part, which it keeps."""
        numbered = {part.numbers.find(predicate): place for predicate, place in self._places.items()}
        there = [(numbered[number], pairs) for number, pairs in part.pairs.items() if number in numbered]
        keys = _keys(there)
        part.columns = (self, keys)
        return keys


def _keys(found: Sequence[tuple[int, Iterable[tuple[int, int]]]]) -> Array:
    """Return a number for each statement. found: places of predicates, and subjects with values as numbers."""
    if not found:
        return NONE
    lengths = [len(pairs) for _, pairs in found]  # type: ignore[arg-type]  # they are held in dictionaries
    flat = chain.from_iterable(chain.from_iterable(pairs for _, pairs in found))
    ends = np.fromiter(flat, np.int64, 2 * sum(lengths)).reshape(-1, 2) + MIDDLE
    if ends.min() < 0 or ends.max() > TERM:
        raise TooMuchError("more terms than there are numbers for")
    places = np.repeat(np.array([place for place, _ in found], np.int64), lengths)
    keys: Array = places << _PREDICATE | ends[:, 0] << BITS | ends[:, 1]
    return keys
