"""One request of the API: what it wants, asked of a worker, and the response with all its headers."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Literal

from fastapi import Header, Query, Request
from starlette.requests import ClientDisconnect
from starlette.responses import Response, StreamingResponse

from ..conditional import matches
from ..documents import language_for
from ..formats import content_type
from ..jobs import Value
from ..negotiation import choose
from ..presence import while_there
from ..problems import Problem
from ..service import Service
from .receiving import Uploads, received

JSON, CSV = "application/json", "text/csv"
Language = Literal["bg", "de", "el", "en", "es", "fr", "hr", "it", "lv", "nl", "pl", "ro", "sl"]
LANGUAGES: tuple[str, ...] = Language.__args__  # type: ignore[attr-defined]  # of a Literal

Lang = Annotated[
    Language | None, Query(description="Language of labels and texts; goes before Accept-Language. English where none.")
]
AcceptLanguage = Annotated[
    str | None, Header(description="Languages of labels and texts, with q-values (RFC 9110, section 12.5.4).")
]

_KEPT = {"Cache-Control": "public, no-cache"}
"""Caches may keep an answer but have to ask whether it still holds: the store may change at any moment."""
_UPLOADS = "uploads"


def only_known(request: Request) -> None:
    """Refuse parameters that there are not: a filter that is spelt wrong would go unnoticed.

    Raises Problem 422 that names those there are.
    """
    known = [field.alias for field in request.scope["route"].dependant.query_params]
    if unknown := sorted({*request.query_params} - {*known}):
        there = f"There is: {', '.join(known)}." if known else "There are none."
        raise Problem(
            422,
            "There is no such parameter",
            f"{', '.join(unknown)[:500]}. {there}",
            "parameters",
            errors=[{"where": f"query.{name[:100]}", "problem": "not known here"} for name in unknown[:20]],
        )


class Asked:
    """One request. offered: media types, the one that is preferred first."""

    def __init__(self, request: Request, lang: str | None, offered: Sequence[str] = (JSON,)) -> None:
        self.arrived = time.monotonic()
        self.request = request
        self.media_type = choose(",".join(request.headers.getlist("accept")) or None, offered)
        self.language = lang or language_for(request, LANGUAGES)
        self._vary = "Accept" if lang else "Accept, Accept-Language"
        self._given: dict[str, Value] = {"language": self.language, "root": _root(request), "asked": lang is not None}

    async def answer(self, name: str, **arguments: Value) -> Response:
        """Return what a task answers, or 304 when the client has it already.

        Raises Problem as `Service.call`.
        """
        service, given = service_of(self.request), self._given | arguments
        if "if-none-match" in self.request.headers:
            etag = await service.call_tag(name, given)
            if matches(self.request, etag):
                return Response(status_code=304, headers={**_KEPT, "ETag": etag, "Vary": self._vary})
        return await self._called(service, name, given, None)

    async def answer_to_file(self, name: str, **arguments: Value) -> Response:
        """Return what a task answers to a file in the body of the request, which is kept nowhere.

        Raises Problem as `Service.call` and `received`.
        """
        service = service_of(self.request)
        async with _folder(self.request, service) as folder:
            kind = await received(self.request, folder, service.limits.upload)
            return await self._called(service, name, self._given | {"content_type": kind} | arguments, folder)

    async def _called(self, service: Service, name: str, given: Mapping[str, Value], upload: Path | None) -> Response:
        client = self.request.client.host if self.request.client else "unknown"
        work = service.call(name, given, upload=upload, client=client, arrived=self.arrived)
        try:
            answer = await while_there(self.request, work)
        except ClientDisconnect:
            return Response(status_code=499)  # which nobody gets; the log has it
        headers = {"Content-Language": self.language, "Vary": self._vary, "Content-Length": str(answer.size)}
        headers |= {**_KEPT, "ETag": answer.etag} if answer.etag else {"Cache-Control": "no-store"}
        headers["Content-Type"] = content_type(answer.media_type)
        if isinstance(answer.body, bytes):
            return Response(answer.body, headers=headers)
        return StreamingResponse(answer.body, headers=headers)


def service_of(request: Request) -> Service:
    """Return the service of the application that this one is a part of."""
    service: Service = request.app.state.whole.state.service
    return service


def _root(request: Request) -> str:
    """Return the address of the API: from the public base where there is one, else from the root of the server."""
    base: str | None = request.app.state.base
    return f"{base}/api/v1" if base else str(request.scope["root_path"])


@asynccontextmanager
async def _folder(request: Request, service: Service) -> AsyncIterator[Path]:
    """Yield a folder that is there for one request, and not a moment longer."""
    state = request.app.state
    if not hasattr(state, _UPLOADS):
        state.uploads = Uploads(service.limits.uploads)
    uploads: Uploads = state.uploads
    with (
        uploads.room(request.client.host if request.client else "unknown"),
        tempfile.TemporaryDirectory(prefix=f"bwise-kg-upload-{os.getpid()}-", ignore_cleanup_errors=True) as folder,
    ):
        yield Path(folder)
