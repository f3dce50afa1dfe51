"""Opening what a job names: a generation in a folder, or a state of the store at an endpoint."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Union

from bwise_kg.errors import StoreAwayError, StoreError, StoreSlowError
from bwise_kg.graph import Graph
from bwise_kg.store import EmbeddedStore

from .jobs import AtEndpoint, Gone, Source
from .problems import Problem, overdue

if TYPE_CHECKING:
    from bwise_kg.endpoint import EndpointStore

log = logging.getLogger("bwise_kg.api.opening")

Readable = Union[EmbeddedStore, "EndpointStore"]
"""A store that answers queries of any form."""

_PATIENT = "600"
"""Seconds that a server may take to answer what nobody waits for."""

_AGAIN = "3"
"""Seconds after which it pays to ask again for a store whose server is away."""


class Opened:
    """The store that a process has open, and what was read from it before."""

    def __init__(self) -> None:
        self._source: Source | None = None
        self._store: Readable | None = None
        self._graph: Graph | None = None
        self._held: tuple[Path, EmbeddedStore] | None = None

    def hold(self, generation: Path, store: EmbeddedStore) -> None:
        """Take a store in memory for a generation; all others are opened."""
        self._held = (generation, store)

    def store(self, source: Source, seconds: float) -> Readable:
        """Return the store that a source names; seconds: that a server may take to answer.

        Raises StoreError when it cannot be opened.
        """
        if self._store is None or self._source != source:
            self._graph = None
            if self._store is None or not _is_same_endpoint(self._source, source):
                self._source = self._store = None  # lets go of the old one first
                held = self._held
                self._store = held[1] if held and held[0] == source else open_source(source, seconds)
            elif not isinstance(self._store, EmbeddedStore):
                self._store.forget()
            self._source = source
        if not isinstance(self._store, EmbeddedStore):
            self._store.allow(seconds)
        return self._store

    def anew(self, source: Source, seconds: float) -> Readable:
        """Return the store that a source names, as it is at this moment; otherwise as `store`."""
        store = self.store(source, seconds)
        if not isinstance(store, EmbeddedStore):
            store.forget()
        return store

    def graph(self, source: Source, seconds: float) -> Graph:
        """Return the knowledge graph in the store that a source names; otherwise as `store`."""
        store = self.store(source, seconds)
        self._graph = self._graph or Graph(store)
        return self._graph


def _is_same_endpoint(one: Source | None, other: Source) -> bool:
    """Tell whether two sources are states of one endpoint, whose connection then serves on."""
    return isinstance(one, AtEndpoint) and isinstance(other, AtEndpoint) and replace(one, name=other.name) == other


def open_source(source: Source, seconds: float = 30.0) -> Readable:
    """Open a store for reading; raises StoreError when that cannot be done."""
    if isinstance(source, Path):
        return EmbeddedStore(source, read_only=True)
    return open_endpoint(source, seconds)


def open_endpoint(source: AtEndpoint, seconds: float) -> EndpointStore:
    """Open the store at an endpoint; raises StoreError when there is none."""
    from bwise_kg.endpoint import EndpointStore  # noqa: PLC0415 - loads requests, which stores in folders do without

    return EndpointStore(source.url, token=source.token, update_url=source.update, timeout=seconds)


def store_settings(place: Source) -> dict[str, str]:
    """Return the variables of the environment by which another process of this project finds a store.

    It may wait longer than whoever waits for an answer.
    """
    if isinstance(place, Path):
        return {"BWISE_STORE": str(place)}
    found = {"BWISE_STORE": place.url, "BWISE_STORE_TOKEN": place.token, "BWISE_STORE_UPDATE": place.update}
    return {name: value for name, value in found.items() if value} | {"BWISE_TIMEOUT": _PATIENT}


def unopened(error: StoreError, source: Source) -> Gone | Problem:
    """Return what is told of a store that cannot be opened or read.

    A generation may be gone since there is a newer one. What is at an endpoint is there or not: its address, and what
    else the server's words tell of the inside, is for the log.
    """
    if isinstance(source, Path):
        return Gone(str(error))
    if isinstance(error, StoreSlowError):
        return overdue()
    log.warning("the store's server did not answer", extra={"reason": str(error)})
    if isinstance(error, StoreAwayError):
        return away()
    return Problem(
        502, "The store's server failed on this", "What it said is in the log, under the request's id.", "server"
    )


def away() -> Problem:
    """Return what is told while a store's server does not answer."""
    return Problem(
        503,
        "The store is away",
        "The server that holds it does not answer, or graphs are being put in place there; try again in a moment.",
        "busy",
        headers={"Retry-After": _AGAIN},
    )
