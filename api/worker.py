"""A worker process: one query at a time, on a store that it can only read, without a network."""

from __future__ import annotations

import logging
import re
import signal
import socket
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, RdfFormat, Triple, serialize

from bwise_kg.errors import QueryError, StoreError
from bwise_kg.graph import Graph
from bwise_kg.guard import check, is_graph_query
from bwise_kg.namespaces import ID, PREFIXES

from . import logs, tasks
from .channel import Line
from .confinement import confine
from .formats import GRAPHS, TABLES
from .jobs import Job, Look, Reply, Result, Task
from .looking import look
from .negotiation import choose
from .opening import Opened, Readable, unopened
from .problems import Problem, exhausted, unexpected, unwritable
from .spool import Spool, TooLargeError
from .well_formed import XML, UnwritableError, nameable

log = logging.getLogger("bwise_kg.api.worker")

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_LINE = re.compile(r"\(line (\d+)\)$")
_PREFIXED = {RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.RDF_XML}
_BRACKETS = re.compile(r"[\[\](){}]")
_BASE = ID.base.removesuffix("id/")
"""What relative IRIs in a query without BASE start from."""
_GRACE = 2.0
"""Seconds after a deadline at which a worker ends by itself, should nobody have stopped it."""


def main(end: socket.socket, memory: int, network: bool) -> None:
    """Answer jobs until the connection ends."""
    confine(memory, network=network)
    logs.configure()
    serve(Line(end), Opened())


def serve(line: Line, opened: Opened) -> None:
    """Answer the jobs that come on a line until it ends."""
    while True:
        try:
            job: Job | Look | Task = line.receive()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, job.seconds + _GRACE)
        try:
            if isinstance(job, Task):
                reply: Reply = _work(opened.graph(job.generation, job.seconds), job)
            elif isinstance(job, Look):
                reply = look(opened.anew(job.generation, job.seconds), job.generation)
            else:
                reply = _answer(opened.store(job.generation, job.seconds), job)
        except StoreError as error:
            reply = unopened(error, job.generation)
        except Problem as problem:
            reply = problem
        except MemoryError:
            reply = exhausted()
        signal.setitimer(signal.ITIMER_REAL, 0)
        line.send(reply)


def _work(graph: Graph, task: Task) -> Reply:
    try:
        with Spool(task.spool, task.limits.inline, task.limits.size, task.limits.rows) as spool:
            media_type = tasks.work(graph, task, spool)
            return Result(media_type, spool.inline(), spool.size, None)
    except TooLargeError as error:
        raise Problem(400, "The answer is too large", f"It has more than {error}.", "too-large") from error
    except (Problem, StoreError, MemoryError):
        raise
    except Exception:
        log.exception("unexpected")
        return unexpected()


def _answer(store: Readable, job: Job) -> Reply:
    bound_nesting(job.text, job.limits.nesting)
    try:
        check(job.text, datasets=True)
        offered: list[str] = [*(GRAPHS if is_graph_query(job.text) else TABLES)]
        media_type = choose(job.accept, offered)
        answer = store.answer(
            job.text, graphs=_nodes(job.default_graphs, job), named=_nodes(job.named_graphs, job), base=_BASE
        )
        with Spool(job.spool, job.limits.inline, job.limits.size, job.limits.rows) as spool:
            rows = _write(answer, media_type, spool)
            return Result(media_type, spool.inline(), spool.size, rows)
    except QueryError as error:
        raise refused(str(error)) from error
    except TooLargeError as error:
        raise Problem(
            400,
            "The answer is too large",
            f"It has more than {error}. Ask for a part of it with LIMIT and OFFSET, or take a dump.",
            "too-large",
        ) from error
    except UnwritableError as error:
        raise unwritable(error, [each for each in offered if each not in XML]) from error
    except (OSError, RuntimeError, ValueError) as error:  # what the engine raises while it evaluates
        raise Problem(400, "The query cannot be evaluated", _own_words(error), "evaluation") from error


def _write(answer: QuerySolutions | QueryBoolean | Iterable[Triple], media_type: str, spool: Spool) -> int | None:
    if media_type in XML:
        spool.keep_to_xml()
    if not isinstance(answer, QuerySolutions | QueryBoolean):
        counted = _Counted(answer, spool.rows)
        format_ = GRAPHS[media_type]
        written = nameable(counted) if format_ == RdfFormat.RDF_XML else iter(counted)
        serialize(written, spool, format_, prefixes=PREFIXES if format_ in _PREFIXED else None)
        return counted.seen
    format_of_rows = TABLES[media_type]
    if isinstance(answer, QueryBoolean):
        answer.serialize(spool, format_of_rows)
        return None
    spool.count_rows_of(format_of_rows)
    answer.serialize(spool, format_of_rows)
    return spool.rows_seen


class _Counted:
    """Statements, up to a number of them."""

    def __init__(self, triples: Iterable[Triple], limit: int) -> None:
        self._triples = triples
        self._limit = limit
        self.seen = 0

    def __iter__(self) -> Iterator[Triple]:
        for triple in self._triples:
            self.seen += 1
            if self.seen > self._limit:
                raise TooLargeError(f"{self._limit:,} statements")
            yield triple


def bound_nesting(text: str, limit: int) -> None:
    """Raise Problem for brackets in brackets in brackets …, on which the engine's stack would overflow."""
    depth = 0
    for match in _BRACKETS.finditer(text):
        depth += 1 if match[0] in "[({" else -1
        if depth > limit:
            before = text[: match.start()]
            raise Problem(
                400,
                "The query is nested too deeply",
                f"There may be {limit} brackets in each other.",
                "nesting",
                line=before.count("\n") + 1,
                column=match.start() - before.rfind("\n"),
            )


def _nodes(iris: tuple[str, ...] | None, job: Job) -> list[NamedNode] | None:
    """Return the graphs of one half of the protocol's dataset: empty where only the other half was given."""
    if iris is None:
        return None if job.default_graphs is None and job.named_graphs is None else []
    try:
        return [NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise Problem(
            400, "A graph of the dataset is no IRI", "Give default-graph-uri and named-graph-uri as IRIs.", "parameter"
        ) from error


def refused(message: str, what: str = "query") -> Problem:
    """Return what is told of a query or update that cannot be read, or asks for what is not allowed."""
    if match := _PLACE.match(message):
        line, column = int(match[1]), int(match[2])
        wanted = " ".join(match[3].split())
        detail = f"Line {line}, column {column}: {wanted[:500]}"
        return Problem(400, f"The {what} is no SPARQL 1.1", detail, "syntax", line=line, column=column)
    if place := _LINE.search(message):
        return Problem(400, f"The {what} is refused", message, "refused", line=int(place[1]))
    return Problem(400, f"The {what} is refused", message, "refused")


def _own_words(error: Exception) -> str:
    """Return what an engine says, unless it is of files: these are nobody's business."""
    return "" if isinstance(error, OSError) else str(error)[:500]
