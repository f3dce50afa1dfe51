"""Named graphs and dumps: whole files, made once per state of the store and streamed from disk."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from bwise_kg.namespaces import GRAPH
from bwise_kg.store import CATALOG

from .conditional import matches
from .documents import FRESH, base_of, format_for, iri, links, publisher_of, see_other, service_of, way_up
from .dumps import FORMATS, WHOLE, Dump
from .files import FileResponse
from .negotiation import takes
from .problems import Problem
from .resources import described
from .serializations import GRAPHS, HTML, Format, by_ending

router = APIRouter(tags=["linked data"])

_PIECE = 256 * 1024


@router.get("/graph/{path:path}")
async def graph(request: Request, path: str) -> Response:
    """All statements of a named graph, or (HTML) what the catalogue says of it."""
    name, asked = by_ending(path, GRAPHS)
    await _require(request, name)
    format_ = format_for(request, GRAPHS, asked)
    if format_ is HTML and GRAPH[name] == CATALOG:
        return see_other(f"{way_up(f'graph/{path}')}dataset.html", () if asked else ("Accept",))
    if format_ is HTML:
        return await described(request, iri(GRAPH.base + name), f"graph/{path}", f"graph/{name}", asked, GRAPHS)
    publisher = publisher_of(request)
    dump = await publisher.dump(name, format_)
    packed = takes("gzip", request.headers.get("accept-encoding", ""))
    headers = _headers(request, dump, f"graph/{path}", f"graph/{name}", packed)
    headers["Vary"] = "Accept-Encoding" if asked else "Accept, Accept-Encoding"
    if not asked:
        headers["Content-Location"] = f"{way_up(f'graph/{path}')}graph/{quote(name)}.{format_.ending}"
    if _is_known(request, headers):
        return Response(status_code=304, headers=headers)
    file = publisher.folder / dump.path
    if packed:
        headers["Content-Encoding"] = "gzip"
        return FileResponse(file, media_type=format_.content_type, headers=headers)
    return StreamingResponse(_unpacked(file), media_type=format_.content_type, headers=headers)


@router.get("/dumps/{path:path}")
async def dump_file(request: Request, path: str) -> Response:
    """A dump of a graph or of the whole, compressed, with its digest in the headers."""
    name, format_ = by_ending(path.removesuffix(".gz"), FORMATS)
    if not path.endswith(".gz") or format_ is None:
        there = ", ".join(f"{WHOLE}.{each.ending}.gz" for each in FORMATS)
        raise Problem(404, "No such dump", f"There is, for every graph and the whole: {there}.", "not-found")
    if name != WHOLE:
        await _require(request, name)
    publisher = publisher_of(request)
    dump = await publisher.dump(name, format_)
    headers = _headers(request, dump, f"dumps/{path}", f"dumps/{path}", packed=True)
    if _is_known(request, headers):
        return Response(status_code=304, headers=headers)
    filename = f"{name.replace('/', '-')}.{format_.ending}.gz"
    file = publisher.folder / dump.path
    return FileResponse(file, media_type="application/gzip", headers=headers, filename=filename)


async def _require(request: Request, name: str) -> None:
    info = await service_of(request).refresh()
    if GRAPH.base + name not in {graph.iri for graph in info.graphs}:
        raise Problem(404, "No such graph", f"The graphs are listed at {base_of(request)}/dataset.", "not-found")


def _headers(request: Request, dump: Dump, path: str, canonical: str, packed: bool) -> dict[str, str]:
    digest = dump.sha256[:32]
    alone = dump.name == WHOLE or GRAPH[dump.name] == CATALOG  # which only the description of the dataset describes
    described_at = f"{way_up(path)}resource?uri={quote(GRAPH.base + dump.name, safe='')}"
    about = "" if alone else f', <{described_at}>; rel="describedby"'
    return {
        "ETag": f'"{digest}"' if packed else f'"{digest}-plain"',
        "Last-Modified": dump.last_modified,
        "Cache-Control": FRESH,
        "Link": links(path, base_of(request), _others(path, dump), canonical=quote(canonical)) + about,
    }


def _others(path: str, dump: Dump) -> Iterator[tuple[Format, str]]:
    if path.startswith("graph/"):
        for each in GRAPHS:
            if each.ending != dump.ending:
                yield each, f"{way_up(path)}graph/{quote(dump.name)}.{each.ending}"


def _is_known(request: Request, headers: dict[str, str]) -> bool:
    if "if-none-match" in request.headers:
        return matches(request, headers["ETag"])
    since, modified = _date(request.headers.get("if-modified-since", "")), _date(headers["Last-Modified"])
    return since is not None and modified is not None and modified <= since


def _date(header: str) -> datetime | None:
    """Return the time that a header says, None for what is no date: that is to be ignored (RFC 9110, 13.1.3)."""
    try:
        return parsedate_to_datetime(header).replace(tzinfo=UTC)  # HTTP knows no other zone
    except (ValueError, OverflowError):
        return None


def _unpacked(file: Path) -> Iterator[bytes]:
    with gzip.open(file) as stream:
        while piece := stream.read(_PIECE):
            yield piece
