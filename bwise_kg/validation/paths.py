"""A small graph by subject, and SHACL property paths in it as SPARQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ..namespaces import RDF, RDFS, SH, XSD
from ..resources import Statement

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal

DEEPEST = 32
"""Levels of nesting of a path, and links of a chain of classes, that are followed."""

_FORMS = {
    SH.zeroOrMorePath: "({})*",
    SH.oneOrMorePath: "({})+",
    SH.zeroOrOnePath: "({})?",
    SH.inversePath: "^({})",
}


Row = tuple[Node, NamedNode, Term]
"""A statement, taken apart: that costs more than looking it up."""


def rows_of(statements: Iterable[Statement]) -> list[Row]:
    """Return statements taken apart, without those of triple terms."""
    found: list[Row] = []
    for statement in statements:
        subject, value = statement.subject, statement.object
        if not isinstance(subject, Triple) and not isinstance(value, Triple):
            found.append((subject, statement.predicate, value))
    return found


class Index:
    """Statements by predicate, subject and value, in their order; statements with triple terms are left out."""

    def __init__(self, statements: Iterable[Statement] = (), rows: Iterable[Row] = ()) -> None:
        self._by_predicate: dict[NamedNode, list[tuple[Node, Term]]] = {}
        by_predicate = self._by_predicate
        for subject, predicate, value in chain(rows_of(statements), rows):
            if predicate in by_predicate:
                by_predicate[predicate].append((subject, value))
            else:
                by_predicate[predicate] = [(subject, value)]
        self._forward: dict[NamedNode, dict[Term, list[Term]]] = {}
        self._backward: dict[NamedNode, dict[Term, list[Node]]] = {}
        self._below: dict[Term, dict[Term, None]] = {}

    @cached_property
    def _predicates(self) -> dict[Term, dict[NamedNode, None]]:
        found: dict[Term, dict[NamedNode, None]] = {}
        for predicate, pairs in self._by_predicate.items():
            for subject, _ in pairs:
                found.setdefault(subject, {})[predicate] = None
        return found

    def _values(self, predicate: NamedNode) -> dict[Term, list[Term]]:
        if predicate not in self._forward:
            found: dict[Term, list[Term]] = {}
            for subject, value in self._by_predicate.get(predicate, ()):
                found.setdefault(subject, []).append(value)
            self._forward[predicate] = found
        return self._forward[predicate]

    def _subjects(self, predicate: NamedNode) -> dict[Term, list[Node]]:
        if predicate not in self._backward:
            found: dict[Term, list[Node]] = {}
            for subject, value in self._by_predicate.get(predicate, ()):
                found.setdefault(value, []).append(subject)
            self._backward[predicate] = found
        return self._backward[predicate]

    def __contains__(self, subject: object) -> bool:
        return subject in self._predicates

    def values(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """Return the values of a property of a subject."""
        return self._values(predicate).get(subject, [])

    def value(self, subject: Term, predicate: NamedNode) -> Term | None:
        """Return a value of a property of a subject, None if it has none."""
        return next(iter(self.values(subject, predicate)), None)

    def subjects(self, predicate: NamedNode, value: Term) -> list[Node]:
        """Return the subjects that have a value of a property."""
        return self._subjects(predicate).get(value, [])

    def subjects_of(self, predicate: NamedNode) -> dict[Term, None]:
        """Return the subjects of a property, each once."""
        return dict.fromkeys(self._values(predicate))

    def objects_of(self, predicate: NamedNode) -> dict[Term, None]:
        """Return the values of a property, each once."""
        return dict.fromkeys(self._subjects(predicate))

    def predicates(self, subject: Term) -> Iterable[NamedNode]:
        """Return the properties that a subject has."""
        return self._predicates.get(subject, {}).keys()

    def literals(self) -> dict[Literal, None]:
        """Return the values that are literals with a datatype of their own, each once."""
        return {
            value: None
            for pairs in self._by_predicate.values()
            for _, value in pairs
            if isinstance(value, Literal) and value.datatype != XSD.string and not value.language
        }

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
        if class_ in self._below:
            return self._below[class_]
        found: dict[Term, None] = {class_: None}
        waiting = [class_]
        while waiting:
            new = [c for c in self.subjects(RDFS.subClassOf, waiting.pop()) if c not in found]
            found |= dict.fromkeys(new)
            waiting += new
        self._below[class_] = found
        return found

    def is_instance(self, node: Term, class_: Term) -> bool:
        """Tell whether a node is an instance of a class or of one of its subclasses, as SHACL has it."""
        below = self.below(class_)
        return any(type_ in below for type_ in self.values(node, RDF.type))

    def instances(self, class_: Term) -> dict[Term, None]:
        """Return the instances of a class and of its subclasses, as SHACL has it."""
        return {node: None for below in self.below(class_) for node in self.subjects(RDF.type, below)}
