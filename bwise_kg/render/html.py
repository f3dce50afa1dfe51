"""Coverage as one HTML page that needs nothing else: no network, no other file, and no script to be read."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from jinja2 import Environment

from ..coverage import Coverage, Tally, Verdict
from ..namespaces import ID, UNREVIEWED_LABELS
from .data import percent, plain
from .labels import Labels, Words, tail
from .matrix import columns, group_order, matrix, rows_by_verdict
from .page import environment, head

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
class Segment:
    """A piece of a stacked bar; start and width in percent of the bar."""

    verdict: Verdict
    start: Decimal
    width: Decimal


def coverage_page(coverage: Coverage, labels: Labels, language: str = "en") -> str:
    """Return a coverage as an HTML page in one file.

    language: of the titles and reasons where they have it; the page's own words are English. Texts
    in another language are marked with it. The page asks for nothing outside itself, and its content
    security policy holds browsers to that.
    """
    curriculum, profile = coverage.curriculum, coverage.profile
    sections = matrix(coverage, labels)
    template = _environment().get_template("coverage.html")
    return template.render(
        head("coverage"),
        coverage=coverage,
        labels=labels,
        text=functools.partial(Words.of, language=language),
        title=Words.of(curriculum.title, language, tail(curriculum.iri)),
        profile=Words.of(profile.label, language, tail(profile.iri)),
        reference_design=ID["origin/reference-design"].value in {curriculum.origin, profile.origin},
        totals=totals(coverage),
        places=columns(coverage),
        sections=sections,
        rows=rows_by_verdict(sections, labels),
        groups=sorted(coverage.groups, key=lambda part: group_order(labels.group(part.group))),
        scales=scales(coverage, labels),
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


def scales(coverage: Coverage, labels: Labels) -> list[tuple[Words, list[Words]]]:
    """Return the proficiency scales that the page speaks of, each with the levels named, the lowest first."""
    named = {covered.requirement.level for covered in coverage.requirements}
    named |= {attained.level for _, o in coverage.curriculum.placed_outcomes() for attained in o.attains}
    found: dict[str, list[Words]] = {}
    known = [labels.levels[iri] for iri in named if iri is not None and iri in labels.levels]
    for level in sorted(known, key=lambda level: level.rank):
        found.setdefault(level.scale, []).append(labels.brief_level(level.iri))
    return sorted((labels.scale(scale), levels) for scale, levels in found.items())


def segments(tally: Tally) -> Iterator[Segment]:
    """Yield the pieces of a stacked bar, without those of no width."""
    done = 0
    for verdict, count in tally.counts.items():
        if count:
            yield Segment(verdict, _percentage(done, tally.total), _percentage(count, tally.total))
        done += count


def _percentage(count: int, of: int) -> Decimal:
    return (Decimal(100) * count / of).quantize(Decimal("0.001"))


def _in_css(verdict: Verdict) -> str:
    return verdict.value.replace(" ", "-")


@functools.cache
def _environment() -> Environment:
    found = environment()
    found.globals |= {
        "Verdict": Verdict,
        "MEANINGS": MEANINGS,
        "segments": segments,
        "percent": percent,
        "UNREVIEWED_LABELS": UNREVIEWED_LABELS,
    }
    filters: dict[str, Callable[..., str]] = {"hours": plain, "css": _in_css}
    found.filters |= filters
    return found
