"""Mapping sets as statements: SSSOM's RDF form, without blank nodes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import BlankNode, NamedNode, Quad

from bwise_kg.mappings import NO_TERM, Mapping, MappingSet, mapping_quads, packaged_sets, set_quads
from bwise_kg.namespaces import GRAPH
from bwise_kg.store import EmbeddedStore

WORKER = Mapping(
    subject="https://w3id.org/bwise/id/profile/worker",
    predicate="http://www.w3.org/2004/02/skos/core#closeMatch",
    object=NO_TERM,
    justification="https://w3id.org/semapv/vocab/ManualMappingCuration",
    object_source="http://data.europa.eu/esco/concept-scheme/occupations",
    object_version="1.1.1",
    confidence=0.8,
)
SUPPORTER = Mapping(
    subject="https://w3id.org/bwise/id/profile/supporter",
    predicate="http://www.w3.org/2004/02/skos/core#closeMatch",
    object="http://data.europa.eu/esco/occupation/o1",
    justification="https://w3id.org/semapv/vocab/ManualMappingCuration",
    iri="https://w3id.org/bwise/id/mapping/m1",
    subject_label="supporter",
    object_label="consultant",
    subject_source="https://w3id.org/bwise/graph/reference",
    subject_version="0.1",
    authors=("the authors",),
    mapped_on=date(2026, 11, 22),
    reviewers=("the board",),
    reviewed_on=date(2026, 12, 1),
    comment="Near.",
)
OURS = MappingSet(
    "https://example.org/set", "Ours", "What is near.", "https://example.org/licence", (WORKER, SUPPORTER)
)

# Written by hand after https://mapping-commons.github.io/sssom/spec-formats-rdf/ and the slot URIs of SSSOM's schema.
EXPECTED = """
PREFIX bw: <https://w3id.org/bwise/ontology#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <https://w3id.org/bwise/id/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX pav: <http://purl.org/pav/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX semapv: <https://w3id.org/semapv/vocab/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX sssom: <https://w3id.org/sssom/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT DATA { GRAPH <https://w3id.org/bwise/graph/reference> {
  <https://example.org/set> a sssom:MappingSet ;
    dct:title "Ours" ; dct:description "What is near." ; dct:license <https://example.org/licence> ;
    bw:origin <https://w3id.org/bwise/id/origin/reference-design> ;
    sssom:mappings <https://w3id.org/bwise/id/mapping/profile-worker-none> , <https://w3id.org/bwise/id/mapping/m1> .
  <https://w3id.org/bwise/id/mapping/profile-worker-none> a owl:Axiom ;
    owl:annotatedSource <https://w3id.org/bwise/id/profile/worker> ; owl:annotatedProperty skos:closeMatch ;
    owl:annotatedTarget sssom:NoTermFound ;
    sssom:mapping_justification semapv:ManualMappingCuration ; sssom:confidence "0.8"^^xsd:double ;
    sssom:object_source <http://data.europa.eu/esco/concept-scheme/occupations> ; sssom:object_source_version "1.1.1" ;
    bw:reviewStatus <https://w3id.org/bwise/id/review-status/unreviewed> ;
    bw:origin <https://w3id.org/bwise/id/origin/reference-design> .
  <https://w3id.org/bwise/id/mapping/m1> a owl:Axiom ;
    owl:annotatedSource <https://w3id.org/bwise/id/profile/supporter> ; owl:annotatedProperty skos:closeMatch ;
    owl:annotatedTarget <http://data.europa.eu/esco/occupation/o1> ;
    sssom:mapping_justification semapv:ManualMappingCuration ;
    sssom:subject_label "supporter" ; sssom:object_label "consultant" ;
    sssom:subject_source <https://w3id.org/bwise/graph/reference> ; sssom:subject_source_version "0.1" ;
    sssom:author_label "the authors" ; pav:authoredOn "2026-11-22"^^xsd:date ;
    sssom:reviewer_label "the board" ; sssom:review_date "2026-12-01"^^xsd:date ; rdfs:comment "Near." ;
    bw:reviewStatus <https://w3id.org/bwise/id/review-status/reviewed> ;
    bw:origin <https://w3id.org/bwise/id/origin/reference-design> .
} }
"""


def test_rdf_form_is_sssoms() -> None:
    expected, got = EmbeddedStore(), EmbeddedStore()
    expected.update(EXPECTED)
    got.load(set_quads(OURS, GRAPH.reference))
    assert set(got.quads(GRAPH.reference)) == set(expected.quads(GRAPH.reference))


def test_plain_statements_leave_out_what_has_no_term() -> None:
    plain = set(set_quads(OURS, GRAPH.reference, plain=True)) - set(set_quads(OURS, GRAPH.reference))
    subject, predicate, target = map(NamedNode, SUPPORTER.key)
    assert plain == {Quad(subject, predicate, target, GRAPH.reference)}


def test_packaged_sets_as_statements() -> None:
    quads = list(mapping_quads(GRAPH.reference))
    assert len(quads) == len(set(quads))
    assert {quad.graph_name for quad in quads} == {GRAPH.reference}
    assert not any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object))
    target = NamedNode("http://www.w3.org/2002/07/owl#annotatedTarget")
    assert sum(quad.predicate == target for quad in quads) == sum(len(s.mappings) for s in packaged_sets())


def test_packaged_sets_say_nothing_that_the_turtle_files_say() -> None:
    """A graph's digest counts each statement once, so none may come from two files."""
    files = (Path(__file__).parents[2] / "ontology" / "reference").rglob("*.ttl")
    described = {quad.subject for path in files for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)}
    assert not described & {quad.subject for quad in mapping_quads(GRAPH.reference)}
