"""The writing process: one change at a time, in a generation of its own that counts only once it is whole.

It says when a change is ready and waits for the word to make it count: who gives no word stops it, and nothing
has changed.
"""

from __future__ import annotations

import copy
import errno
import logging
import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

from pyoxigraph import NamedNode

from bwise_kg import submissions
from bwise_kg.errors import BwiseError, ProtectedError, QueryError, StoreError, StoreLockedError
from bwise_kg.generations import open_store, writing
from bwise_kg.guard import check
from bwise_kg.namespaces import ID
from bwise_kg.store import EmbeddedStore

from . import logs
from .confinement import confine
from .graph_content import statements_of
from .orders import Answer, Done, GraphUpdate, Method, Order, Prepared, SparqlUpdate, Tidy
from .problems import Problem, ended_the_engine, unexpected
from .worker import BEGUN, bound_nesting, refused

log = logging.getLogger("bwise_kg.api.writer")

COMMIT = "commit"
"""The word that makes a change count."""

_BASE = ID.base.removesuffix("id/")
"""What relative IRIs in an update without BASE start from, as in queries."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_WORDS = ("No space left on device", "Disk quota exceeded", "File too large")


class _Withdrawn(Exception):  # noqa: N818 - an event, not a mistake
    """There is to be no new generation."""


def main(connection: Connection, memory: int) -> None:
    """Write what is ordered until the connection ends."""
    confine(memory)
    logs.configure()
    while True:
        try:
            order: Order | Tidy = connection.recv()
        except EOFError:
            return
        connection.send(BEGUN)
        signal.setitimer(signal.ITIMER_REAL, order.seconds + 2)  # should nobody have stopped it
        try:
            answer = _tidy(order.folder) if isinstance(order, Tidy) else _carry_out(order, connection)
        except _Withdrawn:
            return
        except Problem as problem:
            answer = copy.copy(problem)  # without the frames that hold the store open
        except (ProtectedError, QueryError) as error:
            answer = _not_allowed(error)
        except StoreLockedError:
            answer = _locked()
        except MemoryError:
            answer = ended_the_engine()
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
    with writing(order.folder) as generation:
        before = open_store(order.folder)
        before.backup(generation)
        size = _size(generation)
        created = _made(EmbeddedStore(generation), order)
        if _size(generation) - size > order.limits.growth:
            raise Problem(
                413, "The change is too large", f"The store may grow by {order.limits.growth:,} bytes.", "too-long"
            )
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.send(Prepared(generation.name, created))
        try:
            word = connection.recv()
        except EOFError:
            word = None
        if word != COMMIT:
            _withdraw()
    return Done()


def _made(store: EmbeddedStore, order: Order) -> bool:
    """Make a change in a new generation and close that; tells whether there is a graph more."""
    try:
        if isinstance(order.what, SparqlUpdate):
            created = _update(store, order.what)
        else:
            created = _write(store, order.what, order.limits.multipart)
    except BaseException:
        with suppress(OSError, RuntimeError):
            store.close()
        raise
    store.close()
    return created


def _update(store: EmbeddedStore, what: SparqlUpdate) -> bool:
    try:
        submissions.update(
            store, what.text, default=_nodes(what.default_graphs), named=_nodes(what.named_graphs), base=_BASE
        )
    except (RuntimeError, ValueError) as error:  # what the engine raises on the way
        if _is_full(error):
            raise
        words = str(error)[:500]
        if "does not exist" in words or "already exists" in words:
            raise Problem(409, "The update does not fit the store", f"{words}; or say SILENT.", "conflict") from error
        raise Problem(400, "The update cannot be carried out", words, "evaluation") from error
    return False


def _write(store: EmbeddedStore, what: GraphUpdate, longest: int) -> bool:
    graph = NamedNode(what.graph)
    there = graph in store.graphs()
    if what.method is Method.DELETE and not there and graph != submissions.DEFAULT:
        raise Problem(404, "No such graph", f"The store has no graph <{what.graph}>.", "not-found")

    def work() -> None:
        if what.method is not Method.POST:
            store.remove(graph)
        if what.content is not None:
            store.update(f"CREATE SILENT GRAPH {graph}")  # one without statements is a graph as well
            store.load(statements_of(what.content, what.content_type, graph, longest))

    submissions.change(store, work, [graph])
    return not there and what.method is not Method.DELETE


def _tidy(folder: Path) -> Answer:
    # it clears away on the way in; one that is writing meanwhile has done so
    with suppress(_Withdrawn, StoreLockedError), writing(folder):
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
    if _is_full(error):
        return Problem(507, "There is no room left for the change", "Nothing has changed.", "full")
    return Problem(
        500, "The change could not be written", "Nothing has changed; the log has it under the request's id.", "io"
    )


def _is_full(error: Exception) -> bool:
    return (isinstance(error, OSError) and error.errno in _FULL) or any(words in str(error) for words in _FULL_WORDS)
