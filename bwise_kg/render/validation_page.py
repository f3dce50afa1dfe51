"""A validation report as one HTML page that needs nothing else: no network, no other file, no script."""

from __future__ import annotations

import functools
from typing import Any

from jinja2 import Environment

from ..curriculum.model import Texts
from ..namespaces import UNREVIEWED_LABELS
from ..validation.report import Report, RuleResult, State
from ..validation.rules import Severity
from .labels import Words
from .page import environment, head
from .validation_data import REFERENCE_DESIGN_CAPTION, RULES_CAPTION, cause_texts, is_reference_design
from .validation_text import SHOWN, verdict

MEANINGS = {
    Severity.MUST: "Without it the curriculum cannot be accepted.",
    Severity.SHOULD: "Expected, unless there is a good reason that somebody states.",
    Severity.MAY: "Worth having; nothing is wrong without it.",
}
"""What each weight says, in a sentence."""


def validation_page(report: Report) -> str:
    """Return a report as an HTML page in one file.

    The page's own words are English; texts in another language are marked with it. What is not met comes first, by
    weight, then every rule that was applied, met or not, with the number of nodes that it was checked on.
    """

    def text(texts: Texts) -> Words:
        return Words.of(texts, report.language)

    def unmet(severity: Severity) -> list[RuleResult]:
        return [r for r in report.results if r.rule.severity is severity and r.findings]

    template = _environment().get_template("validation.html")
    return template.render(
        head("validation"),
        report=report,
        text=text,
        verdict=verdict(report),
        severities=[(severity, MEANINGS[severity], unmet(severity)) for severity in Severity],
        states=list(State),
        shown=SHOWN,
        captions=_captions(report),
    )


def _captions(report: Report) -> list[str]:
    captions = [RULES_CAPTION]
    if is_reference_design(report):
        captions.append(REFERENCE_DESIGN_CAPTION)
    if not report.reviewed:
        captions.append(UNREVIEWED_LABELS)
    return captions


@functools.cache
def _environment() -> Environment:
    found = environment()
    filters: dict[str, Any] = {"causes": cause_texts}
    found.filters.update(filters)
    return found
