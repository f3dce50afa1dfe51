"""What was published about B-WISE: numbers, dates and addresses against a table made by hand from the survey.

The survey is ../shared/bwise/published-facts.md. Every address in it is a document, every gap in it a topic.
"""

import re
from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, Namespace, URIRef

ONTOLOGY = Path(__file__).parents[2] / "ontology"
BW = Namespace("https://w3id.org/bwise/ontology#")
ID = Namespace("https://w3id.org/bwise/id/")
COUNTRY = Namespace("http://publications.europa.eu/resource/authority/country/")
OWN = ("integration-models", "resource-kinds", "fields-of-activity", "labour-policies", "technologies", "barriers")
VOCABULARIES = [ONTOLOGY / "vocabularies" / f"{name}.ttl" for name in (*OWN, "scenario-types")]


def read(*paths: Path) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


FACTS = read(ONTOLOGY / "facts" / "published.ttl")
BOTH = FACTS + read(ONTOLOGY / "facts" / "seeds.ttl")
CONCEPTS = read(*VOCABULARIES)
DESCRIBED = set(FACTS.subjects(RDF.type, None))


def slugs(nodes: object) -> set[str]:
    assert hasattr(nodes, "__iter__")
    return {str(node).rsplit("/", 1)[-1] for node in nodes}


def values(subject: URIRef, predicate: URIRef) -> set[str]:
    return {str(value) for value in FACTS.objects(subject, predicate)}


@pytest.fixture(scope="module")
def survey(shared: Path) -> str:
    path = shared / "bwise" / "published-facts.md"
    if not path.is_file():
        pytest.skip("no ../shared/bwise/published-facts.md here, the survey of what was published")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def seeds(shared: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((shared / "bwise" / "seeds").glob("*.txt"))]


# Sources


def test_every_resource_has_origin_source_and_text() -> None:
    for thing in DESCRIBED:
        assert list(FACTS.objects(thing, BW.origin)) == [ID["origin/fact"]], thing
        sources = list(FACTS.objects(thing, DCTERMS.source))
        assert sources, thing
        assert all((source, RDF.type, BW.Source) in BOTH for source in sources), thing
        assert "en" in {text.language for text in FACTS.objects(thing, DCTERMS.title) if isinstance(text, Literal)}, (
            thing
        )


def test_every_address_of_the_survey_is_a_page(survey: str) -> None:
    found = re.findall(r"https?://[^\s`;|]+", survey)
    addresses = {url.rstrip(".,)") for url in found if not url.startswith("http://data.europa.eu/esco/")}
    assert len(addresses) == 56
    assert addresses - {str(page) for page in FACTS.objects(None, BW.page)} == set()


def test_a_page_is_one_document() -> None:
    pages = [page for _, page in FACTS.subject_objects(BW.page)]
    assert len(pages) == len(set(pages))


def test_links_lead_to_something_described() -> None:
    everything = BOTH + read(*sorted((ONTOLOGY / "vocabularies").glob("*.ttl")))
    described = set(everything.subjects(RDF.type, None))
    nodes = {n for s, _, o in FACTS + CONCEPTS for n in (s, o) if str(n).startswith((str(ID), str(COUNTRY)))}
    assert nodes - described == set()


# What was not published: a piece of each marked line of the survey, and the topics that stand for it

NOT_FOUND = {
    "| 3, 4, 5, 6, 7 |": "dates-of-outputs-3-to-7",
    "final event, Brussels": "date-of-final-event",
    "How CESUR and Coremsa relate": "cesur-and-coremsa",
    "Final profile names": "profile-contents proficiency-scale",
    'published list of "green skills"': "green-skills-list",
    "Names of the other 8 personas": "other-personas persona-attributes scenario-attributes",
    "Module names, units": "modules-and-units learning-outcomes curriculum-credit-and-level assessments delivery "
    "entry-requirements language-versions",
    "Numeric breakdown": "sub-sectors number-of-wises skill-gap-figures other-good-practices",
    "WP4: pilots": "pilot-plans pilot-editions pilot-participants pilot-scores pilot-adjustments",
    "WP5: feedback": "certification-authorities label-criteria label-name-and-levels",
    "WP6: draft": "strategy-contents funding-map national-guidelines",
    "Platform, modules, languages": "mooc-contents toolkit-contents community-of-practice",
    "| EQF |": "competence-frameworks",
    "| DigComp 2.2 |": "competence-frameworks",
    "| GreenComp |": "competence-frameworks",
    "| EntreComp |": "competence-frameworks",
    "| LifeComp |": "competence-frameworks",
    "| EQAVET |": "eqavet-use",
    "| ELM v3": "elm-use",
}
UNMARKED = {"dates-of-outputs-9-to-14"}
"""The survey says of these outputs what was seen instead of marking the gap."""


def test_every_gap_has_its_topic(survey: str) -> None:
    lines = [line for line in survey.splitlines() if "[NF]" in line and "not found: must not be filled" not in line]
    places = [[piece for piece in NOT_FOUND if piece in line] for line in lines]
    assert [len(pieces) for pieces in places] == [1] * len(NOT_FOUND), places
    topics = slugs(FACTS.subjects(RDF.type, BW.UnpublishedTopic))
    assert topics == {slug for named in NOT_FOUND.values() for slug in named.split()} | UNMARKED


def test_topics_name_the_classes_that_stay_empty() -> None:
    declared = set(read(ONTOLOGY / "bwise.ttl").subjects(RDF.type, None))
    for topic in FACTS.subjects(RDF.type, BW.UnpublishedTopic):
        classes = list(FACTS.objects(topic, BW.concernsClass))
        assert classes, topic
        assert set(classes) <= declared, topic
        assert (topic, DCTERMS.description, None) in FACTS
        assert list(FACTS.objects(topic, DCTERMS.source)) == [ID["document/survey-of-published-facts"]]


# Contradictions

CONTRADICTIONS = {
    "pilot-countries": ("seed-001-title", "14", "news-pilot-report", "13"),
    "wp3-lead": ("seed-000", None, "seed-001", None),
    "target-groups-naming": ("seed-000", None, "published-pages", "supporters"),
    "interviews": ("state-of-play", "403", "adv", "409"),
    "report-title": ("scribd-title", None, "scribd-content", None),
    "target-definition": ("easpd-news", "persons with intellectual or physical disability", "seed-001", None),
    "country-code-greece": ("seed-000", "GR", "eu-vocabularies", "EL"),
    "social-economy-size": ("cedefop", "2000000", "pact", "2800000"),
    "work-packages-number": ("seed-000", "6", "nasor", "10"),
    "first-results-date": ("seed-002", "end of 2021", "euricse", "2022-10-14"),
}


@pytest.mark.parametrize("topic", CONTRADICTIONS)
def test_contradicting_claims_stand_side_by_side(topic: str) -> None:
    one, value, other, other_value = CONTRADICTIONS[topic]
    for source, claimed in ((one, value), (other, other_value)):
        claim = ID[f"claim/{topic}-{source}"]
        assert (claim, BW.claimTopic, ID[f"claim-topic/{topic}"]) in BOTH
        said = {str(literal) for literal in BOTH.objects(claim, BW.claimedValue)}
        assert claimed in said if claimed else said
    assert (ID[f"claim/{topic}-{one}"], BW.contradicts, ID[f"claim/{topic}-{other}"]) in BOTH


def test_contradictions_are_stated_both_ways_within_a_topic() -> None:
    pairs = set(BOTH.subject_objects(BW.contradicts))
    assert pairs == {(there, here) for here, there in pairs}
    for here, there in pairs:
        assert set(BOTH.objects(here, BW.claimTopic)) == set(BOTH.objects(there, BW.claimTopic))
        assert set(BOTH.objects(here, BW.claimedValue)).isdisjoint(BOTH.objects(there, BW.claimedValue))
    topics = {topic for claim, _ in pairs for topic in BOTH.objects(claim, BW.claimTopic)}
    assert slugs(topics) == set(CONTRADICTIONS)


# Words


def test_no_esco_uri_occurs() -> None:
    for graph in (FACTS, CONCEPTS):
        assert not [node for triple in graph for node in triple if "data.europa.eu/esco" in str(node)]


def literals() -> list[str]:
    return [str(node) for graph in (FACTS, CONCEPTS) for node in graph.objects() if isinstance(node, Literal)]


def test_no_person_is_named(survey: str, seeds: list[str]) -> None:
    people = re.findall(r"editor (\w+ \w+)|annex by \w\. (\w+)|post/\d+/(\w+)-\w+-eletto", survey)
    people += re.findall(r"introduction from (\w+ \w+)|word from (\w+ \w+), (\w+ \w+) and (\w+ \w+)", "\n".join(seeds))
    names = {part for person in people for name in person for part in name.lower().split()}
    assert len(names) == 12, names
    assert names & {word.lower() for text in literals() for word in re.findall(r"\w+", text)} == set()


def test_sentences_are_our_own(survey: str, seeds: list[str]) -> None:
    """Eight words in a row are never those of the survey or a seed, the number of the grant agreement apart."""

    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[at : at + 8]) for at in range(len(words) - 7)}

    taken = set().union(*map(runs, (survey, *seeds)))
    (grant,) = values(ID["project/b-wise"], BW.grantAgreement)
    assert [text for text in literals() if text != grant and runs(text) & taken] == []


def test_derived_facts_say_so() -> None:
    derived = {
        str(s).rsplit("/", 2)[-1] for s, note in FACTS.subject_objects(SKOS.note) if str(note).startswith("Derived: ")
    }
    expected = {"interviews-state-of-play", "interviews-adv", "partners-number-cedefop", "partners-by-country-seed-001"}
    expected |= {"tasks-number-seed-000", "partner-languages-seed-001", "report-extent-scribd-personas"}
    expected |= {"partnership-composition-scformazione-networks", "advisory-board-scformazione-eu-bodies"}
    expected |= {"country-code-greece-eu-vocabularies", "easpd-annual-conference", "strasbourg-conference"}
    assert derived == expected | {"vet-skills-week-webinar"}


def test_a_claim_has_one_topic_and_a_value() -> None:
    for claim in FACTS.subjects(RDF.type, BW.Claim):
        assert len(list(FACTS.objects(claim, BW.claimTopic))) == 1
        assert (claim, BW.claimedValue, None) in FACTS
