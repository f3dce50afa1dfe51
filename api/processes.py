"""Processes of the service: how they are started, asked and ended."""

from __future__ import annotations

import asyncio
import math
import multiprocessing
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Protocol

from . import channel, worker
from .channel import Channel, Ended
from .jobs import Job, Look, Reply, Task
from .problems import Problem, ended_the_engine, exhausted, overdue

__all__ = ["AskedProcess", "Ended", "Handle", "Started", "Worker", "context", "start"]

_BEHIND = 10
"""The niceness of a worker whose query is slow: a tenth of what others have, so that it gets on beside them, too."""
_CRASHES = {-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGILL}
_NO_MEMORY = -signal.SIGABRT
"""How the engine ends where no memory is left; where no stack is, it is by SIGSEGV."""


def context() -> ForkServerContext:
    """Return what starts processes: one without threads, connections or secrets of the service."""
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload([worker.__name__])
    return made


class Handle(Protocol):
    """A process that was started, by whomever."""

    pid: int

    async def end(self) -> None:
        """End it, whatever it is at."""

    async def code(self) -> int | None:
        """Return the exit code of a process that ends by itself, None if it does not within a second."""


class Started:
    """A process that was started by what starts processes."""

    def __init__(self, process: BaseProcess) -> None:
        self._process = process
        self.pid = process.pid or 0

    async def end(self) -> None:
        """See `Handle.end`."""
        await asyncio.to_thread(self._end)

    async def code(self) -> int | None:
        """See `Handle.code`."""
        await asyncio.to_thread(self._process.join, 1)
        return self._process.exitcode

    def _end(self) -> None:
        self._process.kill()
        self._process.join()


async def start(
    made_by: ForkServerContext, target: Callable[..., None], *arguments: object
) -> tuple[Started, socket.socket]:
    """Start a process; returns it with our end of what connects it.

    target: is called with the other end and the arguments.
    """
    return await asyncio.to_thread(_start, made_by, target, arguments)


def _start(
    made_by: ForkServerContext, target: Callable[..., None], arguments: tuple[object, ...]
) -> tuple[Started, socket.socket]:
    ours, theirs = channel.pair()
    process: BaseProcess = made_by.Process(target=target, args=(theirs, *arguments), daemon=True)
    with theirs:
        process.start()
    return Started(process), ours


class Worker:
    """A worker process. held: which store in memory it has from its start, 0 for none."""

    def __init__(self, handle: Handle, asked: Channel, held: int = 0) -> None:
        self.held = held
        self._handle = handle
        self._channel = asked
        self._behind = False

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._handle.pid

    def ask(self, job: Job | Look | Task) -> asyncio.Future[Reply]:
        """Return what will be the answer to a job, or Ended when the worker ends instead."""
        return self._channel.ask(job)

    def used(self) -> float:
        """Return the seconds of a processor that it has used, infinite where the system does not tell."""
        try:
            told = Path(f"/proc/{self.pid}/stat").read_bytes()
        except OSError:
            return math.inf
        ticks = told.rpartition(b")")[2].split()[11:13]  # utime and stime, after a name that may be anything
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    def step_back(self) -> None:
        """Let everybody else have the processor first."""
        if not self._behind:
            with suppress(OSError):  # it has ended, which is seen elsewhere
                os.setpriority(os.PRIO_PROCESS, self.pid, _BEHIND)
                self._behind = True

    def step_forward(self) -> bool:
        """Take that back; False when the system does not permit it, which it seldom does for who is not root."""
        if self._behind:
            try:
                os.setpriority(os.PRIO_PROCESS, self.pid, os.getpriority(os.PRIO_PROCESS, 0))
            except OSError:
                return False
            self._behind = False
        return True

    async def end(self) -> None:
        """End the process, whatever it is at."""
        self._channel.close()
        await self._handle.end()

    async def cause(self) -> Problem:
        """Return what is told of a query on which the worker ended by itself."""
        return _cause(await self._handle.code())


class AskedProcess:
    """A process that is asked seldom. All methods may take a moment: call them in a thread."""

    def __init__(
        self,
        made_by: ForkServerContext,
        memory: int,
        target: Callable[[Connection, int, bool], None],
        *,
        network: bool = False,
    ) -> None:
        self._connection, theirs = made_by.Pipe()
        process: BaseProcess = made_by.Process(target=target, args=(theirs, memory, network), daemon=True)
        process.start()
        theirs.close()
        self._process = process

    @property
    def pid(self) -> int | None:
        """Its process id."""
        return self._process.pid

    def _exchange(self, order: object) -> Any:
        if not self._process.is_alive():
            raise Ended(idle=True)
        try:
            self._connection.send(order)
            self._connection.recv()  # that it has begun
        except (EOFError, OSError) as error:
            raise Ended(idle=True) from error
        return self._next()

    def _next(self) -> Any:
        try:
            return self._connection.recv()
        except (EOFError, OSError) as error:
            raise Ended(idle=False) from error

    def end(self) -> int | None:
        """End the process, whatever it is at, and return its exit code."""
        self._process.kill()
        self._process.join()
        self._connection.close()
        return self._process.exitcode

    def cause(self) -> Problem:
        """Return what is told of a change on which the process ended by itself."""
        self._process.join(1)
        return _cause(self._process.exitcode)


def _cause(code: int | None) -> Problem:
    if code == -signal.SIGALRM:
        return overdue()
    if code == _NO_MEMORY:
        return exhausted()
    if code in _CRASHES:
        return ended_the_engine()
    return Problem(500, "The query was lost", "The process that answered it was stopped; ask again.", "lost")
