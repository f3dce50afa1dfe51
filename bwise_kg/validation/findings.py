"""From an engine's results to findings: bindings, words and causes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from ..curriculum.source import Places
from ..natural import natural
from ..render.labels import Words
from ..resources import name_of
from .asking import asked_by
from .bindings import QUALIFIED, Bindings, allowed, solutions, values
from .causes import Tree, causes_of
from .data import Data
from .engines import EngineName, RawResult
from .messages import Filling, Messages, counts, listed, templates_of
from .naming import Names, nodes_in
from .paths import Term
from .report import Cause, Finding
from .rules import Rule, RuleBook

MOST_OF_A_RULE = 100
"""How many findings of a rule a report writes out; of the others it says how many there are."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A result with everything that its message may name.

    count: how many values there are, None where no message says so. of: how many solutions the result has.
    """

    result: RawResult
    rule: Rule
    bindings: Bindings
    allowed: tuple[Term, ...]
    count: int | None
    tree: Sequence[Tree]
    of: int


@dataclass(frozen=True, slots=True)
class Said:
    """The findings of a rule, as many as a report writes out.

    more: how many others there are; more_nodes: on how many nodes that none of those written out is about.
    """

    findings: tuple[Finding, ...]
    more: int = 0
    more_nodes: int = 0


@dataclass(frozen=True, slots=True)
class Gathered:
    """Results with everything that messages may name, by id of the rule: those that are written out, and all."""

    shown: dict[str, list[_Found]]
    all: dict[str, list[list[RawResult]]]

    @property
    def nodes(self) -> list[Term]:
        """Every node that a message may call by its name."""
        return [node for here in self.shown.values() for node in _named(here)]


def gathered(
    results: Iterable[RawResult],
    book: RuleBook,
    data: Data,
    engine: EngineName,
    places: Places,
    most: int = MOST_OF_A_RULE,
) -> Gathered:
    """Return results by rule, with what their messages may name.

    Results of a shape that belongs to no rule are left out; the same result twice is one, as engines differ there.

    most: how many of a rule are written out. Of the others it is counted what the engine tells; where that is not what
    a query has bound, each of its results is one.
    """
    alike: dict[tuple[object, ...], list[RawResult]] = {}
    for r in results:
        if r.shape in book.owners:
            alike.setdefault((r.focus, r.component, r.shape, r.path, r.value), []).append(r)
    by_rule: dict[str, list[list[RawResult]]] = {}
    for same in alike.values():
        by_rule.setdefault(book.owners[same[0].shape].id, []).append(same)
    chosen = {rule: _first(found, most, places) for rule, found in by_rule.items()}
    kept = [same for shown in chosen.values() for same in shown]
    trees = causes_of([same[0] for same in kept], book, data, engine)
    found: dict[str, list[_Found]] = {}
    for (r, *others), tree in zip(kept, trees, strict=True):
        rule = book.owners[r.shape]
        here = found.setdefault(rule.id, [])
        if len(here) < most:
            bindings = _bound([r, *others]) or solutions(book.index, data, r) or [{}]
            may, count = tuple(allowed(book.index, r)), _count(data, r, tree) if counts(rule) else None
            here += [_Found(r, rule, bound, may, count, tree, len(bindings)) for bound in bindings]
    return Gathered({rule: here[:most] for rule, here in found.items()}, by_rule)


def findings_of(found: Gathered, names: Names, language: str, places: Places) -> dict[str, Said]:
    """Return the findings by id of the rule, in the order of place and name.

    names: what nodes are called, which are those of `Gathered.nodes`.
    """
    return {rule: _said_of(here, found.all[rule], names, language, places) for rule, here in found.shown.items()}


def _first(found: list[list[RawResult]], most: int, places: Places) -> list[list[RawResult]]:
    """Return results up to a number, those that stand first in the file or are first by name."""

    def order(same: list[RawResult]) -> tuple[object, ...]:
        r = same[0]
        focus = _plain(r.focus)
        place = place_of(focus, r.path, r.value, places) or ""
        return natural(place), natural(focus), r.path, "" if r.value is None else _plain(r.value)

    return sorted(found, key=order)[:most] if len(found) > 1 else found[:most]


def _said_of(
    shown: Sequence[_Found], all_: Iterable[list[RawResult]], names: Names, language: str, places: Places
) -> Said:
    made = [_finding(one, names, language, places) for one in shown]
    if len(made) > 1:
        made.sort(key=lambda f: (natural(f.place or ""), natural(f.focus), f.path, f.value or "", f.message))
    told = {id(one.result): one.of for one in shown}
    count = sum(told.get(id(r)) or max(1, len(_bound([r, *others]))) for r, *others in all_)
    nodes = {r.focus for r, *_ in all_} - {one.result.focus for one in shown}
    return Said(tuple(made), count - len(made), len(nodes))


def _bound(alike: Iterable[RawResult]) -> list[Bindings]:
    """Return the bindings that an engine tells of results that are alike, each once."""
    return [dict(bound) for bound in dict.fromkeys(r.bindings for r in alike) if bound is not None]


def _finding(found: _Found, names: Names, language: str, places: Places) -> Finding:
    result, rule = found.result, found.rule
    filling = Filling(result.focus, result.path, result.value, found.bindings, found.allowed, found.count, names)
    messages = Messages(rule, filling.only(templates_of(rule)))
    focus = name_of(result.focus) if not isinstance(result.focus, Literal) else result.focus.value
    return Finding(
        rule=rule,
        focus=focus,
        focus_label=names.of(result.focus, language),
        focus_term=result.focus,
        place=place_of(focus, result.path, result.value, places),
        path=result.path,
        path_label=names.path(result.path, language),
        value=None if result.value is None else _plain(result.value),
        value_label=names.of(result.value, language, brief=False),
        value_term=result.value,
        allowed=listed(found.allowed, names, language),
        message=Words.of(messages, language),
        messages=messages,
        remedy=Words.of(rule.remedy, language),
        component=result.component.value,
        shape=name_of(result.shape),
        causes=tuple(_cause(tree, names, language) for tree in found.tree),
    )


def _count(data: Data, result: RawResult, tree: Sequence[Tree]) -> int | None:
    """Return how many values there are at the path of a result, of a qualified shape those that meet it."""
    if not result.path:
        return None
    there = values(data, result)
    if result.component not in QUALIFIED:
        return len(there)
    unmet = {cause.result.focus for cause in tree}
    return sum(value not in unmet for value in there)


def _cause(tree: Tree, names: Names, language: str) -> Cause:
    result = tree.result
    return Cause(
        focus=name_of(result.focus),
        focus_label=names.of(result.focus, language),
        focus_term=result.focus,
        asked=asked_by(tree, names, language, listed(tree.allowed, names, language)),
        path=result.path,
        value=None if result.value is None else _plain(result.value),
        value_label=names.of(result.value, language, brief=False),
        value_term=result.value,
        allowed=listed(tree.allowed, names, language),
        component=result.component.value,
        shape=name_of(result.shape),
        causes=tuple(_cause(below, names, language) for below in tree.below),
    )


def _named(found: Iterable[_Found]) -> Iterator[Term]:
    """Yield every node that a message may call by its name."""
    for one in found:
        yield from _nodes(one.result)
        yield from one.allowed
        yield from one.bindings.values()
        waiting = list(one.tree)
        while waiting:
            tree = waiting.pop()
            yield from _nodes(tree.result)
            yield from tree.allowed
            waiting += tree.below


def _nodes(result: RawResult) -> Iterator[Term]:
    yield result.focus
    if result.value is not None:
        yield result.value
    yield from nodes_in(result.path)


def place_of(focus: str, path: str, value: Term | None, places: Places) -> str | None:
    """Return where a value of a node stands: where just that is said, else the property, else the node."""
    properties = nodes_in(path)
    if isinstance(value, NamedNode | BlankNode):
        for node in properties:
            if (place := places.get((focus, node.value, name_of(value)))) is not None:
                return place
    for node in properties:
        if (place := places.get((focus, node.value))) is not None:
            return place
    return places.get((focus, None))


def _plain(term: Term) -> str:
    return term.value if isinstance(term, Literal | NamedNode) else str(term)
