"""Nodes of several curricula as numbers: which curriculum, and which term of it."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

BITS = 24
"""Bits of the number of a term; above them stands the number of the curriculum."""
TERM = (1 << BITS) - 1
MIDDLE = 1 << (BITS - 1)
"""What is added to the number of a term, which is negative for one that only the curriculum has."""
MOST = 1 << 6
"""How many curricula there can be at once."""
UNBOUND = -1
ROWS = 1 << 22
"""How many solutions, or values of nodes, there are at once at most."""

NONE: Array = np.empty(0, np.int64)


class TooMuchError(Exception):
    """There is more than can be looked at at once."""


def homes(nodes: Array) -> Array:
    """Return the numbers of the curricula that nodes are of."""
    return nodes >> BITS


def numbers(nodes: Array) -> Array:
    """Return the numbers of terms in their curricula."""
    return (nodes & TERM) - MIDDLE


def ordered(nodes: Array) -> Array:
    """Return numbers in order. They mostly stand in some order already, which a stable sort makes use of."""
    found: Array = np.sort(nodes, kind="stable")
    return found


def once(nodes: Array) -> Array:
    """Return each of some numbers once, in order."""
    if len(nodes) < 2:
        return nodes
    found = ordered(nodes)
    return found[first_of(found)]


def first_of(nodes: Array) -> Mask:
    """Tell which of some numbers, that are in order, are not the one before."""
    first = np.empty(len(nodes), np.bool_)
    first[:1] = True
    np.not_equal(nodes[1:], nodes[:-1], out=first[1:])
    return first


def among(nodes: Array, others: Array) -> Mask:
    """Tell which numbers are among others, which are in order."""
    if not len(others):
        return np.zeros(len(nodes), np.bool_)
    at = np.searchsorted(others, nodes)
    at[at == len(others)] = 0
    found: Mask = others[at] == nodes
    return found


def alike(columns: list[Array]) -> tuple[Array, int]:
    """Return a number for each row of columns, the same for rows that are alike, and how many there are."""
    found, count = ranked(columns[0])
    for column in columns[1:]:
        ranks, width = ranked(column)
        found, count = ranked(found * width + ranks)
    return found, count


def ranked(column: Array) -> tuple[Array, int]:
    """Return the place of each number among those that there are, and how many these are."""
    order = np.argsort(column, kind="stable")
    first = first_of(column[order])
    ranks = np.empty(len(column), np.int64)
    ranks[order] = np.cumsum(first) - 1
    return ranks, int(np.count_nonzero(first))


def spread(starts: Array, counts: Array) -> tuple[Array, Array]:
    """Return ranges written out: of which range each number is, and the numbers; raises TooMuchError."""
    if (total := int(counts.sum())) > ROWS:
        raise TooMuchError(f"{total} solutions")
    index = np.repeat(np.arange(len(counts)), counts)
    before = np.cumsum(counts) - counts
    return index, np.arange(len(index)) + np.repeat(starts - before, counts)
