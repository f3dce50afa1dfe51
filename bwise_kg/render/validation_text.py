"""Validation reports for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..curriculum.model import text_in
from ..curriculum.source import Problem
from ..namespaces import ESCO_ATTRIBUTION
from ..validation.grades import Grade
from ..validation.report import Finding, Report, RuleResult, State
from ..validation.rules import Severity
from ..words import Wording, words
from .validation_data import RULES_CAPTION, cause_texts, more_words
from .validation_fixes import fix_lines
from .validation_grade import grade_sentence
from .validation_words import BE_MET, STATES, VERDICTS, WEIGHTS, about_fixes, about_texts

STYLES = {Severity.MUST: "bold red", Severity.SHOULD: "yellow", Severity.MAY: "cyan"}
SHOWN = 5
"""How many findings of one constraint are written out."""

_LEFT = 9
"""Columns before what is said of a rule."""


def report_text(report: Report) -> RenderableType:
    """Return a report: what is not met, by weight, with the way out; then how many rules were met."""
    return Group(*_report(report))


def summary_text(reports: Sequence[Report], unreadable: Mapping[str, str]) -> RenderableType:
    """Return a line for each of several reports, in the language of the first."""
    gettext = words(reports[0].language if reports else "en").gettext
    title = gettext("Summary")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=title, title_justify="left", title_style="bold")
    table.add_column(gettext("curriculum"), overflow="fold")
    table.add_column(gettext("conforms"))
    for severity in Severity:
        table.add_column(f"{gettext(WEIGHTS[severity])}\n{gettext(STATES[State.NOT_MET])}", justify="right")
    table.add_column(gettext("rules met"), justify="right")
    for report in reports:
        unmet = [str(report.count(State.NOT_MET, severity)) for severity in Severity]
        answer = gettext("yes") if report.conforms else gettext("no")
        met = gettext("%(count)s of %(all)s", count=report.count(State.MET), all=len(report.results))
        table.add_row(
            Text(report.place or str(report.title)),
            Text(answer, style="" if report.conforms else "bold red"),
            *unmet,
            met,
        )
    for place in unreadable:
        table.add_row(Text(place), Text(gettext("not read"), style="bold red"), *["-"] * 4)
    return table


def verdict(report: Report, wording: Wording) -> str:
    """Return in a sentence what a report comes to."""
    ngettext = wording.ngettext
    must = report.count(State.NOT_MET, Severity.MUST)
    unread = sum(problem.breaking for problem in report.problems)
    if report.conforms:
        return wording.gettext("Conforms: every rule that must be met is met, or had nothing to check.")
    parts = []
    if must:
        parts.append(
            ngettext("%(count)s rule that must be met is not met", "%(count)s rules that must be met are not met", must)
        )
    if unread:
        parts.append(ngettext("%(count)s entry could not be read", "%(count)s entries could not be read", unread))
    return wording.gettext("Does not conform: %(reasons)s.", reasons=", ".join(parts))


def _report(report: Report) -> Iterator[RenderableType]:
    wording = words(report.language)
    gettext = wording.gettext
    yield Text(report.title, style="bold")
    place = f"{report.place}, " if report.place else ""
    yield Text(f"{place}<{report.subject}>", style="dim")
    applied = gettext(
        "Rules: %(sets)s. ESCO %(version)s. Engine: %(engine)s.",
        sets=", ".join(report.rule_sets),
        version=report.esco_version,
        engine=report.engine.value,
    )
    yield Text(applied, style="dim")
    yield Text()
    not_read = gettext("not read")
    for problem in report.problems:
        yield Text.assemble((f"{not_read}  {problem.place}", "bold red" if problem.breaking else "yellow"))
        yield _indented(Text(problem_text(problem, wording)))
        yield _indented(Text(f"→ {problem.remedy}", style="dim"))
    for severity in Severity:
        for result in report.results:
            if result.rule.severity is severity and result.findings:
                yield from _result(result, report, wording)
    yield _table(report, wording)
    yield Text(verdict(report, wording), style="" if report.conforms else "bold red")
    for caption in about_fixes(report, wording):
        yield Text(caption)
    if report.grade is not None:
        yield _criteria(report.grade, wording)
        yield Text(grade_sentence(report.grade, wording), style="" if report.grade.awarded else "bold")
        yield Text(gettext(report.grade.note), style="italic")
    yield Text(gettext(RULES_CAPTION), style="italic")
    for caption in about_texts(report, wording):
        yield Text(caption, style="italic")
    yield Text(ESCO_ATTRIBUTION, style="dim")


def problem_text(problem: Problem, wording: Wording) -> str:
    """Return what is said of something that could not be read, with what stands there."""
    if not problem.value:
        return problem.message
    value = wording.quoted(problem.value)
    return wording.gettext("%(text)s (found: %(value)s)", text=problem.message, value=value)


def _result(result: RuleResult, report: Report, wording: Wording) -> Iterator[RenderableType]:
    rule, language, gettext = result.rule, report.language, wording.gettext
    width = 1 + max(len(gettext(weight)) for weight in WEIGHTS.values())
    head = f"{gettext(WEIGHTS[rule.severity]):<{width}}{rule.id}"
    yield Text.assemble((head, STYLES[rule.severity]), f"  {text_in(rule.name, language)}")
    for group in result.groups():
        left = _LEFT
        if group.count > 1:
            yield _indented(Text(wording.ngettext("%(count)s time:", "%(count)s times:", group.count)))
            left += 2
        for finding in group.findings[:SHOWN]:
            yield _indented(_said(finding), left)
            for depth, line in cause_texts(finding.causes, language):
                because = gettext("because %(cause)s", cause=line)
                yield _indented(Text(because, style="dim"), left + 2 * depth + 2)
            for line in fix_lines(report, finding):
                fixed = Text.assemble((gettext("fix:"), "bold green"), (" ", "bold green"), line)
                yield _indented(fixed, left + 2)
        if group.count > SHOWN:
            more = wording.ngettext(
                "and %(count)s more, in the other formats",
                "and %(count)s more, in the other formats",
                group.count - SHOWN,
            )
            yield _indented(Text(more), left)
    if result.more:
        yield _indented(Text(more_words(result, language)))
    if rule.remedy:
        yield _indented(Text(f"→ {text_in(rule.remedy, language)}", style="dim"))
    yield Text()


def _said(finding: Finding) -> Text:
    return Text.assemble((f"{finding.place}: " if finding.place else "", "bold"), str(finding.message))


def _indented(text: Text, left: int = _LEFT) -> Padding:
    return Padding(text, (0, 0, 0, left))


def _criteria(grade: Grade, wording: Wording) -> RenderableType:
    gettext = wording.gettext
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(gettext("criterion of the label"), overflow="fold")
    table.add_column(gettext("points"), justify="right", overflow="fold")
    # Translators: heading of the column beside "points": out of how many
    table.add_column(gettext("of"), justify="right", overflow="fold")
    table.add_column(gettext("verdict"))
    for result in grade.criteria:
        name = f"{result.criterion.code} {result.label}"
        if result.criterion.mandatory:
            name = gettext("%(criterion)s (mandatory)", criterion=name)
        earned = (str(result.earned), str(result.criterion.points))
        table.add_row(Text(name), *earned, gettext(VERDICTS[result.verdict]))
    return table


def _table(report: Report, wording: Wording) -> RenderableType:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    # Translators: heading of a column with "must be met", "should be met" and "may be met"
    table.add_column(wording.gettext("rules that"))
    for state in State:
        table.add_column(wording.gettext(STATES[state]), justify="right")
    for severity in Severity:
        table.add_row(wording.gettext(BE_MET[severity]), *(str(report.count(state, severity)) for state in State))
    return table
