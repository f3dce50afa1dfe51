"""Fixes for what a report has found, each of them tried before it is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from pyoxigraph import BlankNode, NamedNode

from ...graph import Graph
from ...render.labels import Words
from ..report import Finding, Report
from ..rules import RuleBook, Severity, rules
from ..subjects import Subject, subject_of
from .fix import Fix, Key, Unmended, key_of
from .registry import proposals, reason
from .scene import Scene
from .trying import Copy
from .updates import update_text

MOST_FINDINGS = 100
"""For how many findings ways out are looked for: each one that is tried takes as long as a validation."""
MOST_OF_A_RULE = 25
"""For how many of these of one rule."""
MOST_TRIED = 6
"""How many changes are tried for one finding."""
MOST_TRIES = 300
"""How many changes are tried for a report."""
MOST_PROPOSALS = 3
"""How many ways out of one finding are shown."""

_WITHOUT = {"profile", "graph"}


@dataclass(slots=True)
class Tries:
    """How many changes may still be tried."""

    left: int = MOST_TRIES


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
    made = list(outcomes_of(in_order(report), scene, copy, Tries()))
    fixes = tuple(one for one in made if isinstance(one, Fix))
    return replace(report, fixes=fixes, unmended=tuple(one for one in made if isinstance(one, Unmended)))


def in_order(report: Report) -> list[Finding]:
    """Return the findings that fixes are looked for, what weighs most first, of each rule as many as may be."""
    found: dict[Key, Finding] = {}
    counts: Counter[str] = Counter()
    for severity in Severity:
        for finding in report.findings(severity):
            key = key_of(finding.rule.id, finding)
            if key not in found and counts[finding.rule.id] < MOST_OF_A_RULE:
                found[key] = finding
                counts[finding.rule.id] += 1
    return list(found.values())[:MOST_FINDINGS]


def fixes_of(findings: Sequence[Finding], scene: Scene, copy: Copy, tries: Tries) -> Iterator[Fix]:
    """Yield the fixes of findings in their order, those of each with the best first."""
    return (one for one in outcomes_of(findings, scene, copy, tries) if isinstance(one, Fix))


def outcomes_of(findings: Sequence[Finding], scene: Scene, copy: Copy, tries: Tries) -> Iterator[Fix | Unmended]:
    """Yield the fixes of findings in their order, and why there is none where that can be told."""
    for finding in findings:
        key = key_of(finding.rule.id, finding)
        shown, against = 0, set[str]()
        for proposal in islice(proposals(scene, finding, copy.book.index), MOST_TRIED):
            if shown == MOST_PROPOSALS or (shown and proposal.draft):
                break
            if tries.left == 0:
                return
            tries.left -= 1
            objections = copy.against([key], proposal.remove, proposal.add)
            update = None
            if not objections and objections is not None:
                update = update_text(proposal.remove, proposal.add, scene.data.own)
            if update is not None:
                shown += 1
                title, change = Words(proposal.title, scene.wording.language), (proposal.remove, proposal.add)
                yield Fix(key, title, *change, proposal.certainty, proposal.draft, update)
            against.update(rule for rule, *_ in objections or ())
        if not shown and (why := _why_none(scene, finding, against)):
            yield Unmended(key, Words(why, scene.wording.language))


def _why_none(scene: Scene, finding: Finding, against: set[str]) -> str:
    """Return why a finding has no fix, "" if that cannot be told. against: rules that each change would break."""
    if why := reason(scene, finding):
        return why
    others = sorted(against - {finding.rule.id})
    if others:
        rules_named = ", ".join(others)
        return scene.wording.gettext("what can be computed would break other rules (%(rules)s)", rules=rules_named)
    return ""


def by_key(fixes: Sequence[Fix]) -> Mapping[object, list[Fix]]:
    """Return fixes by the finding that they clear."""
    found: dict[object, list[Fix]] = {}
    for fix in fixes:
        found.setdefault(fix.key, []).append(fix)
    return found
