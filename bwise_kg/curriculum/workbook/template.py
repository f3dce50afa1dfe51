"""Workbooks for designers: empty ones for a profile, and filled ones of a curriculum that is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from ...namespaces import BW, DCAT, ELM, ID, RDF
from ...profile import Profile
from ...resources import Statement
from ...words import gettext_noop, tags_of, words
from ..model import text_in
from .cells import Grid, Line, Value
from .labels import Labels
from .layout import BY_KEY
from .names import Heading, heading_of, heading_text, name_of
from .writing import ListedSkill, write_grid

_EXAMPLES: Mapping[str, Mapping[str, Value]] = {
    "modules": {
        "title": gettext_noop("Green routines in our workshop"),
        "description": gettext_noop("What the module is about, and how it is taught."),
        "module_kind": "core",
        "position": Decimal(1),
        "hours": Decimal(40),
        "isced_f": "0712",
        "language": "en",
    },
    "units": {"module": "M1", "title": gettext_noop("Sorting waste"), "position": Decimal(1), "hours": Decimal("7.5")},
    "outcomes": {
        "module": "M1",
        "unit": "U1",
        "title": gettext_noop("sort the waste of the workshop by the local rules"),
        "position": Decimal(1),
        "adaptation": "X1",
    },
    "assessments": {
        "module": "M1",
        "title": gettext_noop("Seen at work"),
        "description": gettext_noop("Two tasks, watched and talked about on different days."),
        "assesses": "O1; O2",
    },
    "entry_requirements": {"module": "M1", "description": gettext_noop("No certificate is asked.")},
    "adaptations": {
        "title": gettext_noop("Pictures instead of text"),
        "description": gettext_noop("The rules for waste on cards with photos."),
    },
    "known_gaps": {"rationale": gettext_noop("Learners bring it along, or meet it in another course.")},
    "sources": {"about": None, "source": "https://example.org/guidelines"},
}
"""Rows that show what is meant; they are grey, protected and not read."""
_EXAMPLE_CONCEPTS: Mapping[str, Mapping[str, str]] = {
    "units": {"setting": ID["setting/workplace"].value},
    "outcomes": {"outcome_kind": ID["outcome-kind/skill"].value, "level": ID["level/intermediate"].value},
    "assessments": {"setting": ID["setting/workplace"].value},
}


def listed_skills(profile: Profile | None, used: Iterable[str], labels: Labels, language: str) -> list[ListedSkill]:
    """Return the skills to list: those that a profile requires, essential ones first, then others that are used."""
    found: dict[str, ListedSkill] = {}
    requirements = profile.requirements if profile else ()
    texts = labels.skills.texts([r.skill for r in requirements] + sorted(set(used)))
    for requirement in requirements:
        skill = requirement.skill
        word = "essential" if requirement.essential else "optional_skill"
        level = requirement.level and (labels.label("level", requirement.level, language) or requirement.level)
        found[skill] = ListedSkill(
            text_in(texts[skill], language) or skill,
            skill,
            name_of("word", word, language),
            level or "",
            requirement.iri,
        )
    for skill in sorted(set(used) - found.keys(), key=lambda skill: (text_in(texts[skill], language), skill)):
        if label := text_in(texts[skill], language):
            found[skill] = ListedSkill(label, skill)
    order = {iri: number for number, iri in enumerate(found)}
    return sorted(found.values(), key=lambda s: (_importance(s, language), s.label.casefold(), order[s.skill]))


def _importance(skill: ListedSkill, language: str) -> int:
    words = [name_of("word", word, language) for word in ("essential", "optional_skill")]
    return words.index(skill.importance) if skill.importance in words else len(words)


def template_grid(profile: Profile, language: str, labels: Labels, target_group: str | None = None) -> Grid:
    """Return an empty workbook for a profile: its skills are listed, every sheet has an example row."""
    node = ID["submitted/new"]
    statements = [
        Quad(node, RDF.type, BW.Curriculum),
        Quad(node, BW.forProfile, NamedNode(profile.iri)),
        Quad(node, DCAT.version, Literal("0.1.0")),
    ]
    if target_group:
        statements.append(Quad(node, ELM.targetGroup, NamedNode(target_group)))
    skills = listed_skills(profile, (), labels, language)
    grid = write_grid(statements, node, language, labels, skills)
    easy = f"{tags_of(language)[1]}-simple" if any(tag.endswith("-simple") for tag in profile.label) else None
    for key in BY_KEY:
        title = name_of("sheet", key, language)
        lines = grid.sheets[title]
        if key == "curriculum":
            grid.sheets[title] = _without_iri(lines)
        elif key in _EXAMPLES:
            grid.sheets[title] = _with_example(key, lines, language, labels, skills, easy)
    return grid


def _without_iri(lines: Sequence[Line]) -> list[Line]:
    layout = BY_KEY["curriculum"]
    kept = []
    for line in lines:
        heading = heading_of(layout, str(line.values[0]))
        is_iri = heading is not None and heading.column.key == "iri"
        kept.append(Line(line.number, (line.values[0], None if is_iri else line.values[1])))
    return kept


def _with_example(
    key: str, lines: Sequence[Line], language: str, labels: Labels, skills: Sequence[ListedSkill], easy: str | None
) -> list[Line]:
    layout = BY_KEY[key]
    headings = [heading_of(layout, str(value)) for value in lines[0].values]
    if easy and key in {"modules", "units", "outcomes", "adaptations"}:
        at = next(i for i, h in enumerate(headings) if h is not None and h.column.key == "title") + 1
        headings.insert(at, Heading(layout.column("title"), easy))
    texts = {"title", "description", "rationale"}
    values: dict[str, Value] = {
        column: words(language).gettext(value) if column in texts and isinstance(value, str) else value
        for column, value in _EXAMPLES[key].items()
    }
    values |= {
        column: labels.label(layout.column(column).kind, iri, language) or iri
        for column, iri in _EXAMPLE_CONCEPTS.get(key, {}).items()
    }
    if key == "modules":
        values["module_kind"] = name_of("word", "core", language)
        values["language"] = language
    if skills and key == "outcomes":
        values["skill"] = skills[0].label
    if skills and key == "known_gaps":
        values["requirement"] = skills[0].label
    values[layout.columns[0].key] = name_of("word", "example", language)
    row = tuple(
        values.get(heading.column.key) if heading and heading.language is None and heading.index <= 1 else None
        for heading in headings
    )
    head = tuple(heading_text(heading, language) if heading else None for heading in headings)
    return [Line(1, head), Line(2, row)]


def filled_grid(
    statements: Sequence[Statement], curriculum: str, profile: Profile | None, language: str, labels: Labels
) -> Grid:
    """Return a curriculum as a workbook, with sheets, columns and labels in a language."""
    node = BlankNode(curriculum[2:]) if curriculum.startswith("_:") else NamedNode(curriculum)
    used = {s.object.value for s in statements if s.predicate == BW.skill and isinstance(s.object, NamedNode)}
    skills = listed_skills(profile, used, labels, language)
    return write_grid(statements, node, language, labels, skills, text_language(statements, language))


def text_language(statements: Iterable[Statement], default: str) -> str:
    """Return the language that most texts are in, easy language apart."""
    tags = Counter(s.object.language for s in statements if isinstance(s.object, Literal) and s.object.language)
    whole = {tag: count for tag, count in tags.items() if not tag.endswith("-simple")}
    return max(sorted(whole), key=lambda tag: whole[tag]) if whole else default
