"""Totals out of 150 to 200 hours: what can be computed is proposed, and where nothing can, it is said why."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from bwise_kg import Graph
from bwise_kg.curriculum.source import CurriculumSource, read_source
from bwise_kg.namespaces import BW, ELM, ID, SH, XSD
from bwise_kg.validation import rules, validate
from bwise_kg.validation.fixes.hours_in_range import LEAST, MOST, shares
from bwise_kg.validation.fixes.proposing import with_fixes

from .breakages import keys, mended, updated
from .conftest import REFERENCE

COURSE = ID["curriculum/supporter"]
MODULE = ID["module/supporter-1"]


def with_hours(factor: Decimal, changed: Mapping[NamedNode, str | None] | None = None) -> CurriculumSource:
    """Return a reference curriculum with all hours multiplied, then some set to a number or taken out."""
    source = read_source(REFERENCE / "supporter.ttl")
    quads = []
    for quad in source.quads:
        hours = quad.object.value if isinstance(quad.object, Literal) and quad.predicate == BW.hours else None
        if hours is not None:
            hours = str(Decimal(hours) * factor)
            if isinstance(quad.subject, NamedNode) and quad.subject in (changed or {}):
                hours = (changed or {})[quad.subject]
                if hours is None:
                    continue
            quad = Quad(quad.subject, quad.predicate, Literal(hours, datatype=XSD.decimal))  # noqa: PLW2901
        quads.append(quad)
    return CurriculumSource(tuple(quads), {}, Path("course.ttl"))


def hours(source: CurriculumSource) -> dict[object, Decimal]:
    return {
        q.subject: Decimal(q.object.value)
        for q in source.quads
        if q.predicate == BW.hours and isinstance(q.object, Literal)
    }


def parts(source: CurriculumSource, whole: object) -> list[object]:
    return [q.object for q in source.quads if q.subject == whole and q.predicate == ELM.hasPart]


@pytest.mark.parametrize(
    ("factor", "total", "points"), [("0.5", 150, "6"), ("0.4", 150, "6"), ("2", 200, "7"), ("5.1", 200, "7")]
)
def test_all_parts_change_in_proportion(slice_graph: Graph, factor: str, total: int, points: str) -> None:
    """Half of 180 hours with 6 points: 150 hours are 5 to 6 points; 200 hours are 7 or 8."""
    source = with_hours(Decimal(factor))
    report = mended(slice_graph, source)
    (finding,) = (f for f in report.findings() if f.rule.id == "CUR-002")
    (fix,) = report.fixes_of(finding)
    assert report.no_fix(finding) is None
    after = updated(source, fix.update)
    before, now = hours(source), hours(after)
    assert now[COURSE] == total == sum(now[module] for module in parts(after, COURSE))
    units = [(module, unit) for module in parts(after, COURSE) for unit in parts(after, module)]
    assert len(units) == 14
    for module in parts(after, COURSE):
        assert sum(now[unit] for unit in parts(after, module)) == now[module]
    for _, unit in units:
        assert abs(now[unit] - before[unit] * total / before[COURSE]) < 1
    assert [q.object.value for q in after.quads if q.predicate == ELM.point and isinstance(q.object, Literal)] == [
        points
    ]
    checked = validate(slice_graph, after)
    assert fix.key not in keys(checked)
    assert keys(checked) < keys(report)


def test_a_total_that_the_modules_do_not_have_is_set_to_their_sum(slice_graph: Graph) -> None:
    source = with_hours(Decimal(1), {COURSE: "230"})
    report = mended(slice_graph, source)
    (finding,) = (f for f in report.findings() if f.rule.id == "CUR-002")
    best, *others = report.fixes_of(finding)
    assert best.title.endswith("from 230 to 180: the sum of its core modules.")
    assert (best.certainty, [fix.certainty for fix in others]) == (1.0, [])
    assert hours(updated(source, best.update))[COURSE] == 180


@pytest.mark.parametrize(
    ("changed", "language", "why"),
    [
        (None, "en", "the core modules and their units do not all state their hours, so that no part can be told"),
        (None, "fr", "les modules de base et leurs unités n'indiquent pas tous leurs heures"),
        ("31", "en", "the hours of units do not add up to those of their module; that comes first"),
        ("31", "de", "die Stunden von Lerneinheiten ergeben nicht die ihres Moduls; das kommt zuerst"),
    ],
)
def test_where_nothing_can_be_computed_it_is_said_why(
    slice_graph: Graph, changed: str | None, language: str, why: str
) -> None:
    source = with_hours(Decimal("0.5"), {MODULE: changed})
    report = with_fixes(slice_graph, validate(slice_graph, source, language=language), source)
    (finding,) = (f for f in report.findings() if f.rule.id == "CUR-002")
    assert report.fixes_of(finding) == ()
    said = report.no_fix(finding)
    assert said is not None
    assert said.startswith(why)
    assert said.language == language


def test_the_range_is_that_of_the_rule() -> None:
    shapes = rules().index
    shape = ID["rule/CUR-002-1"]
    bounds = [shapes.value(shape, bound) for bound in (SH.minInclusive, SH.maxInclusive)]
    assert [Decimal(bound.value) for bound in bounds if isinstance(bound, Literal)] == [LEAST, MOST]


@pytest.mark.parametrize("step", [Decimal(1), Decimal("0.5"), Decimal("0.25")])
def test_shares_add_up_and_are_less_than_a_step_off(step: Decimal) -> None:
    parts_of = [[step * (1 + (n * k) % 37) for k in range(1, n)] for n in range(2, 40)]
    for given in parts_of:
        for total in (Decimal(150), Decimal(200)):
            found = shares(given, total, step)
            assert found is not None
            assert sum(found) == total
            assert all(share % step == 0 and share >= step for share in found)
            exact = [part * total / sum(given) for part in given]
            if min(exact) >= step:
                assert all(abs(share - part) < step for share, part in zip(found, exact, strict=True))


def test_shares_of_too_little_there_are_none() -> None:
    assert shares([Decimal(1)] * 10, Decimal(9), Decimal(1)) is None
    assert shares([Decimal(1)] * 2, Decimal("2.5"), Decimal(1)) is None


def test_of_several_ways_none_is_the_only_one(slice_graph: Graph) -> None:
    """Either the module has too many hours or its last unit too few; the total is another mistake."""
    more = str(hours(with_hours(Decimal(1)))[MODULE] + 6)
    report = mended(slice_graph, with_hours(Decimal(1), {MODULE: more, COURSE: "230"}))
    (finding,) = (f for f in report.findings() if f.rule.id == "CUR-006")
    fixes = report.fixes_of(finding)
    assert len(fixes) == 2
    assert all(fix.certainty < 1 for fix in fixes)
