"""What data portals and query editors come for: the description of the dataset, and the questions as examples."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter, Request
from pyoxigraph import Literal, NamedNode, Triple
from starlette.responses import Response

from bwise_kg.catalog import DATASET
from bwise_kg.namespaces import DCAT, DCT, GRAPH, SPDX, VOID
from bwise_kg.render.page import head
from bwise_kg.resources import Resources

from .dataset import HOLDS, SUMMARY, dataset_description
from .documents import FRESH, alternates, answer, base_of, client_of, format_for, links, publisher_of, see_other, way_up
from .examples import examples
from .pages import template_of
from .problems import Problem
from .profiles import ALTERNATES, DCAT_AP, Alternates, profile_for
from .publishing import MOST, PATIENCE
from .serializations import DOCUMENTS, HTML, Format, by_ending, written
from .void import Deployment

router = APIRouter(tags=["linked data"])

PROFILES = (DCAT_AP,)
"""What the description of the dataset is to be had in."""

_WAIT = re.compile(r"(?:^|[,;])\s*wait\s*=\s*\"?(\d{1,6})\"?\s*(?:$|[,;])", re.IGNORECASE)
_EXAMPLES = tuple(each for each in DOCUMENTS if each is not HTML)


@dataclass(frozen=True, slots=True)
class Download:
    """A dump on the page of the dataset. sha256: "" while it is being made."""

    name: str
    address: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Part:
    """A graph (or the whole) on the page of the dataset."""

    title: str
    address: str
    holds: str
    statements: int | None
    licence: str
    downloads: tuple[Download, ...]


@router.get("/dataset{ending:path}")
async def dataset(request: Request, ending: str) -> Response:
    """The dataset in DCAT-AP 3 and VoID, made from the catalogue: graphs, numbers, dumps with their digests."""
    path, asked = by_ending(f"dataset{ending}", DOCUMENTS)
    if path != "dataset":
        raise Problem(404, "Not Found", f"The description of the dataset is at {base_of(request)}/dataset.")
    format_ = format_for(request, DOCUMENTS, asked)
    if profile_for(request, PROFILES) is ALTERNATES:
        base = f"{base_of(request)}/dataset"
        forms = Alternates(DATASET.value, base, tuple((each, f"{base}.{each.ending}") for each in DOCUMENTS), PROFILES)
        return alternates(request, forms, format_, f"dataset{ending}")
    publisher = publisher_of(request)
    wait = wait_of(request)
    catalogue = await publisher.catalogue(client_of(request))
    dumps, numbers, complete = await publisher.made(PATIENCE if wait is None else wait)
    said = dataset_description(Deployment(base_of(request)), catalogue, numbers, dumps)
    body = _page(said).encode() if format_ is HTML else written(said, format_)
    return answer(
        request,
        body,
        format_,
        link=_links(request, f"dataset{ending}", "dataset", format_),
        vary=() if asked else ("Accept",),
        cache=FRESH if complete else "no-cache",
        more={
            **({} if asked else {"Content-Location": f"dataset.{format_.ending}"}),
            **({} if wait is None else {"Preference-Applied": f"wait={wait:g}"}),
        },
        profiles=PROFILES,
    )


def wait_of(request: Request) -> float | None:
    """Return the seconds that a client would wait (``Prefer: wait=``, RFC 7240, section 4.3), None if it says none."""
    match = _WAIT.search(",".join(request.headers.getlist("prefer"))[:1000])
    return min(float(match[1]), MOST) if match else None


@router.get("/.well-known/void")
async def void(request: Request) -> Response:
    """Lead to the description of the dataset, as the VoID note has it."""
    format_ = format_for(request, DOCUMENTS)
    return see_other(f"../dataset.{format_.ending}")


@router.get("/.well-known/sparql-examples{ending:path}")
async def sparql_examples(request: Request, ending: str) -> Response:
    """The questions that the graph was made for, as SHACL executables."""
    path, asked = by_ending(f".well-known/sparql-examples{ending}", _EXAMPLES)
    if path != ".well-known/sparql-examples":
        raise Problem(404, "Not Found", "The examples are at /.well-known/sparql-examples.")
    format_ = format_for(request, _EXAMPLES, asked)
    body = written(examples(base_of(request)), format_)
    link = _links(request, f".well-known/sparql-examples{ending}", path, format_, _EXAMPLES)
    return answer(request, body, format_, link=link, vary=() if asked else ("Accept",))


@router.get("/", include_in_schema=False)
async def front() -> Response:
    """Lead to the page of the dataset."""
    return see_other("dataset.html", ())


def _links(request: Request, here: str, path: str, format_: Format, offered: tuple[Format, ...] = DOCUMENTS) -> str:
    others = [(each, f"{way_up(here)}{path}.{each.ending}") for each in offered if each is not format_]
    return links(here, base_of(request), others, canonical=path)


def _page(said: list[Triple]) -> str:
    described = Resources(said, "the dataset")
    graphs = described.links(DATASET.value, DCT.hasPart)
    return template_of("dataset.html").render(
        head("resource"),
        title=_text(described, DATASET.value, DCT.title),
        summary=SUMMARY,
        iri=DATASET.value,
        formats=[(each.name, f"dataset.{each.ending}") for each in DOCUMENTS if each.rdf],
        whole=_part(described, DATASET.value),
        parts=[_part(described, graph) for graph in graphs],
        modified=_text(described, DATASET.value, DCT.modified),
    )


def _part(described: Resources, iri: str) -> Part:
    name = iri.removeprefix(GRAPH.base)
    statements = _text(described, iri, VOID.triples)
    licence = described.link(iri, DCT.license) or next(
        (each for dump in described.links(iri, DCAT.distribution) for each in described.links(dump, DCT.license)), ""
    )
    return Part(
        title=_text(described, iri, DCT.title),
        address=f"graph/{quote(name)}.html" if name != iri else f"graph-store?graph={quote(iri, safe='')}",
        holds=next((text for start, text in HOLDS.items() if name.startswith(start)), SUMMARY),
        statements=int(statements) if statements else None,
        licence=licence,
        downloads=tuple(_download(described, each) for each in described.links(iri, DCAT.distribution)),
    )


def _download(described: Resources, iri: str) -> Download:
    checksum = described.link(iri, SPDX.checksum)
    return Download(
        name=_text(described, iri, DCT.title).rsplit("/", 1)[-1],
        address="dumps/" + (described.link(iri, DCAT.downloadURL) or "").split("/dumps/", 1)[-1],
        size=int(_text(described, iri, DCAT.byteSize) or 0),
        sha256=_text(described, checksum, SPDX.checksumValue) if checksum else "",
    )


def _text(described: Resources, iri: str, property_: NamedNode) -> str:
    return next((value.value for value in described.values(iri, property_) if isinstance(value, Literal)), "")
