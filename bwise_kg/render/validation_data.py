"""Validation reports as JSON (described by ``docs/validation.schema.json``) and as rows for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode

from ..curriculum.model import Texts, text_in
from ..namespaces import ESCO_ATTRIBUTION, ID
from ..validation.quoting import quoted
from ..validation.report import Cause, Finding, Group, Report, RuleResult
from ..validation.rules import Rule, Severity
from ..words import gettext_noop, words
from .data import to_csv
from .validation_fixes import fix_json, fix_lines
from .validation_grade import grade_json

REFERENCE_DESIGN_CAPTION = gettext_noop(
    "This is a curriculum or profile of the reference design of this project, not of the B-WISE consortium."
)
"""What stands at every report about our own proposals."""

RULES_CAPTION = gettext_noop("The rules are this project's own; the B-WISE consortium has published none.")
"""What stands at every report."""

COLUMNS = (
    *("curriculum", "rule", "severity", "state", "checked", "node", "where", "message", "property", "value", "allowed"),
    *("remedy", "causes", "fixes", "name of rule", "node IRI", "curriculum IRI"),
)
"""The columns of `validation_csv`: a row a finding, and one for each rule without any."""


def validation_json(reports: Sequence[Report], unreadable: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return reports as plain data; unreadable: what could not be read, with the problem."""
    return {
        "conforms": all(report.conforms for report in reports) and not unreadable,
        "reports": [report_json(report) for report in reports],
        "unreadable": [{"place": place, "problem": problem} for place, problem in (unreadable or {}).items()],
        "attribution": ESCO_ATTRIBUTION,
    }


def report_json(report: Report) -> dict[str, Any]:
    """Return one report as plain data."""
    return {
        "subject": {
            "iri": report.subject,
            "title": str(report.title),
            "file": report.place,
            "origin": report.origin,
        },
        "conforms": report.conforms,
        "ruleSets": list(report.rule_sets),
        "escoVersion": report.esco_version,
        "engine": report.engine.value,
        "language": report.language,
        "reviewed": report.reviewed,
        "referenceDesign": is_reference_design(report),
        "findings": {s.value: report.found(s) for s in Severity},
        "grade": grade_json(report.grade, report.language),
        "rules": [_result(result, report) for result in report.results],
        "problems": [
            {"place": p.place, "message": p.message, "remedy": p.remedy, "value": p.value, "breaking": p.breaking}
            for p in report.problems
        ],
    }


def validation_csv(reports: Iterable[Report]) -> str:
    """Return reports as CSV (RFC 4180) in which no text is a formula to a spreadsheet."""
    return to_csv(COLUMNS, (row for report in reports for row in _rows(report)))


def is_reference_design(report: Report) -> bool:
    """Tell whether a report is about something of the reference design."""
    return report.origin == ID["origin/reference-design"].value


def cause_texts(causes: Iterable[Cause], language: str = "en", depth: int = 0) -> list[tuple[int, str]]:
    """Return causes as lines, each with how deep it is below another."""
    lines: list[tuple[int, str]] = []
    for cause in causes:
        asked = f"{cause.asked}" or cause.component.rsplit("#", 1)[-1]
        line = ": ".join(filter(None, [str(cause.focus_label), asked]))
        if cause.value is not None and cause.value != cause.focus:
            value = str(cause.value_label)
            if isinstance(cause.value_term, Literal):
                value = quoted(cause.value_term, language)
            elif value == cause.value and isinstance(cause.value_term, NamedNode):
                value = f"<{value}>"
            line = words(language).gettext("%(text)s (found: %(value)s)", text=line, value=value)
        lines.append((depth, line))
        lines += cause_texts(cause.causes, language, depth + 1)
    return lines


def _result(result: RuleResult, report: Report) -> dict[str, Any]:
    return {
        **rule_json(result.rule, report.language),
        "state": result.state.value,
        "checked": result.checked,
        "failed": result.failed,
        "found": result.found,
        "more": result.more,
        "groups": [_group(group, report) for group in result.groups()],
    }


def more_words(result: RuleResult, language: str) -> str:
    """Return how many findings of a rule a report counts and does not write out."""
    return words(language).ngettext(
        "and %(count)s more finding of this rule, which is only counted",
        "and %(count)s more findings of this rule, which are only counted",
        result.more,
    )


def rule_json(rule: Rule, language: str) -> dict[str, Any]:
    """Return a rule as plain data."""

    def text(texts: Texts) -> str:
        return text_in(texts, language)

    return {
        "id": rule.id,
        "iri": rule.iri,
        "ruleSet": rule.rule_set,
        "severity": rule.severity.value,
        "name": text(rule.name),
        "description": text(rule.description),
        "remedy": text(rule.remedy),
        "sources": list(rule.sources),
    }


def _group(group: Group, report: Report) -> dict[str, Any]:
    first = group.first
    return {
        "count": group.count,
        "component": first.component,
        "shape": first.shape,
        "allowed": first.allowed or None,
        "findings": [_finding(finding, report) for finding in group.findings],
    }


def _finding(finding: Finding, report: Report) -> dict[str, Any]:
    return {
        "focus": finding.focus,
        "focusLabel": str(finding.focus_label),
        "place": finding.place,
        "path": finding.path or None,
        "pathLabel": str(finding.path_label) or None,
        "value": finding.value,
        "valueLabel": str(finding.value_label) if finding.value is not None else None,
        "message": str(finding.message),
        "messageLanguage": finding.message.language or None,
        "causes": [_cause(cause) for cause in finding.causes],
        "fixes": [fix_json(fix) for fix in report.fixes_of(finding)],
        "noFix": None if (why := report.no_fix(finding)) is None else str(why),
    }


def _cause(cause: Cause) -> dict[str, Any]:
    return {
        "focus": cause.focus,
        "focusLabel": str(cause.focus_label),
        "asked": str(cause.asked),
        "path": cause.path or None,
        "value": cause.value,
        "allowed": cause.allowed or None,
        "component": cause.component,
        "causes": [_cause(below) for below in cause.causes],
    }


def _rows(report: Report) -> Iterable[list[object]]:
    for result in report.results:
        rule = result.rule
        head = [str(report.title), rule.id, rule.severity.value, result.state.value, result.checked]
        tail = [text_in(rule.name, report.language)]
        if not result.findings:
            yield [*head, *[""] * 9, *tail, "", report.subject]
        for f in result.findings:
            causes = "; ".join(text for _, text in cause_texts(f.causes, report.language))
            fixes = "; ".join(fix_lines(report, f))
            said = [str(f.message), str(f.path_label), str(f.value_label), f.allowed, str(f.remedy), causes, fixes]
            yield [*head, str(f.focus_label), f.place or "", *said, *tail, f.focus, report.subject]
        if result.more:
            yield [*head, "", "", more_words(result, report.language), *[""] * 6, *tail, "", report.subject]
    for problem in report.problems:
        head = [str(report.title), "", "must" if problem.breaking else "should", "not read", ""]
        said = [problem.place, problem.message, "", problem.value, "", problem.remedy]
        yield [*head, "", *said, *[""] * 4, report.subject]
