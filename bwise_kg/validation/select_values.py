"""Values of SPARQL expressions, as far as they are plain.

Where two readings of the standard, or Oxigraph's own, could tell anything else, `DoubtError` is raised: the query is
then left to Oxigraph for this graph. So nothing here has to know more than numbers, texts, dates and truth as curricula
usually write them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode

from ..namespaces import RDF, XSD
from .literals import DATATYPES
from .numbering import Term

Value = NamedNode | BlankNode | Literal | bool | int | Decimal
"""A term, or what was worked out; None stands for an error, or for what is not bound."""


class DoubtError(Exception):
    """A value of which more would have to be known than is known here."""


_PLAIN = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?")
_WORD = re.compile(r"[A-Za-z]*")
_NO_NUMBERS = {"INF", "inf", "NaN", "nan", "infinity", "Infinity", "true", "false"}
_NOT_NUMERIC = {XSD.string, RDF.langString, XSD.boolean, XSD.date}


@lru_cache(maxsize=10_000)
def _amount(literal: Literal) -> int | Decimal | None:
    datatype, text = literal.datatype, literal.value
    if datatype in (XSD.integer, XSD.decimal):
        if _PLAIN.fullmatch(text) and (datatype == XSD.decimal or "." not in text):
            return int(text) if datatype == XSD.integer else Decimal(text)
        if _WORD.fullmatch(text) and text not in _NO_NUMBERS:
            return None
        raise DoubtError(f"the number {text!r}")
    if datatype in _NOT_NUMERIC:
        return None
    raise DoubtError(f"a literal of the datatype {datatype.value}")


def amount(value: Value | None) -> int | Decimal | None:
    """Return the number that a value is, None if it is none; raises DoubtError."""
    if isinstance(value, Literal):
        return _amount(value)
    return value if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def text(value: Value | None) -> str | None:
    """Return a simple string, None for what is none (section 17.4.3); with a language: DoubtError."""
    if not isinstance(value, Literal):
        return None
    if value.language:
        raise DoubtError("a text with a language where a simple one is expected")
    return value.value if value.datatype == XSD.string else None


def equal(left: Value | None, right: Value | None) -> bool | None:
    """Return what ``=`` says (section 17.4.1.7); raises DoubtError."""
    if left is None or right is None:
        return None
    if isinstance(left, NamedNode | BlankNode) or isinstance(right, NamedNode | BlankNode):
        return type(left) is type(right) and left == right
    order = _order(left, right)
    return None if order is None else order == 0


def compare(sign: Callable[[int], bool], left: Value | None, right: Value | None) -> bool | None:
    """Return what ``<`` and the like say, of the sign of the difference; raises DoubtError."""
    if isinstance(left, NamedNode | BlankNode) or isinstance(right, NamedNode | BlankNode):
        return None
    if left is None or right is None:
        return None
    order = _order(left, right)
    return None if order is None else sign(order)


def _order(left: Value, right: Value) -> int | None:
    """Return the sign of the difference of two values that are neither IRIs nor blank nodes."""
    if isinstance(left, bool) or isinstance(right, bool) or _is(left, XSD.boolean) or _is(right, XSD.boolean):
        return _sign(_truth(left), _truth(right))
    if _is(left, XSD.string) and _is(right, XSD.string):
        return _sign(left.value, right.value)  # type: ignore[union-attr]
    if _is(left, XSD.date) and _is(right, XSD.date):
        return _sign(_date(left), _date(right))
    mine, theirs = amount(left), amount(right)
    if mine is None or theirs is None:
        raise DoubtError("values of different kinds that are compared")
    return _sign(mine, theirs)


def _sign(left: object, right: object) -> int:
    return int(left > right) - int(left < right)  # type: ignore[operator]  # both are of one kind


def _is(value: Value, datatype: NamedNode) -> bool:
    return isinstance(value, Literal) and value.datatype == datatype


def _truth(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, Literal) and value.datatype == XSD.boolean and value.value in ("true", "false"):
        return value.value == "true"
    raise DoubtError("truth compared with something else")


def _date(value: Value) -> str:
    if isinstance(value, Literal) and len(value.value) == 10 and DATATYPES[XSD.date](value.value):
        return value.value
    raise DoubtError("a date with a time zone, or that is none")


def total(values: Iterable[Value | None]) -> int | Decimal | None:
    """Return the sum of numbers, None if there is anything else among them (section 18.5.1.3)."""
    found: int | Decimal = 0
    for value in values:
        number = amount(value)
        if number is None:
            return None
        found += number
    return found


def extreme(values: Sequence[Value], *, least: bool) -> Value | None:
    """Return the least or greatest value; of IRIs by their text, of numbers by what they are (section 18.5.1.5).

    Raises DoubtError where that is written in several ways: it depends on the order then which of them it is.
    """
    pick = min if least else max
    if not values:
        return None
    if all(isinstance(value, NamedNode) for value in values):
        return pick(values, key=lambda iri: iri.value)  # type: ignore[union-attr]
    numbers = {value: amount(value) for value in values}
    if any(number is None for number in numbers.values()):
        raise DoubtError("the least or greatest of values of different kinds")
    found = pick(numbers, key=lambda value: numbers[value])  # type: ignore[arg-type, return-value]
    if sum(number == numbers[found] for number in numbers.values()) > 1:
        raise DoubtError("the least or greatest of values that are written in several ways")
    return found


def require_distinct(terms: Iterable[Term]) -> None:
    """Raise DoubtError if terms that are not the same mean the same, as 1 and 1.0 do, which Oxigraph takes for one."""
    literals = [term for term in terms if isinstance(term, Literal)]
    if len(literals) < 2:
        return
    numbers = [number for literal in literals if (number := _amount(literal)) is not None]
    truths = [literal for literal in literals if literal.datatype == XSD.boolean]
    if len(set(numbers)) < len(numbers) or len(truths) > 1:
        raise DoubtError("values that are written in several ways")


def term_of(value: Value) -> Term:
    """Return a value as a term.

    >>> term_of(Decimal("40.50"))
    <Literal value=40.5 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#decimal>>
    """
    if isinstance(value, bool):
        return Literal("true" if value else "false", datatype=XSD.boolean)
    if isinstance(value, int):
        return Literal(str(value), datatype=XSD.integer)
    if isinstance(value, Decimal):
        plain = f"{value:f}"
        return Literal(plain.rstrip("0").rstrip(".") if "." in plain else plain, datatype=XSD.decimal)
    return value


def as_stored(term: Term) -> Term:
    """Return a term as Oxigraph writes it, which messages show: plain numbers are 40 for 40.0; raises DoubtError."""
    if isinstance(term, Literal) and term.datatype in (XSD.integer, XSD.decimal):
        number = _amount(term)
        return term if number is None else term_of(number)
    return term
