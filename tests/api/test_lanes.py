"""Workers that end, and clients that go while it is found out why: nobody else loses a worker by that."""

from __future__ import annotations

import asyncio
import importlib
import os
import signal
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from bwise_kg.generations import current

channel, jobs, keeper, memory, problems, processes, service = (
    importlib.import_module(f"bwise_kg.api.{name}")
    for name in ("channel", "jobs", "keeper", "memory", "problems", "processes", "service")
)

TOO_DEEP = "ASK { FILTER(" + "!" * 300_000 + "true) }"
"""A query that ends the engine."""


async def settled(run: Coroutine[Any, Any, None]) -> None:
    await run
    await asyncio.sleep(0.1)  # the loop closes its ends in its own time


async def until_answered(running: Any) -> bytes:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            answer = await running.query("ASK {}", client="other", timeout=5)
        except problems.Problem:  # it has no worker yet
            await asyncio.sleep(0.1)
        else:
            body: bytes = answer.body
            return body
    raise AssertionError("it never came to that")


def test_a_client_that_goes_while_its_worker_is_found_to_have_ended(
    slice_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        asking = asyncio.Event()
        cause = processes.Worker.cause

        async def observed(worker: Any) -> Any:
            asking.set()
            return await cause(worker)

        monkeypatch.setattr(processes.Worker, "cause", observed)
        async with service.Service(slice_store, workers=2) as running:
            for number in range(3):
                asking.clear()
                gone = asyncio.ensure_future(running.query(TOO_DEEP, client=f"client {number}"))
                await asking.wait()
                gone.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await gone
            assert b"true" in await until_answered(running)

    asyncio.run(settled(run()))


def test_a_worker_that_cannot_be_renewed_stays(slice_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        fork = memory.Memory.fork
        failed = asyncio.Event()

        async def failing(asked: Any) -> Any:
            if asked._ready and not failed.is_set():
                failed.set()
                raise OSError(24, os.strerror(24))
            return await fork(asked)

        monkeypatch.setattr(memory.Memory, "fork", failing)
        async with service.Service(slice_store, workers=2, limits=jobs.Limits(held=2**33)) as running:
            await asyncio.wait_for(failed.wait(), 60)
            for number in range(600):
                occupied = running.occupied()
                if len(running._lanes._turns.idle) == 2 and occupied.in_memory == 2:
                    return
                await running.query(f"ASK {{ FILTER({number} = 0) }}")  # a worker that is given back is looked at again
                await asyncio.sleep(0.1)
            raise AssertionError(f"{len(running._lanes._turns.idle)} workers are left")

    asyncio.run(settled(run()))


def test_each_answer_of_the_keeper_is_to_its_question(slice_store: Path) -> None:
    async def run() -> None:
        started, end = await processes.start(processes.context(), keeper.main, 2**33)
        asked = memory._Keeper(started, await channel.Channel.over(end), 2**31)
        try:
            await asked.hold(keeper.Hold(slice_store / (current(slice_store) or ""), 2**33))
            worker = await asked.fork(1)
            os.kill(worker.pid, signal.SIGSEGV)
            explained = asyncio.ensure_future(worker.cause())  # for a client that goes while the keeper is asked
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            forked = asyncio.ensure_future(asked.fork(1))
            await asyncio.sleep(0)
            explained.cancel()
            new = await asyncio.wait_for(forked, 60)
            told = Path(f"/proc/{new.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            assert int(told[1]) == started.pid  # its parent
            assert new.pid != worker.pid
            await new.end()
            await worker.end()
        finally:
            await asked.end()

    asyncio.run(settled(run()))
