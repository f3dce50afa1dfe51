"""Reading queries and updates before they go out: the same words about the same mistake, whatever the server.

They run on an empty store, in microseconds. Those that may ask other servers are left to the endpoint.
"""

from __future__ import annotations

import re

import pyoxigraph as ox
from pyoxigraph import QueryTriples

from ..errors import QueryError
from ..guard import is_graph_query
from ..namespaces import PREFIXES

_PREFIX = re.compile(r"(?<![\w-])(" + "|".join(PREFIXES) + "):")


def makes_graph(query: str, base: str | None = None) -> bool:
    """Tell whether a query answers with a graph (CONSTRUCT, DESCRIBE) and not with a table or yes or no.

    Raises QueryError, with line and column, when it cannot be read.

    >>> makes_graph("DESCRIBE <http://a>"), makes_graph("ASK {}")
    (True, False)
    """
    if "SERVICE" in query.upper():
        return is_graph_query(query)
    try:
        return isinstance(ox.Store().query(query, base_iri=base, prefixes=PREFIXES), QueryTriples)
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


def whole_text(text: str, base: str | None = None) -> str:
    """Return a query or update with the usual prefixes that it may mean declared, and the base of relative IRIs.

    They stand on its first line, so that errors name the right one.
    """
    used = dict.fromkeys(match[1] for match in _PREFIX.finditer(text))
    declared = {name for name in used if re.search(rf"\bPREFIX\s+{name}:", text, re.IGNORECASE)}
    start = f"BASE <{base}> " if base else ""
    return start + "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in used if name not in declared) + text
