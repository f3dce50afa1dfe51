"""Queries reach nothing outside the store, over HTTP neither."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.serving import Server

HOSTILE = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "ASK { { SERVICE<URL>{} } }",
    "SELECT * { BIND(<URL> AS ?x) SERVICE ?x { ?s ?p ?o } }",
    'SELECT * { VALUES ?x { """a" #\\q\n } SERVICE <URL> {} } #"""',
    "PREFIX :<URL> SELECT * { SERVICE:s{ ?s ?p ?o } }",
    "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * { GRAPH <URL> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } FROM <URL> WHERE { ?s ?p ?o }",
    "DESCRIBE <URL>",
    "LOAD <URL>",
    "LOAD <URL> INTO GRAPH <urn:x>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
]


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """Listen on loopback for who should not come."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


@pytest.mark.parametrize("text", HOSTILE)
def test_nobody_is_contacted(client: httpx.Client, listening: socket.socket, text: str) -> None:
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/x"
    text = text.replace("URL", url)
    headers = {"Accept": "application/sparql-results+json, text/turtle"}
    graphs = {"default-graph-uri": url, "named-graph-uri": url}
    for response in (
        client.get("/sparql", params={"query": text}, headers=headers),
        client.post("/sparql", data={"query": text, **graphs}, headers=headers),
        client.post("/sparql", content=text, headers={**headers, "Content-Type": "application/sparql-query"}),
    ):
        if response.status_code != 400:  # a graph that is not in the store is empty
            assert response.status_code == 200
            assert not statements(response)
    with pytest.raises(BlockingIOError):
        listening.accept()


def test_files_are_not_read(client: httpx.Client, tmp_path: Path) -> None:
    secret = tmp_path / "secret.nt"
    secret.write_text('<urn:s> <urn:p> "secret" .\n', encoding="utf-8")
    for text in (f"SELECT * FROM <file://{secret}> {{ ?s ?p ?o }}", "SELECT * { ?s ?p ?o }"):
        response = client.get("/sparql", params={"query": text, "default-graph-uri": f"file://{secret}"})
        assert response.json()["results"]["bindings"] == []


def statements(response: httpx.Response) -> bool:
    if response.headers["content-type"].startswith("text/turtle"):
        lines = response.text.splitlines()
        return any(line and not line.startswith("@prefix") for line in lines)
    answer = response.json()
    return bool(answer["boolean"] if "boolean" in answer else answer["results"]["bindings"])


def test_words_in_strings_are_no_harm(client: httpx.Client) -> None:
    text = "SELECT ('SERVICE <http://a>' AS ?x) { } # LOAD <http://a>"
    assert client.get("/sparql", params={"query": text}).status_code == 200


def test_workers_have_left_the_network(server: Server) -> None:
    """Where it is permitted; the kernel's table of a process's network then has loopback alone, and that is down."""
    pid = os.fork()
    if pid == 0:
        import ctypes

        libc = ctypes.CDLL(None)
        os._exit(0 if libc.unshare(0x40000000) == 0 or libc.unshare(0x50000000) == 0 else 1)
    if os.waitpid(pid, 0)[1] != 0:
        pytest.skip("leaving the network is not permitted here")
    ours = Path("/proc/self/ns/net").readlink()
    workers = server.workers()
    assert len(workers) >= 2
    for worker in workers:
        assert Path(f"/proc/{worker}/ns/net").readlink() != ours
