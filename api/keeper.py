"""The keeper: a process that holds a generation of the store in memory, and forks workers from it.

They share what it holds with it until they touch it. It has no threads: the engine starts some as soon as it opens a
store on disk, and a fork of these is not safe; so another fork reads the generation and sends it through a pipe.
"""

from __future__ import annotations

import gc
import logging
import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from bwise_kg.errors import StoreError
from bwise_kg.store import EmbeddedStore

from . import logs, snapshots, worker
from .channel import Line
from .confinement import confine
from .opening import Opened
from .snapshots import DeclinedError

log = logging.getLogger("bwise_kg.api.keeper")

CHANGES = 50_000
"""Statements that may come and go before a new process is better: the engine keeps what is removed, and nobody can be
forked meanwhile."""
_WAIT = 0.01
_BEHIND = 5
"""The niceness of who reads a generation: queries come first, but it has to get done beside them."""


@dataclass(frozen=True, slots=True)
class Hold:
    """The wish to have a generation in memory; bound: bytes that the process may have in memory."""

    generation: Path
    bound: int


@dataclass(frozen=True, slots=True)
class Holding:
    """It is; size: bytes of the process. statements: that came and went."""

    size: int
    statements: int


@dataclass(frozen=True, slots=True)
class Declined:
    """It is not; the process is of no more use unless it holds what it held before.

    large: it does not fit. gone: it cannot be opened, as there is a newer one.
    """

    reason: str
    large: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Fork:
    """The wish for a worker; the socket that connects it follows. memory: bytes that it may allocate."""

    memory: int


@dataclass(frozen=True, slots=True)
class Reap:
    """The wish to know the exit code of a worker that ends; the answer is None if it has not after some seconds."""

    pid: int
    seconds: float = 1.0


Order = Hold | Fork | Reap


def main(end: socket.socket, memory: int) -> None:
    """Do what is ordered until the connection ends. memory: bytes that this process and its forks may allocate."""
    confine(memory)
    logs.configure()
    keeper = _Keeper(Line(end))
    while True:
        try:
            keeper.obey(keeper.line.receive())
        except EOFError:
            return


class _Keeper:
    def __init__(self, line: Line) -> None:
        self.line = line
        self._store = EmbeddedStore()
        self._generation: Path | None = None
        self._held: snapshots.Graphs = {}
        self._left = CHANGES
        self._whole = True

    def obey(self, order: Order) -> None:
        """Do what is ordered, and say what came of it."""
        if isinstance(order, Hold):
            self.line.send(self._hold(order))
        elif isinstance(order, Fork):
            _, (theirs,), _, _ = socket.recv_fds(self.line.socket, 1, 1)
            with socket.socket(fileno=theirs) as end:
                pid = _fork(lambda: self._work(end, order.memory))
            self.line.send(pid)
        else:
            self.line.send(_reap(order))

    def _hold(self, order: Hold) -> Holding | Declined:
        if not self._whole:
            return Declined("what is in memory is not whole")
        before, self._generation, self._whole = self._generation, None, False
        reading, writing = os.pipe()
        with open(reading, "rb") as stream:  # noqa: PTH123 - a descriptor
            sender = _fork(lambda: self._send(order.generation, reading, writing))
            os.close(writing)
            try:
                held, changed = snapshots.receive(self._store, stream, order.bound)
            except DeclinedError as error:
                if error.whole:
                    self._generation, self._whole = before, True
                return Declined(str(error), large=True)
            except EOFError:  # it could not be opened: there is a newer one
                self._generation, self._whole = before, True
                return Declined("the generation cannot be opened", gone=True)
            except SyntaxError:  # what was being written when the sender ended
                return Declined("the generation cannot be read to its end")
            finally:
                stream.close()
                _, status = os.waitpid(sender, 0)
        if status:
            return Declined("the generation cannot be read to its end")
        self._left -= changed if self._held else 0
        self._held, self._generation, self._whole = held, order.generation, True
        self._store.query("ASK {}")  # which graphs are asked by default is worked out once
        gc.collect()
        gc.freeze()  # collecting garbage would touch all pages, and forks then share none
        return Holding(snapshots.resident(), changed)

    def _send(self, generation: Path, reading: int, writing: int) -> None:
        os.close(reading)
        os.nice(_BEHIND)
        self.line.close()
        try:
            with open(writing, "wb", buffering=2**16) as stream:
                snapshots.send(generation, self._held, self._left, stream)
        except (BrokenPipeError, StoreError):  # nobody wants the rest, or it is gone
            os._exit(1)

    def _work(self, end: socket.socket, memory: int) -> None:
        self.line.close()
        confine(_allocated() + memory, network=True)  # this process has left it already
        opened = Opened()
        if self._generation is not None:
            opened.hold(self._generation, self._store)
        worker.serve(Line(end), opened)


def _fork(work: Callable[[], None]) -> int:
    """Return the id of a process that does some work and ends."""
    pid = os.fork()
    if not pid:
        _end(work)
    return pid


def _end(work: Callable[[], None]) -> NoReturn:
    status = 1
    try:
        work()
        status = 0
    except BaseException:
        log.exception("unexpected")
    finally:
        os._exit(status)  # nothing of the process that it was forked from is to be tidied


def _reap(order: Reap) -> int | None:
    until = time.monotonic() + order.seconds
    while True:
        try:
            pid, status = os.waitpid(order.pid, os.WNOHANG)
        except ChildProcessError:
            return None
        if pid:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > until:
            return None
        time.sleep(_WAIT)


def _allocated() -> int:
    """Return the bytes that this process has allocated, as its bound counts them."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmData:"):
                return int(line.split()[1]) * 1024
    return 0
