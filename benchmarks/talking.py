"""HTTP to the servers that are measured: the same client for all, one connection each, kept open."""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urlencode, urlsplit

ROWS = "application/sparql-results+json"

PATIENCE = 60.0
"""Seconds that an answer may take."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent. path: after the server's own URL, which for a query is that of its endpoint."""

    name: str
    path: str = ""
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def query(cls, name: str, text: str, accept: str = ROWS) -> Self:
        """Return a query as a form, which all endpoints take, however long it is."""
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        return cls(name, "", urlencode({"query": text}).encode(), headers)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; seconds: from sending to the last byte."""

    status: int
    body: bytes
    seconds: float


class Client:
    """One connection to a server. address: where it comes from, since our service tells clients apart by that."""

    def __init__(self, url: str, address: str = "127.0.0.1", timeout: float = PATIENCE) -> None:
        parts = urlsplit(url)
        self._path = parts.path
        self._connection = http.client.HTTPConnection(
            parts.hostname or "", parts.port, timeout=timeout, source_address=(address, 0)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def ask(self, request: Request) -> Reply:
        """Send a request and read the answer to its end; once more where the server has closed an idle connection.

        Raises OSError or http.client.HTTPException when there is none; the next request takes a new connection.
        """
        start = time.perf_counter()
        reused = self._connection.sock is not None
        try:
            try:
                response = self._sent(request)
            except ConnectionError:
                if not reused:
                    raise
                self._connection.close()
                response = self._sent(request)
            with response:
                return Reply(response.status, response.read(), time.perf_counter() - start)
        except (OSError, http.client.HTTPException):
            self._connection.close()
            raise

    def _sent(self, request: Request) -> http.client.HTTPResponse:
        method = "GET" if request.body is None else "POST"
        self._connection.request(method, self._path + request.path, request.body, dict(request.headers))
        return self._connection.getresponse()
