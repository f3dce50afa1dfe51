"""A server on the store of the embedded slice, for all tests of the service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.serving import Server, serving


@pytest.fixture(scope="session")
def server(slice_store: Path) -> Iterator[Server]:
    """Return a server that tests only ask; those that change or stop something run their own."""
    with serving(slice_store) as server:
        yield server


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    """Return a client of that server."""
    with server.client() as client:
        yield client
