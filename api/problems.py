"""Errors as RFC 9457 problem details: what went wrong, and what to do about it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from .serializations import DOCUMENTS, RDF_XML
from .well_formed import UnwritableError

MEDIA_TYPE = "application/problem+json"
TYPES = "https://w3id.org/bwise/problem/"
"""Base of the types, which are documented in docs/service.md."""


class Problem(Exception):  # noqa: N818 - the term of RFC 9457
    """What a client is told instead of an answer.

    type: the last part of the problem's IRI, e.g. ``syntax`` for ``https://w3id.org/bwise/problem/syntax``.
    headers: of the response. extensions: members beside those of RFC 9457, e.g. ``line``.
    """

    def __init__(
        self,
        status: int,
        title: str,
        detail: str = "",
        type: str | None = None,  # noqa: A002 - the name in RFC 9457
        *,
        headers: Mapping[str, str] | None = None,
        **extensions: object,
    ) -> None:
        super().__init__(status, title, detail)
        self.status = status
        self.title = title
        self.detail = detail
        self.type = type
        self.headers = dict(headers or {})
        self.extensions = extensions

    def __reduce__(self) -> tuple[Any, ...]:
        """Let a problem cross from one process to another whole."""
        return _remade, (self.status, self.title, self.detail, self.type, self.headers, self.extensions)

    def response(self) -> Response:
        """Return the problem as a response."""
        members: dict[str, object] = {
            "type": TYPES + self.type if self.type else "about:blank",
            "title": self.title,
            "status": self.status,
        }
        if self.detail:
            members["detail"] = self.detail
        body = json.dumps(members | self.extensions, ensure_ascii=False)
        headers = {"Cache-Control": "no-store"} | self.headers
        return Response(body.encode("utf-8", "replace"), self.status, headers, MEDIA_TYPE)


def _remade(
    status: int, title: str, detail: str, type_: str | None, headers: Mapping[str, str], extensions: dict[str, Any]
) -> Problem:
    return Problem(status, title, detail, type_, headers=headers, **extensions)


def add_handlers(app: FastAPI) -> None:
    """Make every error of an application a problem."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(UnwritableError, _unwritable)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)


def unexpected() -> Problem:
    """Return what is told of a mistake of ours: nothing but that it is ours."""
    return Problem(500, "Internal error", "The fault is in the service; the log has it under the request's id.")


def ended_the_engine() -> Problem:
    """Return what is told of a query on which a worker ended: of the stack, mostly."""
    detail = "It is longer or deeper than the engine can take; ask for less at once."
    return Problem(400, "The query is too much for the engine", detail, "engine")


def exhausted() -> Problem:
    """Return what is told of a query, or an update, that has used up the memory there is for one.

    The request is a good one, so it is 503, as at the deadline of time it is 504; to ask again does not help.
    """
    detail = "It was stopped when it had used up the memory there is for one. Make it more selective."
    return Problem(503, "The query needs too much memory", detail, "memory")


def overdue() -> Problem:
    """Return what is told of a query that did not end in time."""
    return Problem(
        504,
        "The query took too long",
        "It was stopped at its deadline. Make it more selective, or ask for a part of it with LIMIT.",
        "timeout",
    )


async def _problem(_: Request, error: Exception) -> Response:
    return cast(Problem, error).response()


async def _unwritable(_: Request, error: Exception) -> Response:
    others = [each.media_type for each in DOCUMENTS if each.rdf and each is not RDF_XML]
    return unwritable(cast(UnwritableError, error), others).response()


async def _http(_: Request, error: Exception) -> Response:
    http = cast(HTTPException, error)
    phrase = HTTPStatus(http.status_code).phrase
    detail = http.detail if http.detail != phrase else ""
    return Problem(http.status_code, phrase, detail, headers=http.headers).response()


async def _validation(_: Request, error: Exception) -> Response:
    # what was sent is not sent back: it may be long
    wrong = [
        {"where": ".".join(map(str, one["loc"])), "problem": one["msg"]}
        for one in cast(RequestValidationError, error).errors()
    ]
    detail = "; ".join(f"{one['where']}: {one['problem']}" for one in wrong)
    return Problem(422, "The request cannot be understood", detail, "parameters", errors=wrong).response()


def unwritable(error: UnwritableError, offered: Sequence[str]) -> Problem:
    """Return what is told of an answer that cannot be written in XML. offered: the media types in which it can."""
    detail = f"{error} There is: {', '.join(offered)}."
    title = "The answer cannot be written in XML"
    return Problem(406, title, detail, "not-acceptable", headers={"Vary": "Accept"}, offered=list(offered))


def too_many(title: str, limit: int) -> Problem:
    """Return what is told of a query beyond those that a client may have at once."""
    detail = f"A client may have {limit} at once; wait until yours have ended."
    return Problem(429, title, detail, "too-many", headers={"Retry-After": "5"}, limit=limit)


def busy() -> Problem:
    """Return what is told of a query that no worker is free for."""
    detail = "All workers are at queries of others; try again in a moment."
    return Problem(503, "The service is busy", detail, "busy", headers={"Retry-After": "2"})
