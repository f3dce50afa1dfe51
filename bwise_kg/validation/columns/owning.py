"""The numbers that curricula gave to terms by themselves, and those that all of a batch have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..numbering import Numbers
from .common import Common
from .nodes import BITS, MIDDLE, Array, Mask, homes, numbers


@dataclass(frozen=True, slots=True)
class Owned:
    """Terms that only curricula have. starts: where those of each begin in `_common`; `_nodes`: they in order."""

    common: Common
    _own: Sequence[Numbers]
    _starts: Array
    _common: Array
    _nodes: Array
    _places: Array

    @classmethod
    def of(cls, common: Common, own: Sequence[Numbers]) -> Owned:
        """Number the terms of curricula."""
        found = [np.array(common.numbered(one), np.int64) for one in own]
        lengths = np.array(list(map(len, found)))
        starts = np.cumsum(lengths) - lengths
        flat = np.concatenate(found)
        nodes = np.repeat(np.arange(len(own)), lengths) << BITS | flat + MIDDLE
        order = np.argsort(nodes, kind="stable")
        return cls(common, own, starts, flat, nodes[order], order)

    def numbered(self, home: Array, own: Array) -> Array:
        """Return the numbers that all have of terms, of those that their curricula have; an array for many of each."""
        found = own.copy()
        mine = own < 0
        found[mine] = self._common[self._starts[home[mine]] + ~own[mine]]
        return found

    def known(self, nodes: Array) -> tuple[Array, Mask]:
        """Return the numbers that curricula have of nodes, and which of them are none: they have not met these."""
        found, home = numbers(nodes), homes(nodes)
        if not len(self._nodes):
            return found, found < 0
        at = np.searchsorted(self._nodes, nodes)
        at[at == len(self._nodes)] = 0
        here = self._nodes[at] == nodes
        new = ~here & (found < 0)
        found[here] = ~(self._places[at[here]] - self._starts[home[here]])
        return found, new

    def numbers(self, nodes: Array) -> Array:
        """Return the numbers that curricula have of nodes, new ones for what they have not met."""
        found, new = self.known(nodes)
        for place in np.flatnonzero(new).tolist():
            node = nodes[place]
            found[place] = self._own[node >> BITS].number(self.common.term(int(numbers(node))))
        return found

    def apart(self, nodes: Array) -> list[list[int]]:
        """Return the numbers that curricula have of nodes, by curriculum. nodes: in order of these."""
        ends = np.searchsorted(homes(nodes), np.arange(len(self._own)), side="right").tolist()
        found = self.numbers(nodes).tolist()
        return [found[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)]
