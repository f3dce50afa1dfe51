"""What other graphs of the store say of a curriculum: translated titles, feedback, adjustments."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from bwise_kg import EmbeddedStore, Graph, open_graph
from bwise_kg.curricula import add
from bwise_kg.generations import open_store, writing
from bwise_kg.namespaces import DCT, ELM, GRAPH
from bwise_kg.resources import name_of
from bwise_kg.validation import State, validate
from bwise_kg.validation.subjects import subject_of
from tests.building.courses import COURSE, PREFIXES, turtle

from .conftest import REFERENCE, ROOT

ID = "https://w3id.org/bwise/id/"
REFERENCES = ("enabler", "supporter", "worker")
HEAD = (
    PREFIXES
    + f"@prefix : <{ID}test/> .\n@prefix curriculum: <{ID}curriculum/> .\n@prefix group: <{ID}target-group/> .\n"
)
TRIED = """
:edition a bw:PilotEdition ; bw:runsCurriculum curriculum:supporter ; bw:feedback :learners , :trainers .
:learners a bw:Feedback ; bw:feedbackFrom group:supporter .
:trainers a bw:Feedback ; bw:feedbackFrom group:supporter .
"""


@pytest.fixture
def store(slice_store: Path, tmp_path: Path) -> Path:
    """Return a copy of the store on the embedded slice, to be changed."""
    return shutil.copytree(slice_store, tmp_path / "store")


def with_statements(folder: Path, graph: NamedNode, text: str) -> Graph:
    """Return a store's graph after statements were added to one of its named graphs."""
    with writing(folder) as generation:
        open_store(folder).backup(generation)
        store = EmbeddedStore(generation)
        parsed = ox.parse((HEAD + text).encode(), ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        store.load(Quad(q.subject, q.predicate, q.object, graph) for q in parsed)
        store.close()
    return open_graph(folder)


def state(graph: Graph, subject: str | Path, rule: str) -> State:
    """Return what came of a rule of the label."""
    (result,) = (r for r in validate(graph, subject, ["label"]).results if r.rule.id == rule)
    return result.state


def translated() -> dict[str, set[str]]:
    """Return the languages of the titles in the files of translations, by resource."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "ontology" / "translations").glob("*.ttl"):
        for quad in ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE):
            if quad.predicate == DCT.title and isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
                found.setdefault(quad.subject.value, set()).add(quad.object.language or "")
    return found


@pytest.mark.parametrize("name", REFERENCES)
def test_translated_titles_are_seen_in_the_store_and_not_for_a_file(slice_graph: Graph, name: str) -> None:
    languages = translated()
    data = subject_of(slice_graph, name, ["label"]).data
    titled = {t.subject.value for t in data.own if t.predicate == DCT.title and isinstance(t.subject, NamedNode)}
    own_other = {
        t.subject.value
        for t in data.own
        if t.predicate == DCT.title and isinstance(t.object, Literal) and isinstance(t.subject, NamedNode)
        if not (t.object.language or "").startswith("en")
    }
    titles = [t for t in data.elsewhere if t.predicate == DCT.title]
    added = {name_of(t.subject): t.object.language for t in titles if isinstance(t.object, Literal)}
    assert len(added) == len(titles)
    assert added.keys() == (titled & languages.keys())
    assert all(language in languages[part] for part, language in added.items())
    complete = titled <= languages.keys() | own_other
    assert state(slice_graph, name, "LAB-018") is (State.MET if complete else State.NOT_MET)
    assert state(slice_graph, REFERENCE / f"{name}.ttl", "LAB-018") is State.NOT_MET


def test_only_titles_and_trials_come_from_elsewhere(slice_graph: Graph) -> None:
    for name in REFERENCES:
        data = subject_of(slice_graph, name, ["label"]).data
        assert {t.predicate for t in data.elsewhere} == {DCT.title}
        assert not set(data.elsewhere) & {*data.own, *data.context}
        assert set(ox.parse(data.lines, ox.RdfFormat.N_TRIPLES)) == {
            Quad(t.subject, t.predicate, t.object) for t in data.statements
        }


@pytest.mark.parametrize("graph", [GRAPH.reference, GRAPH["facts/published"]])
def test_feedback_in_the_graphs_of_the_package_counts(store: Path, graph: NamedNode) -> None:
    assert state(open_graph(store), "supporter", "LAB-017") is State.NOT_MET
    tried = with_statements(store, graph, TRIED)
    assert state(tried, "supporter", "LAB-017") is State.MET
    assert state(tried, "worker", "LAB-017") is State.NOT_MET
    with_cause = f"{TRIED} :change a bw:Adjustment ; bw:adjusts curriculum:supporter ; bw:causedBy :trainers ."
    assert state(with_statements(store, graph, with_cause), "supporter", "LAB-017") is State.MET


def test_an_adjustment_of_a_part_without_a_cause_is_seen(store: Path) -> None:
    own = subject_of(open_graph(store), "supporter", ["label"]).data.own
    outcome = next(name_of(t.object) for t in own if t.predicate == ELM.learningOutcome)
    changed = f"{TRIED} :change a bw:Adjustment ; bw:adjusts <{outcome}> ."
    graph = with_statements(store, GRAPH.reference, changed)
    (result,) = (r for r in validate(graph, "supporter", ["label"]).results if r.rule.id == "LAB-017")
    assert [finding.value for finding in result.findings] == [f"{ID}test/change"]


def test_what_somebody_adds_says_nothing_of_other_curricula(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "course.ttl"
    file.write_text(HEAD + turtle(more=TRIED).replace(PREFIXES, ""), encoding="utf-8")
    add(store, file, "1.0")
    assert state(open_graph(store), "supporter", "LAB-017") is State.NOT_MET


def test_feedback_in_the_file_of_an_added_curriculum_counts_for_it(store: Path, tmp_path: Path) -> None:
    own = TRIED.replace("curriculum:supporter", f"<{COURSE}>") + f"<{COURSE}> elm:targetGroup group:supporter ."
    file = tmp_path / "course.ttl"
    file.write_text(HEAD + turtle(more=own).replace(PREFIXES, ""), encoding="utf-8")
    add(store, file, "1.0")
    assert state(open_graph(store), "job-coach", "LAB-017") is State.MET


def test_translations_of_the_reference_design_are_not_those_of_a_curriculum_that_was_added(
    store: Path, tmp_path: Path
) -> None:
    file = tmp_path / "copy.ttl"
    text = (REFERENCE / "worker.ttl").read_text(encoding="utf-8")
    file.write_text(text.replace("curriculum:worker", "<https://example.org/copy>"), encoding="utf-8")
    add(store, file, "1.0")
    graph = open_graph(store)
    assert {t.predicate for t in subject_of(graph, "copy", ["label"]).data.elsewhere} == set()
    assert state(graph, "copy", "LAB-018") is State.NOT_MET
