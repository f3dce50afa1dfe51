"""The service that answers queries: bounded, on the newest generation of the store, without blocking the event loop."""

from __future__ import annotations

import hashlib
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.metadata import version as package_version
from pathlib import Path
from types import TracebackType

from bwise_kg.errors import StoreError

from .answers import Answer, Budget, Spooled
from .cache import Cache, is_stable
from .commits import Commits
from .footprint import Occupied
from .jobs import AtEndpoint, Job, Limits, Reply, Result, StoreInfo, Task, Value
from .lanes import Lanes
from .orders import GraphUpdate, Prepared, SparqlUpdate, Writable, WriteLimits
from .problems import Problem
from .watching import watching

__all__ = ["Answer", "Service"]

_VERSION = package_version("bwise-kg")


class Service:
    """Queries on the store in a folder or at an endpoint, answered by worker processes.

    writable: who may write; None for nobody.

    Use it as ``async with Service(folder) as service:``.
    Raises StoreError on entry when there is no store in the folder, Problem when there is no answer at the endpoint.
    """

    def __init__(
        self,
        place: Path | AtEndpoint,
        *,
        workers: int = 2,
        limits: Limits | None = None,
        writable: Writable | None = None,
    ) -> None:
        self.place = place.resolve() if isinstance(place, Path) else place
        self.limits = replace(limits or Limits(), network=isinstance(place, AtEndpoint))
        self.token = writable.token if writable else None
        self.write_limits = writable.limits if writable else WriteLimits()
        self._commits = Commits(self.place, self.write_limits)
        self.workers = workers
        self._cache = Cache()
        self._budget = Budget()
        self._spool = tempfile.TemporaryDirectory(prefix="bwise-kg-", ignore_cleanup_errors=True)
        self._lanes = Lanes(workers, self.limits)
        self._watch = watching(self.place, self._lanes, self.limits, self._cache.clear)

    async def __aenter__(self) -> Service:
        """Start the workers and look into the store."""
        try:
            await self._lanes.start()
            await self.refresh()
        except BaseException:
            await self.__aexit__(None, None, None)
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the workers, whatever they are at."""
        await self._commits.close()
        await self._lanes.close()
        self._spool.cleanup()

    @property
    def info(self) -> StoreInfo:
        """What the store held when it was last looked at: ESCO version, digest, generation, graphs."""
        if self._watch.info is None:
            raise RuntimeError("the service has not been started")
        return self._watch.info

    def occupied(self) -> Occupied:
        """Return which processes there are, and what they have."""
        found = self._lanes.occupied()
        return replace(found, kinds=found.kinds | {"writer": self._commits.pids})

    async def refresh(self) -> StoreInfo:
        """Return what the store holds now, which takes a look only where it may be something else."""
        return await self._watch.newest()

    async def etag(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        media_type: str | None = None,
    ) -> str | None:
        """Return the entity tag that an answer has now, without asking the query; None as in `Answer`."""
        return self._etag(await self._watch.usable(), _Request.of(text, default_graphs, named_graphs, media_type))

    async def query(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        media_type: str | None = None,
        timeout: float | None = None,
        client: str = "local",
        arrived: float | None = None,
    ) -> Answer:
        """Answer a query of any form.

        default_graphs, named_graphs: IRIs; None where the protocol named none. media_type: one, or an Accept
        header. timeout: seconds, at most the service's own. client: who asks, for the bounds on a client.
        arrived: when the request came, by time.monotonic.

        Raises Problem: 400, 406, 429, 503, 504.
        """
        request = _Request.of(text, default_graphs, named_graphs, media_type)
        seconds = min(timeout or self.limits.timeout, self.limits.timeout)
        deadline = (time.monotonic() if arrived is None else arrived) + seconds
        info = await self._watch.usable()
        for _ in range(10):
            if kept := self._cache.get((info.state, request)):
                return self._answer(kept, info, request)
            spool = Path(self._spool.name) / uuid.uuid4().hex
            try:
                reply = await self._ask(info, request, spool, client, deadline)
                if isinstance(reply, Problem):
                    raise reply
                if isinstance(reply, Result):
                    if reply.body is not None and is_stable(text) and info is self._watch.info:
                        self._cache.put((info.state, request), reply, len(reply.body) + len(text))
                    return self._answer(reply, info, request, spool)
            finally:
                spool.unlink(missing_ok=True)  # who reads it has it open
            info = await self._watch.usable()
        raise _changing()

    async def call(
        self,
        name: str,
        arguments: Mapping[str, Value],
        *,
        upload: Path | None = None,
        client: str = "local",
        arrived: float | None = None,
    ) -> Answer:
        """Have a function of `api.tasks` work something out; otherwise as `query`.

        arguments: all that the answer depends on beside the store. upload: folder with what was sent in; an answer to
        that is not kept and has no entity tag.

        Raises Problem as `query` does, and what the function finds wrong.
        """
        deadline = (time.monotonic() if arrived is None else arrived) + self.limits.timeout
        given = tuple(sorted(arguments.items()))
        info = await self._watch.usable()
        for _ in range(10):
            key = (info.state, name, given)
            etag = None if upload else self._tag(info, (name, given))
            if upload is None and (kept := self._cache.get(key)):
                return Answer(kept.body or b"", kept.media_type, kept.size, None, etag)
            spool = Path(self._spool.name) / uuid.uuid4().hex
            try:
                limits = replace(self.limits, size=self._room())
                task = Task(self._watch.source(info), name, given, spool, limits, upload)
                reply = await self._lanes.run(task, client, deadline)
                if isinstance(reply, Problem):
                    raise reply
                if isinstance(reply, Result):
                    if reply.body is None:
                        return Answer(
                            Spooled(spool, reply.size, self._budget), reply.media_type, reply.size, None, etag
                        )
                    if upload is None and info is self._watch.info:
                        self._cache.put(key, reply, reply.size + len(repr(given)))
                    return Answer(reply.body, reply.media_type, reply.size, None, etag)
            finally:
                spool.unlink(missing_ok=True)
            info = await self._watch.usable()
        raise _changing()

    async def call_tag(self, name: str, arguments: Mapping[str, Value]) -> str:
        """Return the entity tag that an answer of `call` has now, without working it out."""
        return self._tag(await self._watch.usable(), (name, tuple(sorted(arguments.items()))))

    async def construct(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        media_type: str | None = "text/turtle",
        timeout: float | None = None,
        client: str = "local",
    ) -> Answer:
        """Answer a CONSTRUCT or DESCRIBE query; otherwise as `query`."""
        return await self.query(
            text,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
            media_type=media_type,
            timeout=timeout,
            client=client,
        )

    async def write(
        self, what: SparqlUpdate | GraphUpdate, *, timeout: float | None = None, arrived: float | None = None
    ) -> Prepared:
        """Carry out a change of the store. Whoever asks after this returns is answered from the changed store.

        timeout, arrived: as for `query`.

        Raises Problem, and then nothing has changed: 400, 403, 404, 409, 413, 415, 500, 503, 504, 507.
        """
        if self.token is None:
            raise RuntimeError("the service is read-only")
        seconds = min(timeout or self.write_limits.timeout, self.write_limits.timeout)
        done = await self._commits.write(what, (time.monotonic() if arrived is None else arrived) + seconds)
        self._watch.changed()
        with suppress(Problem, StoreError):  # it counts already; whoever asks looks at the store again
            await self.refresh()
        return done

    def new_file(self) -> Path:
        """Return the name of a file, not there yet, for what is sent in."""
        return Path(self._spool.name) / uuid.uuid4().hex

    async def _ask(self, info: StoreInfo, request: _Request, spool: Path, client: str, deadline: float) -> Reply:
        limits = replace(self.limits, size=self._room())
        job = Job(
            self._watch.source(info),
            request.text,
            request.accept,
            spool,
            limits,
            request.default_graphs,
            request.named_graphs,
        )
        return await self._lanes.run(job, client, deadline)

    def _answer(self, result: Result, info: StoreInfo, request: _Request, spool: Path | None = None) -> Answer:
        body: bytes | AsyncIterator[bytes]
        if result.body is not None:
            body = result.body
        elif spool is not None:
            body = Spooled(spool, result.size, self._budget)
        else:
            raise RuntimeError("a result without a body")
        return Answer(body, result.media_type, result.size, result.rows, self._etag(info, request))

    def _room(self) -> int:
        """Return how many bytes an answer may have now."""
        return max(min(self.limits.size, self.limits.spooled - self._budget.used), self.limits.inline)

    @classmethod
    def _etag(cls, info: StoreInfo, request: _Request) -> str | None:
        return cls._tag(info, request) if is_stable(request.text) else None

    @staticmethod
    def _tag(info: StoreInfo, asked: object) -> str:
        digest = hashlib.sha256(repr((info.state, _VERSION, asked)).encode("utf-8", "surrogatepass"))
        return f'W/"{digest.hexdigest()[:32]}"'


def _changing() -> Problem:
    return Problem(503, "The store is being changed", "Try again in a moment.", "busy", headers={"Retry-After": "1"})


@dataclass(frozen=True, slots=True)
class _Request:
    """What an answer depends on, beside the store."""

    text: str
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    accept: str | None

    @classmethod
    def of(cls, text: str, default: Sequence[str] | None, named: Sequence[str] | None, accept: str | None) -> _Request:
        return cls(text, None if default is None else tuple(default), None if named is None else tuple(named), accept)
