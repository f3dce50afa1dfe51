"""The constraint components of SHACL Core, each as a function of a focus node and its values.

Sections are those of the SHACL recommendation (W3C, 20 July 2017).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode

from ..namespaces import SH
from .literals import DATATYPES, number
from .paths import Index, Term

Violations = Callable[[Index, Term, Sequence[Term]], Iterable[Term | None]]
"""Returns what is wrong with a focus node and its values: a value each, None where SHACL names none."""


class UnsupportedError(Exception):
    """A shape says something that is not compiled."""


class Conforming(Protocol):
    """A shape that nodes are held against."""

    def conforms(self, data: Index, focus: Term) -> bool:
        """Tell whether a node has no results."""


class Compiler(Protocol):
    """What constraints need to know of the shapes that they name; every method raises `UnsupportedError`."""

    def shape(self, node: Term) -> Conforming:
        """Return a shape compiled."""

    def counted(self, node: Term) -> Conforming:
        """Return the shape whose values a shape counts (section 4.7.3)."""

    def terms(self, head: Term) -> Sequence[Term]:
        """Return the members of a list."""


Maker = Callable[[Compiler, Term, Term], Violations]
"""Makes the check of a constraint of a shape from the value of its parameter."""


def _each(met: Callable[[Index, Term], bool]) -> Violations:
    return lambda data, _, values: [value for value in values if not met(data, value)]


def _class(_: Compiler, __: Term, class_: Term) -> Violations:
    return lambda data, _, values: [value for value in values if not data.is_instance(value, class_)]


def _datatype(_: Compiler, __: Term, datatype: Term) -> Violations:
    if not isinstance(datatype, NamedNode) or datatype not in DATATYPES:
        raise UnsupportedError(f"datatype {datatype}")
    is_one = DATATYPES[datatype]
    return _each(lambda _, v: isinstance(v, Literal) and v.datatype == datatype and is_one(v.value))


def _node_kind(_: Compiler, __: Term, kind: Term) -> Violations:
    if kind not in _KINDS:
        raise UnsupportedError(f"node kind {kind}")
    kinds = _KINDS[kind]
    return _each(lambda _, v: isinstance(v, kinds))


def _min_count(_: Compiler, __: Term, bound: Term) -> Violations:
    least = _whole(bound)
    return lambda _, __, values: [None] if len(values) < least else []


def _max_count(_: Compiler, __: Term, bound: Term) -> Violations:
    most = _whole(bound)
    return lambda _, __, values: [None] if len(values) > most else []


def _min_length(_: Compiler, __: Term, bound: Term) -> Violations:
    least = _whole(bound)
    return _each(lambda _, v: not isinstance(v, BlankNode) and len(v.value) >= least)


def _max_length(_: Compiler, __: Term, bound: Term) -> Violations:
    most = _whole(bound)
    return _each(lambda _, v: not isinstance(v, BlankNode) and len(v.value) <= most)


def _bound(compare: Callable[[object, object], bool]) -> Maker:
    def make(_: Compiler, __: Term, bound: Term) -> Violations:
        limit = number(bound) if isinstance(bound, Literal) else None
        if limit is None:
            raise UnsupportedError("a bound that is no number")

        def met(_: Index, value: Term) -> bool:
            found = number(value) if isinstance(value, Literal) else None
            return found is not None and compare(found, limit)

        return _each(met)

    return make


def _pattern(_: Compiler, __: Term, pattern: Term) -> Violations:
    if not isinstance(pattern, Literal) or not _ALIKE.fullmatch(pattern.value):
        raise UnsupportedError("a pattern that Python may read otherwise")
    found = re.compile(pattern.value.replace("$", r"\Z"), re.ASCII).search
    return _each(lambda _, v: not isinstance(v, BlankNode) and found(v.value) is not None)


def _language_in(compiler: Compiler, _: Term, head: Term) -> Violations:
    ranges = {tag.value.lower() for tag in compiler.terms(head)}

    def met(_: Index, value: Term) -> bool:
        tag = (value.language or "").lower() if isinstance(value, Literal) else ""
        return any(tag == wanted or tag.startswith(f"{wanted}-") for wanted in ranges)

    return _each(met)


def _unique_lang(_: Compiler, __: Term, wanted: Term) -> Violations:
    if wanted.value != "true":
        return lambda _, __, ___: []

    def violations(_: Index, __: Term, values: Sequence[Term]) -> Iterable[None]:
        if len(values) < 2:
            return []
        tags = Counter(v.language.lower() for v in values if isinstance(v, Literal) and v.language)
        return [None for times in tags.values() if times > 1]

    return violations


def _equals(_: Compiler, __: Term, other: Term) -> Violations:
    property_ = _property(other)

    def violations(data: Index, focus: Term, values: Sequence[Term]) -> Iterable[Term]:
        others = data.values(focus, property_)
        return [*(v for v in values if v not in others), *(v for v in dict.fromkeys(others) if v not in values)]

    return violations


def _disjoint(_: Compiler, __: Term, other: Term) -> Violations:
    property_ = _property(other)
    return lambda data, focus, values: [v for v in values if v in data.values(focus, property_)]


def _not(compiler: Compiler, _: Term, inner: Term) -> Violations:
    shape = compiler.shape(inner)
    return _each(lambda data, v: not shape.conforms(data, v))


def _and(compiler: Compiler, _: Term, head: Term) -> Violations:
    shapes = [compiler.shape(member) for member in compiler.terms(head)]
    return _each(lambda data, v: all(shape.conforms(data, v) for shape in shapes))


def _or(compiler: Compiler, _: Term, head: Term) -> Violations:
    shapes = [compiler.shape(member) for member in compiler.terms(head)]
    return _each(lambda data, v: any(shape.conforms(data, v) for shape in shapes))


def _xone(compiler: Compiler, _: Term, head: Term) -> Violations:
    shapes = [compiler.shape(member) for member in compiler.terms(head)]
    return _each(lambda data, v: sum(shape.conforms(data, v) for shape in shapes) == 1)


def _node(compiler: Compiler, _: Term, inner: Term) -> Violations:
    shape = compiler.shape(inner)
    return _each(shape.conforms)


def _qualified_min(compiler: Compiler, node: Term, bound: Term) -> Violations:
    shape, least = compiler.counted(node), _whole(bound)
    return lambda data, _, values: [None] if sum(shape.conforms(data, v) for v in values) < least else []


def _qualified_max(compiler: Compiler, node: Term, bound: Term) -> Violations:
    shape, most = compiler.counted(node), _whole(bound)
    return lambda data, _, values: [None] if sum(shape.conforms(data, v) for v in values) > most else []


def _has_value(_: Compiler, __: Term, wanted: Term) -> Violations:
    return lambda _, __, values: [] if wanted in values else [None]


def _in(compiler: Compiler, _: Term, head: Term) -> Violations:
    members = frozenset(compiler.terms(head))
    return _each(lambda _, v: v in members)


def _whole(bound: Term) -> int:
    if not isinstance(bound, Literal) or not bound.value.isdecimal():
        raise UnsupportedError("a bound that is no whole number")
    return int(bound.value)


def _property(term: Term) -> NamedNode:
    if not isinstance(term, NamedNode):
        raise UnsupportedError("a property that is no IRI")
    return term


_KINDS: dict[Term, tuple[type, ...]] = {
    SH.IRI: (NamedNode,),
    SH.BlankNode: (BlankNode,),
    SH.Literal: (Literal,),
    SH.BlankNodeOrIRI: (BlankNode, NamedNode),
    SH.BlankNodeOrLiteral: (BlankNode, Literal),
    SH.IRIOrLiteral: (NamedNode, Literal),
}

# characters, sets of them, groups, anchors and repetition: what XPath and Python read in one way
_ALIKE = re.compile(
    r"(?:[A-Za-z0-9_:/#@%,;=~ -]|\\[.\\/-]|\[\^?[A-Za-z0-9_.:/-]+\]|[()|^$?*+]|\{[0-9]+(?:,[0-9]*)?\})*"
)

COMPONENTS: dict[NamedNode, tuple[NamedNode, Maker]] = {
    SH[name]: (SH[f"{name[:1].upper()}{name[1:]}ConstraintComponent"], make)
    for name, make in {
        "class": _class,
        "datatype": _datatype,
        "nodeKind": _node_kind,
        "minCount": _min_count,
        "maxCount": _max_count,
        "minExclusive": _bound(lambda value, limit: value > limit),  # type: ignore[operator]  # both are numbers
        "minInclusive": _bound(lambda value, limit: value >= limit),  # type: ignore[operator]
        "maxExclusive": _bound(lambda value, limit: value < limit),  # type: ignore[operator]
        "maxInclusive": _bound(lambda value, limit: value <= limit),  # type: ignore[operator]
        "minLength": _min_length,
        "maxLength": _max_length,
        "pattern": _pattern,
        "languageIn": _language_in,
        "uniqueLang": _unique_lang,
        "equals": _equals,
        "disjoint": _disjoint,
        "not": _not,
        "and": _and,
        "or": _or,
        "xone": _xone,
        "node": _node,
        "qualifiedMinCount": _qualified_min,
        "qualifiedMaxCount": _qualified_max,
        "hasValue": _has_value,
        "in": _in,
    }.items()
}
"""The component that a parameter belongs to, and what makes its check."""

OF_PROPERTIES = {
    SH[f"{name}ConstraintComponent"]
    for name in ("MinCount", "MaxCount", "UniqueLang", "QualifiedMinCount", "QualifiedMaxCount")
}
"""Components that only property shapes may have."""
