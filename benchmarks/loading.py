"""The service under load, without and with a runaway client: ``make load ESCO=path/to/esco/v1.1.1``.

First what it can do in a closed loop; then, at half of that, requests at random moments: first alone, then while
another client sends a runaway query every second. Ends with status 1 where a bar does not hold.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from bwise_kg import build, open_graph
from tests.api.serving import Server, children, serving

from .asked import Workload
from .closed import closed_loop
from .measure import seconds
from .open_loop import Answered, open_loop
from .runaway import Runaway
from .settling import settle

CONNECTIONS = 8
"""For the capacity."""
ANSWERED = {200}
COSTS = {"429", "503", "504"}
"""What a runaway query is answered with."""
_SETTLE = 2.0
"""Seconds in which the last worker of the runaway client is replaced."""
_FLAT = 64 * 2**20
"""Bytes that the processes may grow by: the bound of the cache of answers, which fills as it goes."""


@dataclass(frozen=True, slots=True)
class Load:
    """What was measured. memory: bytes of all processes of the service before, between and after the two runs."""

    capacity: float
    alone: Answered
    beside: Answered
    runaway: Counter[str]
    memory: tuple[int, int, int]

    def bars(self) -> Iterator[tuple[str, bool]]:
        """Yield what issue and design ask for, and whether it holds."""
        yield "others are answered", self.alone.statuses.keys() | self.beside.statuses.keys() <= ANSWERED
        yield "the runaway client sees 429, 503 or 504", bool(self.runaway) and self.runaway.keys() <= COSTS
        yield "p99 of the others at most twice of that alone", self.beside.p99 <= 2 * self.alone.p99
        yield "memory flat (64 MiB, which answers are kept in)", max(self.memory[1:]) - self.memory[0] <= _FLAT


def main() -> None:
    """Measure and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.loading", description=__doc__)
    parser.add_argument("--esco", action="append", default=[], metavar="[VERSION=]PATH", help="an ESCO release")
    parser.add_argument("--store", type=Path, metavar="DIR", help="a store that is there already, instead")
    parser.add_argument("--seconds", type=float, default=120, help="length of each run (default: %(default)s)")
    parser.add_argument("--workers", type=int, help="worker processes (default: what the service takes)")
    options = parser.parse_args()
    console = Console(width=120)
    with tempfile.TemporaryDirectory() as folder:
        store = options.store or Path(folder) / "store"
        if not options.store:
            build(store, options.esco)
        workers = ["--workers", str(options.workers)] if options.workers else []
        workload = Workload.of(open_graph(store))
        with serving(store, *workers) as server:
            settle(server)
            load = measured(server, workload, options.seconds)
    console.print(f"capacity with {CONNECTIONS} connections: {load.capacity:,.0f} requests a second")
    for name, run in (("alone", load.alone), ("beside a runaway client", load.beside)):
        console.print(
            f"{name}: {run.offered:,.0f} a second, p50 {seconds(run.p50)}, p99 {seconds(run.p99)}, "
            f"statuses {dict(run.statuses)}"
        )
    console.print(f"the runaway client: statuses {dict(load.runaway)}")
    console.print("memory: " + ", ".join(f"{size / 2**20:,.0f} MiB" for size in load.memory))
    bars = list(load.bars())
    for bar, holds in bars:
        console.print(f"{bar}: {'met' if holds else 'NOT MET'}")
    sys.exit(not all(holds for _, holds in bars))


def measured(server: Server, workload: Workload, span: float) -> Load:
    """Put a service under load, for so many seconds alone and as long beside a runaway client."""
    draw = workload.mixed(random.Random(1))
    closed_loop(server.url, draw, CONNECTIONS, min(span, 10))  # workers have opened the store, answers are kept
    capacity = closed_loop(server.url, draw, CONNECTIONS, min(span, 30)).a_second
    before = memory(server)
    alone = open_loop(server.url, draw, capacity / 2, span, seed=2)
    between = memory(server)
    with Runaway(server.url) as runaway:
        beside = open_loop(server.url, draw, capacity / 2, span, seed=3)
    time.sleep(_SETTLE)
    return Load(capacity, alone, beside, runaway.statuses, (before, between, memory(server)))


def memory(server: Server) -> int:
    """Return the bytes that all processes of a service take, what they share counted once."""
    processes, waiting = [], [server.process.pid]
    while waiting:
        processes.append(waiting.pop())
        waiting += children(processes[-1])
    return sum(_proportional(pid) for pid in processes)


def _proportional(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:  # a worker that has just been replaced
        return 0
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    main()
