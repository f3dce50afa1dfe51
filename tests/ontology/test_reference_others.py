"""The reference design beyond profiles and curricula: all of it marked as ours, true to ESCO, nothing left dangling."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, SKOS, BNode, Graph, Literal, URIRef

from tests.ontology.conftest import Release
from tests.ontology.reference import BW, ESCO, ID, REFERENCE, ROOT, VOCABULARIES, read
from tests.ontology.test_ontology import needs_java, reasoned

NAMES = ("label-criteria", "mooc", "needs", "partner-kinds", "personas", "pilots", "scenarios", "toolkit")
FILES = {name: REFERENCE / f"{name}.ttl" for name in NAMES}
GRAPHS = {name: read(path) for name, path in FILES.items()}
FACTS = read(*sorted((ROOT / "ontology" / "facts").glob("*.ttl")))
ALIGNMENTS = ROOT / "ontology" / "alignments"
TEXTS = (DCTERMS.title, DCTERMS.description, SKOS.prefLabel, SKOS.definition, SKOS.note, BW.rationale)

graph = pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS.keys())


@graph
def test_what_is_described_here_is_ours(graph: Graph) -> None:
    for subject in set(graph.subjects(RDF.type)):
        assert set(graph.objects(subject, BW.origin)) == {ID["origin/reference-design"]}, subject
    assert not [term for triple in graph for term in triple if isinstance(term, BNode)]


@graph
def test_what_is_added_to_facts_has_no_second_origin_title_or_description(graph: Graph) -> None:
    vocabularies = read(*VOCABULARIES.glob("*.ttl"))
    for subject in set(graph.subjects()) - set(graph.subjects(RDF.type)):
        assert (subject, RDF.type, None) in FACTS or (subject, RDF.type, None) in vocabularies, subject
        for predicate in (BW.origin, DCTERMS.title, DCTERMS.description):
            assert (subject, predicate, None) not in graph, subject


def test_no_resource_is_both_fact_and_ours() -> None:
    ours = set(chain.from_iterable(graph.subjects(RDF.type) for graph in GRAPHS.values()))
    assert not ours & set(FACTS.subjects(RDF.type))


@graph
def test_texts_are_english_and_end_as_sentences(graph: Graph) -> None:
    for predicate in TEXTS:
        for subject, text in graph.subject_objects(predicate):
            assert isinstance(text, Literal)
            assert text.language == "en", subject
            assert str(text).endswith(".") == (predicate not in {DCTERMS.title, SKOS.prefLabel}), text


def test_titles_are_unique() -> None:
    titles = [str(title) for graph in GRAPHS.values() for title in graph.objects(None, DCTERMS.title)]
    assert sorted(set(titles)) == sorted(titles)


@graph
def test_rationale_is_one_sentence(graph: Graph) -> None:
    for subject, text in graph.subject_objects(BW.rationale):
        assert re.fullmatch(r"[A-Z][^.?!]+\.", str(text)), subject
        assert len(list(graph.objects(subject, BW.rationale))) == 1


@graph
def test_every_need_has_a_reason(graph: Graph) -> None:
    for predicate in (BW.neededSkill, BW.developsSkill, BW.partnerKind):
        for subject in set(graph.subjects(predicate)):
            assert (subject, BW.rationale, None) in graph, subject


@pytest.mark.parametrize("path", FILES.values(), ids=FILES.keys())
def test_skills_are_those_of_esco_with_escos_labels(path: Path, esco: Release) -> None:
    text = path.read_text(encoding="utf-8")
    labelled = re.findall(r"skill:([0-9a-f]{8}-[0-9a-f-]+)(?:,| ;| \.)(?:  # (.+))?\n", text)
    skills = [term for triple in read(path) for term in triple if str(term).startswith(f"{ESCO}skill/")]
    assert len(labelled) == len(skills)
    for identifier, label in labelled:
        assert label == esco.labels[f"{ESCO}skill/{identifier}"]


def test_nothing_dangles_in_the_whole_ontology() -> None:
    folders = ("alignments", "facts", "reference", "vocabularies")
    everything = read(*(path for name in folders for path in (ROOT / "ontology" / name).rglob("*.ttl")))
    own = {term for term in chain.from_iterable(everything) if isinstance(term, URIRef) and term in ID}
    assert own - set(everything.subjects(RDF.type)) == set()


@needs_java
def test_facts_and_reference_design_agree(tmp_path: Path) -> None:
    reference = sorted(REFERENCE.rglob("*.ttl"))
    together = FACTS + read(*reference, ALIGNMENTS / "elm-publication-fields.ttl")
    with reasoned(together.serialize(format="nt"), tmp_path) as world:
        assert list(world.inconsistent_classes()) == []
