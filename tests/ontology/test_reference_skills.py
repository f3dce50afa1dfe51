"""Sector skills: each one is lacking in ESCO v1.1.1, has its place below one ESCO skill, and is needed."""

from __future__ import annotations

from rdflib import RDF, SKOS, Literal

from tests.ontology.conftest import Release
from tests.ontology.reference import BW, DESIGNS, ID, REFERENCE, Design, read, slug

SCHEME = ID["scheme/sector-skill"]


def test_every_file_belongs_to_a_group() -> None:
    assert {path.stem for path in (REFERENCE / "skills").glob("*.ttl")} <= {"scheme", *(d.group for d in DESIGNS)}


def test_scheme_is_described() -> None:
    graph = read(REFERENCE / "skills" / "scheme.ttl")
    assert set(graph.subjects()) == {SCHEME}
    assert (SCHEME, RDF.type, SKOS.ConceptScheme) in graph
    assert list(graph.objects(SCHEME, BW.origin)) == [ID["origin/reference-design"]]


def test_skills_are_named_explained_and_in_the_scheme(design: Design) -> None:
    skills = set(design.graph.subjects(RDF.type, BW.SectorSkill))
    assert len(skills) == design.expected.sector_skills
    for skill in skills:
        assert skill == ID[f"sector-skill/{slug(design.english(skill, SKOS.prefLabel))}"]
        design.english(skill, SKOS.definition)
        assert design.only(skill, SKOS.inScheme) == SCHEME
        assert design.english(skill, BW.rationale).startswith("ESCO "), "says what ESCO has instead"


def test_skills_have_one_broader_skill_of_esco(design: Design, esco: Release) -> None:
    for skill in design.graph.subjects(RDF.type, BW.SectorSkill):
        assert str(design.only(skill, SKOS.broadMatch)) in esco.labels
        mapped = {*design.graph.objects(skill, SKOS.exactMatch), *design.graph.objects(skill, SKOS.closeMatch)}
        assert not mapped, "ESCO would have it"


def test_no_skill_of_esco_has_such_a_label(esco: Release) -> None:
    # ESCO's labels hold double and no-break blanks here and there.
    known = {" ".join(label.casefold().split()) for label in (*esco.labels.values(), *esco.other_labels)}
    for design in DESIGNS:
        for skill in design.graph.subjects(RDF.type, BW.SectorSkill):
            for predicate in (SKOS.prefLabel, SKOS.altLabel):
                labels = {str(x).casefold() for x in design.graph.objects(skill, predicate) if isinstance(x, Literal)}
                assert not labels & known, skill


def test_labels_are_unique() -> None:
    found = [
        (str(label), str(label.language))
        for design in DESIGNS
        for skill in design.graph.subjects(RDF.type, BW.SectorSkill)
        for predicate in (SKOS.prefLabel, SKOS.altLabel)
        for label in design.graph.objects(skill, predicate)
        if isinstance(label, Literal)
    ]
    assert sorted(found) == sorted(set(found))


def test_every_skill_is_required(design: Design) -> None:
    required = {design.only(requirement, BW.skill) for requirement in design.requirements}
    assert set(design.graph.subjects(RDF.type, BW.SectorSkill)) <= required
