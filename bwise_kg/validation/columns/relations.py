"""What a predicate leads to in several curricula, as sorted numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .nodes import BITS, NONE, TERM, Array, Mask, among, homes, ordered, spread


@dataclass(frozen=True)
class Links:
    """Ends by start. starts: each once, in order; first: where the ends of each begin, and one more number."""

    starts: Array
    first: Array
    ends: Array

    def follow(self, nodes: Array) -> tuple[Array, Array]:
        """Return what nodes lead to: which of the nodes, and the end."""
        if not len(self.starts) or not len(nodes):
            return NONE, NONE
        at = np.searchsorted(self.starts, nodes)
        at[at == len(self.starts)] = 0
        begin = self.first[at]
        counts = np.where(self.starts[at] == nodes, self.first[at + 1] - begin, 0)
        index, places = spread(begin, counts)
        return index, self.ends[places]

    def lead(self, nodes: Array) -> Mask:
        """Tell which nodes lead anywhere."""
        return among(nodes, self.starts)


class Relation:
    """The subjects and values of a predicate. pairs: in order, each once, see `paired`."""

    def __init__(self, pairs: Array) -> None:
        self.pairs = pairs

    @cached_property
    def forward(self) -> Links:
        """Values by subject."""
        return _links(self.pairs)

    @cached_property
    def backward(self) -> Links:
        """Subjects by value."""
        subjects, values = self._ends
        return _links(ordered(paired(values, subjects)))

    @cached_property
    def _ends(self) -> tuple[Array, Array]:
        return _taken_apart(self.pairs)

    def of(self, curricula: Array) -> tuple[Array, Array, Array]:
        """Return all there is in curricula: which of them, the subjects and the values."""
        subjects, values = self._ends
        home = homes(subjects)
        begin = np.searchsorted(home, curricula)
        index, places = spread(begin, np.searchsorted(home, curricula, side="right") - begin)
        return index, subjects[places], values[places]

    def links(self, subjects: Array, values: Array) -> Mask:
        """Tell which subjects have which values, those of the same row; they are of one curriculum."""
        return among(paired(subjects, values), self.pairs)


def paired(starts: Array, ends: Array) -> Array:
    """Return a number for each start with its end, which is of the same curriculum."""
    found: Array = starts << BITS | ends & TERM
    return found


def _taken_apart(pairs: Array) -> tuple[Array, Array]:
    starts = pairs >> BITS
    return starts, starts & ~TERM | pairs & TERM


def _links(pairs: Array) -> Links:
    all_starts, ends = _taken_apart(pairs)
    if not len(pairs):
        return Links(NONE, NONE, NONE)
    changes = np.flatnonzero(all_starts[1:] != all_starts[:-1]) + 1
    first = np.concatenate(([0], changes, [len(pairs)]))
    return Links(all_starts[first[:-1]], first, ends)
