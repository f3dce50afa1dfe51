"""What stands in a cell, and what it is read as."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from ...namespaces import XSD

LONGEST = 32_767
"""Characters that a cell of a spreadsheet holds."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula whose result the file does not hold."""

    text: str


@dataclass(frozen=True, slots=True)
class Failure:
    """What a formula gave instead of a result, e.g. ``#REF!``."""

    text: str


Value = str | Decimal | date | bool | Formula | Failure | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet. number: as the program shows it, from 1. values: up to the last that is not empty."""

    number: int
    values: tuple[Value, ...]


@dataclass(slots=True)
class Grid:
    """The sheets of a file, by title, as rows of values; rows without any value are left out."""

    sheets: dict[str, list[Line]] = field(default_factory=dict)


_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[./]\s*(\d{1,2})\s*[./]\s*(\d{4})\.?", re.ASCII)
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]00:00(?::00)?)?", re.ASCII)
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_IRI = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*://|urn:|mailto:)[^\s<>\"{}|\\^`\x00-\x20]+")


def text_of(value: Value) -> str:
    """Return a cell as text without spaces around it.

    >>> text_of(Decimal("7.50")), text_of("  M1 ")
    ('7.5', 'M1')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return canonical(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Formula | Failure):
        return value.text
    return value.replace("\r\n", "\n").strip()


def canonical(number: Decimal) -> str:
    """Return a number in digits, with no more of them than its value needs."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_plain(text: str) -> bool:
    """Tell whether every format keeps a text as it is, so that a cell may hold it."""
    return bool(text) and text == text.strip() and len(text) <= LONGEST and not _UNSAFE.search(text)


def is_iri(text: str) -> bool:
    """Tell whether a text is an IRI.

    >>> is_iri("http://data.europa.eu/esco/skill/1"), is_iri("manage time")
    (True, False)
    """
    if not _IRI.fullmatch(text):
        return False
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def number_of(value: Value) -> str | None:
    """Return a number as xsd:decimal writes it, None if it is none; a comma may stand for the point.

    A text keeps its digits as they are written.

    >>> number_of("7,5"), number_of(Decimal("40.0")), number_of("40.0"), number_of("about 8")
    ('7.5', '40', '40.0', None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, Decimal):
        return canonical(value)
    text = re.sub(r"(?<=\d)[\s']+(?=\d{3})", "", text_of(value))
    comma, point = text.rfind(","), text.rfind(".")
    if comma > point and text.count(",") == 1:
        text = text.replace(".", "").replace(",", ".")
    elif comma >= 0:
        text = text.replace(",", "")
    return text if _NUMBER.fullmatch(text) else None


def date_of(value: Value) -> str | None:
    """Return a date as xsd:date writes it, None if it is none; in words of figures the day comes first.

    >>> date_of("2026-11-22"), date_of("3.4.2026"), date_of("soon")
    ('2026-11-22', '2026-04-03', None)
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = text_of(value)
    if match := _DAY_FIRST.fullmatch(text):
        text = f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    if not (match := _ISO.fullmatch(text)):
        return None
    try:
        return date.fromisoformat(match[1]).isoformat()
    except ValueError:
        return None


def decimal_literal(text: str) -> Literal:
    """Return a number as xsd:decimal."""
    return Literal(text, datatype=XSD.decimal)
