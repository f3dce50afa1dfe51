"""Numbers for monitoring: they count what happened, and say nothing of what was asked."""

from __future__ import annotations

from pathlib import Path

from tests.api.api import API
from tests.api.memory import samples
from tests.api.serving import serving


def requests(route: str, method: str, status: str) -> tuple[str, frozenset[tuple[str, str]]]:
    return "bwise_kg_requests_total", frozenset({"route": route, "method": method, "status": status}.items())


def test_requests_are_counted_by_route(slice_store: Path) -> None:
    with serving(slice_store) as server, server.client() as client:
        for _ in range(3):
            client.get("/sparql", params={"query": "ASK { ?s ?p 'confidential' }"})
        client.get("/sparql", params={"query": "confidential"})
        client.get(f"{API}/profiles/supporter", params={"lang": "de"})
        client.get(f"{API}/profiles/confidential")
        client.get("/confidential")
        client.get(f"{API}/confidential")
        found = samples(client)
        assert found[requests("/sparql", "GET", "200")] == 3
        assert found[requests("/sparql", "GET", "400")] == 1
        assert found[requests(f"{API}/profiles/{{id}}", "GET", "200")] == 1
        assert found[requests(f"{API}/profiles/{{id}}", "GET", "404")] == 1
        assert found[requests("/none", "GET", "404")] == 1
        assert found[requests(f"{API}/none", "GET", "404")] == 1
        seconds = frozenset({"route": "/sparql", "method": "GET"}.items())
        assert found["bwise_kg_request_seconds_count", seconds] == 4
        job = frozenset({"kind": "job", "outcome": "result"}.items())
        assert found["bwise_kg_worker_jobs_total", job] == 1  # the same query is answered from what is kept
        ready = client.get("/ready").json()
        info = {"generation": ready["generation"], "digest": ready["digest"], "esco_version": ready["esco_version"]}
        assert found["bwise_kg_store_info", frozenset(info.items())] == 1
        assert found["bwise_kg_store_graphs", frozenset()] == ready["graphs"]
        assert found["process_resident_memory_bytes", frozenset()] > 10**7
        assert "confidential" not in client.get("/metrics").text
