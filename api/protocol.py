"""The SPARQL 1.1 Protocol: what a request asks, or wants to be written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from .problems import Problem

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
DIRECT_UPDATE = "application/sparql-update"

_BODY_SECONDS = 30.0
_PARAMETERS = 2_000


@dataclass(frozen=True, slots=True)
class Query:
    """A query with the dataset that the protocol names (None where it names none) and the time it wants, in seconds."""

    text: str
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    timeout: float | None


@dataclass(frozen=True, slots=True)
class Update:
    """An update with the dataset that the protocol names and the time it may take, in seconds."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    timeout: float | None


async def read_operation(
    request: Request, longest: int, longest_update: int, authorize: Callable[[], None]
) -> Query | Update | None:
    """Return what a request asks or wants to be written, None when neither and it wants the service description.

    longest, longest_update: bytes of a request that are taken, from who may write the second. authorize: raises
    Problem for who may not; it is called before an update is read, or a form is found to be one.

    Raises Problem: 400, 401, 403, 408, 413, 414, 415.
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
        if kind == DIRECT_UPDATE:
            authorize()
        body = await _body(request, longest if kind == DIRECT else _allowed(authorize, longest, longest_update), kind)
        if charset not in {"", "utf-8", "utf8", "us-ascii"}:
            raise Problem(415, "The request is not in UTF-8", "SPARQL is sent in UTF-8.", "media-type")
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Problem(400, "The request is not in UTF-8", f"Byte {error.start} is wrong.", "encoding") from error
        name = {DIRECT: "query", DIRECT_UPDATE: "update"}.get(kind)
        parameters += [(name, text)] if name else _parameters(text.encode("utf-8"), "utf-8")
        if any(name == "update" for name, _ in parameters):
            authorize()
            return _update(parameters)
        if len(text.encode()) > 3 * longest:
            raise _too_long(longest)
    return _query(parameters)


def _allowed(authorize: Callable[[], None], longest: int, longest_update: int) -> int:
    try:
        authorize()
    except Problem:
        return longest
    return max(longest, longest_update)


def _update(parameters: list[tuple[str, str]]) -> Update:
    texts = [value for name, value in parameters if name == "update"]
    others = {name for name, _ in parameters} & {"query", "default-graph-uri", "named-graph-uri"}
    if others:
        detail = "The dataset of an update is named by using-graph-uri and using-named-graph-uri."
        raise Problem(400, f"An update has no {', '.join(sorted(others))}", detail, "parameter")
    if len(texts) != 1:
        detail = "Send one, as the parameter update or as the body of a POST; it may have several operations."
        raise Problem(400, "There are several updates", detail, "parameter")
    if "\x00" in texts[0]:
        raise Problem(400, "The update has a NUL character in it", "", "encoding")
    default = tuple(value for name, value in parameters if name == "using-graph-uri")
    named = tuple(value for name, value in parameters if name == "using-named-graph-uri")
    return Update(texts[0], default, named, _timeout(parameters))


def _query(parameters: list[tuple[str, str]]) -> Query:
    texts = [value for name, value in parameters if name == "query"]
    if any(name == "update" for name, _ in parameters):
        raise Problem(400, "Updates come by POST", "GET only asks.", "parameter")
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
    if kind not in {FORM, DIRECT, DIRECT_UPDATE}:
        raise Problem(
            415,
            "Queries are not taken in this media type",
            f"Send {DIRECT} with the query as the body, or {FORM} with the parameter query; for updates, "
            f"{DIRECT_UPDATE} or the parameter update.",
            "media-type",
            headers={"Accept-Post": f"{DIRECT}, {FORM}, {DIRECT_UPDATE}"},
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
    # what is in a form is up to three times as long as it is
    most = 3 * longest if kind == FORM else longest
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
