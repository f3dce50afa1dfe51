"""SPARQL property paths in several curricula at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pyoxigraph import NamedNode

from ..select import Alternatives, Chain, Inverse, Path, Repeated
from ..select_paths import inverse
from .batch import Batch
from .nodes import Array, among, ordered, ranked, spread
from .solutions import distinct_pairs


def lead(batch: Batch, path: Path, nodes: Array, *, counted: bool) -> tuple[Array, Array]:
    """Return where a path leads to from nodes: which of them, and the end. counted: on each way, not once."""
    match path:
        case NamedNode():
            return batch.relation(path).forward.follow(nodes)
        case Inverse(NamedNode() as predicate):
            return batch.relation(predicate).backward.follow(nodes)
        case Inverse(inner):
            return lead(batch, inverse(inner), nodes, counted=counted)
    ranks, first, ends = _reached(batch, path, nodes, counted=counted)
    which, places = spread(first[ranks], first[ranks + 1] - first[ranks])
    return which, ends[places]


def joining(batch: Batch, path: Path, nodes: Array, others: Array, *, counted: bool) -> Array:
    """Return the places of nodes that a path leads from to the others, row by row. counted: on each way, not once."""
    match path:
        case NamedNode():
            return np.flatnonzero(batch.relation(path).links(nodes, others))
        case Inverse(inner):
            return joining(batch, inner, others, nodes, counted=counted)
    ranks, first, ends = _reached(batch, path, nodes, counted=counted)
    keys = ordered(np.repeat(np.arange(len(first) - 1), np.diff(first)) << 32 | ends)
    wanted = ranks << 32 | others
    if not counted:
        return np.flatnonzero(among(wanted, keys))
    times = np.searchsorted(keys, wanted, side="right") - np.searchsorted(keys, wanted)
    return spread(np.arange(len(nodes)), times)[0]


def _reached(batch: Batch, path: Path, nodes: Array, *, counted: bool) -> tuple[Array, Array, Array]:
    """Return where a path of several steps leads to from the nodes that there are.

    That is the rank of each node, where the ends of each rank begin, with one more number, and the ends.
    """
    ranks, count = ranked(nodes)
    starts = np.empty(count, np.int64)
    starts[ranks] = nodes
    known = batch.walked.get((path, counted))
    if known is None or not np.array_equal(known[0], starts):
        index, ends = _led(batch, path, starts, counted=counted)
        known = batch.walked[path, counted] = (starts, np.searchsorted(index, np.arange(count + 1)), ends)
    return ranks, known[1], known[2]


def _led(batch: Batch, path: Path, nodes: Array, *, counted: bool) -> tuple[Array, Array]:
    """Return the same for a path of several steps and nodes that are not the same; in the order of the nodes."""
    match path:
        case Repeated(inner, least, once):
            return _repeated(batch, inner, nodes, least, once)
        case Chain(steps):
            index, ends = np.arange(len(nodes)), nodes
            for step in steps:
                further, ends = lead(batch, step, ends, counted=counted)
                index = index[further]
        case Alternatives(paths):
            found = [lead(batch, one, nodes, counted=counted) for one in paths]
            index, ends = (np.concatenate(parts) for parts in zip(*found, strict=True))
        case _:
            return lead(batch, path, nodes, counted=counted)
    if not counted:
        return distinct_pairs(index, ends)
    order = np.argsort(index, kind="stable")
    return index[order], ends[order]


def _repeated(batch: Batch, inner: Path, nodes: Array, least: int, once: bool) -> tuple[Array, Array]:
    """Return where a path walked any number of times leads to, which counts no ways (section 9.3)."""
    index, ends = np.arange(len(nodes)), nodes
    found = index << 32 | ends if not least else np.empty(0, np.int64)
    while len(index):
        further, ends = lead(batch, inner, ends, counted=False)
        index, ends = distinct_pairs(index[further], ends)
        keys = index << 32 | ends
        new = ~among(keys, found)
        found = ordered(np.concatenate((found, keys[new])))
        if once:
            break
        index, ends = index[new], ends[new]
    return found >> 32, found & ((1 << 32) - 1)


def predicates_in(path: Path) -> Iterator[NamedNode]:
    """Yield the properties of a path."""
    match path:
        case NamedNode():
            yield path
        case Inverse(inner) | Repeated(inner, _, _):
            yield from predicates_in(inner)
        case Chain(parts) | Alternatives(parts):
            for part in parts:
                yield from predicates_in(part)
