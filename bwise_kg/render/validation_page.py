"""A validation report as one HTML page that needs nothing else: no network, no other file, no script."""

from __future__ import annotations

import functools
from typing import Any

from jinja2 import Environment

from ..curriculum.model import Texts
from ..validation.report import Report, RuleResult, State
from ..validation.rules import Severity
from ..words import words
from .labels import Words
from .page import environment, head
from .validation_data import cause_texts, more_words
from .validation_fixes import certainty_words
from .validation_grade import grade_sentence
from .validation_text import SHOWN, problem_text, verdict
from .validation_words import (
    CONTENTS,
    MEANINGS,
    NOT_MET,
    RULES_BY_STATE,
    STATES,
    VERDICTS,
    WEIGHTS,
    about_fixes,
    about_rules,
    about_texts,
)


def validation_page(report: Report) -> str:
    """Return a report as an HTML page in one file.

    The page's own words are in the language of the report; texts in another language are marked with it. What is not
    met comes first, by weight, then every rule that was applied, met or not, with the number of nodes that it was
    checked on.
    """

    def text(texts: Texts) -> Words:
        return Words.of(texts, report.language)

    def unmet(severity: Severity) -> list[RuleResult]:
        return [r for r in report.results if r.rule.severity is severity and r.findings]

    wording = words(report.language)
    template = _environment(wording.language).get_template("validation.html")
    return template.render(
        head("validation"),
        report=report,
        text=text,
        verdict=verdict(report, wording),
        severities=[(severity, unmet(severity)) for severity in Severity],
        states=list(State),
        shown=SHOWN,
        captions=[*about_rules(report, wording), *about_fixes(report, wording), *about_texts(report, wording)],
        grade_sentence=grade_sentence(report.grade, wording) if report.grade else "",
    )


@functools.cache
def _environment(language: str) -> Environment:
    """Return the environment for a language that there are words in: templates are compiled once for each."""
    found, wording = environment(language), words(language)
    filters: dict[str, Any] = {
        "causes": functools.partial(cause_texts, language=language),
        "more": functools.partial(more_words, language=language),
        "certainty": functools.partial(certainty_words, language=language),
        "problem": functools.partial(problem_text, wording=wording),
        "number": wording.number,
    }
    found.filters.update(filters)
    found.globals |= {
        "WEIGHTS": WEIGHTS,
        "NOT_MET": NOT_MET,
        "CONTENTS": CONTENTS,
        "MEANINGS": MEANINGS,
        "STATES": STATES,
        "RULES_BY_STATE": RULES_BY_STATE,
        "VERDICTS": VERDICTS,
    }
    return found
