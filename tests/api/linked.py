"""What the tests of linked data share: the IRIs of a store, and reading documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import httpx
import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad

from bwise_kg import EmbeddedStore
from bwise_kg.namespaces import ID

OURS = ID.base.removesuffix("id/")

RDF = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
}
"""Media type and parser by the ending of an address."""


def quads(store: EmbeddedStore) -> Iterator[Quad]:
    for graph in store.graphs():
        yield from store.quads(graph)


def own_iris(store: EmbeddedStore) -> set[str]:
    """Return every IRI of ours in a store, wherever it stands in a statement."""
    return {
        term.value
        for quad in quads(store)
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
        if isinstance(term, NamedNode) and term.value.startswith(OURS)
    }


def kind(iri: str) -> str:
    """Return what kind of IRI one is: ``id/profile``, ``ontology#``, ``graph/esco`` …"""
    path = iri.removeprefix(OURS)
    if "#" in path:
        return path.partition("#")[0].split("/")[0] + "#"
    return "/".join(path.split("/")[:2]) if "/" in path else path


def one_of_each(iris: Iterable[str]) -> dict[str, str]:
    """Return the first IRI of each kind."""
    found: dict[str, str] = {}
    for iri in sorted(iris):
        found.setdefault(kind(iri), iri)
    return found


def path_of(iri: str) -> str:
    """Return what a client asks the server for: the path below the base, without the fragment."""
    return "/" + iri.removeprefix(OURS).partition("#")[0]


def read(response: httpx.Response) -> list[Quad]:
    """Parse a document by its media type."""
    media_type = response.headers["content-type"].split(";")[0]
    return list(ox.parse(response.content, ox.RdfFormat.from_media_type(media_type)))


def text(term: object) -> str:
    """Return the IRI or the words of a term, without the marks of N-Triples."""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def harvested(client: httpx.Client, path: str, accept: str = "*/*") -> httpx.Response:
    """Return the description of the dataset as a harvester gets it: asked for again until nothing is missing in it."""
    headers = {"Accept": accept, "Prefer": "wait=40"}
    for _ in range(10):
        response = client.get(path, headers=headers, timeout=60)
        assert response.status_code == 200
        if response.headers["cache-control"] != "no-cache":
            return response
    raise AssertionError("the dumps are not made")


def linked(response: httpx.Response, relation: str) -> list[str]:
    """Return the addresses of a relation in the header ``Link``, in full."""
    found = re.findall(rf'<([^>]*)>; rel="{relation}"', response.headers.get("link", ""))
    return [str(response.url.join(address)) for address in found]
