"""Solutions of a query in columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from .batch import Batch
from .nodes import NONE, UNBOUND, Array, Mask, alike, homes, once, spread
from .terms import DATE, KIND, OTHER, TRUTH

Kept = Array | Mask


@dataclass(frozen=True, slots=True)
class Solutions:
    """Solutions of several curricula. home: the curriculum of each; columns: its nodes by place of the variable.

    A node is `UNBOUND` where there is none, as it is everywhere where a column is missing.
    """

    home: Array
    columns: dict[int, Array]

    def __len__(self) -> int:
        return len(self.home)

    def column(self, place: int) -> Array:
        """Return the nodes at a place."""
        found = self.columns.get(place)
        return np.full(len(self.home), UNBOUND) if found is None else found

    def take(self, which: Kept) -> Solutions:
        """Return some of them."""
        return Solutions(self.home[which], {place: column[which] for place, column in self.columns.items()})

    def having(self, place: int, nodes: Array) -> Solutions:
        """Return them with other nodes at a place."""
        return Solutions(self.home, {**self.columns, place: nodes})

    def numbered(self, place: int) -> Solutions:
        """Return them with their own numbers at a place."""
        return self.having(place, np.arange(len(self.home)))


Step = Callable[[Batch, Solutions], Solutions]
"""Makes other solutions of solutions."""


def run(steps: Iterable[Step], batch: Batch, solutions: Solutions) -> Solutions:
    """Return the solutions after some steps."""
    for step in steps:
        if not len(solutions):
            return solutions
        solutions = step(batch, solutions)
    return solutions


def together(some: Sequence[Solutions]) -> Solutions:
    """Return solutions as one."""
    found = [one for one in some if len(one)] or list(some[:1])
    if len(found) == 1:
        return found[0]
    places = dict.fromkeys(place for one in found for place in one.columns)
    return Solutions(
        np.concatenate([one.home for one in found]),
        {place: np.concatenate([one.column(place) for one in found]) for place in places},
    )


def unbound(nodes: Array) -> Mask:
    """Tell which are no nodes."""
    found: Mask = nodes == UNBOUND
    return found


def require_plain(batch: Batch, nodes: Array) -> None:
    """Doubt the curricula in which a node is a literal that may be written in several ways."""
    kinds = kinds_of(batch, nodes)
    odd = (kinds == OTHER) | (kinds == TRUTH) | (kinds == DATE)
    if odd.any():
        batch.doubt(homes(nodes[odd]))


def kinds_of(batch: Batch, nodes: Array) -> Array:
    """Return the kinds of nodes, `UNBOUND` for none."""
    missing = unbound(nodes)
    if not missing.any():
        return KIND.of(batch, nodes)
    found = np.full(len(nodes), UNBOUND)
    found[~missing] = KIND.of(batch, nodes[~missing])
    return found


def joined(left: Sequence[Array], right: Sequence[Array]) -> tuple[Array, Array]:
    """Return which rows of two tables are alike in all columns."""
    if not len(left[0]) or not len(right[0]):
        return NONE, NONE
    both, _ = alike([np.concatenate(pair) for pair in zip(left, right, strict=True)])
    mine, theirs = both[: len(left[0])], both[len(left[0]) :]
    order = np.argsort(theirs, kind="stable")
    ordered = theirs[order]
    begin = np.searchsorted(ordered, mine)
    index, places = spread(begin, np.searchsorted(ordered, mine, side="right") - begin)
    return index, order[places]


def distinct_pairs(index: Array, ends: Array) -> tuple[Array, Array]:
    """Return pairs each once, in order. ends: nodes."""
    keys = once(index << 32 | ends)
    return keys >> 32, keys & ((1 << 32) - 1)
