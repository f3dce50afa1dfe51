"""The profiles of the reference design: complete, marked as this project's own, and true to ESCO v1.1.1."""

from __future__ import annotations

import re
from itertools import chain

import pytest
from rdflib import DCTERMS, RDF, RDFS, SKOS, BNode, Literal, URIRef
from rdflib.term import Node

from tests.ontology.conftest import Release
from tests.ontology.reference import (
    BW,
    DESIGNS,
    DIGCOMP_LEVELS,
    ESCO,
    ESSENTIAL,
    EXPECTED,
    ID,
    OPTIONAL,
    REFERENCE,
    REFERENCE_LEVELS,
    VOCABULARIES,
    Design,
    read,
    slug,
)

DIGITAL = str(ESCO["concept-scheme/6c930acd-c104-4ece-acf7-f44fd7333036"])
TEXTS = (BW.rationale, BW.levelBasis, DCTERMS.title, DCTERMS.description, SKOS.definition, SKOS.scopeNote)


def skills(design: Design, subjects: list[Node]) -> list[str]:
    return [str(design.only(subject, BW.skill)) for subject in subjects]


# All files


@pytest.mark.parametrize("kind", ["profiles", "curricula"])
def test_every_file_has_a_row_of_expectations(kind: str) -> None:
    assert {path.stem for path in (REFERENCE / kind).glob("*.ttl")} == EXPECTED.keys()


def test_every_resource_is_marked_as_reference_design(design: Design) -> None:
    for graph in design.parts.values():
        for subject in set(graph.subjects()):
            assert set(graph.objects(subject, BW.origin)) == {ID["origin/reference-design"]}, subject
        assert not [term for triple in graph for term in triple if isinstance(term, BNode)]


def test_texts_are_english_and_said_once() -> None:
    texts = [
        (str(text), text.language)
        for design in DESIGNS
        for graph in design.parts.values()
        for predicate in TEXTS
        for text in graph.objects(None, predicate)
        if isinstance(text, Literal)
    ]
    assert {language for _, language in texts} <= {"en", "en-simple"}
    english = [text for text, language in texts if language == "en"]
    assert sorted(english) == sorted(set(english))


def test_rationale_is_one_sentence(design: Design) -> None:
    reasoned = set(design.graph.subjects(BW.rationale))
    assert reasoned >= {*design.requirements, *design.left_out, *design.gaps}
    for subject in reasoned:
        assert re.fullmatch(r"[A-Z][^.?!]+\.", str(design.only(subject, BW.rationale))), subject


def test_levels_are_defined(design: Design) -> None:
    levels = {*design.graph.objects(None, BW.requiredLevel), *design.graph.objects(None, BW.level)}
    defined = read(VOCABULARIES / "proficiency-scales.ttl")
    assert levels <= set(defined.subjects(RDF.type, BW.ProficiencyLevel))
    assert levels <= DIGCOMP_LEVELS | REFERENCE_LEVELS


def test_nothing_dangles(design: Design) -> None:
    own = {node for node in chain.from_iterable(design.graph) if isinstance(node, URIRef) and node in ID}
    assert own <= {*design.graph.subjects(), *read(*VOCABULARIES.glob("*.ttl")).subjects()}


# The profile


def test_profile_is_named_and_mapped(design: Design) -> None:
    row = design.expected
    design.english(design.profile, SKOS.prefLabel)
    assert {str(label) for label in design.graph.objects(design.profile, SKOS.altLabel)} >= row.alternative_labels
    assert design.only(design.profile, BW.targetGroup) == ID[f"target-group/{design.group}"]
    for relation, identifiers in ((SKOS.closeMatch, row.close), (SKOS.relatedMatch, row.related)):
        mapped = set(design.graph.objects(design.profile, relation))
        assert mapped == {ESCO[f"occupation/{identifier}"] for identifier in identifiers}


def test_requirements_are_complete(design: Design) -> None:
    requirements = design.requirements
    assert len(requirements) == design.expected.requirements
    assert set(requirements) == set(design.graph.subjects(RDF.type, BW.SkillRequirement))
    for requirement in requirements:
        design.only(requirement, BW.skill)
        design.only(requirement, BW.rationale)
        assert design.only(requirement, BW.importance) in {ESSENTIAL, OPTIONAL}
        assert len(list(design.graph.objects(requirement, BW.requiredLevel))) <= 1
        assert (requirement, DCTERMS.source, None) in design.graph
    assert len(list(design.graph.subjects(BW.importance, ESSENTIAL))) == design.expected.essential


def test_skills_left_out_are_complete(design: Design) -> None:
    left_out = design.left_out
    assert len(left_out) == design.expected.left_out
    assert set(left_out) == set(design.graph.subjects(RDF.type, BW.LeftOutSkill))
    for omission in left_out:
        design.only(omission, BW.skill)
        design.only(omission, BW.rationale)
        assert set(design.graph.objects(omission, DCTERMS.source)) <= design.sources
        carried = set(design.graph.objects(omission, RDFS.seeAlso))
        assert carried <= set(design.requirements), "carried by no requirement"


def test_no_skill_is_decided_on_twice(design: Design) -> None:
    decided = skills(design, [*design.requirements, *design.left_out])
    assert sorted(decided) == sorted(set(decided))


# Against ESCO v1.1.1


def test_skills_exist(design: Design, esco: Release) -> None:
    own = {str(skill) for skill in design.graph.subjects(RDF.type, BW.SectorSkill)}
    assert {str(skill) for skill in design.graph.objects(None, BW.skill)} <= esco.labels.keys() | own


def test_labels_in_comments_are_right(design: Design, esco: Release) -> None:
    for kind, path in design.files.items():
        labelled = re.findall(
            r"(?:bw:skill|skos:broadMatch) ((?:sector-)?skill):(\S+) ;(?:  # (.+))?\n", path.read_text("utf-8")
        )
        graph = design.parts[kind]
        assert len(labelled) == len([*graph.subjects(BW.skill), *graph.subjects(SKOS.broadMatch)])
        for prefix, identifier, label in labelled:
            told = bool(label) or prefix == "skill"  # the IRI of a sector skill tells its label
            assert not told or label == label_of(design, esco, prefix, identifier)


def label_of(design: Design, esco: Release, prefix: str, identifier: str) -> str:
    if prefix == "skill":
        return esco.labels[f"{ESCO}skill/{identifier}"]
    return design.english(ID[f"sector-skill/{identifier}"], SKOS.prefLabel)


def test_iris_are_made_from_labels(design: Design, esco: Release) -> None:
    for decisions, kind in ((design.requirements, "requirement"), (design.left_out, "left-out")):
        for decision in decisions:
            prefix, identifier = str(design.only(decision, BW.skill)).rsplit("/", 2)[1:]
            label = label_of(design, esco, prefix, identifier)
            assert decision == ID[f"{kind}/{design.group}-{slug(label)}"]
    for gap in design.gaps:
        assert str(gap) == str(design.only(gap, BW.requirement)).replace("/requirement/", "/known-gap/")


def test_every_candidate_is_decided_on(design: Design, esco: Release) -> None:
    candidates = frozenset[str]().union(*(esco.members[str(source)] for source in design.sources))
    assert len(candidates) == design.expected.candidates
    assert set(skills(design, design.left_out)) == candidates - set(skills(design, design.requirements))


def test_sources_name_what_calls_for_the_skill(design: Design, esco: Release) -> None:
    # DigComp and the green collection are named wherever they hold a required skill, occupations where it is essential.
    always = {ESCO["concept-scheme/digcomp"], ESCO["concept-scheme/green"]}
    for decisions, sources in ((design.requirements, design.sources | always), (design.left_out, design.sources)):
        for decision in decisions:
            skill = str(design.only(decision, BW.skill))
            named = set(design.graph.objects(decision, DCTERMS.source)) & sources
            assert named == {source for source in sources if skill in esco.members[str(source)]}, decision


def test_digital_skills_are_required_on_the_digcomp_scale(design: Design, esco: Release) -> None:
    for requirement, level in design.graph.subject_objects(BW.requiredLevel):
        skill = str(design.only(requirement, BW.skill))
        if skill in esco.labels:  # whether a sector skill is digital is for its author to say
            scale = DIGCOMP_LEVELS if skill in esco.members[DIGITAL] else REFERENCE_LEVELS
            assert level in scale, requirement
