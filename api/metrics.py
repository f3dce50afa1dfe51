"""What monitoring reads at ``/metrics``: numbers by route and outcome, nothing of what was asked or by whom."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .footprint import Footprint, Occupied, footprints
from .jobs import StoreInfo

if TYPE_CHECKING:
    from .service import Service  # whose queries count here

REGISTRY = CollectorRegistry()
"""Of this process; not the library's own, which others may write to."""

_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_LABELS = ("route", "method")

REQUESTS = Counter("bwise_kg_requests", "Requests answered.", [*_LABELS, "status"], registry=REGISTRY)
SECONDS = Histogram(
    "bwise_kg_request_seconds",
    "Seconds from a request's arrival to the end of its answer.",
    _LABELS,
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=REGISTRY,
)
JOBS = Counter(
    "bwise_kg_worker_jobs", "What workers were asked, by how it ended.", ["kind", "outcome"], registry=REGISTRY
)
REPLACED = Counter("bwise_kg_workers_replaced", "Workers that were stopped or ended, and replaced.", registry=REGISTRY)
PRESENT = Gauge("bwise_kg_requests_present", "Requests that are being answered.", registry=REGISTRY)

ProcessCollector(registry=REGISTRY)


class Measured:
    """Counts and times requests; inside of what turns errors into answers, so that it sees the route."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        PRESENT.inc()
        try:
            await self._app(scope, receive, noting)
        finally:
            PRESENT.dec()
            labels = (_route(scope), scope["method"] if scope["method"] in _METHODS else "other")
            REQUESTS.labels(*labels, str(status)).inc()
            SECONDS.labels(*labels).observe(time.perf_counter() - started)


def add_to(app: FastAPI) -> None:
    """Measure an application, and let it tell what was measured."""
    app.add_middleware(Measured)
    app.router.routes.append(Route("/metrics", _metrics))


async def _metrics(request: Request) -> Response:
    """Return all numbers in the text format of Prometheus."""
    service: Service = request.app.state.service
    occupied = service.occupied()
    taken = await asyncio.to_thread(footprints, os.getpid(), occupied.kinds)  # takes a look at each page
    once = CollectorRegistry()
    once.register(_Held(service.info, occupied, taken))
    return Response(
        generate_latest(REGISTRY) + generate_latest(once),
        headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"},
    )


class _Held(Collector):
    """What the service has open now, and what that takes."""

    def __init__(self, info: StoreInfo, occupied: Occupied, taken: Mapping[str, Footprint]) -> None:
        self._info, self._occupied, self._taken = info, occupied, taken

    def collect(self) -> Iterator[Metric]:
        """Yield the store's generation with its digest, and how many graphs it has."""
        names = ("generation", "digest", "esco_version")
        store = GaugeMetricFamily("bwise_kg_store_info", "The generation of the store that is served.", labels=names)
        store.add_metric([self._info.generation, self._info.digest, self._info.esco_version or ""], 1)
        yield store
        yield GaugeMetricFamily("bwise_kg_store_graphs", "Named graphs in the store.", len(self._info.graphs))
        yield GaugeMetricFamily(
            "bwise_kg_store_memory_bytes", "Memory of the process that keeps the store in memory.", self._occupied.size
        )
        workers = GaugeMetricFamily(
            "bwise_kg_workers", "Workers, by where they read the newest generation of the store.", labels=["reads"]
        )
        workers.add_metric(["memory"], self._occupied.in_memory)
        workers.add_metric(["disk"], self._occupied.on_disk)
        yield workers
        yield from self._memory()

    def _memory(self) -> Iterator[Metric]:
        processes = GaugeMetricFamily("bwise_kg_processes", "Processes of the service.", labels=["process"])
        memory = GaugeMetricFamily(
            "bwise_kg_memory_bytes",
            "Memory of these processes; proportional: what is shared is divided among who shares it.",
            labels=["process", "measure"],
        )
        for kind, taken in self._taken.items():
            processes.add_metric([kind], taken.processes)
            memory.add_metric([kind, "resident"], taken.resident)
            if taken.proportional is not None:
                memory.add_metric([kind, "proportional"], taken.proportional)
        yield processes
        yield memory


def _route(scope: Scope) -> str:
    """Return the template of the address, so that there are as many as there are routes."""
    endpoint = scope.get("endpoint")
    path = getattr(scope.get("route"), "path", None)
    if path is None:  # of a plain route, which only its endpoint tells
        plain = (each for each in scope["app"].routes if isinstance(each, Route))
        path = next((route.path for route in plain if route.endpoint is endpoint), None)
    before = scope.get("root_path", "").removeprefix(scope.get("app_root_path", ""))
    return f"{before}{path or '/none'}"
