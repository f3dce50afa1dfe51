"""SPARQL servers of others on loopback: `oxigraph serve` and Virtuoso, each in a folder that goes with it."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import requests

from bwise_kg.endpoint import EndpointStore
from bwise_kg.generations import open_store
from bwise_kg.places import making

_PATIENCE = 60
"""Seconds in which a server must have started."""

_PORTS = range(20_000, 32_000)
"""Below those that systems hand out by themselves (Linux from 32,768 on, others from 49,152 on)."""

VIRTUOSO_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 20
CheckpointInterval = 60
CaseMode = 2
DirsAllowed = .
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 0
"""
"""What keeps a Virtuoso on loopback, and lets it answer with all rows."""


def oxigraph() -> str | None:
    """Return the program of Oxigraph's server, which the environment of the tests has."""
    beside = Path(sysconfig.get_path("scripts")) / "oxigraph"
    return str(beside) if beside.exists() else shutil.which("oxigraph")


def virtuoso() -> str | None:
    """Return the program of Virtuoso, where its package is installed."""
    return shutil.which("virtuoso-t")


@contextmanager
def oxigraph_serving(folder: Path, *options: str, port: int | None = None) -> Iterator[str]:
    """Run ``oxigraph serve`` on a port, by default a free one, and yield its URL."""
    port = port or _free_ports(1)[0]
    program = oxigraph()
    assert program is not None
    command = [program, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", *options]
    with _running(command, folder.parent, f"http://127.0.0.1:{port}/query"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def virtuoso_serving(folder: Path) -> Iterator[str]:
    """Run Virtuoso with an empty database in a folder, and yield its URL with its first user's password in it."""
    http, sql = _free_ports(2)
    folder.mkdir(parents=True)
    (folder / "virtuoso.ini").write_text(VIRTUOSO_INI.format(http=http, sql=sql))
    program = virtuoso()
    assert program is not None
    with _running([program, "+foreground", "+configfile", "virtuoso.ini"], folder, f"http://127.0.0.1:{http}/sparql"):
        yield f"http://dba:dba@127.0.0.1:{http}/sparql"


def placed(folder: Path, url: str) -> None:
    """Bring the store in a folder to an endpoint, as a build there would have it."""
    held = open_store(folder)
    with making(url) as (store, _):
        for graph in held.graphs():
            store.load(held.quads(graph))


def emptied(url: str) -> EndpointStore:
    """Return the store at an endpoint, without what other tests have left in it."""
    store = EndpointStore(url)
    graphs = [graph for graph in store.all_graphs() if graph.value.startswith("https://w3id.org/bwise/")]
    if graphs:
        store.update(" ; ".join(f"DROP SILENT GRAPH {graph}" for graph in graphs))
    return store


@contextmanager
def _running(command: list[str], folder: Path, url: str) -> Iterator[None]:
    log = folder / "server.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(command, cwd=folder, stdout=stream, stderr=stream, env=dict(os.environ))
    try:
        _wait(process, url, log)
        yield
    finally:
        process.kill()  # its folder goes too
        process.wait()


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with suppress(requests.ConnectionError), requests.post(url, data={"query": "ASK {}"}, timeout=10) as answer:
            if answer.ok:
                return
        time.sleep(0.1)
    raise AssertionError(f"the server did not start: {log.read_text(errors='replace')[-2000:]}")


def _free_ports(number: int) -> list[int]:
    """Return ports that nobody listens on, none of those that the system gives to whoever connects meanwhile."""
    found: list[int] = []
    while len(found) < number:
        port = secrets.choice(_PORTS)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            found.append(port)
    return found
