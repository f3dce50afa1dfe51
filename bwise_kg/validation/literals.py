"""What literals mean, as far as SHACL Core asks: whether their text is one of their datatype, and numbers."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from ..namespaces import RDF, XSD

_SPACE = "[ \t\n\r]*"
"""White space around a value is no part of it, except in texts (XML Schema 1.1, part 2, section 4.3.6)."""


def _pattern(expression: str) -> Callable[[str], bool]:
    compiled = re.compile(f"{_SPACE}(?:{expression}){_SPACE}")
    return lambda text: compiled.fullmatch(text) is not None


def _date(text: str) -> bool:
    parts = _DATE.fullmatch(text.strip(" \t\n\r"))
    if parts is None:
        return False
    year, month, day = int(parts[1]), int(parts[2]), int(parts[3])
    if not 1 <= month <= 12:
        return False
    # the calendar of datetime ends at 9999; every 400 years are alike
    return 1 <= day <= calendar.monthrange(year % 400 + 400, month)[1]


_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_DATE = re.compile(r"(-?(?:[1-9][0-9]{3,}|0[0-9]{3}))-([0-9]{2})-([0-9]{2})" + _ZONE)
_INTEGER = _pattern(r"[+-]?[0-9]+")
_DOUBLE = _pattern(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN")

DATATYPES: dict[NamedNode, Callable[[str], bool]] = {
    XSD.string: lambda _: True,
    RDF.langString: lambda _: True,
    XSD.boolean: _pattern("true|false|0|1"),
    XSD.integer: _INTEGER,
    XSD.decimal: _pattern(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"),
    XSD.double: _DOUBLE,
    XSD.float: _DOUBLE,
    XSD.date: _date,
}
"""Whether a text is one of a datatype (XML Schema 1.1, part 2, section 3), by datatype."""

_WHOLE = {
    XSD[name]
    for name in (
        *("nonPositiveInteger", "negativeInteger", "nonNegativeInteger", "positiveInteger"),
        *("long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
}
_FLOATING = {XSD.double, XSD.float}


def number(literal: Literal) -> Decimal | float | None:
    """Return the number that a literal means, None if it means none.

    >>> number(Literal("012.50", datatype=XSD.decimal)), number(Literal("many", datatype=XSD.decimal))
    (Decimal('12.50'), None)
    """
    datatype = literal.datatype
    if datatype in _FLOATING:
        return float(literal.value) if _DOUBLE(literal.value) else None
    if datatype in _WHOLE or datatype == XSD.integer:
        return Decimal(literal.value.strip()) if _INTEGER(literal.value) else None
    if datatype == XSD.decimal:
        return Decimal(literal.value.strip()) if DATATYPES[datatype](literal.value) else None
    return None
