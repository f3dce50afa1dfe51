"""Worker processes: how queries are put to them, watched and stopped, and how workers are replaced."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from . import metrics, worker
from .channel import Channel, Ended
from .footprint import Occupied
from .jobs import Job, Limits, Look, Reply, Task
from .memory import Memory
from .problems import Problem, overdue
from .processes import Worker, context, start
from .turns import Turn, Turns

log = logging.getLogger("bwise_kg.api.lanes")

_PATIENCE = 5
"""How many times as long as others a query that stands back may run before it counts as slow."""
_STOPPED = {"timeout", "memory", "engine"}
"""Types of problems that say that a query had to be stopped."""


class Lanes:
    """Some worker processes, and the queries that wait for them."""

    def __init__(self, workers: int, limits: Limits) -> None:
        self._workers = max(workers, 2)
        self._limits = limits
        self._context = context()
        self._turns = Turns(self._workers, limits)
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
        await asyncio.gather(*(worker.end() for worker in self._turns.alive))
        await asyncio.gather(*self._replacing, return_exceptions=True)
        await self._memory.close()

    def occupied(self) -> Occupied:
        """Return which processes there are, and what they have."""
        reading = sum(self._memory.has(worker) for worker in self._turns.alive)
        kinds = {"worker": {worker.pid for worker in self._turns.alive}, "keeper": self._memory.pids}
        return Occupied(kinds, reading, len(self._turns.alive) - reading, self._memory.size)

    def hold(self, generation: Path) -> None:
        """Have the next workers hold a generation in memory; see `Memory`."""
        self._memory.hold(generation)

    async def run(self, job: Job | Look | Task, client: str, deadline: float) -> Reply:
        """Have a worker answer a job before a deadline (of time.monotonic).

        Returns a Problem 504 at the deadline, and 400 or 500 when the worker ended on it.
        Raises Problem 429 or 503 for a job that does not get a worker.
        """
        self._turns.come(client)
        reply: Reply | None = None
        try:
            reply = await self._run(job, client, deadline)
        except Problem as problem:
            _count(job, problem)
            raise
        finally:
            self._turns.leave(client, stopped=isinstance(reply, Problem) and reply.type in _STOPPED)
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
            turn = await self._turns.take(client, slow, deadline)
            worker = turn.worker
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
                self._turns.end(turn)

    async def _watch(self, turn: Turn, answer: asyncio.Future[Reply], deadline: float) -> None:
        """Wait until there is an answer, the deadline is over, or the query is slow and there is no room for it.

        Raises Problem 429 for a slow query of a client that has one.
        """
        if not turn.slow:
            await self._wait_while_short(turn, answer, deadline)
            if answer.done():
                return
            if not self._turns.slow_down(turn):
                return
        await _wait(answer, deadline)

    async def _wait_while_short(self, turn: Turn, answer: asyncio.Future[Reply], deadline: float) -> None:
        """Wait until there is an answer, the deadline is over, or the query is slow.

        What stands back may get little of the processor: it is slow when it has used that for as long as others may
        run, or has run several times as long. An endpoint's queries use the processor elsewhere.
        """
        short, now, used = self._limits.short, time.monotonic(), turn.worker.used()
        await _wait(answer, min(deadline, now + short))
        if turn.back and not self._limits.network:
            end = min(deadline, now + _PATIENCE * short)
            while not answer.done() and time.monotonic() < end and turn.worker.used() - used < short:
                await _wait(answer, min(end, time.monotonic() + short / 4))

    async def _reply(self, worker: Worker, answer: asyncio.Future[Reply]) -> Reply | None:
        """Return the worker's answer; None when it had ended before it was asked: another one will be."""
        try:
            reply = answer.result()
        except Ended as ended:
            try:
                cause = None if ended.idle else await worker.cause()
            finally:
                self._replace(worker, None)  # whether or not anybody wants to know why
            log.warning("a worker ended", extra={"idle": ended.idle, "status": cause.status if cause else None})
            return cause
        if worker.step_forward():
            self._turns.idle.append(worker)
            self._renew()
        else:
            self._replace(worker, None)
        return reply

    def _replace(self, worker: Worker, answer: asyncio.Future[Reply] | None) -> None:
        """End a worker and start another one in the background."""
        if answer is not None:
            answer.add_done_callback(lambda done: done.cancelled() or done.exception())  # it will be Ended
        metrics.REPLACED.inc()
        self._turns.alive.discard(worker)
        self._begin(self._exchange(worker))

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._replacing.add(task)
        task.add_done_callback(self._replacing.discard)

    def _renew(self) -> None:
        """Replace idle workers that would have more in memory if they were new, one after the other."""
        stale = next((worker for worker in self._turns.idle if self._memory.is_stale(worker)), None)
        if stale is not None and not self._renewing and not self._closed:
            self._renewing = True
            self._turns.idle.remove(stale)
            self._begin(self._renewed(stale))

    async def _renewed(self, stale: Worker) -> None:
        new = None
        try:
            new = await self._memory.fork()
        except OSError:
            log.exception("no worker could be started")
        finally:
            self._renewing = False
        if new is None:
            self._turns.idle.append(stale)
            self._turns.give()
            return
        await self._take(new)
        self._turns.alive.discard(stale)
        await stale.end()
        self._renew()

    async def _exchange(self, worker: Worker) -> None:
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
        self._turns.alive.add(new)
        self._turns.idle.insert(0, new)  # it has read nothing yet
        self._renew()
        self._turns.give()


async def _wait(answer: asyncio.Future[Reply], until: float) -> None:
    if not answer.done():
        await asyncio.wait([answer], timeout=max(until - time.monotonic(), 0))


def _count(job: Job | Look | Task, reply: Reply) -> None:
    kind = type(job).__name__.lower()
    outcome = (reply.type or "unexpected") if isinstance(reply, Problem) else type(reply).__name__.lower()
    metrics.JOBS.labels(kind, outcome).inc()
