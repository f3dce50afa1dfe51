"""Fixes that go together: one after the other on the same copy, so that all of them can be applied at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import BlankNode, NamedNode

from ...curriculum.source import Places
from ...graph import Graph
from ..checking import check
from ..report import Finding, Report
from ..rules import RuleBook, rules
from ..subjects import Subject, subject_of
from .fix import Fix, Key, key_of
from .proposing import Tries, fixes_of, in_order
from .scene import Scene
from .trying import ENGINE, Copy

MOST_TRIES = 1_000
"""How many changes are tried for a plan."""
MOST_ROUNDS = 20
"""How often findings are looked at again after fixes: each new outcome of a module changes the place of the next."""


@dataclass(frozen=True, slots=True)
class Step:
    """A fix, with the finding that it clears."""

    fix: Fix
    finding: Finding


@dataclass(frozen=True, slots=True)
class Plan:
    """Fixes for a curriculum.

    steps: those that clear their findings together when they are applied in this order. others: fixes of findings that
    the steps clear in another way, or that do not go with them. open: how many findings are left.
    """

    steps: tuple[Step, ...]
    others: tuple[Step, ...]
    open: int


def plan(graph: Graph, report: Report, subject: Subject | None, book: RuleBook | None = None) -> Plan:
    """Return which fixes of a report may be applied together.

    report: with its fixes, of `with_fixes`; subject and book as there.
    """
    if not report.fixes:
        return Plan((), (), report.found())
    chosen = (book or rules()).of(report.rule_sets)
    found = subject_of(graph, subject, report.rule_sets, report.language)
    copy = Copy(graph, chosen, found.data, found.data.own)
    steps: list[Step] = []
    findings, fixes, tries = list(report.findings()), report.fixes, Tries(MOST_TRIES)
    for _ in range(MOST_ROUNDS):
        copy, taken = _round(copy, findings, fixes)
        steps += taken
        if not taken:
            break
        findings = in_order(_again(graph, copy, report, found.places))
        scene = Scene(graph, copy.data, _node(found.iri), report.language, found.places)
        fixes = tuple(fixes_of(findings, scene, copy, tries))
    applied = {step.fix.update for step in steps}
    known = {key_of(f.rule.id, f): f for f in report.findings()}
    others = tuple(Step(fix, known[fix.key]) for fix in report.fixes if fix.update not in applied)
    return Plan(tuple(steps), others, len(copy.found))


def _round(copy: Copy, findings: Iterable[Finding], fixes: Sequence[Fix]) -> tuple[Copy, list[Step]]:
    """Return a copy with the best fix of each finding, as far as they leave one another alone.

    They are tried together; where that fails, the first one is taken alone. Drafts come last: what is missing may be
    there once a link is mended.
    """
    known: dict[Key, Finding] = {key_of(f.rule.id, f): f for f in findings}
    best: dict[Key, Fix] = {}
    for fix in fixes:
        best.setdefault(fix.key, fix)
    chosen: list[Fix] = []
    touched: set[object] = set()
    whole = [fix for fix in best.values() if not fix.draft] or list(best.values())
    for fix in sorted(whole, key=lambda fix: -fix.certainty):
        touches = _touched(fix)
        if touched.isdisjoint(touches):
            touched |= touches
            chosen.append(fix)
    for some in (chosen, chosen[:1]):
        remove = [t for fix in some for t in fix.remove]
        add = [t for fix in some for t in fix.add]
        if some and copy.clears([fix.key for fix in some], remove, add):
            return copy.changed(remove, add), [Step(fix, known[fix.key]) for fix in some]
    return copy, []


def _touched(fix: Fix) -> set[object]:
    """Return what a fix changes: resources, new ones too."""
    return {t.subject for t in (*fix.remove, *fix.add)}


def _again(graph: Graph, copy: Copy, report: Report, places: Places) -> Report:
    return replace(report, results=check(copy.data, copy.book, ENGINE, report.language, graph, places))


def _node(name: str) -> NamedNode | BlankNode:
    return BlankNode(name[2:]) if name.startswith("_:") else NamedNode(name)
