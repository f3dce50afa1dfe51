"""What holds for every request: an id, a line in the log, CORS, HEAD, OPTIONS, and no traceback for anybody."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Iterable
from contextvars import ContextVar

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .problems import unexpected

log = logging.getLogger("bwise_kg.api.access")

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The id of the request that is being answered."""

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_EXPOSED = "ETag, Link, Content-Location, Content-Profile, Location, Preference-Applied, Retry-After, X-Request-ID"
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, DELETE, OPTIONS",
    "Access-Control-Max-Age": "86400",
}


class Requests:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        identity = given if _ID.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(identity)
        outgoing = _Outgoing(send, identity, scope["method"])
        try:
            if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
                await _preflight(headers)(scope, receive, outgoing.send)
            else:
                await self._app(_as_get(scope) if scope["method"] == "HEAD" else scope, receive, outgoing.send)
        except Exception:
            log.exception("unexpected")
            if outgoing.status is not None:
                raise  # the connection has to break, or the client takes a part for the whole
            await unexpected().response()(scope, receive, outgoing.send)
        finally:
            seconds = time.perf_counter() - started
            log.info(
                "request",
                extra={
                    "method": scope["method"],
                    "path": scope["path"],
                    "status": outgoing.status,
                    "bytes": outgoing.size,
                    "milliseconds": round(seconds * 1000, 1),
                },
            )
            request_id.reset(token)


class _Outgoing:
    """A response on its way out."""

    def __init__(self, send: Send, identity: str, method: str) -> None:
        self._send = send
        self._identity = identity
        self._method = method
        self._preset = False
        self.status: int | None = None
        self.size = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message["headers"]))
            headers["X-Request-ID"] = self._identity
            headers["Access-Control-Allow-Origin"] = "*"
            headers["Access-Control-Expose-Headers"] = _EXPOSED
            headers["X-Content-Type-Options"] = "nosniff"
            self.status = message["status"]
            if self.status == 405:
                headers["Allow"] = allowed(headers.get("allow", "").split(","))
            if self._method == "OPTIONS" and self.status == 405:
                self._preset = True
                self.status = 204
                for name in ("content-length", "content-type"):
                    if name in headers:
                        del headers[name]
            message = {**message, "status": self.status, "headers": headers.raw}
        elif message["type"] == "http.response.body":
            if self._preset or self._method == "HEAD":
                message = {**message, "body": b""}
            self.size += len(message.get("body", b""))
        await self._send(message)


def _as_get(scope: Scope) -> Scope:
    """Return what a HEAD asks as a GET, the only method that routes know: the whole, as Range is for GET alone."""
    headers = [(name, value) for name, value in scope["headers"] if name != b"range"]
    return {**scope, "method": "GET", "headers": headers}


def allowed(methods: Iterable[str]) -> str:
    """Return the value of the header ``Allow``, with the methods that the outermost layer adds to those of a route.

    >>> allowed(["GET", "POST"])
    'GET, HEAD, OPTIONS, POST'
    """
    known = {method.strip() for method in methods if method.strip()}
    if "GET" in known:
        known.add("HEAD")
    return ", ".join(sorted(known | {"OPTIONS"}))


def _preflight(headers: Headers) -> Response:
    wanted = headers.get("access-control-request-headers")
    allowed = {"Access-Control-Allow-Headers": wanted} if wanted else {}
    return Response(None, 204, {**_PREFLIGHT, **allowed, "Vary": "Access-Control-Request-Headers"})
