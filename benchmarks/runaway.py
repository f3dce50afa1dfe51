"""The client that nobody wants: a query that would take years, every second, without waiting for an answer."""

from __future__ import annotations

import http.client
import json
import threading
from collections import Counter
from dataclasses import replace
from types import TracebackType
from typing import Self

from tests.api.serving import ENDLESS

from .asked import new
from .talking import Client, Reply, Request

ADDRESS = "127.0.2.1"
EVERY = 1.0
"""Seconds."""


class Runaway:
    """Sends such queries as long as it is entered.

    statuses: what they were answered with, "0" for no answer; of 400, the type as well.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []
        self.statuses: Counter[str] = Counter()

    def __enter__(self) -> Self:
        self._clock = threading.Thread(target=self._send)
        self._clock.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for what is still asked: the service stops it at its deadline."""
        self._over.set()
        self._clock.join()
        for thread in self._threads:
            thread.join()

    def _send(self) -> None:
        while not self._over.wait(EVERY):
            thread = threading.Thread(target=self._ask)
            thread.start()
            self._threads.append(thread)

    def _ask(self) -> None:
        with Client(self._url, ADDRESS) as client:
            try:
                self.statuses[_told(client.ask(replace(Request.query("runaway", new(ENDLESS)), path="/sparql")))] += 1
            except (OSError, http.client.HTTPException):
                self.statuses["0"] += 1


def _told(reply: Reply) -> str:
    if reply.status != 400:
        return str(reply.status)
    return f"400 {json.loads(reply.body)['type'].rpartition('/')[2]}"
