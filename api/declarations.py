"""What ``/openapi.json`` says that routes of linked data answer with: documents, or the way to one, and no JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import FastAPI

from . import feed, problems
from .serializations import DOCUMENTS, GRAPHS, HTML, JSON_LD, Format


def _answers(*formats: Format, leads: bool = False, more: Iterable[str] = ()) -> dict[str, Any]:
    """Return the answers of a route. leads: whether it leads on to a document. more: media types without a format."""
    media_types = [*(each.media_type for each in formats), *more]
    problem = {"description": "A problem (RFC 9457).", "content": {problems.MEDIA_TYPE: {}}}
    said: dict[str, Any] = {}
    if media_types:
        said["200"] = {"description": "The document.", "content": {each: {} for each in media_types}}
    if leads:
        where = {"Location": {"description": "Relative to this address.", "schema": {"type": "string"}}}
        said["303"] = {"description": "The document is elsewhere.", "headers": where}
    return {**said, "default": problem}


ANSWERS: Mapping[str, dict[str, Any]] = {
    "/id/{path}": _answers(leads=True),
    "/doc/{path}": _answers(*DOCUMENTS),
    "/resource": _answers(*DOCUMENTS, leads=True),
    "/links": _answers(*DOCUMENTS),
    "/ontology{ending}": _answers(*DOCUMENTS),
    "/context.jsonld": _answers(JSON_LD),
    "/context/{name}.jsonld": _answers(JSON_LD),
    "/graph/{path}": _answers(*GRAPHS, leads=True),
    "/dumps/{path}": _answers(more=["application/gzip"]),
    "/dataset{ending}": _answers(*DOCUMENTS),
    "/.well-known/void": _answers(leads=True),
    "/.well-known/sparql-examples{ending}": _answers(*(each for each in DOCUMENTS if each is not HTML)),
    "/feed{ending}": _answers(*feed.FORMATS),
    "/problem/{name}": _answers(HTML, more=["application/json"]),
}
"""By the template of the address."""


class Application(FastAPI):
    """An application that has these routes, and says so."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document."""
        document = super().openapi()
        for path, answers in ANSWERS.items():
            document["paths"][path]["get"]["responses"] = answers
        return document
