"""How findable, accessible, interoperable and reusable the ontology is: the checks of FOOPS!, on a running service.

FOOPS! (https://w3id.org/foops) asks the web; here its checks ask a service on loopback, as which w3id.org's
redirections would answer (tests/api/test_w3id.py tests these). Left out are those of registries on the web:
whether prefix.cc and Linked Open Vocabularies know the prefix, and whether the metadata outlive the ontology there.
"""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from tests.api.linked import read

ONTOLOGY = URIRef("https://w3id.org/bwise/ontology")
BW = f"{ONTOLOGY}#"
VANN = "http://purl.org/vocab/vann/"
ANSWERED = ("text/turtle", "application/rdf+xml", "application/ld+json")

LINES = ox.RdfFormat.N_TRIPLES

Fetch = Callable[[str, str], httpx.Response]


@pytest.fixture
def fetch(client: httpx.Client) -> Fetch:
    """Return what follows an IRI of ours, as w3id.org would lead it to the service."""

    def get(iri: str, accept: str) -> httpx.Response:
        path = iri.removeprefix("https://w3id.org/bwise").partition("#")[0]
        return client.get(path, headers={"Accept": accept}, follow_redirects=True)

    return get


@pytest.fixture
def ontology(fetch: Fetch) -> Graph:
    return Graph().parse(data=fetch(ONTOLOGY, "text/turtle").text, format="turtle")


def own_terms(graph: Graph) -> set[Node]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    return {term for kind in kinds for term in graph.subjects(RDF.type, kind) if str(term).startswith(BW)}


# Findable


def test_purl1_uri1_uri2_the_iri_is_persistent_resolves_and_is_the_ontologys(fetch: Fetch, ontology: Graph) -> None:
    assert ONTOLOGY.startswith("https://w3id.org/")
    assert fetch(ONTOLOGY, "text/turtle").status_code == 200
    assert set(ontology.subjects(RDF.type, OWL.Ontology)) == {ONTOLOGY}


def test_ver1_ver2_there_is_a_version_iri_and_it_resolves_to_this_version(fetch: Fetch, ontology: Graph) -> None:
    version = ontology.value(ONTOLOGY, OWL.versionIRI)
    assert version is not None
    assert version != ONTOLOGY
    found = Graph().parse(data=fetch(str(version), "text/turtle").text, format="turtle")
    assert found.value(ONTOLOGY, OWL.versionIRI) == version
    assert str(version).endswith(str(found.value(ONTOLOGY, OWL.versionInfo)))


@pytest.mark.parametrize(
    "property_",
    [DCTERMS.title, DCTERMS.description, DCTERMS.license, DCTERMS.creator, DCTERMS.created, OWL.versionIRI],
)
def test_om1_minimum_metadata(ontology: Graph, property_: URIRef) -> None:
    assert ontology.value(ONTOLOGY, property_)


def test_find1_prefix_and_namespace_are_declared(ontology: Graph) -> None:
    assert ontology.value(ONTOLOGY, URIRef(VANN + "preferredNamespacePrefix")) == Literal("bw")
    assert ontology.value(ONTOLOGY, URIRef(VANN + "preferredNamespaceUri")) == Literal(BW)


# Accessible


@pytest.mark.parametrize("accept", [*ANSWERED, "text/html"])
def test_cn1_content_is_negotiated(fetch: Fetch, accept: str) -> None:
    response = fetch(ONTOLOGY, accept)
    assert response.status_code == 200
    assert response.headers["content-type"].split(";")[0] == accept
    assert "Accept" in (response.history or [response])[0].headers["vary"]


def test_http1_the_protocol_is_open(ontology: Graph) -> None:
    assert {str(term).split(":", 1)[0] for term in own_terms(ontology)} == {"https"}


# Interoperable


@pytest.mark.parametrize("accept", ANSWERED)
def test_rdf1_every_serialisation_parses_to_the_same_terms(fetch: Fetch, ontology: Graph, accept: str) -> None:
    lines = ox.serialize((q.triple for q in read(fetch(ONTOLOGY, accept))), format=LINES)
    found = Graph().parse(data=lines, format="nt")
    assert own_terms(found) == own_terms(ontology)
    assert len(own_terms(found)) > 200


def test_voc1_metadata_are_in_known_vocabularies(ontology: Graph) -> None:
    known = tuple(map(str, (DCTERMS, OWL, RDF, RDFS, VANN)))
    assert [p for p in ontology.predicates(ONTOLOGY) if not str(p).startswith(known)] == []


def test_voc2_other_vocabularies_are_reused(ontology: Graph) -> None:
    above = [
        str(parent)
        for property_ in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range)
        for parent in ontology.objects(None, property_)
        if isinstance(parent, URIRef)
    ]
    for vocabulary in ("http://data.europa.eu/snb/model/elm/", str(SKOS), "http://data.europa.eu/esco/model#"):
        assert [iri for iri in above if iri.startswith(vocabulary)], vocabulary


# Reusable


def test_doc1_there_is_a_page_that_documents_every_term(fetch: Fetch, ontology: Graph) -> None:
    page = fetch(ONTOLOGY, "text/html").text
    missing = [term for term in own_terms(ontology) if f'id="{str(term).removeprefix(BW)}"' not in page]
    assert missing == []


@pytest.mark.parametrize(
    "property_",
    [
        OWL.versionInfo,
        DCTERMS.bibliographicCitation,
        DCTERMS.publisher,
        DCTERMS.issued,
        DCTERMS.modified,
        DCTERMS.source,
    ],
)
def test_om2_om3_om5_recommended_metadata_and_provenance(ontology: Graph, property_: URIRef) -> None:
    assert ontology.value(ONTOLOGY, property_)


def test_om4_the_licence_is_an_iri(ontology: Graph) -> None:
    assert ontology.value(ONTOLOGY, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")


def test_voc3_voc4_every_term_has_a_label_and_a_definition(ontology: Graph) -> None:
    for term in own_terms(ontology):
        assert list(ontology.objects(term, RDFS.label)), term
        assert list(ontology.objects(term, SKOS.definition)), term
