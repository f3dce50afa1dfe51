"""Points and grade of the quality label, as plain data and in sentences."""

from __future__ import annotations

from typing import Any

from ..curriculum.model import text_in
from ..validation.grades import CriterionResult, Grade
from ..words import Wording


def grade_json(grade: Grade | None, language: str) -> dict[str, Any] | None:
    """Return a grade as plain data, None where the rules of the label were not applied."""
    if grade is None:
        return None
    return {
        "points": grade.points,
        "of": grade.of,
        "awarded": grade.awarded.iri if grade.awarded else None,
        "label": None if grade.label is None else str(grade.label),
        "levels": [
            {"iri": level.iri, "label": text_in(level.label, language), "points": level.points}
            for level in grade.levels
        ],
        "hindrances": [rule.id for rule in grade.hindrances],
        "unread": grade.unread,
        "criteria": [_criterion(result) for result in grade.criteria],
        "origins": list(grade.origins),
        "note": grade.note,
    }


def grade_sentence(grade: Grade, wording: Wording) -> str:
    """Return in a sentence, or a few, what the points come to."""
    gettext, ngettext = wording.gettext, wording.ngettext
    label = gettext("no grade") if grade.label is None else grade.label
    said = [
        gettext(
            "%(points)s of %(all)s points of the quality label: %(grade)s.",
            points=wording.number(grade.points),
            all=wording.number(grade.of),
            grade=label,
        )
    ]
    if grade.hindrances:
        unmet = ", ".join(rule.id for rule in grade.hindrances)
        said.append(gettext("In the way of one stands, whatever the points: %(rules)s.", rules=unmet))
    if grade.unread:
        said.append(
            ngettext(
                "%(count)s of the file's entries could not be read.",
                "%(count)s of the file's entries could not be read.",
                grade.unread,
            )
        )
    if grade.next_level is not None and grade.points_missing:
        said.append(
            ngettext(
                "%(count)s points are missing for the next grade, from %(points)s on.",
                "%(count)s points are missing for the next grade, from %(points)s on.",
                grade.points_missing,
                points=wording.number(grade.next_level.points),
            )
        )
    return " ".join(said)


def _criterion(result: CriterionResult) -> dict[str, Any]:
    return {
        "iri": result.criterion.iri,
        "code": result.criterion.code,
        "label": str(result.label),
        "points": result.criterion.points,
        "earned": result.earned,
        "mandatory": result.criterion.mandatory,
        "verdict": result.verdict.value,
        "rules": [rule.id for rule in result.rules],
        "why": [str(words) for words in result.why],
    }
