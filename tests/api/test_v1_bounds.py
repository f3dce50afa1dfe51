"""Hard cases of the JSON API: work that does not end in time, workers that are killed, clients that go, rebuilds."""

from __future__ import annotations

import os
import shutil
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from bwise_kg import build
from bwise_kg.curricula import add
from tests.api.api import API, get, pages
from tests.api.serving import Server, bounded
from tests.api.test_sparql_bounds import RUNAWAY, busy, eventually
from tests.building.courses import COACHING, COURSE, turtle

LONG = turtle(skills=(COACHING,) * 490).encode()
"""A curriculum with about as many outcomes as there may be, which takes a worker a while."""


def validated(server: Server, seconds: float = 150) -> httpx.Response:
    with server.client(RUNAWAY, timeout=seconds) as client:
        return client.post(f"{API}/validate", content=LONG, headers={"Content-Type": "text/turtle"})


def answers(server: Server) -> bool:
    """Tell whether the service answers something that a worker has to work out."""
    with server.client(RUNAWAY) as client:
        response = client.get(f"{API}/profiles")
    return response.status_code == 200 and len(response.json()["data"]) >= 3


def tell(server: Server, number: signal.Signals) -> set[int]:
    """Send a signal to all workers; returns who they are. One that is stopped comes to no end, and has to be killed."""
    workers = set(server.workers())
    for worker in workers:
        with suppress(ProcessLookupError):
            os.kill(worker, number)
    return workers


def test_work_is_stopped_at_its_deadline(slice_store: Path) -> None:
    with bounded(slice_store, timeout=6) as server:
        stuck = tell(server, signal.SIGSTOP)
        response = validated(server)
        assert response.status_code == 504
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["type"].endswith("/problem/timeout")
        eventually(lambda: answers(server), 90)
        assert not stuck <= set(server.workers())


def test_work_whose_worker_is_killed_is_begun_again(slice_store: Path) -> None:
    """From what was sent in, which the first one had read already, or not."""
    with bounded(slice_store, timeout=120) as server, ThreadPoolExecutor(1) as threads:
        asked = threads.submit(validated, server)
        eventually(lambda: busy(server) or asked.done(), 60)
        tell(server, signal.SIGKILL)
        response = asked.result()
        assert (response.status_code, response.json()["data"]["conforms"]) == (200, False)


def test_work_whose_workers_are_killed_again_and_again_is_told_to_be_lost(slice_store: Path) -> None:
    """Twice at work: lost. Else, where none gets as far as that, at the deadline, at work or waiting for a worker."""
    with bounded(slice_store, timeout=15) as server, ThreadPoolExecutor(1) as threads:
        asked = threads.submit(validated, server)
        while not asked.done():
            tell(server, signal.SIGKILL)
            time.sleep(0.05)
        response = asked.result()
        told = (response.status_code, response.json()["type"].rpartition("/")[2])
        assert told in {(500, "lost"), (503, "busy"), (504, "timeout")}
        eventually(lambda: answers(server), 90)


def test_work_stops_when_its_client_goes(slice_store: Path) -> None:
    with bounded(slice_store, timeout=300) as server:
        stuck = tell(server, signal.SIGSTOP)
        with pytest.raises(httpx.ReadTimeout):
            validated(server, seconds=3)
        eventually(lambda: not stuck <= set(server.workers()), 60)  # long before the deadline
        assert not any(record["message"] == "unexpected" for record in server.records())
        tell(server, signal.SIGCONT)
        eventually(lambda: answers(server), 90)


def test_a_list_is_read_on_over_a_rebuild(slice_store: Path, tmp_path: Path) -> None:
    """Half of a list before a rebuild that brings something new, half after it: everything once, in order."""
    folder = shutil.copytree(slice_store, tmp_path / "store")
    with bounded(folder, timeout=120) as server, server.client(timeout=150) as client:
        before = [each["iri"] for each in pages(client, "/outcomes", limit=200)]
        first = get(client, "/outcomes", limit=40)
        file = tmp_path / "course.ttl"
        file.write_text(turtle(), encoding="utf-8")
        build(folder)
        add(folder, file, "1.0")
        read = [each["iri"] for each in first["data"]]
        following = first["links"]["next"]
        while following:
            page = get(client, following.removeprefix(API))
            read += [each["iri"] for each in page["data"]]
            following = page["links"]["next"]
        after = [each["iri"] for each in pages(client, "/outcomes", limit=200)]
    assert {*after} - {*before} == {f"{COURSE}/1/1"}
    assert [each for each in read if each in before] == before
    assert len(read) == len({*read})
    assert read == sorted(read)
