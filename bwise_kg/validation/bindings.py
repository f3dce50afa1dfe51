"""What a result rests on: the values, counts and variables that messages are filled with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, QuerySolutions, Variable

from ..namespaces import SH
from .data import Data
from .engines import RawResult
from .paths import Index, Term
from .select_parsing import path_of
from .setwise import prefixes_of

LISTS = {SH.InConstraintComponent: SH["in"], SH.LanguageInConstraintComponent: SH.languageIn}
"""Components that allow what is in a list."""

INNER = {
    SH.NodeConstraintComponent: SH.node,
    SH.AndConstraintComponent: SH["and"],
    SH.OrConstraintComponent: SH["or"],
    SH.XoneConstraintComponent: SH.xone,
    SH.QualifiedMinCountConstraintComponent: SH.qualifiedValueShape,
    SH.QualifiedMaxCountConstraintComponent: SH.qualifiedValueShape,
}
"""Components that hold a node against other shapes, with the parameter that names these."""

QUALIFIED = {SH.QualifiedMinCountConstraintComponent, SH.QualifiedMaxCountConstraintComponent}
"""Components that count the values that meet a shape."""

_OF_SHAPES = {SH.NotConstraintComponent, SH.SPARQLConstraintComponent}
_PATH = re.compile(r"\$PATH\b")

Bindings = Mapping[str, Term]


def allowed(shapes: Index, result: RawResult) -> list[Term]:
    """Return what a Core constraint allows: a bound, a class, the members of a list; nothing for other components."""
    if result.component in LISTS:
        head = shapes.value(result.shape, LISTS[result.component])
        return [] if head is None else list(shapes.items(head))
    if result.component in _OF_SHAPES or (result.component in INNER and result.component not in QUALIFIED):
        return []
    name = result.component.value.removeprefix(SH.base).removesuffix("ConstraintComponent")
    return shapes.values(result.shape, SH[name[:1].lower() + name[1:]])


def inner_shapes(shapes: Index, result: RawResult) -> list[Term]:
    """Return the shapes that a result's constraint holds nodes against; the result itself does not say which failed."""
    if result.component not in INNER:
        return []
    named = shapes.values(result.shape, INNER[result.component])
    if result.component in {SH.NodeConstraintComponent, *QUALIFIED}:
        return named
    return [shape for head in named for shape in shapes.items(head)]


def tested(data: Data, result: RawResult) -> list[Term]:
    """Return the nodes that a result's constraint holds against other shapes."""
    if result.component in QUALIFIED:
        return values(data, result)
    return [result.value if result.value is not None else result.focus]


def values(data: Data, result: RawResult) -> list[Term]:
    """Return the values at the path of a result, each once."""
    if not result.path:
        return [result.focus]
    if isinstance(result.focus, Literal):
        return []
    number = data.index.numbers.find(result.focus)
    if number is None:
        return []
    return list(map(data.index.numbers.term, data.graph.walks.of(path_of(result.path))(number)))


def solutions(shapes: Index, data: Data, result: RawResult) -> list[Bindings]:
    """Return what the variables of a SPARQL constraint are bound to for a result, a mapping a solution.

    Reports tell focus, path and value only, so the query is asked again for the focus.
    """
    return [
        found
        for constraint in shapes.values(result.shape, SH.sparql)
        for found in _answers(shapes, data, constraint, result)
        if result.value in (found.get("value", result.value), _written(data, found, result))
        and str(found.get("path", result.path)) == result.path
    ]


def _written(data: Data, found: Bindings, result: RawResult) -> Term | None:
    return data.as_written(found["value"], result.focus) if "value" in found else result.value


def _answers(shapes: Index, data: Data, constraint: Term, result: RawResult) -> Iterator[Bindings]:
    select = shapes.value(constraint, SH.select)
    if select is None:
        return
    text = _PATH.sub(lambda _: result.path, select.value)
    found = data.store.query(
        text, prefixes=prefixes_of(shapes, constraint), substitutions={Variable("this"): result.focus}
    )
    if not isinstance(found, QuerySolutions):
        return
    names = [variable.value for variable in found.variables]
    seen = set()
    for row in found:
        bound = tuple((name, row[name]) for name in names if name != "this" and row[name] is not None)
        if bound not in seen:
            seen.add(bound)
            yield dict(bound)
