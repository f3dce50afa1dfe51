"""Proposed fixes as one SPARQL Update that clears what it can."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..validation.fixes.planning import Plan, Step
from ..validation.report import Report

_HEAD = (
    "Proposed fixes, in an order in which they go together. Each was tried on a copy: it clears its finding and brings",
    "no other. Run it on the graph that holds the curriculum alone. Texts marked as drafts are to be rewritten.",
)
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def validation_update(plans: Sequence[tuple[Report, Plan]]) -> str:
    """Return the fixes for curricula as a SPARQL 1.1 Update.

    Comments name the rule and the finding of each. Fixes that do not go with those before them, and other ways out of
    the same finding, stand in comments.
    """
    active = [step for _, plan in plans for step in plan.steps]
    lines = [f"# {text}" for text in _HEAD]
    for report, plan in plans:
        lines += ["", *_about(report, plan)]
        for step in plan.steps:
            end = "" if step is active[-1] else " ;"
            lines += ["", *_said(step), step.fix.update + end]
        if plan.others:
            lines += ["", "# Instead of these, or where they do not apply:"]
            for step in plan.others:
                lines += ["#", *_said(step), *(f"#   {line}" for line in step.fix.update.splitlines())]
    return "\n".join(lines) + "\n"


def _about(report: Report, plan: Plan) -> Iterator[str]:
    place = f"{report.place}, " if report.place else ""
    yield _comment(f"{report.title} ({place}<{report.subject}>)")
    yield _comment(f"{report.found()} findings, {len(plan.steps)} fixes, {plan.open} findings left after them.")


def _said(step: Step) -> Iterator[str]:
    finding = step.finding
    place = f" at {finding.place}" if finding.place else ""
    yield _comment(f"{finding.rule.severity.value} {finding.rule.id}{place}: {finding.message}")
    yield _comment(f"  {step.fix.title}" + (" [draft]" if step.fix.draft else ""))


def _comment(text: str) -> str:
    """Return a text as a comment, which ends where the line does."""
    return f"# {_BREAKS.sub(' ', text)}"
