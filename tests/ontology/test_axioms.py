"""Every axiom of the ontology forbids something: a domain, a range, a bound, one value only, two kinds at once.

HermiT gets a class for each way to break an axiom (see `wrong_classes`) and has to find all of them empty in one run.
"""

from __future__ import annotations

import owlready2  # type: ignore[import-untyped, unused-ignore]
import pytest
from rdflib import OWL, RDF, URIRef

from tests.ontology.test_ontology import BW, ONTOLOGY, TERMS, needs_java
from tests.ontology.wrong_classes import RIGHT, WRONG, Cases, short

CASES = Cases(ONTOLOGY, BW)
ORGANIZATION = URIRef("http://www.w3.org/ns/org#Organization")

# Where anything may stand, and why: the axiom that is not there, or has nothing disjoint from its class.
OPEN = {
    "many kinds of things have it": {
        "about domain", "about range", "accessibleFormat domain", "country domain", "fieldOfActivity domain",
        "hasNeed domain", "hindrance domain", "integrationModel domain", "number domain", "organiser domain",
        "origin domain", "participation domain", "resource domain", "reviewStatus domain", "status domain",
        "usesTechnology domain",
    },
    "dates are outside OWL 2 DL": {
        "date domain", "date range", "end domain", "end range", "start domain", "start range",
    },
    "data sets are described by the catalogue alone": {
        "currentESCO domain", "currentESCO range", "inDefaultGraph domain", "holdsAllOf domain", "holdsPartOf domain",
    },
    "ELM keeps specifications and outcomes apart from nothing but assessments": {"adjusts range"},
    "what an entity of PROV is apart from is said in the alignment": {"evidence range"},
    "a page is an address, of which nothing is known": {"page range"},
}  # fmt: skip

# Classes that share members with each other; what they are kinds of is apart from everything else.
SHARED = {"CertificationAuthority", "CommunityOfPractice", "Partner", "WISE"}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return the IRIs of the classes that can have no member."""
    path = tmp_path_factory.mktemp("axioms") / "cases.nt"
    (ONTOLOGY + CASES.graph).serialize(path, format="nt", encoding="utf-8")
    world = owlready2.World()
    try:
        world.get_ontology(path.as_uri()).load()
        owlready2.sync_reasoner_hermit(world, debug=0)
        return {str(term.iri) for term in world.inconsistent_classes() if isinstance(term, owlready2.ThingClass)}
    finally:
        world.close()


def test_no_axiom_is_left_out() -> None:
    assert len(CASES.names(WRONG)) > 300
    assert len(CASES.names(RIGHT)) > 200


def test_places_where_anything_may_stand_have_a_reason() -> None:
    assert set().union(*OPEN.values()) == CASES.toothless


def test_every_class_is_kept_apart_from_the_others() -> None:
    classes = {term for term in TERMS if (term, RDF.type, OWL.Class) in ONTOLOGY}
    kinds = {term: CASES.ancestors(term) & set(CASES.kinds) for term in classes}
    assert {short(term) for term in classes if not kinds[term]} == set()
    assert {short(term) for term in classes if ORGANIZATION in kinds[term]} == SHARED


@needs_java
def test_every_axiom_bites(empty: set[str]) -> None:
    assert {name for name in CASES.names(WRONG) if str(WRONG[name]) not in empty} == set()


@needs_java
def test_no_axiom_forbids_what_is_right(empty: set[str]) -> None:
    assert {iri for iri in empty if not iri.startswith(str(WRONG))} - {str(OWL.Nothing)} == set()
