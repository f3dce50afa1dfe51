"""A runaway query costs its own client, and nobody else."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.api.serving import ENDLESS, Server, bounded

RUNAWAY, OTHER, THIRD = "127.0.0.2", "127.0.0.3", "127.0.0.4"


def ask(server: Server, address: str, text: str, **parameters: str) -> tuple[int, float, str]:
    """Ask a query and return status, seconds, and the end of the problem's type."""
    started = time.monotonic()
    with server.client(address) as client:
        response = client.get("/sparql", params={"query": text, **parameters})
    seconds = time.monotonic() - started
    kind = response.json()["type"].rpartition("/")[2] if response.status_code >= 400 else ""
    return response.status_code, seconds, kind


@pytest.fixture
def server(slice_store: Path) -> Iterator[Server]:
    with bounded(slice_store, timeout=6, short=0.5, client=3) as server:
        yield server


def test_deadline_stops_a_query(server: Server) -> None:
    status, seconds, kind = ask(server, RUNAWAY, ENDLESS, timeout="2")
    assert (status, kind) == (504, "timeout")
    assert 2 <= seconds < 5
    eventually(lambda: len(server.workers()) == 2)
    assert not busy(server)


def test_timeout_cannot_be_raised(server: Server) -> None:
    status, seconds, _ = ask(server, RUNAWAY, ENDLESS, timeout="3600")
    assert status == 504
    assert seconds < 10


def test_others_are_answered_while_a_runaway_query_runs(server: Server) -> None:
    with ThreadPoolExecutor(6) as threads:
        runaways = [threads.submit(ask, server, RUNAWAY, ENDLESS) for _ in range(5)]
        time.sleep(1)
        answers = [ask(server, OTHER, f"ASK {{ ?s ?p ?o FILTER(?o != {number}) }}") for number in range(20)]
        statuses = sorted(runaway.result()[0] for runaway in runaways)
    assert [status for status, _, _ in answers] == [200] * 20
    assert max(seconds for _, seconds, _ in answers) < 2
    # three are let in, one after the other: the first is stopped at its deadline, the others never begin
    assert statuses.count(200) == 0
    assert set(statuses) <= {429, 503, 504}
    assert statuses.count(429) >= 2
    assert 504 in statuses


def test_second_slow_query_of_a_client(slice_store: Path) -> None:
    with bounded(slice_store, workers=3, timeout=8, short=0.5) as server, ThreadPoolExecutor(1) as threads:
        first = threads.submit(ask, server, RUNAWAY, ENDLESS)
        time.sleep(1.5)
        status, seconds, kind = ask(server, RUNAWAY, ENDLESS)
        assert (status, kind) == (429, "too-many")
        assert seconds < 5
        assert ask(server, RUNAWAY, "ASK {}")[0] == 200  # a short one beside it is fine
        assert first.result()[0] == 504


def test_one_worker_is_kept_for_short_queries(server: Server) -> None:
    """Two clients with slow queries: one has to wait for room, and a third is answered."""
    with ThreadPoolExecutor(2) as threads:
        slow = [threads.submit(ask, server, RUNAWAY, ENDLESS)]
        time.sleep(1.2)
        slow.append(threads.submit(ask, server, OTHER, ENDLESS, timeout="3"))
        time.sleep(1.2)
        answers = [ask(server, THIRD, f"ASK {{ ?s ?p ?o FILTER(?o != {number}) }}") for number in range(5)]
        ends = sorted((one.result()[0], one.result()[2]) for one in slow)
    assert [status for status, _, _ in answers] == [200] * 5
    assert max(seconds for _, seconds, _ in answers) < 2
    assert ends == [(503, "busy"), (504, "timeout")]


def test_a_query_stops_when_its_client_goes(server: Server) -> None:
    with server.client(RUNAWAY, timeout=1) as client, pytest.raises(httpx.ReadTimeout):
        client.get("/sparql", params={"query": ENDLESS})
    eventually(lambda: not busy(server))
    assert ask(server, RUNAWAY, "ASK {}")[0] == 200


def test_too_many_at_once(server: Server) -> None:
    with ThreadPoolExecutor(8) as threads:
        ends = [end.result() for end in [threads.submit(ask, server, RUNAWAY, ENDLESS, timeout="2") for _ in range(8)]]
    refused = [(kind, seconds) for status, seconds, kind in ends if status == 429]
    assert len(refused) >= 5
    assert sum(seconds < 1.5 for _, seconds in refused) >= 4
    with server.client(RUNAWAY) as client:
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


def test_refusals_say_when_to_come_back(server: Server) -> None:
    with ThreadPoolExecutor(4) as threads, server.client(RUNAWAY) as client:
        for _ in range(3):
            threads.submit(ask, server, RUNAWAY, ENDLESS, timeout="3")
        time.sleep(0.5)
        response = client.get("/sparql", params={"query": "ASK {}"})
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) > 0
    assert response.json()["limit"] == 3


def test_slow_readers_hold_no_worker(slice_store: Path) -> None:
    text = "SELECT ?a ?b { ?a a ?x . ?b a ?y } LIMIT 100000"
    with bounded(slice_store, timeout=20) as server, server.client(RUNAWAY) as client:
        with client.stream("GET", "/sparql", params={"query": text}) as response:
            assert response.status_code == 200
            parts = response.iter_raw()
            next(parts)
            answers = [ask(server, RUNAWAY, f"ASK {{ ?s ?p {number} }}") for number in range(10)]
            assert [status for status, _, _ in answers] == [200] * 10
            rest = sum(map(len, parts))
        assert rest > 5 * 2**20


def test_a_query_that_uses_up_its_memory_is_told_so(slice_store: Path) -> None:
    with bounded(slice_store, memory=400 * 2**20) as server:
        status, _, kind = ask(server, RUNAWAY, ENDLESS)
        assert (status, kind) == (503, "memory")
        assert ask(server, RUNAWAY, "ASK {}")[0] == 200


def test_memory_of_the_service_stays_flat(slice_store: Path) -> None:
    text = "SELECT ?a ?b { ?a a ?x . ?b a ?y } LIMIT 100000"
    with bounded(slice_store) as server, server.client() as client:
        client.get("/sparql", params={"query": "ASK {}"})
        before = memory(server.process.pid)
        for number in range(4):
            with client.stream("GET", "/sparql", params={"query": f"{text} OFFSET {number}"}) as response:
                assert sum(map(len, response.iter_raw())) > 5 * 2**20
        assert memory(server.process.pid) - before < 20


def memory(pid: int) -> float:
    """Return the highest resident memory of a process, in MiB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def busy(server: Server) -> bool:
    """Tell whether a worker computes something."""

    def ticks() -> dict[int, int]:
        found = {}
        for pid in server.workers():
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            found[pid] = int(fields[11]) + int(fields[12])
        return found

    before = ticks()
    time.sleep(0.5)
    return any(count - before.get(pid, count) > 10 for pid, count in ticks().items())


def eventually(condition: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        threading.Event().wait(0.1)
