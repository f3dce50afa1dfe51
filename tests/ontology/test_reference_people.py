"""Personas, scenarios and partners: who needs what, in which enterprise, and what answers the need."""

from __future__ import annotations

from collections import Counter

import pytest
from rdflib import DCTERMS, RDF, Graph, URIRef
from rdflib.term import Node

from tests.ontology.reference import BW, DESIGNS, DIGCOMP_LEVELS, ELM, ID
from tests.ontology.test_reference_others import FACTS, GRAPHS

PUBLISHED = {ID[f"persona/{name}"] for name in ("founders", "social-enablers", "almost-retired", "tech-enablers")}
PUBLISHED |= {ID["persona/beginners"]}
GRAPH = FACTS + GRAPHS["personas"] + GRAPHS["scenarios"] + GRAPHS["needs"]
CURRICULA = sum((design.graph for design in DESIGNS), Graph())
PERSONAS = sorted(GRAPH.subjects(RDF.type, BW.Persona), key=str)
SCENARIOS = sorted(GRAPH.subjects(RDF.type, BW.Scenario), key=str)
NOT_TAUGHT = {ID["skill-need/newcomer-with-a-trade-language"]}
SWOT = (BW.strength, BW.weakness, BW.opportunity, BW.threat)


def ours(subject: Node) -> list[Node]:
    """Return the needs of a persona or scenario that the reference design states."""
    return [
        need for need in GRAPH.objects(subject, BW.hasNeed) if (need, BW.origin, ID["origin/reference-design"]) in GRAPH
    ]


def answers(need: Node) -> set[Node]:
    """Return the outcomes of all curricula that lead to a skill which the need asks for."""
    skills = set(GRAPH.objects(need, BW.neededSkill))
    attained = {each for skill in skills for each in CURRICULA.subjects(BW.skill, skill)}
    return {outcome for each in attained for outcome in CURRICULA.subjects(BW.attains, each)}


def test_thirteen_personas_in_three_groups() -> None:
    assert {persona for persona in PERSONAS if (persona, BW.origin, ID["origin/fact"]) in FACTS} == PUBLISHED
    groups = Counter(group for persona in PERSONAS for group in GRAPH.objects(persona, BW.personaGroup))
    assert groups == {
        ID[f"target-group/{name}"]: count for name, count in (("enabler", 5), ("supporter", 4), ("worker", 4))
    }


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: str(persona).rpartition("/")[2])
def test_persona_is_complete(persona: URIRef) -> None:
    (group,) = GRAPH.objects(persona, BW.personaGroup)
    (level,) = GRAPH.objects(persona, BW.digitalLevel)
    assert level in DIGCOMP_LEVELS
    assert set(GRAPH.objects(persona, BW.inScenario)) <= set(SCENARIOS)
    assert (persona, BW.inScenario, None) in GRAPH
    assert (persona, BW.usesTechnology, None) in GRAPH
    assert bool(list(GRAPH.objects(persona, BW.disadvantage))) == (group == ID["target-group/worker"])
    assert len(list(GRAPH.objects(persona, DCTERMS.title))) == 1
    assert len(list(GRAPH.objects(persona, DCTERMS.description))) == 1
    assert 2 <= len(ours(persona)) <= 4


def test_workers_stand_for_many_disadvantaged_groups() -> None:
    assert len(set(GRAPH.objects(None, BW.disadvantage))) == 8


def test_every_need_asks_for_skills() -> None:
    needs = set(GRAPH.subjects(RDF.type, BW.SkillNeed)) | set(GRAPH.subjects(RDF.type, BW.SkillGap))
    assert len(needs) == 18 + 40 + 15, "published, of personas, of scenarios"
    for need in needs:
        assert 1 <= len(list(GRAPH.objects(need, BW.neededSkill))) <= 4, need


def test_needs_that_no_outcome_answers() -> None:
    needs = set(GRAPH.objects(None, BW.hasNeed))
    assert {need for need in needs if not answers(need)} == NOT_TAUGHT


def test_one_scenario_for_each_type() -> None:
    types = [scenario_type for scenario in SCENARIOS for scenario_type in GRAPH.objects(scenario, BW.scenarioType)]
    assert sorted(types, key=str) == [ID[f"scenario-type/{name}"] for name in ("productive", "social", "training")]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: str(scenario).rpartition("/")[2])
def test_scenario_is_complete_and_leads_to_modules_of_every_curriculum(scenario: URIRef) -> None:
    for predicate in (BW.integrationModel, BW.resource, BW.fieldOfActivity, BW.usesTechnology, BW.hindrance):
        assert (scenario, predicate, None) in GRAPH
    for predicate in SWOT:
        assert 2 <= len(list(GRAPH.objects(scenario, predicate))) <= 3
    outcomes = {outcome for need in ours(scenario) for outcome in answers(need)}
    modules = {module for outcome in outcomes for module in CURRICULA.subjects(ELM.learningOutcome, outcome)}
    for design in DESIGNS:
        assert modules & set(design.modules), design.group


def test_technologies_of_scenarios_and_personas_call_for_skills() -> None:
    used = set(GRAPH.objects(None, BW.usesTechnology))
    assert {technology for technology in used if (technology, BW.neededSkill, None) not in GRAPH} == set()


def test_good_practices_develop_skills() -> None:
    assert set(GRAPH.subjects(BW.developsSkill)) == {
        ID[f"good-practice/{name}"] for name in ("digi-plus", "abz-digi-cafes")
    }


def test_kinds_of_partners_have_the_published_totals() -> None:
    kinds = GRAPHS["partner-kinds"]
    totals = {"eu-network": 2, "wise-sector-body": 14, "vet-provider": 13, "research-institute": 1}
    assert Counter(kinds.objects(None, BW.partnerKind)) == {ID[f"partner-kind/{kind}"]: n for kind, n in totals.items()}
    assert set(kinds.subjects(BW.partnerKind)) == set(FACTS.subjects(RDF.type, BW.Partner))


def test_every_pilot_country_has_a_sector_body_and_a_provider() -> None:
    both = FACTS + GRAPHS["partner-kinds"]
    countries = set(both.objects(None, BW.pilotCountry))
    assert len(countries) == 13
    for country in countries:
        kinds = {
            kind for partner in both.subjects(BW.country, country) for kind in both.objects(partner, BW.partnerKind)
        }
        assert {ID["partner-kind/wise-sector-body"], ID["partner-kind/vet-provider"]} <= kinds, country
