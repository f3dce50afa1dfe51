"""The writing process: one change at a time, in a generation of its own that counts only once it is whole.

It says when a change is ready and waits for the word to make it count: who gives no word stops it, and nothing
has changed.
"""

from __future__ import annotations

import copy
import logging
import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

from pyoxigraph import NamedNode

from bwise_kg import submissions
from bwise_kg.errors import (
    BwiseError,
    ProtectedError,
    QueryError,
    StoreAwayError,
    StoreError,
    StoreFullError,
    StoreLockedError,
    StoreSlowError,
)
from bwise_kg.generations import is_full, open_store, writing
from bwise_kg.guard import check
from bwise_kg.namespaces import ID
from bwise_kg.store import EmbeddedStore
from bwise_kg.submissions import Changes

from . import logs, placing
from .confinement import confine
from .graph_content import statements_of
from .opening import away
from .orders import Answer, Done, GraphUpdate, Method, Order, Prepared, SparqlUpdate, Tidy, WriteLimits
from .problems import Problem, exhausted, unexpected
from .worker import bound_nesting, refused

log = logging.getLogger("bwise_kg.api.writer")

BEGUN = "begun"
"""What the process says as soon as it has an order: one that ends without that has not touched it."""
COMMIT = "commit"
"""The word that makes a change count."""

_BASE = ID.base.removesuffix("id/")
"""What relative IRIs in an update without BASE start from, as in queries."""


class _Withdrawn(Exception):  # noqa: N818 - an event, not a mistake
    """There is to be no new generation."""


def main(connection: Connection, memory: int, network: bool) -> None:
    """Write what is ordered until the connection ends."""
    confine(memory, network=network)
    logs.configure()
    while True:
        try:
            order: Order | Tidy = connection.recv()
        except EOFError:
            return
        connection.send(BEGUN)
        signal.setitimer(signal.ITIMER_REAL, order.seconds + 2)  # should nobody have stopped it
        try:
            answer = _tidy(order) if isinstance(order, Tidy) else _carry_out(order, connection)
        except _Withdrawn:
            return
        except Problem as problem:
            answer = copy.copy(problem)  # without the frames that hold the store open
        except (ProtectedError, QueryError) as error:
            answer = _not_allowed(error)
        except StoreLockedError:
            answer = _locked()
        except (StoreAwayError, StoreSlowError):
            log.exception("not written")
            answer = away()
        except MemoryError:
            answer = exhausted()
        except (OSError, StoreError) as error:
            log.exception("not written")
            answer = _not_written(error)
        except Exception:
            log.exception("unexpected")
            answer = unexpected()
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.send(answer)


def _carry_out(order: Order, connection: Connection) -> Answer:
    if isinstance(order.what, SparqlUpdate):
        bound_nesting(order.what.text, order.limits.nesting)
        check(order.what.text, datasets=True)
    if isinstance(order.place, Path):
        with writing(order.place) as generation:
            before = open_store(order.place)
            before.backup(generation)
            size = _size(generation)
            created = _made(EmbeddedStore(generation), order)
            order.limits.bound_growth(_size(generation) - size)
            if not _told(Prepared(generation.name, created), connection):
                _withdraw()
        return Done()
    with placing.staged(order.place, order, lambda store: work_on(store, order.what, order.limits)) as created:
        if not _told(Prepared(order.mark, created), connection):
            _withdraw()
    return Done(counts=True)


def _told(prepared: Prepared, connection: Connection) -> bool:
    """Say that a change is ready; tells whether the word came that it is to count."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    connection.send(prepared)
    try:
        return bool(connection.recv() == COMMIT)
    except EOFError:
        return False


def _made(store: EmbeddedStore, order: Order) -> bool:
    """Make a change in a new generation and close that; tells whether there is a graph more."""
    try:
        created, _ = work_on(store, order.what, order.limits)
    except BaseException:
        with suppress(OSError, RuntimeError):
            store.close()
        raise
    store.close()
    return created


def work_on(store: EmbeddedStore, what: SparqlUpdate | GraphUpdate, limits: WriteLimits) -> tuple[bool, Changes]:
    """Make a change in a store that may be thrown away; tells whether there is a graph more, and what has changed."""
    if isinstance(what, SparqlUpdate):
        return False, _update(store, what)
    return _write(store, what, limits.multipart)


def _update(store: EmbeddedStore, what: SparqlUpdate) -> Changes:
    try:
        return submissions.update(
            store, what.text, default=_nodes(what.default_graphs), named=_nodes(what.named_graphs), base=_BASE
        )
    except (RuntimeError, ValueError) as error:  # what the engine raises on the way
        if is_full(error):
            raise
        words = str(error)[:500]
        if "does not exist" in words or "already exists" in words:
            raise Problem(409, "The update does not fit the store", f"{words}; or say SILENT.", "conflict") from error
        raise Problem(400, "The update cannot be carried out", words, "evaluation") from error


def _write(store: EmbeddedStore, what: GraphUpdate, longest: int) -> tuple[bool, Changes]:
    graph = NamedNode(what.graph)
    there = graph in store.graphs()
    if what.method is Method.DELETE and not there and graph != submissions.DEFAULT:
        raise Problem(404, "No such graph", f"The store has no graph <{what.graph}>.", "not-found")
    if not what.only.hold(_digest(store, graph), there=there or graph == submissions.DEFAULT):
        raise Problem(
            412,
            "The graph is not what the request is meant for",
            "Nothing has changed. Get the graph again and look what others have changed.",
            "precondition",
        )

    def work() -> None:
        if what.method is not Method.POST:
            store.remove(graph)
        if what.content is not None:
            store.update(f"CREATE SILENT GRAPH {graph}")  # one without statements is a graph as well
            store.load(statements_of(what.content, what.content_type, graph, longest))

    changes = submissions.change(store, work, [graph])
    return not there and what.method is not Method.DELETE, changes


def _digest(store: EmbeddedStore, graph: NamedNode) -> str | None:
    try:
        return store.digest(graph)
    except StoreError:  # it is not described
        return None


def _tidy(order: Tidy) -> Answer:
    if not isinstance(order.place, Path):
        return placing.settled(order.place, order)
    # it clears away on the way in; one that is writing meanwhile has done so
    with suppress(_Withdrawn, StoreLockedError), writing(order.place):
        _withdraw()
    return Done()


def _withdraw() -> NoReturn:
    raise _Withdrawn


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())


def _nodes(iris: tuple[str, ...]) -> list[NamedNode]:
    try:
        return [NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise Problem(
            400,
            "A graph of the dataset is no IRI",
            "Give using-graph-uri and using-named-graph-uri as IRIs.",
            "parameter",
        ) from error


def _not_allowed(error: BwiseError) -> Problem:
    if isinstance(error, ProtectedError):
        return Problem(403, "This graph is not written by clients", str(error), "protected")
    return refused(str(error), "update")


def _locked() -> Problem:
    return Problem(
        503,
        "The store is being written by another process",
        "Nothing has changed; try again in a moment.",
        "busy",
        headers={"Retry-After": "5"},
    )


def _not_written(error: Exception) -> Problem:
    if isinstance(error, StoreFullError) or is_full(error):
        return Problem(507, "There is no room left for the change", "Nothing has changed.", "full")
    return Problem(
        500, "The change could not be written", "Nothing has changed; the log has it under the request's id.", "io"
    )
