"""The vocabularies that facts are told in: complete, coded by the standards, and traced to documents."""

from __future__ import annotations

import pytest
from rdflib import DCTERMS, RDF, SKOS, Literal, URIRef
from rdflib.term import Node

from tests.facts.graph import BW, FACTS, ID, PROJECT, VOCABULARIES, country, value

CODES = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
"""ISO 3166-1 alpha-2, the 27 countries of the EU."""
OFFICIAL = {
    "AT": "de",
    "BE": "nl fr de",
    "BG": "bg",
    "ES": "es",
    "FR": "fr",
    "GR": "el",
    "HR": "hr",
    "IT": "it",
    "LV": "lv",
    "NL": "nl",
    "PL": "pl",
    "RO": "ro",
    "SI": "sl",
}
GROUPS = """
    person-with-disability physical-sensory-disability intellectual-learning-disability psychosocial-disability
    substance-use-disorder ex-convict long-term-unemployed homeless migrant-refugee neet violence-survivor
    ethnic-minority low-qualified older-person
"""


def members(scheme: str) -> set[Node]:
    return set(VOCABULARIES.subjects(SKOS.inScheme, ID[f"scheme/{scheme}"]))


def slugs(scheme: str) -> set[str]:
    return {str(member).rsplit("/", 1)[1] for member in members(scheme)}


def notations(concept: Node) -> set[str]:
    return {str(notation) for notation in VOCABULARIES.objects(concept, SKOS.notation)}


def test_countries() -> None:
    countries = members("country")
    assert countries == {country(code) for code in CODES.split()}
    assert countries == set(VOCABULARIES.subjects(RDF.type, BW.Country))
    assert {code for each in countries for code in notations(each)} == {*CODES.split(), "EL"}
    assert country("EL") == country("GR")
    labels = [str(label) for each in countries for label in VOCABULARIES.objects(each, SKOS.prefLabel)]
    assert len(set(labels)) == 27
    assert {"Czechia", "Netherlands", "Slovakia"} <= set(labels)


def test_languages_of_the_pilot_countries() -> None:
    spoken = {
        code: {tag for each in VOCABULARIES.objects(country(code), BW.countryLanguage) for tag in notations(each)}
        for code in CODES.split()
    }
    assert {code: tags for code, tags in spoken.items() if tags} == {k: set(v.split()) for k, v in OFFICIAL.items()}
    assert set(FACTS.objects(PROJECT, BW.pilotCountry)) == {country(code) for code in OFFICIAL}


def test_languages() -> None:
    tags = {tag for each in members("language") for tag in notations(each)}
    assert tags == {"en"}.union(*(tags.split() for tags in OFFICIAL.values()))
    assert len(members("language")) == len(tags) == 13


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ("audience", "service-provider policy-maker public-institution employer disadvantaged-person"),
        ("partner-role", "coordinator supporting-network partner"),
        ("partner-kind", "eu-network wise-sector-body vet-provider research-institute"),
        ("status", "planned running completed"),
        ("disadvantaged-group", GROUPS),
    ],
)
def test_concepts(scheme: str, expected: str) -> None:
    assert slugs(scheme) == set(expected.split())


def test_kinds_of_disability_are_narrower() -> None:
    narrower = {
        str(each).rsplit("/", 1)[1]
        for each, _ in VOCABULARIES.subject_objects(SKOS.broader)
        if each in members("disadvantaged-group")
    }
    assert narrower == {"physical-sensory-disability", "intellectual-learning-disability", "psychosocial-disability"}
    for slug in narrower:
        group = ID[f"disadvantaged-group/{slug}"]
        assert set(VOCABULARIES.objects(group, SKOS.broader)) == {ID["disadvantaged-group/person-with-disability"]}


def test_disadvantaged_groups_are_workers_and_traced_to_documents() -> None:
    for group in members("disadvantaged-group"):
        assert set(VOCABULARIES.objects(group, BW.withinTargetGroup)) == {ID["target-group/worker"]}
        assert set(VOCABULARIES.objects(group, BW.origin)) == {ID["origin/fact"]}


@pytest.mark.parametrize("scheme", ["disadvantaged-group", "audience", "partner-role", "partner-kind"])
def test_documents_named_as_sources_are_described(scheme: str) -> None:
    for concept in members(scheme) | {ID[f"scheme/{scheme}"]}:
        for source in VOCABULARIES.objects(concept, DCTERMS.source):
            assert (source, RDF.type, BW.Source) in FACTS, (concept, source)


def test_claim_topics_tell_each_other_apart() -> None:
    topics = members("claim-topic")
    for words in (SKOS.prefLabel, SKOS.definition):
        values = [str(each) for topic in topics for each in VOCABULARIES.objects(topic, words)]
        assert len(set(values)) == len(topics) == len(values)


def test_planned_languages_are_those_of_the_vocabulary() -> None:
    assert set(FACTS.objects(ID["output/5"], BW.plannedLanguage)) == members("language")
    assert value(ID["output/5"], BW.number) == "5"
    assert all(isinstance(each, URIRef | Literal) for each in FACTS.objects())
