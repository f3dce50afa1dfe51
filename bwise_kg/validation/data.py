"""A graph to validate, in the forms that engines and reports take it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox
from pyoxigraph import Quad, Triple

from ..resources import Statement
from .paths import Index


@dataclass(frozen=True)
class Data:
    """A graph to validate. own: what is validated; context: what the store adds to it.

    lines: all of it as N-Triples.
    """

    own: tuple[Triple, ...]
    context: tuple[Triple, ...]
    lines: bytes = field(repr=False)

    @cached_property
    def statements(self) -> tuple[Triple, ...]:
        """All of it."""
        return (*self.own, *self.context)

    @cached_property
    def index(self) -> Index:
        """All of it, by subject and predicate."""
        return Index(self.statements)

    @cached_property
    def store(self) -> ox.Store:
        """All of it, for queries."""
        store = ox.Store()
        store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in self.statements)
        return store


def data_of(statements: Iterable[Statement], context: Iterable[Triple] = ()) -> Data:
    """Return a graph to validate that is whole as it is, with nothing from a store."""
    own, added = tuple(triple_of(s) for s in statements), tuple(context)
    return Data(own, added, lines_of([*own, *added]))


def triple_of(statement: Statement) -> Triple:
    """Return a statement without its graph."""
    return statement.triple if isinstance(statement, Quad) else statement


def lines_of(triples: Iterable[Triple]) -> bytes:
    """Return statements as N-Triples."""
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
