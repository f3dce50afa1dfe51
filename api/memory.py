"""The store in memory, as seen from the service: where there is room, workers are forked from who keeps it there.

After a start and after a commit they read the disk, so that nobody waits; as soon as the newest generation is in
memory, workers are renewed. Generations in quick succession are skipped but for the newest.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

from . import channel, keeper
from .channel import Channel, Ended
from .jobs import Limits
from .keeper import Declined, Fork, Hold, Holding, Order, Reap
from .processes import Started, Worker, start
from .room import available

log = logging.getLogger("bwise_kg.api.memory")

_PAUSE = 0.5
"""Seconds in which the next generation may come before one is read."""
_ROOM = 600.0
"""Seconds after which it is tried once more with what did not fit."""
_ENDED = 10.0
"""Seconds after which it is tried once more when a keeper has ended by itself."""
_MOST = 2**60


class _Keeper:
    """A process that keeps a generation, and the workers that were forked from it."""

    def __init__(self, process: Started, asked: Channel, memory: int) -> None:
        self._process = process
        self._channel = asked
        self._memory = memory
        self._turn = asyncio.Lock()
        self._forked: set[int] = set()
        self._retired = False
        self.pid = process.pid
        self.loading = False

    async def hold(self, order: Hold) -> Holding | Declined:
        """Have a generation in memory; raises Ended when the process ends on it."""
        self.loading = True
        answer: Holding | Declined = await self._asked(order)
        self.loading = False
        return answer

    async def fork(self, held: int) -> Worker:
        """Return a new worker that has what is in memory; raises Ended."""
        ours, theirs = channel.pair()
        try:
            with theirs:
                pid: int = await self._asked(Fork(self._memory), theirs)
        except BaseException:
            ours.close()
            raise
        self._forked.add(pid)
        return Worker(_Forked(self, pid), await Channel.over(ours), held)

    async def reap(self, pid: int, seconds: float = 1.0) -> int | None:
        """Return the exit code of a worker that ends; None if it does not, or the keeper has ended."""
        with suppress(Ended):
            code: int | None = await self._asked(Reap(pid, seconds))
            return code
        return None

    async def _asked(self, order: Order, handed: socket.socket | None = None) -> Any:
        """Have something done. The turn ends with the answer, be whoever asked gone: the next would get it else."""
        await self._turn.acquire()
        answer = self._channel.ask(order, handed)
        answer.add_done_callback(self._answered)
        return await asyncio.shield(answer)

    def _answered(self, answer: asyncio.Future[Any]) -> None:
        self._turn.release()
        if not answer.cancelled():
            answer.exception()  # is told to who asked, if anybody waits

    async def forget(self, pid: int) -> None:
        """Let go of a worker that has ended; the last one takes a keeper that has been retired with it."""
        self._forked.discard(pid)
        if self._retired and not self._forked:
            await self.end()

    async def retire(self) -> None:
        """End as soon as all workers have: they end with it."""
        self._retired = True
        if not self._forked:
            await self.end()

    async def end(self) -> None:
        """End the process, and all workers with it."""
        self._channel.close()
        await self._process.end()


class _Forked:
    """A worker that was forked; see `processes.Handle`. It stays a process, be it ended, until it is reaped."""

    def __init__(self, parent: _Keeper, pid: int) -> None:
        self.pid = pid
        self._parent = parent
        self._code: int | None = None
        self._reaped = False

    async def end(self) -> None:
        if not self._reaped:
            with suppress(OSError):
                os.kill(self.pid, signal.SIGKILL)
            await self._reap()
        await self._parent.forget(self.pid)

    async def code(self) -> int | None:
        if not self._reaped:
            await self._reap()
        return self._code

    async def _reap(self) -> None:
        self._code = await self._parent.reap(self.pid)
        self._reaped = self._code is not None


class Memory:
    """Keeps the newest generation in memory. renewed: is called when workers should be renewed."""

    def __init__(self, made_by: ForkServerContext, workers: int, limits: Limits, renewed: Callable[[], None]) -> None:
        self._context = made_by
        self._workers = workers
        self._limits = limits
        self._renewed = renewed
        self._keeper: _Keeper | None = None
        self._held: Path | None = None
        self._number = 0
        self._wanted: Path | None = None
        self._working: asyncio.Task[None] | None = None
        self._not_before = 0.0
        self.size = 0

    @property
    def pids(self) -> set[int]:
        """The keeper's process id, if there is one."""
        return {self._keeper.pid} if self._keeper else set()

    def has(self, worker: Worker) -> bool:
        """Tell whether a worker has the newest generation in memory."""
        return worker.held == self._number != 0 and self._held == self._wanted

    def hold(self, generation: Path) -> None:
        """Have a generation in memory as soon as may be, if there is room."""
        self._wanted = generation
        if self._limits.held != 0 and (self._working is None or self._working.done()):
            self._working = asyncio.ensure_future(self._work())

    def is_stale(self, worker: Worker) -> bool:
        """Tell whether a new worker would have more in memory than this one."""
        return self._ready and worker.held != self._number

    @property
    def _ready(self) -> bool:
        return self._keeper is not None and self._held is not None and not self._keeper.loading

    async def fork(self) -> Worker | None:
        """Return a worker that has the newest generation in memory, None while there is none there."""
        if self._keeper is None or not self._ready:
            return None
        asked = self._keeper
        try:
            return await asked.fork(self._number)
        except Ended:
            if asked is self._keeper:
                await self._lost()
            return None

    async def close(self) -> None:
        """End everything."""
        if self._working is not None:
            self._working.cancel()
            await asyncio.gather(self._working, return_exceptions=True)
        if self._keeper is not None:
            await self._keeper.end()

    async def _work(self) -> None:
        while self._wanted is not None and self._wanted != self._held:
            await asyncio.sleep(max(_PAUSE, self._not_before - time.monotonic()))
            wanted = self._wanted
            started = time.monotonic()
            try:
                answer = await self._changed(wanted)
                gone = isinstance(answer, Declined) and answer.gone
                done = isinstance(answer, Holding) or (not gone and await self._anew(wanted))
            except Ended:
                await self._lost()
                continue
            if not done:
                if wanted == self._wanted and self._not_before < started:
                    return  # it is gone; there is a newer one, or will be
                continue
            self._held = wanted
            self._number += 1
            seconds = round(time.monotonic() - started, 3)
            log.info("store in memory", extra={"generation": wanted.name, "bytes": self.size, "seconds": seconds})
            self._renewed()

    async def _lost(self) -> None:
        log.warning("the process that keeps the store in memory ended")
        self._not_before = time.monotonic() + _ENDED
        await self._drop()
        if self._wanted is not None:
            self.hold(self._wanted)

    async def _changed(self, wanted: Path) -> Holding | Declined | None:
        """Have the keeper, if there is one, take over what has changed."""
        if self._keeper is None:
            return None
        answer = await self._keeper.hold(Hold(wanted, self._bound()))
        if isinstance(answer, Holding):
            self.size = answer.size
        return answer

    async def _anew(self, wanted: Path) -> bool:
        """Start a keeper on a generation; False if that is gone, or does not fit."""
        bound = self._bound()
        if bound < await asyncio.to_thread(_size, wanted):
            self._does_not_fit(wanted, f"{bound / 2**20:,.0f} MiB are too little")
            return False
        process, end = await start(self._context, keeper.main, min(bound + self._limits.memory, _MOST))
        new = _Keeper(process, await Channel.over(end), self._limits.memory)
        try:
            answer = await new.hold(Hold(wanted, bound))
        except BaseException:
            await new.end()
            raise
        if isinstance(answer, Holding):
            await self._drop()
            self._keeper, self.size = new, answer.size
            return True
        await new.end()
        if answer.large:
            self._does_not_fit(wanted, answer.reason)
        return False

    def _does_not_fit(self, wanted: Path, reason: str) -> None:
        log.info("store not in memory", extra={"generation": wanted.name, "reason": reason})
        self._not_before = time.monotonic() + _ROOM

    async def _drop(self) -> None:
        old, self._keeper, self._held, self.size = self._keeper, None, None, 0
        if old is not None:
            await old.retire()

    def _bound(self) -> int:
        """Return the bytes that a keeper may have in memory.

        Should all pages be touched, each worker has as many, and a keeper may be followed by another before it ends.
        """
        if self._limits.held is not None:
            return self._limits.held
        return available() // (self._workers + 2)


def _size(generation: Path) -> int:
    """Return the bytes of a generation on disk, which are fewer than it takes in memory; 0 for one that is gone."""
    with suppress(OSError):
        return sum(file.stat().st_size for file in generation.iterdir())
    return 0
