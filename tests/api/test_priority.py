"""Runaway queries stand back: everybody else has the processor first, and most of the workers."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.api.serving import ENDLESS, Server, bounded

RUNAWAY, OTHER = "127.0.0.77", "127.0.0.78"
BEHIND = 10
SHORT = 0.5
"""Seconds after which a query is slow here."""


@pytest.fixture
def roomy(slice_store: Path) -> Iterator[Server]:
    with bounded(slice_store, workers=4, short=SHORT, timeout=12.0) as server:
        yield server


def behind(server: Server) -> list[int]:
    """Return the workers that stand back."""
    found = []
    for worker in server.workers():
        try:
            found += [worker] if os.getpriority(os.PRIO_PROCESS, worker) == BEHIND else []
        except ProcessLookupError:
            continue  # one that has just been ended
    return found


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def tell(workers: set[int], number: signal.Signals) -> None:
    for worker in workers:
        with suppress(ProcessLookupError):
            os.kill(worker, number)


def run_away(server: Server, statuses: list[int]) -> threading.Thread:
    def ask() -> None:
        with server.client(RUNAWAY) as client:
            statuses.append(client.post("/sparql", data={"query": ENDLESS}).status_code)

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


def test_a_slow_query_stands_back_and_what_comes_after_it_does_not(roomy: Server) -> None:
    statuses: list[int] = []
    assert behind(roomy) == []
    thread = run_away(roomy, statuses)
    until(lambda: len(behind(roomy)) == 1)
    thread.join()
    assert statuses == [504]
    until(lambda: behind(roomy) == [] and len(roomy.workers()) >= 4)
    with roomy.client(OTHER) as client:
        answer = client.post("/sparql", data={"query": "ASK {}"}, headers={"Accept": "application/json"})
    assert answer.json()["boolean"] is True
    assert behind(roomy) == []


def test_short_queries_of_who_has_a_slow_one_stand_back_only_while_they_run(roomy: Server) -> None:
    statuses: list[int] = []
    thread = run_away(roomy, statuses)
    until(lambda: len(behind(roomy)) == 1)
    with roomy.client(RUNAWAY) as client:
        for number in range(5):
            query = f"SELECT ?n {{ VALUES ?n {{ {number} }} }}"
            answer = client.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})
            assert (answer.status_code, answer.text.split()) == (200, ["n", str(number)])
    until(lambda: len(behind(roomy)) <= 1)
    thread.join()
    assert statuses == [504]


def test_a_short_query_that_stands_back_may_wait_for_the_processor(slice_store: Path) -> None:
    """It is not slow for what others do: here its worker gets no processor for twice as long as short queries take."""
    short = 1.0
    statuses: list[int] = []
    with bounded(slice_store, workers=3, short=short, timeout=12) as server:
        first = run_away(server, statuses)
        until(lambda: len(behind(server)) == 1)
        idle = set(server.workers()).difference(behind(server))
        tell(idle, signal.SIGSTOP)
        going_on = threading.Timer(2 * short, tell, (idle, signal.SIGCONT))
        going_on.start()
        with server.client(RUNAWAY) as client:
            started = time.monotonic()
            answer = client.post("/sparql", data={"query": "ASK {}"}, headers={"Accept": "application/json"})
        assert (answer.status_code, answer.json()) == (200, {"head": {}, "boolean": True})
        assert time.monotonic() - started > short
        going_on.join()
        first.join()
    assert statuses == [504]


def test_who_has_a_slow_query_gets_one_worker_more(roomy: Server) -> None:
    statuses: list[int] = []
    first = run_away(roomy, statuses)
    until(lambda: len(behind(roomy)) == 1)
    started = time.monotonic()
    more = [run_away(roomy, statuses) for _ in range(3)]
    for thread in more:
        thread.join()
    assert statuses == [429, 429, 429]
    # one after the other, each for as long as it takes to be slow: at once it would have been once that
    assert time.monotonic() - started >= 3 * SHORT
    with roomy.client(OTHER) as client:
        answer = client.post("/sparql", data={"query": "ASK {}"}, headers={"Accept": "application/json"})
    assert answer.json()["boolean"] is True
    first.join()
    assert statuses[3:] == [504]


def test_who_had_to_be_stopped_stands_back_from_the_start(slice_store: Path) -> None:
    statuses: list[int] = []
    with bounded(slice_store, workers=3, short=60, timeout=4.0) as server:
        run_away(server, statuses).join()
        assert statuses == [504]
        until(lambda: behind(server) == [] and len(server.workers()) == 3)
        again = run_away(server, statuses)
        until(lambda: len(behind(server)) == 1)
        assert again.is_alive()
        with server.client(OTHER) as client:
            assert client.post("/sparql", data={"query": "ASK {}"}).status_code == 200
        assert len(behind(server)) == 1
        again.join()
        assert statuses == [504, 504]


def test_who_had_to_be_stopped_never_has_the_last_worker(slice_store: Path) -> None:
    """The worker that a query has ended takes its time to end; the next such query waits for the new one."""
    with bounded(slice_store, workers=2, short=60, timeout=60, memory=400 * 2**20) as server:
        statuses: list[int] = []
        first = run_away(server, statuses)
        first.join()
        assert statuses == [503]
        more = [run_away(server, statuses) for _ in range(4)]
        seen = 0
        while any(thread.is_alive() for thread in more):
            seen = max(seen, len(behind(server)))
            with server.client(OTHER) as client:
                asked = client.post("/sparql", data={"query": f"SELECT ({seen} AS ?n) {{}}"}, timeout=90)
                assert asked.status_code == 200
        assert seen == 1
        assert statuses == [503] * 5
