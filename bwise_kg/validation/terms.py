"""Terms of RDF, and statements taken apart into them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, cast

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ..resources import Statement

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal


class Row(NamedTuple):
    """A statement, taken apart once: a statement makes its terms anew whenever it is asked for them."""

    subject: Node
    predicate: NamedNode
    object: Term


def taken_apart(statements: Iterable[Statement]) -> list[Row]:
    """Return statements taken apart, those of triple terms too, which no index takes."""
    return [Row(s.subject, s.predicate, s.object) for s in statements]  # type: ignore[arg-type]


def is_plain(row: Row) -> bool:
    """Tell whether a statement is without triple terms."""
    subject, _, value = cast("tuple[object, object, object]", row)  # rows of triple terms are not what they say
    return not isinstance(subject, Triple) and not isinstance(value, Triple)


def rows_of(statements: Iterable[Statement]) -> list[Row]:
    """Return statements taken apart, without those of triple terms."""
    return [row for row in taken_apart(statements) if is_plain(row)]


def term_of(text: str) -> Term:
    """Return the term that N-Triples write so.

    >>> term_of('"5"^^<http://a/b>')
    <Literal value=5 datatype=<NamedNode value=http://a/b>>
    """
    try:
        if text[0] == "<":
            return NamedNode(text[1:-1])
        if text[0] == "_":
            return BlankNode(text[2:])
        value, _, kind = text[1:].rpartition('"')
        if "\\" not in value:
            if not kind:
                return Literal(value)
            if kind[0] == "@":
                return Literal(value, language=kind[1:])
            return Literal(value, datatype=NamedNode(kind[3:-1]))
    except ValueError:  # it came from where more is allowed
        pass
    (quad,) = ox.parse(f"<urn:x:x> <urn:x:x> {text} .", ox.RdfFormat.N_TRIPLES, lenient=True)
    return cast("Term", quad.object)  # no text of a triple term comes here
