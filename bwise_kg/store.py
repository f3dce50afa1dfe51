"""The store of named graphs: the port, and the embedded Oxigraph adapter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Protocol

import pyoxigraph as ox
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples

from .digest import digest_of, store_digest
from .errors import QueryError, StoreError
from .guard import dataset
from .namespaces import BW, GRAPH, PREFIXES, SPDX, XSD

CATALOG = GRAPH.catalog
"""The graph that describes the others."""

_FALSE = Literal("false", datatype=XSD.boolean)

_BULK = 20_000
"""Statements from which on a bulk load pays: each one leaves a dozen files, and many files slow everything."""


class Store(Protocol):
    """What the library asks of a store; every adapter passes the same tests.

    The default graph of a query is the union of the graphs that the catalogue does not exclude:
    all but the ESCO versions that are not the current one and the superseded versions of curricula.
    FROM and FROM NAMED in a query are honoured: it sees what it names and nothing else. ``graphs`` overrule both.
    """

    def query(self, query: str, *, graphs: Sequence[NamedNode] | None = None) -> QuerySolutions | QueryBoolean:
        """Answer a SELECT or ASK query; ``graphs`` are its default graph instead of the usual union.

        Raises QueryError when the query cannot be read or is of another form.
        """

    def construct(self, query: str, *, graphs: Sequence[NamedNode] | None = None) -> QueryTriples:
        """Answer a CONSTRUCT or DESCRIBE query; otherwise as `query`."""

    def load(self, quads: Iterable[Quad]) -> None:
        """Add statements, however many."""

    def update(self, update: str) -> None:
        """Carry out a SPARQL update; raises QueryError when it cannot be read."""

    def graphs(self) -> list[NamedNode]:
        """Return the named graphs, by name."""

    def digest(self, graph: NamedNode | None = None) -> str:
        """Return the digest of a graph, or of all but the catalogue, as the catalogue holds it."""

    def measured_digest(self, graph: NamedNode, deadline: float | None = None) -> str:
        """Return the digest of what a graph holds now, whatever the catalogue says."""

    def quads(self, graph: NamedNode) -> Iterable[Quad]:
        """Return all statements of a graph."""

    def size(self, graph: NamedNode) -> int:
        """Return how many statements a graph holds."""

    def remove(self, graph: NamedNode) -> None:
        """Drop a graph; nothing happens if it is not there."""


class EmbeddedStore:
    """Oxigraph in this process.

    path: a folder of Oxigraph's own; None keeps everything in memory.
    read_only: many processes may read one folder, but never see what is written later.

    Raises StoreError when the folder is not there, is damaged, or is being written.
    """

    def __init__(self, path: Path | None = None, *, read_only: bool = False) -> None:
        try:
            if path is None:
                self._store = ox.Store()
            elif read_only:
                self._store = ox.Store.read_only(str(path))
            else:
                self._store = ox.Store(str(path))
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{path}: the store cannot be opened ({error})") from error
        self._default: list[NamedNode] | None = None
        self._default_known = False

    def query(self, query: str, *, graphs: Sequence[NamedNode] | None = None) -> QuerySolutions | QueryBoolean:
        """See `Store.query`."""
        results = self._ask(query, graphs)
        if isinstance(results, QueryTriples):
            raise QueryError("a SELECT or ASK query is needed here, not CONSTRUCT or DESCRIBE")
        return results

    def construct(self, query: str, *, graphs: Sequence[NamedNode] | None = None) -> QueryTriples:
        """See `Store.construct`."""
        results = self._ask(query, graphs)
        if not isinstance(results, QueryTriples):
            raise QueryError("a CONSTRUCT or DESCRIBE query is needed here, not SELECT or ASK")
        return results

    def answer(
        self,
        query: str,
        *,
        graphs: Sequence[NamedNode] | None = None,
        named: Sequence[NamedNode] | None = None,
        base: str | None = None,
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer a query of any form; ``named`` are all that GRAPH finds, ``base`` is for relative IRIs."""
        return self._ask(query, graphs, named, base)

    def load(self, quads: Iterable[Quad]) -> None:
        """See `Store.load`."""
        waiting = iter(quads)
        first = list(islice(waiting, _BULK))
        if len(first) < _BULK:
            self._store.extend(first)
        else:
            self._store.bulk_extend(chain(first, waiting))
        self._default_known = False

    def update(self, update: str, *, base: str | None = None) -> None:
        """See `Store.update`; ``base`` is for relative IRIs."""
        try:
            self._store.update(update, base_iri=base, prefixes=PREFIXES)
        except SyntaxError as error:
            raise QueryError(str(error)) from error
        self._default_known = False

    def graphs(self) -> list[NamedNode]:
        """See `Store.graphs`."""
        named = (graph for graph in self._store.named_graphs() if isinstance(graph, NamedNode))
        return sorted(named, key=lambda graph: graph.value)

    def digest(self, graph: NamedNode | None = None) -> str:
        """See `Store.digest`."""
        values = {
            str(quad.subject): quad.object.value
            for quad in self._store.quads_for_pattern(None, SPDX.checksumValue, None, CATALOG)
            if isinstance(quad.object, Literal)
        }
        digests = {
            quad.subject.value: values[str(quad.object)]
            for quad in self._store.quads_for_pattern(None, SPDX.checksum, None, CATALOG)
            if isinstance(quad.subject, NamedNode) and str(quad.object) in values
        }
        if graph is None:
            return store_digest(digests)
        if graph.value not in digests:
            raise StoreError(f"the catalogue holds no digest of {graph.value}")
        return digests[graph.value]

    def measured_digest(self, graph: NamedNode, deadline: float | None = None) -> str:
        """Return the digest of what a graph holds now, whatever the catalogue says."""
        return digest_of(self.quads(graph), deadline).hexdigest()

    def quads(self, graph: NamedNode) -> Iterable[Quad]:
        """Return all statements of a graph."""
        return self._store.quads_for_pattern(None, None, None, graph)

    def size(self, graph: NamedNode) -> int:
        """Return how many statements a graph holds."""
        solutions = self._store.query("SELECT (COUNT(*) AS ?size) { ?s ?p ?o }", default_graph=graph)
        (solution,) = solutions  # type: ignore[misc]  # of SELECT
        return int(solution["size"].value)

    def remove(self, graph: NamedNode) -> None:
        """Drop a graph; nothing happens if it is not there."""
        self._store.remove_graph(graph)
        self._default_known = False

    def dump(self, stream: BinaryIO) -> None:
        """Write all statements of all graphs as N-Quads."""
        self._store.dump(stream, ox.RdfFormat.N_QUADS)

    def backup(self, target: Path) -> None:
        """Copy a store on disk to a new folder; takes milliseconds, the files are linked."""
        self._store.backup(str(target))

    def close(self) -> None:
        """Write everything to disk and let go of the folder."""
        self._store.flush()
        del self._store

    def _ask(
        self,
        query: str,
        graphs: Sequence[NamedNode] | None,
        named: Sequence[NamedNode] | None = None,
        base: str | None = None,
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        default: list[NamedNode | BlankNode | DefaultGraph] | None = None
        own_dataset = False
        if graphs is not None:
            default = [*graphs]
        elif dataset(query):
            own_dataset = True
        elif (union := self._default_graphs()) is not None:
            default = [*union]
        try:
            return self._store.query(
                query,
                base_iri=base,
                prefixes=PREFIXES,
                use_default_graph_as_union=default is None and not own_dataset,
                default_graph=default,
                named_graphs=None if named is None else [*named],
            )
        except SyntaxError as error:
            raise QueryError(str(error)) from error

    def _default_graphs(self) -> list[NamedNode] | None:
        """Return the graphs of the default union, or None when it is simply all of them."""
        if not self._default_known:
            excluded = {
                quad.subject for quad in self._store.quads_for_pattern(None, BW.inDefaultGraph, _FALSE, CATALOG)
            }
            self._default = [graph for graph in self.graphs() if graph not in excluded] if excluded else None
            self._default_known = True
        return self._default
