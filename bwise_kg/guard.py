"""Keep SPARQL inside the store: no SERVICE, no FROM, no LOAD, whatever the engine would do with them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .errors import QueryError

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN = re.compile(
    r"""
    (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
              | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
  | (?P<comment>\#[^\r\n]*)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<variable>[?$]\w+)
  | (?P<name>[\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*)
  | (?P<word>[^\W\d]\w*)
  | (?P<other>\s+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_REFUSED = {
    "SERVICE": "SERVICE would ask another server; queries reach nothing outside the store",
    "FROM": "FROM is not supported; say which graph is meant with GRAPH <...> { ... }",
    "LOAD": "LOAD would fetch from outside; queries reach nothing outside the store",
}
_FORMS = {"SELECT": False, "ASK": False, "CONSTRUCT": True, "DESCRIBE": True}


def check(query: str) -> None:
    """Raise QueryError when a query has a clause that reaches outside the store.

    Comments, strings, IRIs, variables and prefixed names that contain these words do not count.

    >>> check("SELECT * { ?s ?p 'SERVICE' } # FROM here")
    >>> check("SELECT * FROM <http://a> { ?s ?p ?o }")
    Traceback (most recent call last):
    bwise_kg.errors.QueryError: FROM is not supported; say which graph is meant with GRAPH <...> { ... } (line 1)
    """
    for word, line in _words(query):
        if word in _REFUSED:
            raise QueryError(f"{_REFUSED[word]} (line {line})")


def is_graph_query(query: str) -> bool:
    """Tell whether a query answers with a graph (CONSTRUCT, DESCRIBE) and not a table.

    Raises QueryError when it is no query at all.
    """
    for word, _ in _words(query):
        if word in _FORMS:
            return _FORMS[word]
    raise QueryError("not a SPARQL query: neither SELECT, ASK, CONSTRUCT nor DESCRIBE in it")


def _words(query: str) -> Iterator[tuple[str, int]]:
    """Yield the bare words of a query in capitals, with their line."""
    text = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), query)  # SPARQL 1.1, section 19.2
    line = 1
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "word":
            yield match[0].upper(), line
        line += match[0].count("\n")
