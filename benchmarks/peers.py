"""The servers that are measured, each on the same statements: ours, and what a user would take instead."""

from __future__ import annotations

import io
import socket
import subprocess
import time
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import ExitStack, closing, contextmanager
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from shutil import which
from types import TracebackType
from typing import Self

import pyoxigraph as ox
import rdflib

from bwise_kg import open_graph
from bwise_kg.store import CATALOG
from tests.endpoint.servers import oxigraph, oxigraph_serving, virtuoso, virtuoso_serving

OXIGRAPH, VIRTUOSO, RDFLIB = "oxigraph serve", "Virtuoso", "rdflib-endpoint"


@contextmanager
def peers(store: Path, folder: Path) -> Iterator[dict[str, str | None]]:
    """Run the servers of others that are here on what a store holds; yields their endpoints, None for who is not here.

    folder: for their data. rdflib-endpoint is not among them: see `RdflibEndpoint`.
    """
    dump = folder / "served.nq"
    write_dump(store, dump)
    urls: dict[str, str | None] = {OXIGRAPH: None, VIRTUOSO: None}
    with ExitStack() as running:
        if program := oxigraph():
            data = folder / "oxigraph"
            load = [program, "load", "--location", str(data), "--file", str(dump)]
            subprocess.run(load, check=True, capture_output=True)
            urls[OXIGRAPH] = running.enter_context(oxigraph_serving(data, "--union-default-graph")) + "/query"
        if virtuoso() and (client := which("isql-vt")):
            home = folder / "virtuoso"
            url = running.enter_context(virtuoso_serving(home))
            _load_virtuoso(client, home, dump)
            urls[VIRTUOSO] = url.replace("dba:dba@", "")
        yield urls


def write_dump(store: Path, target: Path) -> None:
    """Write all named graphs of a store as N-Quads."""
    held = open_graph(store).store
    with target.open("wb") as stream:
        for graph in held.graphs():
            ox.serialize(held.quads(graph), stream, ox.RdfFormat.N_QUADS)


def catalog(store: Path) -> bytes:
    """Return the graph that describes the others, as N-Quads."""
    made = io.BytesIO()
    ox.serialize(open_graph(store).store.quads(CATALOG), made, ox.RdfFormat.N_QUADS)
    return made.getvalue()


def _load_virtuoso(client: str, home: Path, dump: Path) -> None:
    """Load N-Quads (flag 512; 1 and 64 forgive what it holds to be odd in them) as its own loader does."""
    settings = ConfigParser()
    settings.read(home / "virtuoso.ini")
    (home / "served.nq").hardlink_to(dump)
    command = "DB.DBA.TTLP_MT (file_open ('served.nq'), '', 'http://localhost/', 577, 2); checkpoint;"
    login = [client, settings["Parameters"]["ServerPort"], "dba", "dba"]
    done = subprocess.run([*login, f"exec={command}"], capture_output=True, text=True, check=False)
    if done.returncode or "Error" in done.stderr + done.stdout:
        raise RuntimeError(f"Virtuoso did not take the statements: {done.stdout}{done.stderr}")


class RdflibEndpoint:
    """rdflib-endpoint on a dataset that is in memory: a copy of this process, and a fresh one after a runaway query."""

    def __init__(self, dataset: rdflib.Dataset) -> None:
        self._dataset = dataset
        self._context = get_context("fork")
        self.url = ""

    @staticmethod
    def is_here() -> bool:
        """Tell whether it is installed."""
        return find_spec("rdflib_endpoint") is not None

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def restart(self) -> None:
        """End it, whatever it is at, and serve again."""
        self._stop()
        self._start()

    def _start(self) -> None:
        listener = socket.create_server(("127.0.0.1", 0))
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        self._process = self._context.Process(target=_serve, args=(self._dataset, listener))
        with closing(listener):
            self._process.start()
        time.sleep(2)  # connections wait in the listener's queue; but the modules should be there when one is timed

    def _stop(self) -> None:
        self._process.kill()
        self._process.join()


def _serve(dataset: rdflib.Dataset, listener: socket.socket) -> None:
    import logging  # noqa: PLC0415 - in the copy only

    import uvicorn  # noqa: PLC0415
    from rdflib_endpoint import SparqlEndpoint  # noqa: PLC0415

    logging.disable()
    app = SparqlEndpoint(graph=dataset, enable_update=False)
    uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False)).run(sockets=[listener])
