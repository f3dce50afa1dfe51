"""The SPARQL 1.1 Graph Store HTTP Protocol: ``/graph-store``, whole graphs as resources.

A graph is named by ``?graph=IRI``, by ``?default``, or by the address itself: ``/graph-store/reference`` is the graph
``https://w3id.org/bwise/graph/reference``.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote

from pyoxigraph import NamedNode
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bwise_kg.namespaces import GRAPH
from bwise_kg.submissions import DEFAULT

from .authorization import require_token
from .conditional import Preconditions, graph_tag
from .formats import GRAPHS
from .graph_content import media_type_of
from .negotiation import choose
from .orders import GraphUpdate, Method
from .problems import Problem
from .protocol import Query
from .service import Service
from .sparql import answer, arguments

PATH = "/graph-store"
METHODS = "GET, HEAD, POST, PUT, DELETE, OPTIONS"

_SECONDS = 300.0
"""Seconds that content may take to arrive."""
_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


class GraphStore:
    """The graphs of the store, each as one resource; whoever may write puts, adds to and deletes them."""

    def __init__(self, base: str | None) -> None:
        self._base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        arrived = time.monotonic()
        request = Request(scope, receive)
        service: Service = scope["app"].state.service
        try:
            if request.method == "GET":  # HEAD comes as GET
                await self._read(request, service, arrived, send)
                return
            response = await self._write(request, service, arrived)
        except Problem as problem:
            response = problem.response()
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _read(self, request: Request, service: Service, arrived: float, send: Send) -> None:
        graph = _graph(request, self._here(request))
        if graph is None:
            raise _unnamed("Which graph is asked for?")
        query = Query(_EVERYTHING, (graph,), None, None)
        asked = arguments(request, query)
        etag = await service.etag(query.text, **asked)  # of a state that is not newer than what is found next
        info = await service.refresh()
        found = next((each for each in info.graphs if each.iri == graph), None)
        if graph != DEFAULT.value and found is None:
            raise Problem(404, "No such graph", f"The store has no graph <{graph}>.", "not-found")
        own: dict[str, str] = {}
        if etag and found and found.digest:
            own[etag] = graph_tag(found.digest, choose(asked["media_type"], [*GRAPHS]))
        await answer(request, query, service, arrived, send, etags=own)

    async def _write(self, request: Request, service: Service, arrived: float) -> Response:
        if request.method not in set(Method):
            raise Problem(405, "Method Not Allowed", f"There is: {METHODS}.", headers={"Allow": METHODS})
        here = self._here(request)
        graph, method = _graph(request, here), Method(request.method)
        require_token(request, service.token)
        if "content-range" in request.headers:
            raise Problem(400, "Graphs are not written in parts", "Send it without Content-Range.", "content")
        if graph is None and method is not Method.POST:
            raise _unnamed("Which graph is meant?")
        new = graph is None
        only = Preconditions.of(request)
        graph = graph or GRAPH[f"submitted/{uuid.uuid4()}"].value
        if method is Method.DELETE:
            await service.write(GraphUpdate(method, graph, only=only), arrived=arrived)
            return _empty(204)
        content_type = request.headers.get("content-type", "")
        media_type_of(content_type)
        file = service.new_file()
        try:
            await _receive(request, file, service.write_limits.upload)
            order = GraphUpdate(method, graph, file, content_type, only)
            done = await service.write(order)  # its time starts when all of it is here
        finally:
            await run_in_threadpool(file.unlink, missing_ok=True)
        if new:
            return _empty(201, {"Location": here + quote(graph.removeprefix(GRAPH.base))})
        return _empty(201 if done.created else 204)

    def _here(self, request: Request) -> str:
        """Return what addresses of graphs start with."""
        return f"{self._base or str(request.base_url).rstrip('/')}{PATH}/"


def _graph(request: Request, here: str) -> str | None:
    """Return the IRI of the graph that a request is about, None for the store as a whole.

    here: what addresses of graphs start with; these are as good as the graphs' own names.

    Raises Problem 400 when it names none rightly, or several.
    """
    named = request.scope["path"].removeprefix(PATH).removeprefix("/")
    try:
        parameters = parse_qsl(
            request.scope["query_string"].decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=10
        )
    except ValueError as error:  # UnicodeDecodeError is one
        raise Problem(400, "The parameters cannot be read", "Give ?graph=IRI or ?default.", "parameter") from error
    graphs = [value for name, value in parameters if name == "graph"]
    defaults = sum(name == "default" for name, _ in parameters)
    if len(graphs) + defaults + bool(named) > 1:
        raise Problem(
            400, "Several graphs are named", "Name one: ?graph=IRI, ?default, or by the address.", "parameter"
        )
    if unknown := sorted({name for name, _ in parameters} - {"graph", "default"}):
        detail = f"There is no parameter {unknown[0][:50]!r}: give ?graph=IRI or ?default."
        raise Problem(400, "The parameters cannot be read", detail, "parameter")
    if defaults:
        return DEFAULT.value
    if not graphs and not named:
        return None
    try:
        if named or graphs[0].startswith(here):
            return GRAPH[named or unquote(graphs[0].removeprefix(here))].value
        return NamedNode(graphs[0]).value
    except ValueError as error:
        raise Problem(400, "The graph is no IRI", f"{error}.", "parameter") from error


def _unnamed(title: str) -> Problem:
    detail = f"Name one: {PATH}?graph=IRI, {PATH}?default, or {PATH}/reference for {GRAPH['reference'].value}."
    return Problem(400, title, detail, "parameter")


async def _receive(request: Request, file: Path, longest: int) -> None:
    """Write what is sent into a file.

    Raises Problem: 408, 413, 415.
    """
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem(
            415, "Compressed requests are not taken", "", "media-type", headers={"Accept-Encoding": "identity"}
        )
    announced = request.headers.get("content-length", "")
    too_long = Problem(
        413, "The content is too long", f"At most {longest:,} bytes.", "too-long", headers={"Connection": "close"}
    )
    if announced.isdecimal() and int(announced) > longest:
        raise too_long
    size = 0
    try:
        with file.open("xb", buffering=0) as stream:
            async with asyncio.timeout(_SECONDS):
                async for part in request.stream():
                    size += len(part)
                    if size > longest:
                        raise too_long
                    await run_in_threadpool(stream.write, part)
    except TimeoutError as error:
        raise Problem(408, "The request did not come to its end", "", "slow-request") from error
    except OSError as error:
        raise Problem(507, "There is no room left for the change", "Nothing has changed.", "full") from error


def _empty(status: int, headers: dict[str, str] | None = None) -> Response:
    return Response(None, status, {"Cache-Control": "no-store", **(headers or {})})
