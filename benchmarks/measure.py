"""Timing, and the lines of the result table."""

from __future__ import annotations

import gc
import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich import box
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison. bar: what design asks for, in words; met: whether this run met it."""

    what: str
    ours: float
    other: str
    theirs: float | None
    bar: str
    met: bool | None

    @property
    def ratio(self) -> float | None:
        """Our time divided by theirs."""
        return self.ours / self.theirs if self.theirs else None


def median(action: Callable[[], object], runs: int) -> float:
    """Return the median seconds of an action over some runs."""
    times = []
    for _ in range(runs):
        gc.collect()
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def percentile(times: Sequence[float], percent: float) -> float:
    """Return the smallest time that so many percent of all are not above.

    >>> percentile([3.0, 1.0, 2.0, 4.0], 50)
    2.0
    """
    return sorted(times)[max(math.ceil(len(times) * percent / 100), 1) - 1]


def table(lines: list[Line]) -> Table:
    """Return the lines as a table."""
    result = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column, justify in (
        ("what", "left"),
        ("bwise-kg", "right"),
        ("beside", "left"),
        ("takes", "right"),
        ("bwise-kg / beside", "right"),
        ("bar", "left"),
        ("", "left"),
    ):
        result.add_column(column, justify=justify)  # type: ignore[arg-type]  # literals in a tuple are plain str
    for line in lines:
        met = "" if line.met is None else "met" if line.met else "NOT MET"
        ratio = "" if line.ratio is None else f"{line.ratio:.4g}"
        theirs = "" if line.theirs is None else seconds(line.theirs)
        result.add_row(line.what, seconds(line.ours), line.other, theirs, ratio, line.bar, met)
    return result


def seconds(value: float) -> str:
    """Return a duration for people.

    >>> seconds(0.00123), seconds(12.3)
    ('1.2 ms', '12.3 s')
    """
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.1f} s"
