"""A store at an endpoint is what one in a folder is: built, changed, asked; and what breaks off changes nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from bwise_kg import EmbeddedStore, Graph, StoreError, build, open_graph
from bwise_kg.curricula import add, remove
from bwise_kg.endpoint import EndpointStore, replace_graphs
from bwise_kg.endpoint.datasets import BUILDING
from bwise_kg.endpoint.store import MOVING
from bwise_kg.namespaces import DCT, GRAPH
from bwise_kg.questions import questions
from bwise_kg.store import CATALOG
from bwise_kg.validation import validate
from tests.api.serving import serving
from tests.building.courses import COURSE, turtle
from tests.endpoint.examples import values_of
from tests.endpoint.servers import emptied, oxigraph_serving
from tests.endpoint.timeless import timeless

OTHERS = NamedNode("https://example.org/graph/of-somebody-else")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, oxigraph_url: str) -> Iterator[str]:
    """Return an endpoint that a store was built at, with a graph of somebody else in it."""
    with oxigraph_serving(tmp_path_factory.mktemp("built") / "store") as own:
        EndpointStore(own).load([Quad(NamedNode("https://example.org/a"), DCT.title, Literal("theirs"), OTHERS)])
        build(own)
        yield own


@pytest.fixture(scope="module")
def graph(url: str) -> Graph:
    return open_graph(url)


def state(url: str) -> dict[str, str]:
    store = EndpointStore(url)
    return {graph.value: store.measured_digest(graph) for graph in store.all_graphs()}


def test_it_holds_what_a_folder_holds(graph: Graph, slice_graph: Graph) -> None:
    assert graph.store.digest() == slice_graph.store.digest()
    assert graph.store.graphs() == slice_graph.store.graphs()
    for name in graph.store.graphs():
        if name != CATALOG:
            assert graph.store.measured_digest(name) == slice_graph.store.measured_digest(name), name


@pytest.mark.parametrize("question", [question.id for question in questions()])
def test_questions_have_the_same_answers(graph: Graph, slice_graph: Graph, question: str) -> None:
    given = values_of(question)
    assert timeless(graph.ask(question, **given)) == timeless(slice_graph.ask(question, **given))


@pytest.mark.parametrize("name", ["enabler", "supporter", "worker"])
def test_coverage_and_validation_are_the_same(graph: Graph, slice_graph: Graph, name: str) -> None:
    assert graph.coverage(name) == slice_graph.coverage(name)
    assert validate(graph, name) == validate(slice_graph, name)


def test_what_others_keep_there_is_neither_seen_nor_touched(url: str, graph: Graph) -> None:
    assert not graph.query("ASK { ?s ?p 'theirs' }")
    assert not graph.query("ASK { GRAPH ?g { ?s ?p 'theirs' } }")
    assert EndpointStore(url).size(OTHERS) == 1


def test_building_again_changes_only_the_catalogue(url: str) -> None:
    before = state(url)
    assert build(url).place == url
    after = state(url)
    assert after.keys() == before.keys()
    assert {graph for graph in before if before[graph] != after[graph]} == {CATALOG.value}


def test_curricula_come_stay_and_go(url: str, tmp_path: Path) -> None:
    before = {graph: digest for graph, digest in state(url).items() if graph != CATALOG.value}
    file = tmp_path / "course.ttl"
    file.write_text(turtle(blank=True), encoding="utf-8")
    entry, new = add(url, file, "1.0")
    assert new
    assert not add(url, file, "1.0")[1]
    build(url)
    opened = open_graph(url)
    assert [e.version for e in opened.curricula if e.iri == COURSE] == ["1.0"]
    assert opened.store.digest(entry.graph) == opened.store.measured_digest(entry.graph)
    assert opened.query(
        "ASK { ?outcome bw:attains/bw:skill ?skill ; elm:relatedESCOSkill ?skill FILTER ISBLANK(?outcome) }"
    )
    assert opened.coverage("job-coach").tally(essential=True) == opened.coverage(file).tally(essential=True)
    assert [e.version for e in remove(url, COURSE)] == ["1.0"]
    assert {graph: digest for graph, digest in state(url).items() if graph != CATALOG.value} == before


def test_a_build_that_fails_on_the_way_leaves_what_was_there(url: str) -> None:
    class Broken(EmbeddedStore):
        def quads(self, graph: NamedNode) -> Iterator[Quad]:
            if graph == CATALOG:  # is sent last
                raise RuntimeError("out of memory")
            yield from super().quads(graph)

    made, endpoint, before = Broken(), EndpointStore(url), state(url)
    new = GRAPH["esco/9.9.9"]
    for name in (GRAPH.reference, new, CATALOG):
        made.load([Quad(NamedNode("https://example.org/b"), DCT.title, Literal("half"), name)])
    with pytest.raises(RuntimeError, match="out of memory"):
        replace_graphs(endpoint, made, [GRAPH.reference, new, CATALOG])
    assert state(url) == before


def test_a_builder_that_is_killed_leaves_nothing_that_queries_see(url: str) -> None:
    killed = f"""
import os
from bwise_kg import build
from bwise_kg.endpoint import EndpointStore, replacing
replacing._count = lambda *_: os._exit(9)
from pyoxigraph import Literal, Quad
from bwise_kg.namespaces import DCT, GRAPH
store = EndpointStore({url!r})
store.load([Quad(GRAPH.reference, DCT.title, Literal("touched"), GRAPH.reference)])
build({url!r})
"""
    assert subprocess.run([sys.executable, "-c", killed], check=False).returncode == 9
    there = EndpointStore(url)
    assert any(graph.value.startswith(BUILDING) for graph in there.all_graphs())
    assert not any(graph.value.startswith(BUILDING) for graph in there.graphs())
    assert len(open_graph(url).curricula) == 3
    build(url)  # puts right what was written behind its back
    assert not open_graph(url).query(f"ASK {{ {GRAPH.reference} dct:title 'touched' }}")
    emptied_of_building(url)


def emptied_of_building(url: str) -> None:
    store = EndpointStore(url)
    for graph in store.all_graphs():
        if graph.value.startswith(BUILDING):
            store.remove(graph)


def test_graphs_that_are_being_moved_are_not_asked(url: str) -> None:
    store = EndpointStore(url)
    store.update(f"INSERT DATA {{ GRAPH {MOVING} {{ {MOVING} dct:title 'now' }} }}")
    try:
        with pytest.raises(StoreError, match="if it lasts: bwise-kg build --out http"):
            open_graph(url).query("ASK {}")
        build(url)
        assert open_graph(url).query("ASK { ?curriculum a bw:Curriculum }")
    finally:
        store.remove(MOVING)


def test_commands_take_the_url_of_an_endpoint(url: str, tmp_path: Path) -> None:
    code = "from bwise_kg.cli import main; main()"
    here = [sys.executable, "-c", code]
    listed = subprocess.run([*here, "list", "--store", url, "--format", "json"], check=True, capture_output=True)
    assert {row["name"] for row in json.loads(listed.stdout)} == {"enabler", "supporter", "worker"}
    with serving(url) as server, server.client() as client:
        assert client.get("/ready").json()["digest"] == EndpointStore(url).digest()


def test_an_endpoint_without_a_store_says_how_to_make_one(oxigraph_url: str, tmp_path: Path) -> None:
    emptied(oxigraph_url)
    file = tmp_path / "course.ttl"
    file.write_text(turtle(), encoding="utf-8")
    with pytest.raises(StoreError, match="no store there; make one with: bwise-kg build --out http"):
        add(oxigraph_url, file, "1.0")
