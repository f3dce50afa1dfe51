"""Coverage as a matrix: a row a required skill, a column a module."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ..coverage import Coverage, SkillCoverage, Tally, Verdict
from ..curriculum.model import Module
from ..skills import SkillInfo
from .labels import Labels

_Levels = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one module gives to one required skill.

    module: None for outcomes that stand in no module. verdict: None if the verdict on the skill does
    not rest on this module. levels: those attained, each once. via: the attained skills, if only
    related ones are.
    """

    module: Module | None
    verdict: Verdict | None
    levels: _Levels
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A required skill with its cells, one a column. anchor: its id on a page."""

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


def columns(coverage: Coverage) -> list[Module | None]:
    """Return the modules, and None at the end if outcomes stand in no module."""
    return [*coverage.curriculum.modules, *([None] if coverage.curriculum.outcomes else [])]


def matrix(coverage: Coverage, labels: Labels) -> list[Section]:
    """Return the required skills: essential first, then by skill group, then by label.

    A skill stands once, in that of its groups which most required skills are in.
    """
    places = columns(coverage)
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
        key=lambda s: (not s.essential, s.group is None, group_order(labels.group(s.group or ""))),
    )


def rows_by_verdict(sections: Iterable[Section], labels: Labels) -> dict[Verdict, list[Row]]:
    """Return the rows with each verdict, essential ones first, then by label."""
    rows = sorted((row for section in sections for row in section.rows), key=_by_importance(labels))
    return {verdict: [row for row in rows if row.covered.verdict is verdict] for verdict in Verdict}


def group_order(label: str) -> tuple[bool, str]:
    """Return a key that puts skills (S1 …) and attitudes (T1 …) before fields of knowledge (01 …)."""
    return label[:1].isdigit(), label


def _by_importance(labels: Labels) -> Callable[[Row], tuple[bool, str]]:
    return lambda row: (not row.covered.requirement.essential, labels.skill(row.info.iri).casefold())


def _attained_levels(coverage: Coverage) -> Mapping[tuple[str | None, str], _Levels]:
    """Return the levels at which each module (None for outcomes in no module) attains each skill."""
    found: dict[tuple[str | None, str], list[str | None]] = {}
    for module, outcome in coverage.curriculum.placed_outcomes():
        for attained in outcome.attains:
            found.setdefault((module.iri if module else None, attained.skill), []).append(attained.level)
    return {key: tuple(dict.fromkeys(levels)) for key, levels in found.items()}


def _cell(covered: SkillCoverage, place: Module | None, levels: Mapping[tuple[str | None, str], _Levels]) -> Cell:
    iri = place.iri if place else None
    evidence = [a for a in covered.evidence if (a.module.iri if a.module else None) == iri]
    if not evidence:
        return Cell(place, None, levels.get((iri, covered.requirement.skill), ()))
    via = dict.fromkeys(a.skill for a in evidence) if covered.verdict is Verdict.PARTIAL else ()
    return Cell(place, covered.verdict, tuple(dict.fromkeys(a.level for a in evidence)), tuple(via))
