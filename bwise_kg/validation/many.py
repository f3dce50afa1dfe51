"""Many curricula held against rules, one after the other or on several cores."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from ..graph import Graph, open_graph
from .checking import validate_all
from .engines import EngineName
from .packing import Outcome, packed_outcomes, packed_subjects, unpacked_outcomes, unpacked_subjects
from .rules import rules
from .subjects import DEFAULT, Sent, Subject

AT_ONCE = 64
"""How many curricula are held against the rules together at most; a process is sent no more than two times that."""
_FIRST = 32
"""How many are sent to a process at first."""
_ROUNDS = 4
"""How often each process is sent some before it is sent more at a time: none has much left to do when others end."""


def validate_many(
    graph: Graph,
    subjects: Iterable[Subject],
    rule_sets: Sequence[str] = DEFAULT,
    engine: EngineName | str = EngineName.COMPILED,
    language: str = "en",
    processes: int = 1,
    store: str | Path | None = None,
) -> Iterator[Outcome]:
    """Yield for each subject, in their order, the report that `validate` returns or the error that it raises.

    The subjects may be any number: only some are held in memory at a time. A subject is judged by itself, whatever
    the others say.

    processes: how many to use; with more than one they are started, and end with the iterator. Code that runs on
    import has to stand below ``if __name__ == "__main__"`` then. store: the folder or URL that `graph` was opened from,
    which these processes open; None is the one that `open_graph` takes by default.

    Raises NotFoundError for a rule set that there is not.
    """
    rules().of(rule_sets, language)
    work = _Work(tuple(rule_sets), EngineName(engine), language)
    if processes < 2:
        return _in_turn(graph, subjects, work)
    return _spread(subjects, work, processes, store)


@dataclass(frozen=True, slots=True)
class _Work:
    """What is done with each subject."""

    rule_sets: tuple[str, ...]
    engine: EngineName
    language: str

    def reports(self, graph: Graph, subjects: Sequence[Subject | Sent]) -> list[Outcome]:
        """Do it."""
        return validate_all(graph, subjects, self.rule_sets, self.engine, self.language)


def _in_turn(graph: Graph, subjects: Iterable[Subject], work: _Work) -> Iterator[Outcome]:
    waiting = iter(subjects)
    # the first is not kept waiting for others; the other engines gain nothing by several, and are slow
    at_once, most = 1, AT_ONCE if work.engine is EngineName.COMPILED else 1
    while some := list(islice(waiting, at_once)):
        yield from work.reports(graph, some)
        at_once = min(2 * at_once, most)


def _spread(subjects: Iterable[Subject], work: _Work, processes: int, store: str | Path | None) -> Iterator[Outcome]:
    waiting = iter(subjects)
    # a fork would take the threads of the parent's store along
    with ExitStack() as stack:
        pool = ProcessPoolExecutor(processes, get_context("spawn"), _open, (store, work))
        stack.callback(pool.shutdown, cancel_futures=True)
        asked: deque[Future[bytes]] = deque()
        sent = 0
        while True:
            at_once = min(max(_FIRST, sent // (_ROUNDS * processes)), AT_ONCE)
            while len(asked) < 2 * processes and (some := list(islice(waiting, at_once))):
                asked.append(pool.submit(_judge_some, packed_subjects(some)))
                sent += len(some)
            if not asked:
                return
            yield from unpacked_outcomes(asked.popleft().result())


@dataclass(slots=True)
class _Bench:
    """What a process works with."""

    graph: Graph
    work: _Work


_BENCH: list[_Bench] = []


def _open(store: str | Path | None, work: _Work) -> None:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start threads, and none has work here
    _BENCH[:] = [_Bench(open_graph(store), work)]
    rules().of(work.rule_sets).engine(work.engine)
    # what a curriculum leaves is let go of once a batch; the rules stay, so that this need not walk them
    gc.collect()
    gc.freeze()
    gc.disable()


def _judge_some(packed: bytes) -> bytes:
    (bench,) = _BENCH
    found = packed_outcomes(bench.work.reports(bench.graph, unpacked_subjects(packed)))
    gc.collect(0)  # what has stayed so far is not looked at again
    return found
