"""What queries say of their variables and IRIs, without being asked of anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from pyoxigraph import NamedNode

from .select import (
    Bind,
    Call,
    Exists,
    Expression,
    Filter,
    Group,
    OptionalGroup,
    Pattern,
    Repeated,
    Select,
    UnionOf,
    Variable,
)


def names_in(part: object) -> Iterator[str]:
    """Yield the names of the variables in a part of a query; of a query inside of it, those that it selects."""
    match part:
        case Variable(name):
            yield name
        case Select(columns=columns):
            yield from (name for name, _ in columns)
        case Bind(value, name):
            yield from (*names_in(value), name)
        case Pattern(subject, path, value):
            for end in (subject, path, value):
                yield from names_in(end) if isinstance(end, Variable) else ()
        case Call(arguments=parts) | Group(items=parts) | UnionOf(groups=parts):
            for one in parts:
                yield from names_in(one)
        case Filter(inner) | OptionalGroup(inner) | Exists(group=inner):
            yield from names_in(inner)


def looked_at(query: Select) -> frozenset[NamedNode] | None:
    """Return IRIs, the properties among them that a query looks at; None if other statements matter to it too.

    They do to a path of no steps, which leads from every node that there is to itself (section 9.3).
    """
    parts = list(_parts(query))
    if any(isinstance(part, Repeated) and not part.least for part in parts):
        return None
    return frozenset(part for part in parts if isinstance(part, NamedNode))


def _parts(part: object) -> Iterator[object]:
    yield part
    inside = part if isinstance(part, tuple) else ()
    if is_dataclass(part):
        inside = tuple(getattr(part, field.name) for field in fields(part))
    for one in inside:
        yield from _parts(one)


def equated(one: Expression, left: set[str], right: set[str]) -> tuple[str, str] | None:
    """Return the variables of two sides that a filter wants to be equal."""
    match one:
        case Call("&&", parts):
            return next(filter(None, (equated(part, left, right) for part in parts)), None)
        case Call("=", (Variable(first), Variable(second))):
            for mine, theirs in ((first, second), (second, first)):
                if mine in left and theirs in right - left:
                    return mine, theirs
    return None


def only(one: Expression, name: str) -> set[NamedNode] | None:
    """Return the IRIs that a filter leaves for a variable, None if it may be any."""
    match one:
        case Call("=", (Variable(found), NamedNode() as iri)) if found == name:
            return {iri}
        case Call("&&", parts):
            return next((iris for part in parts if (iris := only(part, name)) is not None), None)
        case Call("||", parts):
            sets = [only(part, name) for part in parts]
            return None if None in sets else {iri for some in sets for iri in some or ()}
    return None


def cost(pattern: Pattern, certain: set[str]) -> int:
    """Return what a pattern may bring: the least is asked first."""
    subject = not isinstance(pattern.subject, Variable) or pattern.subject.name in certain
    value = not isinstance(pattern.value, Variable) or pattern.value.name in certain
    simple = isinstance(pattern.path, NamedNode)
    if subject and value:
        return 0 if simple else 1
    if subject:
        return 2 if simple else 4
    if value:
        if not isinstance(pattern.value, Variable):
            return 6  # all of a class or scheme
        return 3 if simple else 5
    return 7
