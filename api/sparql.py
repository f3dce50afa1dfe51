"""The endpoint ``/sparql``, as a plain ASGI application: a cached answer takes a fraction of a framework's route."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from .answers import Answer
from .authorization import require_token
from .conditional import matches
from .description import describe
from .formats import content_type
from .orders import SparqlUpdate
from .presence import while_there
from .problems import Problem
from .protocol import Query, Update, read_operation
from .service import Service

METHODS = "GET, HEAD, OPTIONS, POST"
_CACHING = {"Cache-Control": "public, no-cache", "Vary": "Accept"}
"""Caches may keep an answer but have to ask whether it still holds: the store may change at any moment."""


class SparqlEndpoint:
    """Queries and updates by the SPARQL 1.1 Protocol; without one, the description of the service."""

    def __init__(self, base: str | None) -> None:
        self._base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        arrived = time.monotonic()
        request = Request(scope, receive)
        service: Service = scope["app"].state.service
        if request.method not in {"GET", "POST"}:  # HEAD comes as GET
            wrong = Problem(405, "Method Not Allowed", f"There is: {METHODS}.", headers={"Allow": METHODS})
            await wrong.response()(scope, receive, send)
            return
        try:
            operation = await read_operation(
                request, service.limits.text, service.write_limits.update, lambda: require_token(request, service.token)
            )
            if operation is None:
                await self._described(request, service, send)
            elif isinstance(operation, Update):
                await self._updated(request, operation, service, arrived, send)
            else:
                await answer(request, operation, service, arrived, send)
        except Problem as problem:
            await problem.response()(scope, receive, send)
        except ClientDisconnect:
            return

    async def _described(self, request: Request, service: Service, send: Send) -> None:
        info = await service.refresh()
        endpoint = f"{self._base}/sparql" if self._base else str(request.url.replace(query=""))
        writable = service.token is not None
        response = describe(info, endpoint, request.headers.get("accept"), service.limits, writable=writable)
        headers = {**_CACHING, "ETag": response.etag, "Content-Type": content_type(response.media_type)}
        if matches(request, response.etag):
            await Response(None, 304, headers)(request.scope, request.receive, send)
        else:
            await Response(response.body, 200, headers)(request.scope, request.receive, send)

    async def _updated(self, request: Request, update: Update, service: Service, arrived: float, send: Send) -> None:
        if len(update.text.encode("utf-8", "surrogatepass")) > service.write_limits.update:
            raise Problem(413, "The update is too long", f"At most {service.write_limits.update:,} bytes.", "too-long")
        order = SparqlUpdate(update.text, update.default_graphs, update.named_graphs)
        await service.write(order, timeout=update.timeout, arrived=arrived)
        await Response(None, 204, {"Cache-Control": "no-store"})(request.scope, request.receive, send)


async def answer(
    request: Request,
    query: Query,
    service: Service,
    arrived: float,
    send: Send,
    *,
    etags: Mapping[str, str] | None = None,
) -> None:
    """Answer a query that came by a request at a time (of time.monotonic).

    etags: what to send instead of the entity tags of the service.

    Raises Problem as `Service.query` does, ClientDisconnect when the client has gone.
    """
    if len(query.text.encode("utf-8", "surrogatepass")) > service.limits.text:
        raise Problem(413, "The query is too long", f"At most {service.limits.text:,} bytes.", "too-long")
    etags = etags or {}
    asked = arguments(request, query)
    is_get = request.method != "POST"
    if is_get and "if-none-match" in request.headers:
        etag = await service.etag(query.text, **asked)
        if etag and matches(request, sent := etags.get(etag, etag)):  # whoever has this tag got the answer from us
            await Response(None, 304, {**_CACHING, "ETag": sent})(request.scope, request.receive, send)
            return
    client = request.client.host if request.client else "unknown"
    found = await while_there(
        request,
        service.query(query.text, **asked, timeout=query.timeout, client=client, arrived=arrived),
    )
    headers = {"Content-Type": content_type(found.media_type), "Content-Length": str(found.size)}
    if is_get and found.etag:
        headers |= _CACHING | {"ETag": etags.get(found.etag, found.etag)}
    else:
        headers |= {"Cache-Control": "no-store", "Vary": "Accept"}
    await _send(found, headers, service.limits.stalled, send)


def arguments(request: Request, query: Query) -> dict[str, Any]:
    """Return what the service is asked with a query, beside its text: dataset and media type."""
    return {
        "default_graphs": query.default_graphs,
        "named_graphs": query.named_graphs,
        "media_type": ",".join(request.headers.getlist("accept")) or None,
    }


async def _send(answer: Answer, headers: dict[str, str], stalled: float, send: Send) -> None:
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": 200, "headers": raw})
    if isinstance(answer.body, bytes):
        await send({"type": "http.response.body", "body": answer.body})
        return
    async for part in answer.body:
        async with asyncio.timeout(stalled):
            await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
