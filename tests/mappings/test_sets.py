"""The mapping sets of the reference design: they say what the graph says, and are true to ESCO v1.1.1 and DigComp."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Graph, Namespace, URIRef
from rdflib.term import Node

from bwise_kg import Graph as KnowledgeGraph
from bwise_kg.mappings import MATCHES, NO_TERM, Mapping, packaged_sets
from bwise_kg.mappings.checking import check
from bwise_kg.mappings.sets import mappings_of

ONTOLOGY = Path(__file__).parents[2] / "ontology"
BW = Namespace("https://w3id.org/bwise/ontology#")
ID = Namespace("https://w3id.org/bwise/id/")
SETS = {mapping_set.name: mapping_set for mapping_set in packaged_sets()}
ALL = [mapping for mapping_set in SETS.values() for mapping in mapping_set.mappings]
CATALOGUE = "esco/v1.1.1/ESCO dataset - v1.1.1 - classification - en - csv.zip"


def rows(archive: Path, name: str) -> Iterator[dict[str, str]]:
    csv.field_size_limit(2**31 - 1)
    with zipfile.ZipFile(archive) as files, files.open(name) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, "utf-8", newline=""))


def stated(folder: str) -> Graph:
    graph = Graph()
    for path in (ONTOLOGY / folder).rglob("*.ttl"):
        graph.parse(path)
    return graph


REFERENCE = stated("reference")
DIGCOMP = Graph().parse(ONTOLOGY / "vocabularies" / "digcomp.ttl")


def keys(name: str) -> set[tuple[str, str, str]]:
    return {mapping.key for mapping in SETS[name].mappings}


def matches(graph: Graph, subjects: set[Node]) -> set[tuple[str, str, str]]:
    return {(str(s), str(p), str(o)) for s, p, o in graph if s in subjects and str(p) in MATCHES}


def test_there_are_four_sets() -> None:
    assert list(SETS) == ["digcomp", "profiles", "requirements", "skills"]


def test_files_are_fresh(slice_graph: KnowledgeGraph) -> None:
    """Write them anew with: bwise-kg mappings export -o ontology/alignments."""
    assert mappings_of(slice_graph) == tuple(SETS.values())


def test_profiles_say_what_the_profiles_say() -> None:
    profiles = set(REFERENCE.subjects(RDF.type, BW.OccupationalProfile))
    said = matches(REFERENCE, profiles)
    without = {p for p in profiles if not {SKOS.closeMatch, SKOS.exactMatch} & set(REFERENCE.predicates(p))}
    assert keys("profiles") == said | {(str(p), str(SKOS.closeMatch), NO_TERM) for p in without}
    assert (str(ID["profile/worker"]), str(SKOS.closeMatch), NO_TERM) in keys("profiles")


def test_requirements_say_what_each_is_about() -> None:
    about = {(str(s), str(BW.skill), str(o)) for s, o in REFERENCE.subject_objects(BW.skill)}
    required = {str(s) for s in REFERENCE.subjects(RDF.type, BW.SkillRequirement)}
    assert keys("requirements") == {key for key in about if key[0] in required}


def test_sector_skills_have_one_broader_skill_each() -> None:
    skills = set(REFERENCE.subjects(RDF.type, BW.SectorSkill))
    assert keys("skills") == matches(REFERENCE, skills)
    assert Counter(subject for subject, _, _ in keys("skills")) == Counter(map(str, skills))
    assert {predicate for _, predicate, _ in keys("skills")} == {str(SKOS.broadMatch)}


def test_digcomp_is_mapped_whole() -> None:
    competences = set(DIGCOMP.subjects(RDF.type, SKOS.Concept))
    codes = {str(code) for code in DIGCOMP.objects(None, SKOS.notation)}
    # five areas with 3, 6, 4, 4 and 4 competences
    whole = {f"{area}.{n}" for area, size in zip("12345", (3, 6, 4, 4, 4), strict=True) for n in range(1, size + 1)}
    assert codes == whole | set("12345")
    for competence in competences:
        code = str(DIGCOMP.value(competence, SKOS.notation))
        assert competence == ID[f"digcomp-2.2/{code}"]
        broader = [ID[f"digcomp-2.2/{code[0]}"]] if "." in code else []
        assert list(DIGCOMP.objects(competence, SKOS.broader)) == broader
    assert keys("digcomp") == matches(DIGCOMP, competences)
    assert {(m.subject_version, m.object_version) for m in SETS["digcomp"].mappings} == {("2.2", "1.1.1")}


def test_digcomp_is_mapped_one_to_one_to_escos_collection(shared: Path) -> None:
    collection = {row["conceptUri"] for row in rows(shared / CATALOGUE, "digCompSkillsCollection_en.csv")}
    assert Counter(mapping.object for mapping in SETS["digcomp"].mappings) == Counter(collection)


def test_areas_are_over_the_same_concepts_as_in_esco(shared: Path) -> None:
    """ESCO keeps the hierarchy of DigComp under other names; it is an independent witness of the matches."""
    broader = {
        row["conceptUri"]: row["broaderConceptUri"].split(" | ")
        for row in rows(shared / CATALOGUE, "digCompSkillsCollection_en.csv")
    }
    to_esco = {URIRef(mapping.subject): mapping.object for mapping in SETS["digcomp"].mappings}
    for competence, area in DIGCOMP.subject_objects(SKOS.broader):
        assert to_esco[URIRef(str(area))] in broader[to_esco[URIRef(str(competence))]], competence


def test_objects_are_in_esco_with_these_labels(shared: Path) -> None:
    labels = {
        row["conceptUri"]: row["preferredLabel"].strip()
        for pillar in ("skills", "occupations")
        for row in rows(shared / CATALOGUE, f"{pillar}_en.csv")
        if row["status"] == "released"
    }
    in_esco = [m for m in ALL if m.object.startswith("http://data.europa.eu/")]
    assert {(m.object, m.object_label) for m in in_esco} <= labels.items()
    assert {m.object_version for m in in_esco} == {"1.1.1"}
    assert len(in_esco) + sum(m.object.startswith(str(ID)) or m.object == NO_TERM for m in ALL) == len(ALL)


def test_every_mapping_says_what_sssom_and_the_reader_ask_for() -> None:
    for mapping in ALL:
        assert mapping.justification == "https://w3id.org/semapv/vocab/ManualMappingCuration"
        assert mapping.confidence in {1.0, 0.9, 0.8, 0.7, 0.6, 0.5}
        assert mapping.authors == ("bwise-kg project",)
        assert mapping.mapped_on
        assert mapping.object_source
    assert len({mapping.iri for mapping in ALL}) == len(ALL)
    assert {mapping_set.licence for mapping_set in SETS.values()} == {"https://creativecommons.org/licenses/by/4.0/"}


def test_mappings_that_are_not_plain_give_a_reason() -> None:
    for mapping in (*SETS["profiles"].mappings, *SETS["skills"].mappings):
        assert mapping.comment, mapping.iri
    for mapping in SETS["digcomp"].mappings:
        assert mapping.comment or mapping.confidence == 0.9, mapping.iri


@pytest.mark.parametrize("name", SETS)
def test_check_finds_nothing(name: str, slice_graph: KnowledgeGraph) -> None:
    assert check(SETS[name], slice_graph.store) == []


def test_judgements_stay_and_new_mappings_start_with_their_predicates_confidence(slice_graph: KnowledgeGraph) -> None:
    old = SETS["profiles"].mappings[0]
    reviewed = replace(old, confidence=0.5, reviewers=("Review board",), comment="Discussed twice.", object_label="x")
    known = [replace(SETS["profiles"], mappings=(reviewed,))]
    (profiles,) = [s for s in mappings_of(slice_graph, known) if s.name == "profiles"]
    by_key: dict[tuple[str, str, str], Mapping] = {mapping.key: mapping for mapping in profiles.mappings}
    assert by_key[old.key] == reviewed
    del by_key[old.key]
    assert {(m.predicate.rsplit("#", 1)[1], m.object == NO_TERM, m.confidence) for m in by_key.values()} >= {
        ("closeMatch", False, 0.7),
        ("relatedMatch", False, 0.6),
        ("closeMatch", True, 0.8),
    }
    assert {m.object_version for m in by_key.values()} == {"1.1.1"}
    assert not any(m.reviewers for m in by_key.values())
