"""What validation found out: a result for every rule, met or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ..curriculum.model import Texts
from ..curriculum.source import Problem
from ..render.labels import Words
from .engines import EngineName
from .fixes.fix import Fix, Unmended, key_of
from .paths import Term
from .rules import Rule, Severity

if TYPE_CHECKING:
    from .grades import Grade


class State(StrEnum):
    """What came of a rule."""

    MET = "met"
    NOT_MET = "not met"
    NOT_APPLICABLE = "nothing to check"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a nested shape was not met: one of the things that it asks for.

    asked: what was asked for, in words. The others: as in `Finding`.
    """

    focus: str
    focus_label: Words
    focus_term: Term
    asked: Words
    path: str
    value: str | None
    value_label: Words
    value_term: Term | None
    allowed: str
    component: str
    shape: str
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where a rule is not met.

    focus: IRI of the node, or ``_:`` and the name of a blank node. place: where in the file, e.g. ``outcomes!F14``.
    path: SPARQL property path from the focus to the value, "" if there is none. value: IRI or text of what was found.
    allowed: what is allowed instead, as text. messages: what is said, a language each; message: in the report's.
    component and shape: IRIs of the SHACL constraint that was violated, and of where it stands. focus_term and
    value_term: the nodes themselves.
    """

    rule: Rule
    focus: str
    focus_label: Words
    focus_term: Term
    place: str | None
    path: str
    path_label: Words
    value: str | None
    value_label: Words
    value_term: Term | None
    allowed: str
    message: Words
    messages: Texts
    remedy: Words
    component: str
    shape: str
    causes: tuple[Cause, ...] = ()

    @property
    def severity(self) -> Severity:
        """How much weight the rule has."""
        return self.rule.severity


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that one constraint has of several nodes or values, the first one first."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that stands for all."""
        return self.findings[0]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.findings)


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What came of a rule.

    checked: on how many nodes. findings: as many as are written out. more: how many others there are; more_nodes: on
    how many nodes that no finding is about.
    """

    rule: Rule
    checked: int
    findings: tuple[Finding, ...]
    more: int = 0
    more_nodes: int = 0

    @property
    def state(self) -> State:
        """Whether the rule is met, not met, or had nothing to check."""
        if self.findings:
            return State.NOT_MET
        return State.MET if self.checked else State.NOT_APPLICABLE

    @property
    def failed(self) -> int:
        """On how many nodes it is not met."""
        return len({finding.focus for finding in self.findings}) + self.more_nodes

    @property
    def found(self) -> int:
        """How many findings there are, written out or not."""
        return len(self.findings) + self.more

    def groups(self) -> tuple[Group, ...]:
        """Return the findings, those of one constraint together."""
        found: dict[tuple[str, ...], list[Finding]] = {}
        for finding in self.findings:
            found.setdefault((finding.shape, finding.component, finding.allowed), []).append(finding)
        return tuple(Group(tuple(findings)) for findings in found.values())


def nothing_found(rule: Rule, checked: int) -> RuleResult:
    """Return the result of a rule that found nothing; it is the same one for all reports."""
    found = _NOTHING_FOUND.get((rule.id, checked))
    if found is None or found.rule is not rule:
        found = _NOTHING_FOUND[rule.id, checked] = RuleResult(rule, checked, ())
    return found


_NOTHING_FOUND: dict[tuple[str, int], RuleResult] = {}


@dataclass(frozen=True, slots=True)
class Report:
    """A curriculum, profile or graph held against rules.

    subject: its IRI. place: the file it is from, None if it is in the store. results: of every rule, by id.
    problems: what could not be read. language: of the messages, where they have it. reviewed: False if labels in
    it are translations that nobody has reviewed. grade: points and grade, where the rules of the label were applied.
    fixes: ways out of findings, each tried on a copy, where they were asked for. unmended: findings that have none,
    where it can be said why.
    """

    subject: str
    title: Words
    place: str | None
    origin: str | None
    rule_sets: tuple[str, ...]
    esco_version: str
    engine: EngineName
    language: str
    reviewed: bool
    results: tuple[RuleResult, ...]
    problems: tuple[Problem, ...] = ()
    grade: Grade | None = None
    fixes: tuple[Fix, ...] = ()
    unmended: tuple[Unmended, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether every rule that must be met is, and nothing that was meant could not be read."""
        unmet = any(r.findings for r in self.results if r.rule.severity is Severity.MUST)
        return not unmet and not any(problem.breaking for problem in self.problems)

    def findings(self, severity: Severity | None = None) -> Iterator[Finding]:
        """Yield the findings that are written out, of one severity or all, by rule."""
        for result in self.results:
            if severity in (None, result.rule.severity):
                yield from result.findings

    def found(self, severity: Severity | None = None) -> int:
        """Return how many findings there are, of one severity or all, written out or not."""
        return sum(result.found for result in self.results if severity in (None, result.rule.severity))

    def fixes_of(self, finding: Finding) -> tuple[Fix, ...]:
        """Return the fixes that clear a finding, the best first."""
        key = key_of(finding.rule.id, finding)
        return tuple(fix for fix in self.fixes if fix.key == key)

    def no_fix(self, finding: Finding) -> Words | None:
        """Return why a finding has no fix, None if it has one, none was looked for, or nothing is known."""
        key = key_of(finding.rule.id, finding)
        return next((one.why for one in self.unmended if one.key == key), None)

    def count(self, state: State, severity: Severity | None = None) -> int:
        """Return how many rules have a state."""
        return sum(r.state is state for r in self.results if severity in (None, r.rule.severity))
