"""The command ``bwise-kg serve``."""
# ruff: noqa: PLC0415 - a command loads only what it needs: half a second is felt

from __future__ import annotations

import asyncio
import importlib
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import StoreError
from ..settings import settings
from ..terminal import write

if TYPE_CHECKING:
    import uvicorn

_SHUTDOWN = 5
"""Seconds that requests have to end in when the service is stopped."""


def serve(
    host: Annotated[
        str | None, typer.Option("--host", help="Address to listen on; by default 127.0.0.1 (or BWISE_HOST).")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", min=0, max=65535, help="Port, 0 for a free one; by default 8000 (or BWISE_PORT)."),
    ] = None,
    store: Annotated[
        Path | None,
        typer.Option("--store", help="Folder of the store; by default the one that `build` writes (or BWISE_STORE)."),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", min=2, help="Processes that answer queries; by default one a processor (or BWISE_WORKERS)."
        ),
    ] = None,
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="URL", help="Public URL of the service, behind a proxy (or BWISE_BASE)."),
    ] = None,
) -> None:
    """Serve the store over HTTP: SPARQL at /sparql. A store that is built anew is picked up.

    It ends with Ctrl-C.
    """
    from ..generations import current

    folder = (store or settings().store).resolve()
    if current(folder) is None:
        raise StoreError(f"{folder}: no store there; make one with: bwise-kg build --out {folder}")
    api = importlib.import_module("bwise_kg.api.app")
    jobs = importlib.import_module("bwise_kg.api.jobs")
    importlib.import_module("bwise_kg.api.logs").configure()
    app = api.create_app(
        folder,
        base=base or settings().base,
        workers=workers or settings().workers,
        limits=replace(jobs.Limits(), timeout=settings().timeout),
    )
    asyncio.run(listen(app, host or settings().host, settings().port if port is None else port))


async def listen(app: Any, host: str, port: int) -> None:
    """Serve an ASGI application until a signal ends it; say where it listens once it does.

    Raises StoreError when it cannot.
    """
    import uvicorn

    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=_SHUTDOWN,
        h11_max_incomplete_event_size=2 * 2**20,  # a query may come in the address
    )
    config.load()
    server = uvicorn.Server(config)
    try:
        listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise StoreError(f"the service could not be started on {host}:{port} ({error.strerror or error})") from error
    with listener, _stopping(server):
        serving = asyncio.ensure_future(server._serve(sockets=[listener]))  # without its own handling of signals
        while not server.started and not serving.done():
            await asyncio.sleep(0.01)
        if server.started:
            host, port, *_ = listener.getsockname()
            name = f"[{host}]" if ":" in host else host
            write(f"bwise-kg listens on http://{name}:{port} (SPARQL: /sparql); Ctrl-C ends it\n", None)
        await serving
    if not server.started:
        raise StoreError("the service could not be started; the log says why")


@contextmanager
def _stopping(server: uvicorn.Server) -> Iterator[None]:
    """End the service on SIGINT and SIGTERM; a second one does not wait for requests."""
    before = {number: signal.signal(number, server.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
