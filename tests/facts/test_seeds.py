"""The graph of the seeds is whole in itself: what is counted, where it comes from, what contradicts what."""

from __future__ import annotations

from itertools import chain

import pytest
from rdflib import DCTERMS, RDF, RDFS, SKOS, BNode, Literal, Namespace, URIRef
from rdflib.term import Node

from tests.facts.graph import ALL, BW, FACTS, ID, ONTOLOGY, PROJECT, SEEDS, VOCABULARIES, numbered, read, value

XSD = Namespace("http://www.w3.org/2001/XMLSchema#")  # rdflib's own warns when pytest looks at its attributes
ORG = Namespace("http://www.w3.org/ns/org#")
SUBJECTS = sorted({subject for subject in SEEDS.subjects() if isinstance(subject, URIRef)})
DOCUMENTS = {ID[f"document/seed-00{number}"] for number in range(5)}
RESOURCES = pytest.mark.parametrize("resource", SUBJECTS, ids=lambda iri: str(iri).removeprefix(str(ID)))


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("Project", 1),
        ("WorkPackage", 6),
        ("Task", 20),
        ("Output", 14),
        ("PlannedPublication", 15),
        ("Partner", 30),
        ("Event", 1),
        ("CommunityOfPractice", 1),
        ("Source", 5),
    ],
)
def test_counts(kind: str, number: int) -> None:
    assert len(set(SEEDS.subjects(RDF.type, BW[kind]))) == number


def test_everything_belongs_to_the_project() -> None:
    packages, outputs = list(SEEDS.objects(PROJECT, BW.workPackage)), list(SEEDS.objects(PROJECT, BW.output))
    tasks = [task for package in packages for task in SEEDS.objects(package, BW.task)]
    assert [len(list(SEEDS.objects(package, BW.task))) for _, package in sorted(numbered(packages).items())] == [
        4,
        2,
        5,
        3,
        2,
        4,
    ]
    assert set(tasks) == set(SEEDS.subjects(RDF.type, BW.Task))
    assert set(outputs) == set(SEEDS.subjects(RDF.type, BW.Output))
    assert set(SEEDS.objects(PROJECT, BW.partner)) == set(SEEDS.subjects(RDF.type, BW.Partner))
    assert len(list(SEEDS.objects(PROJECT, BW.pilotCountry))) == 13
    publications = [each for output in outputs for each in SEEDS.objects(output, BW.publication)]
    assert len(publications) == len(set(publications))
    assert set(publications) == set(SEEDS.subjects(RDF.type, BW.PlannedPublication))
    objectives = [each for of in (PROJECT, *packages) for each in SEEDS.objects(of, BW.objective)]
    assert len(objectives) == len(set(objectives))
    assert set(objectives) == set(SEEDS.subjects(RDF.type, BW.Objective))


def test_partners_by_country() -> None:
    countries = [str(country)[-3:] for country in SEEDS.objects(None, BW.country)]
    assert {name: countries.count(name) for name in countries} == {
        **dict.fromkeys(("AUT", "BGR", "ESP", "FRA", "GRC", "HRV", "LVA", "NLD", "POL", "ROU", "SVN"), 2),
        **dict.fromkeys(("BEL", "ITA"), 4),
    }
    assert set(SEEDS.objects(None, BW.country)) == set(SEEDS.objects(PROJECT, BW.pilotCountry))


def test_which_task_produces_which_output() -> None:
    """Equal subjects; outputs #11 to #14 have no work package on the page, the sub-sectors (WP1.2) no output."""
    produced = {
        (str(task).rsplit("/", 1)[1], int(value(output, BW.number)))
        for task, output in SEEDS.subject_objects(BW.produces)
    }
    assert produced == {
        *((f"wp1-{task}", 1) for task in (1, 3, 4)),
        *((f"wp2-{task}", 2) for task in (1, 2)),
        *((f"wp3-{task}", task + 2) for task in range(1, 6)),
        *((f"wp4-{task}", 8) for task in (1, 2)),
        ("wp4-3", 5),
        *((f"wp5-{task}", 9) for task in (1, 2)),
        *((f"wp6-{task}", 10) for task in range(1, 5)),
    }
    for task in set(SEEDS.subjects(RDF.type, BW.Task)):
        words = "is linked to none" if task == ID["task/wp1-2"] else "this project's reading"
        assert words in value(task, SKOS.note)
    for number in range(11, 15):
        assert "no task there produces it" in value(ID[f"output/{number}"], SKOS.note)


def test_lead_that_is_no_partner() -> None:
    (lead,) = SEEDS.objects(ID["work-package/wp3"], BW.lead)
    assert set(SEEDS.objects(lead, RDF.type)) == {ORG.Organization}
    assert (PROJECT, BW.partner, lead) not in ALL


# Origin, texts, links


@RESOURCES
def test_origin_and_source(resource: URIRef) -> None:
    assert set(SEEDS.objects(resource, BW.origin)) == {ID["origin/fact"]}
    sources = set(SEEDS.objects(resource, DCTERMS.source))
    assert sources
    assert sources <= DOCUMENTS
    for source in sources:
        assert (source, RDF.type, BW.Source) in SEEDS
    if resource not in DOCUMENTS:
        assert value(resource, BW.passage)


@RESOURCES
def test_named_in_english_or_by_its_own_name(resource: URIRef) -> None:
    names = [*SEEDS.objects(resource, DCTERMS.title), *SEEDS.objects(resource, SKOS.prefLabel)]
    languages = {name.language for name in names if isinstance(name, Literal)}
    organisation = {BW.Partner, ORG.Organization} & set(SEEDS.objects(resource, RDF.type))
    assert languages == {None} if organisation else "en" in languages


def test_nothing_is_blank_or_dangles() -> None:
    assert not [node for triple in FACTS for node in triple if isinstance(node, BNode)]
    iris = {node for node in chain.from_iterable(SEEDS) if isinstance(node, URIRef)}
    used = {iri for iri in iris if iri in ID or "/authority/" in iri}
    assert used <= set(SEEDS.subjects()) | set(VOCABULARIES.subjects())


def test_numbers_and_dates_have_their_datatypes() -> None:
    datatypes = {
        predicate: {each.datatype for each in SEEDS.objects(None, predicate) if isinstance(each, Literal)}
        for predicate in (BW.number, BW.date, BW.start, BW.end)
    }
    assert datatypes[BW.number] == {XSD.positiveInteger}
    assert datatypes[BW.date] == datatypes[BW.start] == datatypes[BW.end] == {XSD.gYearMonth, XSD.date}


# Claims


def test_claims_are_whole() -> None:
    claims = set(SEEDS.subjects(RDF.type, BW.Claim))
    assert len(claims) >= 25
    for claim in claims:
        topic = value(claim, BW.claimTopic).rsplit("/", 1)[1]
        source = min(str(each).rsplit("/", 1)[1] for each in SEEDS.objects(claim, DCTERMS.source))
        assert str(claim).startswith(str(ID[f"claim/{topic}-{source}"]))
        assert value(claim, BW.claimedValue)
        assert (claim, BW.about, None) in SEEDS


def test_topics_of_claims_are_described() -> None:
    topics: set[Node] = set(FACTS.objects(None, BW.claimTopic))
    described = set(VOCABULARIES.subjects(RDF.type, BW.ClaimTopic))
    assert topics == described


def test_contradictions_within_the_seeds() -> None:
    pairs = {
        tuple(sorted(str(claim).rsplit("/", 1)[1] for claim in pair)) for pair in SEEDS.subject_objects(BW.contradicts)
    }
    assert pairs == {
        ("pilot-countries-seed-000", "pilot-countries-seed-001-title"),
        ("pilot-countries-seed-001-text", "pilot-countries-seed-001-title"),
        ("wp3-lead-seed-000", "wp3-lead-seed-001"),
        ("target-groups-naming-seed-000", "target-groups-naming-seed-001"),
        ("first-results-date-seed-001", "first-results-date-seed-002"),
    }


def test_contradictions_are_stated_both_ways_and_on_one_topic() -> None:
    for claim, other in FACTS.subject_objects(BW.contradicts):
        assert (other, BW.contradicts, claim) in FACTS
        assert set(FACTS.objects(claim, BW.claimTopic)) == set(FACTS.objects(other, BW.claimTopic))


def test_properties_fit_their_domains() -> None:
    """A property that belongs to one class is used on its instances only, as far as they are typed."""
    ontology = read(ONTOLOGY / "bwise.ttl")
    for subject, predicate in set(SEEDS.subject_predicates()):
        domains = {domain for domain in ontology.objects(predicate, RDFS.domain) if str(domain).startswith(str(BW))}
        assert domains <= set(SEEDS.objects(subject, RDF.type)), (subject, predicate)
