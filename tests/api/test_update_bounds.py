"""Changes that take too much, and processes that end: nothing has changed, and the next change is carried out."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from bwise_kg.generations import current
from bwise_kg.store import CATALOG
from tests.api.serving import TOKEN, bounded, children, writable
from tests.api.writing import COUNTED, PROBLEM, count, update


def test_deadline_stops_an_update_and_nothing_has_changed(slice_store: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(slice_store, tmp_path / "store")
    with bounded(folder, writing={"timeout": 3}) as server, server.client() as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        before = current(folder)
        response = update(client, f"INSERT DATA {{ <http://a> <http://b> 1 }} ; {COUNTED}")
        assert response.status_code == 504
        assert response.json()["type"] == PROBLEM + "timeout"
        assert current(folder) == before
        assert {entry.name for entry in folder.iterdir() if entry.is_dir()} == {before}
        assert update(client, "INSERT DATA { <http://a> <http://b> 1 }").status_code == 204
        assert count(client, "<http://a> <http://b> ?n") == 1


def test_blank_nodes_that_cannot_be_told_apart_end_at_the_deadline(slice_store: Path, tmp_path: Path) -> None:
    """A complete graph of blank nodes takes RDFC-1.0 longer than anybody waits."""
    folder = shutil.copytree(slice_store, tmp_path / "store")
    with bounded(folder, writing={"timeout": 4}) as server, server.client() as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        before = current(folder)
        nodes = range(14)
        said = " ".join(f"_:n{a} <http://p> _:n{b} ." for a in nodes for b in nodes if a != b)
        assert update(client, f"INSERT DATA {{ {said} }}").status_code in {504, 503}
        assert current(folder) == before
        assert update(client, "INSERT DATA { <http://a> <http://b> [] }").status_code == 204


def test_memory_of_an_update_is_bounded(slice_store: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(slice_store, tmp_path / "store")
    with bounded(folder, writing={"memory": 400 * 2**20, "timeout": 60}) as server, server.client(timeout=90) as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        before = current(folder)
        response = update(client, "INSERT { ?s ?p ?x } WHERE { GRAPH bwg:ontology { ?s ?p ?o . ?x ?y ?z } }")
        assert response.status_code in {503, 500}
        assert response.json()["type"] in {PROBLEM + "memory", PROBLEM + "lost", PROBLEM + "io"}
        assert current(folder) == before
        assert update(client, "INSERT DATA { <http://a> <http://b> 1 }").status_code == 204


def test_growth_of_the_store_is_bounded(slice_store: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(slice_store, tmp_path / "store")
    with bounded(folder, writing={"growth": 100_000}) as server, server.client() as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        before = current(folder)
        said = " ".join(f"<http://a/{number}> <http://b> {number} ." for number in range(15_000))
        response = update(client, f"INSERT DATA {{ {said} }}")
        assert (response.status_code, response.json()["type"]) == (413, PROBLEM + "too-long")
        assert current(folder) == before


def test_length_of_an_update_is_bounded(slice_store: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(slice_store, tmp_path / "store")
    with bounded(folder, writing={"update": 2 * 2**20}) as server, server.client() as client:
        text = f"INSERT DATA {{ <http://a> <http://b> '{'x' * 1_500_000}' }}"
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        assert update(client, text).status_code == 204
        assert update(client, text + "#" * 600_000).status_code == 413
        assert client.post("/sparql", data={"update": text}).status_code == 204
        del client.headers["Authorization"]
        assert client.post("/sparql", data={"update": text * 3}).status_code == 413


def test_those_who_wait_are_bounded(slice_store: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(slice_store, tmp_path / "store")
    with bounded(folder, writing={"waiting": 2, "timeout": 6}) as server, ThreadPoolExecutor(8) as threads:

        def send(text: str) -> int:
            with server.client() as client:
                client.headers["Authorization"] = f"Bearer {TOKEN}"
                return update(client, text).status_code

        first = threads.submit(send, COUNTED)
        time.sleep(1.5)
        others = [threads.submit(send, f"INSERT DATA {{ <http://a> <http://b> {n} }}") for n in range(6)]
        found = sorted(one.result() for one in others)
        assert first.result() == 504
        assert found.count(503) >= 4


def test_writing_process_that_is_killed(slice_store: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(slice_store, tmp_path / "store")
    with writable(folder, "--workers", "2", "--memory", "off") as (server, client):
        workers = set(server.workers())
        assert update(client, "INSERT DATA { <http://a> <http://b> 1 }").status_code == 204
        before = current(folder)
        (writer,) = set(server.workers()) - workers
        found: list[httpx.Response] = []
        asking = threading.Thread(target=lambda: found.append(update(client, COUNTED)))
        asking.start()
        time.sleep(1.5)
        os.kill(writer, signal.SIGKILL)
        asking.join()
        assert found[0].status_code == 500
        assert found[0].json()["type"] == PROBLEM + "lost"
        assert current(folder) == before
        assert update(client, "INSERT DATA { <http://a> <http://b> 2 }").status_code == 204
        assert count(client, "<http://a> <http://b> ?n") == 2


def test_service_that_is_killed_while_writing_leaves_the_store_whole(slice_store: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(slice_store, tmp_path / "store")
    before = current(folder)
    with writable(folder) as (server, client):
        client.timeout = httpx.Timeout(2)
        with pytest.raises(httpx.ReadTimeout):
            update(client, COUNTED)
        family = [*server.workers(), *children(server.process.pid)]
        server.process.kill()
        server.process.wait()
        deadline = time.monotonic() + 10
        while any(Path(f"/proc/{pid}/cmdline").exists() and _alive(pid) for pid in family):
            assert time.monotonic() < deadline
            time.sleep(0.1)
    assert current(folder) == before
    with writable(folder) as (_, client):
        assert update(client, "INSERT DATA { <http://a> <http://b> 2 }").status_code == 204
        assert count(client, "<http://a> <http://b> ?n") == 1


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_two_hundred_changes_leave_no_trace_but_what_they_wrote(slice_store: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(slice_store, tmp_path / "store")
    with writable(folder, "--memory", "off") as (server, client):
        update(client, "INSERT DATA { GRAPH <http://g> { <http://a> <http://b> -1 } }")
        catalogue = count(client, f"GRAPH {CATALOG} {{ ?s ?p ?o }}")
        processes, files = sorted(server.workers()), _files(folder)
        for number in range(200):
            text = f"INSERT DATA {{ GRAPH <http://g> {{ <http://a> <http://b> {number} }} }}"
            assert update(client, text).status_code == 204
        assert count(client, "GRAPH <http://g> { ?s ?p ?o }") == 201
        assert sum(entry.is_dir() for entry in folder.iterdir()) == 2
        assert sorted(server.workers()) == processes
        assert count(client, f"GRAPH {CATALOG} {{ ?s ?p ?o }}") == catalogue
        assert _files(folder) <= files + 20


def _files(folder: Path) -> int:
    return sum(1 for _ in (folder / (current(folder) or "")).iterdir())


def test_query_that_runs_ends_on_the_store_that_it_began_with(slice_store: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(slice_store, tmp_path / "store")
    slow = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } { SELECT * { ?a a ?b . ?c a ?d } LIMIT 10 } FILTER(?s != ?a) }"
    # on disk all along: which rows LIMIT takes is left open, and differs in memory
    with writable(folder, "--memory", "off", BWISE_TIMEOUT="120") as (server, client):
        with server.client("127.0.0.3", timeout=150) as reader:
            alone = reader.get("/sparql", params={"query": slow}).json()
        found: list[httpx.Response] = []

        def read() -> None:
            with server.client("127.0.0.3", timeout=150) as reader:
                found.append(reader.get("/sparql", params={"query": slow + " # once more"}))

        asking = threading.Thread(target=read)
        asking.start()
        time.sleep(0.5)
        written = 0
        while asking.is_alive() and written < 8:
            text = f"INSERT DATA {{ GRAPH <http://g> {{ <http://a> <http://b> {written} }} }}"
            assert update(client, text).status_code == 204
            written += 1
        asking.join()
        assert found[0].status_code == 200
        assert written >= 2
        assert found[0].json() == alone
        assert count(client, "GRAPH <http://g> { ?s ?p ?o }") == written
