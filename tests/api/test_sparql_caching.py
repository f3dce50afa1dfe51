"""Entity tags, kept results, and new generations of the store while requests run."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from bwise_kg import EmbeddedStore, build
from bwise_kg.generations import current, writing
from tests.api.serving import Server, serving

COUNT = "SELECT (COUNT(*) AS ?n) { ?s a <urn:thing> }"


@pytest.fixture
def store(slice_store: Path, tmp_path: Path) -> Path:
    """Return a store of its own, to be changed."""
    shutil.copytree(slice_store, tmp_path / "store")
    return tmp_path / "store"


@pytest.fixture
def changing(store: Path) -> Iterator[Server]:
    with serving(store) as server:
        yield server


def add_things(store: Path, number: int) -> None:
    """Make a new generation with some things more."""
    name = current(store)
    assert name
    with writing(store) as generation:
        before = EmbeddedStore(store / name, read_only=True)
        before.backup(generation)
        after = EmbeddedStore(generation)
        things = (ox.NamedNode(f"urn:thing:{generation.name}:{n}") for n in range(number))
        kind, of = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), ox.NamedNode("urn:thing")
        after.load(ox.Quad(thing, kind, of, ox.NamedNode("urn:things")) for thing in things)
        after.close()


def count(response: httpx.Response) -> int:
    assert response.status_code == 200, response.text
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


def test_not_modified(client: httpx.Client) -> None:
    query = {"query": "SELECT ?s { ?s a bw:Curriculum } ORDER BY ?s"}
    first = client.get("/sparql", params=query)
    etag = first.headers["etag"]
    assert first.headers["cache-control"] == "public, no-cache"
    for condition in (etag, f'"x", {etag}', etag.removeprefix("W/"), "*"):
        again = client.get("/sparql", params=query, headers={"If-None-Match": condition})
        assert again.status_code == 304, condition
        assert again.content == b""
        assert again.headers["etag"] == etag
        assert again.headers["vary"] == "Accept"
    assert client.get("/sparql", params=query, headers={"If-None-Match": '"x"'}).status_code == 200
    assert client.head("/sparql", params=query, headers={"If-None-Match": etag}).status_code == 304


def test_tags_tell_requests_apart(client: httpx.Client) -> None:
    asked = [
        ({"query": "ASK { ?s ?p ?o }"}, "*/*"),
        ({"query": "ASK { ?s ?p  ?o }"}, "*/*"),
        ({"query": "ASK { ?s ?p ?o }"}, "text/csv"),
        ({"query": "ASK { ?s ?p ?o }", "default-graph-uri": "urn:x"}, "*/*"),
        ({"query": "ASK { ?s ?p ?o }", "named-graph-uri": "urn:x"}, "*/*"),
    ]
    tags = [client.get("/sparql", params=query, headers={"Accept": a}).headers["etag"] for query, a in asked]
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "STRUUID()", "UUID()", "BNODE()", "rand()"])
def test_what_answers_anew_is_not_kept(client: httpx.Client, function: str) -> None:
    query = {"query": f"SELECT ({function} AS ?x) {{ }}"}
    one, other = client.get("/sparql", params=query), client.get("/sparql", params=query)
    assert one.json() != other.json()
    assert "etag" not in one.headers
    assert one.headers["cache-control"] == "no-store"


def test_post_has_no_conditions(client: httpx.Client) -> None:
    response = client.post("/sparql", data={"query": "ASK {}"}, headers={"If-None-Match": "*"})
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"


def test_description_is_conditional(client: httpx.Client) -> None:
    etag = client.get("/sparql").headers["etag"]
    assert client.get("/sparql", headers={"If-None-Match": etag}).status_code == 304
    turtle = client.get("/sparql", headers={"Accept": "application/rdf+xml", "If-None-Match": etag})
    assert turtle.status_code == 200


def test_new_generation_is_seen_by_the_next_request(changing: Server, store: Path) -> None:
    with changing.client() as client:
        first = client.get("/sparql", params={"query": COUNT})
        assert count(first) == 0
        assert count(client.get("/sparql", params={"query": COUNT})) == 0
        for made in range(1, 4):
            add_things(store, 5)
            condition = {"If-None-Match": first.headers["etag"]}
            again = client.get("/sparql", params={"query": COUNT}, headers=condition)
            assert count(again) == 5 * made
        names = client.get("/sparql", headers={"Accept": "application/n-triples"}).text
        assert "<urn:things>" in names
        assert client.get("/ready").json()["generation"] == current(store)


def test_mere_rebuild_changes_what_the_catalogue_says(changing: Server, store: Path) -> None:
    with changing.client() as client:
        query = {"query": "SELECT ?when { GRAPH bwg:catalog { bwg:reference prov:generatedAtTime ?when } }"}
        first = client.get("/sparql", params=query)
        digest = client.get("/ready").json()["digest"]
        build(store)
        again = client.get("/sparql", params=query, headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 200
        assert again.json()["results"]["bindings"] != first.json()["results"]["bindings"]
        assert client.get("/ready").json()["digest"] == digest


def test_no_request_is_dropped_while_generations_change(changing: Server, store: Path) -> None:
    stop = threading.Event()
    seen: list[list[int]] = []

    def go_on_asking(address: str) -> None:
        mine: list[int] = []
        seen.append(mine)
        with changing.client(address) as client:
            while not stop.is_set():
                text = f"{COUNT} #{len(mine)} {address}"
                mine.append(count(client.get("/sparql", params={"query": text})))

    threads = [threading.Thread(target=go_on_asking, args=(f"127.0.0.{n}",)) for n in (5, 6, 7)]
    for thread in threads:
        thread.start()
    for _ in range(8):
        add_things(store, 1)
    stop.set()
    for thread in threads:
        thread.join()
    assert all(answers == sorted(answers) for answers in seen)  # nobody goes back in time
    assert sum(map(len, seen)) > 20
    with changing.client() as client:
        assert count(client.get("/sparql", params={"query": COUNT})) == 8


def test_damaged_generation_leaves_the_old_one_serving(changing: Server, store: Path) -> None:
    with changing.client() as client:
        assert client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is True
        (store / "current").write_text("generation-000999\n", encoding="utf-8")
        assert client.get("/sparql", params={"query": "ASK { ?s ?p 1 }"}).status_code == 200
        shutil.rmtree(store)
        assert client.get("/sparql", params={"query": "ASK { ?s ?p 2 }"}).status_code in {200, 503}
        assert client.get("/health").status_code == 200
