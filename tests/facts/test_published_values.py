"""The single facts of facts/published.ttl and its vocabularies, each with the value that the survey gives."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Graph, Namespace, URIRef

ONTOLOGY = Path(__file__).parents[2] / "ontology"
BW = Namespace("https://w3id.org/bwise/ontology#")
ID = Namespace("https://w3id.org/bwise/id/")
FACTS = Graph().parse(ONTOLOGY / "facts" / "published.ttl")


def vocabulary(name: str) -> Graph:
    return Graph().parse(ONTOLOGY / "vocabularies" / f"{name}.ttl")


def slugs(nodes: Iterable[object]) -> set[str]:
    return {str(node).rsplit("/", 1)[-1] for node in nodes}


def values(thing: str, predicate: URIRef) -> set[str]:
    return slugs(FACTS.objects(ID[thing], predicate))


CLAIMS = {
    "partnership-composition-scformazione-networks": "2",
    "partnership-composition-scformazione-sector-bodies": "14",
    "partnership-composition-scformazione-vet-providers": "13",
    "partnership-composition-scformazione-research-institutes": "1",
    "partnership-composition-scformazione-associated": "15",
    "advisory-board-scformazione-eu-bodies": "7",
    "advisory-board-scformazione-international": "1",
    "advisory-board-scformazione-authorities": "8",
    "partners-number-cedefop": "2 leading networks|28 partners|13 countries",
    "social-economy-share-cedefop": "10 % of businesses",
    "social-economy-employment-cedefop": "about 6 % of employees",
    "social-economy-employment-pact": "13600000",
    "interviews-by-group-enablers": "89",
    "interviews-by-group-supporters": "145",
    "interviews-by-group-workers": "169",
    "survey-scope-online": "175",
    "survey-scope-interviews-where": "about 100 WISEs|13 countries",
    "survey-scope-period": "2021-10|2021-12",
    "country-fiches-state-of-play": "27",
    "personas-number-adv": "13",
    "personas-number-adv-enablers": "5",
    "good-practices-number-nasor": "10",
    "good-practices-number-arbeit-plus": "2",
    "report-extent-scribd-report": "342 pages|release 1.0",
    "frameworks-followed-bologna": "Bologna Declaration",
    "frameworks-followed-lisbon": "Lisbon Strategy",
    "frameworks-followed-ecvet": "ECVET",
    "blueprint-tools-commission": "EQF|ESCO|Europass|EQAVET|ECVET",
    "funding-hints-easpd-conference": "ESF+",
    "wise-dimensions-first-report": "integration model|resource mix|legal structure by country|field of activity",
    "role-members-supporter": "job coach|tutor|mentor",
    "role-members-supporter-nl": "team coach|begeleider",
    "tasks-number-seed-000": "20",
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_claim_has_the_value_of_the_survey(claim: str) -> None:
    assert values(f"claim/{claim}", BW.claimedValue) == set(CLAIMS[claim].split("|"))


def test_longer_lists_are_complete() -> None:
    lengths = {"role-members-enabler": 7, "target-definition-adv": 12, "partner-languages-seed-001": 12}
    lengths |= {"wise-dimensions-wp2": 5, "barriers-found-strasbourg": 4, "barriers-found-austria": 3}
    for claim, length in lengths.items():
        assert len(list(FACTS.objects(ID[f"claim/{claim}"], BW.claimedValue))) == length, claim
    about = set(FACTS.objects(ID["claim/target-definition-adv"], BW.about))
    assert len([thing for thing in about if "/disadvantaged-group/" in str(thing)]) == 12
    assert len(set(FACTS.subjects(BW.claimTopic, ID["claim-topic/report-contents"]))) == 7


def test_grant_agreement() -> None:
    assert values("project/b-wise", BW.grantAgreement) == {"621509-EPP-1-2020-1-BE-EPPKA2-SSA-B"}


def test_three_outputs_are_known_to_have_appeared() -> None:
    found = {
        (str(output).rsplit("/", 1)[-1], str(FACTS.value(publication, BW.date)))
        for output, publication in FACTS.subject_objects(BW.publication)
        if (publication, RDF.type, BW.ActualPublication) in FACTS
    }
    assert found == {("1", "2022-10-14"), ("2", "2022-12-14"), ("8", "2024-07-02")}


EVENTS = {
    "euses": ("2021-05-27", "news-euses"),
    "launching-event": ("2021-10-14", "rise-launching-event"),
    "easpd-annual-conference": ("2022-05-05", "news-easpd-conference-workshop"),
    "strasbourg-conference": ("2022-05-06", "news-strasbourg-conference"),
    "vet-skills-week-webinar": ("2022-05-18", "news-vet-skills-week-webinar"),
    "first-report-presentation": ("2022-11-18", "news-first-report-presented"),
    "san-sebastian-conference": ("2023-11-13 2023-11-14", "news-san-sebastian-conference"),
    "final-event": ("", "emes-final-event"),
}
FOCUS_GROUPS = {
    "AUT": "jku",
    "BEL": "lichtwerk res",
    "BGR": "nasor",
    "HRV": "zagreb-law act-group",
    "FRA": "fei",
    "GRC": "ev-zin",
    "ITA": "idee-in-rete",
    "LVA": "seal",
    "NLD": "de-omslag",
    "POL": "swr",
    "ROU": "rise-romania adv",
    "SVN": "sent",
    "ESP": "fundacion-once",
}


@pytest.mark.parametrize("event", EVENTS)
def test_event_is_dated(event: str) -> None:
    dates, source = EVENTS[event]
    found = [day for predicate in (BW.date, BW.start, BW.end) for day in values(f"event/{event}", predicate)]
    assert " ".join(found) == dates
    assert f"{ID}document/{source}" in {str(s) for s in FACTS.objects(ID[f"event/{event}"], None)}


def test_a_focus_group_in_every_pilot_country() -> None:
    groups = [event for event in FACTS.subjects(RDF.type, BW.Event) if "/focus-group-" in str(event)]
    assert {str(FACTS.value(group, BW.date)) for group in groups} == {"2022-04"}
    organisers = {
        str(FACTS.value(group, BW.country)).rsplit("/", 1)[-1]: slugs(FACTS.objects(group, BW.organiser))
        for group in groups
    }
    assert organisers == {country: set(partners.split()) for country, partners in FOCUS_GROUPS.items()}
    assert len(set(FACTS.subjects(RDF.type, BW.Event))) == len(EVENTS) + len(groups)


def test_good_practices() -> None:
    assert slugs(FACTS.subjects(RDF.type, BW.GoodPractice)) == {"digi-plus", "abz-digi-cafes", "utildeco"}
    expected = {
        "digi-plus": ({"AUT"}, {"St. Pölten"}, {"2020-06"}, {"Arbeiterkammer"}, {"running"}),
        "abz-digi-cafes": (
            {"AUT"},
            {"Vienna", "Lower Austria", "Burgenland", "Vorarlberg"},
            {"2020-08"},
            {"own funds"},
            {"completed"},
        ),
        "utildeco": ({"ROU"}, set(), set(), set(), set()),
    }
    for practice, row in expected.items():
        predicates = (BW.country, BW.place, BW.start, BW.fundedBy, BW.status)
        assert tuple(values(f"good-practice/{practice}", predicate) for predicate in predicates) == row
    counts = {
        (
            str(part).rsplit("/", 1)[-1],
            *values(f"participation/{str(part).rsplit('/', 1)[-1]}", BW.participantGroup),
        ): int(str(FACTS.value(part, BW.persons)))
        for part in FACTS.subjects(RDF.type, BW.Participation)
    }
    assert counts == {
        ("digi-plus-supporters", "supporter"): 54,
        ("digi-plus-workers", "worker"): 95,
        ("abz-digi-cafes-active",): 80,
        ("abz-digi-cafes-recordings",): 170,
    }


PERSONAS = {
    "founders": "see-possibilities",
    "social-enablers": "organisation leadership",
    "almost-retired": "hand-over",
    "tech-enablers": "join-two-worlds",
    "beginners": "vulnerable-groups burnout marketing modern-technology",
}


def test_five_personas_are_named_all_enablers_with_their_needs() -> None:
    assert slugs(FACTS.subjects(RDF.type, BW.Persona)) == set(PERSONAS)
    for persona, needs in PERSONAS.items():
        assert values(f"persona/{persona}", BW.personaGroup) == {"enabler"}
        assert values(f"persona/{persona}", BW.hasNeed) == {f"{persona}-{need}" for need in needs.split()}


def test_needs_of_the_groups_are_in_words_only() -> None:
    enabler = "objectives-and-strategies organise-and-schedule lead-and-motivate take-decisions team-building"
    needs = {f"enabler-{need}" for need in f"{enabler} management networking".split()}
    assert values("target-group/enabler", BW.hasNeed) == needs
    assert values("target-group/supporter", BW.hasNeed) == {"supporter-teaching", "supporter-monitoring"}
    assert not list(FACTS.objects(None, BW.neededSkill))


def test_case_study_mariasteen() -> None:
    assert values("wise/mariasteen", BW.country) == {"BEL"}
    assert values("wise/mariasteen", BW.start) == {"1963"}
    fields = {"woodwork", "metalwork", "assembly", "green-maintenance", "catering", "cleaning"}
    assert values("wise/mariasteen", BW.fieldOfActivity) == fields
    assert values("wise/mariasteen", BW.usesTechnology) == {"augmented-reality", "cobots"}


CONCEPTS = {
    "integration-models": "permanent transitional mixed",
    "resource-kinds": "non-monetary non-repayable repayable fiscal-breaks income-generated",
    "labour-policies": "regulatory compensation substitutive supported-employment",
    "scenario-types": "productive social training",
    "barriers": "cost-and-funding lack-of-information lack-of-skills training-not-adapted missing-infrastructure "
    "missing-resources-and-programmes missing-common-strategy",
    "fields-of-activity": "manufacturing services agriculture woodwork metalwork assembly green-maintenance catering "
    "cleaning",
}


@pytest.mark.parametrize("name", CONCEPTS)
def test_concepts_are_those_of_the_sources(name: str) -> None:
    graph = vocabulary(name)
    assert slugs(graph.subjects(RDF.type, SKOS.Concept)) == set(CONCEPTS[name].split())
    assert set(graph.objects(None, BW.origin)) == {ID["origin/fact"]}


def test_technology_domains_are_ranked_as_published() -> None:
    graph = vocabulary("technologies")
    ranks: dict[int, set[str]] = {}
    for technology, rank in graph.subject_objects(BW.relevanceRank):
        ranks.setdefault(int(str(rank)), set()).update(slugs([technology]))
    assert ranks == {
        1: {"management-digitisation"},
        2: {"production-digitisation"},
        3: {"workplace-adaptation"},
        4: {"artificial-intelligence", "big-data-iot", "rapid-prototyping", "assistive-technologies"},
    }
    examples = {tuple(slugs([narrow])) + tuple(slugs([broad])) for narrow, broad in graph.subject_objects(SKOS.broader)}
    assert examples == {
        ("cloud", "management-digitisation"),
        ("e-invoicing", "management-digitisation"),
        ("erp", "production-digitisation"),
    }
    assert slugs(graph.subjects(BW.origin, ID["origin/reference-design"])) == {"mobile-devices"}
