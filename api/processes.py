"""Worker processes as seen from the service."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from typing import Any

from . import worker
from .jobs import Job, Look, Reply, Task
from .problems import Problem, ended_the_engine

_BEHIND = 19
"""The niceness of a worker whose query is slow."""
_CRASHES = {-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGILL}


class Ended(Exception):  # noqa: N818 - an event, not a mistake
    """A worker has ended; its answer will never come. idle: it had ended before it began."""

    def __init__(self, *, idle: bool) -> None:
        super().__init__()
        self.idle = idle


def context() -> ForkServerContext:
    """Return what starts workers: a process without threads, connections or secrets of the service."""
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload([worker.__name__])
    return made


class WorkerProcess:
    """One worker process. All methods may take a moment: call them in a thread."""

    def __init__(
        self, made_by: ForkServerContext, memory: int, target: Callable[[Connection, int], None] = worker.main
    ) -> None:
        self._connection, theirs = made_by.Pipe()
        process: BaseProcess = made_by.Process(target=target, args=(theirs, memory), daemon=True)
        process.start()
        theirs.close()
        self._process = process
        self._behind = False

    def step_back(self) -> None:
        """Let everybody else have the processor first."""
        if not self._behind and self._process.pid:
            with suppress(OSError):  # it has ended, which is seen elsewhere
                os.setpriority(os.PRIO_PROCESS, self._process.pid, _BEHIND)
                self._behind = True

    def step_forward(self) -> bool:
        """Take that back; False when the system does not permit it, which it seldom does for who is not root."""
        if self._behind and self._process.pid:
            try:
                os.setpriority(os.PRIO_PROCESS, self._process.pid, os.getpriority(os.PRIO_PROCESS, 0))
            except OSError:
                return False
            self._behind = False
        return True

    def ask(self, job: Job | Look | Task) -> Reply:
        """Return the answer to a job.

        Raises Ended when the worker ends instead.
        """
        reply: Reply = self._exchange(job)
        return reply

    def _exchange(self, job: object) -> Any:
        if not self._process.is_alive():
            raise Ended(idle=True)
        try:
            self._connection.send(job)
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
        """Return what is told of a query on which the worker ended by itself."""
        self._process.join(1)
        code = self._process.exitcode
        if code == -signal.SIGALRM:
            return overdue()
        if code in _CRASHES:
            return ended_the_engine()
        return Problem(500, "The query was lost", "The process that answered it was stopped; ask again.", "lost")


def overdue() -> Problem:
    """Return what is told of a query that did not end in time."""
    return Problem(
        504,
        "The query took too long",
        "It was stopped at its deadline. Make it more selective, or ask for a part of it with LIMIT.",
        "timeout",
    )
