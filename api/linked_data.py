"""The linked data of the service: all routes that follow from its IRIs."""

from __future__ import annotations

from fastapi import FastAPI

from . import feed, graphs, portal, problem_types, resources, terms


def add_routes(app: FastAPI) -> None:
    """Add the routes of linked data to an application whose state holds the service and its base."""
    for part in (resources, terms, graphs, portal, feed, problem_types):
        app.include_router(part.router)
