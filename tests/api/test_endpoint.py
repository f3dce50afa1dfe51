"""The service on the store at an endpoint: the same answers as on a folder, and changes that are seen at once."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from bwise_kg.curricula import add, remove
from bwise_kg.endpoint import EndpointStore
from bwise_kg.namespaces import AS, DCT, GRAPH
from bwise_kg.store import CATALOG
from tests.api.serving import Server, cleared, writable
from tests.api.test_feed import Harvester, values
from tests.api.test_sparql_outside import HOSTILE
from tests.api.writing import PROBLEM, ask, update
from tests.building.courses import turtle
from tests.endpoint.servers import placed

THEIRS = NamedNode("https://example.org/graph/theirs")

PATHS = [
    "/api/v1/curricula",
    "/api/v1/profiles",
    "/api/v1/skills?limit=5",
    "/api/v1/coverage?curriculum=supporter&profile=supporter",
    "/api/v1/questions/cq22?country=ES",
    "/api/v1/search?q=coach",
    "/doc/profile/supporter.nt",
    "/graph-store/reference",
    "/feed/1.nt",
]
"""Addresses whose answers do not name the time or the server."""

QUERIES = {
    "SELECT ?p ?l { ?p a bw:OccupationalProfile ; skos:prefLabel ?l } ORDER BY ?p STR(?l) LANG(?l)": "text/csv",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER (?g != bwg:catalog) } GROUP BY ?g": "text/csv",
    "SELECT (COUNT(*) AS ?n) FROM <graph/reference> { ?s ?p ?o }": "application/sparql-results+json",
    "ASK { GRAPH <graph/esco/1.1.1> { <id/profile/supporter> ?p ?o } }": "application/sparql-results+json",
    "CONSTRUCT { ?c dct:title ?t } WHERE { ?c a bw:Curriculum ; dct:title ?t }": "application/n-triples",
}


@pytest.fixture(scope="module")
def url(own_oxigraph_url: str, slice_store: Path) -> str:
    """Return an endpoint with the store of the embedded slice, and a graph of somebody else."""
    cleared(own_oxigraph_url)
    placed(slice_store, own_oxigraph_url)
    EndpointStore(own_oxigraph_url).load([Quad(THEIRS, DCT.title, Literal("theirs"), THEIRS)])
    return own_oxigraph_url


@pytest.fixture(scope="module")
def service(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, httpx.Client]]:
    with writable(url, XDG_CACHE_HOME=str(tmp_path_factory.mktemp("cache"))) as running:
        yield running


@pytest.fixture
def there(service: tuple[Server, httpx.Client]) -> httpx.Client:
    return service[1]


@pytest.mark.parametrize("path", PATHS)
def test_addresses_have_what_they_have_on_a_folder(there: httpx.Client, client: httpx.Client, path: str) -> None:
    given, expected = (
        c.get(path, headers={"Accept": "application/json, application/n-triples"}) for c in (there, client)
    )
    assert (given.status_code, expected.status_code) == (200, 200)
    if given.headers["content-type"].startswith("application/json"):
        assert given.json()["data"] == expected.json()["data"]
    else:
        lines, other = (
            sorted(answer.text.replace(str(c.base_url).rstrip("/"), "").splitlines())
            for answer, c in ((given, there), (expected, client))
        )
        assert lines == other


@pytest.mark.parametrize("text", QUERIES)
def test_queries_have_the_answers_that_they_have_on_a_folder(
    there: httpx.Client, client: httpx.Client, text: str
) -> None:
    given, expected = (
        c.post("/sparql", data={"query": text}, headers={"Accept": QUERIES[text]}).raise_for_status()
        for c in (there, client)
    )
    assert given.headers["content-type"] == expected.headers["content-type"]
    assert sorted(given.text.splitlines()) == sorted(expected.text.splitlines())


def test_a_dump_has_the_bytes_that_it_has_on_a_folder(there: httpx.Client, client: httpx.Client) -> None:
    given, expected = (c.get("/dumps/reference.nq.gz").raise_for_status() for c in (there, client))
    assert gzip.decompress(given.content) == gzip.decompress(expected.content)


def test_errors_are_those_of_a_folder(there: httpx.Client, client: httpx.Client) -> None:
    for text in ("SELECT * {\n ?s ?p }", "SELECT (<urn:f>(1) AS ?x) {}", "SELECT * FROM <%> {}", "DESCRIBE"):
        given, expected = (c.get("/sparql", params={"query": text}) for c in (there, client))
        assert (given.status_code, given.json()) == (400, expected.json())


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_outside_the_store_is_found(there: httpx.Client, url: str, text: str) -> None:
    text = text.replace("URL", THEIRS.value)
    for parameters in ({}, {"default-graph-uri": THEIRS.value, "named-graph-uri": THEIRS.value}):
        response = there.post("/sparql", data={"query": text, **parameters})
        assert response.status_code in {200, 400}
        assert "theirs" not in response.text.replace(THEIRS.value, "")
    assert there.get("/graph-store", params={"graph": THEIRS.value}).status_code == 404
    refused = there.put(
        "/graph-store", params={"graph": THEIRS.value}, content="", headers={"Content-Type": "text/turtle"}
    )
    assert (refused.status_code, refused.json()["type"]) == (403, PROBLEM + "protected")
    assert EndpointStore(url).size(THEIRS) == 1


def test_everybody_sees_a_change_at_once_and_entity_tags_change(there: httpx.Client) -> None:
    text = "SELECT ?n { <https://example.org/a> <https://example.org/b> ?n }"
    with httpx.Client(base_url=there.base_url) as other:
        for number in range(3):
            before = other.get("/sparql", params={"query": text})
            again = other.get("/sparql", params={"query": text}, headers={"If-None-Match": before.headers["etag"]})
            assert again.status_code == 304
            written = update(there, f"INSERT DATA {{ <https://example.org/a> <https://example.org/b> {number} }}")
            assert written.status_code == 204
            after = other.get("/sparql", params={"query": text}, headers={"If-None-Match": before.headers["etag"]})
            assert after.status_code == 200
            found = {row["n"]["value"] for row in after.json()["results"]["bindings"]}
            assert found == {str(each) for each in range(number + 1)}
            assert after.headers["etag"] != before.headers["etag"]
    assert update(there, "DROP DEFAULT").status_code == 204
    assert not ask(there, "ASK { <https://example.org/a> ?p ?o }")


def test_the_catalogue_is_true_after_a_change(there: httpx.Client, url: str) -> None:
    put = there.put("/graph-store/course", content="<#a> <#b> [ <#c> 1 ] .", headers={"Content-Type": "text/turtle"})
    assert put.status_code == 201
    store = EndpointStore(url)
    assert store.digest(GRAPH.course) == store.measured_digest(GRAPH.course)
    assert f'{GRAPH.course} <http://rdfs.org/ns/void#triples> "2"' in "\n".join(
        str(quad) for quad in store.quads(CATALOG)
    )
    assert there.delete("/graph-store/course").status_code in {200, 204}
    assert GRAPH.course not in EndpointStore(url).graphs()
    for text in ("INSERT DATA { GRAPH bwg:catalog { bw:a bw:b bw:c } }", "CLEAR GRAPH <graph/inferred/reference>"):
        assert update(there, text).status_code == 403


def test_what_others_add_is_one_new_member_of_the_feed(there: httpx.Client, url: str, tmp_path: Path) -> None:
    harvester = Harvester(there)
    first = harvester.harvest()
    tag = there.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).headers["etag"]
    file = tmp_path / "course.ttl"
    file.write_text(turtle(), encoding="utf-8")
    entry, _ = add(url, file, "1.0")
    end = time.monotonic() + 30
    while there.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).headers["etag"] == tag:
        assert time.monotonic() < end, "the change was not noticed"
        time.sleep(0.2)
    ((member, said),) = harvester.harvest().items()
    assert member not in first
    assert values(said, AS.object) == [entry.graph.value]
    assert ask(there, f"ASK {{ GRAPH {entry.graph} {{ ?c a bw:Curriculum }} }}")
    remove(url, entry.iri)


def test_it_says_what_it_serves(service: tuple[Server, httpx.Client], url: str) -> None:
    server, there = service
    digest, end = EndpointStore(url).digest(), time.monotonic() + 30
    while (info := there.get("/ready").raise_for_status().json())["digest"] != digest:
        assert time.monotonic() < end, "what others have written was not noticed"
        time.sleep(0.2)
    assert info["generation"].startswith("endpoint-")
    assert url not in json.dumps(info) + "".join(server.lines)
