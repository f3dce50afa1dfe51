"""Our service beside other SPARQL servers on the same statements, in one run."""

from __future__ import annotations

import http.client
import itertools
import statistics
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import rdflib
from rich import box
from rich.table import Table

from bwise_kg import open_graph
from bwise_kg.store import CATALOG
from tests.api.serving import serving

from .agreeing import differences, row_count, row_counts
from .asked import Workload, new
from .closed import Draw, any_of, any_query, closed_loop
from .measure import Line, percentile, seconds
from .peers import OXIGRAPH, RDFLIB, RdflibEndpoint, catalog, peers
from .settling import settle
from .talking import Client, Request

OURS = "bwise-kg"
ROUNDS = 5
CONNECTIONS = 8
"""Of the second measurement of requests a second."""
SPAN = 4.0
"""Seconds for which requests a second are counted."""
LIMIT = 10.0
"""Seconds after which a server is not waited for any more."""
BUDGET = 90.0
"""Seconds for all of them on rdflib-endpoint."""
_UNCACHED = 0.002
"""Seconds that a request may take more than with `oxigraph serve`."""

Times = dict[str, list[float]]
"""Seconds of each asking, by query."""


@dataclass(frozen=True, slots=True)
class Served:
    """What one server did with one kind of request. rates: requests a second with 1 and with 8 connections."""

    kind: str
    server: str
    times: Sequence[float] = ()
    rates: Sequence[float] = ()
    note: str = ""


class Comparison:
    """The measurements of one run."""

    def __init__(self) -> None:
        self.served: list[Served] = []

    def lines(self, store: Path, dataset: rdflib.Dataset, folder: Path) -> Iterator[Line]:
        """Measure, and yield what design has a bar for.

        store: the built one. dataset: the same for rdflib. folder: for the data of others.
        """
        workload = Workload.of(open_graph(store))
        if CATALOG.value not in {str(graph.identifier) for graph in dataset.graphs()}:
            dataset.parse(data=catalog(store), format="nquads")
        beside_rdflib = RdflibEndpoint(dataset) if RdflibEndpoint.is_here() else None
        with ExitStack() as running:
            if beside_rdflib:  # a copy of this process, made before there are threads in it
                running.enter_context(beside_rdflib)
            others = running.enter_context(peers(store, folder))
            ours = running.enter_context(serving(store))
            settle(ours)
            endpoints = {OURS: f"{ours.url}/sparql"} | {name: url for name, url in others.items() if url}
            yield from self._questions(workload, endpoints, beside_rdflib)
            self._points(workload, endpoints)
            self._descriptions(workload, endpoints, ours.url)
        absent = [name for name, url in others.items() if url is None] + ([] if beside_rdflib else [RDFLIB])
        self.served += [Served("", name, note="not here") for name in absent]

    def _questions(
        self, workload: Workload, endpoints: dict[str, str], beside_rdflib: RdflibEndpoint | None
    ) -> Iterator[Line]:
        texts = workload.questions
        counted = {name: row_counts(url, texts, LIMIT) for name, url in endpoints.items()}
        expected = counted[OURS]
        others = {name: differences(expected, rows) for name, rows in counted.items()}
        assert not others.get(OXIGRAPH), f"the same engine, another answer: {others[OXIGRAPH]}"
        cached, uncached = (in_turn(texts, endpoints, change, without=others) for change in (str, new))
        for kind, found, change in (("repeated", cached, str), ("each new", uncached, new)):
            for name, url in endpoints.items():
                asked = any_query([text for key, text in texts.items() if key not in others[name]], change)
                note = f"without {len(others[name])} answered otherwise or not in {LIMIT:.0f} s" if others[name] else ""
                self.served.append(Served(f"questions, {kind}", name, _all(found[name]), _rates(url, asked), note))
        for name in endpoints.keys() - {OURS}:
            ours, theirs = summed(cached[OURS], others[name]), summed(cached[name])
            what = f"{len(texts) - len(others[name])} questions over HTTP, repeated"
            to_meet = name == OXIGRAPH
            yield Line(what, ours, name, theirs, "ahead" if to_meet else "", ours < theirs if to_meet else None)
        if beside_rdflib:
            yield self._beside_rdflib(beside_rdflib, texts, cached[OURS], expected)
        if OXIGRAPH in endpoints:
            ours, theirs = (summed(uncached[each]) / len(texts) for each in (OURS, OXIGRAPH))
            met = ours - theirs <= _UNCACHED
            yield Line("a question over HTTP, each new, mean", ours, OXIGRAPH, theirs, "at most 2 ms more", met)

    def _beside_rdflib(
        self, server: RdflibEndpoint, texts: dict[str, str], cached: Times, expected: dict[str, int | None]
    ) -> Line:
        """Ask rdflib-endpoint each question once, as long as the budget lasts: some would take it hours."""
        times: dict[str, float] = {}
        stopped = differing = 0
        end = time.monotonic() + BUDGET
        for name, text in texts.items():
            if time.monotonic() > end:
                break
            with Client(server.url, timeout=LIMIT) as client:
                try:
                    reply = client.ask(Request.query(name, text))
                except (OSError, http.client.HTTPException):
                    stopped += 1
                    times[name] = LIMIT
                    server.restart()
                else:
                    differing += row_count(reply) != expected[name]
                    times[name] = reply.seconds
        note = f"{len(times)} asked once, {stopped} stopped after {LIMIT:.0f} s, {differing} answered otherwise"
        self.served.append(Served("questions, repeated", RDFLIB, list(times.values()), note=note))
        ours, theirs = sum(statistics.median(cached[name]) for name in times), sum(times.values())
        beside = f"{RDFLIB} ({stopped} stopped after {LIMIT:.0f} s)"
        return Line(f"{len(times)} questions over HTTP, repeated", ours, beside, theirs, "ahead", ours < theirs)

    def _points(self, workload: Workload, endpoints: dict[str, str]) -> None:
        texts = {str(number): text for number, text in enumerate(workload.points)}
        for kind, change in (("repeated", str), ("each new", new)):
            found = in_turn(texts, endpoints, change, rounds=2)
            for name, url in endpoints.items():
                asked = any_query(workload.points, change)
                self.served.append(Served(f"labels of one skill, {kind}", name, _all(found[name]), _rates(url, asked)))

    def _descriptions(self, workload: Workload, endpoints: dict[str, str], url: str) -> None:
        """Dereferencing has no like elsewhere; DESCRIBE of the same things comes near: it gives labels of nothing."""
        for ending in ("ttl", "html"):
            asked = workload.documents(ending)
            with Client(url) as client:
                times = [client.ask(request).seconds for request in asked]
                again = [client.ask(request).seconds for _ in range(2) for request in asked]
            self.served.append(Served(f"documents (.{ending}), first time", OURS, times))
            self.served.append(Served(f"documents (.{ending}), repeated", OURS, again, _rates(url, any_of(asked))))
        texts = {iri: f"DESCRIBE <{iri}>" for iri in workload.things}
        for name, times_of in in_turn(texts, endpoints, new, accept="text/turtle", rounds=2).items():
            self.served.append(Served("DESCRIBE, each new", name, _all(times_of)))

    def table(self) -> Table:
        """Return all measurements as a table."""
        result = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for column in ("requests", "server"):
            result.add_column(column)
        for column in ("p50", "p99", "a second, 1 connection", f"{CONNECTIONS} connections"):
            result.add_column(column, justify="right")
        result.add_column("")
        for one in self.served:
            p50, p99 = (seconds(percentile(one.times, p)) if one.times else "" for p in (50, 99))
            rates = [f"{rate:,.0f}" for rate in one.rates] or ["", ""]
            result.add_row(one.kind, one.server, p50, p99, *rates, one.note)
        return result


def in_turn(
    texts: dict[str, str],
    endpoints: dict[str, str],
    change: Callable[[str], str],
    *,
    accept: str | None = None,
    rounds: int = ROUNDS,
    without: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> dict[str, Times]:
    """Ask each server each query in turn, so that a drift of the machine's speed meets all; times by server.

    change: what is done to the text each time. without: what a server is not asked. One more round, the first, does
    not count.
    """
    found: dict[str, Times] = {
        name: {key: [] for key in texts if key not in without.get(name, ())} for name in endpoints
    }
    with ExitStack() as open_:
        clients = {name: open_.enter_context(Client(url)) for name, url in endpoints.items()}
        for turn, (key, text) in itertools.product(range(rounds + 1), texts.items()):
            for name, client in clients.items():
                if key not in found[name]:
                    continue
                request = Request.query(key, change(text), accept) if accept else Request.query(key, change(text))
                took = client.ask(request).seconds
                if turn:
                    found[name][key].append(took)
    return found


def summed(found: Times, without: Collection[str] = ()) -> float:
    """Return the sum of the medians of all queries but some."""
    return sum(statistics.median(times) for key, times in found.items() if key not in without)


def _all(found: Times) -> list[float]:
    return list(itertools.chain(*found.values()))


def _rates(url: str, asked: Draw) -> tuple[float, float]:
    one, many = (closed_loop(url, asked, connections, SPAN).a_second for connections in (1, CONNECTIONS))
    return one, many
