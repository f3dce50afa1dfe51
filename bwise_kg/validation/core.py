"""SHACL Core, compiled: a shape becomes a few functions that look values up in an `Index`.

What a shape says beyond this is not guessed at: `UnsupportedError` is raised, and another engine has to take the shape.
Sections are those of the SHACL recommendation (W3C, 20 July 2017).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from ..namespaces import RDF, SH
from .constraints import COMPONENTS, OF_PROPERTIES, UnsupportedError, Violations
from .engines import RawResult
from .paths import DEEPEST, Index, Term

Walk = Callable[[Index, Term], Sequence[Term]]
"""Returns the values at a path, each once."""


@dataclass
class Shape:
    """A compiled shape. walk: how its values are found, None for a node shape, whose value is the focus itself."""

    node: Term
    severity: Term
    walk: Walk | None = None
    path: str = ""
    checks: list[tuple[NamedNode, Violations]] = field(default_factory=list)
    properties: list[Shape] = field(default_factory=list)

    def results(self, data: Index, focus: Term) -> Iterator[RawResult]:
        """Yield the results of a focus node (section 3.4)."""
        values = [focus] if self.walk is None else self.walk(data, focus)
        for component, violations in self.checks:
            for value in violations(data, focus, values):
                yield RawResult(focus, component, self.node, self.path, value, self.severity)
        for inner in self.properties:
            for value in values:
                yield from inner.results(data, value)

    def conforms(self, data: Index, focus: Term) -> bool:
        """Tell whether a node has no results."""
        return next(self.results(data, focus), None) is None


class Compiler:
    """Compiles shapes, each once."""

    def __init__(self, shapes: Index) -> None:
        self._shapes = shapes
        self._made: dict[Term, Shape] = {}
        self._open: set[Term] = set()

    def shape(self, node: Term, *, asked_elsewhere: frozenset[NamedNode] = frozenset()) -> Shape:
        """Return a shape compiled; raises `UnsupportedError`.

        asked_elsewhere: parameters of this very shape that are left out.
        """
        if asked_elsewhere:
            return self._compile(node, asked_elsewhere)
        if node not in self._made:
            self._made[node] = self._compile(node, asked_elsewhere)
        return self._made[node]

    def _compile(self, node: Term, left_out: frozenset[NamedNode]) -> Shape:
        if node in self._open or isinstance(node, Literal):
            raise UnsupportedError("recursion, or a literal for a shape")
        self._open.add(node)
        try:
            severity = self._shapes.value(node, SH.severity) or SH.Violation
            shape = Shape(node, severity)
            paths = self._shapes.values(node, SH.path)
            if len(paths) > 1:
                raise UnsupportedError("several paths")
            if paths:
                shape.walk, shape.path = self._walk(paths[0]), self._shapes.path(paths[0])
            for predicate in self._shapes.predicates(node):
                if predicate in left_out or predicate in _SILENT or predicate not in SH:
                    continue
                if predicate == SH.property:
                    shape.properties += [self._property(p) for p in self._shapes.values(node, predicate)]
                elif predicate in COMPONENTS:
                    component, make = COMPONENTS[predicate]
                    shape.checks += [(component, make(self, node, v)) for v in self._shapes.values(node, predicate)]
                else:
                    raise UnsupportedError(predicate.value)
            if shape.walk is None and any(component in OF_PROPERTIES for component, _ in shape.checks):
                raise UnsupportedError("a node shape with a constraint of property shapes")
            return shape
        finally:
            self._open.discard(node)

    def _property(self, node: Term) -> Shape:
        shape = self.shape(node)
        if shape.walk is None:
            raise UnsupportedError("a property shape without path")
        return shape

    def _walk(self, path: Term, depth: int = 0) -> Walk:
        if isinstance(path, NamedNode):
            return lambda data, node: _once(data.values(node, path))
        if depth > DEEPEST or isinstance(path, Literal):
            raise UnsupportedError("a path that is none")
        if self._shapes.value(path, RDF.first) is not None:  # a list is a sequence, whatever else is said of it
            return _sequence([self._walk(step, depth + 1) for step in self._shapes.items(path)])
        inverse = self._shapes.value(path, SH.inversePath)
        if isinstance(inverse, NamedNode):
            return lambda data, node: _once(data.subjects(inverse, node))
        if (head := self._shapes.value(path, SH.alternativePath)) is not None:
            steps = [self._walk(step, depth + 1) for step in self._shapes.items(head)]
            return lambda data, node: _once([v for step in steps for v in step(data, node)])
        raise UnsupportedError("a path that repeats")

    def counted(self, node: Term) -> Shape:
        """Return the shape whose values a shape counts (section 4.7.3)."""
        wanted = self._shapes.values(node, SH.qualifiedValueShape)
        if len(wanted) != 1 or self._shapes.value(node, SH.qualifiedValueShapesDisjoint) is not None:
            raise UnsupportedError("qualified shapes that are several or disjoint")
        return self.shape(wanted[0])

    def terms(self, head: Term) -> list[Term]:
        """Return the members of a list."""
        return list(self._shapes.items(head))


def _once(values: Sequence[Term]) -> Sequence[Term]:
    return values if len(values) < 2 else list(dict.fromkeys(values))


def _sequence(steps: Sequence[Walk]) -> Walk:
    def walk(data: Index, node: Term) -> Sequence[Term]:
        found: Sequence[Term] = [node]
        for step in steps:
            found = _once([value for start in found for value in step(data, start)])
        return found

    return walk


_SILENT = {
    SH[name]
    for name in (
        *("path", "severity", "message", "name", "description", "order", "group", "defaultValue"),
        *("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf", "qualifiedValueShape"),
    )
}
