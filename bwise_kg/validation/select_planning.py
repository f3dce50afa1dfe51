"""Groups of SPARQL queries as steps from solutions to solutions.

Solutions are handed from step to step, also into groups inside of others. That is what SPARQL says as long as nothing
inside looks at a variable that comes from outside only; where it might, `UnsupportedError` is raised. `$this` is bound
everywhere (SHACL, section 5.3.1), and in EXISTS all is that is bound around it. Sections are those of SPARQL 1.1 Query.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Generic

from pyoxigraph import Literal, NamedNode

from .constraints import UnsupportedError
from .numbering import Term
from .select import (
    Bind,
    Call,
    Exists,
    Expression,
    Filter,
    Group,
    OptionalGroup,
    Path,
    Pattern,
    Select,
    UnionOf,
    Variable,
)
from .select_making import End, Maker, StepT
from .select_paths import inverse
from .select_variables import cost, equated, names_in, only

THIS = "this"


class _Scope(Generic[StepT]):
    """A group whose steps are being made.

    certain, maybe: variables that are bound, or may be, so far; outside: those that were before; own: what the group
    itself is certain to bind; every: what anything but a filter names.
    """

    def __init__(self, group: Group, certain: set[str], maybe: set[str], optional: bool) -> None:
        self.certain, self.maybe, self.optional = certain, maybe, optional
        self.outside = (certain | maybe) - {THIS}
        self.own = {THIS}
        self.every = {name for item in group.items if not isinstance(item, Filter) for name in names_in(item)}
        self.filters = [item.condition for item in group.items if isinstance(item, Filter)]
        self.waiting: list[Pattern] = []
        self.steps: list[StepT] = []

    def bind(self, names: Iterable[str]) -> None:
        """Note that the group binds variables."""
        found = set(names)
        self.certain |= found
        self.own |= found


class Planner(Generic[StepT]):
    """Makes steps of the groups of one query. places: of variables, and of marks, in rows."""

    def __init__(self, maker: Maker[StepT], said: Counter[str] | None) -> None:
        """Make one. said: how often the query names each variable, None if it counts in how many ways it is met."""
        self.places: dict[str, int] = {THIS: 0}
        self._make = maker
        self._said = said

    def place(self, name: str) -> int:
        """Return the place of a variable."""
        return self.places.setdefault(name, len(self.places))

    def _mark(self) -> int:
        return self.place(f" {len(self.places)}")

    def group(self, group: Group, certain: set[str], maybe: set[str], *, optional: bool = False) -> list[StepT]:
        """Return the steps of a group; certain and maybe bound variables are told before, and changed.

        optional: filters see what is bound around the group too (section 18.2.2.6).
        """
        for name in names_in(group):
            self.place(name)
        scope: _Scope[StepT] = _Scope(group, certain, maybe, optional)
        for item in group.items:
            if isinstance(item, Pattern):
                scope.waiting.append(item)
            elif not isinstance(item, Filter):
                self._settle(scope)
                scope.steps.append(self._item(item, scope))
                self._hold(scope)
        self._settle(scope)
        self._hold(scope, last=True)
        return scope.steps

    def _settle(self, scope: _Scope[StepT]) -> None:
        """Order the patterns so far, cheapest first, and hold filters as soon as all is bound."""
        while scope.waiting:
            pattern = min(scope.waiting, key=lambda one: cost(one, scope.certain))
            scope.waiting.remove(pattern)
            scope.steps.append(self._pattern(pattern, scope))
            scope.bind(names_in(pattern))
            self._hold(scope)

    def _hold(self, scope: _Scope[StepT], *, last: bool = False) -> None:
        """Add the filters whose variables are bound for good, or all of them."""
        for one in list(scope.filters):
            used = set(names_in(one))
            if last or used & (scope.every | scope.certain | scope.maybe) <= scope.certain:
                if not scope.optional and used & scope.outside - scope.own:
                    raise UnsupportedError("a filter of what is bound outside of its group")
                scope.steps.append(self._filter(one, scope.certain, scope.maybe))
                scope.filters.remove(one)

    def _item(self, item: Bind | OptionalGroup | UnionOf | Select, scope: _Scope[StepT]) -> StepT:
        match item:
            case Bind():
                return self._bind(item, scope)
            case OptionalGroup(inner):
                if set(names_in(inner)) & scope.outside - scope.own:
                    raise UnsupportedError("OPTIONAL about what is bound outside of its group")
                return self._optional(inner, scope.certain, scope.maybe)
            case UnionOf((inner,)) if THIS not in set(names_in(inner)):
                step = self._apart(inner, scope.certain, scope.maybe, scope.filters)
            case UnionOf(groups):
                step = self._union(groups, scope.certain, scope.maybe)
            case Select():
                step = self._select(item, scope.certain, scope.maybe)
        scope.own |= scope.certain & set(names_in(item))
        return step

    def _pattern(self, pattern: Pattern, scope: _Scope[StepT]) -> StepT:
        certain = scope.certain
        if set(names_in(pattern)) & (scope.maybe - certain):
            raise UnsupportedError("a pattern of what may be bound")
        subject, value = self._end(pattern.subject, certain), self._end(pattern.value, certain)
        if isinstance(pattern.path, Variable):
            return self._any_property(pattern, pattern.path.name, subject, value, certain, scope.filters)
        path, counted = pattern.path, self._said is None
        if not subject.bound and not value.bound:
            if not isinstance(path, NamedNode) or subject.place == value.place:
                raise UnsupportedError("a path with nothing at its ends")
            return self._make.all_of(path, subject, value)
        if subject.bound and value.bound:
            return self._make.between(path, subject, value, counted=counted)
        if subject.bound:
            return self._along(path, subject, value, pattern.value)
        return self._along(inverse(path), value, subject, pattern.subject)

    def _along(self, path: Path, start: End, end: End, to: Variable | Term) -> StepT:
        if self._said is not None and isinstance(to, Variable) and self._said[to.name] == 1:
            return self._make.leading(path, start)  # where it leads is of no interest
        return self._make.along(path, start, end, counted=self._said is None)

    def _any_property(
        self,
        pattern: Pattern,
        name: str,
        subject: End,
        value: End,
        certain: set[str],
        filters: Sequence[Expression],
    ) -> StepT:
        if not subject.bound or value.bound or name in certain or name in names_in(pattern.subject):
            raise UnsupportedError("a variable property of what is not known")
        allowed = next(filter(None, (only(one, name) for one in filters)), None)
        if allowed is None:
            raise UnsupportedError("a property that may be any")
        steps = [
            (predicate, self._make.along(predicate, subject, value, counted=False))
            for predicate in sorted(allowed, key=str)
        ]
        return self._make.any_of(steps, self.place(name))

    def _end(self, node: Variable | Term, certain: set[str]) -> End:
        if isinstance(node, Variable):
            return End(self.place(node.name), None, node.name in certain)
        return End(-1, node, True)

    def _filter(self, one: Expression, certain: set[str], maybe: set[str]) -> StepT:
        if isinstance(one, Exists):
            inner = self.group(one.group, set(certain), set(maybe), optional=True)
            return self._make.existing(inner, one.wanted, self._mark())
        if isinstance(one, Call) and one.name == "&&" and any(isinstance(part, Exists) for part in one.arguments):
            steps = [self._filter(part, certain, maybe) for part in one.arguments]
            return self._make.chained(steps)
        return self._make.filter(one, self.places)

    def _optional(self, inner: Group, certain: set[str], maybe: set[str]) -> StepT:
        inside = set(certain)
        steps = self.group(inner, inside, maybe, optional=True)
        maybe |= inside - certain
        return self._make.optional(steps, self._mark())

    def _union(self, groups: Sequence[Group], certain: set[str], maybe: set[str]) -> StepT:
        made: list[list[StepT]] = []
        ends = []
        before = set(certain)
        for group in groups:
            inside, perhaps = set(before), set(maybe)
            made.append(self.group(group, inside, perhaps))
            ends.append((inside, perhaps))
        maybe |= set().union(*(inside | perhaps for inside, perhaps in ends)) - before
        certain |= set.intersection(*(inside for inside, _ in ends))
        maybe -= certain

        return self._make.union(made)

    def _bind(self, item: Bind, scope: _Scope[StepT]) -> StepT:
        used = set(names_in(item.value))
        if item.name in scope.certain | scope.maybe or used & scope.outside - scope.own:
            raise UnsupportedError("BIND to what is bound, or of what is bound outside of its group")
        if isinstance(item.value, NamedNode | Literal) or (isinstance(item.value, Variable) and used <= scope.own):
            scope.bind([item.name])
        else:
            scope.maybe.add(item.name)
        return self._make.bind(item.value, self.place(item.name), self.places)

    def _apart(self, inner: Group, certain: set[str], maybe: set[str], filters: Sequence[Expression]) -> StepT:
        """Return the step of a group that does not look at the focus: it is answered once, and joined."""
        inside: set[str] = set()
        perhaps: set[str] = set()
        steps = self.group(inner, inside, perhaps)
        both = (inside | perhaps) & (certain | maybe)
        if both - (inside & certain):
            raise UnsupportedError("a group joined on what may be bound")
        same = next(filter(None, (equated(one, certain | maybe, inside | perhaps) for one in filters)), None)
        certain |= inside
        maybe |= perhaps
        keys = [self.places[name] for name in sorted(both)]
        added = [(self.places[name],) * 2 for name in sorted((inside | perhaps) - both)]
        ends = None if same is None else (self.places[same[0]], self.places[same[1]])

        return self._make.apart(steps, self.places, keys, added, ends)

    def _select(self, query: Select, certain: set[str], maybe: set[str]) -> StepT:
        answer, columns = self._make.asked(query)
        names = set(columns)
        both = names & (certain | maybe) - {THIS}
        if THIS not in names or both & maybe - certain:
            raise UnsupportedError("a query inside that is joined on what may be bound")
        keys = [(columns[name], self.places[name]) for name in sorted({THIS, *both})]
        added = [(columns[name], self.place(name)) for name in sorted(names - both - {THIS})]
        certain |= {name for name, value in query.columns if value is None}
        maybe |= names - certain

        return self._make.inside(answer, keys, added)
