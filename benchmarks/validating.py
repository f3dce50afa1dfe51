"""Curricula held against the rules, one and many, beside pySHACL on the same context and on the whole of ESCO."""

from __future__ import annotations

import gc
import resource
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice
from multiprocessing import active_children, get_context
from pathlib import Path
from urllib.parse import urlsplit

import rdflib
from pyoxigraph import NamedNode, Quad

from bwise_kg import Graph, open_graph
from bwise_kg.curriculum.source import CurriculumSource
from bwise_kg.errors import BwiseError
from bwise_kg.namespaces import GRAPH, esco_graph, inferred_graph
from bwise_kg.queries import bind, view
from bwise_kg.validation import EngineName, Report, rules, validate, validate_many

from .measure import Line, median
from .mutating import mutated

MANY = (1_000, 10_000)
_AT_ONCE = 2_500
"""How many curricula are in memory at a time."""
LIMIT = 300
"""Seconds after which pySHACL with the whole of ESCO is stopped."""

_BAR = 0.025
"""Seconds for one curriculum with its context, warm."""
_RATE = 300
"""Curricula a second on two cores."""
_SETS = ("curriculum", "alignment")
_NAMES = ("enabler", "supporter", "worker")


def lines(folder: Path, dataset: rdflib.Dataset | None = None) -> Iterator[Line]:
    """Validate with the rule sets that are the default. dataset: the same store in rdflib, if it is at hand."""
    gc.freeze()  # as for the questions
    graph = open_graph(folder)
    ask = partial(validate, graph, "supporter", _SETS)
    ask(EngineName.COMPILED)  # cuts the context and prepares the shapes
    ask(EngineName.SHIFTY)
    ours = median(partial(ask, EngineName.COMPILED), 15)
    cut, fast = median(partial(ask, EngineName.PYSHACL), 1), median(partial(ask, EngineName.SHIFTY), 5)
    yield Line("validation of one curriculum, warm", ours, "pySHACL on the same cut", cut, "< 25 ms", ours < _BAR)
    yield Line("validation of one curriculum, warm", ours, "Shifty on the same cut", fast, "", None)
    if dataset is not None:
        whole = _with_all(graph, dataset)
        beside = "pySHACL with all of ESCO" + (f" (stopped after {LIMIT} s)" if whole >= LIMIT else "")
        yield Line("validation of one curriculum, warm", ours, beside, whole, "", None)
    gc.collect()
    gc.freeze()
    for many in MANY:
        yield _many(graph, folder, many, cut)


def _many(graph: Graph, folder: Path, many: int, reference: float) -> Line:
    """Validate curricula with mistakes on two cores. reference: seconds that pySHACL takes for one without.

    The clock runs from curricula in memory to reports in memory; starting the processes counts, making the curricula up
    does not. The bar is by the clock. The rate of the processor's time beside it, all processes together, is what two
    cores would give if nobody else used them.
    """
    found: Counter[bool] = Counter()
    made = _Made(islice(_generated(graph), many))
    before, wall, own = _children(), time.perf_counter(), time.process_time()
    memory = []
    for outcome in validate_many(graph, made, _SETS, processes=2, store=folder):
        if not isinstance(outcome, Report) and not isinstance(outcome, BwiseError):
            raise TypeError(f"no outcome: {outcome!r}")
        found[isinstance(outcome, Report) and outcome.conforms] += 1
        if found.total() in (many // 2, many):
            memory.append(_memory())
    wall = time.perf_counter() - wall - made.wall
    used = time.process_time() - own + _children() - before - made.processor
    assert found.total() == many
    rate = 2 * many / used
    name = (
        f"validation of {many:,} curricula ({rate:.0f} a second of two cores' time, {many / wall:.0f} by the clock; "
        f"{used:.0f} s of processors; {memory[-1] - memory[0]:+.0f} MiB in the second half, {memory[-1]:.0f} in all)"
    )
    theirs = reference * many / 2
    met = many / wall > _RATE and theirs / wall > 10
    return Line(name, wall, "pySHACL on two cores, from one", theirs, f"> {_RATE} a second and 10 x faster", met)


class _Made:
    """Curricula that are made up some at a time, while nobody is at work on those before.

    wall, processor: seconds that making them took, by the clock and of the processor.
    """

    def __init__(self, curricula: Iterator[CurriculumSource]) -> None:
        self._curricula = curricula
        self._made: list[CurriculumSource] = []
        self.wall = self.processor = 0.0

    def __iter__(self) -> Iterator[CurriculumSource]:
        while self._made_more():
            yield from self._made

    def _made_more(self) -> bool:
        """Let go of those before, and make the next ones; tell whether there are any."""
        _until_idle()
        wall, processor = time.perf_counter(), time.process_time()
        self._made = []
        self._made = list(islice(self._curricula, _AT_ONCE))
        self.wall += time.perf_counter() - wall
        self.processor += time.process_time() - processor
        return bool(self._made)


def _until_idle() -> None:
    """Wait until the processes at work have nothing left to do."""
    used = None
    while used != (used := [_used(child.pid) for child in active_children()]):
        time.sleep(0.02)


def _used(process: int | None) -> str:
    """Return the nanoseconds of the processor that a process has used so far."""
    return Path(f"/proc/{process}/schedstat").read_text().split()[0]


def _children() -> float:
    """Return the seconds of the processor that processes used which have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory() -> float:
    """Return the MiB that the processes at work hold."""
    pages = [Path(f"/proc/{child.pid}/statm").read_text().split()[1] for child in active_children()]
    return sum(map(int, pages)) * resource.getpagesize() / 2**20


def _generated(graph: Graph) -> Iterator[CurriculumSource]:
    """Yield the reference curricula with mistakes, without end."""
    originals = []
    for name in _NAMES:
        query = bind(view("whole_curriculum.rq"), curriculum=NamedNode(graph.entry(name).iri))
        originals.append(list(graph.store.construct(query, graphs=[GRAPH.reference])))
    parts = {t.subject for original in originals for t in original if isinstance(t.subject, NamedNode)}
    for number, triples in enumerate(mutated(originals, 20221122)):
        # each has IRIs of its own, as those of different schools have
        own: dict[object, NamedNode] = {
            part: NamedNode(f"https://example.org/{number}{urlsplit(part.value).path}") for part in parts
        }
        quads = tuple(Quad(own.get(t.subject, t.subject), t.predicate, own.get(t.object, t.object)) for t in triples)
        yield CurriculumSource(quads, {}, Path(f"course-{number}.ttl"))


def _with_all(graph: Graph, dataset: rdflib.Dataset) -> float:
    """Return the seconds that pySHACL takes with the graphs that the context is cut from, at most `LIMIT`."""
    esco = esco_graph(graph.esco_version)
    names = [esco, inferred_graph(esco), GRAPH.reference, inferred_graph(GRAPH.reference), GRAPH.ontology]
    child = get_context("fork").Process(target=_validate_all, args=(dataset, names))
    start = time.perf_counter()
    child.start()
    child.join(LIMIT)
    took = time.perf_counter() - start
    if child.is_alive():
        child.kill()
        child.join()
    elif child.exitcode:
        raise RuntimeError("pySHACL failed with all of ESCO")
    return took


def _validate_all(dataset: rdflib.Dataset, names: list[NamedNode]) -> None:
    import pyshacl  # noqa: PLC0415 - takes half a second to load

    shapes = rdflib.Graph()
    shapes.parse(data="\n".join(f"{triple} ." for triple in rules().of(_SETS).shapes), format="nt")
    whole = rdflib.graph.ReadOnlyGraphAggregate([dataset.graph(rdflib.URIRef(name.value)) for name in names])
    pyshacl.validate(whole, shacl_graph=shapes, inplace=True, do_owl_imports=False)
