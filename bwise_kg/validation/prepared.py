"""Queries that rdflib reads once: to read a query of a rule takes six times as long as to answer it.

pySHACL hands the text of a constraint's query to the graph for each focus node of each validation.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Mapping
from typing import Any

from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result

ONE_AT_A_TIME = threading.RLock()
"""Held while rdflib works on queries: its parser is no good in several threads at once, nor are queries it has read."""

_KEPT = 512
"""How many queries are kept, some ten times as many as rules have."""


class PreparedGraph(Graph):
    """A graph that remembers the queries it is asked, for all graphs of the kind. Hold `ONE_AT_A_TIME` to ask it."""

    def query(
        self,
        query_object: str | Query,
        processor: Any = "sparql",
        result: Any = "sparql",
        initNs: Mapping[str, Any] | None = None,  # noqa: N803 - rdflib's names
        initBindings: Mapping[str, Any] | None = None,  # noqa: N803
        use_store_provided: bool = True,
        **kwargs: Any,
    ) -> Result:
        """Answer a query as `rdflib.Graph.query` does."""
        if isinstance(query_object, str):
            namespaces = initNs or dict(self.namespaces())
            query_object = _prepared(query_object, tuple(sorted((n, str(iri)) for n, iri in namespaces.items())))
        return super().query(query_object, processor, result, initNs, initBindings, use_store_provided, **kwargs)


@functools.lru_cache(_KEPT)
def _prepared(text: str, namespaces: tuple[tuple[str, str], ...]) -> Query:
    return prepareQuery(text, initNs=dict(namespaces))
