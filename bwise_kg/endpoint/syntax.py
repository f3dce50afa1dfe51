"""Reading queries and updates before they go out: the same words about the same mistake, whatever the server.

They run on an empty store, in microseconds. Those that may ask other servers are left to the endpoint.
"""

from __future__ import annotations

import pyoxigraph as ox
from pyoxigraph import QueryTriples

from ..errors import QueryError
from ..guard import is_graph_query
from ..namespaces import PREFIXES


def makes_graph(query: str) -> bool:
    """Tell whether a query answers with a graph (CONSTRUCT, DESCRIBE) and not with a table or yes or no.

    Raises QueryError, with line and column, when it cannot be read.

    >>> makes_graph("DESCRIBE <http://a>"), makes_graph("ASK {}")
    (True, False)
    """
    if "SERVICE" in query.upper():
        return is_graph_query(query)
    try:
        return isinstance(ox.Store().query(query, prefixes=PREFIXES), QueryTriples)
    except SyntaxError as error:
        raise QueryError(str(error)) from error


def check_update(update: str) -> None:
    """Raise QueryError, with line and column, when an update cannot be read."""
    if any(word in update.upper() for word in ("SERVICE", "LOAD")):
        return
    try:
        ox.Store().update(update, prefixes=PREFIXES)
    except SyntaxError as error:
        raise QueryError(str(error)) from error
    except (OSError, RuntimeError):  # it may be read, and finds nothing to work on here
        return
