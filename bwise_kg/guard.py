"""Keep SPARQL inside the store: no SERVICE, no FROM, no LOAD, whatever the engine would do with them.

Oxigraph reads characters, not tokens: it wants no blank after a keyword (``SERVICE:x`` may be a name
or SERVICE with the name ``:x``) and takes ``<`` for less-than where no IRI fits. So a query is looked
at in every way in which it can be read, and what is ambiguous is refused.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from .errors import QueryError

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(0010[0-9A-Fa-f]{4}|000[0-9A-Fa-f]{5})")
_CODE_POINT = r"\\u(?![Dd][89A-Fa-f])[0-9A-Fa-f]{4} | \\U(?:0000(?![Dd][89A-Fa-f])|000[1-9A-Fa-f]|0010)[0-9A-Fa-f]{4}"
_IN_STRING = rf"\\[tbnrf\\\"'] | {_CODE_POINT}"
_IN_NAME = r"\w\x80-\U0010ffff.-"
_LOCAL = rf":(?:[{_IN_NAME}:] | %[0-9A-Fa-f]{{2}} | \\[_~.\-!$&'()*+,;=/?\#@%])*+"
_TOKEN = re.compile(
    rf"""
    (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20] | {_CODE_POINT})*>)
  | (?P<string>\"{{3}}(?:\"{{0,2}}(?:[^"\\] | {_IN_STRING}))*\"{{3}}
              | '{{3}}(?:'{{0,2}}(?:[^'\\] | {_IN_STRING}))*'{{3}}
              | "(?:[^"\\\r\n] | {_IN_STRING})*" | '(?:[^'\\\r\n] | {_IN_STRING})*')
  | (?P<comment>\#)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<variable>[?$][\w\x80-\U0010ffff]+)
  | (?P<name>[{_IN_NAME}]++)(?P<local>{_LOCAL})?+
  | (?P<default>{_LOCAL})
  | (?P<other>\s+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_LINE_END = re.compile(r"[\r\n]")
_LESS_THAN = re.compile(r"<(?:(?!//)[^'#])*['#]")
"""An IRI that may be an expression after ``<`` with a string or a comment in it; ``//`` is in no expression."""

_REFUSED = {
    "SERVICE": "SERVICE would ask another server; queries reach nothing outside the store",
    "FROM": "FROM is not supported; say which graph is meant with GRAPH <...> { ... }",
    "LOAD": "LOAD would fetch from outside; queries reach nothing outside the store",
}
_FORMS = {"SELECT": False, "ASK": False, "CONSTRUCT": True, "DESCRIBE": True}


def check(query: str, *, datasets: bool = False) -> None:
    """Raise QueryError when a query has a clause that reaches outside the store.

    Comments, strings, IRIs, variables and names after their prefix may contain these words.
    datasets: let FROM through, for stores that look nowhere but in themselves for the graphs that it names.

    >>> check("SELECT * { ?s ?p 'SERVICE' } # FROM here")
    >>> check("SELECT * FROM <http://a> { ?s ?p ?o }")
    Traceback (most recent call last):
    bwise_kg.errors.QueryError: FROM is not supported; say which graph is meant with GRAPH <...> { ... } (line 1)
    """
    unescaped = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), query)
    for text in dict.fromkeys((query, unescaped)):  # SPARQL 1.1, section 19.2, which Oxigraph does not follow
        for match in _names(text):
            name = match["name"].upper()
            for word, problem in _REFUSED.items():
                if word in name and not (match["local"] and word == "LOAD") and not (datasets and word == "FROM"):
                    line = text.count("\n", 0, match.start()) + 1
                    hint = f"; rename the prefix {match['name']}:" if match["local"] else ""
                    raise QueryError(f"{problem}{hint} (line {line})")


def is_graph_query(query: str) -> bool:
    """Tell whether a query answers with a graph (CONSTRUCT, DESCRIBE) and not a table.

    Raises QueryError when it is no query at all.
    """
    for match in _names(query):
        if not match["local"] and (form := match["name"].upper()) in _FORMS:
            return _FORMS[form]
    raise QueryError("not a SPARQL query: neither SELECT, ASK, CONSTRUCT nor DESCRIBE in it")


def dataset(query: str) -> list[str]:
    r"""Return what stands behind FROM in a query, as it stands there: ``<http://a>``, ``ex:a``, ``NAMED <http://b>``.

    Words in comments, strings and IRIs are none, and as Oxigraph reads them, keywords need no blank between them.

    >>> dataset("SELECT * # FROM <http://a>\nFROM <http://b> FROM NAMED <http://c> { ?s ?p 'FROM <http://d>' }")
    ['<http://b>', 'NAMED <http://c>']
    """
    if "FROM" not in query.upper():  # most queries, some of them with thousands of values
        return []
    found: list[str] = []
    declared: set[str] = set()
    depth, before = 0, ""
    waiting: str | None = None
    for match in tokens(query):
        word, name = match[0], (match["name"] or "").upper()
        if before.endswith("PREFIX"):
            declared.add(name)
        elif waiting == "" and word.upper() == "NAMED":
            waiting = "NAMED "
        elif waiting is not None:
            found.append(waiting + word)
            waiting = None
        elif not depth and match["local"]:
            if name == "FROM" and name not in declared:  # FROM before a name with the empty prefix
                found.append(match["local"])
        elif not depth and name.endswith(("FROM", "FROMNAMED")):
            waiting = "" if name.endswith("FROM") else "NAMED "
        depth += (word == "{") - (word == "}")
        before = "" if match["local"] else name
    return found


def start_of(query: str) -> int:
    """Return where a query begins behind its prologue.

    Raises QueryError when it is no query at all.

    >>> start_of("PREFIX ask: <http://a> ASK {}")
    23
    """
    for match in tokens(query):
        if not match["local"] and (match["name"] or "").upper() in _FORMS:
            return match.start()
    raise QueryError("SELECT, ASK, CONSTRUCT or DESCRIBE does not stand by itself in it; put a blank behind it")


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Yield the tokens of a query or update in its usual reading, without blanks and comments.

    Groups of a match: iri, string, language, variable, name (a keyword or number; with local a prefixed name),
    default (a name with the empty prefix), other (one character).
    """
    at = 0
    while match := _TOKEN.match(text, at):
        at = _line_end(text, at) if match["comment"] else match.end()
        if not match["comment"] and not match[0].isspace():
            yield match


def is_ambiguous(iri: str) -> bool:
    """Tell whether what looks like an IRI may be less-than with a string or a comment behind it."""
    return _LESS_THAN.match(iri) is not None


def _line_end(text: str, start: int) -> int:
    found = _LINE_END.search(text, start)
    return found.start() if found else len(text)


def _names(text: str) -> Iterator[re.Match[str]]:
    """Yield keywords, numbers and prefixed names in every reading of a query, the usual one first."""
    line_ends = [match.start() for match in re.finditer(r"[\r\n]|\Z", text)]
    starts, seen = [0], set[int]()
    while starts:
        at = starts.pop()
        while at not in seen and (match := _TOKEN.match(text, at)):
            seen.add(at)
            if match["name"]:
                yield match
            elif match["iri"] and _LESS_THAN.match(match["iri"]):
                starts.append(at + 1)
            at = line_ends[bisect_left(line_ends, at)] if match["comment"] else match.end()
