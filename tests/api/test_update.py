"""SPARQL updates over HTTP: who may, what they change, and that what fails changes nothing."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from filelock import FileLock

from bwise_kg.generations import current, open_store
from bwise_kg.namespaces import GRAPH
from bwise_kg.store import CATALOG
from tests.api.serving import TOKEN, Server, writable
from tests.api.writing import PROBLEM, ask, count, update


@pytest.fixture(scope="module")
def folder(slice_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(slice_store, tmp_path_factory.mktemp("update") / "store")


@pytest.fixture(scope="module")
def endpoint(folder: Path) -> Iterator[httpx.Client]:
    with writable(folder) as (_, client):
        yield client


def test_update_counts_when_it_is_answered(endpoint: httpx.Client) -> None:
    pattern = "GRAPH <http://counts> { ?s ?p ?o }"
    for number in range(5):
        assert count(endpoint, pattern) == number
        done = update(endpoint, f"INSERT DATA {{ GRAPH <http://counts> {{ <http://a> <http://b> {number} }} }}")
        assert (done.status_code, done.content) == (204, b"")
    assert update(endpoint, "DROP GRAPH <http://counts>").status_code == 204
    assert count(endpoint, pattern) == 0


def test_tag_and_digest_change_with_the_store(endpoint: httpx.Client, folder: Path) -> None:
    asked = {"query": "SELECT * { GRAPH <http://tags> { ?s ?p ?o } }"}
    first, digest = endpoint.get("/sparql", params=asked), endpoint.get("/ready").json()["digest"]
    tag = {"If-None-Match": first.headers["etag"]}
    assert endpoint.get("/sparql", params=asked, headers=tag).status_code == 304
    update(endpoint, "INSERT DATA { GRAPH <http://tags> { <http://a> <http://b> 1 } }")
    again = endpoint.get("/sparql", params=asked, headers=tag)
    assert again.status_code == 200
    assert len(again.json()["results"]["bindings"]) == 1
    assert endpoint.get("/ready").json()["digest"] == open_store(folder).digest() != digest
    update(endpoint, "DROP GRAPH <http://tags>")
    assert endpoint.get("/ready").json()["digest"] == digest


def test_dataset_describes_what_was_written(endpoint: httpx.Client) -> None:
    update(
        endpoint, "INSERT DATA { GRAPH <http://foreign/g> { <http://a> <http://b> 1, 2, 3 } <http://a> <http://b> 4 }"
    )
    text = endpoint.get("/dataset", headers={"Accept": "application/n-triples"}).text
    assert '<http://foreign/g> <http://rdfs.org/ns/void#triples> "3"' in text
    assert f'<{GRAPH.base}default> <http://rdfs.org/ns/void#triples> "1"' in text
    assert "graph-store?graph=http%3A%2F%2Fforeign%2Fg" in endpoint.get("/dataset.html").text
    assert "<http://a> <http://b>" in endpoint.get("/graph/default.nt").text
    assert endpoint.get("/dumps/bwise-kg.nq.gz").status_code == 200
    update(endpoint, "DROP GRAPH <http://foreign/g> ; DROP DEFAULT")
    assert count(endpoint, f"GRAPH {CATALOG} {{ <http://foreign/g> ?p ?o }}") == 0


def test_read_only_service_says_how_it_could_be_written(client: httpx.Client) -> None:
    for response in (update(client, "CLEAR ALL"), client.post("/sparql", data={"update": "CLEAR ALL"})):
        assert response.status_code == 403
        assert response.json()["type"] == PROBLEM + "read-only"
        assert "--writable" in response.json()["detail"]
    client.headers["Authorization"] = f"Bearer {TOKEN}"
    assert update(client, "CLEAR ALL").status_code == 403


@pytest.mark.parametrize(
    "sent", [None, "", "Bearer", f"Basic {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", TOKEN]
)
def test_without_the_right_token_nothing_is_written(endpoint: httpx.Client, folder: Path, sent: str | None) -> None:
    before = current(folder)
    headers = {} if sent is None else {"Authorization": sent}
    with httpx.Client(base_url=endpoint.base_url, headers=headers) as stranger:
        for response in (update(stranger, "CLEAR ALL"), stranger.post("/sparql", data={"update": "CLEAR ALL"})):
            assert response.status_code == 401
            assert response.headers["www-authenticate"].startswith('Bearer realm="bwise-kg"')
            assert response.json()["type"] == PROBLEM + "token"
        assert ask(stranger, "ASK { ?s ?p ?o }")
    assert current(folder) == before


def test_token_is_in_no_log_and_no_answer(slice_store: Path, tmp_path: Path) -> None:
    with writable(shutil.copytree(slice_store, tmp_path / "store")) as (server, client):
        update(client, "INSERT DATA { <http://a> <http://b> 1 }")
        update(client, "no update")
        client.headers["Authorization"] = "Bearer wrong-and-confidential-0123456789"
        said = update(client, "CLEAR ALL")
        assert said.status_code == 401
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(20)
        text = "".join(server.lines) + said.text
        assert TOKEN not in text
        assert "confidential" not in text


FAILING = [
    ("no update", 400, "syntax"),
    ("INSERT DATA { GRAPH <http://f> { <http://a> <http://b> 1 } } ; nothing", 400, "syntax"),
    ("INSERT DATA { GRAPH <http://f> { <http://a> <http://b> 1 } } ; DROP GRAPH <http://missing>", 409, "conflict"),
    ("CREATE GRAPH <https://w3id.org/bwise/graph/reference>", 409, "conflict"),
    ("LOAD <http://127.0.0.1:9/>", 400, "refused"),
    ("INSERT DATA { <http://a> <http://b> 1 } ; LOAD SILENT <file:///etc/hostname>", 400, "refused"),
    ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400, "refused"),
    (f"INSERT DATA {{ GRAPH {CATALOG} {{ <http://a> <http://b> 1 }} }}", 403, "protected"),
    ("INSERT DATA { GRAPH <http://f> { <http://a> <http://b> 1 } } ; DROP GRAPH bwg:catalog", 403, "protected"),
    ("INSERT DATA { GRAPH bwg:default { <http://a> <http://b> 1 } }", 400, "refused"),
    ("INSERT { <http://a> <http://b> ?n } WHERE { BIND(<http://no/function>(1) AS ?n) }", 400, "evaluation"),
    ("SELECT * {}", 400, "syntax"),
    ("INSERT DATA { <http://a> <http://b> " + "(" * 300 + ")" * 300 + " }", 400, "nesting"),
    ("DELETE { ?s ?p ?o } WHERE " + "{" * 150 + "?s ?p ?o" + "}" * 151, 400, "syntax"),
    ("INSERT DATA { <http://a> <http://b> '\x00' }", 400, "encoding"),
]


@pytest.mark.parametrize(("text", "status", "kind"), FAILING)
def test_what_fails_changes_nothing(endpoint: httpx.Client, folder: Path, text: str, status: int, kind: str) -> None:
    before = current(folder), open_store(folder).digest()
    response = update(endpoint, text)
    assert response.status_code == status, response.text
    assert response.json()["type"] == PROBLEM + kind
    assert (current(folder), open_store(folder).digest()) == before
    assert not ask(endpoint, "ASK { GRAPH <http://f> { ?s ?p ?o } }")
    assert update(endpoint, "CLEAR DEFAULT").status_code == 204  # the writing process is well


def test_place_of_a_syntax_error(endpoint: httpx.Client) -> None:
    told = update(endpoint, "INSERT DATA { <http://a> <http://b> 1 } ;\nnothing").json()
    assert (told["line"], told["type"]) == (2, PROBLEM + "syntax")
    assert f"line {told['line']}, column {told['column']}" in told["detail"].lower()
    assert told["title"] == "The update is no SPARQL 1.1"


@pytest.mark.parametrize(
    ("parameters", "body"),
    [
        ({"using-graph-uri": "http://a"}, "INSERT { ?s ?p ?o } USING <http://a> WHERE { ?s ?p ?o }"),
        ({"using-named-graph-uri": "http://a"}, "WITH <http://a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"),
        ({"using-graph-uri": "no iri"}, "INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }"),
        ({"using-graph-uri": GRAPH.default.value}, "INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }"),
        ({"default-graph-uri": "http://a"}, "INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }"),
        ({"query": "ASK {}"}, "INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }"),
        ({"update": "CLEAR ALL"}, "INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }"),
        ({"timeout": "never"}, "INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }"),
    ],
)
def test_parameters_that_do_not_go_with_the_update(
    endpoint: httpx.Client, parameters: dict[str, str], body: str
) -> None:
    response = update(endpoint, body, **parameters)
    assert response.status_code == 400
    assert response.json()["type"] in {PROBLEM + "parameter", PROBLEM + "refused"}


def test_another_process_that_writes_is_told(endpoint: httpx.Client, folder: Path) -> None:
    with FileLock(folder / "write.lock"):
        response = update(endpoint, "INSERT DATA { <http://a> <http://b> 1 }")
    assert response.status_code == 503
    assert response.json()["type"] == PROBLEM + "busy"
    assert int(response.headers["retry-after"]) > 0
    assert update(endpoint, "CLEAR DEFAULT").status_code == 204


def test_many_writers_lose_nothing(endpoint: httpx.Client) -> None:
    def send(number: int) -> int:
        text = f"INSERT DATA {{ GRAPH <http://many> {{ <http://a> <http://b> {number} }} }}"
        return update(endpoint, text).status_code

    with ThreadPoolExecutor(6) as threads:
        assert set(threads.map(send, range(24))) == {204}
    assert count(endpoint, "GRAPH <http://many> { ?s ?p ?o }") == 24


def test_store_that_is_not_there_is_an_empty_one(tmp_path: Path) -> None:
    with writable(tmp_path / "new" / "store") as (_, client):
        assert count(client, "?s ?p ?o") == 0
        assert update(client, "INSERT DATA { <http://a> <http://b> 1 }").status_code == 204
        assert ask(client, "ASK { <http://a> <http://b> 1 }")
    assert open_store(tmp_path / "new" / "store").query("ASK { <http://a> <http://b> 1 }")


def test_pages_of_others_may_write_with_the_token(endpoint: httpx.Client) -> None:
    headers = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization",
    }
    response = endpoint.options("/graph-store", headers=headers)
    assert response.status_code == 204
    assert "PUT" in response.headers["access-control-allow-methods"]
    assert response.headers["access-control-allow-headers"] == "authorization"


def test_description_says_whether_updates_are_taken(endpoint: httpx.Client, server: Server) -> None:
    assert "SPARQL11Update" in endpoint.get("/sparql").text
    with server.client() as client:
        assert "SPARQL11Update" not in client.get("/sparql").text
