"""Rules that are asked of several curricula at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...namespaces import RDF, RDFS
from ..constraints import UnsupportedError
from ..data import Data
from ..engines import RawResult
from ..select_values import DoubtError
from ..setwise import Question
from .answers import Columns, columns_of
from .batch import Batch
from .loading import Predicates
from .nodes import Array, homes, once
from .shapes import ColumnShape, ColumnShapes

if TYPE_CHECKING:
    from ..compiled import Plan


@dataclass(frozen=True, slots=True)
class _Together:
    """A plan for several curricula. None stands for what is asked of one after the other."""

    alone: Plan
    shape: ColumnShape | None
    questions: tuple[tuple[Question, Columns | None], ...]


class Together:
    """The plans of `compiled`, for several curricula."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        """Make them; raises `TooMuchError` for rules that name too many predicates."""
        self._predicates = Predicates()
        self._predicates.add(RDF.type)
        self._predicates.add(RDFS.subClassOf)
        shapes = ColumnShapes(self._predicates)
        self.plans = [self._together(plan, shapes) for plan in plans]

    def _together(self, plan: Plan, shapes: ColumnShapes) -> _Together:
        for predicate in (*plan.targets.subjects_of, *plan.targets.objects_of):
            self._predicates.add(predicate)
        try:
            shape = shapes.of(plan.shape)
        except UnsupportedError:
            shape = None
        return _Together(plan, shape, tuple((asked, self._columns(asked)) for asked in plan.questions))

    def _columns(self, asked: Question) -> Columns | None:
        if asked.query is None:
            return None
        try:
            return columns_of(asked.query, self._predicates)
        except UnsupportedError:
            return None

    def results(self, datas: Sequence[Data]) -> list[list[RawResult]]:
        """Return the results of each graph; raises `TooMuchError` for more than can be looked at together."""
        found: list[list[RawResult]] = [[] for _ in datas]
        for home, result in self._found(Batch(datas, self._predicates)):
            found[home].append(result)
        return found

    def _found(self, batch: Batch) -> Iterator[tuple[int, RawResult]]:
        for plan in self.plans:
            focus_nodes = batch.meant(plan.alone.targets)
            if not len(focus_nodes):
                continue
            yield from _of_shape(plan, batch, focus_nodes)
            for asked, columns in plan.questions:
                yield from _of_question(plan, asked, columns, batch, focus_nodes)


def _of_shape(plan: _Together, batch: Batch, focus_nodes: Array) -> Iterator[tuple[int, RawResult]]:
    shape = plan.alone.shape
    if not shape.checks and not shape.properties:
        return
    if plan.shape is None:
        for home in once(homes(focus_nodes)).tolist():
            data = batch.datas[home]
            for result in shape.results(data.index, data.focus_nodes(plan.alone.targets)):
                yield home, result
        return
    for nodes, component, said, values in plan.shape.results(batch, focus_nodes):
        told = [None] * len(nodes) if values is None else map(batch.term, values.tolist())
        for home, focus, value in zip(homes(nodes).tolist(), map(batch.term, nodes.tolist()), told, strict=True):
            yield home, RawResult(focus, component, said.node, said.path, value, said.severity)


def _of_question(
    plan: _Together, asked: Question, columns: Columns | None, batch: Batch, focus_nodes: Array
) -> Iterator[tuple[int, RawResult]]:
    batch.doubted.clear()
    alone = once(homes(focus_nodes)).tolist()
    if columns is not None:
        found = columns.answers(batch, focus_nodes)
        for home, rows in found.items():
            if home in batch.doubted:
                continue
            try:
                told = list(asked.told(batch.common, columns.alone, rows))
            except DoubtError:
                batch.doubted.add(home)
            else:
                yield from ((home, result) for result in told)
        alone = sorted(batch.doubted)
    for home in alone:
        data = batch.datas[home]
        for result in asked.results(data, data.focus_nodes(plan.alone.targets)):
            yield home, result
