"""Processes that build stores and add to them, to be killed: after a time, or at a step on the disk."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["bwise_kg.build", "bwise_kg.curricula"])
"""Processes begin with the package loaded: killed while they load it, they would not have begun."""

Work = Callable[..., object]
"""What a process does; the first of its arguments is the store's folder."""

_CHANGES = {"os.mkdir", "os.remove", "os.rename", "os.rmdir", "shutil.rmtree"}


def start(work: Work, *arguments: object) -> BaseProcess:
    """Begin some work in a process of its own."""
    process = PROCESSES.Process(target=work, args=arguments)
    process.start()
    return process


def kill_after(seconds: float, work: Work, *arguments: object) -> bool:
    """Let work go on for so long; returns whether it had to be killed."""
    process = start(work, *arguments)
    process.join(seconds)
    if process.exitcode is None:
        process.kill()
        process.join()
    code = process.exitcode
    process.close()
    assert code in {0, -signal.SIGKILL}
    return code != 0


def kill_by(seconds: float, work: Work, *arguments: object) -> None:
    """Kill work that long after its start, or earlier if it gets done before: machines change their speed."""
    while not kill_after(seconds, work, *arguments):
        seconds *= 0.8


def duration(work: Work, *arguments: object) -> float:
    """Return the seconds that work takes when nobody kills it."""
    start(work, *arguments).join()  # the process that all others come from takes its time, once
    begin = time.monotonic()
    process = start(work, *arguments)
    process.join()
    assert process.exitcode == 0
    return time.monotonic() - begin


def kill_at(step: int, work: Work, *arguments: object) -> int | None:
    """Kill work at its n-th step on the disk in Python; returns the exit code."""
    process = start(_watched, None, step, work, *arguments)
    process.join()
    return process.exitcode


def steps_of(events: Path, work: Work, *arguments: object) -> list[str]:
    """Return the kinds of the steps on the disk that work takes. events: a file for them, not there yet."""
    process = start(_watched, events, 0, work, *arguments)
    process.join()
    assert process.exitcode == 0
    return events.read_text(encoding="utf-8").split()


def _watched(events: Path | None, last: int, work: Work, folder: Path, *arguments: object) -> None:
    written = os.open(events, os.O_CREAT | os.O_WRONLY) if events else None
    steps = 0

    def watch(event: str, said: tuple[object, ...]) -> None:
        nonlocal steps
        if event in _CHANGES or (event == "open" and str(said[0]).startswith(str(folder))):
            steps += 1
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)
            if written is not None:
                os.write(written, f"{event}\n".encode())

    sys.addaudithook(watch)
    work(folder, *arguments)
