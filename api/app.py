"""The application: everything that is served."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version as package_version
from pathlib import Path

from fastapi import FastAPI
from starlette.routing import Route

from . import graph_store, health, linked_data, metrics, problems
from .declarations import Application
from .graph_store import GraphStore
from .jobs import AtEndpoint, Limits
from .middleware import Requests
from .orders import Writable
from .service import Service
from .sparql import SparqlEndpoint
from .v1.application import add_to as add_v1

DEFAULT_BASE = "https://w3id.org/bwise"


def create_app(
    place: Path | AtEndpoint,
    *,
    base: str | None = None,
    workers: int = 2,
    limits: Limits | None = None,
    writable: Writable | None = None,
) -> FastAPI:
    """Return the application on the store in a folder or at an endpoint.

    writable: who may write; None for nobody. base: public URL of this deployment; None where that is not known:
    documents then call themselves by `DEFAULT_BASE`, the endpoint and the feed by the URLs that they are asked at.
    The service is in ``app.state.service``, the base in ``app.state.base``.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with Service(place, workers=workers, limits=limits, writable=writable) as service:
            app.state.service = service
            yield

    app = Application(
        title="bwise-kg",
        version=package_version("bwise-kg"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.base = (base or DEFAULT_BASE).rstrip("/")
    app.state.given_base = base.rstrip("/") if base else None
    problems.add_handlers(app)
    metrics.add_to(app)
    app.add_middleware(Requests)
    app.include_router(health.router)
    linked_data.add_routes(app)
    add_v1(app, base)
    endpoint = SparqlEndpoint(base.rstrip("/") if base else None)
    for path in ("/sparql/", "/sparql"):
        app.router.routes.insert(0, Route(path, endpoint))  # before the many that are compared with each request
    store = GraphStore(base.rstrip("/") if base else None)
    for path in (graph_store.PATH, graph_store.PATH + "/{graph:path}"):
        app.router.routes.append(Route(path, store))
    return app
