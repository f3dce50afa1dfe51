"""What the rules infer from the embedded slice, against the same definitions in plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import NamedNode, Triple

from bwise_kg.generations import open_store
from bwise_kg.namespaces import BW, ELM, ESCO, GRAPH, RDF, SKOS, esco_graph, inferred_graph

ONTOLOGY = Path(__file__).parents[2] / "ontology"
SCHEME = "http://data.europa.eu/esco/concept-scheme/"

Values = dict[NamedNode, dict[object, set[object]]]
"""Values by property and subject."""


def read(paths: Iterable[Path]) -> Values:
    values: Values = defaultdict(lambda: defaultdict(set))
    for path in paths:
        for quad in ox.parse(path=path):
            values[quad.predicate][quad.subject].add(quad.object)
    return values


@pytest.fixture(scope="module")
def esco() -> Values:
    return read([ONTOLOGY / "esco" / "esco-1.1.1.ttl"])


@pytest.fixture(scope="module")
def inferred(slice_store: Path) -> dict[NamedNode, set[tuple[object, object]]]:
    """Return subjects and objects of what is inferred from ESCO, by property."""
    found: dict[NamedNode, set[tuple[object, object]]] = defaultdict(set)
    for quad in open_store(slice_store).quads(inferred_graph(esco_graph("1.1.1"))):
        found[quad.predicate].add((quad.subject, quad.object))
    return found


def skills(esco: Values) -> set[object]:
    return {subject for subject, types in esco[RDF.type].items() if ESCO.Skill in types}


def members(esco: Values, *schemes: str) -> set[object]:
    wanted = {NamedNode(SCHEME + scheme) for scheme in schemes}
    return {subject for subject, found in esco[SKOS.inScheme].items() if found & wanted} & skills(esco)


def above(esco: Values, concept: object) -> set[object]:
    """Return everything broader than a concept, at any distance."""
    found: set[object] = set()
    waiting = [concept]
    while waiting:
        for parent in esco[SKOS.broader].get(waiting.pop(), set()) - found:
            found.add(parent)
            waiting.append(parent)
    return found


def test_broader_skills_are_parents_that_are_skills_and_no_areas(
    esco: Values, inferred: dict[NamedNode, set[tuple[object, object]]]
) -> None:
    real = {skill for skill in skills(esco) if skill in esco[ESCO.skillType] or skill in esco[ESCO.skillReuseLevel]}
    expected = {(skill, parent) for skill in skills(esco) for parent in esco[SKOS.broader].get(skill, set()) & real}
    assert inferred[BW.broaderSkill] == expected
    assert len(expected) > 100
    areas = skills(esco) - real
    assert len(areas) == 5  # of DigComp, by ../shared/esco/README.md, section 2
    assert any(esco[SKOS.broader][skill] & areas for skill in skills(esco))


def test_skill_groups_are_those_of_the_second_level(
    esco: Values, inferred: dict[NamedNode, set[tuple[object, object]]]
) -> None:
    hierarchy = NamedNode(f"{SCHEME}skills-hierarchy")
    groups = {
        group
        for group, schemes in esco[SKOS.inScheme].items()
        if hierarchy in schemes
        and group not in skills(esco)
        and any(not esco[SKOS.broader].get(root) for root in esco[SKOS.broader].get(group, set()))
    }
    expected = {(skill, group) for skill in skills(esco) for group in above(esco, skill) & groups}
    assert inferred[BW.skillGroup] == expected
    codes = {code for _, group in expected for code in esco[SKOS.notation].get(group, set())}
    assert {getattr(code, "value", "") for code in codes} >= {"S1", "S2", "S3", "S5", "T1", "T2", "T3"}


@pytest.mark.parametrize(
    ("class_", "schemes"),
    [
        (BW.DigitalSkill, ("6c930acd-c104-4ece-acf7-f44fd7333036", "digcomp", "skill-ict-groups")),
        (BW.GreenSkill, ("green",)),
    ],
)
def test_digital_and_green_skills_are_those_of_the_collections(
    esco: Values, inferred: dict[NamedNode, set[tuple[object, object]]], class_: NamedNode, schemes: tuple[str, ...]
) -> None:
    found = {subject for subject, value in inferred[RDF.type] if value == class_}
    assert found == members(esco, *schemes)
    assert len(found) > 20
    assert found != skills(esco)


def test_nothing_else_is_inferred_from_esco(inferred: dict[NamedNode, set[tuple[object, object]]]) -> None:
    assert inferred.keys() == {BW.broaderSkill, BW.skillGroup, RDF.type}
    assert {value for _, value in inferred[RDF.type]} == {BW.DigitalSkill, BW.GreenSkill}


def test_outcomes_of_the_reference_design_are_related_to_their_esco_skills(slice_store: Path) -> None:
    reference = read((ONTOLOGY / "reference").rglob("*.ttl"))
    expected = {
        Triple(outcome, ELM.relatedESCOSkill, skill)
        for outcome, all_attained in reference[BW.attains].items()
        if isinstance(outcome, NamedNode)
        for attained in all_attained
        for skill in reference[BW.skill][attained]
        if isinstance(skill, NamedNode) and skill.value.startswith("http://data.europa.eu/esco/skill/")
    }
    inferred = {quad.triple for quad in open_store(slice_store).quads(inferred_graph(GRAPH.reference))}
    assert {triple for triple in inferred if triple.predicate == ELM.relatedESCOSkill} == expected
    assert len(expected) > 36  # the curriculum of supporters alone has 36 outcomes


def test_sector_skills_lie_below_the_nearest_broader_skill_of_esco(slice_store: Path) -> None:
    sector = read((ONTOLOGY / "reference" / "skills").rglob("*.ttl"))
    expected = {(skill, esco) for skill, broader in sector[SKOS.broadMatch].items() for esco in broader}
    inferred = {quad.triple for quad in open_store(slice_store).quads(inferred_graph(GRAPH.reference))}
    assert {(triple.subject, triple.object) for triple in inferred if triple.predicate == BW.broaderSkill} == expected
    assert len(expected) == 9
