"""Why a nested shape was not met: a second pass over the inner shapes, as engines differ in what they tell of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, Triple

from ..curriculum.model import Texts
from ..namespaces import RDF, SH
from .bindings import allowed, inner_shapes, tested
from .data import Data, lines_of
from .engines import EngineName, RawResult, Validator, engine
from .paths import Term
from .rules import RuleBook, belonging

DEEPEST = 4
"""How many shapes inside of shapes are looked into."""

_TARGETS = {SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target}
_PROBE = "urn:bwise-kg:probe"


@dataclass(frozen=True, slots=True)
class Tree:
    """A result inside of another. message: what its shape says, a language each."""

    result: RawResult
    message: Texts
    allowed: tuple[Term, ...]
    below: tuple[Tree, ...] = ()


@dataclass(frozen=True)
class Prober:
    """The inner shapes of rules, each of which looks at the nodes that its own property points to."""

    validator: Validator
    properties: dict[Term, NamedNode]
    trees: dict[Term, frozenset[Term]]


def causes_of(results: Sequence[RawResult], book: RuleBook, data: Data, name: EngineName) -> list[tuple[Tree, ...]]:
    """Return for each result the results of the shapes inside, none where there are no such shapes."""
    return _look(results, book, data, name, DEEPEST)


def _look(
    results: Sequence[RawResult], book: RuleBook, data: Data, name: EngineName, depth: int
) -> list[tuple[Tree, ...]]:
    wanted = [[(s, n) for s in inner_shapes(book.index, r) for n in tested(data, r)] for r in results]
    if depth == 0 or not any(wanted):
        return [()] * len(results)
    prober = prober_of(book, name)
    asked = dict.fromkeys(pair for pairs in wanted for pair in pairs)
    probes = [Triple(NamedNode(_PROBE), prober.properties[shape], node) for shape, node in asked]
    lines = lines_of(probes) + data.lines
    found = prober.validator.validate(replace(data, own=(*probes, *data.own), lines=lines))
    inner = {(r.focus, r.component, r.shape, r.path, r.value): r for r in found}
    ordered = sorted(inner.values(), key=lambda r: (str(r.shape), r.path, str(r.value)))
    by_pair = {
        (shape, node): [
            r
            for r in ordered
            if _is_of(r, node, prober.trees[shape], data) and (r.focus == node or (shape, r.focus) not in asked)
        ]
        for shape, node in asked
    }
    below = dict(zip(map(id, ordered), _look(ordered, book, data, name, depth - 1), strict=True))
    return [
        tuple(
            Tree(r, _message(book, r), tuple(allowed(book.index, r)), below[id(r)])
            for r in dict.fromkeys(r for pair in pairs for r in by_pair[pair])
        )
        for pairs in wanted
    ]


def prober_of(book: RuleBook, name: EngineName) -> Prober:
    """Return the prober for rules, made once an engine."""
    made: dict[EngineName, Prober] = book.__dict__.setdefault("_probers", {})
    if name not in made:
        inner = dict.fromkeys(
            shape
            for source in book.owners
            for parameter in (SH.node, SH.qualifiedValueShape, SH["and"], SH["or"], SH.xone)
            for value in book.index.values(source, parameter)
            for shape in (book.index.items(value) if book.index.value(value, RDF.first) is not None else [value])
            if not isinstance(shape, Literal)
        )
        properties: dict[Term, NamedNode] = {shape: NamedNode(f"{_PROBE}:{n}") for n, shape in enumerate(inner)}
        untargeted = [triple for triple in book.shapes if triple.predicate not in _TARGETS]
        targets = [Triple(shape, SH.targetObjectsOf, properties[shape]) for shape in inner]
        trees: dict[Term, frozenset[Term]] = {shape: frozenset(belonging(book.index, shape, set())) for shape in inner}
        made[name] = Prober(engine(name, [*untargeted, *targets]), properties, trees)
    return made[name]


def _is_of(result: RawResult, node: Term, tree: frozenset[Term], data: Data) -> bool:
    """Tell whether a result came of holding a node against an inner shape: it is about the node or a value of it."""
    if result.shape not in tree:
        return False
    if result.focus == node or isinstance(node, Literal):
        return result.focus == node
    return any(result.focus in data.index.values(node, p) for p in data.index.predicates(node))


def _message(book: RuleBook, result: RawResult) -> Texts:
    return book.messages.get(result.shape, {})
