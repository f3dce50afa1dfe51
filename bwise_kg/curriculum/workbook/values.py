"""The term that a value in a column stands for."""

from __future__ import annotations

from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode

from ...namespaces import XSD
from .cells import Value, date_of, decimal_literal, is_iri, number_of, text_of
from .layout import Column, Form
from .resolving import Resolver
from .rows import Cell

Term = NamedNode | BlankNode | Literal


class Values:
    """Makes terms of values; what cannot be made out is noted as a problem at its cell."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver

    def term(  # noqa: PLR0911 - one for each form
        self, column: Column, language: str | None, value: Value, cell: Cell
    ) -> Term | None:
        """Return the term for one value of a cell, None if it has none. language: as the heading states it."""
        text = text_of(value)
        match column.form:
            case Form.TEXT:
                return self._text(text, language)
            case Form.STRING:
                return Literal(text)
            case Form.NUMBER | Form.POSITION | Form.DATE:
                return self._figure(column, value, cell)
            case Form.CONCEPT:
                return self.resolver.concept(text, column.kind, cell)
            case Form.CODE:
                return self._code(column, value, cell)
            case Form.ROW | Form.PARENT:
                return self.resolver.row(text, column.kind, cell)
            case Form.SOURCE:
                return NamedNode(text) if is_iri(text) else self._text(text, language)
            case _:
                return None

    def _text(self, text: str, language: str | None) -> Literal:
        tag = self.resolver.language if language is None else language
        return Literal(text, language=tag) if tag else Literal(text)

    def _figure(self, column: Column, value: Value, cell: Cell) -> Literal | None:
        problem, gettext = self.resolver.tables.problem, self.resolver.tables.wording.gettext
        text = repr(cell.text)
        if column.form is Form.DATE:
            day = date_of(value)
            if day is None:
                problem(
                    cell.place, gettext("%(text)s is no date", text=text), gettext("write it as 2026-11-22"), cell.text
                )
            return Literal(day, datatype=XSD.date) if day else None
        number = number_of(value)
        if number is None:
            remedy = gettext("write digits alone, e.g. 40 or 7,5")
            problem(cell.place, gettext("%(text)s is no number", text=text), remedy, cell.text)
            return None
        if column.form is Form.NUMBER:
            return decimal_literal(number)
        if not number.isdecimal() or not number.strip("0"):
            remedy = gettext("write a whole number from 1")
            problem(cell.place, gettext("%(text)s is no position", text=text), remedy, cell.text)
            return None
        return Literal(number, datatype=XSD.positiveInteger)

    def _code(self, column: Column, value: Value, cell: Cell) -> NamedNode | None:
        """Return an IRI by its end; programs drop the zeros that a code begins with when they take it for a number."""
        text = text_of(value)
        if is_iri(text):
            return NamedNode(text)
        if isinstance(value, Decimal) and text.isdigit():
            text = text.zfill(4)
        code = text.split()[0]
        if not code.isascii() or not code.isalnum():
            gettext = self.resolver.tables.wording.gettext
            remedy = gettext("write the digits alone, e.g. 0031")
            self.resolver.tables.problem(cell.place, gettext("%(text)s is no code", text=repr(text)), remedy, text)
            return None
        return NamedNode(column.kind + code)
