"""What is made once per state of the store and then handed out: dumps, and the numbers of the dataset."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Sequence

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from bwise_kg.namespaces import GRAPH
from bwise_kg.resources import Resources
from bwise_kg.store import CATALOG

from . import dumps
from .descriptions import Select
from .dumps import WHOLE, Dump
from .problems import Problem
from .serializations import Format
from .service import Service
from .statistics import Statistics, count

log = logging.getLogger("bwise_kg.api.publishing")

PATIENCE = 20.0
"""Seconds that the description of the dataset waits for dumps that are being made; then it leaves them out."""


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
        self._statistics: Statistics | None = None
        self._all: asyncio.Task[None] | None = None
        self.folder = dumps.cache_folder(service.folder)

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

    async def all_dumps(self) -> tuple[Sequence[Dump], bool]:
        """Return the dumps that are there, and whether these are all; the others are being made from now on."""
        await self._renew()
        if self._all is None:
            self._all = asyncio.create_task(self._make())
        try:
            await asyncio.wait_for(asyncio.shield(self._all), PATIENCE)
        except TimeoutError:
            return [*self._dumps.values()], False
        except Problem:
            self._all = None
            return [*self._dumps.values()], False
        return [*self._dumps.values()], True

    async def statistics(self, client: str) -> Statistics | None:
        """Return the numbers of the default graph; None if they took too long to count."""
        await self._renew()
        if self._statistics is None:
            try:
                self._statistics = await count(asking(self._service, client))
            except Problem as problem:
                log.warning("numbers of the dataset not counted", extra={"status": problem.status})
                return None
        return self._statistics

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
            self._state, self._statistics, self._all = info.state, None, None
            self._dumps.clear()

    async def _make(self, *what: str) -> None:
        state = self._state
        command = [sys.executable, "-P", "-m", dumps.__name__, str(self._service.folder), str(self.folder), *what]
        process = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        try:
            out, complaints = await process.communicate()
        except asyncio.CancelledError:
            process.kill()
            raise
        if process.returncode:
            log.error("dumps not made", extra={"stderr": complaints.decode(errors="replace")[-2000:]})
            raise Problem(503, "The dump cannot be made now", "Try again later.", "busy", headers={"Retry-After": "60"})
        if state == self._state:
            for line in out.splitlines():
                dump = Dump(**json.loads(line))
                self._dumps[dump.name, dump.ending] = dump
