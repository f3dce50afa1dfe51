"""Validation reports as JUnit XML, which build servers show: a test suite a curriculum, a test case a rule."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from ..curriculum.model import text_in
from ..validation.report import Report, RuleResult, State
from ..validation.rules import Severity
from .validation_data import cause_texts, more_words
from .validation_fixes import fix_lines

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def validation_junit(reports: Sequence[Report], unreadable: Mapping[str, str] | None = None) -> str:
    """Return reports as JUnit XML.

    A rule that must be met and is not is a failure; a lesser one passes, with what was found as its output; one that
    had nothing to check is skipped; a file that could not be read is an error.
    """
    root = ET.Element("testsuites", name="bwise-kg validate")
    for report in reports:
        failures = report.count(State.NOT_MET, Severity.MUST) + sum(p.breaking for p in report.problems)
        suite = ET.SubElement(
            root,
            "testsuite",
            name=_text(report.place or report.subject),
            tests=str(len(report.results) + len(report.problems)),
            failures=str(failures),
            errors="0",
            skipped=str(report.count(State.NOT_APPLICABLE)),
        )
        for result in report.results:
            _case(suite, result, report)
        for problem in report.problems:
            case = ET.SubElement(suite, "testcase", classname="reading", name=_text(problem.place))
            outcome = ET.SubElement(case, "failure" if problem.breaking else "system-out")
            outcome.text = _text(f"{problem.message}; {problem.remedy}")
    for place, problem_text in (unreadable or {}).items():
        suite = ET.SubElement(root, "testsuite", name=_text(place), tests="1", failures="0", errors="1", skipped="0")
        case = ET.SubElement(suite, "testcase", classname="reading", name=_text(place))
        ET.SubElement(case, "error", message=_text(problem_text))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ET.Element, result: RuleResult, report: Report) -> None:
    rule, language = result.rule, report.language
    name = f"{rule.id} {text_in(rule.name, language)}"
    case = ET.SubElement(suite, "testcase", classname=f"{rule.rule_set}.{rule.severity.value}", name=_text(name))
    if result.state is State.NOT_APPLICABLE:
        ET.SubElement(case, "skipped", message="nothing to check")
    if not result.findings:
        return
    lines = []
    for finding in result.findings:
        lines.append((f"{finding.place}: " if finding.place else "") + finding.message)
        lines += ["  " * (depth + 1) + text for depth, text in cause_texts(finding.causes, language)]
        lines += [f"  Fix: {line}" for line in fix_lines(report, finding)]
    if result.more:
        lines.append(more_words(result, language))
    if rule.severity is Severity.MUST:
        said = ET.SubElement(case, "failure", type=rule.id, message=_text(result.findings[0].message))
        lines.append(f"Remedy: {text_in(rule.remedy, language)}")
    else:
        said = ET.SubElement(case, "system-out")
    said.text = _text("\n".join(lines))


def _text(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
