"""What follows from the alignments with other vocabularies, and what must not follow, by HermiT and ROBOT."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import owlready2  # type: ignore[import-untyped, unused-ignore]
import pytest
from rdflib import OWL, Graph

from tests.ontology.test_alignments import ALIGNMENTS, FILES, OTHERS, named
from tests.ontology.test_ontology import FOLDER, PREFIXES, needs_java, needs_robot, read, robot, write_facts

DATA = read(*sorted([*(FOLDER / "reference").rglob("*.ttl"), *(FOLDER / "facts").rglob("*.ttl")]))
MORE_PREFIXES = "".join(f"@prefix {name}: <{base}> .\n" for name, base in OTHERS.items())


def facts(data: str, path: Path) -> Path:
    """Write ontology, vocabularies, alignments and data as N-Triples."""
    triples = ALIGNMENTS.serialize(format="nt") + Graph().parse(
        data=PREFIXES + MORE_PREFIXES + data, format="turtle"
    ).serialize(format="nt")
    return write_facts(triples, path)


@contextmanager
def reasoned(data: str, folder: Path) -> Iterator[owlready2.World]:
    """Yield a world classified by HermiT; owlready2's error tells that the data is inconsistent."""
    world = owlready2.World()
    try:
        world.get_ontology(facts(data, folder / "facts.nt").as_uri()).load()
        owlready2.sync_reasoner_hermit(world, debug=0)
        yield world
    finally:
        world.close()


EXAMPLE = """
    :c a bw:Curriculum ; bw:forProfile :p ; elm:hasPart :m ; elm33:learningOutcome :oo .
    :m a bw:CoreModule ; elm33:learningOutcome :o . :o a bw:LearningOutcome ; bw:attains :a .
    :a a bw:AttainedSkill ; bw:skill :s . :s a esco:Skill . :occ a esco:Occupation ; esco:relatedEssentialSkill :s .
    :p a bw:OccupationalProfile ; bw:requires :r ; bw:leavesOut :lo . :r a bw:SkillRequirement ; bw:skill :s .
    :lo a bw:LeftOutSkill ; bw:skill :s . :n a bw:SectorSkill ; skos:broadMatch :s .
    :las a elm33:LearningAchievementSpecification . :x a elm33:Accreditation . :ev a schema:Event .
    :e a bw:PilotEdition ; bw:runsModule :m ; bw:feedback :f ; bw:organiser :org . :f bw:feedbackOn :m .
    :adj a bw:Adjustment ; bw:causedBy :f ; bw:adjusts :m . :pl a bw:Pilot ; bw:runsCurriculum :c .
    :pr a bw:Project ; bw:partner :pa ; bw:workPackage :w . :pa a bw:Partner ; bw:partnerKind :k .
    :w a bw:WorkPackage ; bw:lead :pa ; bw:task :t . :t a bw:Task ; bw:produces :out . :out a bw:Output .
    :cl a bw:Claim ; bw:about :pr . :st a bw:Strategy . :q a bw:QualityLabel ; bw:grantedTo :c .
    :th a bw:Toolkit . :pub a bw:ActualPublication . :plan a bw:PlannedPublication . :cop a bw:CommunityOfPractice .
    :g a bw:DisadvantagedGroup ; bw:withinTargetGroup :tg . :tg a bw:TargetGroup . :lev a bw:ProficiencyLevel .
    :oo a owl:NamedIndividual . :k a owl:NamedIndividual .
"""

FOLLOWS = {
    "c": "schema:Course elm:LearningAchievementSpecification elm33:LearningAchievementSpecification",
    "m": "schema:Syllabus elm33:LearningAchievementSpecification",
    "o": "schema:DefinedTerm elm33:LearningOutcome",
    "oo": "elm:LearningOutcome",
    "a": "esco:AssociationObject schema:AlignmentObject",
    "r": "esco:AssociationObject",
    "p": "skos:Concept schema:DefinedTerm",
    "n": "skos:Concept schema:DefinedTerm",
    "e": "elm33:LearningOpportunity schema:CourseInstance",
    "las": "elm:LearningAchievementSpecification",
    "x": "elm:Accreditation",
    "f": "schema:Review prov:Entity",
    "adj": "prov:Activity",
    "pl": "prov:Activity",
    "pa": "org:Organization schema:Organization prov:Agent",
    "out": "prov:Entity",
    "cl": "schema:Claim prov:Entity",
    "st": "prov:Plan prov:Entity",
    "q": "elm33:Accreditation schema:Certification",
    "th": "schema:LearningResource",
    "pub": "prov:Activity",
    "cop": "org:OrganizationalCollaboration",
    "lev": "schema:DefinedTerm",
}

MUST_NOT_FOLLOW = {
    "an occupation of ESCO is no profile": ("occ", "bw:OccupationalProfile"),
    "a profile is no member concept of ESCO": ("p", "esco:MemberConcept"),
    "a sector skill is no skill of ESCO": ("n", "esco:Skill"),
    "a left-out skill is no association": ("lo", "esco:AssociationObject"),
    "a specification is no curriculum": ("las", "bw:Curriculum"),
    "an accreditation is no label": ("x", "bw:QualityLabel"),
    "any event is no event of the project": ("ev", "bw:Event"),
    "an announced publication has not taken place": ("plan", "prov:Activity"),
    "the run of a course is no activity of PROV": ("e", "prov:Activity"),
    "a partner need not be registered": ("pa", "elm:Organisation"),
    "who organises need not be a partner": ("org", "bw:Partner"),
    "a curriculum is no qualification": ("c", "elm:Qualification"),
}

LINKS = [
    ("r", "esco:isAssociationFor", "p"),
    ("p", "esco:hasAssociation", "r"),
    ("o", "esco:hasAssociation", "a"),
    ("m", "elm:learningOutcome", "o"),
    ("c", "elm33:hasPart", "m"),
    ("e", "elm33:learningAchievementSpecification", "m"),
    ("e", "schema:organizer", "org"),
    ("f", "schema:itemReviewed", "m"),
    ("adj", "prov:used", "f"),
    ("pr", "prov:wasAssociatedWith", "pa"),
    ("w", "prov:wasAssociatedWith", "pa"),
    ("out", "prov:wasGeneratedBy", "t"),
    ("pa", "org:classification", "k"),
    ("cl", "schema:about", "pr"),
    ("g", "skos:broadMatch", "tg"),
]

# Definitions of classes, each of which can have no member.
WRONG = {
    "a curriculum that is a qualification of 3.3": "bw:Curriculum elm33:Qualification",
    "a module of 3.3 that is an assessment": "bw:Module elm33:LearningAssessmentSpecification",
    "a claim about a learner": "bw:Claim elm33:Claim",
    "a module of 3.3 with an assessment for a part": "bw:Module [ owl:onProperty elm33:hasPart ; "
    "owl:someValuesFrom elm33:LearningAssessmentSpecification ]",
    "a requirement of two profiles": "[ owl:onProperty bw:requiredBy ; owl:minCardinality 2 ]",
    "an attained skill of two outcomes": "[ owl:onProperty [ owl:inverseOf bw:attains ] ; owl:minCardinality 2 ]",
    "an output that is an activity": "bw:Output prov:Activity",
    "feedback that uses something": "bw:Feedback [ owl:onProperty prov:used ; owl:someValuesFrom owl:Thing ]",
    "evidence that is a pilot": "[ owl:onProperty bw:evidence ; owl:someValuesFrom bw:Pilot ]",
    "a project with the classification of an organisation": "bw:Project [ owl:onProperty org:classification ; "
    "owl:someValuesFrom owl:Thing ]",
}


def impossible() -> str:
    """Return classes with no possible member: the wrong ones, and for each link to follow what lacks it."""
    lines = [f":wrong-{number} owl:equivalentClass [ owl:intersectionOf ( {parts} ) ] ." for number, parts in
             enumerate(WRONG.values())]  # fmt: skip
    for number, (subject, term, value) in enumerate(LINKS):
        having = f"[ owl:onProperty {term} ; owl:hasValue :{value} ]"
        lines.append(
            f":missing-{number} owl:equivalentClass [ owl:intersectionOf ( [ a owl:Class ; owl:oneOf ( :{subject} ) ] "
            f"[ a owl:Class ; owl:complementOf {having} ] ) ] ."
        )
    text = "\n".join(lines).replace("[ owl:intersectionOf", "[ a owl:Class ; owl:intersectionOf")
    text = text.replace("[ owl:onProperty", "[ a owl:Restriction ; owl:onProperty")
    text = text.replace("owl:minCardinality 2", 'owl:minCardinality "2"^^xsd:nonNegativeInteger')
    names = [f"wrong-{n}" for n in range(len(WRONG))] + [f"missing-{n}" for n in range(len(LINKS))]
    return text + "".join(f"\n:{name} a owl:Class ." for name in names)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[owlready2.World]:
    with reasoned(EXAMPLE + impossible(), tmp_path_factory.mktemp("alignments")) as world:
        yield world


def kinds(world: owlready2.World, name: str) -> set[str]:
    return {str(getattr(kind, "iri", "")) for kind in world[f"https://example.org/{name}"].INDIRECT_is_a}


@needs_java
def test_no_class_of_the_ontology_is_unsatisfiable(example: owlready2.World) -> None:
    empty = {str(getattr(term, "iri", "")) for term in example.inconsistent_classes()}
    assert {iri for iri in empty if not iri.startswith("https://example.org/")} - {str(OWL.Nothing)} == set()


@needs_java
@pytest.mark.parametrize(("name", "terms"), FOLLOWS.items(), ids=FOLLOWS)
def test_follows(name: str, terms: str, example: owlready2.World) -> None:
    assert {str(named(term)) for term in terms.split()} - kinds(example, name) == set()


@needs_java
@pytest.mark.parametrize(("name", "term"), MUST_NOT_FOLLOW.values(), ids=MUST_NOT_FOLLOW)
def test_does_not_follow(name: str, term: str, example: owlready2.World) -> None:
    assert kinds(example, name)
    assert str(named(term)) not in kinds(example, name)


@needs_java
@pytest.mark.parametrize("number", range(len(LINKS)), ids=[" ".join(link) for link in LINKS])
def test_link_follows(number: int, example: owlready2.World) -> None:
    assert example[f"https://example.org/missing-{number}"] in set(example.inconsistent_classes())


@needs_java
@pytest.mark.parametrize("number", range(len(WRONG)), ids=WRONG)
def test_wrong_data_across_vocabularies_is_impossible(number: int, example: owlready2.World) -> None:
    assert example[f"https://example.org/wrong-{number}"] in set(example.inconsistent_classes())


@needs_java
def test_all_data_is_consistent(tmp_path: Path) -> None:
    with reasoned(DATA.serialize(format="turtle"), tmp_path) as world:
        assert list(world.inconsistent_classes()) == []


@needs_java
@needs_robot
def test_ontology_with_alignments_is_owl_2_dl(tmp_path: Path) -> None:
    path = facts(EXAMPLE, tmp_path / "facts.nt")
    result = robot("validate-profile", "--profile", "DL", "--input", path, "--output", tmp_path / "report.txt")
    assert result.returncode == 0, result.stdout


@needs_java
@needs_robot
def test_robot_reports_no_error(tmp_path: Path) -> None:
    """Two names of one term, in ELM 3.1 and 3.3, have the same label, which is none."""
    report = tmp_path / "report.tsv"
    inputs = [part for path in [FOLDER / "bwise.ttl", *FILES] for part in ("--input", path)]
    result = robot("merge", *inputs, "report", "--fail-on", "none", "--output", report)
    assert result.returncode == 0, result.stdout
    rows = list(csv.DictReader(report.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
    assert rows
    assert [row for row in rows if row["Level"] == "ERROR" and row["Rule Name"] != "duplicate_label"] == []
