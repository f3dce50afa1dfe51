"""Graphs as resources: read by everybody, written with the token, in every format of RDF."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from bwise_kg.generations import current, open_store
from bwise_kg.namespaces import GRAPH
from tests.api.serving import TOKEN, bounded, writable

PROBLEM = "https://w3id.org/bwise/problem/"
STATEMENT = ox.Triple(ox.NamedNode("http://a"), ox.NamedNode("http://b"), ox.Literal("ä", language="de"))
FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
TURTLE = {"Content-Type": "text/turtle"}


@pytest.fixture(scope="module")
def folder(slice_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(slice_store, tmp_path_factory.mktemp("graphs") / "store")


@pytest.fixture(scope="module")
def endpoint(folder: Path) -> Iterator[httpx.Client]:
    with writable(folder) as (_, client):
        yield client


def held(client: httpx.Client, graph: str) -> set[ox.Triple]:
    response = client.get("/graph-store", params={"graph": graph}, headers={"Accept": "application/n-triples"})
    assert response.status_code == 200
    return {quad.triple for quad in ox.parse(response.content, format=ox.RdfFormat.N_TRIPLES)}


@pytest.mark.parametrize("media_type", FORMATS)
def test_every_format_comes_in_and_goes_out(endpoint: httpx.Client, media_type: str) -> None:
    graph = {"graph": f"http://formats/{media_type}"}
    body = ox.serialize([STATEMENT], format=FORMATS[media_type])
    put = endpoint.put("/graph-store", params=graph, content=body, headers={"Content-Type": media_type})
    assert put.status_code == 201
    got = endpoint.get("/graph-store", params=graph, headers={"Accept": media_type})
    assert got.headers["content-type"].split(";")[0] == media_type
    assert [quad.triple for quad in ox.parse(got.content, format=FORMATS[media_type])] == [STATEMENT]
    assert endpoint.delete("/graph-store", params=graph).status_code == 204
    assert endpoint.get("/graph-store", params=graph).status_code == 404


def test_post_adds_and_put_replaces(endpoint: httpx.Client) -> None:
    at = "/graph-store?graph=http://adds"
    statuses = [
        endpoint.post(at, content="<http://a> <http://b> 1 , [ <http://c> 1 ]", headers=TURTLE).status_code,  # no dot
        endpoint.post(at, content="<http://a> <http://b> 1 , [ <http://c> 1 ] .", headers=TURTLE).status_code,
        endpoint.post(at, content="<http://a> <http://b> 1 , [ <http://c> 1 ] .", headers=TURTLE).status_code,
    ]
    assert statuses == [400, 201, 204]
    assert len(held(endpoint, "http://adds")) == 5  # blank nodes of two documents are four
    assert endpoint.put(at, content="<> <http://b> 2 .", headers=TURTLE).status_code == 204
    assert {str(triple.subject) for triple in held(endpoint, "http://adds")} == {"<http://adds>"}
    assert endpoint.put(at, content="", headers=TURTLE).status_code == 204
    assert held(endpoint, "http://adds") == set()
    assert endpoint.delete(at).status_code == 204
    assert endpoint.delete(at).status_code == 404


def test_addresses_of_a_graph(endpoint: httpx.Client) -> None:
    """The address, ours or the IRI's, the IRI in the parameter, and what was made by POST."""
    made = endpoint.post("/graph-store", content="<http://a> <http://b> 3 .", headers=TURTLE)
    assert made.status_code == 201
    location = made.headers["location"]
    assert location.startswith(f"{endpoint.base_url}/graph-store/submitted/".replace("//graph-store", "/graph-store"))
    iri = GRAPH.base + location.partition("/graph-store/")[2]
    assert len(held(endpoint, iri)) == len(held(endpoint, location)) == 1
    assert endpoint.get(location, headers={"Accept": "text/turtle"}).status_code == 200
    reference = endpoint.get("/graph-store/reference", headers={"Accept": "application/n-triples"})
    other = endpoint.get(
        "/graph-store", params={"graph": GRAPH.reference.value}, headers={"Accept": "application/n-triples"}
    )
    assert set(reference.text.splitlines()) == set(other.text.splitlines())
    assert len(reference.text.splitlines()) > 1000
    assert endpoint.delete(location).status_code == 204


def test_everybody_reads_and_nobody_writes_without_the_token(endpoint: httpx.Client, folder: Path) -> None:
    before = current(folder)
    with httpx.Client(base_url=endpoint.base_url) as stranger:
        assert stranger.get("/graph-store/ontology").status_code == 200
        assert stranger.head("/graph-store?default").status_code == 200
        for method, at in (("PUT", "?default"), ("POST", ""), ("POST", "/x"), ("DELETE", "/ontology")):
            response = stranger.request(
                method, f"/graph-store{at}", content="<http://a> <http://b> 1 .", headers=TURTLE
            )
            assert (response.status_code, response.json()["type"]) == (401, PROBLEM + "token")
            assert response.headers["www-authenticate"].startswith("Bearer")
    assert current(folder) == before


def test_read_only_service_reads(client: httpx.Client) -> None:
    assert len(held(client, GRAPH.ontology.value)) > 100
    response = client.put("/graph-store?default", content="<http://a> <http://b> 1 .", headers=TURTLE)
    assert (response.status_code, response.json()["type"]) == (403, PROBLEM + "read-only")


def test_head_and_tags(endpoint: httpx.Client) -> None:
    got, head = endpoint.get("/graph-store/ontology"), endpoint.head("/graph-store/ontology")
    assert head.content == b""
    assert head.headers["content-length"] == str(len(got.content))
    tag = {"If-None-Match": got.headers["etag"]}
    assert endpoint.get("/graph-store/ontology", headers=tag).status_code == 304
    assert endpoint.head("/graph-store/nothing").status_code == 404


WRONG = [
    ("GET", "", {}, b"", 400, "parameter"),
    ("PUT", "", TURTLE, b"", 400, "parameter"),
    ("DELETE", "", {}, b"", 400, "parameter"),
    ("GET", "?graph=not%20an%20iri", {}, b"", 400, "parameter"),
    ("GET", "?graph=http://a&default", {}, b"", 400, "parameter"),
    ("GET", "/ontology?default", {}, b"", 400, "parameter"),
    ("GET", "?graf=http://a", {}, b"", 400, "parameter"),
    ("GET", "?graph=http://nothing", {}, b"", 404, "not-found"),
    ("GET", "/ontology", {"Accept": "image/png"}, b"", 406, "not-acceptable"),
    ("PUT", "/x", {}, b"<http://a> <http://b> 1 .", 415, "media-type"),
    ("PUT", "/x", {"Content-Type": "text/csv"}, b"a,b", 415, "media-type"),
    ("PUT", "/x", {"Content-Type": "text/turtle; charset=utf-16"}, b"", 415, "media-type"),
    ("PUT", "/x", TURTLE | {"Content-Encoding": "gzip"}, b"", 415, "media-type"),
    ("PUT", "/x", TURTLE, b"<http://a> <http://b> ", 400, "syntax"),
    ("PUT", "/x", TURTLE, b"<http://a> <http://b> '\xff' .", 400, "syntax"),
    ("PUT", "/x", {"Content-Type": "application/trig"}, b"<http://g> { <http://a> <http://b> 1 }", 400, "content"),
    ("PUT", "/x", {"Content-Type": "application/ld+json"}, b'{"@context": "http://127.0.0.1:9/"}', 400, "syntax"),
    ("PUT", "/x", {"Content-Type": "multipart/form-data; boundary=x"}, b"--x\r\n\r\n", 400, "content"),
    ("PUT", "/x", {"Content-Type": "multipart/form-data"}, b"", 400, "content"),
    ("PUT", "/catalog", TURTLE, b"<http://a> <http://b> 1 .", 403, "protected"),
    ("DELETE", "/catalog", {}, b"", 403, "protected"),
    ("PUT", "/inferred/reference", TURTLE, b"<http://a> <http://b> 1 .", 403, "protected"),
]


@pytest.mark.parametrize(("method", "at", "headers", "body", "status", "kind"), WRONG)
def test_what_is_wrong_is_told_and_changes_nothing(
    endpoint: httpx.Client,
    folder: Path,
    method: str,
    at: str,
    headers: dict[str, str],
    body: bytes,
    status: int,
    kind: str,
) -> None:
    before = current(folder), open_store(folder).digest()
    response = endpoint.request(method, f"/graph-store{at}", content=body, headers=headers)
    assert (response.status_code, response.json()["type"]) == (status, PROBLEM + kind), response.text
    assert (current(folder), open_store(folder).digest()) == before


def test_place_of_what_cannot_be_read(endpoint: httpx.Client) -> None:
    told = endpoint.put("/graph-store/x", content="<http://a> <http://b> 1 .\n\n  nothing .", headers=TURTLE).json()
    assert told["line"] == 3
    assert "text/turtle" in told["title"]


def test_methods_that_there_are_not(endpoint: httpx.Client) -> None:
    response = endpoint.patch("/graph-store/x", content="INSERT DATA {}")
    assert response.status_code == 405
    assert response.headers["allow"] == "DELETE, GET, HEAD, OPTIONS, POST, PUT"
    assert endpoint.options("/graph-store/x").status_code == 204


def test_form_with_a_file_that_cannot_be_read_adds_none_of_them(endpoint: httpx.Client) -> None:
    good, bad = ("one.ttl", b"<http://a> <http://b> 1 .", "text/turtle"), ("two.ttl", b"<http", "text/turtle")
    response = endpoint.post("/graph-store/form", files=[("a", good), ("b", bad)])
    assert response.status_code == 400
    assert "part 2" in response.json()["title"]
    assert endpoint.get("/graph-store/form").status_code == 404
    assert endpoint.post("/graph-store/form", files=[("a", good), ("b", good)]).status_code == 201
    assert len(held(endpoint, GRAPH["form"].value)) == 1


def test_length_of_content_is_bounded(slice_store: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(slice_store, tmp_path / "store")
    with bounded(folder, writing={"upload": 1000}) as server, server.client() as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        assert client.put("/graph-store/x", content="#" * 1000, headers=TURTLE).status_code == 201
        assert client.put("/graph-store/x", content="#" * 1001, headers=TURTLE).status_code == 413
        chunks = (b"#" * 400 for _ in range(3))
        assert client.put("/graph-store/x", content=chunks, headers=TURTLE).status_code == 413


def test_tens_of_thousands_of_statements(endpoint: httpx.Client) -> None:
    headers = {"Content-Type": "application/n-triples"}
    lines = "".join(f'<http://a/{number}> <http://b> "{number}" .\n' for number in range(30_000))
    assert endpoint.put("/graph-store?graph=http://large", content=lines, headers=headers).status_code == 201
    assert len(held(endpoint, "http://large")) == 30_000
    assert endpoint.delete("/graph-store?graph=http://large").status_code == 204


def test_what_others_have_changed_meanwhile_is_not_overwritten(endpoint: httpx.Client) -> None:
    at = "/graph-store?graph=http://conditions"
    assert endpoint.put(at, content="<http://a> <http://b> 1 .", headers=TURTLE | {"If-None-Match": "*"}).is_success
    tag = endpoint.get(at).headers["etag"]
    assert not tag.startswith("W/")
    assert endpoint.post(at, content="<http://a> <http://b> 2 .", headers=TURTLE).status_code == 204
    refused = [
        endpoint.put(at, content="<http://a> <http://b> 3 .", headers=TURTLE | {"If-Match": tag}),
        endpoint.post(at, content="<http://a> <http://b> 3 .", headers=TURTLE | {"If-Match": tag}),
        endpoint.delete(at, headers={"If-Match": f'"nothing", {tag}'}),
        endpoint.put(at, content="<http://a> <http://b> 3 .", headers=TURTLE | {"If-None-Match": "*"}),
    ]
    assert [(each.status_code, each.json()["type"]) for each in refused] == [(412, f"{PROBLEM}precondition")] * 4
    assert len(held(endpoint, "http://conditions")) == 2
    newer = endpoint.get(at, headers={"Accept": "application/n-triples"}).headers["etag"]
    weak = {"If-Match": f"W/{newer}"}
    assert endpoint.put(at, content="<http://a> <http://b> 3 .", headers=TURTLE | weak).status_code == 412
    put = endpoint.put(at, content="<http://a> <http://b> 3 .", headers=TURTLE | {"If-Match": f'"other", {newer}'})
    assert put.status_code == 204
    assert len(held(endpoint, "http://conditions")) == 1
    assert endpoint.delete(at, headers={"If-Match": "*"}).status_code == 204
    absent = endpoint.put(at, content="<http://a> <http://b> 4 .", headers=TURTLE | {"If-Match": "*"})
    assert absent.status_code == 412


def test_entity_tags_of_a_graph(endpoint: httpx.Client) -> None:
    """They change with the graph, and with nothing else; each format has its own."""
    at = "/graph-store?graph=http://tags"
    endpoint.put(at, content="<http://a> <http://b> 1 .", headers=TURTLE)
    tags = [endpoint.get(at, headers={"Accept": kind}).headers["etag"] for kind in FORMATS]
    assert len({*tags}) == len(FORMATS)
    endpoint.put("/graph-store?graph=http://others", content="<http://a> <http://b> 1 .", headers=TURTLE)
    assert [endpoint.get(at, headers={"Accept": kind}).headers["etag"] for kind in FORMATS] == tags
    turtle = {"Accept": "text/turtle", "If-None-Match": endpoint.get(at).headers["etag"]}
    assert endpoint.get(at, headers=turtle).status_code == 304
    endpoint.put(at, content="<http://a> <http://b> 2 .", headers=TURTLE)
    assert endpoint.get(at, headers=turtle).status_code == 200
    assert endpoint.head(at).headers["etag"] == endpoint.get(at).headers["etag"]


def test_the_default_graph_is_always_there(endpoint: httpx.Client) -> None:
    refused = endpoint.put(
        "/graph-store?default", content="<http://a> <http://b> 1 .", headers=TURTLE | {"If-None-Match": "*"}
    )
    assert refused.status_code == 412


@pytest.mark.parametrize("name", ["a%20b", "%3Cx%3E", "a%25zz"])
def test_names_that_make_no_iri(endpoint: httpx.Client, name: str) -> None:
    response = endpoint.get(f"/graph-store/{name}")
    assert (response.status_code, response.json()["type"]) == (400, f"{PROBLEM}parameter")


def test_graphs_are_not_written_in_parts(endpoint: httpx.Client) -> None:
    headers = TURTLE | {"Content-Range": "bytes 0-10/999"}
    response = endpoint.put("/graph-store?graph=http://parts", content="<http://a> <http://b> 1 .", headers=headers)
    assert (response.status_code, response.json()["type"]) == (400, f"{PROBLEM}content")
