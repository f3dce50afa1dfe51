"""The endpoint adapter of the `Store` port."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, cast

import pyoxigraph as ox
from pyoxigraph import (
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
)

from ..digest import digest_of, store_digest
from ..errors import QueryError, StoreAwayError, StoreError
from ..guard import dataset
from ..namespaces import GRAPH
from ..queries import view
from ..store import CATALOG
from .address import Address
from .connection import Connection, Form
from .datasets import BUILDING, Visible, asked_named, asked_on, form_of
from .servers import Server, query_url, recognise
from .statements import as_quads, as_update, batches, by_graph
from .syntax import check_update, makes_graph, whole_text
from .translating import whole, without_prefix

MOVING = NamedNode(BUILDING + "moving")
"""Is there while graphs are being moved into place, on servers that do not do this in one step."""

UNDER_WAY = NamedNode(BUILDING + "under-way")
"""Names the new graphs that are not whole yet: they have their own names already, since nothing is in their place."""

_FRESH = 5.0
"""Seconds that are trusted in which no one else has changed which graphs there are."""

_UPDATES = 900.0
"""Seconds that a server may take to store a batch or to do an update."""

_ENDS = {QueryResultsFormat.JSON: b"}", QueryResultsFormat.XML: b"sparql>"}
"""What an answer ends with."""

_BULK = 10_000
"""Statements from which on Oxigraph stores them faster without a transaction, a new set of files each time."""


class EndpointStore:
    """A SPARQL 1.1 endpoint.

    Of what it holds, the graphs under ``https://w3id.org/bwise/graph/`` count, and those that the catalogue describes.

    url: where queries go, with ``user:password@`` where the server wants that.
    token: a bearer token instead. update_url: where updates go, if not where the server usually has that.
    timeout: seconds that a query may take. whole: whether it is an error that graphs are being moved into place.

    Raises StoreError when there is no server, or it does not answer SPARQL.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        update_url: str | None = None,
        timeout: float = 60.0,
        whole: bool = True,
    ) -> None:
        address = Address.of(url, token)
        self.url = query_url(address.url)
        self._connection = Connection(address, timeout)
        response, _ = self._connection.read(self.url, [("query", "ASK {}")], QueryResultsFormat.XML.media_type)
        response.close()
        self.server: Server = recognise(
            self.url, response.headers.get("Server", ""), logged_in=address.has_login, update=update_url
        )
        self._whole = whole
        self._looked = float("-inf")
        self._visible = Visible((), ())

    def query(self, query: str, *, graphs: Sequence[NamedNode] | None = None) -> QuerySolutions | QueryBoolean:
        """See `Store.query`; values come while the answer does, and so may a StoreError."""
        if makes_graph(query):
            raise QueryError("a SELECT or ASK query is needed here, not CONSTRUCT or DESCRIBE")
        return self._table(query, self._dataset(query, graphs))

    def construct(self, query: str, *, graphs: Sequence[NamedNode] | None = None) -> QueryTriples:
        """See `Store.construct`; the answer is held in memory, each statement once."""
        if not makes_graph(query):
            raise QueryError("a CONSTRUCT or DESCRIBE query is needed here, not SELECT or ASK")
        held = ox.Store()
        held.bulk_extend(self._statements(query, self._dataset(query, graphs)))
        return cast("QueryTriples", held.query("CONSTRUCT WHERE { ?s ?p ?o }"))

    def answer(
        self,
        query: str,
        *,
        graphs: Sequence[NamedNode] | None = None,
        named: Sequence[NamedNode] | None = None,
        base: str | None = None,
    ) -> QuerySolutions | QueryBoolean | Iterator[Triple]:
        """See `EmbeddedStore.answer`; graphs of the server that are not of the store are empty, whoever names them.

        Values and statements come while the answer does, and so may a StoreError.
        """
        graph_wanted = makes_graph(query, base)
        self._look()
        form = asked_on(query, self._visible, graphs, named, base)
        try:
            if not graph_wanted:
                return self._table(query, form, base)
            return (quad.triple for quad in self._parsed(self._ask(query, form, self.server.triples.media_type, base)))
        except QueryError as error:
            raise QueryError(str(error).removeprefix(f"{self.url}: ")) from error

    def allow(self, seconds: float) -> None:
        """Set the time that an answer may take from now on."""
        self._connection.timeout = seconds

    def forget(self) -> None:
        """Look at what there is before anything else is asked."""
        self._looked = float("-inf")

    def load(self, quads: Iterable[Quad]) -> None:
        """See `Store.load`; what was loaded before an error stays, and only named graphs are written."""
        self._looked = float("-inf")
        url = self.server.statements
        for batch in batches(quads, as_update=url is None):
            if url is None:
                self.update(as_update(batch))
            elif self.server.dataset:
                bulk = [("no_transaction", "")] if len(batch) >= _BULK else None
                self._connection.write(url, as_quads(batch), _UPDATES, RdfFormat.N_QUADS.media_type, bulk)
            else:
                for graph, body in by_graph(batch):
                    into = [("graph-uri" if self.server.name == "Virtuoso" else "graph", graph.value)]
                    self._connection.write(url, body, _UPDATES, RdfFormat.N_TRIPLES.media_type, into)

    def update(self, update: str) -> None:
        """See `Store.update`; whether all of it is done or nothing is the server's affair, as is the unnamed graph."""
        check_update(update)
        self._looked = float("-inf")
        self._connection.write(self.server.update, [("update", whole_text(update))], _UPDATES)

    def graphs(self) -> list[NamedNode]:
        """See `Store.graphs`; those of this project only."""
        self._look()
        return list(self._visible.named)

    def digest(self, graph: NamedNode | None = None) -> str:
        """See `Store.digest`."""
        rows = cast("QuerySolutions", self.query(view("checksums.rq"), graphs=[CATALOG]))
        digests: dict[str, str] = {row["graph"].value: row["digest"].value for row in rows}
        if graph is None:
            return store_digest(digests)
        if graph.value not in digests:
            raise StoreError(f"the catalogue holds no digest of {graph.value}")
        return digests[graph.value]

    def measured_digest(self, graph: NamedNode, deadline: float | None = None) -> str:
        """See `Store.measured_digest`; servers that write literals otherwise have another one."""
        return digest_of(self.quads(graph), deadline).hexdigest()

    def quads(self, graph: NamedNode) -> Iterator[Quad]:
        """See `Store.quads`."""
        for quad in self._statements("CONSTRUCT WHERE { ?s ?p ?o }", form_of([graph], [])):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)

    def size(self, graph: NamedNode) -> int:
        """See `Store.size`."""
        (row,) = cast("QuerySolutions", self._table("SELECT (COUNT(*) AS ?size) { ?s ?p ?o }", form_of([graph], [])))
        return int(row["size"].value)

    def remove(self, graph: NamedNode) -> None:
        """See `Store.remove`."""
        self.update(f"DROP SILENT GRAPH {graph}")

    def all_graphs(self) -> list[NamedNode]:
        """Return every graph of the server, those that are not in place yet and other people's too."""
        rows = cast("QuerySolutions", self._table(self.server.listing, []))
        return [row["graph"] for row in rows if isinstance(row["graph"], NamedNode)]

    def is_moving(self) -> bool:
        """Tell whether graphs are being moved into place, or somebody was stopped at it."""
        return MOVING in self.all_graphs()

    def under_way(self) -> dict[NamedNode, str]:
        """Return the new graphs that somebody is loading, or was stopped at, with the marks of these changes."""
        rows = cast("QuerySolutions", self._table("SELECT ?graph ?mark { ?graph ?p ?mark }", form_of([UNDER_WAY], [])))
        return {row["graph"]: row["mark"].value for row in rows if isinstance(row["graph"], NamedNode)}

    def _look(self) -> None:
        """See which graphs there are, and which of them are in the default graph."""
        if time.monotonic() - self._looked < _FRESH:
            return
        there = self.all_graphs()
        if self._whole and MOVING in there:
            raise StoreAwayError(
                f"{self.url}: graphs are being moved into place, or that was broken off; "
                f"try again in a minute, and if it lasts: bwise-kg build --out {self.url}"
            )
        if UNDER_WAY in there:
            unfinished = set(self.under_way())
            there = [graph for graph in there if graph not in unfinished]
        described = self._named_by("checksums.rq") if any(graph not in GRAPH for graph in there) else set()
        self._visible = Visible.of(there, described, self._named_by("left_out.rq"))
        self._looked = time.monotonic()

    def _named_by(self, name: str) -> set[NamedNode]:
        """Return the graphs that a view of the catalogue names."""
        rows = cast("QuerySolutions", self._table(view(name), form_of([CATALOG], [])))
        return {row["graph"] for row in rows if isinstance(row["graph"], NamedNode)}

    def _dataset(self, query: str, graphs: Sequence[NamedNode] | None) -> Form:
        """Return what the server is told the dataset of a query of our own is."""
        if graphs is None and dataset(query):
            return []
        if graphs is None or "GRAPH" in query.upper():
            self._look()
        if graphs is None:
            return asked_on(query, self._visible, None, None, None)
        return form_of(graphs, asked_named(query, self._visible))

    def _table(self, query: str, form: Form, base: str | None = None) -> QuerySolutions | QueryBoolean:
        format_ = self.server.table
        body = self._ask(query, form, f"{format_.media_type}, */*;q=0.1", base)
        body = whole(without_prefix(body, self.server.blank_prefix), _ENDS[format_], self.url)
        try:
            return ox.parse_query_results(body, format_)
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.url}: the answer cannot be read ({error}); is this a SPARQL endpoint?") from error

    def _statements(self, query: str, form: Form) -> Iterator[Quad]:
        yield from self._parsed(self._ask(query, form, self.server.triples.media_type))

    def _parsed(self, body: IO[bytes]) -> Iterator[Quad]:
        try:
            yield from ox.parse(body, self.server.triples)
        except SyntaxError as error:
            raise StoreError(f"{self.url}: the answer cannot be read ({error}); is this a SPARQL endpoint?") from error

    def _ask(self, query: str, form: Form, accept: str, base: str | None = None) -> IO[bytes]:
        _, body = self._connection.read(self.url, [("query", whole_text(query, base)), *form], accept)
        return body
