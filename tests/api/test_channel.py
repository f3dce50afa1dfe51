"""Messages between the service and its processes, and whether one had begun when it ended."""

from __future__ import annotations

import asyncio
import importlib
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

channel = importlib.import_module("bwise_kg.api.channel")


@asynccontextmanager
async def connected() -> AsyncIterator[tuple[Any, Any]]:
    ours, theirs = channel.pair()
    asked, line = await channel.Channel.over(ours), channel.Line(theirs)
    yield asked, line
    asked.close()
    line.close()
    await asyncio.sleep(0.01)  # the loop closes its end in its own time


def test_large_and_small_messages_in_turn() -> None:
    async def talk() -> None:
        async with connected() as (asked, line):
            for size in (0, 1, 70_000, 3_000_000, 5):
                answer = asked.ask(("message", b"x" * size))
                assert await asyncio.to_thread(line.receive) == ("message", b"x" * size)
                await asyncio.to_thread(line.send, {"size": size, "back": b"y" * size})
                assert await answer == {"size": size, "back": b"y" * size}

    asyncio.run(talk())


def test_who_ends_before_it_reads_has_not_begun() -> None:
    async def talk(message: object) -> bool:
        async with connected() as (asked, line):
            answer = asked.ask(message)
            await asyncio.sleep(0.05)
            line.close()
            with pytest.raises(channel.Ended) as ended:
                await answer
            idle: bool = ended.value.idle
            return idle

    assert asyncio.run(talk("short"))
    assert asyncio.run(talk(b"x" * 10**7))


def test_who_had_ended_before_it_was_asked_has_not_begun() -> None:
    async def talk(pause: float) -> bool:
        async with connected() as (asked, line):
            line.close()
            await asyncio.sleep(pause)
            with pytest.raises(channel.Ended) as ended:
                await asked.ask("anything")
            idle: bool = ended.value.idle
            return idle

    assert asyncio.run(talk(0))  # it is not seen yet
    assert asyncio.run(talk(0.05))


def test_who_ends_after_it_has_read_had_begun() -> None:
    async def talk(said: bytes) -> bool:
        async with connected() as (asked, line):
            answer = asked.ask("anything")
            assert await asyncio.to_thread(line.receive) == "anything"
            line.socket.sendall(said)  # a part of an answer, or nothing
            line.close()
            with pytest.raises(channel.Ended) as ended:
                await answer
            idle: bool = ended.value.idle
            return idle

    assert not asyncio.run(talk(b""))
    assert not asyncio.run(talk(b"\0\0\0\0\0\0\1\0abc"))


def test_a_process_whose_service_ends_is_told() -> None:
    async def talk() -> None:
        async with connected() as (asked, line):
            asked.close()
            await asyncio.sleep(0)
            with pytest.raises(EOFError):
                await asyncio.to_thread(line.receive)

    asyncio.run(talk())


def test_a_socket_is_handed_over() -> None:
    async def talk() -> bytes:
        async with connected() as (asked, line):
            reading, writing = channel.pair()
            answer = asked.ask("take this", writing)
            writing.close()
            assert await asyncio.to_thread(line.receive) == "take this"
            _, (descriptor,), _, _ = socket.recv_fds(line.socket, 1, 1)
            os.write(descriptor, b"from there")
            os.close(descriptor)
            line.send("done")
            assert await answer == "done"
            asked.close()
            with reading:
                received: bytes = reading.recv(100)
                return received

    assert asyncio.run(talk()) == b"from there"
