"""The command ``bwise-kg serve``, its workers, its log, and its end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import httpx
import pytest

from tests.api.serving import ENDLESS, Server, children, serving

RUN = [sys.executable, "-c", "from bwise_kg.cli import main; main()", "serve"]


def test_health_and_readiness(client: httpx.Client) -> None:
    assert client.get("/health").json() == {"status": "ok"}
    ready = client.get("/ready")
    assert ready.status_code == 200
    assert ready.json()["esco_version"] == "1.1.1"
    assert len(ready.json()["digest"]) == 64
    assert ready.headers["cache-control"] == "no-store"


def test_needs_a_store(tmp_path: Path) -> None:
    done = subprocess.run([*RUN, "--store", str(tmp_path / "none")], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "no store there; make one with: bwise-kg build" in done.stderr
    assert "Traceback" not in done.stderr


def test_taken_port_is_told(server: Server, slice_store: Path) -> None:
    port = server.url.rpartition(":")[2]
    command = [*RUN, "--store", str(slice_store), "--port", port]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert f"could not be started on 127.0.0.1:{port}" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ends_at_a_signal_and_leaves_nothing(slice_store: Path, number: signal.Signals) -> None:
    with serving(slice_store) as server, server.client() as client:
        client.get("/sparql", params={"query": "ASK {}"})
        family = [*server.workers(), *children(server.process.pid)]
        assert len(family) >= 3
        server.process.send_signal(number)
        assert server.process.wait(20) == 0
    gone(family)


def test_ends_while_a_query_runs(slice_store: Path) -> None:
    with serving(slice_store) as server, server.client(timeout=1) as client:
        with pytest.raises(httpx.ReadTimeout):
            client.get("/sparql", params={"query": ENDLESS})
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(20) == 0


def test_workers_end_with_a_service_that_is_killed(slice_store: Path) -> None:
    with serving(slice_store) as server, server.client(timeout=1) as client:
        with pytest.raises(httpx.ReadTimeout):
            client.get("/sparql", params={"query": ENDLESS})
        family = [*server.workers(), *children(server.process.pid)]
        server.process.kill()
        server.process.wait()
        gone(family)


def gone(pids: list[int], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while [pid for pid in pids if alive(pid)]:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_killed_workers_are_replaced(slice_store: Path) -> None:
    with serving(slice_store) as server, server.client() as client:
        for _ in range(3):
            for worker in server.workers():
                os.kill(worker, signal.SIGKILL)
            for number in range(4):
                response = client.get("/sparql", params={"query": f"ASK {{ ?s ?p {number}, {time.time()} }}"})
                assert response.status_code == 200


def test_worker_that_is_killed_at_a_query(slice_store: Path) -> None:
    import threading

    with serving(slice_store) as server, server.client() as client:
        found: list[httpx.Response] = []
        asking = threading.Thread(target=lambda: found.append(client.get("/sparql", params={"query": ENDLESS})))
        asking.start()
        for _ in range(2):  # the first time, it is asked once more
            time.sleep(2)
            for worker in server.workers():
                os.kill(worker, signal.SIGKILL)
        asking.join()
        assert found[0].status_code == 500
        assert found[0].json()["type"] == "https://w3id.org/bwise/problem/lost"
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


def test_request_ids(client: httpx.Client) -> None:
    assert client.get("/health", headers={"X-Request-ID": "abc-1"}).headers["x-request-id"] == "abc-1"
    for wrong in ("a b", "x" * 65, '"'):
        given = client.get("/health", headers={"X-Request-ID": wrong}).headers["x-request-id"]
        assert given != wrong
        assert len(given) == 32


def test_log_says_what_happened_but_not_who_asked_what(slice_store: Path) -> None:
    with serving(slice_store) as server:
        with server.client("127.0.0.9") as client:
            headers = {"X-Request-ID": "one"}
            client.get("/sparql", params={"query": "SELECT ('confidential' AS ?x) {}"}, headers=headers)
            client.get("/sparql", params={"query": "confidential"})
            client.post("/sparql", content="confidential", headers={"Content-Type": "application/sparql-query"})
            client.post("/sparql", data={"query": "SELECT * { FILTER(1" + "+1" * 100_000 + ") }"})
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(20)
        text = "".join(server.lines)
        assert "confidential" not in text
        assert "127.0.0." not in text
        assert str(slice_store) not in text
        records = [json.loads(line) for line in server.lines if line.startswith("{")]
        requests = [record for record in records if record["message"] == "request"]
        assert [record["status"] for record in requests] == [200, 400, 400, 400]
        assert requests[0]["request_id"] == "one"
        assert requests[0]["path"] == "/sparql"
        assert {"time", "level", "method", "milliseconds", "bytes"} <= requests[0].keys()


def test_base_is_the_endpoint_of_the_description(slice_store: Path) -> None:
    with serving(slice_store, "--base", "https://kg.example/b/") as server, server.client() as client:
        assert "sd:endpoint <https://kg.example/b/sparql>" in client.get("/sparql").text


def test_settings_come_from_the_environment(slice_store: Path) -> None:
    environment = {"BWISE_TIMEOUT": "2", "BWISE_WORKERS": "3", "BWISE_MEMORY": "off"}
    with serving(slice_store, **environment) as server, server.client() as client:
        assert len(server.workers()) == 3
        assert client.get("/sparql", params={"query": ENDLESS}).status_code == 504


def test_version_is_the_packages(client: httpx.Client) -> None:
    assert client.get("/openapi.json").json()["info"]["version"] == version("bwise-kg")
