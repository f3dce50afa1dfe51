"""The store in memory: the same answers, of the newest generation, whatever becomes of the processes."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from benchmarks.asking import bound
from bwise_kg import open_graph
from bwise_kg.generations import current
from bwise_kg.questions import questions
from tests.api.memory import number, reading, samples, until
from tests.api.serving import ENDLESS, Server, bounded, children, serving, writable

JSON = {"Accept": "application/sparql-results+json"}


@pytest.fixture(scope="module")
def held(slice_store: Path) -> Iterator[Server]:
    """Return a service that has the store in memory."""
    with serving(slice_store, "--memory", "on") as server, server.client() as client:
        until(lambda: reading(client) == (2, 0))
        yield server


def rows(client: httpx.Client, query: str) -> list[str]:
    answer = client.post("/sparql", data={"query": f"# {time.monotonic_ns()}\n{query}"}, headers={"Accept": "text/csv"})
    assert answer.status_code == 200, answer.text
    return sorted(answer.text.splitlines()[1:])


def test_answers_are_those_of_the_disk(held: Server, slice_store: Path) -> None:
    graph = open_graph(slice_store)
    asked = [bound(graph, question) for question in questions()]
    asked += [
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
        "SELECT * { ?s ?p ?o FILTER isBlank(?s) }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    ]
    with serving(slice_store, "--memory", "off") as other, other.client() as disk, held.client() as memory:
        assert reading(disk) == (0, 2)
        assert reading(memory) == (2, 0)
        assert [query for query in asked if rows(memory, query) != rows(disk, query)] == []
        assert len(rows(memory, asked[-2])) > 100  # blank nodes keep their names
        # pages, too, and the entity tags of answers
        for path in ("profile/supporter.html", "profile/supporter.ttl", "profile/supporter.jsonld"):
            assert memory.get(f"/doc/{path}").text == disk.get(f"/doc/{path}").text
        tags = {c.get("/sparql", params={"query": "ASK {}"}).headers["etag"] for c in (memory, disk)}
        assert len(tags) == 1


def test_deadlines_hold(held: Server) -> None:
    with held.client("127.0.0.71") as client:
        answer = client.post("/sparql", data={"query": ENDLESS, "timeout": "2"})
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (504, "timeout")
        until(lambda: reading(client) == (2, 0))  # another one is forked
        assert client.post("/sparql", data={"query": "ASK {}"}, headers=JSON).json()["boolean"] is True


def test_a_query_that_ends_the_engine(held: Server) -> None:
    nested = "SELECT * { FILTER(1" + " + 1" * 200_000 + ") }"
    with held.client("127.0.0.72") as client:
        answer = client.post("/sparql", data={"query": nested})
        assert answer.status_code == 400
        assert answer.json()["type"].rpartition("/")[2] == "engine"
        until(lambda: reading(client) == (2, 0))


def test_memory_is_bounded_by_what_a_query_may_take_beside_the_store(held: Server) -> None:
    hungry = "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?x) { ?a ?b ?c . ?d ?e ?f }"
    with held.client("127.0.0.73") as client:
        answer = client.post("/sparql", data={"query": hungry, "timeout": "25"}, timeout=60)
        told = (answer.status_code, answer.json()["type"].rpartition("/")[2])
        assert told in {(503, "memory"), (504, "timeout")}
        assert max(_peak(pid) for pid in held.workers() if _peak(pid)) < 4 * 2**30


def test_a_commit_counts_at_once_and_is_in_memory_soon(slice_store: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(slice_store, tmp_path / "store")
    with writable(folder, "--memory", "on") as (server, client):
        until(lambda: reading(client) == (2, 0))
        keeper = _keeper(server)
        for turn in range(5):
            wanted = [str(n) for n in range(turn + 1)]
            text = f"INSERT DATA {{ GRAPH <http://g> {{ <http://a> <http://b> {turn} }} }}"
            assert client.post("/sparql", data={"update": text}).status_code == 204
            assert rows(client, "SELECT ?n { GRAPH <http://g> { <http://a> <http://b> ?n } }") == wanted
        until(lambda: reading(client) == (2, 0))
        assert rows(client, "SELECT ?n { GRAPH <http://g> { <http://a> <http://b> ?n } }") == wanted
        assert rows(client, "SELECT ?n { <http://a> <http://b> ?n }") == wanted
        # of five generations not each was read, and what changed was taken over by the process that was there
        records = [record for record in server.records() if record["message"] == "store in memory"]
        assert 2 <= len(records) <= 6
        assert records[-1]["generation"] == current(folder)
        assert _keeper(server) == keeper
        # an empty graph is one as well, and one that is gone is gone
        assert client.post("/sparql", data={"update": "CREATE GRAPH <http://e>"}).status_code == 204
        assert client.post("/sparql", data={"update": "DROP GRAPH <http://g>"}).status_code == 204
        until(lambda: reading(client) == (2, 0))
        assert rows(client, "SELECT ?g { GRAPH ?g {} FILTER(?g IN (<http://e>, <http://g>)) }") == ["http://e"]
        assert rows(client, "SELECT ?n { <http://a> <http://b> ?n }") == []


def test_a_store_that_is_built_anew_gets_another_keeper(slice_store: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(slice_store, tmp_path / "store")
    with writable(folder, "--memory", "on") as (server, client):
        until(lambda: reading(client) == (2, 0))
        keeper = _keeper(server)
        many = """
            INSERT { GRAPH <http://many> { ?s <http://p> ?n } }
            WHERE { GRAPH ?g { ?s ?p ?o } BIND(MD5(CONCAT(STR(?p), STR(?o))) AS ?n) }
        """
        assert client.post("/sparql", data={"update": many}, timeout=120).status_code == 204
        (count,) = rows(client, "SELECT (COUNT(*) AS ?n) { GRAPH <http://many> { ?s ?p ?o } }")
        assert int(count) > 50_000
        until(lambda: reading(client) == (2, 0))
        assert rows(client, "SELECT (COUNT(*) AS ?n) { GRAPH <http://many> { ?s ?p ?o } }") == [count]
        assert _keeper(server) != keeper
        until(lambda: keeper not in server.workers())


def test_processes_that_are_killed(slice_store: Path) -> None:
    with serving(slice_store, "--memory", "on") as server, server.client() as client:
        until(lambda: reading(client) == (2, 0))
        keeper = _keeper(server)
        for worker in children(keeper):
            os.kill(worker, signal.SIGKILL)
        for _ in range(4):
            assert rows(client, "SELECT ?x { VALUES ?x { 1 } }") == ["1"]
        until(lambda: reading(client) == (2, 0))
        assert _keeper(server) == keeper
        os.kill(keeper, signal.SIGKILL)  # workers end with it
        for _ in range(4):
            assert rows(client, "SELECT ?x { VALUES ?x { 1 } }") == ["1"]
        until(lambda: reading(client) == (2, 0))
        assert _keeper(server) != keeper


def test_all_end_with_a_service_that_is_killed(slice_store: Path) -> None:
    with serving(slice_store, "--memory", "on") as server, server.client() as client:
        until(lambda: reading(client) == (2, 0))
        family = [*server.workers(), *children(server.process.pid)]
        assert _keeper(server) in family
        server.process.kill()
        server.process.wait()
        until(lambda: not any(_runs(pid) for pid in family))


def test_what_does_not_fit_stays_on_disk(slice_store: Path) -> None:
    with bounded(slice_store, held=64 * 2**20) as server, server.client() as client:
        until(lambda: any(record["message"] == "store not in memory" for record in server.records()))
        (said,) = (record for record in server.records() if record["message"] == "store not in memory")
        assert "more than 64 MiB" in str(said["reason"])
        assert rows(client, "SELECT ?x { VALUES ?x { 1 } }") == ["1"]
        assert reading(client) == (0, 2)
        until(lambda: number(samples(client), "bwise_kg_processes", process="keeper") == 0)


def test_memory_of_processes_is_told(held: Server) -> None:
    with held.client() as client:
        until(lambda: reading(client) == (2, 0))
        found = samples(client)
        counts = {kind: number(found, "bwise_kg_processes", process=kind) for kind in ("service", "worker", "keeper")}
        assert counts == {"service": 1, "worker": 2, "keeper": 1}
        keeper = _keeper(held)
        told = number(found, "bwise_kg_memory_bytes", process="keeper", measure="resident")
        assert told == pytest.approx(_resident(keeper), rel=0.1)
        assert number(found, "bwise_kg_store_memory_bytes") == pytest.approx(_resident(keeper), rel=0.2)
        workers = sum(map(_resident, children(keeper)))
        told = number(found, "bwise_kg_memory_bytes", process="worker", measure="resident")
        assert told == pytest.approx(workers, rel=0.1)
        # what they share is counted once
        shared = number(found, "bwise_kg_memory_bytes", process="worker", measure="proportional")
        assert 0 < shared < 0.9 * told


def _keeper(server: Server) -> int:
    """Return the process that workers are forked from."""
    (found,) = {pid for starter in children(server.process.pid) for pid in children(starter) if children(pid)}
    return found


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _peak(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
