"""Any number of graphs held against rules, some at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..data import Data
from ..engines import RawResult
from .common import ONE_BATCH_AT_A_TIME, let_go, numbered
from .nodes import MOST, TooMuchError
from .together import Together

if TYPE_CHECKING:
    from ..compiled import Compiled, Plan

STATEMENTS = 200_000
"""How many statements there are at once at most, without what a store adds: a graph that has more stands alone."""


def together(plans: Sequence[Plan]) -> Together | None:
    """Return plans for several graphs, None if there is too much in them."""
    try:
        return Together(plans)
    except TooMuchError:
        return None


def validate_all(engine: Compiled, datas: Sequence[Data]) -> list[list[RawResult]]:
    """Return the results of each graph, those of one alone as `Compiled.validate` gives them."""
    found: list[list[RawResult]] = []
    with ONE_BATCH_AT_A_TIME:
        try:
            for some in _batches(numbered(datas)):
                found += _validate(engine, some)
        finally:
            let_go()
    return found


def _validate(engine: Compiled, datas: Sequence[Data]) -> list[list[RawResult]]:
    """Return the results of each graph; where there is too much in them, of the halves of them."""
    plans = engine.together
    if len(datas) < 2 or plans is None:
        return [engine.validate(data) for data in datas]
    try:
        found = plans.results(datas)
    except TooMuchError:
        half = len(datas) // 2
        return [*_validate(engine, datas[:half]), *_validate(engine, datas[half:])]
    return [engine.left_results(data) + results for data, results in zip(datas, found, strict=True)]


def _batches(datas: Sequence[Data]) -> Iterator[list[Data]]:
    """Yield graphs in their order: as many as there are numbers for, with one context, and not too large."""
    batch: list[Data] = []
    size = 0
    for data in datas:
        more = _size(data)
        alike = not batch or data.numbers is batch[0].numbers
        if batch and (len(batch) == MOST or size + more > STATEMENTS or not alike):
            yield batch
            batch, size = [], 0
        batch.append(data)
        size += more
    if batch:
        yield batch


def _size(data: Data) -> int:
    read = data.index.read
    return data.size if read is None else len(read.table.rows) // 3
