"""The application: everything that is served."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version as package_version
from pathlib import Path

from fastapi import FastAPI
from starlette.routing import Route

from . import health, linked_data, problems
from .jobs import Limits
from .middleware import Requests
from .service import Service
from .sparql import SparqlEndpoint

DEFAULT_BASE = "https://w3id.org/bwise"


def create_app(folder: Path, *, base: str | None = None, workers: int = 2, limits: Limits | None = None) -> FastAPI:
    """Return the application on the store in a folder.

    base: public URL of this deployment; None where it is known by the URLs that it is asked at.
    The service is in ``app.state.service``, the base in ``app.state.base``.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with Service(folder, workers=workers, limits=limits) as service:
            app.state.service = service
            yield

    app = FastAPI(
        title="bwise-kg",
        version=package_version("bwise-kg"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.base = (base or DEFAULT_BASE).rstrip("/")
    problems.add_handlers(app)
    app.add_middleware(Requests)
    app.include_router(health.router)
    linked_data.add_routes(app)
    endpoint = SparqlEndpoint(base.rstrip("/") if base else None)
    for path in ("/sparql", "/sparql/"):
        app.router.routes.append(Route(path, endpoint))
    return app
