"""Coverage for a terminal: words and signs, never colour alone; whole words at 80 columns and in pipes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..coverage import Coverage, SkillCoverage, Verdict
from ..curriculum.model import text_in
from ..emphasis import Emphasis
from ..namespaces import ESCO_ATTRIBUTION, ID, UNREVIEWED_LABELS
from .data import percent, plain
from .labels import Labels

SIGNS = {
    Verdict.COVERED: ("+", "green"),
    Verdict.BELOW_LEVEL: ("<", "yellow"),
    Verdict.LEVEL_UNKNOWN: ("?", "yellow"),
    Verdict.PARTIAL: ("~", "yellow"),
    Verdict.MISSING: ("-", "red"),
}
"""A sign and a colour for each verdict."""

_WORST_FIRST = (Verdict.MISSING, Verdict.PARTIAL, Verdict.LEVEL_UNKNOWN, Verdict.BELOW_LEVEL, Verdict.COVERED)


def coverage_table(coverage: Coverage, labels: Labels, language: str = "en") -> RenderableType:
    """Return the coverage of a curriculum: totals, each requirement, modules, surplus skills."""
    return Group(*_parts(coverage, labels, language))


def _parts(coverage: Coverage, labels: Labels, language: str) -> Iterator[RenderableType]:
    curriculum, profile = coverage.curriculum, coverage.profile
    version = f" {curriculum.version}" if curriculum.version else ""
    yield Text(f"{text_in(curriculum.title, language, curriculum.iri)}{version}", style="bold")
    yield Text(f"held against: {text_in(profile.label, language, profile.iri)}; ESCO {coverage.esco_version}")
    if ID["origin/reference-design"].value in {curriculum.origin, profile.origin}:
        yield Text("Reference design of this project, not a publication of the B-WISE consortium.", style="italic")
    if not labels.reviewed:
        yield Text(UNREVIEWED_LABELS, style="italic")
    places = {entry.module.iri: f"M{number}" for number, entry in enumerate(coverage.modules, 1)}
    yield Text()
    yield _totals(coverage)
    for essential, title in ((True, "Essential skills"), (False, "Optional skills")):
        chosen = [r for r in coverage.requirements if r.requirement.essential is essential]
        if chosen:
            yield Text()
            yield _requirements(f"{title}, what is missing first", chosen, labels, places)
    yield Text()
    yield _modules(coverage, labels, places)
    if coverage.groups:
        yield Text()
        yield _groups(coverage, labels)
    if declared := [r for r in coverage.requirements if r.known_gap is not None]:
        yield Text()
        yield Text("Known gaps, as the curriculum declares them", style="bold")
        for covered in declared:
            reason = text_in(covered.known_gap or {}, language, "no reason stated")
            yield Text(f"  {labels.skill(covered.requirement.skill)} ({covered.verdict.value}): {reason}")
    if coverage.surplus:
        yield Text()
        yield Text("Attained but not required", style="bold")
        for surplus in coverage.surplus:
            yield Text(f"  {labels.skill(surplus.skill)}")
    if coverage.unknown_skills:
        yield Text()
        yield Text(f"Not in ESCO {coverage.esco_version}", style="bold red")
        for skill in coverage.unknown_skills:
            yield Text(f"  {skill}", overflow="fold")
    yield Text()
    yield Text(ESCO_ATTRIBUTION, style="dim")


def _totals(coverage: Coverage) -> Table:
    tallies = {
        "essential": coverage.tally(essential=True),
        "optional": coverage.tally(essential=False),
        "digital": coverage.tally(digital=True),
        "green": coverage.tally(green=True),
        "all": coverage.tally(),
    }
    table = Table(
        box=box.SIMPLE_HEAD, title="Required skills", title_justify="left", title_style="bold", pad_edge=False
    )
    table.add_column("")
    for name in tallies:
        table.add_column(name, justify="right")
    for verdict, (sign, colour) in SIGNS.items():
        counts = (str(tally.counts[verdict]) for tally in tallies.values())
        table.add_row(Text(f"{sign} {verdict.value}", style=colour), *counts)
    table.add_section()
    table.add_row("required", *(str(tally.total) for tally in tallies.values()))
    table.add_row("share covered", *(percent(tally.counts[Verdict.COVERED], tally.total) for tally in tallies.values()))
    return table


def _requirements(title: str, chosen: Sequence[SkillCoverage], labels: Labels, places: Mapping[str, str]) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", pad_edge=False, expand=True
    )
    table.add_column("verdict", no_wrap=True)
    table.add_column("skill", min_width=18, overflow="fold")
    table.add_column("required", no_wrap=True)
    table.add_column("attained in", min_width=12, max_width=40, overflow="fold")
    table.add_column("hours", justify="right", min_width=5)
    for covered in sorted(chosen, key=lambda r: (_WORST_FIRST.index(r.verdict), labels.skill(r.requirement.skill))):
        sign, colour = SIGNS[covered.verdict]
        level = covered.requirement.level
        table.add_row(
            Text(f"{sign} {covered.verdict.value}", style=colour),
            labels.skill(covered.requirement.skill),
            labels.brief_level(level) if level else "any",
            _evidence(covered, labels, places),
            _hours(covered.hours),
        )
    return table


def _evidence(covered: SkillCoverage, labels: Labels, places: Mapping[str, str]) -> str:
    """Return where the nearest evidence is: the places of modules, the levels, and the skill if another one."""
    near = [a for a in covered.evidence if a.distance == covered.distance]
    if not near:
        return ""
    levels = dict.fromkeys(labels.brief_level(a.level) for a in near)
    modules = dict.fromkeys(places[a.module.iri] if a.module else "no module" for a in near)
    text = f"{', '.join(modules)}: {', '.join(levels)}"
    if covered.verdict is Verdict.PARTIAL:
        steps = f"{covered.distance} step{'s' if covered.distance != 1 else ''} away"
        text += f" ({', '.join(dict.fromkeys(labels.skill(a.skill) for a in near))}, {steps})"
    return text


def _modules(coverage: Coverage, labels: Labels, places: Mapping[str, str]) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD, title="Modules", title_justify="left", title_style="bold", pad_edge=False, expand=True
    )
    table.add_column("", no_wrap=True)
    table.add_column("module", ratio=4, overflow="fold")
    table.add_column("hours", justify="right")
    table.add_column("outcomes", justify="right")
    table.add_column("covers", justify="right")
    table.add_column("digital", justify="right")
    table.add_column("green", justify="right")
    for entry in coverage.modules:
        module = entry.module
        table.add_row(
            places[module.iri],
            labels.module(module),
            _hours(module.hours),
            str(len(module.outcomes)),
            str(entry.tally.counts[Verdict.COVERED]),
            *_shares(entry.emphasis),
        )
    hours = [m.module.hours for m in coverage.modules if m.module.hours is not None]
    table.add_section()
    table.add_row(
        "",
        "all",
        _hours(sum(hours, Decimal(0)) if hours else coverage.curriculum.hours),
        str(coverage.emphasis.digital_outcomes.of),
        str(coverage.tally().counts[Verdict.COVERED]),
        *_shares(coverage.emphasis),
    )
    table.caption = "digital, green: share of the skills that a module attains"
    table.caption_justify = "left"
    return table


def _groups(coverage: Coverage, labels: Labels) -> Table:
    title = "ESCO skill groups of the required skills"
    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", pad_edge=False)
    table.add_column("group", overflow="fold")
    table.add_column("required", justify="right")
    table.add_column("covered", justify="right")
    for entry in sorted(coverage.groups, key=lambda group: labels.group(group.group)):
        table.add_row(labels.group(entry.group), str(entry.tally.total), str(entry.tally.counts[Verdict.COVERED]))
    return table


def _shares(emphasis: Emphasis) -> tuple[str, str]:
    digital, green = emphasis.digital_skills, emphasis.green_skills
    return percent(digital.count, digital.of), percent(green.count, green.of)


def _hours(hours: Decimal | None) -> str:
    return "" if hours is None else plain(hours)
