"""Changes of the store: one after the other, in a process that is stopped at the deadline, all or nothing."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import ParamSpec, TypeVar

from bwise_kg.errors import StoreError
from bwise_kg.generations import current

from . import writer
from .jobs import AtEndpoint
from .orders import Answer, Done, GraphUpdate, Order, Prepared, SparqlUpdate, Tidy, WriteLimits
from .problems import Problem
from .processes import AskedProcess, Ended, context

log = logging.getLogger("bwise_kg.api.commits")

P = ParamSpec("P")
T = TypeVar("T")

_WORD = 30.0
"""Seconds that moving a pointer and removing old files may take before the process is taken for stuck."""

_UNKNOWN = "The store's server did not say whether it counts: look before you send it again."


class WriterProcess(AskedProcess):
    """The writing process. All methods may take a moment: call them in a thread."""

    def __init__(self, made_by: ForkServerContext, memory: int, network: bool = False) -> None:
        super().__init__(made_by, memory, writer.main, network=network)

    def order(self, order: Order | Tidy) -> Answer:
        """Have something made ready.

        Raises Ended when the process ends instead.
        """
        answer: Answer = self._exchange(order)
        return answer

    def commit(self) -> Answer:
        """Make count what is ready; otherwise as `order`."""
        with suppress(OSError):
            self._connection.send(writer.COMMIT)
        answer: Answer = self._next()
        return answer


class Commits:
    """The changes of a store: in a folder each is a new generation, at an endpoint it is put in place as a whole."""

    def __init__(self, place: Path | AtEndpoint, limits: WriteLimits) -> None:
        self.limits = limits
        self._place = place
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._context = context()
        self._process: WriterProcess | None = None
        self._threads = ThreadPoolExecutor(2, "bwise-kg-writer")
        self._running: set[asyncio.Future[Prepared]] = set()
        self._closed = False

    @property
    def pids(self) -> set[int]:
        """The writing process's id, if there is one."""
        pid = self._process.pid if self._process else None
        return {pid} if pid else set()

    async def close(self) -> None:
        """Stop what is being written: it has not happened."""
        self._closed = True
        await self._end()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._threads.shutdown()

    async def write(self, what: SparqlUpdate | GraphUpdate, deadline: float) -> Prepared:
        """Carry out a change before a deadline (of time.monotonic); when this returns, it counts.

        Raises Problem, and then nothing has changed: 400, 403, 404, 409, 413, 415, 500, 503, 504, 507.
        """
        if self._waiting >= self.limits.waiting:
            raise _busy("Too many changes wait for their turn")
        self._waiting += 1
        try:
            async with asyncio.timeout_at(asyncio.get_running_loop().time() + deadline - time.monotonic()):
                await self._turn.acquire()
        except TimeoutError:
            raise _busy("Other changes did not end in time") from None
        finally:
            self._waiting -= 1
        # who ordered it may go away; a change that has begun goes on, or others would find the process at it
        working = asyncio.ensure_future(self._in_turn(what, deadline))
        self._running.add(working)
        working.add_done_callback(self._finished)
        return await asyncio.shield(working)

    def _finished(self, working: asyncio.Future[Prepared]) -> None:
        self._running.discard(working)
        self._turn.release()
        if not working.cancelled():
            working.exception()  # is told to who ordered it, if anybody waits

    async def _in_turn(self, what: SparqlUpdate | GraphUpdate, deadline: float) -> Prepared:
        for _ in range(2):
            process = await self._ready()
            order = Order(self._place, what, self.limits, max(deadline - time.monotonic(), 0.001), _mark(self._place))
            try:
                prepared = await self._until(deadline, process.order, order)
            except Ended as ended:
                if ended.idle:  # had ended before it was asked
                    await self._end()
                    continue
                problem = await asyncio.to_thread(process.cause)
                await self._throw_away(order.mark)
                raise _as_change(problem) from ended
            except TimeoutError:
                await self._throw_away(order.mark)
                raise _overdue() from None
            if isinstance(prepared, Problem):
                if prepared.status in {500, 507}:  # the engine may not be what it was
                    await self._throw_away(order.mark)
                raise prepared
            if not isinstance(prepared, Prepared):
                raise TypeError(f"the writing process answers {prepared!r}")
            await self._commit(process, prepared)
            return prepared
        raise Problem(500, "The change was lost", "The writing process was stopped; nothing has changed.", "lost")

    async def _commit(self, process: WriterProcess, prepared: Prepared) -> None:
        """Give the word; what counts is where the pointer is then."""
        try:
            done = await self._until(time.monotonic() + _WORD, process.commit)
        except (Ended, TimeoutError):
            done = None
        if not isinstance(done, Done):
            told = await self._throw_away(prepared.generation, placing=True)
            if isinstance(self._place, AtEndpoint):
                if told is None or told.counts is None:
                    raise Problem(500, "The change may be lost", _UNKNOWN, "lost")
                return
            if self._current(self._place) != prepared.generation:
                if isinstance(done, Problem):
                    raise done
                raise Problem(500, "The change was lost", "Nothing has changed; ask again.", "lost")

    @staticmethod
    def _current(folder: Path) -> str | None:
        with suppress(StoreError):
            return current(folder)
        return None

    async def _until(self, deadline: float, function: Callable[P, T], *arguments: P.args, **_: P.kwargs) -> T:
        """Run something of the process in a thread; at the deadline, stop the process."""
        answer = asyncio.get_running_loop().run_in_executor(self._threads, function, *arguments)
        done, _pending = await asyncio.wait([answer], timeout=max(deadline - time.monotonic(), 0))
        if done:
            return answer.result()
        await self._end()
        with suppress(Ended):
            await answer
        raise TimeoutError

    async def _ready(self) -> WriterProcess:
        if self._closed:
            raise _busy("The service is ending")
        if self._process is None:
            network = isinstance(self._place, AtEndpoint)
            self._process = await asyncio.to_thread(WriterProcess, self._context, self.limits.memory, network)
        return self._process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            await asyncio.to_thread(process.end)

    async def _throw_away(self, mark: str, *, placing: bool = False) -> Done | None:
        """Stop the process and clear away what it was making; returns what is known then."""
        await self._end()
        if self._closed:
            return None
        process = await self._ready()
        with suppress(Ended, TimeoutError):
            tidy = Tidy(self._place, mark=mark, placing=placing)
            answer = await self._until(time.monotonic() + _WORD, process.order, tidy)
            return answer if isinstance(answer, Done) else None
        return None


def _mark(place: Path | AtEndpoint) -> str:
    """Return a name for a change of the store at an endpoint."""
    if isinstance(place, Path):
        return ""
    from bwise_kg.endpoint import new_mark  # noqa: PLC0415 - loads requests, which stores in folders do without

    return new_mark()


def _overdue() -> Problem:
    return Problem(
        504,
        "The change took too long",
        "It was stopped at its deadline and nothing has changed. Make it in parts; give resources IRIs where there "
        "are many blank nodes.",
        "timeout",
    )


def _as_change(problem: Problem) -> Problem:
    if problem.status == 504:
        return _overdue()
    if problem.status == 500:
        return Problem(500, "The change was lost", "The writing process was stopped; nothing has changed.", "lost")
    return problem


def _busy(title: str) -> Problem:
    return Problem(503, title, "Nothing has changed; try again in a moment.", "busy", headers={"Retry-After": "5"})
