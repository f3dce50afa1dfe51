"""The service when the server of its store is away or slow, and when somebody is stopped at a change."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from bwise_kg.endpoint import EndpointStore
from bwise_kg.endpoint.datasets import BUILDING
from bwise_kg.endpoint.store import MOVING
from tests.api.serving import ENDLESS, TOKEN, bounded, cleared, writable
from tests.api.writing import COUNTED, DIRECT, PROBLEM, ask, update
from tests.endpoint.servers import oxigraph, oxigraph_serving

ONE = "INSERT DATA { GRAPH <http://g/one> { <http://a> <http://b> 1 } }"


def until(done: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.1)


def staged(url: str) -> list[str]:
    """Return what changes that are not in place have brought to the server."""
    store = EndpointStore(url, whole=False)
    under = [graph.value for graph in store.under_way()]
    return under + [graph.value for graph in store.all_graphs() if graph.value.startswith(BUILDING + "2")]


def test_it_waits_for_its_server_and_goes_on_when_that_is_back(tmp_path: Path) -> None:
    if oxigraph() is None:
        pytest.skip("no program oxigraph here: pip install oxigraph")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with ExitStack() as running:
        first = running.enter_context(ExitStack())
        url = first.enter_context(oxigraph_serving(tmp_path / "store", port=port))
        server, client = running.enter_context(writable(url))
        assert update(client, ONE).status_code == 204
        assert client.get("/ready").status_code == 200
        first.close()
        until(lambda: client.get("/ready").status_code == 503)
        assert client.get("/health").json() == {"status": "ok"}
        for text in ("ASK { ?s ?p ?o }", "SELECT * { ?never ?asked ?before }"):
            away = client.get("/sparql", params={"query": text})
            assert (away.status_code, away.json()["type"]) == (503, PROBLEM + "busy")
            assert int(away.headers["Retry-After"]) > 0
        for response in (client.get("/api/v1/curricula"), update(client, ONE)):
            assert (response.status_code, response.headers["content-type"]) == (503, "application/problem+json")
            assert f":{port}" not in response.text
        running.enter_context(oxigraph_serving(tmp_path / "store", port=port))
        until(lambda: client.get("/ready").status_code == 200)
        assert ask(client, "ASK { GRAPH <http://g/one> { <http://a> <http://b> 1 } }")
        assert server.process.poll() is None


def test_no_store_and_no_server_are_told_when_it_starts(own_oxigraph_url: str) -> None:
    cleared(own_oxigraph_url)
    code = "from bwise_kg.cli import main; main()"
    for url, words in ((own_oxigraph_url, "make one with: bwise-kg build --out"), ("http://127.0.0.1:1", "reached")):
        command = [sys.executable, "-c", code, "serve", "--port", "0", "--store", url]
        ended = subprocess.run(command, check=False, capture_output=True, text=True)
        assert (ended.returncode, words in ended.stderr) == (2, True), ended.stderr


def test_graphs_that_are_being_moved_are_waited_for(own_oxigraph_url: str) -> None:
    cleared(own_oxigraph_url)
    with writable(own_oxigraph_url) as (_, client):
        store = EndpointStore(own_oxigraph_url, whole=False)
        store.update(f"INSERT DATA {{ GRAPH {MOVING} {{ {MOVING} dct:title 'now' }} }}")
        until(lambda: client.get("/ready").status_code == 503)
        assert client.get("/sparql", params={"query": "ASK {}"}).headers["Retry-After"]
        store.remove(MOVING)
        until(lambda: client.get("/sparql", params={"query": "ASK {}"}).status_code == 200)


def test_a_slow_query_ends_at_its_deadline(own_oxigraph_url: str) -> None:
    cleared(own_oxigraph_url)
    with writable(own_oxigraph_url) as (_, client):
        for number in range(3):
            lines = " ".join(f"<http://a{n}> <http://b{number}> {n} ." for n in range(500))
            assert update(client, f"INSERT DATA {{ {lines} }}").status_code == 204
        slow = client.get("/sparql", params={"query": ENDLESS, "timeout": "1"})
        assert (slow.status_code, slow.json()["type"]) == (504, PROBLEM + "timeout")
        assert ask(client, "ASK { ?s ?p ?o }")


def test_an_update_past_its_deadline_has_changed_nothing(own_oxigraph_url: str) -> None:
    cleared(own_oxigraph_url)
    with bounded(own_oxigraph_url, writing={"timeout": 5}) as server, server.client() as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        lines = " ".join(f"<http://a{n}> <http://b> {n} ." for n in range(2000))
        assert update(client, f"INSERT DATA {{ GRAPH <http://g/many> {{ {lines} }} }}").status_code == 204
        late = update(client, f"{ONE} ; {COUNTED.replace('GRAPH ?g', 'GRAPH ?graph')}")
        assert (late.status_code, late.json()["type"]) == (504, PROBLEM + "timeout")
        assert not ask(client, "ASK { GRAPH <http://g/one> { ?s ?p ?o } }")
        assert staged(own_oxigraph_url) == []
        assert update(client, ONE).status_code == 204


def test_a_writer_that_is_killed_on_the_way_has_changed_nothing(own_oxigraph_url: str) -> None:
    """It is killed while it brings a graph to the server, which takes a moment."""
    cleared(own_oxigraph_url)
    with writable(own_oxigraph_url) as (server, client):
        readers = set(server.workers())
        assert update(client, ONE).status_code == 204
        (writer,) = set(server.workers()) - readers
        lines = "".join(f"<http://a{n}> <http://b> {n} .\n" for n in range(150_000))
        answers: list[httpx.Response] = []

        def send() -> None:
            with httpx.Client(base_url=server.url, headers=client.headers, timeout=120) as sender:
                text = f"INSERT DATA {{ GRAPH <http://g/large> {{ {lines} }} }}"
                answers.append(sender.post("/sparql", content=text.encode(), headers=DIRECT))

        sending = threading.Thread(target=send)
        sending.start()
        until(lambda: bool(staged(own_oxigraph_url)))
        os.kill(writer, signal.SIGKILL)
        sending.join(120)
        assert (answers[0].status_code, answers[0].json()["type"]) == (500, PROBLEM + "lost")
        assert "nothing has changed" in answers[0].json()["detail"].lower()
        assert not ask(client, "ASK { GRAPH <http://g/large> { ?s ?p ?o } }")
        assert staged(own_oxigraph_url) == []
        assert update(client, ONE.replace("one", "two")).status_code == 204
        assert ask(client, "ASK { GRAPH <http://g/one> { ?s ?p ?o } GRAPH <http://g/two> { ?s ?p ?o } }")
