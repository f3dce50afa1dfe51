"""The curricula of the reference design: hours and outcomes that add up, can be assessed and lead to the profile."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from rdflib import DCTERMS, RDF, Literal

from tests.ontology.reference import (
    BW,
    DESIGNS,
    DIGCOMP_LEVELS,
    ECTS,
    ELM,
    EQF,
    ESSENTIAL,
    ID,
    OUTCOME_KINDS,
    REFERENCE_LEVELS,
    SETTINGS,
    Design,
    assessable,
    titles,
)


def test_three_core_modules_sum_up(design: Design) -> None:
    assert design.only(design.curriculum, BW.forProfile) == design.profile
    assert [design.only(module, RDF.type) for module in design.modules] == [BW.CoreModule] * 3
    assert [design.number(module, BW.position) for module in design.modules] == [1, 2, 3]
    hours = design.number(design.curriculum, BW.hours)
    assert hours == design.expected.hours == sum(design.number(module, BW.hours) for module in design.modules)
    assert 150 <= hours <= 200


def test_level_is_declared_with_what_it_rests_on(design: Design) -> None:
    assert design.only(design.curriculum, ELM.educationLevel) == EQF[str(design.expected.eqf)]
    basis = design.english(design.curriculum, BW.levelBasis)
    assert re.fullmatch(r"[A-Z][^.?!]+\.", basis)
    assert "estimate" in basis
    assert "not referenced" in basis or "has not been referenced" in basis


def test_a_credit_point_stands_for_25_to_30_hours(design: Design) -> None:
    credit = design.only(design.curriculum, ELM.creditPoint)
    assert design.only(credit, RDF.type) == ELM.CreditPoint
    assert design.only(credit, ELM.framework) == ECTS
    points = design.number(credit, ELM.point)
    assert points == design.expected.credit_points
    assert 25 <= design.number(design.curriculum, BW.hours) / points <= 30


def test_publication_is_dated_and_licensed(design: Design) -> None:
    created = design.only(design.curriculum, DCTERMS.created)
    assert isinstance(created, Literal)
    assert str(created.datatype) == "http://www.w3.org/2001/XMLSchema#date"
    assert (design.curriculum, DCTERMS.license, None) in design.graph
    assert (design.curriculum, DCTERMS.publisher, None) not in design.graph, "no organisation has published it"


def test_titles_are_unique_over_all_curricula() -> None:
    found = [title for design in DESIGNS for title in titles(design)]
    assert sorted(found) == sorted(set(found))


# Modules and units


def test_units_hold_every_hour_and_outcome_of_their_module_once(design: Design) -> None:
    units = [unit for module in design.modules for unit in design.units(module)]
    assert len(set(units)) == len(units) == design.expected.units
    assert set(units) == set(design.graph.subjects(RDF.type, BW.Unit))
    for module in design.modules:
        units = design.units(module)
        assert [design.number(unit, BW.position) for unit in units] == list(range(1, len(units) + 1))
        assert sum(design.number(unit, BW.hours) for unit in units) == design.number(module, BW.hours)
        taught = [outcome for unit in units for outcome in design.graph.objects(unit, ELM.learningOutcome)]
        assert len(set(taught)) == len(taught)
        assert set(taught) == set(design.graph.objects(module, ELM.learningOutcome))
        for unit in units:
            design.english(unit, DCTERMS.title)
            design.english(unit, DCTERMS.description)
            assert design.number(unit, BW.hours) > 0
            assert (unit, ELM.learningOutcome, None) in design.graph


def test_hours_in_description_sum_up(design: Design) -> None:
    for module in design.modules:
        description = design.english(module, DCTERMS.description)
        named, formats = description[description.index("Units: ") :].split(". ", 1)
        assert hours_in(named) == [design.number(unit, BW.hours) for unit in design.units(module)]
        assert sum(hours_in(formats)) == design.number(module, BW.hours)


def hours_in(text: str) -> list[Decimal]:
    return [Decimal(number) for number in re.findall(r"(\d+) hours", text)]


def test_settings_of_units_and_assessments(design: Design) -> None:
    placed = {*design.graph.subjects(RDF.type, BW.Unit), *design.graph.subjects(RDF.type, BW.Assessment)}
    assert set(design.graph.subjects(BW.setting)) == placed
    assert set(design.graph.objects(None, BW.setting)) <= SETTINGS
    for module in design.modules:
        used = {setting for unit in design.units(module) for setting in design.graph.objects(unit, BW.setting)}
        assert ID["setting/workplace"] in used, "each module is practised at work"


def test_entry_requirements(design: Design) -> None:
    entries = set(design.graph.subjects(RDF.type, BW.EntryRequirement))
    assert entries == {
        entry for module in design.modules for entry in design.graph.objects(module, ELM.entryRequirement)
    }
    for position, module in enumerate(design.modules):
        assert (module, ELM.entryRequirement, None) in design.graph
        for entry in design.graph.objects(module, ELM.entryRequirement):
            design.english(entry, DCTERMS.description)
            assert set(design.graph.objects(entry, BW.presupposes)) <= set(design.modules[:position])
            levels, skills = (list(design.graph.objects(entry, term)) for term in (BW.level, BW.skill))
            assert len(levels) == len(skills) <= 1


# Outcomes and assessments


def test_outcomes_of_a_module(design: Design) -> None:
    for module in design.modules:
        outcomes = list(design.graph.objects(module, ELM.learningOutcome))
        assert {design.only(outcome, BW.outcomeKind) for outcome in outcomes} == OUTCOME_KINDS
        positions = sorted(design.number(outcome, BW.position) for outcome in outcomes)
        assert positions == list(range(1, len(outcomes) + 1))
        assessments = list(design.graph.objects(module, ELM.provenBy))
        assert 2 <= len(assessments) <= 3
        assessed = {outcome for each in assessments for outcome in design.graph.objects(each, BW.assesses)}
        assert assessed == set(outcomes)


def test_every_outcome_leads_to_skills_at_a_level(design: Design) -> None:
    outcomes = design.outcomes
    assert len(set(outcomes)) == len(outcomes) == design.expected.outcomes
    for outcome in outcomes:
        attained = list(design.graph.objects(outcome, BW.attains))
        assert 1 <= len(attained) <= 4
        skills = [design.only(attainment, BW.skill) for attainment in attained]
        assert len(set(skills)) == len(skills)
        assert all(design.only(each, BW.level) in DIGCOMP_LEVELS | REFERENCE_LEVELS for each in attained)


def test_outcomes_start_with_a_verb_that_can_be_assessed(design: Design) -> None:
    outcome_titles = [design.english(outcome, DCTERMS.title) for outcome in design.outcomes]
    assert [title for title in outcome_titles if not assessable(title)] == []


@pytest.mark.parametrize(
    "title",
    [
        "understand the circular economy",
        "know the rules on safety",
        "be aware of risks",
        "learn to listen",
        "Plan a day",
    ],
)
def test_what_cannot_be_assessed_is_refused(title: str) -> None:
    assert not assessable(title)


# Against the profile


def test_known_gaps_are_essential_requirements(design: Design) -> None:
    requirements = [design.only(gap, BW.requirement) for gap in design.gaps]
    assert 3 <= len(set(requirements)) == len(requirements) == design.expected.known_gaps <= 6
    assert {design.only(requirement, BW.importance) for requirement in requirements} == {ESSENTIAL}


def test_essential_skills_that_no_outcome_leads_to_are_declared(design: Design) -> None:
    essential = set(design.graph.subjects(BW.importance, ESSENTIAL))
    missing = {requirement for requirement in essential if design.only(requirement, BW.skill) not in design.attained()}
    assert missing == {ID[f"requirement/{design.group}-{name}"] for name in design.expected.missing}
    assert missing <= {design.only(gap, BW.requirement) for gap in design.gaps}


def test_skills_beyond_the_profile(design: Design) -> None:
    required = {design.only(requirement, BW.skill) for requirement in design.requirements}
    assert len(design.attained() - required) == design.expected.beyond
