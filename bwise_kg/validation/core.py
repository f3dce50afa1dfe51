"""SHACL Core, compiled: a shape becomes a few functions that look values up in an `Index`.

What a shape says beyond this is not guessed at: `UnsupportedError` is raised, and another engine has to take the shape.
Sections are those of the SHACL recommendation (W3C, 20 July 2017).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from ..namespaces import RDF, SH
from .checks import Check, Values
from .constraints import COMPONENTS, OF_PROPERTIES, UnsupportedError
from .engines import RawResult
from .numbering import Term
from .paths import DEEPEST, Index, Links

Step = Callable[[int], Sequence[int]]
"""Returns the values of a node at a path, each once, as numbers."""

Walk = Callable[[Index], Step]
"""Looks the properties of a path up in a graph."""

Found = tuple[int, NamedNode, "Shape", int | None]
"""A focus node, what is violated, where that is said, and the value."""


@dataclass
class Shape:
    """A compiled shape. walk: how its values are found, None for a node shape, whose value is the focus itself."""

    node: Term
    severity: Term
    walk: Walk | None = None
    path: str = ""
    checks: list[tuple[NamedNode, Check]] = field(default_factory=list)
    properties: list[Shape] = field(default_factory=list)

    def results(self, data: Index, focus_nodes: Iterable[int]) -> Iterator[RawResult]:
        """Yield the results of focus nodes (section 3.4)."""
        term = data.numbers.term
        for focus, component, shape, value in self._found(data, focus_nodes):
            said = None if value is None else term(value)
            yield RawResult(term(focus), component, shape.node, shape.path, said, shape.severity)

    def failing(self, data: Index, nodes: Iterable[int]) -> set[int]:
        """Return the nodes that have results."""
        values = self._values(data, nodes)
        failing = {focus for _, check in self.checks for focus, _ in check(data, values)}
        for inner in self.properties:
            unmet = inner.failing(data, {value for _, found in values for value in found})
            failing |= {focus for focus, found in values if not unmet.isdisjoint(found)}
        return failing

    def _found(self, data: Index, focus_nodes: Iterable[int]) -> Iterator[Found]:
        values = self._values(data, focus_nodes)
        for component, check in self.checks:
            for focus, value in check(data, values):
                yield focus, component, self, value
        for inner in self.properties:
            yield from inner._found(data, [value for _, found in values for value in found])

    def _values(self, data: Index, focus_nodes: Iterable[int]) -> Values:
        if self.walk is None:
            return [(focus, (focus,)) for focus in focus_nodes]
        step = self.walk(data)
        return [(focus, step(focus)) for focus in focus_nodes]


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
            return lambda data: _step(data.links(path))
        if depth > DEEPEST or isinstance(path, Literal):
            raise UnsupportedError("a path that is none")
        if self._shapes.value(path, RDF.first) is not None:  # a list is a sequence, whatever else is said of it
            return _sequence([self._walk(step, depth + 1) for step in self._shapes.items(path)])
        inverse = self._shapes.value(path, SH.inversePath)
        if isinstance(inverse, NamedNode):
            return lambda data: _step(data.links_back(inverse))
        if (head := self._shapes.value(path, SH.alternativePath)) is not None:
            return _alternatives([self._walk(step, depth + 1) for step in self._shapes.items(head)])
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


def _once(values: Sequence[int]) -> Sequence[int]:
    return values if len(values) < 2 else list(dict.fromkeys(values))


def _step(links: Links) -> Step:
    return lambda node: links.get(node, ())


def _sequence(walks: Sequence[Walk]) -> Walk:
    def walk(data: Index) -> Step:
        steps = [one(data) for one in walks]

        def step(node: int) -> Sequence[int]:
            found: Sequence[int] = (node,)
            for one in steps:
                found = _once([value for start in found for value in one(start)])
            return found

        return step

    return walk


def _alternatives(walks: Sequence[Walk]) -> Walk:
    def walk(data: Index) -> Step:
        steps = [one(data) for one in walks]
        return lambda node: _once([value for step in steps for value in step(node)])

    return walk


_SILENT = {
    SH[name]
    for name in (
        *("path", "severity", "message", "name", "description", "order", "group", "defaultValue"),
        *("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf", "qualifiedValueShape"),
    )
}
