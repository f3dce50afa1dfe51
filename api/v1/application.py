"""The API as an application of its own, mounted at ``/api/v1``."""

from __future__ import annotations

import functools
import hashlib
from importlib.metadata import version as package_version
from importlib.resources import files

from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.routing import Route

from bwise_kg.namespaces import ESCO_ATTRIBUTION

from .. import problems
from ..conditional import matches
from ..middleware import allowed
from . import question_routes, result_routes, routes

PATH = "/api/v1"
FILE = "openapi.json"

_DESCRIPTION = f"""The knowledge graph of competences for Work Integration Social Enterprises (WISEs), for applications.

Every success has `data`, `meta` (attribution, ESCO version, language, whether anything shown is a proposal of this
project or an unreviewed translation) and `links` (`self`, `next`); every error is a problem (RFC 9457). Resources are
named by IRI, and those that the API has more on also by `href`. Lists go on at `links.next`. Answers to GET have an
`ETag` that holds until the store changes. Files that are sent in are kept nowhere.

{ESCO_ATTRIBUTION}
The reference design is this project's own, not the B-WISE consortium's: see `meta.captions`."""

_TAGS = [
    {"name": "profiles", "description": "Occupational profiles, what they require, and personas."},
    {"name": "curricula", "description": "Curricula, modules and outcomes; coverage and validation."},
    {"name": "skills", "description": "ESCO's skills in their hierarchy, those of the sector, and search."},
    {"name": "questions", "description": "The competency questions, answered from the graph alone."},
]


def add_to(app: FastAPI, base: str | None) -> None:
    """Mount the API in an application whose state holds the service. base: public base, None where it is not known."""
    api = application()
    api.state.whole = app
    api.state.base = base.rstrip("/") if base else None
    app.mount(PATH, api)


def application() -> FastAPI:
    """Return the API; it needs the application that it is mounted in, as ``state.whole``, to answer."""
    api = FastAPI(
        title="bwise-kg",
        summary="Which competences WISEs need, and which of them a curriculum teaches, on ESCO.",
        description=_DESCRIPTION,
        version=package_version("bwise-kg"),
        license_info={"name": "CC BY 4.0 (data)", "url": "https://creativecommons.org/licenses/by/4.0/"},
        openapi_tags=_TAGS,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        servers=[{"url": PATH}],
    )
    problems.add_handlers(api)
    api.add_exception_handler(405, _not_with_that_method)
    routers = (routes.router, result_routes.router, question_routes.router())
    for router in routers:
        api.include_router(router)
    api.state.addresses = [route for router in routers for route in router.routes if isinstance(route, Route)]
    api.router.routes.append(Route(f"/{FILE}", _document))
    return api


async def _not_with_that_method(request: Request, _: Exception) -> Response:
    """Name every method of an address: one that has several has a route for each."""
    addresses: list[Route] = request.app.state.addresses
    path = request.scope["path"].removeprefix(request.scope["root_path"])
    methods = {m for route in addresses if route.path_regex.match(path) for m in route.methods or ()}
    there = allowed(methods or {"GET"})
    return problems.Problem(405, "Method Not Allowed", f"There is: {there}.", headers={"Allow": there}).response()


async def _document(request: Request) -> Response:
    """Return the OpenAPI document, as it is written by ``python -m bwise_kg.api.v1``."""
    text, etag = _packaged()
    headers = {"ETag": etag, "Cache-Control": "public, max-age=60"}
    if matches(request, etag):
        return Response(status_code=304, headers=headers)
    return Response(text, media_type="application/json", headers=headers)


@functools.cache
def _packaged() -> tuple[bytes, str]:
    text = (files(__package__ or __name__) / FILE).read_bytes()
    return text, f'"{hashlib.sha256(text).hexdigest()[:32]}"'
