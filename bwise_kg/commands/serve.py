"""The command ``bwise-kg serve``."""

from __future__ import annotations

import asyncio
import importlib
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import StoreError
from ..settings import InMemory, is_url, settings
from ..terminal import write
from .options import StoreOption

if TYPE_CHECKING:
    import uvicorn

    from ..tokens import HashedToken

_SHUTDOWN = 5
"""Seconds that requests have to end in when the service is stopped."""
_HELD = {InMemory.AUTO: None, InMemory.ON: 2**50, InMemory.OFF: 0}
"""Bytes that a store may take in memory."""


def serve(
    host: Annotated[
        str | None, typer.Option("--host", help="Address to listen on; by default 127.0.0.1 (or BWISE_HOST).")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", min=0, max=65535, help="Port, 0 for a free one; by default 8000 (or BWISE_PORT)."),
    ] = None,
    store: StoreOption = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", min=2, help="Processes that answer queries; by default one a processor (or BWISE_WORKERS)."
        ),
    ] = None,
    memory: Annotated[
        InMemory | None,
        typer.Option(
            "--memory",
            help="Hold the store of a folder in memory for reading: auto, by default, where the machine has room "
            "(or BWISE_MEMORY).",
        ),
    ] = None,
    writable: Annotated[
        bool, typer.Option("--writable", help="Take SPARQL updates and graphs from whoever has the token.")
    ] = False,
    token: Annotated[
        str | None,
        typer.Option(
            "--token",
            metavar="TOKEN",
            help="The token for writing, or its hash. Everybody on this machine can see a command's options: "
            "BWISE_TOKEN or --token-file are better.",
        ),
    ] = None,
    token_file: Annotated[
        Path | None, typer.Option("--token-file", help="File with the token for writing, or with its hash.")
    ] = None,
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="URL", help="Public URL of the service, behind a proxy (or BWISE_BASE)."),
    ] = None,
) -> None:
    """Serve the store over HTTP: SPARQL at /sparql. A store that is built anew is picked up.

    The store is a folder, or the URL of a SPARQL endpoint. It is read-only unless it is --writable; then a store that
    is not there yet is an empty one. It ends with Ctrl-C.
    """
    place = store or settings().store
    hashed = _token(token, token_file) if writable else None
    if not writable and (token or token_file):
        raise StoreError("a token is for a service that may be written to; add --writable")
    served = _at_endpoint(str(place), writable) if is_url(place) else _in_folder(Path(place).resolve(), writable)
    api = importlib.import_module("bwise_kg.api.app")
    jobs = importlib.import_module("bwise_kg.api.jobs")
    orders = importlib.import_module("bwise_kg.api.orders")
    importlib.import_module("bwise_kg.api.logs").configure()
    app = api.create_app(
        served,
        base=base or settings().base,
        workers=workers or settings().workers,
        limits=replace(jobs.Limits(), timeout=settings().timeout, held=_HELD[memory or settings().memory]),
        writable=orders.Writable(hashed) if hashed else None,
    )
    asyncio.run(listen(app, host or settings().host, settings().port if port is None else port))


def new_token() -> None:
    """Make a token for a service that is writable, and its hash.

    The service needs only the hash: put that into BWISE_TOKEN or a file, and give the token to who may write.
    """
    from ..tokens import HashedToken
    from ..tokens import new_token as make

    made = make()
    write(f"token  {made}\nhash   {HashedToken.of(made)}\n", None)


def _token(given: str | None, file: Path | None) -> HashedToken:
    """Return the hash of the token, from the option, the file or the environment."""
    from ..tokens import HashedToken

    if given and file:
        raise StoreError("give --token or --token-file, not both")
    if file is not None:
        try:
            given = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"{file}: the token cannot be read ({error})") from error
    secret = settings().token
    given = given or (secret.get_secret_value() if secret else None)
    os.environ.pop("BWISE_TOKEN", None)  # processes that are started from here need not know it
    if not given:
        raise StoreError(
            "a service that may be written to needs a token: make one with bwise-kg token, and put its hash into "
            "BWISE_TOKEN or --token-file"
        )
    return HashedToken.of(given)


def _in_folder(folder: Path, writable: bool) -> Path:
    """Return a folder that there is a store in: an empty one where there was none and there may be one."""
    from ..generations import current, writing
    from ..store import EmbeddedStore

    if current(folder) is None:
        if not writable:
            raise StoreError(f"{folder}: no store there; make one with: bwise-kg build --out {folder}")
        with writing(folder) as generation:
            EmbeddedStore(generation).close()
    return folder


def _at_endpoint(url: str, writable: bool) -> Any:
    """Return the endpoint that there is a store at, or may be one."""
    from ..places import check_endpoint

    check_endpoint(url, empty=writable)
    token = settings().store_token
    jobs = importlib.import_module("bwise_kg.api.jobs")
    return jobs.AtEndpoint(url, token=token.get_secret_value() if token else None, update=settings().store_update)


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
        # what it accepts inherits it: else a short answer waits 40 ms for the acknowledgement of its headers
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
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
