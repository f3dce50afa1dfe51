"""The W3C's tests of the SPARQL 1.1 Graph Store HTTP Protocol, against the running service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from tests.api import manifests
from tests.api.manifests import Exchange
from tests.api.serving import writable


@pytest.fixture(scope="module")
def suite(shared: Path) -> Path:
    return shared / "suites" / "w3c" / "sparql11"


@pytest.fixture(scope="module")
def endpoint(place: Path | str) -> Iterator[httpx.Client]:
    """Serve a store that is not there yet: an empty one."""
    with writable(place) as (_, client):
        yield client


def test_graph_store(suite: Path, endpoint: httpx.Client) -> None:
    """Each test starts with an empty store: they expect graphs that others make not to be there."""
    tests = manifests.graph_store(suite)
    assert len(tests) == 13
    for name, exchanges in tests.items():
        assert endpoint.post("/sparql", data={"update": "DROP ALL"}).status_code == 204
        places: dict[str, str] = {}
        for number, exchange in enumerate(exchanges):
            path = "/graph-store" + exchange.path.removeprefix("/gsp")
            for placeholder, location in places.items():
                path = path.replace(placeholder, location)
            response = endpoint.request(
                exchange.method, path, headers=list(exchange.headers), content=exchange.body or None
            )
            place = (name, number, response.text)
            assert str(response.status_code) in exchange.statuses, place
            if exchange.location:
                places[exchange.location] = response.headers["location"]
            for header, value in exchange.expected_headers:
                assert response.headers[header].replace(" ", "") == value.replace(" ", ""), place
            if exchange.expected_body is not None:
                assert same(response, exchange), place


def same(response: httpx.Response, exchange: Exchange) -> bool:
    base = "http://www.example/gsp"
    found = ox.parse(response.content, format=ox.RdfFormat.TURTLE, base_iri=base)
    expected = ox.parse(exchange.expected_body or "", format=ox.RdfFormat.TURTLE, base_iri=base)
    return manifests.same_graphs((quad.triple for quad in found), (quad.triple for quad in expected))
