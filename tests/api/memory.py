"""What the service tells of where its workers read, and waiting for it."""

from __future__ import annotations

import time
from collections.abc import Callable

import httpx
from prometheus_client.parser import text_string_to_metric_families

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def samples(client: httpx.Client) -> Samples:
    """Return all numbers of a service, by name and labels."""
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def number(found: Samples, name: str, **labels: str) -> float:
    """Return one number."""
    return found[name, frozenset(labels.items())]


def reading(client: httpx.Client) -> tuple[float, float]:
    """Return how many workers read the newest generation in memory, and how many on disk."""
    found = samples(client)
    return number(found, "bwise_kg_workers", reads="memory"), number(found, "bwise_kg_workers", reads="disk")


def until(holds: Callable[[], bool], seconds: float = 240) -> None:
    """Wait for something that comes in seconds, unless the machine is busy."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.1)
