"""Open loops: requests come when they come, as from many people, whether the server keeps up or not."""

from __future__ import annotations

import http.client
import queue
import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .closed import Draw
from .measure import percentile
from .talking import Client, Request

CLIENTS = 24
"""Clients, each with an address and a connection of its own; a request waits for the first that is free."""

_Due = tuple[float, Request]


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of the requests. times: seconds from when each was due, so that waiting in a queue counts.

    statuses: how many answers of each, 0 for none at all. offered: requests a second.
    """

    offered: float
    times: Sequence[float]
    statuses: Counter[int]

    @property
    def p50(self) -> float:
        """Return the median."""
        return percentile(self.times, 50)

    @property
    def p99(self) -> float:
        """Return the time that one in a hundred exceeds."""
        return percentile(self.times, 99)


def open_loop(url: str, draw: Draw, rate: float, span: float, seed: int) -> Answered:
    """Send requests at random moments (a Poisson process), so many a second on average, for some seconds."""
    chance = random.Random(seed)
    due: queue.SimpleQueue[_Due | None] = queue.SimpleQueue()
    times: list[float] = []  # appending is atomic
    statuses: list[int] = []
    threads = [
        threading.Thread(target=_client, args=(url, f"127.0.1.{number + 1}", due, times, statuses))
        for number in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    start = moment = time.perf_counter()
    while (moment := moment + chance.expovariate(rate)) < start + span:
        request = draw()
        time.sleep(max(moment - time.perf_counter(), 0))
        due.put((moment, request))
    for _ in threads:
        due.put(None)
    for thread in threads:
        thread.join()
    return Answered(len(times) / span, times, Counter(statuses))


def _client(
    url: str, address: str, due: queue.SimpleQueue[_Due | None], times: list[float], statuses: list[int]
) -> None:
    with Client(url, address) as client:
        while (one := due.get()) is not None:
            moment, request = one
            try:
                statuses.append(client.ask(request).status)
            except (OSError, http.client.HTTPException):
                statuses.append(0)
            times.append(time.perf_counter() - moment)
