"""What is made once per state of the store and then handed out: dumps, and the numbers of the dataset.

After a change only the dumps of what has changed are made anew, and the dump of everything. Nobody waits for that: what
is there already is described at once, the rest as soon as it is made. A digest of before would be one of other bytes.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from bwise_kg.namespaces import GRAPH
from bwise_kg.resources import Resources
from bwise_kg.store import CATALOG

from . import dumps
from .descriptions import Select
from .dumps import WHOLE, Dump
from .opening import store_settings
from .problems import Problem
from .serializations import Format
from .service import Service
from .statistics import Statistics, count

log = logging.getLogger("bwise_kg.api.publishing")

PATIENCE, MOST = 1.0, 60.0
"""Seconds that the description of the dataset waits for what is being made, and at most, for clients that say so
(``Prefer: wait=30``); then it leaves that out."""

_COUNTING = "the description of the dataset"
"""Who counts, for the bounds on a client: whoever asks for the description is not to wait behind that."""


def asking(service: Service, client: str) -> Select:
    """Return what asks the service SELECT queries on behalf of a client."""

    async def select(query: str) -> QuerySolutions:
        answer = await service.query(query, media_type="application/sparql-results+json", client=client)
        results = parse_query_results(await answer.read(), QueryResultsFormat.JSON)
        if not isinstance(results, QuerySolutions):
            raise TypeError("no SELECT query")
        return results

    return select


class Publisher:
    """Makes dumps in a process beside the service, one at a time, and keeps what it knows of them."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._making = asyncio.Lock()
        self._state = ""
        self._dumps: dict[tuple[str, str], Dump] = {}
        self._all: asyncio.Task[None] | None = None
        self._counting: asyncio.Task[Statistics] | None = None
        self._stopping: set[asyncio.Task[None]] = set()
        place = service.place
        self.folder = dumps.cache_folder(place if isinstance(place, Path) else place.url)

    async def names(self) -> list[str]:
        """Return what there are dumps of."""
        info = await self._service.refresh()
        ours = (graph.iri for graph in info.graphs if graph.iri.startswith(GRAPH.base))
        return [WHOLE, *(iri.removeprefix(GRAPH.base) for iri in ours)]

    async def dump(self, name: str, format_: Format) -> Dump:
        """Return a dump, made now unless it is there.

        Raises Problem 503 if it cannot be made.
        """
        await self._renew()
        key = (name, format_.ending)
        if not self._is_there(key):
            async with self._making:
                if not self._is_there(key):
                    await self._make(f"{name}.{format_.ending}")
        if not self._is_there(key):
            raise Problem(
                503, "The store is being changed", "Try again in a moment.", "busy", headers={"Retry-After": "1"}
            )
        return self._dumps[key]

    def _is_there(self, key: tuple[str, str]) -> bool:
        return key in self._dumps and (self.folder / self._dumps[key].path).is_file()

    async def made(self, seconds: float = PATIENCE) -> tuple[Sequence[Dump], Statistics | None, bool]:
        """Return the dumps that are there, the numbers of the default graph, and whether that is all of it.

        What is not there is being made from now on. seconds: how long to wait for it.
        """
        await self._renew()
        making = self._all = self._all or asyncio.create_task(self._make())
        counting = self._counting = self._counting or asyncio.create_task(count(asking(self._service, _COUNTING)))
        await asyncio.wait([making, counting], timeout=seconds)
        if making.done() and (making.cancelled() or making.exception()):
            self._all = None
        if counting.done() and (counting.cancelled() or counting.exception()):
            log.warning("numbers of the dataset not counted", exc_info=counting.exception())
            self._counting = None
        numbers = counting.result() if self._counting and counting.done() else None
        complete = self._all is not None and making.done() and numbers is not None
        return [*self._dumps.values()], numbers, complete

    async def catalogue(self, client: str) -> Resources:
        """Return what the catalogue says."""
        query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
        answer = await self._service.construct(
            query, default_graphs=[CATALOG.value], media_type="application/n-triples", client=client
        )
        said = parse(await answer.read(), RdfFormat.N_TRIPLES)
        return Resources(said, "the catalogue")

    async def _renew(self) -> None:
        """Forget what was known of another state of the store."""
        info = await self._service.refresh()
        if info.state != self._state:
            if self._all and not self._all.done():  # nobody asks for what it is making any more
                self._stopping.add(self._all)
                self._all.add_done_callback(self._stopping.discard)
                self._all.cancel()
            self._state, self._counting, self._all = info.state, None, None
            self._dumps.clear()

    async def _make(self, *what: str) -> None:
        state = self._state
        place = self._service.place
        store = str(place) if isinstance(place, Path) else dumps.SETTINGS
        command = [sys.executable, "-P", "-m", dumps.__name__, store, str(self.folder), *what]
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=os.environ | store_settings(place),
        )
        if process.stdout is None or process.stderr is None:
            raise RuntimeError("a process without pipes")
        try:
            complaints, _ = await asyncio.gather(process.stderr.read(), self._listen(process.stdout, state))
            await process.wait()
        except BaseException:
            with suppress(ProcessLookupError):
                process.kill()
            raise
        if process.returncode:
            log.error("dumps not made", extra={"stderr": complaints.decode(errors="replace")[-2000:]})
            raise Problem(503, "The dump cannot be made now", "Try again later.", "busy", headers={"Retry-After": "60"})

    async def _listen(self, lines: asyncio.StreamReader, state: str) -> None:
        """Take note of dumps as they are made."""
        async for line in lines:
            if state == self._state:
                dump = Dump(**json.loads(line))
                self._dumps[dump.name, dump.ending] = dump
