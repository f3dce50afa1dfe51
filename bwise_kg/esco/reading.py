"""The state of one pass over a release, shared by the readers of its tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode, Quad

from ..errors import EscoError
from ..namespaces import ESCO_DATA, SKOS, XSD
from .report import Kind, ReleaseReport
from .source import EscoFile
from .table import Table

_URIS = re.compile(r"[^\s,|]+")
_DATE = re.compile(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$")


class Reading:
    """What is known so far, and how cells become terms.

    graph: where the statements go. tables: names of the tables that the release has at all.
    records: URIs of the concepts that have a record, by kind: skill, occupation, group, isco.
    schemes: URIs of the concept schemes that have one.
    """

    def __init__(
        self, graph: NamedNode, tables: set[str], report: ReleaseReport, count: Callable[[int], None] | None
    ) -> None:
        self.graph = graph
        self.tables = tables
        self.report = report
        self.records: dict[str, set[str]] = {"skill": set(), "occupation": set(), "group": set(), "isco": set()}
        self.schemes: set[str] = set()
        self._count = count
        self._nodes: dict[str, NamedNode] = {}
        self._memberships: dict[str, set[str]] = {}
        self._labelled: set[tuple[str, str]] = set()

    def table(self, file: EscoFile, *columns: str) -> Table:
        """Open columns of a file."""
        return Table(file, columns, self._count)

    def node(self, uri: str, table: Table) -> NamedNode:
        """Return the IRI in a cell; EscoError with the place if it is none."""
        node = self._nodes.get(uri)
        if node is None:
            try:
                node = self._nodes[uri] = NamedNode(uri)
            except ValueError as error:
                raise EscoError(table.place, f"{uri!r} is not an IRI") from error
        return node

    def quad(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
        """Return a statement of this release."""
        return Quad(subject, predicate, value, self.graph)

    def first_label(self, uri: str, language: str) -> bool:
        """Tell whether no record has given the texts of a concept in a language so far."""
        key = (uri, language)
        if key in self._labelled:
            return False
        self._labelled.add(key)
        return True

    def memberships(self, subject: NamedNode, schemes: list[str], table: Table) -> Iterator[Quad]:
        """Yield the memberships in concept schemes that were not stated before."""
        known = self._memberships.setdefault(subject.value, set())
        for scheme in schemes:
            if scheme not in known:
                known.add(scheme)
                yield self.quad(subject, SKOS.inScheme, self.node(scheme, table))

    def is_dangling(self, uri: str, kind: str, table_of_kind: str) -> bool:
        """Tell whether a concept has no record although the table of its records was read."""
        return table_of_kind in self.tables and uri not in self.records[kind]


def uris(cell: str) -> list[str]:
    r"""Return the URIs in a cell, whichever of ESCO's separators it uses.

    >>> uris("http://a,\nhttp://b"), uris("http://a | http://b")
    (['http://a', 'http://b'], ['http://a', 'http://b'])
    """
    return _URIS.findall(cell)


def labels(cell: str, separator: str) -> list[str]:
    r"""Return the labels in a cell, each once, in their order.

    Blanks at the edges are kept where the separator is a line break, since ESCO publishes them.

    >>> labels("buy, sell\nsell", "\n")
    ['buy, sell', 'sell']
    """
    parts = cell.split(separator)
    if separator == "|":
        parts = [part.strip() for part in parts]
    return list(dict.fromkeys(part for part in parts if part.strip()))


def timestamp(cell: str, table: Table) -> Literal:
    """Return a date and time in the form in which the store holds it (no zeros at the end of a second)."""
    match = _DATE.match(cell.strip())
    if not match:
        raise EscoError(table.place, f"{cell!r} is not a date and time such as 2024-01-25T11:28:50Z")
    fraction = (match[2] or "").rstrip("0")
    return Literal(f"{match[1]}{'.' + fraction if fraction else ''}{match[3] or ''}", datatype=XSD.dateTime)


def share(cell: str, table: Table) -> Literal:
    """Return a share from 0 to 1 as a decimal."""
    try:
        value = Decimal(cell.strip())
    except InvalidOperation:
        value = Decimal(-1)
    if not (value.is_finite() and 0 <= value <= 1):
        raise EscoError(table.place, f"{cell!r} is not a share from 0 to 1")
    text = format(value, "f")
    return Literal(text.rstrip("0").rstrip(".") if "." in text else text, datatype=XSD.decimal)


def code_of(uri: str) -> str:
    """Return the code at the end of an ISCO or ISCED-F URI.

    >>> code_of("http://data.europa.eu/esco/isced-f/0110"), code_of("http://data.europa.eu/esco/isco/C2423")
    ('0110', '2423')
    """
    return uri.rsplit("/", 1)[-1].removeprefix("C")


def is_isced(uri: str) -> bool:
    """Tell whether a group is a field of education and training of ISCED-F."""
    return uri.startswith(ESCO_DATA + "isced-f/")


def note_blank(reading: Reading, kind: Kind, file: EscoFile, uri: str, cell: str) -> None:
    """Note in the report that a cell which should not be blank is."""
    if not cell.strip():
        reading.report.met(kind, file.name, uri)
