"""Queries kept as ``.rq`` files, and the binding of values to them.

A file says ``VALUES ?name { UNDEF }`` wherever a value may be bound (in every UNION branch that
holds a property path, or the engine walks the whole graph); unbound it runs as it stands. Binding
puts typed terms, as the engine writes them, in place of UNDEF; no other text of a query changes.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolution, Triple

from .store import Store

_SLOT = re.compile(r"VALUES\s+\?(?P<name>\w+)\s*\{\s*UNDEF\s*\}")

Bindable = NamedNode | Literal


def bind(query: str, **values: Bindable | Iterable[Bindable]) -> str:
    """Return a query with values bound to its slots.

    Raises KeyError for a value whose slot the query does not have.

    >>> bind("SELECT * { VALUES ?s { UNDEF } ?s ?p ?o }", s=NamedNode("http://a"))
    'SELECT * { VALUES ?s { <http://a> } ?s ?p ?o }'
    """
    terms = {
        name: " ".join(map(str, [value] if isinstance(value, NamedNode | Literal) else value))
        for name, value in values.items()
    }
    missing = terms.keys() - slots(query)
    if missing:
        raise KeyError(f"the query has no VALUES slot for {', '.join(sorted(missing))}")
    return _SLOT.sub(
        lambda match: f"VALUES ?{match['name']} {{ {terms[match['name']]} }}" if match["name"] in terms else match[0],
        query,
    )


def slots(query: str) -> set[str]:
    """Return the names that values may be bound to.

    >>> slots("SELECT * { VALUES ?s { UNDEF } ?s ?p ?o }")
    {'s'}
    """
    return {match["name"] for match in _SLOT.finditer(query)}


@functools.cache
def view(name: str) -> str:
    """Return the text of a query that the code asks, from ``sparql/views``, e.g. ``view("curriculum.rq")``."""
    return (files("bwise_kg.sparql") / "views" / name).read_text(encoding="utf-8")


class Row:
    """One row of an answer, with the values as they are needed."""

    def __init__(self, solution: QuerySolution) -> None:
        self._solution = solution

    def value(self, variable: str) -> NamedNode | BlankNode | Literal | Triple | None:
        """Return what a variable is bound to, None if it is unbound."""
        found: NamedNode | BlankNode | Literal | Triple | None = self._solution[variable]
        return found

    def name(self, variable: str) -> str:
        """Return the IRI that a variable is bound to (a blank node's name with ``_:``)."""
        value = self._solution[variable]
        return value.value if isinstance(value, NamedNode) else str(value)

    def node(self, variable: str) -> NamedNode:
        """Return the IRI that a variable is bound to."""
        return NamedNode(self.name(variable))

    def literal(self, variable: str) -> Literal | None:
        """Return the literal that a variable is bound to, None if it is unbound or bound to an IRI."""
        value = self._solution[variable]
        return value if isinstance(value, Literal) else None

    def text(self, variable: str) -> str:
        """Return the text of a literal, "" where there is none."""
        literal = self.literal(variable)
        return literal.value if literal else ""


def select(
    store: Store, name: str, graphs: Sequence[NamedNode] | None = None, **values: Bindable | Iterable[Bindable]
) -> Iterator[Row]:
    """Answer a SELECT view with values bound to it; ``graphs`` as for `Store.query`."""
    answer = store.query(bind(view(name), **values), graphs=graphs)
    if isinstance(answer, QueryBoolean):
        raise TypeError(f"{name} is no SELECT query")
    return map(Row, answer)
