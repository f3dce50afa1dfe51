"""Coverage as one HTML page that needs nothing else: no network, no other file, and no script to be read."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..coverage import Coverage, SkillCoverage, Tally, Verdict
from ..curriculum.model import Module
from ..namespaces import ESCO_ATTRIBUTION, ID
from ..skills import SkillInfo
from .data import plain
from .labels import Labels, Words, tail

MEANINGS = {
    Verdict.COVERED: "A learning outcome attains this very skill at the required level or above; at any level, "
    "if none is required.",
    Verdict.BELOW_LEVEL: "A learning outcome attains the skill, but only at a lower level than required.",
    Verdict.LEVEL_UNKNOWN: "A learning outcome attains the skill, but states no level, or one on a scale that cannot "
    "be compared with the required level.",
    Verdict.PARTIAL: "Only a skill that ESCO places above or below the required one is attained; the steps between "
    "the two are given.",
    Verdict.MISSING: "No learning outcome attains the skill, or one above or below it in ESCO.",
}
"""What each verdict says, in a sentence."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one module gives to one required skill.

    module: None for outcomes that stand in no module. verdict: None if the verdict on the skill does
    not rest on this module. via: the attained skills, if only related ones are.
    """

    module: Module | None
    verdict: Verdict | None
    levels: tuple[str | None, ...]
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A required skill with its cells, one a column of the matrix. anchor: its id on the page."""

    anchor: str
    covered: SkillCoverage
    info: SkillInfo
    cells: tuple[Cell, ...]

    @property
    def given(self) -> list[Cell]:
        """The cells that the verdict rests on."""
        return [cell for cell in self.cells if cell.verdict]


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one importance in one ESCO skill group, None for skills that are in no group."""

    essential: bool
    group: str | None
    rows: tuple[Row, ...]

    @property
    def tally(self) -> Tally:
        """How many rows have each verdict."""
        return Tally({verdict: sum(row.covered.verdict is verdict for row in self.rows) for verdict in Verdict})


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a stacked bar; start and width in percent of the bar."""

    verdict: Verdict
    start: Decimal
    width: Decimal


def coverage_page(coverage: Coverage, labels: Labels, language: str = "en") -> str:
    """Return a coverage as an HTML page in one file.

    language: of the titles and reasons where they have it; the page's own words are English. Texts
    in another language are marked with it. Nothing in the page reaches outside it, which its content
    security policy holds browsers to.
    """
    places = columns(coverage)
    sections = matrix(coverage, labels, places)
    return (
        _environment()
        .get_template("coverage.html")
        .render(
            coverage=coverage,
            labels=labels,
            title=Words.of(coverage.curriculum.title, language, tail(coverage.curriculum.iri)),
            profile=Words.of(coverage.profile.label, language, tail(coverage.profile.iri)),
            text=functools.partial(Words.of, language=language),
            reference_design=ID["origin/reference-design"].value
            in {coverage.curriculum.origin, coverage.profile.origin},
            totals=totals(coverage),
            places=places,
            sections=sections,
            rows=_by_verdict(sections, labels),
            groups=sorted(coverage.groups, key=lambda part: _group_order(labels.group(part.group))),
            scales=scales(coverage, labels),
        )
    )


def totals(coverage: Coverage) -> list[tuple[str, Tally]]:
    """Return the tallies that the page sums up with, by name."""
    return [
        ("essential", coverage.tally(essential=True)),
        ("optional", coverage.tally(essential=False)),
        ("all", coverage.tally()),
        ("digital", coverage.tally(digital=True)),
        ("green", coverage.tally(green=True)),
    ]


def columns(coverage: Coverage) -> list[Module | None]:
    """Return the modules, and None at the end if outcomes stand in no module."""
    return [*coverage.curriculum.modules, *([None] if coverage.curriculum.outcomes else [])]


def matrix(coverage: Coverage, labels: Labels, places: Iterable[Module | None]) -> list[Section]:
    """Return the required skills: essential first, then by skill group, then by label.

    A skill stands once, in that of its groups which most required skills are in.
    """
    sizes = {group.group: group.tally.total for group in coverage.groups}
    levels = _attained_levels(coverage)
    sections: dict[tuple[bool, str | None], list[Row]] = {}
    for number, covered in enumerate(coverage.requirements, 1):
        info = coverage.skills[covered.requirement.skill]
        cells = tuple(_cell(covered, place, levels) for place in places)
        group = max(info.groups, key=lambda group: sizes[group], default=None)
        row = Row(f"requirement-{number}", covered, info, cells)
        sections.setdefault((covered.requirement.essential, group), []).append(row)

    return sorted(
        (
            Section(essential, group, tuple(sorted(rows, key=_by_importance(labels))))
            for (essential, group), rows in sections.items()
        ),
        key=lambda s: (not s.essential, s.group is None, _group_order(labels.group(s.group or ""))),
    )


def scales(coverage: Coverage, labels: Labels) -> list[tuple[Words, list[Words]]]:
    """Return the proficiency scales that the page speaks of, each with the levels named, the lowest first."""
    named = {covered.requirement.level for covered in coverage.requirements}
    named |= {attained.level for _, o in coverage.curriculum.placed_outcomes() for attained in o.attains}
    found: dict[str, list[Words]] = {}
    for level in sorted((labels.levels[iri] for iri in named if iri in labels.levels), key=lambda level: level.rank):
        found.setdefault(level.scale, []).append(labels.brief_level(level.iri))
    return sorted((labels.scale(scale), levels) for scale, levels in found.items())


def segments(tally: Tally) -> Iterator[Segment]:
    """Yield the pieces of a stacked bar, without those of no width."""
    done = 0
    for verdict, count in tally.counts.items():
        if count:
            yield Segment(verdict, _percentage(done, tally.total), _percentage(count, tally.total))
        done += count


def percent(count: int, of: int) -> str:
    """Return a share for people. Only the whole is 100 %, only nothing is 0 %.

    >>> percent(1, 2), percent(999, 1000), percent(1, 1000), percent(0, 0)
    ('50 %', '99 %', '1 %', '')
    """
    if not of:
        return ""
    if 0 < count < of:
        return f"{min(max((200 * count + of) // (2 * of), 1), 99)}\u00a0%"
    return f"{100 * count // of}\u00a0%"


def _attained_levels(coverage: Coverage) -> Mapping[tuple[str | None, str], tuple[str | None, ...]]:
    """Return the levels at which each module (None for outcomes in no module) attains each skill."""
    found: dict[tuple[str | None, str], list[str | None]] = {}
    for module, outcome in coverage.curriculum.placed_outcomes():
        for attained in outcome.attains:
            found.setdefault((module.iri if module else None, attained.skill), []).append(attained.level)
    return {key: tuple(dict.fromkeys(levels)) for key, levels in found.items()}


def _cell(
    covered: SkillCoverage,
    place: Module | None,
    levels: Mapping[tuple[str | None, str], tuple[str | None, ...]],
) -> Cell:
    evidence = [a for a in covered.evidence if (a.module and a.module.iri) == (place and place.iri)]
    if not evidence:
        return Cell(place, None, levels.get((place.iri if place else None, covered.requirement.skill), ()))
    via = dict.fromkeys(a.skill for a in evidence) if covered.verdict is Verdict.PARTIAL else ()
    return Cell(place, covered.verdict, tuple(dict.fromkeys(a.level for a in evidence)), tuple(via))


def _group_order(label: str) -> tuple[bool, str]:
    """Put skills (S1 …) and attitudes (T1 …) before fields of knowledge, whose codes are numbers."""
    return label[:1].isdigit(), label


def _by_verdict(sections: Iterable[Section], labels: Labels) -> dict[Verdict, list[Row]]:
    rows = sorted((row for section in sections for row in section.rows), key=_by_importance(labels))
    return {verdict: [row for row in rows if row.covered.verdict is verdict] for verdict in Verdict}


def _by_importance(labels: Labels) -> Callable[[Row], tuple[bool, str]]:
    return lambda row: (not row.covered.requirement.essential, labels.skill(row.info.iri).casefold())


def _percentage(count: int, of: int) -> Decimal:
    return (Decimal(100) * count / of).quantize(Decimal("0.001"))


def _is_web_address(iri: str) -> bool:
    """Tell whether an IRI may be linked to: a curriculum from elsewhere may hold ``javascript:`` ones."""
    return iri.startswith(("http://", "https://"))


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("bwise_kg.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = _source(environment, "page.css") + _source(environment, "coverage.css")
    script = _source(environment, "coverage.js")
    environment.globals |= {
        "Verdict": Verdict,
        "MEANINGS": MEANINGS,
        "ESCO_ATTRIBUTION": ESCO_ATTRIBUTION,
        "style": Markup(style),
        "script": Markup(script),
        "policy": f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'",
        "segments": segments,
        "percent": percent,
    }
    filters: dict[str, Callable[..., object]] = {
        "hours": plain,
        "css": lambda verdict: verdict.value.replace(" ", "-"),
        "tail": tail,
    }
    environment.filters |= filters
    environment.tests["web_address"] = _is_web_address
    return environment


def _source(environment: Environment, name: str) -> str:
    assert environment.loader
    return environment.loader.get_source(environment, name)[0]


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
