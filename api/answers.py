"""Answers to queries, in memory or on disk."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

_CHUNK = 64 * 2**10


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a query.

    body: all of it, or an iterator over its parts where it is large; iterate it to the end or close it.
    size: bytes. rows: rows of a table, statements of a graph; None where they were not counted.
    etag: changes whenever the answer may; None for queries that answer anew every time (NOW(), RAND() …).
    """

    body: bytes | AsyncIterator[bytes]
    media_type: str
    size: int
    rows: int | None
    etag: str | None

    async def read(self) -> bytes:
        """Return all of the body."""
        if isinstance(self.body, bytes):
            return self.body
        return b"".join([part async for part in self.body])


@dataclass(slots=True)
class Budget:
    """The bytes of answers on disk that somebody is still reading."""

    used: int = 0


class Spooled:
    """The parts of an answer on disk, whose space is free again when it has been read or dropped."""

    def __init__(self, path: Path, size: int, budget: Budget) -> None:
        self._budget = budget
        self._size = size
        self._descriptor = os.open(path, os.O_RDONLY)
        budget.used += size

    def __aiter__(self) -> Spooled:
        return self

    async def __anext__(self) -> bytes:
        part = b"" if self._descriptor < 0 else await asyncio.to_thread(os.read, self._descriptor, _CHUNK)
        if not part:
            self.close()
            raise StopAsyncIteration
        return part

    def close(self) -> None:
        """Give the space back."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
            self._budget.used -= self._size

    def __del__(self) -> None:
        self.close()
