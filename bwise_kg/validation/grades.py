"""Points and grade of the quality label, out of what came of the rules that stand for its criteria.

Criteria, points, thresholds and grades are read from the graph (``ontology/reference/label-criteria.ttl``). They are
the reference design of this project: no criteria of a quality label have been published by B-WISE.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from ..curriculum.model import Texts
from ..graph import Graph
from ..queries import select
from ..render.labels import Words, tail
from ..words import gettext_noop
from .report import Group, Report, RuleResult, State
from .rules import Rule, Severity

LABEL = "label"
"""The rule set whose rules stand for criteria, each naming its own with ``dct:subject``."""

NOTE = gettext_noop(
    "Criteria, points and grades are this project's reference design: B-WISE has not published criteria of its label."
)
"""What is said wherever points or a grade are shown."""


class CriterionVerdict(StrEnum):
    """What came of a criterion, as in ``ontology/vocabularies/criterion-verdicts.ttl``."""

    MET = "met"
    NOT_MET = "not met"
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of the label.

    code: e.g. ``L01``. points: what it gives when it is met. mandatory: whether no grade is granted without it.
    """

    iri: str
    code: str
    label: Texts
    points: int
    mandatory: bool


@dataclass(frozen=True, slots=True)
class GradeLevel:
    """A grade that may be granted. points: from how many points on."""

    iri: str
    label: Texts
    points: int


@dataclass(frozen=True, slots=True)
class LabelScheme:
    """The criteria in their order, the grades with the lowest first, and IRIs of where they come from."""

    criteria: tuple[Criterion, ...]
    grades: tuple[GradeLevel, ...]
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """What came of a criterion.

    earned: all its points or none, there are no parts. rules: those that stand for it. groups: the findings that are
    in its way, those of one constraint together; none if it is met.
    """

    criterion: Criterion
    label: Words
    verdict: CriterionVerdict
    earned: int
    rules: tuple[Rule, ...]
    groups: tuple[Group, ...]

    @property
    def why(self) -> tuple[Words, ...]:
        """Why it is not met: the message of the first finding of each group."""
        return tuple(group.first.message for group in self.groups)


@dataclass(frozen=True, slots=True)
class Grade:
    """How a curriculum stands against the quality label.

    levels: the grades there are, the lowest first. awarded: the highest that is reached, None without one; label: what
    it is called. points of `of`: what the criteria met give, of all. hindrances: the rules that must be met and are
    not, which no points make up for. unread: how many things in the file could not be read, which stand in the way of
    a grade too. origins: IRIs of where the criteria come from; note: what that means.
    """

    criteria: tuple[CriterionResult, ...]
    levels: tuple[GradeLevel, ...]
    points: int
    of: int
    awarded: GradeLevel | None
    label: Words | None
    hindrances: tuple[Rule, ...]
    unread: int
    origins: tuple[str, ...]
    note: str = NOTE

    @property
    def next_level(self) -> GradeLevel | None:
        """The lowest grade that is not reached, None if the highest is."""
        reached = self.awarded.points if self.awarded else -1
        return next((level for level in self.levels if level.points > reached), None)

    @property
    def points_missing(self) -> int:
        """Points that are missing for the next grade, 0 if there is none or something else stands in the way."""
        return max(0, self.next_level.points - self.points) if self.next_level else 0


def graded(report: Report, graph: Graph) -> Report:
    """Return a report with its grade, if the rules of the label were applied."""
    return replace(report, grade=grade_of(report, label_scheme(graph))) if LABEL in report.rule_sets else report


def grade_of(report: Report, scheme: LabelScheme) -> Grade | None:
    """Return points and grade, None for a report without the rules of the label.

    A grade needs its points, and every rule of the report met that must be: those of mandatory criteria, and those of
    other rule sets that were applied along with them. A criterion is met when all its rules are; one that no rule
    checked is unproven and gives nothing.
    """
    if LABEL not in report.rule_sets:
        return None
    criteria = tuple(_result(criterion, report) for criterion in scheme.criteria)
    points = sum(result.earned for result in criteria)
    unmet = [r.rule for r in report.results if r.findings and r.rule.severity is Severity.MUST]
    unread = sum(problem.breaking for problem in report.problems)
    short = [c for c in criteria if c.criterion.mandatory and c.verdict is not CriterionVerdict.MET]
    reached = [level for level in scheme.grades if level.points <= points]
    awarded = reached[-1] if reached and not (unmet or unread or short) else None
    return Grade(
        criteria=criteria,
        levels=scheme.grades,
        points=points,
        of=sum(criterion.points for criterion in scheme.criteria),
        awarded=awarded,
        label=Words.of(awarded.label, report.language, tail(awarded.iri)) if awarded else None,
        hindrances=tuple({rule.id: rule for rule in [*unmet, *_rules(short)]}.values()),
        unread=unread,
        origins=scheme.origins,
    )


def label_scheme(graph: Graph) -> LabelScheme:
    """Return what the graph says of the label, read once."""
    if graph not in _SCHEMES:
        _SCHEMES[graph] = _read(graph)
    return _SCHEMES[graph]


_SCHEMES: weakref.WeakKeyDictionary[Graph, LabelScheme] = weakref.WeakKeyDictionary()


def _result(criterion: Criterion, report: Report) -> CriterionResult:
    results = [r for r in report.results if r.rule.criterion == criterion.iri]
    verdict = _verdict(results)
    return CriterionResult(
        criterion=criterion,
        label=Words.of(criterion.label, report.language, tail(criterion.iri)),
        verdict=verdict,
        earned=criterion.points if verdict is CriterionVerdict.MET else 0,
        rules=tuple(result.rule for result in results),
        groups=tuple(group for result in results for group in result.groups()),
    )


def _verdict(results: Iterable[RuleResult]) -> CriterionVerdict:
    states = {result.state for result in results}
    if State.NOT_MET in states:
        return CriterionVerdict.NOT_MET
    return CriterionVerdict.MET if states == {State.MET} else CriterionVerdict.UNPROVEN


def _rules(results: Iterable[CriterionResult]) -> Iterable[Rule]:
    return (rule for result in results for rule in result.rules)


def _read(graph: Graph) -> LabelScheme:
    labels: dict[str, dict[str, str]] = {}
    criteria: dict[str, tuple[str, tuple[int, bool]]] = {}
    origins = set()
    for row in select(graph.store, "label_criteria.rq", graph.design):
        iri = row.name("criterion")
        worth = (int(row.text("points")), row.text("mandatory") in ("true", "1"))
        criteria[iri] = (row.text("code"), worth)
        if row.value("origin") is not None:
            origins.add(row.name("origin"))
        if label := row.literal("label"):
            labels.setdefault(iri, {})[label.language or ""] = label.value
    grades: dict[str, int] = {}
    for row in select(graph.store, "label_grades.rq", graph.design):
        grades[row.name("grade")] = int(row.text("points"))
        if label := row.literal("label"):
            labels.setdefault(row.name("grade"), {})[label.language or ""] = label.value
    return LabelScheme(
        tuple(Criterion(iri, code, labels.get(iri, {}), *worth) for iri, (code, worth) in criteria.items()),
        tuple(GradeLevel(iri, labels.get(iri, {}), points) for iri, points in grades.items()),
        tuple(sorted(origins)),
    )
