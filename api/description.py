"""The service description (SPARQL 1.1 Service Description): what the endpoint can, and which graphs it has."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from bwise_kg.namespaces import DCT, ESCO_ATTRIBUTION, PREFIXES, RDF, VOID, Namespace

from .formats import GRAPHS
from .jobs import Limits, StoreInfo
from .negotiation import choose
from .well_formed import XML, Characters

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")

_RESULTS = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads"),
)
_PREFIXED = {RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.RDF_XML}


@dataclass(frozen=True, slots=True)
class Description:
    """A description as it is sent."""

    body: bytes
    media_type: str
    etag: str


def describe(
    info: StoreInfo, endpoint: str, accept: str | None, limits: Limits, *, writable: bool = False
) -> Description:
    """Describe the service at a URL, in the format that an Accept header asks for.

    Raises Problem 406, UnwritableError.
    """
    media_type = choose(accept, list(GRAPHS))
    format_ = GRAPHS[media_type]
    prefixes = {**PREFIXES, "sd": SD.base, "formats": FORMATS.base} if format_ in _PREFIXED else None
    body = serialize(_statements(info, endpoint, limits, writable), format=format_, prefixes=prefixes) or b""
    if media_type in XML:
        Characters().require(body)
    return Description(body, media_type, f'"{hashlib.sha256(body).hexdigest()[:32]}"')


def _statements(info: StoreInfo, endpoint: str, limits: Limits, writable: bool) -> Iterator[Triple]:
    here = Namespace(endpoint + "#")
    service, dataset, default = here.service, here.dataset, here["default-graph"]
    union = "all graphs" if not info.excluded else "all graphs but superseded versions of ESCO and of curricula"
    yield Triple(service, RDF.type, SD.Service)
    yield Triple(service, SD.endpoint, NamedNode(endpoint))
    yield Triple(service, SD.supportedLanguage, SD.SPARQL11Query)
    if writable:
        yield Triple(service, SD.supportedLanguage, SD.SPARQL11Update)
    yield Triple(service, DCT.rights, Literal(ESCO_ATTRIBUTION, language="en"))
    yield Triple(service, DCT.description, Literal(_bounds(limits), language="en"))
    for result in _RESULTS:
        yield Triple(service, SD.resultFormat, FORMATS[result])
    if not info.excluded:
        yield Triple(service, SD.feature, SD.UnionDefaultGraph)
    yield Triple(service, SD.defaultDataset, dataset)
    yield Triple(service, SD.availableGraphs, dataset)
    yield Triple(dataset, RDF.type, SD.Dataset)
    yield Triple(dataset, RDF.type, SD.GraphCollection)
    yield Triple(dataset, SD.defaultGraph, default)
    yield Triple(default, RDF.type, SD.Graph)
    yield Triple(default, DCT.description, Literal(f"The union of {union}.", language="en"))
    for number, graph in enumerate(info.graphs, 1):
        named, described = here[f"named-graph-{number}"], here[f"graph-{number}"]
        yield Triple(dataset, SD.namedGraph, named)
        yield Triple(named, RDF.type, SD.NamedGraph)
        yield Triple(named, SD.name, NamedNode(graph.iri))
        yield Triple(named, SD.graph, described)
        yield Triple(described, RDF.type, SD.Graph)
        if graph.title:
            yield Triple(described, DCT.title, Literal(graph.title, language="en"))
        if graph.statements is not None:
            yield Triple(described, VOID.triples, Literal(graph.statements))


def _bounds(limits: Limits) -> str:
    return (
        f"A query may take {limits.timeout:g} seconds and give {limits.rows:,} rows or statements in "
        f"{limits.size:,} bytes. SERVICE is refused; FROM finds graphs of this store only."
    )
