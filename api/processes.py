"""Worker processes as seen from the service."""

from __future__ import annotations

import multiprocessing
import signal
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess

from . import worker
from .jobs import Job, Look, Reply
from .problems import Problem, ended_the_engine

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

    def __init__(self, made_by: ForkServerContext, memory: int) -> None:
        self._connection, theirs = made_by.Pipe()
        process: BaseProcess = made_by.Process(target=worker.main, args=(theirs, memory), daemon=True)
        process.start()
        theirs.close()
        self._process = process

    def ask(self, job: Job | Look) -> Reply:
        """Return the answer to a job.

        Raises Ended when the worker ends instead.
        """
        if not self._process.is_alive():
            raise Ended(idle=True)
        try:
            self._connection.send(job)
            self._connection.recv()  # that it has begun
        except (EOFError, OSError) as error:
            raise Ended(idle=True) from error
        try:
            reply: Reply = self._connection.recv()
        except (EOFError, OSError) as error:
            raise Ended(idle=False) from error
        return reply

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
