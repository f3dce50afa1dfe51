"""The W3C's tests of SPARQL 1.1 Update, carried out over HTTP; what they leave is read by the Graph Store Protocol."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from tests.api import manifests
from tests.api.manifests import BASE, UpdateTest
from tests.api.serving import writable

EXCLUDED = dict.fromkeys(
    (
        *("syntax-update-1/test_1", "syntax-update-1/test_2", "syntax-update-1/test_3", "syntax-update-1/test_4"),
        "syntax-update-1/test_37",
        *("update-silent/load-silent", "update-silent/load-into-silent"),
    ),
    "LOAD is refused, silent or not: nothing is fetched from outside",
)
"""Tests that do not pass, each with its reason."""

GRAPHS = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
OURS = "https://w3id.org/bwise/graph/"


@pytest.fixture(scope="module")
def suite(shared: Path) -> Path:
    return shared / "suites" / "w3c" / "sparql11"


@pytest.fixture(scope="module")
def endpoint(place: Path | str) -> Iterator[httpx.Client]:
    with writable(place) as (_, client):
        yield client


def test_updates(suite: Path, endpoint: httpx.Client) -> None:
    found = list(manifests.updates(suite))
    assert len(found) == 157
    assert sum(test.after is not None for test in found) == 94
    failed = {test.name for test in found if not passes(suite, endpoint, test)}
    assert failed == set(EXCLUDED)


def passes(suite: Path, endpoint: httpx.Client, test: UpdateTest) -> bool:
    text = f"BASE <{BASE}{test.update}> {(suite / test.update).read_text(encoding='utf-8')}"
    if test.after is None:  # whether it can be read is all that is tested; a graph that is missing is no error of it
        return (endpoint.post("/sparql", data={"update": text}).status_code == 400) is not test.positive
    begin(suite, endpoint, test)
    if endpoint.post("/sparql", data={"update": text}).status_code != 204:
        return False
    rows = endpoint.post("/sparql", data={"query": GRAPHS}, headers={"Accept": "text/csv"}).text.split()[1:]
    if {iri for iri in rows if not iri.startswith(OURS)} != {
        iri for iri in test.after if iri and size(suite, test, iri)
    }:
        return False
    return all(
        manifests.same_graphs(held(endpoint, iri), read(suite, test.after.get(iri))) for iri in {"", *test.after}
    )


def begin(suite: Path, endpoint: httpx.Client, test: UpdateTest) -> None:
    """Put the graphs into the store that a test starts with, and no others."""
    said = [
        f"GRAPH <{iri}> {{ {lines(suite, file)} }}" if iri else lines(suite, file) for iri, file in test.before.items()
    ]
    text = "DROP ALL ; INSERT DATA { " + " ".join(said) + " }"
    assert endpoint.post("/sparql", data={"update": text}).status_code == 204


def size(suite: Path, test: UpdateTest, iri: str) -> int:
    assert test.after is not None
    return len(read(suite, test.after[iri]))


def lines(suite: Path, file: str) -> str:
    return (ox.serialize(read(suite, file), format=ox.RdfFormat.N_TRIPLES) or b"").decode()


def read(suite: Path, file: str | None) -> list[ox.Triple]:
    if not file:
        return []
    content = (suite / file).read_bytes()
    return [quad.triple for quad in ox.parse(content, format=ox.RdfFormat.TURTLE, base_iri=BASE + file)]


def held(endpoint: httpx.Client, iri: str) -> list[ox.Triple]:
    """Return what a graph of the store holds now; nothing, where there is none."""
    response = endpoint.get("/graph-store", params={"graph": iri} if iri else "default")
    if response.status_code == 404:
        return []
    assert response.status_code == 200
    return [quad.triple for quad in ox.parse(response.content, format=ox.RdfFormat.TURTLE)]
