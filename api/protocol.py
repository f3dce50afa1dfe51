"""The SPARQL 1.1 Protocol's query operation: what a request asks."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from .problems import Problem

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"

_BODY_SECONDS = 30.0
_PARAMETERS = 2_000


@dataclass(frozen=True, slots=True)
class Query:
    """A query with the dataset that the protocol names (None where it names none) and the time it wants, in seconds."""

    text: str
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    timeout: float | None


async def read_query(request: Request, longest: int) -> Query | None:
    """Return the query that a request asks, None when it asks none and so wants the service description.

    longest: bytes of a request that are taken.

    Raises Problem: 400, 408, 413, 414, 415.
    """
    address: bytes = request.scope["query_string"]
    if len(address) > longest:
        raise Problem(414, "The address is too long", f"At most {longest:,} bytes; send the query by POST.", "too-long")
    parameters = _parameters(address, "ascii")
    if request.method != "POST":
        if not any(name in {"query", "default-graph-uri", "named-graph-uri", "update"} for name, _ in parameters):
            return None
    else:
        kind, charset = _content_type(request)
        body = await _body(request, longest, kind)
        if charset not in {"", "utf-8", "utf8", "us-ascii"}:
            raise Problem(415, "The request is not in UTF-8", "SPARQL is sent in UTF-8.", "media-type")
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Problem(400, "The request is not in UTF-8", f"Byte {error.start} is wrong.", "encoding") from error
        parameters += [("query", text)] if kind == DIRECT else _parameters(text.encode("utf-8"), "utf-8")
    return _query(parameters)


def _query(parameters: list[tuple[str, str]]) -> Query:
    texts = [value for name, value in parameters if name == "query"]
    if any(name == "update" for name, _ in parameters):
        raise Problem(400, "Updates are not taken here", "Send a query as the parameter query.", "parameter")
    if len(texts) != 1:
        problem = "There is no query" if not texts else "There are several queries"
        raise Problem(400, problem, "Send one, as the parameter query or as the body of a POST.", "parameter")
    if "\x00" in texts[0]:
        raise Problem(400, "The query has a NUL character in it", "", "encoding")
    default = tuple(value for name, value in parameters if name == "default-graph-uri")
    named = tuple(value for name, value in parameters if name == "named-graph-uri")
    return Query(texts[0], default or None, named or None, _timeout(parameters))


def _timeout(parameters: list[tuple[str, str]]) -> float | None:
    values = [value for name, value in parameters if name == "timeout"]
    try:
        seconds = [float(value) for value in values]
    except ValueError:
        seconds = [0.0]
    if not seconds:
        return None
    if len(seconds) > 1 or not 0 < seconds[0] < float("inf"):
        raise Problem(400, "The timeout cannot be read", "Give seconds, more than 0, e.g. timeout=5.", "parameter")
    return seconds[0]


def _parameters(encoded: bytes, encoding: str) -> list[tuple[str, str]]:
    try:
        text = encoded.decode(encoding)
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_PARAMETERS)
    except UnicodeDecodeError as error:
        raise Problem(
            400, "The parameters are not in UTF-8", "Encode them as UTF-8, then by percent.", "encoding"
        ) from error
    except ValueError as error:
        raise Problem(400, "There are too many parameters", f"At most {_PARAMETERS:,}.", "parameter") from error


def _content_type(request: Request) -> tuple[str, str]:
    kind, *parameters = request.headers.get("content-type", "").split(";")
    kind = kind.strip().lower()
    if kind not in {FORM, DIRECT}:
        raise Problem(
            415,
            "Queries are not taken in this media type",
            f"Send {DIRECT} with the query as the body, or {FORM} with the parameter query.",
            "media-type",
            headers={"Accept-Post": f"{DIRECT}, {FORM}"},
        )
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem(
            415, "Compressed requests are not taken", "", "media-type", headers={"Accept-Encoding": "identity"}
        )
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return kind, value.strip().strip('"').lower()
    return kind, ""


async def _body(request: Request, longest: int, kind: str) -> bytes:
    # a query in a form is up to three times as long as it is
    most = longest if kind == DIRECT else 3 * longest
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        raise _too_long(longest)
    body = bytearray()
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for part in request.stream():
                body += part
                if len(body) > most:
                    raise _too_long(longest)
    except TimeoutError as error:
        raise Problem(408, "The request did not come to its end", "", "slow-request") from error
    return bytes(body)


def _too_long(longest: int) -> Problem:
    return Problem(
        413, "The request is too long", f"At most {longest:,} bytes.", "too-long", headers={"Connection": "close"}
    )
