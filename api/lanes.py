"""Who is answered when: a runaway query costs its own client, and nobody else.

No client has more than all workers but one, and no more than all but one are at slow queries: there
is always one that gets to short queries of others. A query is slow when it has run for a second; then
everybody else has the processor first. Whoever has as many slow ones as allowed gets one worker more, as far back:
one runaway query a second would else keep all but one busy, each until it is seen to be slow.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from . import metrics, worker
from .channel import Channel, Ended
from .footprint import Occupied
from .jobs import Job, Limits, Look, Reply, Task
from .memory import Memory
from .problems import Problem, busy, overdue, too_many
from .processes import Worker, context, start

log = logging.getLogger("bwise_kg.api.lanes")

_INTERNAL = ""
"""The service itself, as a client: first, and without bounds."""


@dataclass(eq=False, slots=True)
class _Turn:
    """A query's turn at a worker; slow: it has been seen to be, and has to wait for room for slow ones."""

    client: str
    slow: bool
    worker: asyncio.Future[Worker]


class Lanes:
    """Some worker processes, and the queries that wait for them."""

    def __init__(self, workers: int, limits: Limits) -> None:
        self._workers = max(workers, 2)
        self._limits = limits
        self._context = context()
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._waiting: list[_Turn] = []
        self._present: Counter[str] = Counter()
        self._running: Counter[str] = Counter()
        self._slow: Counter[str] = Counter()
        self._replacing: set[asyncio.Task[None]] = set()
        self._renewing = False
        self._memory = Memory(self._context, self._workers, limits, self._renew)
        self._closed = False

    async def start(self) -> None:
        """Start the workers."""
        await asyncio.gather(*(self._add() for _ in range(self._workers)))

    async def close(self) -> None:
        """End the workers; what they were at is lost."""
        self._closed = True
        await asyncio.gather(*(worker.end() for worker in self._all))
        await asyncio.gather(*self._replacing, return_exceptions=True)
        await self._memory.close()

    def occupied(self) -> Occupied:
        """Return which processes there are, and what they have."""
        reading = sum(self._memory.has(worker) for worker in self._all)
        kinds = {"worker": {worker.pid for worker in self._all}, "keeper": self._memory.pids}
        return Occupied(kinds, reading, len(self._all) - reading, self._memory.size)

    def hold(self, generation: Path) -> None:
        """Have the next workers hold a generation in memory; see `Memory`."""
        self._memory.hold(generation)

    async def run(self, job: Job | Look | Task, client: str, deadline: float) -> Reply:
        """Have a worker answer a job before a deadline (of time.monotonic).

        Returns a Problem 504 at the deadline, and 400 or 500 when the worker ended on it.
        Raises Problem 429 or 503 for a job that does not get a worker.
        """
        if client != _INTERNAL:
            if self._present[client] >= self._limits.client:
                raise too_many("You have too many queries running already", self._limits.client)
            if len(self._waiting) >= self._limits.waiting:
                raise busy()
        self._present[client] += 1
        try:
            reply = await self._run(job, client, deadline)
        except Problem as problem:
            _count(job, problem)
            raise
        finally:
            _decrease(self._present, client)
        _count(job, reply)
        return reply

    async def _run(self, job: Job | Look | Task, client: str, deadline: float) -> Reply:
        slow = lost = False
        ended = 0
        while True:
            if ended > 2 or lost:
                # a system that cannot start processes now is not asked for ever more of them, and what stopped one
                # worker may be about to stop the next: they end with the process that they were forked from
                await asyncio.sleep(min(0.05 * ended or 0.2, max(deadline - time.monotonic(), 0)))
            turn = await self._turn(client, slow, deadline)
            worker = turn.worker.result()
            if slow or self._slow[client] >= self._limits.slow:
                worker.step_back()
            job = replace(job, seconds=max(deadline - time.monotonic(), 0.001))
            answer = worker.ask(job)
            try:
                await self._watch(turn, answer, deadline)
                if answer.done():
                    reply = await self._reply(worker, answer)
                    if isinstance(reply, Problem) and reply.type == "lost" and not lost:
                        lost = True  # stopped from outside, perhaps before it began: once more
                    elif reply is not None:
                        return reply
                    ended += reply is None
                elif time.monotonic() >= deadline:
                    return overdue()
                slow = slow or not answer.done()
            finally:
                if not answer.done():
                    self._replace(worker, answer)
                self._end(turn)

    async def _watch(self, turn: _Turn, answer: asyncio.Future[Reply], deadline: float) -> None:
        """Wait until there is an answer, the deadline is over, or the query is slow and there is no room for it.

        Raises Problem 429 for a slow query of a client that has one.
        """
        if not turn.slow:
            await _wait(answer, min(deadline, time.monotonic() + self._limits.short))
            if answer.done():
                return
            if self._slow[turn.client] >= self._limits.slow:
                raise too_many("You have a slow query running already", self._limits.slow)
            if self._slow.total() >= self._workers - 1:
                return
            turn.slow = True
            self._slow[turn.client] += 1
            turn.worker.result().step_back()
        await _wait(answer, deadline)

    async def _reply(self, worker: Worker, answer: asyncio.Future[Reply]) -> Reply | None:
        """Return the worker's answer; None when it had ended before it was asked: another one will be."""
        try:
            reply = answer.result()
        except Ended as ended:
            cause = None if ended.idle else await worker.cause()
            log.warning("a worker ended", extra={"idle": ended.idle, "status": cause.status if cause else None})
            self._replace(worker, None)
            return cause
        if worker.step_forward():
            self._idle.append(worker)
            self._renew()
        else:
            self._replace(worker, None)
        return reply

    async def _turn(self, client: str, slow: bool, deadline: float) -> _Turn:
        """Wait for a worker.

        Raises Problem 429 or 503 when there is none before the deadline.
        """
        turn = _Turn(client, slow, asyncio.get_running_loop().create_future())
        self._waiting.insert(0 if client == _INTERNAL else len(self._waiting), turn)
        self._dispatch()
        if turn.worker.done():
            return turn
        try:
            await asyncio.wait([turn.worker], timeout=max(deadline - time.monotonic(), 0))
        except asyncio.CancelledError:
            if turn.worker.done():
                self._idle.append(turn.worker.result())
                self._end(turn)
            else:
                self._waiting.remove(turn)
            raise
        if turn.worker.done():
            return turn
        self._waiting.remove(turn)
        if self._running[client]:
            raise too_many("Your other queries did not end in time", self._limits.client)
        raise busy()

    def _dispatch(self) -> None:
        """Give idle workers to those who wait: clients with the fewest queries running first, then by arrival."""
        for turn in sorted(self._waiting, key=lambda turn: self._running[turn.client]):
            client = turn.client
            if not self._idle:
                return
            if client != _INTERNAL and self._running[client] >= self._workers - 1:
                continue
            suspect = self._slow[client] >= self._limits.slow
            if suspect and self._running[client] > self._slow[client]:
                continue
            if turn.slow and (self._slow[client] >= self._limits.slow or self._slow.total() >= self._workers - 1):
                continue
            self._waiting.remove(turn)
            self._running[client] += 1
            self._slow[client] += turn.slow
            turn.worker.set_result(self._idle.pop(0 if suspect else -1))  # who may lose it gets the one used least

    def _end(self, turn: _Turn) -> None:
        """Make room for the next."""
        _decrease(self._running, turn.client)
        _decrease(self._slow, turn.client, int(turn.slow))
        self._dispatch()

    def _replace(self, worker: Worker, answer: asyncio.Future[Reply] | None) -> None:
        """End a worker and start another one in the background."""
        if answer is not None:
            answer.add_done_callback(lambda done: done.cancelled() or done.exception())  # it will be Ended
        metrics.REPLACED.inc()
        self._begin(self._exchange(worker))

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._replacing.add(task)
        task.add_done_callback(self._replacing.discard)

    def _renew(self) -> None:
        """Replace idle workers that would have more in memory if they were new, one after the other."""
        stale = next((worker for worker in self._idle if self._memory.is_stale(worker)), None)
        if stale is not None and not self._renewing and not self._closed:
            self._renewing = True
            self._idle.remove(stale)
            self._begin(self._renewed(stale))

    async def _renewed(self, stale: Worker) -> None:
        try:
            new = await self._memory.fork()
        finally:
            self._renewing = False
        if new is None:
            self._idle.append(stale)
            self._dispatch()
            return
        await self._take(new)
        self._all.discard(stale)
        await stale.end()
        self._renew()

    async def _exchange(self, worker: Worker) -> None:
        self._all.discard(worker)
        await worker.end()
        while not self._closed:
            with suppress(OSError):
                await self._add()
                return
            log.error("no worker could be started")
            await asyncio.sleep(1)

    async def _add(self) -> None:
        new = await self._memory.fork()
        if new is None:
            handle, end = await start(self._context, worker.main, self._limits.memory, self._limits.network)
            new = Worker(handle, await Channel.over(end))
        await self._take(new)

    async def _take(self, new: Worker) -> None:
        if self._closed:
            await new.end()
            return
        self._all.add(new)
        self._idle.insert(0, new)  # it has read nothing yet
        self._renew()
        self._dispatch()


async def _wait(answer: asyncio.Future[Reply], until: float) -> None:
    if not answer.done():
        await asyncio.wait([answer], timeout=max(until - time.monotonic(), 0))


def _decrease(counter: Counter[str], client: str, by: int = 1) -> None:
    counter[client] -= by
    if counter[client] <= 0:
        del counter[client]  # clients come and go


def _count(job: Job | Look | Task, reply: Reply) -> None:
    kind = type(job).__name__.lower()
    outcome = (reply.type or "unexpected") if isinstance(reply, Problem) else type(reply).__name__.lower()
    metrics.JOBS.labels(kind, outcome).inc()
