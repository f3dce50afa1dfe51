"""Validation reports for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..curriculum.model import text_in
from ..namespaces import ESCO_ATTRIBUTION, UNREVIEWED_LABELS
from ..validation.report import Finding, Report, RuleResult, State
from ..validation.rules import Severity
from .validation_data import REFERENCE_DESIGN_CAPTION, RULES_CAPTION, cause_texts, is_reference_design

STYLES = {Severity.MUST: "bold red", Severity.SHOULD: "yellow", Severity.MAY: "cyan"}
SHOWN = 5
"""How many findings of one constraint are written out."""

_LEFT = 9
"""Columns before what is said of a rule."""


def report_text(report: Report) -> RenderableType:
    """Return a report: what is not met, by weight, with the way out; then how many rules were met."""
    return Group(*_report(report))


def summary_text(reports: Sequence[Report], unreadable: Mapping[str, str]) -> RenderableType:
    """Return a line for each of several reports."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title="Summary", title_justify="left", title_style="bold")
    table.add_column("curriculum", overflow="fold")
    table.add_column("conforms")
    for severity in Severity:
        table.add_column(f"{severity.value}\nnot met", justify="right")
    table.add_column("rules met", justify="right")
    for report in reports:
        unmet = [str(report.count(State.NOT_MET, severity)) for severity in Severity]
        answer = "yes" if report.conforms else "no"
        met = f"{report.count(State.MET)} of {len(report.results)}"
        table.add_row(
            Text(report.place or str(report.title)),
            Text(answer, style="" if report.conforms else "bold red"),
            *unmet,
            met,
        )
    for place in unreadable:
        table.add_row(Text(place), Text("not read", style="bold red"), *["-"] * 4)
    return table


def verdict(report: Report) -> str:
    """Return in a sentence what a report comes to."""
    must = report.count(State.NOT_MET, Severity.MUST)
    unread = sum(problem.breaking for problem in report.problems)
    if report.conforms:
        return "Conforms: every rule that must be met is met, or had nothing to check."
    parts = [_number(must, "rule that must be met is not met", "rules that must be met are not met")] if must else []
    parts += [_number(unread, "entry could not be read", "entries could not be read")] if unread else []
    return f"Does not conform: {', '.join(parts)}."


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _report(report: Report) -> Iterator[RenderableType]:
    yield Text(report.title, style="bold")
    place = f"{report.place}, " if report.place else ""
    yield Text(f"{place}<{report.subject}>", style="dim")
    yield Text(
        f"Rules: {', '.join(report.rule_sets)}. ESCO {report.esco_version}. Engine: {report.engine.value}.", style="dim"
    )
    yield Text()
    for problem in report.problems:
        yield Text.assemble((f"not read  {problem.place}", "bold red" if problem.breaking else "yellow"))
        yield _indented(Text(f"{problem.message}" + (f" (found: {problem.value})" if problem.value else "")))
        yield _indented(Text(f"→ {problem.remedy}", style="dim"))
    for severity in Severity:
        for result in report.results:
            if result.rule.severity is severity and result.findings:
                yield from _result(result, report.language)
    yield _table(report)
    yield Text(verdict(report), style="" if report.conforms else "bold red")
    yield Text(RULES_CAPTION, style="italic")
    if is_reference_design(report):
        yield Text(REFERENCE_DESIGN_CAPTION, style="italic")
    if not report.reviewed:
        yield Text(UNREVIEWED_LABELS, style="italic")
    yield Text(ESCO_ATTRIBUTION, style="dim")


def _result(result: RuleResult, language: str) -> Iterator[RenderableType]:
    rule = result.rule
    style = STYLES[rule.severity]
    yield Text.assemble((f"{rule.severity.value:<7}{rule.id}", style), f"  {text_in(rule.name, language)}")
    for group in result.groups():
        left = _LEFT
        if group.count > 1:
            yield _indented(Text(f"{group.count} times:"))
            left += 2
        for finding in group.findings[:SHOWN]:
            yield _indented(_said(finding), left)
            for depth, line in cause_texts(finding.causes):
                yield _indented(Text(f"because {line}", style="dim"), left + 2 * depth + 2)
        if group.count > SHOWN:
            yield _indented(Text(f"and {group.count - SHOWN} more (the other formats have all of them)"), left)
    if rule.remedy:
        yield _indented(Text(f"→ {text_in(rule.remedy, language)}", style="dim"))
    yield Text()


def _said(finding: Finding) -> Text:
    return Text.assemble((f"{finding.place}: " if finding.place else "", "bold"), str(finding.message))


def _indented(text: Text, left: int = _LEFT) -> Padding:
    return Padding(text, (0, 0, 0, left))


def _table(report: Report) -> RenderableType:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("rules that")
    for heading in ("met", "not met", "nothing to check"):
        table.add_column(heading, justify="right")
    for severity in Severity:
        counts = [str(report.count(state, severity)) for state in State]
        table.add_row(f"{severity.value} be met" if severity is not Severity.MAY else "may be met", *counts)
    return table
