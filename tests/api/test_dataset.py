"""The description of the dataset: what portals and linked-data tools ask of it, and whether its numbers are true."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from pathlib import Path

import httpx
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from bwise_kg import EmbeddedStore, Graph
from bwise_kg.catalog import DATASET
from bwise_kg.namespaces import DCAT, DCT, ESCO_ATTRIBUTION, ESCO_DATA, RDF, RDFS, SH, SPDX, VOID
from tests.api.linked import OURS, harvested, quads, read, text
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def said(server: object, slice_store: Path) -> list[Quad]:
    with server.client() as client:  # type: ignore[attr-defined]
        return read(harvested(client, "/dataset", "text/turtle"))


def values(said: list[Quad], subject: NamedNode, property_: NamedNode) -> set[str]:
    return {text(q.object) for q in said if (q.subject, q.predicate) == (subject, property_)}


@pytest.mark.parametrize(
    ("shapes", "targets"),
    [("shapes.ttl", {"Catalog", "Dataset", "Distribution", "DataService"}), ("range.ttl", {"Catalog", "Distribution"})],
)
def test_it_conforms_to_dcat_ap(client: httpx.Client, shared: Path, shapes: str, targets: set[str]) -> None:
    pyshacl = pytest.importorskip("pyshacl", reason="pySHACL is not installed")
    import rdflib

    data = rdflib.Graph().parse(data=harvested(client, "/dataset.ttl").text, format="turtle")
    rules = rdflib.Graph().parse(shared / "suites" / "dcat-ap" / "3.0.1-shacl" / shapes)
    conforms, _, text = pyshacl.validate(data, shacl_graph=rules)
    assert conforms, text
    for name in targets:  # or the shapes have nothing to hold against
        assert (None, rdflib.RDF.type, rdflib.URIRef(DCAT[name].value)) in data
    a_title = next(data.triples((rdflib.URIRef(DATASET.value), rdflib.URIRef(DCT.title.value), None)))
    data.remove(a_title)
    assert pyshacl.validate(data, shacl_graph=rules)[0] is (shapes == "range.ttl")


def test_it_has_every_graph_with_licence_origin_and_size(said: list[Quad], slice_graph: Graph) -> None:
    store = slice_graph.store
    assert isinstance(store, EmbeddedStore)
    described = [graph for graph in store.graphs() if not graph.value.endswith("/catalog")]
    assert values(said, DATASET, DCT.hasPart) == {graph.value for graph in described}
    for graph in described:
        assert values(said, graph, VOID.triples) == {str(store.size(graph))}
        assert values(said, graph, DCT.title)
        assert values(said, graph, DCT.description)
    assert any(q.predicate == RDFS.label and ESCO_ATTRIBUTION in text(q.object) for q in said)


def test_digests_and_sizes_are_those_of_the_files(client: httpx.Client, said: list[Quad]) -> None:
    dumps = {q.subject: text(q.object) for q in said if q.predicate == DCAT.downloadURL}
    assert len(dumps) == 3 * (1 + len(values(said, DATASET, DCT.hasPart)))
    for distribution, address in dumps.items():
        assert isinstance(distribution, NamedNode)
        content = client.get(address.removeprefix(OURS.removesuffix("/"))).content
        (checksum,) = values(said, distribution, SPDX.checksum)
        assert values(said, NamedNode(checksum), SPDX.checksumValue) == {hashlib.sha256(content).hexdigest()}
        assert values(said, NamedNode(checksum), SPDX.algorithm) == {SPDX.checksumAlgorithm_sha256.value}
        assert values(said, distribution, DCAT.byteSize) == {str(len(content))}


def test_the_numbers_are_true(said: list[Quad], slice_graph: Graph) -> None:
    assert isinstance(slice_graph.store, EmbeddedStore)
    distinct = {(q.subject, q.predicate, q.object) for q in quads(slice_graph.store)}
    by_property = Counter(predicate.value for _, predicate, _ in distinct)
    by_class = defaultdict(set)
    for subject, predicate, object_ in distinct:
        if predicate == RDF.type and isinstance(object_, NamedNode):
            by_class[object_.value].add(subject)
    assert values(said, DATASET, VOID.triples) == {str(len(distinct))}
    assert values(said, DATASET, VOID.distinctSubjects) == {str(len({s for s, _, _ in distinct}))}
    properties = {NamedNode(each) for each in values(said, DATASET, VOID.propertyPartition)}
    assert {
        min(values(said, each, VOID.property)): int(min(values(said, each, VOID.triples))) for each in properties
    } == by_property
    classes = {NamedNode(each) for each in values(said, DATASET, VOID.classPartition)}
    assert {
        min(values(said, each, VOID["class"])): int(min(values(said, each, VOID.entities))) for each in classes
    } == {name: len(things) for name, things in by_class.items()}


def test_linksets_count_what_leads_to_esco(said: list[Quad], slice_graph: Graph) -> None:
    assert isinstance(slice_graph.store, EmbeddedStore)
    expected = Counter(
        predicate.value
        for subject, predicate, object_ in {(q.subject, q.predicate, q.object) for q in quads(slice_graph.store)}
        if isinstance(subject, NamedNode) and isinstance(object_, NamedNode)
        if subject.value.startswith(OURS) and object_.value.startswith(ESCO_DATA)
    )
    linksets = {q.subject for q in said if q.object == VOID.Linkset}
    stated = {
        min(values(said, each, VOID.linkPredicate)): int(min(values(said, each, VOID.triples)))
        for each in linksets
        if isinstance(each, NamedNode)
    }
    assert stated == expected
    assert expected.total() > 1000


def test_it_holds_no_blank_nodes(said: list[Quad]) -> None:
    assert not any(isinstance(term, BlankNode) for q in said for term in (q.subject, q.object))


def test_void_is_where_tools_look_for_it(client: httpx.Client) -> None:
    response = client.get("/.well-known/void", headers={"Accept": "application/n-triples"})
    assert (response.status_code, response.headers["location"]) == (303, "../dataset.nt")
    assert client.get("/.well-known/void", follow_redirects=True).status_code == 200


def test_its_page_shows_graphs_and_downloads(client: httpx.Client) -> None:
    page = harvested(client, "/dataset.html").text
    assert ESCO_ATTRIBUTION in page
    assert page.count("SHA-256") > 50
    assert 'href="dumps/facts/seeds.ttl.gz"' in page
    front = client.get("/", follow_redirects=True)
    assert front.url.path == "/dataset.html"


def test_the_questions_are_examples_that_run(client: httpx.Client) -> None:
    examples = read(client.get("/.well-known/sparql-examples"))
    queries = {q.subject: text(q.object) for q in examples if q.predicate == SH.select}
    assert len(queries) == len([*(ROOT / "sparql" / "questions").glob("cq*.rq")])
    assert {q.subject for q in examples if q.object == SH.SPARQLSelectExecutable} == set(queries)
    assert {q.subject for q in examples if q.predicate == RDFS.comment and isinstance(q.object, Literal)} == set(
        queries
    )
    for query in list(queries.values())[::8]:
        response = client.get("/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+json"})
        assert response.status_code == 200
        assert response.json()["head"]["vars"]


@pytest.mark.parametrize("path", ["/datasets", "/dataset/x", "/.well-known/sparql-examples/x", "/.well-known/nothing"])
def test_nothing_else_is_there(client: httpx.Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
