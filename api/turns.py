"""Whose turn it is at the workers: a runaway query costs its own client, and nobody else.

No client has more than all workers but one, and no more than all but one are at slow queries: there is always one that
gets to short queries of others. A query is slow when it has run for a while; then it stands back: others get most of
the processor. So do other queries of its client meanwhile, who gets one worker more at most, and for a minute those of
a client of whom a query had to be stopped: one runaway query a second would else keep all workers but one busy, each
until it is seen to be slow. What stands back never has the last worker, be the others about to be replaced.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass

from .jobs import Limits
from .problems import busy, too_many
from .processes import Worker

INTERNAL = ""
"""The service itself, as a client: first, and without bounds."""

_REMEMBERED = 60.0
"""Seconds for which a client stands back after a query of it had to be stopped."""


@dataclass(eq=False, slots=True)
class Turn:
    """A query's turn at a worker.

    slow: it has been seen to be, and has to wait for room for slow ones. back: it stands back.
    """

    client: str
    slow: bool
    given: asyncio.Future[Worker]
    back: bool = False

    @property
    def worker(self) -> Worker:
        """The worker, once there is one."""
        return self.given.result()


class Turns:
    """The workers, and who waits for them. alive: workers that are not about to end; idle: those that nobody has."""

    def __init__(self, workers: int, limits: Limits) -> None:
        """Start without any. workers: how many there will be as a rule."""
        self.alive: set[Worker] = set()
        self.idle: list[Worker] = []
        self._workers = workers
        self._limits = limits
        self._waiting: list[Turn] = []
        self._present: Counter[str] = Counter()
        self._running: Counter[str] = Counter()
        self._slow: Counter[str] = Counter()
        self._back = 0
        self._stopped: dict[str, float] = {}

    def come(self, client: str) -> None:
        """Let a client in with a query; raises Problem 429 or 503 where there are too many."""
        if client != INTERNAL:
            if self._present[client] >= self._limits.client:
                raise too_many("You have too many queries running already", self._limits.client)
            if len(self._waiting) >= self._limits.waiting:
                raise busy()
        self._present[client] += 1

    def leave(self, client: str, *, stopped: bool) -> None:
        """Note that a query is over. stopped: it had to be stopped, which is remembered for a while."""
        _decrease(self._present, client)
        if stopped and client != INTERNAL:
            now = time.monotonic()
            self._stopped = {one: until for one, until in self._stopped.items() if now < until}
            self._stopped[client] = now + _REMEMBERED

    async def take(self, client: str, slow: bool, deadline: float) -> Turn:
        """Wait for a worker; raises Problem 429 or 503 when there is none before the deadline."""
        turn = Turn(client, slow, asyncio.get_running_loop().create_future())
        self._waiting.insert(0 if client == INTERNAL else len(self._waiting), turn)
        self.give()
        if turn.given.done():
            return turn
        try:
            await asyncio.wait([turn.given], timeout=max(deadline - time.monotonic(), 0))
        except asyncio.CancelledError:
            if turn.given.done():
                self.idle.append(turn.worker)
                self.end(turn)
            else:
                self._waiting.remove(turn)
            raise
        if turn.given.done():
            return turn
        self._waiting.remove(turn)
        if self._running[client]:
            raise too_many("Your other queries did not end in time", self._limits.client)
        raise busy()

    def give(self) -> None:
        """Give idle workers to those who wait: clients with the fewest queries running first, then by arrival."""
        for turn in sorted(self._waiting, key=lambda turn: self._running[turn.client]):
            if not self.idle:
                return
            turn.back = self._stands_back(turn)
            if not self._may_start(turn):
                continue
            self._waiting.remove(turn)
            self._running[turn.client] += 1
            self._slow[turn.client] += turn.slow
            self._back += turn.back
            worker = self.idle.pop(0 if turn.back else -1)  # who may lose it gets the one used least
            if turn.back:
                worker.step_back()
            turn.given.set_result(worker)

    def slow_down(self, turn: Turn) -> bool:
        """Note that a query has turned out to be slow; False if there is no room for it.

        Raises Problem 429 for a client that has as many as it may.
        """
        if self._slow[turn.client] >= self._limits.slow:
            raise too_many("You have a slow query running already", self._limits.slow)
        if self._slow.total() >= self._workers - 1:
            return False
        self._slow[turn.client] += 1
        self._back += not turn.back
        turn.slow = turn.back = True
        turn.worker.step_back()
        return True

    def end(self, turn: Turn) -> None:
        """Make room for the next."""
        _decrease(self._running, turn.client)
        _decrease(self._slow, turn.client, int(turn.slow))
        self._back -= turn.back
        self.give()

    def _stands_back(self, turn: Turn) -> bool:
        return turn.slow or self._is_suspect(turn.client) or time.monotonic() < self._stopped.get(turn.client, 0.0)

    def _is_suspect(self, client: str) -> bool:
        return self._slow[client] >= self._limits.slow

    def _may_start(self, turn: Turn) -> bool:
        client = turn.client
        if client != INTERNAL and self._running[client] >= self._workers - 1:
            return False
        if self._is_suspect(client) and self._running[client] > self._slow[client]:
            return False
        if turn.slow and (self._is_suspect(client) or self._slow.total() >= self._workers - 1):
            return False
        return not turn.back or len(self.alive) - self._back > 1


def _decrease(counter: Counter[str], client: str, by: int = 1) -> None:
    counter[client] -= by
    if counter[client] <= 0:
        del counter[client]  # clients come and go
