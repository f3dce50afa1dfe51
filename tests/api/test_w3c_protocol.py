"""The W3C's tests of the SPARQL 1.1 Protocol and Service Description, against the running service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from bwise_kg.store import CATALOG
from tests.api import manifests
from tests.api.manifests import Exchange
from tests.api.serving import filled, serving, writable

DATA = "http://kasei.us/2009/09/sparql/data/"
SD = "http://www.w3.org/ns/sparql-service-description#"

FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {"application/sparql-results+json", "application/sparql-results+xml"},
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples"},
}


@pytest.fixture(scope="module")
def suite(shared: Path) -> Path:
    return shared / "suites" / "w3c" / "sparql11"


def data(suite: Path) -> dict[str, list[ox.Triple]]:
    """Return the graphs that the tests begin with."""
    return {
        f"{DATA}{name}.rdf": [
            quad.triple for quad in ox.parse(path=str(suite / "protocol" / f"{name}.nt"), format=ox.RdfFormat.N_TRIPLES)
        ]
        for name in ("data1", "data2", "data3")
    }


@pytest.fixture(scope="module")
def endpoint(suite: Path, place: Path | str) -> Iterator[httpx.Client]:
    """Serve what tests only ask."""
    filled(place, data(suite))
    with serving(place) as server, server.client() as client:
        yield client


def test_protocol(suite: Path, place: Path | str) -> None:
    tests = manifests.protocol(suite)
    assert len(tests) == 34
    filled(place, data(suite))
    with writable(place) as (_, client):
        exchange_all(client, tests)


def exchange_all(endpoint: httpx.Client, tests: dict[str, list[Exchange]]) -> None:
    for name, exchanges in in_order(tests):
        for exchange in exchanges:
            response = endpoint.request(
                exchange.method, exchange.path, headers=list(exchange.headers), content=exchange.body or None
            )
            assert f"{response.status_code // 100}xx" in exchange.statuses, (name, response.text)
            kind = response.headers.get("content-type", "").split(";")[0]
            if exchange.formats:
                assert kind in FORMATS[exchange.formats], name
            if exchange.boolean is not None:
                assert response.json()["boolean"] is exchange.boolean, name
            if response.status_code >= 400:
                assert kind == "application/problem+json", name


def in_order(tests: dict[str, list[Exchange]]) -> list[tuple[str, list[Exchange]]]:
    """Return the tests of queries first: those of updates clear everything, whatever their order in the file."""
    return sorted(tests.items(), key=lambda test: "update" in test[0])


def test_description_is_rdf(endpoint: httpx.Client) -> None:
    response = endpoint.get("/sparql")
    assert response.status_code == 200
    assert len(list(ox.parse(response.content, format=ox.RdfFormat.TURTLE))) > 20


def test_description_has_the_endpoint(endpoint: httpx.Client) -> None:
    response = endpoint.get("/sparql", headers={"Accept": "application/n-triples"})
    triples = set(ox.parse(response.content, format=ox.RdfFormat.N_TRIPLES))
    url = str(endpoint.base_url).rstrip("/") + "/sparql"
    assert [t for t in triples if t.predicate.value == SD + "endpoint" and t.object == ox.NamedNode(url)]


def test_description_conforms_to_its_schema(endpoint: httpx.Client) -> None:
    """Domains and ranges of the vocabulary, as the test of the suite has it."""
    body = endpoint.get("/sparql", headers={"Accept": "application/n-triples"}).content
    store = ox.Store()
    store.load(body, format=ox.RdfFormat.N_TRIPLES)
    rdf_type = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    ends = {
        "endpoint": ("Service", None),
        "supportedLanguage": ("Service", None),
        "resultFormat": ("Service", None),
        "defaultDataset": ("Service", "Dataset"),
        "availableGraphs": ("Service", "GraphCollection"),
        "defaultGraph": ("Dataset", "Graph"),
        "namedGraph": ("GraphCollection", "NamedGraph"),
        "name": ("NamedGraph", None),
        "graph": ("NamedGraph", "Graph"),
    }
    for name, (domain, range_) in ends.items():
        uses = list(store.quads_for_pattern(None, ox.NamedNode(SD + name), None))
        assert uses, name
        for use in uses:
            for node, class_ in ((use.subject, domain), (use.object, range_)):
                if class_:
                    assert ox.Quad(node, rdf_type, ox.NamedNode(SD + class_)) in store, (name, node)  # type: ignore[arg-type]
    names = {str(quad.object) for quad in store.quads_for_pattern(None, ox.NamedNode(SD + "name"), None)}
    assert names == {*(f"<{DATA}data{number}.rdf>" for number in (1, 2, 3)), str(CATALOG)}
