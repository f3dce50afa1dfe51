"""The service that answers queries: bounded, on the newest generation of the store, without blocking the event loop."""

from __future__ import annotations

import hashlib
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
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
from .jobs import AtEndpoint, Job, Limits, Result, Source, StoreInfo, Task, Value
from .lanes import Lanes
from .orders import GraphUpdate, Prepared, SparqlUpdate, Writable, WriteLimits
from .problems import Problem
from .watching import watching

__all__ = ["Answer", "Service"]

_VERSION = package_version("bwise-kg")

_Called = tuple[str, tuple[tuple[str, Value], ...]]
"""The name of a function of `api.tasks`, and what it is given."""


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
        if not is_stable(text):
            return None
        return self._tag(await self._watch.usable(), _Request.of(text, default_graphs, named_graphs, media_type))

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

        def job(source: Source, spool: Path, limits: Limits) -> Job:
            return Job(
                source, request.text, request.accept, spool, limits, request.default_graphs, request.named_graphs
            )

        return await self._answered(request, job, client, deadline, stable=is_stable(text))

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

        def task(source: Source, spool: Path, limits: Limits) -> Task:
            return Task(source, name, given, spool, limits, upload)

        return await self._answered((name, given), task, client, deadline, stable=upload is None)

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
        folder = Path(self._spool.name)
        folder.mkdir(mode=0o700, exist_ok=True)  # systems tidy up where temporary files are
        return folder / uuid.uuid4().hex

    async def _answered(
        self,
        asked: _Request | _Called,
        job: Callable[[Source, Path, Limits], Job | Task],
        client: str,
        deadline: float,
        *,
        stable: bool,
    ) -> Answer:
        """Have a worker answer what is asked, unless the answer is kept.

        job: makes what the worker is given. stable: whether the same is the answer until the store changes.
        """
        info = await self._watch.usable()
        for _ in range(10):
            key, etag = (info.state, asked), self._tag(info, asked) if stable else None
            if stable and (kept := self._cache.get(key)):
                return self._answer(kept, etag)
            spool = self.new_file()
            try:
                limits = replace(self.limits, size=self._room())
                reply = await self._lanes.run(job(self._watch.source(info), spool, limits), client, deadline)
                if isinstance(reply, Problem):
                    raise reply
                if isinstance(reply, Result):
                    if stable and reply.body is not None and info is self._watch.info:
                        self._cache.put(key, reply, reply.size + len(repr(asked)))
                    return self._answer(reply, etag, spool)
            finally:
                spool.unlink(missing_ok=True)  # who reads it has it open
            info = await self._watch.usable()
        raise Problem(503, "The store is being changed", "Try again in a moment.", "busy", headers={"Retry-After": "1"})

    def _answer(self, result: Result, etag: str | None, spool: Path | None = None) -> Answer:
        body: bytes | AsyncIterator[bytes]
        if result.body is not None:
            body = result.body
        elif spool is not None:
            body = Spooled(spool, result.size, self._budget)
        else:
            raise RuntimeError("a result without a body")
        return Answer(body, result.media_type, result.size, result.rows, etag)

    def _room(self) -> int:
        """Return how many bytes an answer may have now."""
        return max(min(self.limits.size, self.limits.spooled - self._budget.used), self.limits.inline)

    @staticmethod
    def _tag(info: StoreInfo, asked: _Request | _Called) -> str:
        digest = hashlib.sha256(repr((info.state, _VERSION, asked)).encode("utf-8", "surrogatepass"))
        return f'W/"{digest.hexdigest()[:32]}"'


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
