"""What Virtuoso 7.2.5 does as the store, and where it differs: docs/stores.md lists it, these tests hold it to that.

A difference that is gone fails here too: then the list gets shorter.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from bwise_kg import Graph, QueryError, StoreError, build, open_graph
from bwise_kg.endpoint import EndpointStore
from bwise_kg.namespaces import DCT, GRAPH, XSD
from bwise_kg.questions import questions
from bwise_kg.store import CATALOG
from bwise_kg.validation import validate
from tests.api.serving import serving, writable
from tests.endpoint.examples import values_of
from tests.endpoint.servers import emptied, virtuoso, virtuoso_serving
from tests.endpoint.timeless import timeless

REFUSED = {
    **dict.fromkeys(("cq07", "cq12", "cq15", "cq52"), "Internal Optimized compiler error"),
    **dict.fromkeys(("cq08", "cq09", "cq11", "cq40"), "Error SQ074"),
    "cq17": "Stack Overflow in cost model",
}
"""Questions that it cannot compile, with its words."""

OTHERWISE = {
    "cq04", "cq14", "cq16", "cq20", "cq22", "cq25", "cq28", "cq31", "cq43", "cq44", "cq50"
}  # fmt: skip
"""Questions that it answers otherwise: lost languages, IRIs turned into texts, lost or doubled rows, no division."""

THING, SPARE = NamedNode("https://example.org/thing"), GRAPH["curricula/spare/1"]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """Return the graph on a Virtuoso of its own that a store was built at."""
    if virtuoso() is None:
        pytest.skip("no program virtuoso-t here: apt-get install virtuoso-opensource-7-bin")
    with virtuoso_serving(tmp_path_factory.mktemp("virtuoso") / "built") as url:
        build(url)
        yield open_graph(url)


def test_the_build_is_whole(graph: Graph, slice_graph: Graph) -> None:
    assert graph.store.digest() == slice_graph.store.digest()
    assert graph.store.graphs() == slice_graph.store.graphs()
    for name in graph.store.graphs():
        assert graph.store.size(name) == slice_graph.store.size(name)


def test_it_writes_some_literals_otherwise(graph: Graph, slice_graph: Graph) -> None:
    other = {
        name
        for name in graph.store.graphs()
        if graph.store.measured_digest(name) != slice_graph.store.measured_digest(name) and name != CATALOG
    }
    assert other == {GRAPH.ontology, GRAPH.reference}


@pytest.mark.parametrize("question", sorted({q.id for q in questions()} - REFUSED.keys() - OTHERWISE))
def test_questions_that_have_the_same_answer(graph: Graph, slice_graph: Graph, question: str) -> None:
    given = values_of(question)
    assert timeless(graph.ask(question, **given)) == timeless(slice_graph.ask(question, **given))


@pytest.mark.parametrize("question", sorted(OTHERWISE))
def test_questions_that_it_answers_otherwise(graph: Graph, slice_graph: Graph, question: str) -> None:
    given = values_of(question)
    assert timeless(graph.ask(question, **given)) != timeless(slice_graph.ask(question, **given))


@pytest.mark.parametrize("question", sorted(REFUSED))
def test_questions_that_it_cannot_compile(graph: Graph, question: str) -> None:
    with pytest.raises(StoreError, match=REFUSED[question]):
        graph.ask(question, **values_of(question))


@pytest.mark.parametrize("name", ["enabler", "supporter", "worker"])
def test_coverage_comes_out_the_same(graph: Graph, slice_graph: Graph, name: str) -> None:
    here, there = graph.coverage(name), slice_graph.coverage(name)
    for essential in (True, False):
        assert here.tally(essential=essential) == there.tally(essential=essential)
    assert [r.verdict for r in here.requirements] == [r.verdict for r in there.requirements]


def test_curricula_in_it_cannot_be_validated(graph: Graph) -> None:
    with pytest.raises(StoreError, match="transitive derived table"):
        validate(graph, "supporter")


class TestWrites:
    @pytest.fixture
    def store(self, virtuoso_url: str) -> EndpointStore:
        return emptied(virtuoso_url)

    def test_the_default_graph_cannot_be_written(self, store: EndpointStore) -> None:
        with pytest.raises(QueryError, match="No plain default graph specified"):
            store.update(f"INSERT DATA {{ {THING} dct:title 'x' }}")

    def test_blank_nodes_cannot_be_inserted_by_an_update(self, store: EndpointStore) -> None:
        with pytest.raises(QueryError, match=r"Blank node '_:x' is not allowed"):
            store.update(f"INSERT DATA {{ GRAPH {SPARE} {{ _:x dct:title 'x' }} }}")
        store.load([Quad(BlankNode(), DCT.title, Literal("x"), SPARE)])
        assert store.query("ASK { ?s dct:title 'x' FILTER ISBLANK(?s) }")

    def test_a_blank_node_cannot_be_in_two_graphs(self, store: EndpointStore) -> None:
        node = BlankNode()
        with pytest.raises(StoreError, match="which this server cannot be told; give the resources IRIs"):
            store.load([Quad(node, DCT.title, Literal("x"), graph) for graph in (SPARE, GRAPH.reference)])

    def test_who_has_no_password_may_not_write(self, store: EndpointStore, virtuoso_url: str) -> None:
        open_to_all = EndpointStore(virtuoso_url.replace("dba:dba@", ""))
        with pytest.raises(StoreError, match=r"does not permit this; .*BWISE_STORE_TOKEN"):
            open_to_all.update(f"INSERT DATA {{ GRAPH {SPARE} {{ {THING} dct:title 'x' }} }}")
        assert store.graphs() == []

    def test_a_wrong_password_is_refused(self, virtuoso_url: str) -> None:
        with pytest.raises(StoreError, match="asks for other credentials") as caught:
            EndpointStore(virtuoso_url.replace("dba:dba@", "dba:guess@")).remove(SPARE)
        assert "guess" not in str(caught.value)

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            (Literal("Colour", language="en-GB"), Literal("Colour", language="en-gb")),
            (Literal(True), Literal(True)),
            (Literal("2026-11", datatype=XSD.gYearMonth), Literal("2026-11", datatype=XSD.gYearMonth)),
            (Literal("PT5H", datatype=XSD.duration), Literal("PT5H", datatype=XSD.duration)),
            (Literal("12.50", datatype=XSD.decimal), Literal("12.5", datatype=XSD.decimal)),
        ],
    )
    def test_literals(self, store: EndpointStore, given: Literal, kept: Literal) -> None:
        store.load([Quad(THING, DCT.title, given, SPARE)])
        assert [quad.object for quad in store.quads(SPARE)] == [kept]


def test_it_listens_on_loopback_only(virtuoso_url: str) -> None:
    port = int(virtuoso_url.rsplit(":", 1)[1].split("/", maxsplit=1)[0])
    listening = [
        line.split()[1]
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
        if line.split()[3] == "0A" and int(line.split()[1].split(":")[1], 16) == port
    ]
    assert listening == [f"0100007F:{port:04X}"]


def test_the_service_reads_from_it(graph: Graph, slice_store: Path, tmp_path: Path) -> None:
    """The same requests to a service on it and to one on a folder; what differs is in the lists above."""
    store = graph.store
    assert isinstance(store, EndpointStore)
    url = store.url.replace("://", "://dba:dba@")
    with ExitStack() as running:
        there, here = (running.enter_context(serving(p, XDG_CACHE_HOME=str(tmp_path))) for p in (url, slice_store))
        with there.client() as one, here.client() as other:
            for path in ("/api/v1/curricula", "/api/v1/profiles", "/api/v1/questions/cq22?country=ES"):
                assert one.get(path).raise_for_status().json()["data"], path
            for text in (
                "SELECT ?p { ?p a bw:OccupationalProfile } ORDER BY ?p",
                "SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/bwise/graph/reference> { ?s ?p ?o }",
                "SELECT ?c ?t { GRAPH bwg:reference { ?c a bw:Curriculum ; dct:title ?t } } ORDER BY ?c ?t",
            ):
                asked = {"query": text}
                given, expected = (c.get("/sparql", params=asked, headers={"Accept": "text/csv"}) for c in (one, other))
                assert (given.status_code, sorted(given.text.split())) == (200, sorted(expected.text.split())), text
            assert one.get("/ready").json()["digest"] == other.get("/ready").json()["digest"]
            assert one.get("/sparql", params={"query": "SELECT * {"}).json()["type"].endswith("/problem/syntax")
            assert one.get("/id/profile/supporter", follow_redirects=True).status_code == 200
            assert one.get("/feed/1", headers={"Accept": "text/turtle"}).status_code == 200
            assert one.get("/sparql", params={"query": "ASK { <id/profile/supporter> ?p ?o }"}).json()["boolean"]
            assert "dba:dba" not in "".join(there.lines)


def test_the_service_writes_to_it(virtuoso_url: str) -> None:
    emptied(virtuoso_url)
    with writable(virtuoso_url) as (_, client):
        text = f"INSERT DATA {{ GRAPH {SPARE} {{ {THING} dct:title 'one' }} }}"
        assert client.post("/sparql", data={"update": text}).status_code == 204
        store = EndpointStore(virtuoso_url)
        assert store.digest(SPARE) == store.measured_digest(SPARE)
        assert client.get("/sparql", params={"query": f"ASK {{ {THING} dct:title 'one' }}"}).json()["boolean"]
        text = f"DELETE DATA {{ GRAPH {SPARE} {{ {THING} dct:title 'one' }} }}"
        assert client.post("/sparql", data={"update": text}).status_code == 204
        assert not client.get("/sparql", params={"query": f"ASK {{ {THING} ?p ?o }}"}).json()["boolean"]
