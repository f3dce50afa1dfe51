"""What stands for weights, states and verdicts in reports that people read, and what is said beside all of them.

Formats for programs have the plain English of the enumerations instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..namespaces import UNREVIEWED_LABELS
from ..validation.grades import CriterionVerdict
from ..validation.report import Report, State
from ..validation.rules import Severity
from ..words import Wording, gettext_noop
from .validation_data import REFERENCE_DESIGN_CAPTION, RULES_CAPTION, is_reference_design

FIXES_CAPTION = gettext_noop(
    "Each fix was tried on a copy of the curriculum: it clears its finding and brings no other."
)
"""What stands at reports that propose fixes."""

WEIGHTS = {
    # Translators: a weight of rules beside "should" and "may" (RFC 2119), as in "must be met"
    Severity.MUST: gettext_noop("must"),
    Severity.SHOULD: gettext_noop("should"),
    Severity.MAY: gettext_noop("may"),
}
BE_MET = {
    Severity.MUST: gettext_noop("must be met"),
    Severity.SHOULD: gettext_noop("should be met"),
    Severity.MAY: gettext_noop("may be met"),
}
NOT_MET = {
    Severity.MUST: gettext_noop("Must be met, and not met"),
    Severity.SHOULD: gettext_noop("Should be met, and not met"),
    Severity.MAY: gettext_noop("May be met, and not met"),
}
CONTENTS = {
    Severity.MUST: gettext_noop("Must, not met (%(count)s)"),
    Severity.SHOULD: gettext_noop("Should, not met (%(count)s)"),
    Severity.MAY: gettext_noop("May, not met (%(count)s)"),
}
MEANINGS = {
    Severity.MUST: gettext_noop("Without it the curriculum cannot be accepted."),
    Severity.SHOULD: gettext_noop("Expected, unless there is a good reason that somebody states."),
    Severity.MAY: gettext_noop("Worth having; nothing is wrong without it."),
}
"""What each weight says, in a sentence."""

STATES = {
    # Translators: of a rule, or of a criterion: what it asks for is so
    State.MET: gettext_noop("met"),
    State.NOT_MET: gettext_noop("not met"),
    State.NOT_APPLICABLE: gettext_noop("nothing to check"),
}
RULES_BY_STATE = {
    State.MET: gettext_noop("Rules: met"),
    State.NOT_MET: gettext_noop("Rules: not met"),
    State.NOT_APPLICABLE: gettext_noop("Rules: nothing to check"),
}
VERDICTS = {
    CriterionVerdict.MET: gettext_noop("met"),
    CriterionVerdict.NOT_MET: gettext_noop("not met"),
    # Translators: of a criterion that no rule could be checked for
    CriterionVerdict.UNPROVEN: gettext_noop("unproven"),
}


def about_rules(report: Report, wording: Wording) -> Iterator[str]:
    """Yield whose the rules and the criteria are."""
    yield wording.gettext(RULES_CAPTION)
    if report.grade is not None:
        yield wording.gettext(report.grade.note)


def about_fixes(report: Report, wording: Wording) -> Iterator[str]:
    """Yield how fixes were tried, if there are any."""
    if report.fixes:
        yield wording.gettext(FIXES_CAPTION)


def about_texts(report: Report, wording: Wording) -> Iterator[str]:
    """Yield what is this project's own proposal, and what nobody has reviewed."""
    if is_reference_design(report):
        yield wording.gettext(REFERENCE_DESIGN_CAPTION)
    if not report.reviewed:
        yield wording.gettext(UNREVIEWED_LABELS)
