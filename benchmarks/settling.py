"""Waiting until a service is as it will be: a store that is held in memory is read from disk for its first seconds."""

from __future__ import annotations

from tests.api.memory import reading, until
from tests.api.serving import Server

PATIENCE = 300.0
"""Seconds that a store may take to be read into memory."""


def settle(server: Server) -> None:
    """Wait until all workers have the store in memory; it has to fit there."""
    with server.client() as client:
        until(lambda: reading(client)[1] == 0, PATIENCE)
