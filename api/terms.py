"""The ontology, its versions and alignments, and the JSON-LD context: documents that come with the package."""

from __future__ import annotations

import asyncio
import functools
from importlib.resources import files

import pyoxigraph as ox
from fastapi import APIRouter, Request
from pyoxigraph import Literal, NamedNode
from starlette.responses import Response

from bwise_kg.documentation import documented_ontology, ontology_page
from bwise_kg.namespaces import OWL

from .documents import IMMUTABLE, ONTOLOGY, alternates, answer, base_of, format_for, iri, links, way_up
from .problems import Problem
from .profiles import ALTERNATES, OWL_DL, Alternates, profile_for
from .resources import described
from .serializations import DOCUMENTS, HTML, JSON_LD, TURTLE, Format, by_ending, written

router = APIRouter(tags=["linked data"])

PROFILES = (OWL_DL,)
"""What the ontology is to be had in."""

_FOLDER = files("bwise_kg.ontology")


@functools.cache
def version() -> str:
    """Return the version of the ontology, e.g. ``0.1.0``."""
    for quad in ox.parse(_source("bwise.ttl"), ox.RdfFormat.TURTLE):
        stated = quad.subject == NamedNode(ONTOLOGY) and quad.predicate == OWL.versionInfo
        if stated and isinstance(quad.object, Literal):
            return quad.object.value
    raise LookupError("bwise.ttl states no version")


@router.get("/ontology{ending:path}")
async def ontology(request: Request, ending: str) -> Response:
    """The ontology, or one of its versions or alignments."""
    path, asked = by_ending(f"ontology{ending}", DOCUMENTS)
    name = path.removeprefix("ontology").removeprefix("/")
    if name.startswith("alignments/"):
        return await _alignment(request, path, name.removeprefix("alignments/"), asked, ending)
    if path not in {"ontology", f"ontology/{version()}"}:
        there = f"The current version is {ONTOLOGY}/{version()}."
        raise Problem(404, "No such version or term", there, "not-found")
    format_ = format_for(request, DOCUMENTS, asked)
    return _package_document(
        request, f"ontology{ending}", path, format_, await asyncio.to_thread(_ontology, format_), asked
    )


@router.get("/context.jsonld")
async def context(request: Request) -> Response:
    """The JSON-LD context of the current version; applications should name a version."""
    link = links("context.jsonld", base_of(request), (), canonical=f"context/{version()}.jsonld")
    where = {"Content-Location": f"context/{version()}.jsonld"}
    return answer(request, _source("context.jsonld"), JSON_LD, link=link, more=where)


@router.get("/context/{name}.jsonld")
async def context_version(request: Request, name: str) -> Response:
    """The JSON-LD context of a version, which never changes."""
    if name != version():
        raise Problem(404, "No such version", f"There is: context/{version()}.jsonld.", "not-found")
    path = f"context/{name}.jsonld"
    return answer(request, _source("context.jsonld"), JSON_LD, link=links(path, base_of(request), ()), cache=IMMUTABLE)


async def _alignment(request: Request, path: str, name: str, asked: Format | None, ending: str) -> Response:
    """Return the statements of an alignment's file, or the page about it."""
    about = iri(f"{ONTOLOGY}/alignments/{name}")
    format_ = format_for(request, DOCUMENTS, asked)
    known = {file.name.removesuffix(".ttl") for file in (_FOLDER / "alignments").iterdir()}
    if format_ is HTML or name not in known:
        return await described(request, about, f"ontology{ending}", path, asked)
    return _package_document(
        request, f"ontology{ending}", path, format_, _file(f"alignments/{name}.ttl", format_), asked
    )


def _package_document(
    request: Request, here: str, path: str, format_: Format, body: bytes, asked: Format | None
) -> Response:
    others = [(each, f"{way_up(here)}{path}.{each.ending}") for each in DOCUMENTS if each is not format_]
    more = {} if asked else {"Content-Location": f"{way_up(here)}{path}.{format_.ending}"}
    about = f"https://w3id.org/bwise/{path}"
    if profile_for(request, PROFILES) is ALTERNATES:
        generic = f"{base_of(request)}/{path}"
        forms = Alternates(about, generic, tuple((each, f"{generic}.{each.ending}") for each in DOCUMENTS), PROFILES)
        return alternates(request, forms, format_, here)
    link = links(here, base_of(request), others, canonical=path, describes=about)
    return answer(request, body, format_, link=link, vary=() if asked else ("Accept",), more=more, profiles=PROFILES)


@functools.cache
def _ontology(format_: Format) -> bytes:
    if format_ is HTML:
        return ontology_page(documented_ontology()).encode()
    return _file("bwise.ttl", format_)


@functools.cache
def _file(name: str, format_: Format) -> bytes:
    if format_ is TURTLE:  # with its comments and its order
        return _source(name)
    return written((quad.triple for quad in ox.parse(_source(name), ox.RdfFormat.TURTLE)), format_)


@functools.cache
def _source(name: str) -> bytes:
    return _FOLDER.joinpath(*name.split("/")).read_bytes()
