"""Bodies with files in them: written down as they come, bounded in size, time and number."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.requests import Request

from ..problems import Problem
from .files import BODY, check_media_type

_SECONDS = 60.0
_ONE_CLIENT = 4
"""How many files of one client may be on their way at once."""


class Uploads:
    """The files that are on disk now, on their way in or being read."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._present: Counter[str] = Counter()

    @contextmanager
    def room(self, client: str) -> Iterator[None]:
        """Take up the room of one file.

        Raises Problem 429 for a client that has too many, 503 when all together have.
        """
        if self._present[client] >= _ONE_CLIENT:
            detail = f"A client may send {_ONE_CLIENT} at once; wait until yours have been answered."
            raise Problem(429, "You are sending too many files", detail, "too-many", headers={"Retry-After": "2"})
        if self._present.total() >= self._most:
            detail = "Others are sending files; try again in a moment."
            raise Problem(503, "The service is busy", detail, "busy", headers={"Retry-After": "2"})
        self._present[client] += 1
        try:
            yield
        finally:
            self._present[client] -= 1
            if not self._present[client]:
                del self._present[client]


async def received(request: Request, folder: Path, most: int) -> str:
    """Write the body of a request into a folder and return its Content-Type.

    most: bytes.

    Raises Problem 408, 413 or 415.
    """
    kind = request.headers.get("content-type", "")
    check_media_type(kind.split(";")[0].strip().lower())
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem(
            415, "Compressed requests are not taken", "", "media-type", headers={"Accept-Encoding": "identity"}
        )
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        raise _too_long(most)
    size = 0
    try:
        async with asyncio.timeout(_SECONDS):
            with (folder / BODY).open("wb", buffering=0) as body:
                async for part in request.stream():
                    size += len(part)
                    if size > most:
                        raise _too_long(most)
                    body.write(part)
    except TimeoutError as error:
        raise Problem(408, "The request did not come to its end", "", "slow-request") from error
    return kind


def _too_long(most: int) -> Problem:
    return Problem(
        413, "The file is too large", f"At most {most:,} bytes.", "too-long", headers={"Connection": "close"}
    )
