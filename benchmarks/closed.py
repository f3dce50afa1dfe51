"""Closed loops: connections that each ask again as soon as they are answered, which shows what a server can do."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .talking import Client, Request

Draw = Callable[[], Request]


@dataclass(frozen=True, slots=True)
class Rate:
    """What came of it. statuses: how many answers of each, 0 for none at all."""

    requests: int
    seconds: float
    statuses: Counter[int]

    @property
    def a_second(self) -> float:
        """Answers with status 200 a second."""
        return self.statuses[200] / self.seconds


def closed_loop(url: str, draw: Draw, connections: int, span: float) -> Rate:
    """Ask for some seconds over some connections, each from a loopback address of its own."""
    statuses: Counter[int] = Counter()
    lock = threading.Lock()
    start = time.monotonic()

    def ask(number: int) -> None:
        seen: Counter[int] = Counter()
        with Client(url, f"127.0.0.{number + 2}") as client:
            while time.monotonic() < start + span:
                try:
                    seen[client.ask(draw()).status] += 1
                except (OSError, http.client.HTTPException):
                    seen[0] += 1
        with lock:
            statuses.update(seen)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Rate(statuses.total(), time.monotonic() - start, statuses)


def any_of(requests: Sequence[Request]) -> Draw:
    """Return what draws from some requests."""
    chance = random.Random(1)
    return lambda: chance.choice(requests)


def any_query(texts: Sequence[str], change: Callable[[str], str]) -> Draw:
    """Return what draws from some queries and does something to the text."""
    chance = random.Random(1)
    return lambda: Request.query("query", change(chance.choice(texts)))
