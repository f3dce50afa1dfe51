"""What makes the steps of a query: the planner says which ones it takes, a maker what solutions they work on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from pyoxigraph import NamedNode

from .numbering import Term
from .select import Expression, Path, Select

StepT = TypeVar("StepT")


@dataclass(frozen=True, slots=True)
class End:
    """An end of a pattern: a term, or the place of a variable that is bound or not."""

    place: int
    term: Term | None
    bound: bool


class Maker(Protocol[StepT]):
    """Makes steps; every method raises `UnsupportedError` for what it cannot make. mark: a place for notes."""

    def all_of(self, predicate: NamedNode, subject: End, value: End) -> StepT:
        """Return the step to all statements with a property."""

    def along(self, path: Path, start: End, end: End, *, counted: bool) -> StepT:
        """Return the step along a path from what is bound to what is not. counted: on each way, not once."""

    def leading(self, path: Path, start: End) -> StepT:
        """Return the step that keeps what a path leads anywhere from."""

    def between(self, path: Path, subject: End, value: End, *, counted: bool) -> StepT:
        """Return the step that keeps what a path leads between."""

    def any_of(self, steps: Sequence[tuple[NamedNode, StepT]], place: int) -> StepT:
        """Return the step along one of some properties, which is bound at a place."""

    def chained(self, steps: Sequence[StepT]) -> StepT:
        """Return steps as one."""

    def filter(self, condition_: Expression, places: Mapping[str, int]) -> StepT:
        """Return the step that keeps the solutions for which a condition holds."""

    def bind(self, value: Expression, place: int, places: Mapping[str, int]) -> StepT:
        """Return the step that binds what an expression comes to."""

    def existing(self, inner: Sequence[StepT], wanted: bool, mark: int) -> StepT:
        """Return the step that keeps the solutions for which a group has one, or has none."""

    def optional(self, inner: Sequence[StepT], mark: int) -> StepT:
        """Return the step that extends solutions by a group where it has any."""

    def union(self, groups: Sequence[Sequence[StepT]]) -> StepT:
        """Return the step to the solutions of every group."""

    def apart(
        self,
        inner: Sequence[StepT],
        places: Mapping[str, int],
        keys: Sequence[int],
        added: Sequence[tuple[int, int]],
        ends: tuple[int, int] | None,
    ) -> StepT:
        """Return the step that joins a group which is answered by itself, see `select_joins.apart`."""

    def asked(self, query: Select) -> tuple[Any, dict[str, int]]:
        """Return what answers a query inside of another, for `inside`, and the places of its columns."""

    def inside(self, answer: Any, keys: Sequence[tuple[int, int]], added: Sequence[tuple[int, int]]) -> StepT:
        """Return the step that joins a query inside of another, see `select_joins.inside`."""
