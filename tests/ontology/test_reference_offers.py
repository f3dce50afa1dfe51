"""Toolkits, MOOC, pilots, label criteria, quality indicators and the fields of ELM: complete and bound to curricula."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from tests.ontology.conftest import Release
from tests.ontology.reference import BW, DESIGNS, ELM, ESCO, ID, VOCABULARIES, Design, read
from tests.ontology.test_reference_others import ALIGNMENTS, FACTS, GRAPHS

SH = Namespace("http://www.w3.org/ns/shacl#")
LOQ = Namespace("http://data.europa.eu/snb/model/ap/loq-constraints/")
PHASES = {ID[f"teaching-phase/{name}"] for name in ("plan", "deliver", "evaluate")}
MOOC, TOOLKITS, PILOTS, LABEL = (GRAPHS[name] for name in ("mooc", "toolkit", "pilots", "label-criteria"))
CRITERIA = sorted(LABEL.subjects(RDF.type, BW.LabelCriterion), key=str)
INDICATORS = read(VOCABULARIES / "quality-indicators.ttl")
NOT_MEASURED = {ID["quality-indicator/placement-rate"], ID["quality-indicator/unemployment-rate"]}
SUFFICIENT = 75
THEMES = {
    "first-steps": {"operate digital hardware", "identify technological needs", "solve technical problems"},
    "in-contact": {"interact through digital technologies"},
    "finding-and-judging": {
        "evaluate data, information and digital content",
        "engage in citizenship through digital technologies",
    },
    "safe-and-well": {
        "protect ICT devices",
        "protect personal data and privacy",
        "protect health and well-being while using digital technologies",
        "GDPR",
    },
    "instructions-for-all": {"augmented reality", "develop digital content"},
    "tools-that-fit": {
        "assistive technology in education",
        "guide learners in using assistive technologies",
        "identify technological needs",
        "identify digital competence gaps",
        "teach digital literacy",
        "emergent technologies",
    },
    "digital-enterprise": {
        "cloud technologies",
        "manage standard enterprise resource planning system",
        "propose ICT solutions to business problems",
        "conduct impact evaluation of ICT processes on business",
    },
    "learning-on": {
        "identify digital competence gaps",
        "protect the environment from the impact of the digital technologies",
    },
}


def numbers(graph: Graph, predicate: URIRef) -> list[Decimal]:
    return [Decimal(str(value)) for value in graph.objects(None, predicate)]


def attained(design: Design, outcome: Node) -> set[Node]:
    """Return the skills that an outcome leads to."""
    return {design.only(each, BW.skill) for each in design.graph.objects(outcome, BW.attains)}


def positions(graph: Graph, parts: list[Node]) -> list[int]:
    return sorted(int(str(graph.value(part, BW.position))) for part in parts)


# Toolkits and MOOC


def test_one_toolkit_for_each_curriculum(design: Design) -> None:
    (toolkit,) = TOOLKITS.subjects(BW.toolkitFor, design.curriculum)
    resources = list(TOOLKITS.objects(toolkit, BW.toolkitResource))
    assert 5 <= len(resources) <= 8
    assert positions(TOOLKITS, resources) == list(range(1, len(resources) + 1))
    units = {unit for module in design.modules for unit in design.units(module)}
    for resource in resources:
        assert len(list(TOOLKITS.objects(resource, DCTERMS.description))) == 1
        assert set(TOOLKITS.objects(resource, BW.helpsWith)) <= PHASES
        assert set(TOOLKITS.objects(resource, BW.forUnit)) <= units
        assert (resource, BW.status, ID["status/planned"]) in TOOLKITS, "an outline, no resource that exists"


def test_toolkit_serves_every_unit_in_every_phase(design: Design) -> None:
    for module in design.modules:
        for unit in design.units(module):
            resources = list(TOOLKITS.subjects(BW.forUnit, unit))
            assert {phase for each in resources for phase in TOOLKITS.objects(each, BW.helpsWith)} == PHASES, unit


def test_resources_for_workplace_or_online_are_for_units_that_take_place_there(design: Design) -> None:
    scopes = {"visit-guide": "workplace", "agreement-on-practice": "workplace", "agreement-with-the-crew": "workplace"}
    scopes |= {"accessible-material-check": "online"}
    for slug, setting in scopes.items():
        for unit in TOOLKITS.objects(ID[f"toolkit-resource/{design.group}-{slug}"], BW.forUnit):
            assert (unit, BW.setting, ID[f"setting/{setting}"]) in design.graph


def test_mooc_parts_are_complete() -> None:
    parts = list(MOOC.objects(ID["mooc/digital-skills"], BW.moocPart))
    assert len(parts) == 8
    assert set(parts) == set(MOOC.subjects(RDF.type, BW.MOOCPart))
    assert positions(MOOC, parts) == list(range(1, 9))
    assert sum(numbers(MOOC, BW.hours)) == 32
    (mooc,) = MOOC.subjects(RDF.type, BW.MOOC)
    assert "32 in all" in str(MOOC.value(mooc, DCTERMS.description))
    for part in parts:
        description = str(MOOC.value(part, DCTERMS.description)).lower()
        assert all(kind in description for kind in ("film", "forum")), part


def test_mooc_serves_digital_outcomes_of_every_curriculum(design: Design, esco: Release) -> None:
    digital = esco.members[str(ESCO["concept-scheme/6c930acd-c104-4ece-acf7-f44fd7333036"])]
    digital |= esco.members[str(ESCO["concept-scheme/digcomp"])]
    served = set(MOOC.objects(None, BW.serves))
    assert served <= {outcome for each in DESIGNS for outcome in each.outcomes}
    outcomes = served & set(design.outcomes)
    assert len(outcomes) >= 8
    for outcome in outcomes:
        assert {str(skill) for skill in attained(design, outcome)} & digital, outcome


@pytest.mark.parametrize(("part", "skills"), THEMES.items(), ids=THEMES.keys())
def test_what_a_mooc_part_serves_is_on_its_theme(part: str, skills: set[str], esco: Release) -> None:
    outcomes = set(MOOC.objects(ID[f"mooc-part/{part}"], BW.serves))
    assert outcomes
    for design in DESIGNS:
        for outcome in outcomes & set(design.outcomes):
            labels = {esco.labels.get(str(skill)) for skill in attained(design, outcome)}
            assert labels & skills, (outcome, labels)


# Pilots


def test_one_pilot_frame_for_each_pilot_country() -> None:
    countries = set(PILOTS.objects(None, BW.country))
    assert countries == set(FACTS.objects(None, BW.pilotCountry))
    pilots = list(PILOTS.subjects(RDF.type, BW.Pilot))
    assert len(pilots) == len(countries) == 13
    languages = read(VOCABULARIES / "countries.ttl") + FACTS
    for pilot in pilots:
        assert set(PILOTS.objects(pilot, BW.status)) == {ID["status/planned"]}
        assert set(PILOTS.objects(pilot, BW.runsCurriculum)) == {design.curriculum for design in DESIGNS}
        (country,) = PILOTS.objects(pilot, BW.country)
        assert set(PILOTS.objects(pilot, DCTERMS.language)) <= set(languages.objects(country, BW.countryLanguage))


def test_pilot_frames_invent_nothing() -> None:
    invented = (BW.organiser, BW.ecosystemActor, BW.edition, BW.start, BW.participation)
    assert not [predicate for predicate in invented if (None, predicate, None) in PILOTS]


# The label


def test_criteria_are_worth_a_hundred_points() -> None:
    assert len(CRITERIA) == 18
    assert sum(numbers(LABEL, BW.points)) == 100
    notations = {str(notation) for notation in LABEL.objects(None, SKOS.notation)}
    assert notations == {f"L{number:02d}" for number in range(1, 19)}
    assert positions(LABEL, list(CRITERIA)) == list(range(1, 19))


def test_mandatory_criteria_alone_do_not_make_a_label() -> None:
    mandatory = [criterion for criterion in CRITERIA if (criterion, BW.mandatory, Literal(True)) in LABEL]
    assert len(mandatory) == 8
    assert sum(int(str(LABEL.value(criterion, BW.points))) for criterion in mandatory) < SUFFICIENT
    assert f"at least {SUFFICIENT} points" in str(LABEL.value(ID["scheme/label-criterion"], DCTERMS.description))


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: str(criterion).rpartition("/")[2])
def test_criterion_is_complete(criterion: URIRef) -> None:
    for predicate in (SKOS.prefLabel, SKOS.definition, BW.points, BW.mandatory, BW.rationale, SKOS.notation):
        assert len(list(LABEL.objects(criterion, predicate))) == 1
    assert (criterion, DCTERMS.source, None) in LABEL
    assert (criterion, SKOS.topConceptOf, ID["scheme/label-criterion"]) in LABEL
    assert (ID["scheme/label-criterion"], SKOS.hasTopConcept, criterion) in LABEL


def test_verdicts_differ() -> None:
    verdicts = read(VOCABULARIES / "criterion-verdicts.ttl")
    pairs = {frozenset(pair) for pair in verdicts.subject_objects(OWL.differentFrom)}
    assert len(pairs) == 3
    assert frozenset().union(*pairs) == set(verdicts.subjects(RDF.type, BW.CriterionVerdict))


def test_ten_quality_indicators_say_what_they_are_measured_from() -> None:
    indicators = set(INDICATORS.subjects(RDF.type, BW.QualityIndicator))
    assert {str(INDICATORS.value(each, SKOS.notation)) for each in indicators} == {str(n) for n in range(1, 11)}
    assert {each for each in indicators if (each, BW.measuredFrom, None) not in INDICATORS} == NOT_MEASURED
    assert all((each, SKOS.scopeNote, None) in INDICATORS for each in NOT_MEASURED)


# What ELM requires


def test_publication_fields_are_what_the_elm_profile_requires(shared: Path) -> None:
    constraints = read(shared / "suites" / "elm" / "ap" / "loq" / "LOQ-constraints.ttl")
    required = {
        (shape, path)
        for shape in (LOQ.LearningOpportunityShape, LOQ.LearningAchievementSpecificationShape)
        for each in constraints.objects(shape, SH.property)
        for path in constraints.objects(each, SH.path)
        if any(int(str(count)) > 0 for count in constraints.objects(each, SH.minCount))
    }
    fields = read(ALIGNMENTS / "elm-publication-fields.ttl")
    found = [
        (fields.value(field, DCTERMS.source), fields.value(field, BW.fieldProperty))
        for field in fields.subjects(RDF.type, BW.PublicationField)
    ]
    assert len(found) == len(required) == 9
    assert set(found) == required


def test_reference_curricula_lack_home_page_and_provider(design: Design) -> None:
    fields = read(ALIGNMENTS / "elm-publication-fields.ttl")
    missing = {
        fields.value(field, BW.fieldProperty)
        for field in fields.subjects(RDF.type, BW.PublicationField)
        if not any(
            (design.curriculum, stated, None) in design.graph for stated in fields.objects(field, BW.fieldStated)
        )
    }
    assert missing == {URIRef("http://xmlns.com/foaf/0.1/homepage"), ELM.providedBy}
