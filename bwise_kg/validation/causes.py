"""Why a nested shape was not met: a second pass over the inner shapes, as engines differ in what they tell of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, Triple

from ..curriculum.model import Texts
from ..namespaces import RDF, SH
from .bindings import allowed, inner_shapes, tested
from .constraints import UnsupportedError
from .core import Compiler
from .data import Data
from .engines import EngineName, RawResult, Validator, engine
from .paths import Term
from .rules import RuleBook, belonging

DEEPEST = 4
"""How many shapes inside of shapes are looked into."""

_TARGETS = {SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target}
_PROBE = "urn:bwise-kg:probe"


Pair = tuple[Term, Term]
"""An inner shape, and a node that is held against it."""


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
    asked = dict.fromkeys(pair for pairs in wanted for pair in pairs)
    by_pair = _held(list(asked), book, data) if name is EngineName.COMPILED else None
    if by_pair is None:
        by_pair = _probed(asked, book, data, name)
    ordered = list(dict.fromkeys(r for found in by_pair.values() for r in found))
    below = dict(zip(ordered, _look(ordered, book, data, name, depth - 1), strict=True))
    return [
        tuple(
            Tree(r, _message(book, r), tuple(allowed(book.index, r)), below[r])
            for r in dict.fromkeys(r for pair in pairs for r in by_pair[pair])
        )
        for pairs in wanted
    ]


def _held(asked: Sequence[Pair], book: RuleBook, data: Data) -> dict[Pair, list[RawResult]] | None:
    """Return the results of holding nodes against inner shapes, None if one of these cannot be compiled."""
    compiler: Compiler = book.__dict__.setdefault("_compiler", Compiler(book.index))
    try:
        return {
            (shape, node): _ordered(compiler.shape(shape).results(data.index, [data.index.numbers.number(node)]))
            for shape, node in asked
        }
    except UnsupportedError:
        return None


def _probed(asked: Mapping[Pair, None], book: RuleBook, data: Data, name: EngineName) -> dict[Pair, list[RawResult]]:
    """Return the results of a second pass of an engine, in which the nodes are targets of the inner shapes."""
    prober = prober_of(book, name)
    probes = [Triple(NamedNode(_PROBE), prober.properties[shape], node) for shape, node in asked]
    found = _ordered(prober.validator.validate(replace(data, own=(*probes, *data.own))))
    return {
        (shape, node): [
            r
            for r in found
            if _is_of(r, node, prober.trees[shape], data) and (r.focus == node or (shape, r.focus) not in asked)
        ]
        for shape, node in asked
    }


def _ordered(results: Iterable[RawResult]) -> list[RawResult]:
    unique = {(r.focus, r.component, r.shape, r.path, r.value): r for r in results}
    return sorted(unique.values(), key=lambda r: (str(r.shape), r.path, str(r.value)))


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
