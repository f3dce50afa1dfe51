"""A small graph by subject, and SHACL property paths in it as SPARQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain

from pyoxigraph import Literal, NamedNode

from ..namespaces import RDF, RDFS, SH, XSD
from ..resources import Statement
from .links import Links, Numbered, Pairs, Read, backward, forward, pairs_of, together
from .numbering import Node, Numbers, Term
from .terms import rows_of
from .writing import Table

__all__ = ["DEEPEST", "Index", "Links", "Node", "Numbered", "Term"]

DEEPEST = 32
"""Levels of nesting of a path, and links of a chain of classes, that are followed."""

_FORMS = {
    SH.zeroOrMorePath: "({})*",
    SH.oneOrMorePath: "({})+",
    SH.zeroOrOnePath: "({})?",
    SH.inversePath: "^({})",
}

_NONE: list[int] = []


class Index:
    """Statements by predicate, subject and value, in their order; statements with triple terms are left out.

    It is asked with terms, or with numbers by what goes through all of them.
    """

    def __init__(
        self,
        statements: Iterable[Statement] = (),
        parts: Sequence[Numbered] = (),
        table: Table | None = None,
        numbers: Numbers | None = None,
    ) -> None:
        """Make it of statements and of parts that others have too, all numbered alike.

        table: the statements as they are written, instead of them. numbers: of terms, on the base of those that the
        parts are numbered by; None for numbers of its own.
        """
        if any(part.numbers is not parts[0].numbers for part in parts):
            raise ValueError("parts that are numbered differently have no index in common")
        self.numbers = Numbers(parts[0].numbers if parts else None) if numbers is None else numbers
        self._pairs: Pairs | Read = (
            pairs_of(rows_of(statements), self.numbers) if table is None else Read(table, self.numbers)
        )
        self._parts = parts
        self._forward: dict[int, Links] = {}
        self._own_links: dict[int, Links] = {}
        self._backward: dict[int, Links] = {}
        self._below: dict[int, dict[int, None]] = {}

    @property
    def read(self) -> Read | None:
        """What is in none of the parts, if it is as it was written."""
        return self._pairs if isinstance(self._pairs, Read) else None

    def own(self, predicate: int) -> Collection[tuple[int, int]]:
        """Return the subjects and values of a predicate that are in none of the parts, all as numbers."""
        return self._pairs.get(predicate, ())

    @property
    def _used(self) -> dict[int, None]:
        """The predicates that there are."""
        return dict.fromkeys(chain(self._pairs, *(part.pairs for part in self._parts)))

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
            own = self._own_forward(predicate)
            shared = [part.forward(predicate) for part in self._parts if predicate in part.pairs]
            self._forward[predicate] = together(own, shared)
        return self._forward[predicate]

    def _own_forward(self, predicate: int) -> Links:
        if predicate not in self._own_links:
            self._own_links[predicate] = forward(self.own(predicate))
        return self._own_links[predicate]

    @cached_property
    def _about(self) -> dict[int | None, Numbered] | None:
        """The parts by what each is about, with one at most that is about several things and comes first."""
        found = {part.about: part for part in self._parts}
        first = None not in found or self._parts[0].about is None
        return found if first and len(found) == len(self._parts) else None

    def said_of(self, subject: int, predicate: NamedNode) -> Sequence[int]:
        """Return the values of a property of a subject, all as numbers, without a look at other subjects.

        It is for few subjects: `forward` knows them for all.
        """
        number = self.numbers.find(predicate)
        if number is None:
            return ()
        if number in self._forward or self._about is None:
            return self.forward(number).get(subject, ())
        found = self._own_forward(number).get(subject, _NONE)
        for about in (None, subject):
            part = self._about.get(about)
            if part is not None and number in part.pairs and (more := part.forward(number).get(subject)):
                found = list(dict.fromkeys([*found, *more])) if found else more
        return found

    def backward(self, predicate: int) -> Links:
        """Return the subjects of a predicate by value, all as numbers."""
        if predicate not in self._backward:
            own = backward(self._pairs.get(predicate, ()))
            shared = [part.backward(predicate) for part in self._parts if predicate in part.pairs]
            self._backward[predicate] = together(own, shared)
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

    def literals(self, predicates: Iterable[NamedNode] | None = None) -> dict[Literal, None]:
        """Return the values that are literals with a datatype of their own, each once. predicates: None for any."""
        numbers = self._used if predicates is None else map(self.numbers.find, predicates)
        return {
            value: None
            for predicate in numbers
            if predicate is not None
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
