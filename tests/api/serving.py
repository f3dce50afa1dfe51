"""Servers on loopback for the tests: the real command, and the application with other bounds."""

from __future__ import annotations

import asyncio
import dataclasses
import importlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import httpx
import pyoxigraph as ox

from bwise_kg.catalog import GraphDescription, describe
from bwise_kg.endpoint import EndpointStore
from bwise_kg.places import making
from bwise_kg.settings import is_url
from bwise_kg.submissions import SUBMITTED
from bwise_kg.tokens import HashedToken

TOKEN = "tests-only-0123456789-abcdefghijklmnop"
"""The token of services that tests write to."""

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
"""A query that would take years."""


@dataclasses.dataclass
class Server:
    """A running server. url: without a slash at the end."""

    process: subprocess.Popen[str]
    url: str
    lines: list[str]

    def client(self, address: str = "127.0.0.1", timeout: float = 60) -> httpx.Client:
        """Return a client that comes from some loopback address: the service tells clients apart by it."""
        return httpx.Client(base_url=self.url, transport=httpx.HTTPTransport(local_address=address), timeout=timeout)

    def workers(self) -> list[int]:
        """Return the process ids of the workers, of who they were forked from, and of who writes."""
        waiting = [child for starter in children(self.process.pid) for child in children(starter)]
        found = []
        while waiting:
            found.append(waiting.pop())
            waiting += children(found[-1])
        return found

    def records(self) -> list[dict[str, object]]:
        """Return what was logged."""
        return [json.loads(line) for line in self.lines]


def filled(place: Path | str, graphs: Mapping[str, Iterable[ox.Triple]]) -> None:
    """Make a store of some graphs in a folder or at an endpoint, each described in the catalogue."""
    with making(place) as (store, _):
        said = []
        for iri, triples in graphs.items():
            graph = ox.NamedNode(iri)
            store.load(ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
            size, digest = store.size(graph), store.measured_digest(graph)
            said.append(GraphDescription(graph, f"Data of tests: {iri}", SUBMITTED, size, digest))
        store.load(describe(said))


def cleared(url: str) -> None:
    """Take everything out of a server of the tests, whoever put it there."""
    EndpointStore(url, whole=False).update("DROP ALL")


@contextmanager
def serving(store: Path | str, *options: str, **environment: str) -> Iterator[Server]:
    """Run ``bwise-kg serve`` on a free port."""
    code = "from bwise_kg.cli import main; main()"
    with _running(
        [sys.executable, "-c", code, "serve", "--port", "0", "--store", str(store), *options], environment
    ) as s:
        yield s


@contextmanager
def writable(store: Path | str, *options: str, **environment: str) -> Iterator[tuple[Server, httpx.Client]]:
    """Run ``bwise-kg serve --writable`` on a free port; the client has the token."""
    with serving(store, "--writable", *options, BWISE_TOKEN=TOKEN, **environment) as server, server.client() as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield server, client


@contextmanager
def bounded(
    store: Path | str, workers: int = 2, *, writing: dict[str, float] | None = None, **limits: float
) -> Iterator[Server]:
    """Run the application on a free port, with other bounds than the usual ones; writing: writable, with its bounds."""
    bounds = [json.dumps(limits), *([] if writing is None else [json.dumps(writing)])]
    with _running([sys.executable, "-m", "tests.api.serving", str(store), str(workers), *bounds], {}) as server:
        yield server


@contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[Server]:
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    assert process.stderr is not None
    lines: list[str] = []
    reader = threading.Thread(target=_read, args=(process.stderr, lines))
    reader.start()
    try:
        said = process.stdout.readline()
        match = re.search(r"http://[\d.:]+", said)
        assert match, said + "".join(lines)
        yield Server(process, match[0], lines)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(20)
        reader.join()
        process.stdout.close()
        process.stderr.close()


def _read(stream: IO[str], lines: list[str]) -> None:
    lines.extend(iter(stream.readline, ""))


def children(pid: int) -> list[int]:
    """Return the child processes of a process."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has just ended
            found += [int(child) for child in task.read_text(encoding="ascii").split()]
    return found


def main(store: str, workers: str, limits: str, writing: str | None = None) -> None:
    """Run the application."""
    from bwise_kg.commands.serve import listen

    # by name, as the command does: type checkers see the folder api as a package of its own
    app_module, jobs, logs, orders = (
        importlib.import_module(f"bwise_kg.api.{name}") for name in ("app", "jobs", "logs", "orders")
    )
    logs.configure()
    who = writing and orders.Writable(HashedToken.of(TOKEN), orders.WriteLimits(**json.loads(writing)))
    app = app_module.create_app(
        jobs.AtEndpoint(store) if is_url(store) else Path(store),
        workers=int(workers),
        limits=jobs.Limits(**json.loads(limits)),
        writable=who or None,
    )
    asyncio.run(listen(app, "127.0.0.1", 0))


if __name__ == "__main__":
    main(*sys.argv[1:])
