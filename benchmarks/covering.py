"""Coverage of one curriculum and of ten thousand, beside the same SPARQL on rdflib."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Iterator
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path

import rdflib
from pyoxigraph import NamedNode

from bwise_kg import AttainedSkill, Curriculum, Graph, Module, Outcome, Verdict, open_graph
from bwise_kg.namespaces import GRAPH, esco_graph, inferred_graph
from bwise_kg.queries import bind, view

from .measure import Line, median

MANY = 10_000
LIMIT = 30
"""Seconds after which a query on rdflib is stopped; it does not carry bindings into property paths."""


def lines(folder: Path, dataset: rdflib.Dataset) -> Iterator[Line]:
    """Compare on a store and an rdflib data set with the same statements."""
    graph = open_graph(folder)
    coverage = graph.coverage("supporter")
    warm = median(lambda: graph.coverage("supporter"), 50)
    cold = median(lambda: open_graph(folder).coverage("supporter"), 9)
    times = [_bounded(dataset, query, names) for query, names in _queries(graph)]
    slow = sum(times)
    beside = "same SPARQL on rdflib" + (f" (some stopped after {LIMIT} s)" if max(times) >= LIMIT else "")
    met = warm < 0.01 and slow / warm > 100
    yield Line("coverage, warm", warm, beside, slow, "< 10 ms and 100 x faster", met)
    yield Line("coverage, store just opened", cold, beside, slow, "", None)

    before = _memory()
    took = 0.0
    verdicts = dict.fromkeys(Verdict, 0)
    half = before
    for number, curriculum in enumerate(_curricula(graph)):
        start = time.perf_counter()
        found = graph.coverage(curriculum, coverage.profile)
        took += time.perf_counter() - start  # making the curriculum up does not count
        for covered in found.requirements:
            verdicts[covered.verdict] += 1
        if number == MANY // 2:
            half = _memory()
    grown = _memory() - half
    assert all(verdicts.values()), verdicts  # the sample is not one-sided
    name = f"coverage of {MANY:,} curricula (the second half takes {grown / 1024:.0f} MiB more)"
    yield Line(name, took, "", None, "< 20 s, memory flat", took < 20 and grown < 10 * 1024)


def _queries(graph: Graph) -> Iterator[tuple[str, list[NamedNode]]]:
    """Yield what a coverage asks, with values bound, and the graphs it asks."""
    coverage = graph.coverage("supporter")
    esco = esco_graph(coverage.esco_version)
    skills = [NamedNode(skill) for skill in coverage.skills]
    design, release = [GRAPH.reference, GRAPH.ontology], [esco, inferred_graph(esco)]
    yield bind(view("curriculum.rq"), curriculum=NamedNode(coverage.curriculum.iri)), [GRAPH.reference]
    yield bind(view("profile.rq"), profile=NamedNode(coverage.profile.iri)), design
    yield view("levels.rq"), design
    yield view("level_mappings.rq"), design
    yield bind(view("skills.rq"), skill=skills), release
    yield bind(view("skill_parents.rq"), start=skills), release


def _bounded(dataset: rdflib.Dataset, query: str, names: list[NamedNode]) -> float:
    """Return the seconds that rdflib takes for a query, at most `LIMIT`."""
    child = get_context("fork").Process(target=_ask, args=(dataset, query, names))
    start = time.perf_counter()
    child.start()
    child.join(LIMIT)
    took = time.perf_counter() - start
    if child.is_alive():
        child.kill()
        child.join()
    elif child.exitcode:
        raise RuntimeError(f"rdflib failed on: {query}")
    return took


def _ask(dataset: rdflib.Dataset, query: str, names: list[NamedNode]) -> int:
    graph = rdflib.graph.ReadOnlyGraphAggregate([dataset.graph(rdflib.URIRef(name.value)) for name in names])
    prefixes = {"rdf": rdflib.RDF}
    return len(list(graph.query(query, initNs=prefixes)))


def _curricula(graph: Graph) -> Iterator[Curriculum]:
    """Yield random curricula over all of ESCO, half of their skills required ones."""
    chance = random.Random(20221122)
    query = "SELECT ?s { ?s a esco:Skill }"
    skills = sorted(row[0].value for row in graph.query(query))  # type: ignore[union-attr]  # of SELECT
    required = [r.skill for r in graph.profile("supporter").requirements]
    levels = [*graph.scales.levels, None]
    for number in range(MANY):
        modules = []
        for m in range(3):
            outcomes = [
                Outcome(
                    iri=f"http://example.org/{number}/{m}/{o}",
                    title={"en": f"outcome {o}"},
                    kind=None,
                    attains=tuple(
                        AttainedSkill(
                            chance.choice(required if chance.random() < 0.5 else skills), chance.choice(levels)
                        )
                        for _ in range(chance.randint(1, 4))
                    ),
                )
                for o in range(10)
            ]
            modules.append(Module(f"http://example.org/{number}/{m}", {}, True, Decimal(60), tuple(outcomes)))
        yield Curriculum(f"http://example.org/{number}", {}, None, Decimal(180), tuple(modules), ())


def _memory() -> int:
    """Return the peak memory of this process in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
