"""The fastest engine: SHACL Core as look-ups in an index, SPARQL constraints asked once for all focus nodes.

Shapes that say more than can be compiled are left to Shifty, as a whole: the criterion is what `core` and `setwise`
refuse, and any constraint component of one's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Triple

from ..namespaces import RDF, RDFS, SH
from ..resources import Statement
from .constraints import UnsupportedError
from .core import Compiler, Shape
from .data import Data, triple_of
from .engines import EngineName, RawResult, Shifty
from .paths import Index, Term
from .setwise import Question, question
from .targets import Targets

if TYPE_CHECKING:
    from .columns.together import Together


@dataclass(frozen=True, slots=True)
class Plan:
    """What a shape with targets comes to."""

    targets: Targets
    shape: Shape
    questions: tuple[Question, ...]

    def results(self, data: Data) -> Iterator[RawResult]:
        """Yield the results of a graph."""
        focus_nodes = data.focus_nodes(self.targets)
        if not focus_nodes:
            return
        if self.shape.checks or self.shape.properties:
            yield from self.shape.results(data.index, focus_nodes)
        for asked in self.questions:
            yield from asked.results(data, focus_nodes)


class Compiled:
    """See the head of this module."""

    name = EngineName.COMPILED

    def __init__(self, shapes: Iterable[Statement]) -> None:
        triples = [triple_of(s) for s in shapes]
        index = Index(triples)
        compiler = Compiler(index)
        self.plans: list[Plan] = []
        left: list[Term] = []
        for shape in _targeted(index):
            try:
                self.plans.append(_plan(index, compiler, shape))
            except UnsupportedError:
                left.append(shape)
        self.left = tuple(left)
        """The shapes that Shifty takes."""
        self._others = Shifty(_without_targets(triples, {plan.shape.node for plan in self.plans})) if left else None

    def validate_all(self, datas: Sequence[Data]) -> list[list[RawResult]]:
        """Return the results of each graph, as `validate` does; several at once are several times faster.

        Who looks at their terms afterwards has had them `numbered` before (`columns.common`).

        Raises DataError as `validate`.
        """
        from .columns.batches import validate_all  # noqa: PLC0415 - loads numpy

        return validate_all(self, datas)

    @cached_property
    def together(self) -> Together | None:
        """The plans for several graphs, None if there are too many predicates in them."""
        from .columns.batches import together  # noqa: PLC0415

        return together(self.plans)

    def left_results(self, data: Data) -> list[RawResult]:
        """Return the results of the shapes that Shifty takes."""
        return [] if self._others is None else self._others.validate(data)

    def validate(self, data: Data) -> list[RawResult]:
        """See `Validator.validate`."""
        found = self.left_results(data)
        for plan in self.plans:
            found += plan.results(data)
        return found


def _plan(index: Index, compiler: Compiler, node: Term) -> Plan:
    kinds = index.values(node, RDF.type)
    if RDFS.Class in kinds or SH.target in index.predicates(node):
        raise UnsupportedError("targets other than the four of Core")
    if index.subjects_of(SH.parameter):
        raise UnsupportedError("constraint components of one's own")
    targets = Targets.of(index, node)
    asked = index.values(node, SH.sparql)
    if not asked:
        return Plan(targets, compiler.shape(node), ())
    shape = compiler.shape(node, asked_elsewhere=frozenset({SH.sparql}))
    if shape.walk is not None:
        raise UnsupportedError("a query of a property shape")
    return Plan(targets, shape, tuple(question(index, node, constraint, targets) for constraint in asked))


def _targeted(index: Index) -> dict[Term, None]:
    """Return the shapes that have targets, in the order of the statements."""
    found: dict[Term, None] = {}
    for predicate in (*_TARGETS, SH.target):
        found |= index.subjects_of(predicate)
    shapes = {*index.subjects(RDF.type, SH.NodeShape), *index.subjects(RDF.type, SH.PropertyShape)}
    found |= {node: None for node in index.subjects(RDF.type, RDFS.Class) if node in shapes}
    return found


_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


def _without_targets(triples: Iterable[Triple], shapes: set[Term]) -> list[Triple]:
    """Return shapes without the targets of some, which then are no more than parts of others."""
    return [t for t in triples if not (t.predicate in _TARGETS and t.subject in shapes)]
