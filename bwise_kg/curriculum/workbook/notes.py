"""What a designer reads when the pointer rests on a heading."""

from __future__ import annotations

from collections.abc import Mapping

from ...words import gettext_noop, words
from .names import name_of

_NOTES: Mapping[str, str] = {
    "workbook_language": gettext_noop(
        "Two letters, e.g. en. Columns for another language say so: %(title)s [fr]. Easy language: %(title)s "
        "[en-simple]."
    ),
    "profile": gettext_noop(
        "The occupational profile that the curriculum is for; its skills are on the sheet of required skills."
    ),
    "hours": gettext_noop(
        "Hours of learning, e.g. 40 or 7,5. A sum may be a formula: its result is read as your program saved it."
    ),
    "level_basis": gettext_noop("Why this EQF level: own estimate, or the referencing that it rests on."),
    "credit_rationale": gettext_noop("How hours were turned into points."),
    "isced_f": gettext_noop("Three or four digits, e.g. 0031; several with a semicolon between."),
    "provider": gettext_noop("The organisation that answers for the curriculum: its web address, or its name."),
    "iri": gettext_noop(
        "Names the row for good. Leave it empty in a new row: it gets one. Do not copy it to another row."
    ),
    "key": gettext_noop(
        "A short name of your choice, e.g. M1, by which other sheets refer to this row. No two rows share one. A row "
        "whose key is '%(example)s' is not read."
    ),
    "module": gettext_noop(
        "Key or title of the module; several with a semicolon between. Empty: belongs to the curriculum as a whole."
    ),
    "unit": gettext_noop("Key or title of the unit, if the outcome belongs to one."),
    "module_kind": gettext_noop("A core module is taken by everybody, an optional one by choice."),
    "position": gettext_noop("1 for the first, 2 for the second: the order in which they are shown."),
    "title": gettext_noop("Texts in another language go into a column of their own: %(title)s [fr]."),
    "setting": gettext_noop("Where it is learned or assessed; several with a semicolon between."),
    "outcome_kind": gettext_noop("Knowledge, skill, or responsibility and autonomy."),
    "adaptation": gettext_noop("Keys or titles from the sheet of adaptations, with a semicolon between."),
    "skill": gettext_noop(
        "A label from the sheet of required skills, any other label of an ESCO skill, or its URI. Room for more: add "
        "columns named %(skill)s 5, %(level)s 5 and so on."
    ),
    "level": gettext_noop("The level that learners reach in this skill, on the scale that the profile uses for it."),
    "assesses": gettext_noop("Keys or titles of the outcomes that are assessed, with a semicolon between."),
    "presupposes": gettext_noop("Modules that have to come first."),
    "adapted_for": gettext_noop("Who it is for; several with a semicolon between."),
    "technology": gettext_noop("What it makes use of; several with a semicolon between."),
    "requirement": gettext_noop(
        "A skill that the profile requires as essential and that the curriculum leaves open on purpose."
    ),
    "rationale": gettext_noop("Why it is left open, and where learners can get it instead."),
    "about": gettext_noop("Key of the row that the source is for; empty: the curriculum as a whole."),
    "source": gettext_noop("A web address, or a reference in words."),
    "skill_iri": gettext_noop("ESCO's name for the skill, the same in every language."),
    "value": gettext_noop("Type here."),
}


def note_of(column: str, language: str) -> str | None:
    """Return what a designer should know of a column, None if there is nothing to say.

    The names of columns and words in it are those of the workbook.
    """
    if (note := _NOTES.get(column)) is None:
        return None
    named = {key: name_of("column", key, language) for key in ("title", "skill", "level")}
    return words(language).gettext(note, **named, example=name_of("word", "example", language))
