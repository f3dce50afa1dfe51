"""Many curricula held against rules, one after the other or on several cores."""

from __future__ import annotations

import gc
import io
import pickle
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ..curriculum.source import CurriculumSource, Places, Problem
from ..errors import BwiseError
from ..graph import Graph, open_graph
from .checking import validate
from .engines import EngineName
from .report import Report
from .rules import Rule, RuleBook, rules
from .subjects import DEFAULT, Subject

AT_ONCE = 16
"""How many curricula go to a process at once; it is sent no more before it has answered two times that."""

Outcome = Report | BwiseError
"""The report on a curriculum, or why there is none."""


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
    book = rules()
    book.of(rule_sets, language)
    work = _Work(tuple(rule_sets), EngineName(engine), language)
    if processes < 2:
        return (_judge(graph, subject, work) for subject in subjects)
    return _spread(subjects, work, processes, store, book)


@dataclass(frozen=True, slots=True)
class _Work:
    """What is done with each subject."""

    rule_sets: tuple[str, ...]
    engine: EngineName
    language: str


def _judge(graph: Graph, subject: Subject, work: _Work) -> Outcome:
    try:
        return validate(graph, subject, work.rule_sets, work.engine, work.language)
    except BwiseError as error:
        return error


def _spread(
    subjects: Iterable[Subject], work: _Work, processes: int, store: str | Path | None, book: RuleBook
) -> Iterator[Outcome]:
    waiting = iter(subjects)
    by_id = {rule.id: rule for rule in book.rules}
    # a fork would take the threads of the parent's store along
    with ExitStack() as stack:
        pool = ProcessPoolExecutor(processes, get_context("spawn"), _open, (store, work))
        stack.callback(pool.shutdown, cancel_futures=True)
        asked: deque[Future[bytes]] = deque()
        while True:
            while len(asked) < 2 * processes and (some := list(islice(waiting, AT_ONCE))):
                asked.append(pool.submit(_judge_some, _packed(some)))
            if not asked:
                return
            yield from _unpacked(asked.popleft().result(), by_id)


@dataclass(slots=True)
class _Bench:
    """What a process works with."""

    graph: Graph
    work: _Work


_BENCH: list[_Bench] = []


def _open(store: str | Path | None, work: _Work) -> None:
    _BENCH[:] = [_Bench(open_graph(store), work)]
    rules().of(work.rule_sets).engine(work.engine)
    # what a curriculum leaves is let go of once a batch; the rules stay, so that this need not walk them
    gc.collect()
    gc.freeze()
    gc.disable()


def _judge_some(packed: bytes) -> bytes:
    (bench,) = _BENCH
    subjects: Sequence[Subject] = pickle.loads(packed)  # noqa: S301 - it comes from a process of our own
    found = _packed([_judge(bench.graph, subject, bench.work) for subject in subjects])
    gc.collect()
    return found


class _Packer(pickle.Pickler):
    """Writes less than others: of rules, which are the same in all processes, the id; of statements, N-Quads."""

    def persistent_id(self, obj: object) -> str | None:
        return obj.id if isinstance(obj, Rule) else None

    def reducer_override(self, obj: object) -> Any:
        """Take errors apart, which are not made of what they say, and curricula, whose terms cost milliseconds."""
        if isinstance(obj, BwiseError):
            return _error, (type(obj), obj.args, vars(obj))
        if isinstance(obj, CurriculumSource):
            lines = ox.serialize(obj.quads, format=ox.RdfFormat.N_QUADS)
            return _source, (lines, obj.places, obj.path, obj.problems)
        return NotImplemented


def _error(kind: type[BwiseError], args: tuple[object, ...], said: Mapping[str, object]) -> BwiseError:
    error = kind.__new__(kind)
    error.args = args
    vars(error).update(said)
    return error


def _source(lines: bytes, places: Places, path: Path, problems: tuple[Problem, ...]) -> CurriculumSource:
    quads = tuple(ox.parse(lines, ox.RdfFormat.N_QUADS, lenient=True))  # as they were, whatever was said of them
    return CurriculumSource(quads, places, path, problems)


class _Unpacker(pickle.Unpickler):
    """Reads what `_Packer` writes; it comes from a process of our own."""

    def __init__(self, data: bytes, by_id: Mapping[str, Rule]) -> None:
        super().__init__(io.BytesIO(data))
        self._by_id = by_id

    def persistent_load(self, identifier: str) -> Rule:
        return self._by_id[identifier]


def _packed(some: Sequence[Outcome] | Sequence[Subject]) -> bytes:
    buffer = io.BytesIO()
    _Packer(buffer, pickle.HIGHEST_PROTOCOL).dump(some)
    return buffer.getvalue()


def _unpacked(data: bytes, by_id: Mapping[str, Rule]) -> Sequence[Outcome]:
    found: Sequence[Outcome] = _Unpacker(data, by_id).load()
    return found
