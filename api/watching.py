"""What the store holds now: noticed where it changes, whoever changes it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from bwise_kg.errors import StoreError
from bwise_kg.generations import current

from .jobs import AtEndpoint, Gone, Limits, Look, Source, StoreInfo
from .lanes import Lanes
from .opening import away
from .problems import Problem

log = logging.getLogger("bwise_kg.api.watching")

TRUSTED = 2.0
"""Seconds that an endpoint is taken to hold what it held: others write to it without telling anybody."""

_LOOK = 10.0
"""Seconds that a look at an endpoint may take before its server counts as away."""

_AWAY = 1.0
"""Seconds for which a server that did not answer is not asked again."""


class Watch(Protocol):
    """Knows the newest state of a store.

    info: what the store held when it was last looked at; None before that.
    """

    info: StoreInfo | None

    async def newest(self) -> StoreInfo:
        """Return what the store holds now, which takes a look only where it may be something else.

        Raises StoreError or Problem when that cannot be told.
        """

    async def usable(self) -> StoreInfo:
        """Return what can be asked now: an older state, where that is still there and the newest cannot be opened.

        Raises StoreError or Problem when there is nothing.
        """

    def source(self, info: StoreInfo) -> Source:
        """Return what jobs on a state ask."""

    def changed(self) -> None:
        """Take a look before anything else is answered: the store has been written."""


class FolderWatch:
    """Watches a folder, whose pointer names the newest generation; see `Watch`.

    noticed: is called when there is another state.
    """

    def __init__(self, folder: Path, lanes: Lanes, limits: Limits, noticed: Callable[[], None]) -> None:
        self.info: StoreInfo | None = None
        self._folder, self._lanes, self._limits, self._noticed = folder, lanes, limits, noticed
        self._looking = asyncio.Lock()

    def source(self, info: StoreInfo) -> Source:
        """See `Watch.source`."""
        return self._folder / info.generation

    def changed(self) -> None:
        """See `Watch.changed`; the pointer is read each time."""

    async def newest(self) -> StoreInfo:
        """See `Watch.newest`."""
        name = self._current()
        if self.info is not None and name in {self.info.generation, None}:
            return self.info
        async with self._looking:
            for _ in range(10):  # writers may move on while we look
                name = self._current()
                if name is None:
                    raise StoreError(
                        f"{self._folder}: no store there; make one with: bwise-kg build --out {self._folder}"
                    )
                if self.info is not None and self.info.generation == name:
                    return self.info
                reply = await self._lanes.run(Look(self._folder / name), "", time.monotonic() + self._limits.timeout)
                if isinstance(reply, StoreInfo):
                    self.info = reply
                    self._noticed()
                    self._lanes.hold(self._folder / name)
                    log.info("store opened", extra={"generation": name, "digest": reply.digest})
                    return reply
                if isinstance(reply, Problem):
                    raise reply
                if isinstance(reply, Gone) and name == self._current():
                    raise StoreError(reply.reason)
            raise StoreError(f"{self._folder}: the store changes faster than it can be opened")

    async def usable(self) -> StoreInfo:
        """See `Watch.usable`: a generation that is open stays readable."""
        try:
            return await self.newest()
        except StoreError:
            if self.info is None:
                raise
            log.exception("store not opened", extra={"kept": self.info.generation})
            return self.info

    def _current(self) -> str | None:
        try:
            return current(self._folder)
        except StoreError:
            if self.info is None:
                raise
            return None


class EndpointWatch:
    """Watches an endpoint by looking at its catalogue, at most every two seconds; see `Watch`.

    noticed: is called when there is another state.
    """

    def __init__(self, endpoint: AtEndpoint, lanes: Lanes, noticed: Callable[[], None]) -> None:
        self.info: StoreInfo | None = None
        self._endpoint, self._lanes, self._noticed = endpoint, lanes, noticed
        self._looking = asyncio.Lock()
        self._looked = self._written = self._failed = float("-inf")

    def source(self, info: StoreInfo) -> Source:
        """See `Watch.source`."""
        return replace(self._endpoint, name=info.state)

    def changed(self) -> None:
        """See `Watch.changed`."""
        self._written = time.monotonic()
        self._failed = float("-inf")

    async def newest(self) -> StoreInfo:
        """See `Watch.newest`; a server that is away is a Problem 503 until it is back."""
        if (info := self._trusted()) is not None:
            return info
        async with self._looking:  # whoever waited finds what was found
            if (info := self._trusted()) is not None:
                return info
            started = time.monotonic()
            source = self._endpoint if self.info is None else self.source(self.info)
            reply = await self._lanes.run(Look(source), "", started + _LOOK)
            if not isinstance(reply, StoreInfo):
                self._failed = time.monotonic()
                log.warning("store not looked at", extra={"reply": type(reply).__name__})
                raise reply if isinstance(reply, Problem) and reply.status in {502, 503} else away()
            self._looked = started
            if self.info is None or self.info.state != reply.state:
                self.info = reply
                self._noticed()
                log.info("store opened", extra={"generation": reply.generation, "digest": reply.digest})
            return self.info

    async def usable(self) -> StoreInfo:
        """See `Watch.usable`: there is but the newest."""
        return await self.newest()

    def _trusted(self) -> StoreInfo | None:
        """Return what was found of late, None where a look is due."""
        now = time.monotonic()
        if now - self._failed < _AWAY:
            raise away()
        if self.info is None or self._looked < self._written or now - self._looked >= TRUSTED:
            return None
        return self.info


def watching(
    place: Path | AtEndpoint, lanes: Lanes, limits: Limits, noticed: Callable[[], None]
) -> FolderWatch | EndpointWatch:
    """Return what watches the store in a folder or at an endpoint."""
    if isinstance(place, Path):
        return FolderWatch(place, lanes, limits, noticed)
    return EndpointWatch(place, lanes, noticed)
