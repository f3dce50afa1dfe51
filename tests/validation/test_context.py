"""What rules see: the curriculum, and of the store what it mentions."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, QueryTriples, Triple

from bwise_kg import Graph
from bwise_kg.curriculum import parse_file
from bwise_kg.namespaces import BW, DCAT, ESCO, GRAPH, RDF, SKOS
from bwise_kg.validation.context import context_of
from bwise_kg.validation.subjects import subject_of

from .conftest import REFERENCE

LISTEN = NamedNode("http://data.europa.eu/esco/skill/a17286c5-238d-4f0b-bc24-29e9121345de")
ID = "https://w3id.org/bwise/id/"


def test_a_file_and_the_store_give_the_same(slice_graph: Graph) -> None:
    for name in ("supporter", "enabler", "worker"):
        statements = parse_file(REFERENCE / f"{name}.ttl")
        stored = subject_of(slice_graph, name, ["curriculum"]).data
        read = context_of(slice_graph).around(statements)
        assert as_stored(stored.own) == as_stored(read.own) == as_stored(q.triple for q in statements), name
        assert set(stored.context) == set(read.context), name


def as_stored(triples: Iterable[Triple]) -> set[str]:
    """Return statements in the form that the store gives them: it knows one kind of integer."""
    return {str(triple).replace("XMLSchema#positiveInteger", "XMLSchema#integer") for triple in triples}


def test_mentioned_skills_have_what_rules_ask_of_them(slice_graph: Graph) -> None:
    index = subject_of(slice_graph, "supporter", ["curriculum"]).data.index
    assert ESCO.Skill in index.values(LISTEN, RDF.type)
    assert index.values(LISTEN, SKOS.prefLabel) == [Literal("listen actively", language="en")]
    assert index.value(GRAPH["esco/1.1.1"], DCAT.version) == Literal("1.1.1")
    mentioned = {skill for skill in index.objects_of(BW.skill) if "/esco/skill/" in skill.value}
    assert len(mentioned) > 60
    assert all(ESCO.Skill in index.values(skill, RDF.type) for skill in mentioned)
    for skill in list(mentioned):
        for above in index.values(skill, BW.broaderSkill):
            assert ESCO.Skill in index.values(above, RDF.type)


def test_only_what_is_mentioned_is_cut(slice_graph: Graph) -> None:
    data = subject_of(slice_graph, "supporter", ["curriculum"]).data
    skills = {t.subject for t in data.context if t.predicate == RDF.type and t.object == ESCO.Skill}
    assert len(skills) < 150
    profiles = {node.value for node in data.index.instances(BW.OccupationalProfile)}
    assert profiles == {ID + "profile/supporter"}
    languages = {t.object.language for t in data.context if isinstance(t.object, Literal)}
    assert languages <= {None, "en"}
    assert len(data.context) < 3000


def test_profile_and_vocabularies_are_there(slice_graph: Graph) -> None:
    index = subject_of(slice_graph, "supporter", ["curriculum"]).data.index
    profile = NamedNode(ID + "profile/supporter")
    requirements = index.values(profile, BW.requires)
    loaded = slice_graph.profile("supporter")
    assert {r.value for r in requirements} == {r.iri for r in loaded.requirements}
    assert all(index.value(r, BW.skill) and index.value(r, BW.importance) for r in requirements)
    levels = {t.value for t in index.instances(BW.ProficiencyLevel)}
    assert levels == set(slice_graph.scales.levels)
    assert all(index.value(NamedNode(level), BW.rank) for level in levels)
    assert len(index.instances(BW.LabelCriterion)) == 18
    assert index.value(profile, BW.targetGroup) is not None
    assert BW.CoreModule in index.below(BW.Module)


def test_what_is_not_known_stays_unknown(slice_graph: Graph, tmp_path: Path) -> None:
    file = tmp_path / "c.ttl"
    text = (REFERENCE / "supporter.ttl").read_text(encoding="utf-8")
    file.write_text(text.replace(LISTEN.value.rsplit("/", 1)[-1], "no-such-skill"), encoding="utf-8")
    index = subject_of(slice_graph, file, ["curriculum"]).data.index
    assert NamedNode("http://data.europa.eu/esco/skill/no-such-skill") not in index


def test_own_graphs_are_whole(slice_graph: Graph) -> None:
    data = subject_of(slice_graph, None, ["graph"]).data
    stored = sum(
        slice_graph.store.size(g)
        for g in slice_graph.store.graphs()
        if g.value.startswith(tuple(GRAPH[n].value for n in ("ontology", "reference", "facts/", "translations/")))
    )
    assert abs(len(data.own) - stored) < 100  # the same statement may stand in two graphs
    assert len(data.index.instances(BW.OccupationalProfile)) == 3


def test_what_is_needed_for_one_curriculum_is_cut_once(slice_graph: Graph) -> None:
    first = subject_of(slice_graph, "enabler", ["curriculum"]).data
    assert subject_of(slice_graph, "enabler", ["curriculum"]).data is first


def test_of_what_is_their_own_alone_the_store_is_not_asked(slice_graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    statements = [q.triple for q in parse_file(REFERENCE / "supporter.ttl")]
    context = context_of(slice_graph)
    expected = context.around(statements).context
    asked: list[str] = []
    construct = slice_graph.store.construct

    def noted(query: str, **others: list[NamedNode]) -> QueryTriples:
        asked.append(query)
        return construct(query, **others)

    monkeypatch.setattr(slice_graph.store, "construct", noted)
    own = {t.subject for t in statements if isinstance(t.subject, NamedNode) and t.subject.value.startswith(ID)}
    for course in range(3):
        renamed: dict[object, NamedNode] = {
            iri: NamedNode(f"https://example.org/{course}/{iri.value.removeprefix(ID)}") for iri in own
        }
        theirs = [
            Triple(renamed.get(t.subject, t.subject), t.predicate, renamed.get(t.object, t.object)) for t in statements
        ]
        data = context.around(theirs)
        assert len(data.own) == len(theirs)
        assert set(data.context) == {t for t in expected if t.subject not in own}
    assert not asked


def test_graphs_of_esco_speak_of_what_is_esco_s_only(slice_graph: Graph) -> None:
    graphs = [
        graph for graph in slice_graph.store.graphs() if "/graph/esco/" in f"{graph.value}/".replace("inferred/", "")
    ]
    assert len(graphs) >= 2
    for quad in slice_graph.store.construct("CONSTRUCT WHERE { ?s ?p ?o }", graphs=graphs):
        assert isinstance(quad.subject, BlankNode) or str(quad.subject).startswith("<http://data.europa.eu/esco/")
