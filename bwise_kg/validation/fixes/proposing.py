"""Fixes for what a report has found, each of them tried before it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pyoxigraph import BlankNode, NamedNode

from ...graph import Graph
from ..report import Finding, Report
from ..rules import RuleBook, Severity, rules
from ..subjects import Subject, subject_of
from .fix import Fix, key_of
from .registry import proposals
from .scene import Scene
from .trying import Copy
from .updates import update_text

MOST_FINDINGS = 100
"""For how many findings ways out are looked for: each one that is tried takes as long as a validation."""
MOST_PROPOSALS = 3
"""How many ways out of one finding are shown."""

_WITHOUT = {"profile", "graph"}


def with_fixes(graph: Graph, report: Report, subject: Subject | None, book: RuleBook | None = None) -> Report:
    """Return a report on a curriculum with fixes for its findings, where there are any.

    subject: what the report is about, the very one that `validate` was given: a file is not read again when it is a
    `CurriculumSource`. book: as for `validate`. Reports on profiles and on the package's graphs come back as they are.
    """
    if not _WITHOUT.isdisjoint(report.rule_sets) or not any(report.findings()):
        return report
    chosen = (book or rules()).of(report.rule_sets)
    found = subject_of(graph, subject, report.rule_sets, report.language)
    curriculum = BlankNode(found.iri[2:]) if found.iri.startswith("_:") else NamedNode(found.iri)
    copy = Copy(graph, chosen, found.data, found.data.own)
    scene = Scene(graph, found.data, curriculum, report.language, found.places)
    return replace(report, fixes=tuple(fixes_of(in_order(report), scene, copy)))


def in_order(report: Report) -> list[Finding]:
    """Return the findings that fixes are looked for, what weighs most first."""
    found = {key_of(f.rule.id, f): f for severity in Severity for f in report.findings(severity)}
    return list(found.values())[:MOST_FINDINGS]


def fixes_of(findings: Sequence[Finding], scene: Scene, copy: Copy) -> Iterator[Fix]:
    """Yield the fixes of findings in their order, those of each with the best first."""
    for finding in findings:
        key = key_of(finding.rule.id, finding)
        shown = 0
        for proposal in proposals(scene, finding, copy.book.index):
            if shown == MOST_PROPOSALS or (shown and proposal.draft):
                break
            if not copy.clears([key], proposal.remove, proposal.add):
                continue
            update = update_text(proposal.remove, proposal.add, scene.data.own)
            if update is not None:
                shown += 1
                yield Fix(
                    key, proposal.title, proposal.remove, proposal.add, proposal.certainty, proposal.draft, update
                )


def by_key(fixes: Sequence[Fix]) -> Mapping[object, list[Fix]]:
    """Return fixes by the finding that they clear."""
    found: dict[object, list[Fix]] = {}
    for fix in fixes:
        found.setdefault(fix.key, []).append(fix)
    return found
