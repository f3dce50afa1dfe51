"""A small graph by subject, and SHACL property paths in it as SPARQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ..namespaces import RDF, SH

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal

DEEPEST = 32
"""Levels of nesting of a path, and links of a chain of classes, that are followed."""

_MODIFIERS = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


class Index:
    """Statements by subject and predicate, and subjects by predicate and object, in the order of the statements."""

    def __init__(self, statements: Iterable[Quad | Triple] = ()) -> None:
        self._values: dict[Node, dict[NamedNode, list[Term]]] = {}
        self._subjects: dict[NamedNode, dict[Term, list[Node]]] = {}
        for statement in statements:
            self.add(statement.subject, statement.predicate, statement.object)

    def add(self, subject: object, predicate: NamedNode, value: object) -> None:
        """Add a statement; one with a triple term is left out."""
        if isinstance(subject, NamedNode | BlankNode) and isinstance(value, NamedNode | BlankNode | Literal):
            self._values.setdefault(subject, {}).setdefault(predicate, []).append(value)
            self._subjects.setdefault(predicate, {}).setdefault(value, []).append(subject)

    def __contains__(self, subject: object) -> bool:
        return subject in self._values

    def values(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """Return the values of a property of a subject."""
        return [] if isinstance(subject, Literal) else self._values.get(subject, {}).get(predicate, [])

    def value(self, subject: Term, predicate: NamedNode) -> Term | None:
        """Return a value of a property of a subject, None if it has none."""
        return next(iter(self.values(subject, predicate)), None)

    def subjects(self, predicate: NamedNode, value: Term) -> list[Node]:
        """Return the subjects that have a value of a property."""
        return self._subjects.get(predicate, {}).get(value, [])

    def subjects_of(self, predicate: NamedNode) -> dict[Term, None]:
        """Return the subjects of a property, each once."""
        return {node: None for nodes in self._subjects.get(predicate, {}).values() for node in nodes}

    def objects_of(self, predicate: NamedNode) -> dict[Term, None]:
        """Return the values of a property, each once."""
        return dict.fromkeys(self._subjects.get(predicate, {}))

    def predicates(self, subject: Node) -> Iterable[NamedNode]:
        """Return the properties that a subject has."""
        return self._values.get(subject, {}).keys()

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
        if depth > DEEPEST:
            return ""
        for parameter, modifier in _MODIFIERS.items():
            if (inner := self.value(path, parameter)) is not None:
                return f"({self.path(inner, depth + 1)}){modifier}"
        if (inner := self.value(path, SH.inversePath)) is not None:
            return f"^({self.path(inner, depth + 1)})"
        if (head := self.value(path, SH.alternativePath)) is not None:
            return "(" + "|".join(self.path(step, depth + 1) for step in self.items(head)) + ")"
        return "(" + "/".join(self.path(step, depth + 1) for step in self.items(path)) + ")" if path in self else ""

    def below(self, class_: Term) -> dict[Term, None]:
        """Return a class and its subclasses."""
        found: dict[Term, None] = {class_: None}
        waiting = [class_]
        while waiting:
            new = [c for c in self.subjects(_SUB_CLASS, waiting.pop()) if c not in found]
            found |= dict.fromkeys(new)
            waiting += new
        return found

    def instances(self, class_: Term) -> dict[Term, None]:
        """Return the instances of a class and of its subclasses, as SHACL has it."""
        return {node: None for below in self.below(class_) for node in self.subjects(RDF.type, below)}


_SUB_CLASS = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
