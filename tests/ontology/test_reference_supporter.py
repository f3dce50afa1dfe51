"""The reference design for supporters: complete, marked as this project's own, and true to ESCO v1.1.1."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

ROOT = Path(__file__).parents[2]
PROFILE_FILE = ROOT / "ontology" / "reference" / "profiles" / "supporter.ttl"
CURRICULUM_FILE = ROOT / "ontology" / "reference" / "curricula" / "supporter.ttl"
VOCABULARIES = ROOT / "ontology" / "vocabularies"
ESCO_RELEASE = Path(__file__).parents[3] / "shared" / "esco" / "v1.1.1"
ESCO_ENGLISH = ESCO_RELEASE / "ESCO dataset - v1.1.1 - classification - en - csv.zip"
ESCO_RELATIONS = ESCO_RELEASE / "ESCO dataset - v1.1.1 - classification -  - csv.zip"

BW = Namespace("https://w3id.org/bwise/ontology#")
ID = Namespace("https://w3id.org/bwise/id/")
ELM = Namespace("http://data.europa.eu/snb/model/elm/")
ESCO = Namespace("http://data.europa.eu/esco/")

PROFILE = ID["profile/supporter"]
CURRICULUM = ID["curriculum/supporter"]
ESSENTIAL = ESCO["relationship-type/essential-skill"]
OPTIONAL = ESCO["relationship-type/optional-skill"]
OUTCOME_KINDS = {ID[f"outcome-kind/{kind}"] for kind in ("knowledge", "skill", "responsibility-autonomy")}
DIGCOMP_LEVELS = {ID[f"level/digcomp-{step}"] for step in range(1, 9)}
REFERENCE_LEVELS = {ID[f"level/{step}"] for step in ("foundation", "intermediate", "advanced", "highly-specialised")}


def read(*paths: Path) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


PROFILE_GRAPH = read(PROFILE_FILE)
CURRICULUM_GRAPH = read(CURRICULUM_FILE)
GRAPH = PROFILE_GRAPH + CURRICULUM_GRAPH
REQUIREMENTS = list(PROFILE_GRAPH.objects(PROFILE, BW.requires))
LEFT_OUT = list(PROFILE_GRAPH.objects(PROFILE, BW.leavesOut))
MODULES = sorted(CURRICULUM_GRAPH.objects(CURRICULUM, ELM.hasPart), key=str)
OUTCOMES = [outcome for module in MODULES for outcome in GRAPH.objects(module, ELM.learningOutcome)]
GAPS = list(CURRICULUM_GRAPH.objects(CURRICULUM, BW.knownGap))


def only(subject: Node, predicate: URIRef) -> Node:
    """Return the one object; a second or a missing one fails."""
    (value,) = GRAPH.objects(subject, predicate)
    return value


def slug(label: str) -> str:
    return re.sub("[^a-z0-9]+", "-", label.lower().replace("'", "")).strip("-")


def rows(archive: Path, name: str) -> Iterator[dict[str, str]]:
    if not archive.exists():
        pytest.skip(f"the ESCO release is not at hand: {archive}")
    csv.field_size_limit(2**31 - 1)
    with zipfile.ZipFile(archive) as files, files.open(name) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, "utf-8", newline=""))


@pytest.fixture(scope="module")
def esco_labels() -> dict[str, str]:
    """Return the labels of ESCO's skills by URI."""
    skills = rows(ESCO_ENGLISH, "skills_en.csv")
    return {
        row["conceptUri"]: row["preferredLabel"] for row in skills if row["conceptType"] == "KnowledgeSkillCompetence"
    }


@pytest.fixture(scope="module")
def esco_essentials() -> dict[str, set[str]]:
    """Return the essential skills of each occupation to which the profile is mapped."""
    essentials: dict[str, set[str]] = {str(occupation): set() for occupation in mapped_occupations()}
    for row in rows(ESCO_RELATIONS, "occupationSkillRelations.csv"):
        if row["occupationUri"] in essentials and row["relationType"] == "essential":
            essentials[row["occupationUri"]].add(row["skillUri"])
    return essentials


def mapped_occupations() -> list[Node]:
    return [*GRAPH.objects(PROFILE, SKOS.closeMatch), *GRAPH.objects(PROFILE, SKOS.relatedMatch)]


# Both files


@pytest.mark.parametrize("graph", [PROFILE_GRAPH, CURRICULUM_GRAPH], ids=["profile", "curriculum"])
def test_is_marked_as_reference_design_throughout(graph: Graph) -> None:
    for subject in set(graph.subjects()):
        assert set(graph.objects(subject, BW.origin)) == {ID["origin/reference-design"]}, subject
    assert not [term for triple in graph for term in triple if isinstance(term, BNode)]


def test_texts_are_english_and_of_their_own() -> None:
    texts = [
        value
        for predicate in (BW.rationale, DCTERMS.title, DCTERMS.description, SKOS.definition, SKOS.scopeNote)
        for value in GRAPH.objects(None, predicate)
        if isinstance(value, Literal)
    ]
    assert {text.language for text in texts} == {"en"}
    assert sorted(texts) == sorted(set(texts))


def test_rationale_is_one_sentence() -> None:
    reasoned = set(GRAPH.subjects(BW.rationale))
    assert reasoned == {*REQUIREMENTS, *LEFT_OUT, *GAPS}
    for subject in reasoned:
        assert re.fullmatch(r"[A-Z][^.?!]+\.", str(only(subject, BW.rationale))), subject


def test_levels_are_defined() -> None:
    levels = {*GRAPH.objects(None, BW.requiredLevel), *GRAPH.objects(None, BW.level)}
    defined = read(VOCABULARIES / "proficiency-scales.ttl")
    assert levels <= set(defined.subjects(RDF.type, BW.ProficiencyLevel))
    assert levels <= DIGCOMP_LEVELS | REFERENCE_LEVELS


def test_nothing_dangles() -> None:
    own = {node for node in chain.from_iterable(GRAPH) if isinstance(node, URIRef) and node in ID}
    described = {*GRAPH.subjects(), *read(*VOCABULARIES.glob("*.ttl")).subjects()}
    assert own <= described


# The profile


def test_profile_is_named_and_mapped() -> None:
    assert len(list(GRAPH.objects(PROFILE, SKOS.prefLabel))) == 1
    assert {str(label) for label in GRAPH.objects(PROFILE, SKOS.altLabel)} >= {"job coach", "work coach"}
    assert only(PROFILE, BW.targetGroup) == ID["target-group/supporter"]
    assert only(PROFILE, SKOS.closeMatch) == ESCO["occupation/e4112a88-973f-4c7a-97f5-2241e6b6833f"]
    assert set(GRAPH.objects(PROFILE, SKOS.relatedMatch)) == {
        ESCO["occupation/c60ede09-b67b-4173-8991-b9b694149488"],
        ESCO["occupation/dc69f2ed-ebe9-43da-bf9d-31aac874d4c2"],
    }


def test_requirements_are_complete() -> None:
    assert len(REQUIREMENTS) == 79
    assert set(REQUIREMENTS) == set(GRAPH.subjects(RDF.type, BW.SkillRequirement))
    for requirement in REQUIREMENTS:
        only(requirement, BW.skill)
        only(requirement, BW.rationale)
        assert only(requirement, BW.importance) in {ESSENTIAL, OPTIONAL}
        assert len(list(GRAPH.objects(requirement, BW.requiredLevel))) <= 1
        assert (requirement, DCTERMS.source, None) in GRAPH
    essential = list(GRAPH.subjects(BW.importance, ESSENTIAL))
    assert len(essential) == 43


def test_skills_left_out_are_complete() -> None:
    assert len(LEFT_OUT) == 51
    assert set(LEFT_OUT) == set(GRAPH.subjects(RDF.type, BW.LeftOutSkill))
    for omission in LEFT_OUT:
        only(omission, BW.skill)
        only(omission, BW.rationale)
        assert set(GRAPH.objects(omission, DCTERMS.source)) <= set(mapped_occupations())
        assert set(GRAPH.objects(omission, RDFS.seeAlso)) <= set(REQUIREMENTS), "carried by no requirement"


def test_no_skill_is_decided_on_twice() -> None:
    skills = [str(only(decision, BW.skill)) for decision in [*REQUIREMENTS, *LEFT_OUT]]
    assert sorted(skills) == sorted(set(skills))


# The curriculum


def test_curriculum_has_three_core_modules_that_sum_up() -> None:
    assert only(CURRICULUM, BW.forProfile) == PROFILE
    assert [only(module, RDF.type) for module in MODULES] == [BW.CoreModule] * 3
    assert [int(str(only(module, BW.position))) for module in MODULES] == [1, 2, 3]
    hours = Decimal(str(only(CURRICULUM, BW.hours)))
    assert hours == sum(Decimal(str(only(module, BW.hours))) for module in MODULES)
    assert 150 <= hours <= 200


@pytest.mark.parametrize("module", MODULES)
def test_hours_in_description_sum_up(module: Node) -> None:
    description = str(only(module, DCTERMS.description))
    units, formats = description[description.index("Units: ") :].split(". ", 1)
    hours = Decimal(str(only(module, BW.hours)))
    for part in (units, formats):
        assert sum(map(Decimal, re.findall(r"(\d+) hours", part))) == hours


@pytest.mark.parametrize("module", MODULES)
def test_outcomes_of_a_module(module: Node) -> None:
    outcomes = list(GRAPH.objects(module, ELM.learningOutcome))
    assert {only(outcome, BW.outcomeKind) for outcome in outcomes} == OUTCOME_KINDS
    positions = sorted(int(str(only(outcome, BW.position))) for outcome in outcomes)
    assert positions == list(range(1, len(outcomes) + 1))
    assessments = list(GRAPH.objects(module, ELM.provenBy))
    assert 2 <= len(assessments) <= 3
    assert set(outcomes) == {outcome for each in assessments for outcome in GRAPH.objects(each, BW.assesses)}


def test_every_outcome_leads_to_skills_at_a_level() -> None:
    assert 20 <= len(OUTCOMES) <= 40
    assert len(set(OUTCOMES)) == len(OUTCOMES)
    for outcome in OUTCOMES:
        title = only(outcome, DCTERMS.title)
        assert str(title)[0].islower(), "completes the sentence 'The learner can ...'"
        attained = list(GRAPH.objects(outcome, BW.attains))
        assert 1 <= len(attained) <= 4
        skills = [only(attainment, BW.skill) for attainment in attained]
        assert len(set(skills)) == len(skills)
        assert all(only(attainment, BW.level) in DIGCOMP_LEVELS | REFERENCE_LEVELS for attainment in attained)


def test_known_gaps_are_essential_requirements() -> None:
    requirements = [only(gap, BW.requirement) for gap in GAPS]
    assert 3 <= len(set(requirements)) == len(GAPS) <= 6
    assert {only(requirement, BW.importance) for requirement in requirements} == {ESSENTIAL}


def test_essential_skills_that_no_outcome_leads_to_are_declared() -> None:
    attained = {only(attainment, BW.skill) for attainment in GRAPH.subjects(RDF.type, BW.AttainedSkill)}
    missing = {r for r in GRAPH.subjects(BW.importance, ESSENTIAL) if only(r, BW.skill) not in attained}
    assert missing == {
        ID["requirement/supporter-develop-professional-network"],
        ID["requirement/supporter-employment-law"],
        ID["requirement/supporter-tolerate-stress"],
    }
    assert missing <= {only(gap, BW.requirement) for gap in GAPS}


def test_skills_beyond_the_profile() -> None:
    required = {only(requirement, BW.skill) for requirement in REQUIREMENTS}
    attained = {only(attainment, BW.skill) for attainment in GRAPH.subjects(RDF.type, BW.AttainedSkill)}
    assert len(attained - required) == 5


# Against ESCO v1.1.1


def test_skills_exist_in_esco(esco_labels: dict[str, str]) -> None:
    assert {str(skill) for skill in GRAPH.objects(None, BW.skill)} <= esco_labels.keys()


@pytest.mark.parametrize("path", [PROFILE_FILE, CURRICULUM_FILE], ids=["profile", "curriculum"])
def test_labels_in_comments_are_escos(path: Path, esco_labels: dict[str, str]) -> None:
    labelled = re.findall(r"bw:skill skill:(\S+) ;(?:  # (.+))?\n", path.read_text(encoding="utf-8"))
    assert len(labelled) == len(list(read(path).subjects(BW.skill)))
    for identifier, label in labelled:
        assert label == esco_labels[f"{ESCO}skill/{identifier}"].strip()


def test_iris_are_made_from_labels(esco_labels: dict[str, str]) -> None:
    for decisions, kind in ((REQUIREMENTS, "requirement"), (LEFT_OUT, "left-out")):
        for decision in decisions:
            label = esco_labels[str(only(decision, BW.skill))]
            assert decision == ID[f"{kind}/supporter-{slug(label)}"]
    for gap in GAPS:
        assert str(gap) == str(only(gap, BW.requirement)).replace("/requirement/", "/known-gap/")


def test_every_essential_skill_of_the_occupations_is_decided_on(esco_essentials: dict[str, set[str]]) -> None:
    essential = set().union(*esco_essentials.values())
    assert len(essential) == 89
    required = {str(only(requirement, BW.skill)) for requirement in REQUIREMENTS}
    left_out = {str(only(omission, BW.skill)) for omission in LEFT_OUT}
    assert left_out == essential - required


def test_sources_name_the_occupations_that_call_a_skill_essential(esco_essentials: dict[str, set[str]]) -> None:
    for decision in [*REQUIREMENTS, *LEFT_OUT]:
        skill = str(only(decision, BW.skill))
        named = {str(source) for source in GRAPH.objects(decision, DCTERMS.source)} & esco_essentials.keys()
        assert named == {occupation for occupation, skills in esco_essentials.items() if skill in skills}, decision


@pytest.mark.parametrize(("scheme", "name"), [("digcomp", "digComp"), ("green", "green")])
def test_collections_named_as_sources_hold_the_skill(scheme: str, name: str) -> None:
    collection = {row["conceptUri"] for row in rows(ESCO_ENGLISH, f"{name}SkillsCollection_en.csv")}
    sourced = {str(only(r, BW.skill)) for r in GRAPH.subjects(DCTERMS.source, ESCO[f"concept-scheme/{scheme}"])}
    assert sourced == collection & {str(only(requirement, BW.skill)) for requirement in REQUIREMENTS}


def test_digital_skills_are_required_on_the_digcomp_scale() -> None:
    digital = {row["conceptUri"] for row in rows(ESCO_ENGLISH, "digitalSkillsCollection_en.csv")}
    for requirement, level in GRAPH.subject_objects(BW.requiredLevel):
        scale = DIGCOMP_LEVELS if str(only(requirement, BW.skill)) in digital else REFERENCE_LEVELS
        assert level in scale, requirement
