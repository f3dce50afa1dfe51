"""Coverage as JSON (described by ``docs/coverage.schema.json``) and as rows for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ..coverage import Attainment, Coverage, SkillCoverage, Tally
from ..curriculum.model import text_in
from ..emphasis import Emphasis, Share
from ..namespaces import ESCO_ATTRIBUTION, ID
from .labels import Labels

COLUMNS = (
    "importance",
    "skill",
    "verdict",
    "required level",
    "attained level",
    "steps to a related skill",
    "hours",
    "modules",
    "outcomes",
    "digital",
    "green",
    "why required",
    "known gap",
    "skill URI",
    "requirement URI",
)
"""The columns of `coverage_csv`, a row a requirement."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def coverage_json(coverage: Coverage, labels: Labels, language: str = "en") -> dict[str, Any]:
    """Return a coverage as plain data; shares are from 0 to 1, hours are numbers, absent values null."""
    curriculum, profile = coverage.curriculum, coverage.profile
    return {
        "curriculum": {
            "iri": curriculum.iri,
            "title": text_in(curriculum.title, language, curriculum.iri),
            "version": curriculum.version,
            "origin": curriculum.origin,
            "hours": _number(curriculum.hours),
        },
        "profile": {
            "iri": profile.iri,
            "label": text_in(profile.label, language, profile.iri),
            "origin": profile.origin,
        },
        "referenceDesign": ID["origin/reference-design"].value in {curriculum.origin, profile.origin},
        "language": language,
        "escoVersion": coverage.esco_version,
        "attribution": ESCO_ATTRIBUTION,
        "totals": {
            "all": _tally(coverage.tally()),
            "essential": _tally(coverage.tally(essential=True)),
            "optional": _tally(coverage.tally(essential=False)),
            "digital": _tally(coverage.tally(digital=True)),
            "green": _tally(coverage.tally(green=True)),
        },
        "emphasis": _emphasis(coverage.emphasis),
        "requirements": [_requirement(r, coverage, labels, language) for r in coverage.requirements],
        "surplus": [
            {"skill": _skill(s.skill, coverage, labels), "evidence": [_evidence(a, labels) for a in s.evidence]}
            for s in coverage.surplus
        ],
        "modules": [
            {
                "iri": m.module.iri,
                "title": labels.module(m.module),
                "core": m.module.core,
                "hours": _number(m.module.hours),
                "requirements": _tally(m.tally),
                "emphasis": _emphasis(m.emphasis),
            }
            for m in coverage.modules
        ],
        "groups": [
            {"iri": g.group, "label": labels.group(g.group), "requirements": _tally(g.tally)} for g in coverage.groups
        ],
        "unknownSkills": list(coverage.unknown_skills),
    }


def coverage_csv(coverage: Coverage, labels: Labels, language: str = "en") -> str:
    """Return a coverage as CSV, a row a requirement, for a spreadsheet; lines end in CRLF (RFC 4180)."""
    return to_csv(COLUMNS, (_row(r, coverage, labels, language) for r in coverage.requirements))


def to_csv(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV in which no cell is a formula to a spreadsheet: such texts get a leading apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    writer.writerows([_as_text(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def _row(covered: SkillCoverage, coverage: Coverage, labels: Labels, language: str) -> list[object]:
    requirement = covered.requirement
    info = coverage.skills[requirement.skill]
    modules = {a.module.iri: labels.module(a.module) for a in covered.evidence if a.module}
    outcomes = {a.outcome.iri: labels.outcome(a.outcome) for a in covered.evidence}
    levels = dict.fromkeys(labels.level(a.level) for a in covered.evidence)
    return [
        "essential" if requirement.essential else "optional",
        labels.skill(requirement.skill),
        covered.verdict.value,
        labels.level(requirement.level) if requirement.level else "any",
        "; ".join(levels),
        covered.distance or "",
        "" if covered.hours is None else plain(covered.hours),
        "; ".join(modules.values()),
        "; ".join(outcomes.values()),
        "yes" if info.digital else "no",
        "yes" if info.green else "no",
        text_in(requirement.rationale, language),
        text_in(covered.known_gap, language, "declared, without a reason") if covered.known_gap is not None else "",
        requirement.skill,
        requirement.iri,
    ]


def plain(number: Decimal) -> str:
    """Return a number without exponent and without zeros at its end.

    >>> plain(Decimal("60.0")), plain(Decimal("12.50")), plain(Decimal("1E+2"))
    ('60', '12.5', '100')
    """
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(count: int, of: int) -> str:
    """Return a share for people, "" of nothing. Only the whole is 100 %, only nothing is 0 %.

    >>> print(percent(1, 2), percent(999, 1000), percent(1, 1000), sep=", ")
    50 %, 99 %, 1 %
    """
    if not of:
        return ""
    rounded = (200 * count + of) // (2 * of)
    if 0 < count < of:
        rounded = min(max(rounded, 1), 99)
    return f"{rounded}\N{NO-BREAK SPACE}%"


def _as_text(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _requirement(covered: SkillCoverage, coverage: Coverage, labels: Labels, language: str) -> dict[str, Any]:
    requirement = covered.requirement
    return {
        "iri": requirement.iri,
        "skill": _skill(requirement.skill, coverage, labels),
        "importance": "essential" if requirement.essential else "optional",
        "requiredLevel": _level(requirement.level, labels),
        "verdict": covered.verdict.value,
        "distance": covered.distance,
        "hours": _number(covered.hours),
        "evidence": [_evidence(a, labels) for a in covered.evidence],
        "rationale": text_in(requirement.rationale, language) or None,
        "sources": list(requirement.sources),
        "knownGap": None if covered.known_gap is None else {"reason": text_in(covered.known_gap, language) or None},
    }


def _skill(iri: str, coverage: Coverage, labels: Labels) -> dict[str, Any]:
    info = coverage.skills[iri]
    return {
        "iri": iri,
        "label": labels.skill(iri),
        "known": info.known,
        "digital": info.digital,
        "green": info.green,
        "groups": list(info.groups),
    }


def _evidence(attainment: Attainment, labels: Labels) -> dict[str, Any]:
    module = attainment.module
    return {
        "outcome": {"iri": attainment.outcome.iri, "title": labels.outcome(attainment.outcome)},
        "module": {"iri": module.iri, "title": labels.module(module)} if module else None,
        "skill": attainment.skill,
        "level": _level(attainment.level, labels),
        "distance": attainment.distance,
    }


def _level(iri: str | None, labels: Labels) -> dict[str, str] | None:
    return {"iri": iri, "label": labels.level(iri)} if iri else None


def _tally(tally: Tally) -> dict[str, Any]:
    counts = {verdict.value: count for verdict, count in tally.counts.items()}
    return {"total": tally.total, "coveredShare": tally.covered_share, "verdicts": counts}


def _emphasis(emphasis: Emphasis) -> dict[str, Any]:
    return {
        "digitalSkills": _share(emphasis.digital_skills),
        "greenSkills": _share(emphasis.green_skills),
        "digitalOutcomes": _share(emphasis.digital_outcomes),
        "greenOutcomes": _share(emphasis.green_outcomes),
    }


def _share(share: Share) -> dict[str, Any]:
    return {"count": share.count, "of": share.of, "share": share.share}


def _number(number: Decimal | None) -> float | int | None:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)
