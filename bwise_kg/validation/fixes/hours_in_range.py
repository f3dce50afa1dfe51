"""Totals out of the range that is asked for: the sum of the modules, else all units longer or shorter in proportion."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from pyoxigraph import Literal, NamedNode, Triple

from ...curriculum.workbook.cells import canonical, decimal_literal
from ...namespaces import BW, ELM
from ...words import gettext_noop
from ..paths import Node
from ..report import Finding
from .fix import Proposal
from .hours import core_modules, hours_of, total_hours
from .scene import Scene

LEAST, MOST = Decimal(150), Decimal(200)
"""Hours of a curriculum (rules CUR-002 and LAB-002; B-WISE work packages, objective of WP3)."""
STEPS = (Decimal(1), Decimal("0.5"), Decimal("0.25"))
"""What hours are counted in: the first that all of them are multiples of."""
POINT = (25, 30)
"""Hours of an ECTS credit point, at least and at most (rule CUR-034; ECTS Users' Guide 2015)."""

_ECTS = NamedNode("http://data.europa.eu/snb/education-credit/6fcec5c5af")
_SURE = 0.3
"""Which unit can do with less, or needs more, is for its author to say."""
_SHOWN = 12
"""How many parts the title names."""

_NOT_STATED = gettext_noop("the core modules and their units do not all state their hours, so that no part can be told")
_NOT_ADDING_UP = gettext_noop("the hours of units do not add up to those of their module; that comes first")
_TOO_FEW = gettext_noop("there are too few hours to share out over so many parts")


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A part whose hours are not made of others. above: the module that it is a unit of."""

    node: Node
    above: Node | None
    hours: Decimal


def hours_in_range(scene: Scene, finding: Finding) -> Iterator[Proposal]:
    """Propose the sum of the core modules as the total, where it is in the range; else a change in proportion."""
    yield from total_hours(scene, finding)
    found = _in_proportion(scene)
    if isinstance(found, Proposal):
        yield found


def no_hours_in_range(scene: Scene, finding: Finding) -> str:  # noqa: ARG001 - as all that give reasons
    """Return why no change in proportion can be computed."""
    found = _in_proportion(scene)
    return found if isinstance(found, str) else ""


def shares(parts: Sequence[Decimal], total: Decimal, step: Decimal) -> list[Decimal] | None:
    """Return parts in proportion that add up to a total, each a multiple of a step and at least one; None if none do.

    By largest remainders: each gets what it comes to, rounded down, and those that lost most get a step more.

    >>> [str(share) for share in shares([Decimal(10), Decimal(10), Decimal(15)], Decimal(30), Decimal(1))]
    ['9', '8', '13']
    """
    steps, whole = Fraction(total / step), sum(parts)
    exact = [Fraction(part) / Fraction(whole) * steps for part in parts]
    floors = [max(1, math.floor(share)) for share in exact]
    missing = int(steps) - sum(floors)
    if missing < 0 or steps.denominator != 1:
        return None
    order = sorted(range(len(parts)), key=lambda at: (floors[at] - exact[at], at))
    for at in itertools.islice(itertools.cycle(order), missing):
        floors[at] += 1
    return [count * step for count in floors]


def _in_proportion(scene: Scene) -> Proposal | str:
    """Return a change of all parts, else why there is none, "" where none of them has to change."""
    gettext = scene.wording.gettext
    leaves, problem = _leaves(scene)
    if problem:
        return gettext(problem)
    stated, now = hours_of(scene, scene.curriculum), sum((leaf.hours for leaf in leaves), Decimal(0))
    target = stated if stated is not None and LEAST <= stated <= MOST else min(max(now, LEAST), MOST)
    step = next((s for s in STEPS if not any(h % s for h in (target, *(leaf.hours for leaf in leaves)))), STEPS[-1])
    made = shares([leaf.hours for leaf in leaves], target, step)
    if made is None:
        return gettext(_TOO_FEW)
    new = {leaf.node: share for leaf, share in zip(leaves, made, strict=True)}
    for leaf, share in zip(leaves, made, strict=True):
        if leaf.above is not None:
            new[leaf.above] = new.get(leaf.above, Decimal(0)) + share
    if all(leaf.hours == new[leaf.node] for leaf in leaves):
        return ""
    new[scene.curriculum] = target
    changed = {node: hours for node, hours in new.items() if hours != hours_of(scene, node)}
    points = _points(scene, target)
    return Proposal(
        _title(scene, target, [leaf.node for leaf in leaves], changed, points),
        (
            *(Triple(node, BW.hours, old) for node in changed for old in scene.own.values(node, BW.hours)),
            *([points.old] if points else []),
        ),
        (
            *(Triple(node, BW.hours, decimal_literal(canonical(hours))) for node, hours in changed.items()),
            *([points.new] if points else []),
        ),
        _SURE,
    )


def _leaves(scene: Scene) -> tuple[list[_Leaf], str]:
    """Return what the hours of a curriculum are made of, or a message on why that cannot be told."""
    found: list[_Leaf] = []
    for module in core_modules(scene):
        own, units = hours_of(scene, module), scene.parts(module)
        hours = [hours_of(scene, unit) for unit in units]
        if own is None or own <= 0 or any(h is None or h <= 0 for h in hours):
            return [], _NOT_STATED
        stated = [h for h in hours if h is not None]
        if units and sum(stated) != own:
            return [], _NOT_ADDING_UP
        found += [_Leaf(unit, module, h) for unit, h in zip(units, stated, strict=True)] or [_Leaf(module, None, own)]
    if len({leaf.node for leaf in found}) < len(found):
        return [], _NOT_ADDING_UP  # a unit of two modules
    return found, "" if found else _NOT_STATED


@dataclass(frozen=True, slots=True)
class _Points:
    """Credit points that fit other hours."""

    number: int
    old: Triple
    new: Triple


def _points(scene: Scene, hours: Decimal) -> _Points | None:
    """Return the nearest number of ECTS points that fits hours; None where those that are stated do, or none are."""
    for credit in scene.own.values(scene.curriculum, ELM.creditPoint):
        stated = scene.own.values(credit, ELM.point)
        if isinstance(credit, Literal) or len(stated) != 1 or _ECTS not in scene.own.values(credit, ELM.framework):
            continue
        least, most = math.ceil(hours / POINT[1]), math.floor(hours / POINT[0])
        now = _number(stated[0])
        if now is None or hours / POINT[1] <= now <= hours / POINT[0] or least > most:
            continue
        number = int(min(max(now, Decimal(least)), Decimal(most)))
        new = Triple(credit, ELM.point, decimal_literal(str(number)))
        return _Points(number, Triple(credit, ELM.point, stated[0]), new)
    return None


def _title(
    scene: Scene, target: Decimal, leaves: Sequence[Node], changed: dict[Node, Decimal], points: _Points | None
) -> str:
    gettext = scene.wording.gettext
    named = [f"{scene.called(leaf)} → {canonical(changed[leaf])}" for leaf in leaves if leaf in changed]
    parts = ", ".join([*named[:_SHOWN], *(["…"] if len(named) > _SHOWN else [])])
    title = gettext(
        "Change the hours of all parts in proportion, so that %(curriculum)s has %(hours)s: %(parts)s",
        curriculum=scene.called(scene.curriculum),
        hours=canonical(target),
        parts=parts,
    )
    said = scene.titled(title, scene.curriculum, BW.hours)
    fitting = gettext("Credit points that fit: %(points)s.", points=points.number) if points else ""
    return f"{said} {fitting}".strip()


def _number(value: object) -> Decimal | None:
    try:
        return Decimal(value.value) if isinstance(value, Literal) else None
    except ArithmeticError:
        return None
