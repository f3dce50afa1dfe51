"""A small graph by subject, and SHACL property paths in it as SPARQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple, cast

from pyoxigraph import Literal, NamedNode, Triple

from ..namespaces import RDF, RDFS, SH, XSD
from ..resources import Statement
from .numbering import Node, Numbers, Term

__all__ = ["DEEPEST", "Index", "Links", "Node", "Numbered", "Row", "Term", "is_plain", "rows_of", "taken_apart"]

DEEPEST = 32
"""Levels of nesting of a path, and links of a chain of classes, that are followed."""

_FORMS = {
    SH.zeroOrMorePath: "({})*",
    SH.oneOrMorePath: "({})+",
    SH.zeroOrOnePath: "({})?",
    SH.inversePath: "^({})",
}


class Row(NamedTuple):
    """A statement, taken apart once: a statement makes its terms anew whenever it is asked for them."""

    subject: Node
    predicate: NamedNode
    object: Term


Pairs = dict[int, dict[tuple[int, int], None]]
"""Subjects and values by predicate, as numbers."""
Links = dict[int, list[int]]
"""What a predicate leads to, or from, as numbers. It is shared: nobody may change it."""

_NONE: list[int] = []


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


def pairs_of(rows: Iterable[Row], numbers: Numbers) -> Pairs:
    """Return rows as numbers; what is said twice counts once."""
    given = list(rows)
    subjects, predicates, values = (numbers.all_of([row[n] for row in given]) for n in range(3))
    found: Pairs = {}
    for subject, predicate, value in zip(subjects, predicates, values, strict=True):
        if predicate in found:
            found[predicate][subject, value] = None
        else:
            found[predicate] = {(subject, value): None}
    return found


def forward(pairs: Iterable[tuple[int, int]]) -> Links:
    """Return the values by subject."""
    found: Links = {}
    for subject, value in pairs:
        if subject in found:
            found[subject].append(value)
        else:
            found[subject] = [value]
    return found


def backward(pairs: Iterable[tuple[int, int]]) -> Links:
    """Return the subjects by value."""
    return forward((value, subject) for subject, value in pairs)


class Numbered:
    """Statements as numbers, that many graphs share. numbers: what these are numbered by."""

    __slots__ = ("_backward", "_forward", "numbers", "pairs")

    def __init__(self, rows: Iterable[Row], numbers: Numbers) -> None:
        self.numbers = numbers
        self.pairs = pairs_of(rows, numbers)
        self._forward: dict[int, Links] = {}
        self._backward: dict[int, Links] = {}

    def forward(self, predicate: int) -> Links:
        """Return the values of a predicate by subject."""
        if predicate not in self._forward:
            self._forward[predicate] = forward(self.pairs[predicate])
        return self._forward[predicate]

    def backward(self, predicate: int) -> Links:
        """Return the subjects of a predicate by value."""
        if predicate not in self._backward:
            self._backward[predicate] = backward(self.pairs[predicate])
        return self._backward[predicate]


class Index:
    """Statements by predicate, subject and value, in their order; statements with triple terms are left out.

    It is asked with terms, or with numbers by what goes through all of them.
    """

    def __init__(
        self, statements: Iterable[Statement] = (), parts: Sequence[Numbered] = (), rows: Iterable[Row] = ()
    ) -> None:
        """Make it of statements, whole or taken apart, and of parts that others have too, all numbered alike."""
        if any(part.numbers is not parts[0].numbers for part in parts):
            raise ValueError("parts that are numbered differently have no index in common")
        self.numbers = Numbers(parts[0].numbers if parts else None)
        self._pairs = pairs_of(chain(rows, rows_of(statements)), self.numbers)
        self._parts = parts
        self._forward: dict[int, Links] = {}
        self._backward: dict[int, Links] = {}
        self._below: dict[int, dict[int, None]] = {}

    @cached_property
    def _saying(self) -> dict[int, list[Numbered]]:
        """The parts that say something with a predicate."""
        found: dict[int, list[Numbered]] = {}
        for part in self._parts:
            for predicate in part.pairs:
                found.setdefault(predicate, []).append(part)
        return found

    @property
    def _used(self) -> dict[int, None]:
        """The predicates that there are."""
        return dict.fromkeys([*self._pairs, *self._saying])

    @cached_property
    def _predicates(self) -> dict[int, dict[int, None]]:
        found: dict[int, dict[int, None]] = {}
        for predicate in self._used:
            for subject in self.forward(predicate):
                found.setdefault(subject, {})[predicate] = None
        return found

    def forward(self, predicate: int) -> Links:
        """Return the values of a predicate by subject, all as numbers."""
        if predicate not in self._forward:
            own = forward(self._pairs.get(predicate, ()))
            shared = [part.forward(predicate) for part in self._saying.get(predicate, ())]
            self._forward[predicate] = _together(own, shared)
        return self._forward[predicate]

    def backward(self, predicate: int) -> Links:
        """Return the subjects of a predicate by value, all as numbers."""
        if predicate not in self._backward:
            own = backward(self._pairs.get(predicate, ()))
            shared = [part.backward(predicate) for part in self._saying.get(predicate, ())]
            self._backward[predicate] = _together(own, shared)
        return self._backward[predicate]

    def links(self, predicate: NamedNode) -> Links:
        """Return the values of a predicate by subject as numbers."""
        number = self.numbers.find(predicate)
        return {} if number is None else self.forward(number)

    def links_back(self, predicate: NamedNode) -> Links:
        """Return the subjects of a predicate by value as numbers."""
        number = self.numbers.find(predicate)
        return {} if number is None else self.backward(number)

    def __contains__(self, subject: object) -> bool:
        return isinstance(subject, Term) and self.numbers.find(subject) in self._predicates

    def values(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """Return the values of a property of a subject."""
        number = self.numbers.find(subject)
        return [] if number is None else self._terms(self.links(predicate).get(number, _NONE))

    def value(self, subject: Term, predicate: NamedNode) -> Term | None:
        """Return a value of a property of a subject, None if it has none."""
        return next(iter(self.values(subject, predicate)), None)

    def subjects(self, predicate: NamedNode, value: Term) -> list[Node]:
        """Return the subjects that have a value of a property."""
        number = self.numbers.find(value)
        found = [] if number is None else self._terms(self.links_back(predicate).get(number, _NONE))
        return [node for node in found if not isinstance(node, Literal)]

    def subjects_of(self, predicate: NamedNode) -> dict[Term, None]:
        """Return the subjects of a property, each once."""
        return dict.fromkeys(self._terms(self.links(predicate)))

    def objects_of(self, predicate: NamedNode) -> dict[Term, None]:
        """Return the values of a property, each once."""
        return dict.fromkeys(self._terms(self.links_back(predicate)))

    def predicates(self, subject: Term) -> list[NamedNode]:
        """Return the properties that a subject has."""
        number = self.numbers.find(subject)
        found = self._terms(self._predicates.get(number, ())) if number is not None else []
        return [predicate for predicate in found if isinstance(predicate, NamedNode)]

    def literals(self) -> dict[Literal, None]:
        """Return the values that are literals with a datatype of their own, each once."""
        return {
            value: None
            for predicate in self._used
            for value in self._terms(self.backward(predicate))
            if isinstance(value, Literal) and value.datatype != XSD.string and not value.language
        }

    def _terms(self, numbers: Iterable[int]) -> list[Term]:
        return list(map(self.numbers.term, numbers))

    def items(self, head: Term) -> Iterator[Term]:
        """Yield the members of an RDF list."""
        seen: set[Term] = set()
        while head not in seen and (first := self.value(head, RDF.first)) is not None:
            seen.add(head)
            yield first
            head = self.value(head, RDF.rest) or RDF.nil

    def path(self, path: Term, depth: int = 0) -> str:
        """Return a SHACL property path as a SPARQL property path; "" for what is none."""
        if isinstance(path, NamedNode):
            return str(path)
        if depth > DEEPEST or isinstance(path, Literal):
            return ""
        if RDF.first in self.predicates(path):  # a list is a sequence, whatever else is said of it
            return "(" + "/".join(self.path(step, depth + 1) for step in self.items(path)) + ")"
        for parameter, form in _FORMS.items():
            if (inner := self.value(path, parameter)) is not None:
                return form.format(self.path(inner, depth + 1))
        if (head := self.value(path, SH.alternativePath)) is not None:
            return "(" + "|".join(self.path(step, depth + 1) for step in self.items(head)) + ")"
        return ""

    def below(self, class_: Term) -> dict[Term, None]:
        """Return a class and its subclasses."""
        return dict.fromkeys(self._terms(self._classes(self.numbers.number(class_))))

    def _classes(self, class_: int) -> dict[int, None]:
        if class_ in self._below:
            return self._below[class_]
        subclasses = self.links_back(RDFS.subClassOf)
        found: dict[int, None] = {class_: None}
        waiting = [class_]
        while waiting:
            new = [c for c in subclasses.get(waiting.pop(), ()) if c not in found]
            found |= dict.fromkeys(new)
            waiting += new
        self._below[class_] = found
        return found

    def members(self, class_: Term) -> dict[int, None]:
        """Return the instances of a class and of its subclasses, as SHACL has it, as numbers."""
        number = self.numbers.find(class_)
        if number is None:
            return {}
        types = self.links_back(RDF.type)
        return {node: None for below in self._classes(number) for node in types.get(below, ())}

    def instances(self, class_: Term) -> dict[Term, None]:
        """Return the instances of a class and of its subclasses, as SHACL has it."""
        return dict.fromkeys(self._terms(self.members(class_)))


def _together(own: Links, shared: Sequence[Links]) -> Links:
    """Return links as one, none of them changed; a subject's own values come first."""
    if not own and len(shared) == 1:
        return shared[0]
    found = dict(shared[0]) if shared else own
    for links in [*shared[1:], own] if shared else []:
        for key, values in links.items():
            there = found.get(key)
            both = [*values, *(there or ())] if links is own else [*(there or ()), *values]
            found[key] = values if there is None else list(dict.fromkeys(both))
    return found
