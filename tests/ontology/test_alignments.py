"""The alignments with other vocabularies stay alignments, and leave no class out without a reason."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, BNode, URIRef

from tests.ontology.test_ontology import (
    BUILT_IN,
    BW,
    DECLARED,
    FOLDER,
    IRI,
    ONTOLOGY,
    TERM_KINDS,
    TERM_POSITIONS,
    TERMS,
    read,
)

FILES = [FOLDER / "alignments" / f"{name}.ttl" for name in (
    "elm", "esco", "organisations-provenance", "schema-org", "skos"
)]  # fmt: skip
ALIGNMENTS = read(*FILES)
OTHERS = {
    "elm": "http://data.europa.eu/snb/model/elm/",
    "elm33": "http://data.europa.eu/snb/model/ontology/",
    "esco": "http://data.europa.eu/esco/model#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "bw": str(BW),
}
STATED = {RDFS.subClassOf, RDFS.subPropertyOf, RDFS.seeAlso, OWL.disjointWith}

# Classes that no term of these vocabularies comes near, with the reason.
OWN = {
    "Objective": "ORG has a purpose as a property only",
    "KnownGap": "a statement about a curriculum and a requirement; no vocabulary speaks of what is left untaught",
    "Adaptation": "a change of teaching for a group; schema.org has accessibility features of media only",
    "CountryOverview": "a record that puts together what is known of one country",
    "SkillNeed": "ESCO and schema.org have skills, not the need for one that somebody states",
    "SkillGap": "a skill need that is not met",
    "GoodPractice": "neither a course nor an organisation nor an event, and may be a part of each",
    "Participation": "a count of people of a group; PROV and schema.org link single agents",
    "Scenario": "an invented enterprise; org:Organization would make it a real one",
    "Persona": "an invented person; schema.org's Person and PROV's Agent would make it a real one",
    "CriterionResult": "the finding on one criterion; schema.org's rating has no verdict and no evidence",
    "Pillar": "a heading of a strategy",
    "UnpublishedTopic": "speaks of what is missing",
    "Rule": "is a SHACL shape, which bwise.ttl does not describe",
    "PublicationField": "speaks of properties of the European Learning Model itself",
    "PublicationEvent": "planned or actual; only the actual one is an activity of PROV",
}


def named(prefixed: str) -> URIRef:
    prefix, name = prefixed.split(":")
    return URIRef(OTHERS[prefix] + name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_says_what_it_is(path: Path) -> None:
    graph = read(path)
    (ontology,) = graph.subjects(RDF.type, OWL.Ontology)
    assert ontology == URIRef(f"{IRI}/alignments/{path.stem}")
    for predicate in (DCTERMS.title, DCTERMS.description, DCTERMS.source, DCTERMS.license):
        assert (ontology, predicate, None) in graph
    assert all(
        f"# {part}:" in path.read_text(encoding="utf-8") for part in ("Title", "Description", "Origin", "Licence")
    )
    assert not [node for triple in graph for node in triple if isinstance(node, BNode)]
    assert [*pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_declares_the_terms_of_others_that_it_uses(path: Path) -> None:
    graph = read(path)
    declared = {term for kind in TERM_KINDS for term in graph.subjects(RDF.type, kind)}
    assert not [term for term in declared if str(term).startswith(str(BW))]
    for term in declared:
        assert str(term).startswith(str(graph.value(term, RDFS.isDefinedBy)).rstrip("/"))
        assert (term, RDFS.label, None) in graph
    places = (STATED | TERM_POSITIONS) - {RDF.type} | {OWL.equivalentClass, OWL.equivalentProperty, OWL.inverseOf}
    used = {node for s, p, o in graph if p in places for node in (s, o) if not str(node).startswith(BUILT_IN)}
    assert used - declared - DECLARED == set()


def test_alignments_redefine_no_term_of_others() -> None:
    for subject, predicate, value in ALIGNMENTS:
        if predicate in {RDFS.subClassOf, RDFS.subPropertyOf, RDFS.seeAlso}:
            assert str(subject).startswith(str(BW)), f"{subject} is not ours to define"
        if predicate in {OWL.equivalentClass, OWL.equivalentProperty}:
            assert str(value) == str(subject).replace(OTHERS["elm"], OTHERS["elm33"])
            assert subject != value


def test_every_elm_term_of_the_ontology_has_its_name_in_version_3_3() -> None:
    used = {term for term in DECLARED if str(term).startswith(OTHERS["elm"])}
    bridged = set(ALIGNMENTS.subjects(OWL.equivalentClass)) | set(ALIGNMENTS.subjects(OWL.equivalentProperty))
    assert used - bridged == set()


def test_every_class_is_aligned_or_there_is_a_reason() -> None:
    everything = ONTOLOGY + ALIGNMENTS
    alone = set()
    for term in TERMS:
        if (term, RDF.type, OWL.Class) not in ONTOLOGY:
            continue
        kin = {above for above in everything.transitive_objects(term, RDFS.subClassOf) if isinstance(above, URIRef)}
        kin |= {near for above in set(kin) for near in everything.objects(above, RDFS.seeAlso)}  # type: ignore[misc]
        if all(str(above).startswith((str(BW), *BUILT_IN)) for above in kin):
            alone.add(term.removeprefix(str(BW)))
    assert alone == set(OWN)
