"""The constraint components of SHACL Core, each as a function of all focus nodes and their values.

Sections are those of the SHACL recommendation (W3C, 20 July 2017).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode

from ..namespaces import SH
from .checks import Among, Check, Counting, Each, Failing, HasValue, Held, OfClass, Times, UniqueLanguages, Values
from .literals import DATATYPES, number
from .paths import Index, Term


class UnsupportedError(Exception):
    """A shape says something that is not compiled."""


class Compiler(Protocol):
    """What constraints need to know of the shapes that they name; every method raises `UnsupportedError`."""

    def shape(self, node: Term) -> Failing:
        """Return a shape compiled."""

    def counted(self, node: Term) -> Failing:
        """Return the shape whose values a shape counts (section 4.7.3)."""

    def terms(self, head: Term) -> Sequence[Term]:
        """Return the members of a list."""


Maker = Callable[[Compiler, Term, Term], Check]
"""Makes the check of a constraint of a shape from the value of its parameter."""


def _class(_: Compiler, __: Term, class_: Term) -> Check:
    return OfClass(class_)


def _datatype(_: Compiler, __: Term, datatype: Term) -> Check:
    if not isinstance(datatype, NamedNode) or datatype not in DATATYPES:
        raise UnsupportedError(f"datatype {datatype}")
    is_one = DATATYPES[datatype]
    return Each(lambda v: isinstance(v, Literal) and v.datatype == datatype and is_one(v.value))


def _node_kind(_: Compiler, __: Term, kind: Term) -> Check:
    if kind not in _KINDS:
        raise UnsupportedError(f"node kind {kind}")
    kinds = _KINDS[kind]
    return Each(lambda v: isinstance(v, kinds))


def _min_count(_: Compiler, __: Term, bound: Term) -> Check:
    return Times(_whole(bound), None)


def _max_count(_: Compiler, __: Term, bound: Term) -> Check:
    return Times(0, _whole(bound))


def _min_length(_: Compiler, __: Term, bound: Term) -> Check:
    least = _whole(bound)
    return Each(lambda v: not isinstance(v, BlankNode) and len(v.value) >= least)


def _max_length(_: Compiler, __: Term, bound: Term) -> Check:
    most = _whole(bound)
    return Each(lambda v: not isinstance(v, BlankNode) and len(v.value) <= most)


def _bound(compare: Callable[[object, object], bool]) -> Maker:
    def make(_: Compiler, __: Term, bound: Term) -> Check:
        limit = number(bound) if isinstance(bound, Literal) else None
        if limit is None:
            raise UnsupportedError("a bound that is no number")

        def met(value: Term) -> bool:
            found = number(value) if isinstance(value, Literal) else None
            return found is not None and compare(found, limit)

        return Each(met)

    return make


def _pattern(_: Compiler, __: Term, pattern: Term) -> Check:
    if not isinstance(pattern, Literal) or not ALIKE.fullmatch(pattern.value):
        raise UnsupportedError("a pattern that Python may read otherwise")
    found = re.compile(pattern.value.replace("$", r"\Z"), re.ASCII).search
    return Each(lambda v: not isinstance(v, BlankNode) and found(v.value) is not None)


def _language_in(compiler: Compiler, _: Term, head: Term) -> Check:
    ranges = {tag.value.lower() for tag in compiler.terms(head)}

    def met(value: Term) -> bool:
        tag = (value.language or "").lower() if isinstance(value, Literal) else ""
        return any(tag == wanted or tag.startswith(f"{wanted}-") for wanted in ranges)

    return Each(met)


def _unique_lang(_: Compiler, __: Term, wanted: Term) -> Check:
    return UniqueLanguages() if wanted.value == "true" else lambda _, __: []


def _equals(_: Compiler, __: Term, other: Term) -> Check:
    property_ = _property(other)

    def check(data: Index, values: Values) -> Iterable[tuple[int, int]]:
        links = data.links(property_)
        for focus, found in values:
            others = links.get(focus, ())
            yield from ((focus, v) for v in found if v not in others)
            yield from ((focus, v) for v in dict.fromkeys(others) if v not in found)

    return check


def _disjoint(_: Compiler, __: Term, other: Term) -> Check:
    property_ = _property(other)

    def check(data: Index, values: Values) -> Iterable[tuple[int, int]]:
        links = data.links(property_)
        return [(focus, v) for focus, found in values for v in found if v in links.get(focus, ())]

    return check


def _not(compiler: Compiler, _: Term, inner: Term) -> Check:
    return Held([compiler.shape(inner)], lambda times: times == 0)


def _and(compiler: Compiler, _: Term, head: Term) -> Check:
    shapes = [compiler.shape(member) for member in compiler.terms(head)]
    return Held(shapes, lambda times: times == len(shapes))


def _or(compiler: Compiler, _: Term, head: Term) -> Check:
    shapes = [compiler.shape(member) for member in compiler.terms(head)]
    return Held(shapes, lambda times: times > 0)


def _xone(compiler: Compiler, _: Term, head: Term) -> Check:
    shapes = [compiler.shape(member) for member in compiler.terms(head)]
    return Held(shapes, lambda times: times == 1)


def _node(compiler: Compiler, _: Term, inner: Term) -> Check:
    return Held([compiler.shape(inner)], lambda times: times == 1)


def _qualified_min(compiler: Compiler, node: Term, bound: Term) -> Check:
    least = _whole(bound)
    return Counting(compiler.counted(node), lambda times: times >= least)


def _qualified_max(compiler: Compiler, node: Term, bound: Term) -> Check:
    most = _whole(bound)
    return Counting(compiler.counted(node), lambda times: times <= most)


def _has_value(_: Compiler, __: Term, wanted: Term) -> Check:
    return HasValue(wanted)


def _in(compiler: Compiler, _: Term, head: Term) -> Check:
    return Among(tuple(compiler.terms(head)))


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
ALIKE = re.compile(r"(?:[A-Za-z0-9_:/#@%,;=~ -]|\\[.\\/-]|\[\^?[A-Za-z0-9_.:/-]+\]|[()|^$?*+]|\{[0-9]+(?:,[0-9]*)?\})*")

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
