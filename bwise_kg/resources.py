"""A small graph as resources with their values, for reading dataclasses out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad, Triple

from .errors import DataError
from .namespaces import RDF
from .words import words

Statement = Quad | Triple

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_LONGEST = 1000


class Resources:
    """Values by subject and property. place: how errors name where the graph comes from. language: of errors.

    Blank nodes are named ``_:<name>``.
    """

    def __init__(self, statements: Iterable[Statement], place: str, language: str = "en") -> None:
        self.place = place
        self.wording = words(language)
        self._values: dict[str, dict[str, list[object]]] = {}
        for statement in statements:
            subject = self._values.setdefault(name_of(statement.subject), {})
            subject.setdefault(statement.predicate.value, []).append(statement.object)

    def of_type(self, type_: NamedNode) -> list[str]:
        """Return the resources of a type, by name."""
        types = RDF.type.value
        return sorted(s for s, values in self._values.items() if type_ in values.get(types, ()))

    def is_a(self, subject: str, type_: NamedNode) -> bool:
        """Tell whether a resource has a type."""
        return type_ in self.values(subject, RDF.type)

    def values(self, subject: str, property_: NamedNode) -> list[object]:
        """Return all values of a property."""
        return self._values.get(subject, {}).get(property_.value, [])

    def links(self, subject: str, *properties: NamedNode) -> list[str]:
        """Return the resources that properties point to, each once, by name."""
        found = {
            name_of(value)
            for property_ in properties
            for value in self.values(subject, property_)
            if not isinstance(value, Literal)
        }
        return sorted(found)

    def link(self, subject: str, property_: NamedNode) -> str | None:
        """Return the resource that a property points to, None if there is none; DataError if several."""
        found = self.links(subject, property_)
        if len(found) > 1:
            raise self._several(subject, property_, found)
        return found[0] if found else None

    def texts(self, subject: str, *properties: NamedNode) -> dict[str, str]:
        """Return the texts of the first property that has any, one a language."""
        for property_ in properties:
            literals = [value for value in self.values(subject, property_) if isinstance(value, Literal)]
            if literals:
                return {literal.language or "": literal.value for literal in sorted(literals, key=str, reverse=True)}
        return {}

    def text(self, subject: str, property_: NamedNode) -> str | None:
        """Return the first literal of a property by its text, or None."""
        return min((v.value for v in self.values(subject, property_) if isinstance(v, Literal)), default=None)

    def number(self, subject: str, property_: NamedNode) -> Decimal | None:
        """Return the one number of a property, None if there is none; DataError if it is no number."""
        values = {value.value for value in self.values(subject, property_) if isinstance(value, Literal)}
        if not values:
            return None
        if len(values) > 1:
            raise self._several(subject, property_, sorted(values))
        (value,) = values
        number = number_in(value)
        if number is None:
            none = self.wording.gettext(
                "<%(resource)s>: %(value)s is not a number (<%(property)s>)",
                resource=subject,
                value=repr(value),
                property=property_.value,
            )
            raise DataError(self.place, none)
        return number

    def _several(self, subject: str, property_: NamedNode, values: Iterable[str]) -> DataError:
        several = self.wording.gettext(
            "<%(resource)s> has several values of <%(property)s>: %(values)s",
            resource=subject,
            property=property_.value,
            values=", ".join(values),
        )
        return DataError(self.place, several)


def number_in(text: str) -> Decimal | None:
    """Return the number that a text is, None if it is none, or has more digits than any that is meant.

    >>> number_in("7.5 "), number_in("about 40"), number_in("NaN")
    (Decimal('7.5'), None, None)
    """
    text = text.strip()
    return Decimal(text) if len(text) <= _LONGEST and _NUMBER.fullmatch(text) else None


def name_of(term: object) -> str:
    """Return how a resource is named: its IRI, or ``_:`` and the blank node's name.

    >>> name_of(NamedNode("http://a"))
    'http://a'
    """
    return term.value if isinstance(term, NamedNode) else str(term)
