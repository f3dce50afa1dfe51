"""Hours: totals that are not the sum of their parts, missing ones, and numbers that are written as texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, Triple

from ...curriculum.workbook.cells import canonical, decimal_literal, number_of
from ...namespaces import BW, ELM, RDF, XSD
from ...words import gettext_noop
from ..paths import Node, Term
from ..report import Finding
from .fix import Proposal
from .scene import Scene

_NUMBERS = {XSD.decimal, XSD.integer}
_OF_MODULES = gettext_noop("the sum of its core modules")
_OF_UNITS = gettext_noop("the sum of its units")


def total_hours(scene: Scene, finding: Finding) -> Iterator[Proposal]:  # noqa: ARG001 - as all that propose
    """Propose the sum of the core modules as the total; or the sum of units for the one module that is off by that."""
    core = core_modules(scene)
    explaining = list(_modules_off(scene, core))
    yield from _set_to_sum(scene, scene.curriculum, core, _OF_MODULES, 0.5 if explaining else 1.0)
    for module in explaining:
        yield from _set_to_sum(scene, module, scene.parts(module), _OF_UNITS, 0.8)


def _modules_off(scene: Scene, core: Sequence[Node]) -> Iterator[Node]:
    """Yield the modules that would have the sum of their units if the total were right."""
    total, hours = hours_of(scene, scene.curriculum), [hours_of(scene, module) for module in core]
    stated = [h for h in hours if h is not None]
    if total is None or len(stated) != len(hours):
        return
    missing = total - sum(stated)
    for module, own in zip(core, stated, strict=True):
        if missing and _sum(scene, scene.parts(module)) == own + missing:
            yield module


def core_modules(scene: Scene) -> list[Node]:
    """Return the modules whose hours make up the total."""
    return [m for m in scene.modules if BW.CoreModule in scene.own.values(m, RDF.type)]


def module_hours(scene: Scene, finding: Finding) -> Iterator[Proposal]:
    """Propose the sum of the units as the hours of a module; or what the one unit makes that is off by it."""
    module = finding.focus_term
    units = scene.parts(module)
    if isinstance(module, Literal):
        return
    own, total = hours_of(scene, module), _sum(scene, units)
    if own is None or total is None:
        yield from _set_to_sum(scene, module, units, _OF_UNITS)
        return
    last = units[-1]
    hours = (hours_of(scene, last) or Decimal(0)) + own - total
    yield from _set_to_sum(scene, module, units, _OF_UNITS, 0.6 if hours > 0 else 1.0)
    if hours > 0:
        message = gettext_noop("%(difference)s added to the last unit, so that the units add up to %(total)s")
        if own < total:
            message = gettext_noop("%(difference)s taken from the last unit, so that the units add up to %(total)s")
        why = _gettext(scene, message, difference=abs(own - total), total=own)
        yield _set(scene, last, hours, why, 0.4)


def hours_as_number(scene: Scene, finding: Finding) -> Iterator[Proposal]:
    """Propose the number that a text of hours says, without its text."""
    focus, value = finding.focus_term, finding.value_term
    if isinstance(focus, Literal) or not isinstance(value, Literal) or value.datatype in _NUMBERS:
        return
    number = number_of(value.value)
    if number is not None:
        said = decimal_literal(number)
        title = scene.wording.gettext(
            "Write the hours of %(part)s as the number %(number)s", part=scene.called(focus), number=number
        )
        yield Proposal(
            scene.titled(title, focus, BW.hours),
            (Triple(focus, BW.hours, value),),
            (Triple(focus, BW.hours, said),),
        )


def missing_total(scene: Scene, finding: Finding) -> Iterator[Proposal]:
    """Propose for a curriculum without total what its core modules add up to."""
    yield from hours_as_number(scene, finding)
    if not scene.own.values(scene.curriculum, BW.hours):
        yield from total_hours(scene, finding)


def missing_hours(scene: Scene, finding: Finding) -> Iterator[Proposal]:
    """Propose for a module without hours what its units add up to, or what is left of the total."""
    yield from hours_as_number(scene, finding)
    module = finding.focus_term
    if isinstance(module, Literal) or scene.own.values(module, BW.hours):
        return
    yield from _set_to_sum(scene, module, scene.parts(module), _OF_UNITS)
    yield from _remainder(scene, module)


def _remainder(scene: Scene, part: Node) -> Iterator[Proposal]:
    for whole in scene.own.subjects(ELM.hasPart, part):
        others = [other for other in scene.parts(whole) if other != part and _counts(scene, whole, other)]
        total, rest = hours_of(scene, whole), _sum(scene, others)
        if total is not None and rest is not None and total > rest and _counts(scene, whole, part):
            message = gettext_noop("what the others leave of the %(total)s hours of %(whole)s")
            why = _gettext(scene, message, total=total, whole=scene.called(whole))
            yield _set(scene, part, total - rest, why, 0.8)


def unit_hours(scene: Scene, finding: Finding) -> Iterator[Proposal]:
    """Propose for a unit without hours what the others leave of those of the module."""
    yield from hours_as_number(scene, finding)
    unit = finding.focus_term
    if not isinstance(unit, Literal) and not scene.own.values(unit, BW.hours):
        yield from _remainder(scene, unit)


def _counts(scene: Scene, whole: Node, part: Node) -> bool:
    """Tell whether the hours of a part are among those of the whole: optional modules are not."""
    return whole != scene.curriculum or BW.CoreModule in scene.own.values(part, RDF.type)


def _set_to_sum(
    scene: Scene, whole: Node, parts: Sequence[Node], message: str, certainty: float = 1.0
) -> Iterator[Proposal]:
    total = _sum(scene, parts)
    if total is not None and len(scene.own.values(whole, BW.hours)) <= 1 and total != hours_of(scene, whole):
        yield _set(scene, whole, total, scene.wording.gettext(message), certainty)


def _set(scene: Scene, node: Node, hours: Decimal, why: str, certainty: float) -> Proposal:
    stated = scene.own.values(node, BW.hours)
    message = gettext_noop("Set the hours of %(part)s to %(hours)s: %(why)s")
    if stated:
        message = gettext_noop("Set the hours of %(part)s from %(before)s to %(hours)s: %(why)s")
    before = stated[0].value if stated else ""
    title = _gettext(scene, message, part=scene.called(node), before=before, hours=hours, why=why)
    return Proposal(
        scene.titled(title, node, BW.hours),
        tuple(Triple(node, BW.hours, value) for value in stated),
        (Triple(node, BW.hours, decimal_literal(canonical(hours))),),
        certainty,
    )


def _sum(scene: Scene, parts: Sequence[Node]) -> Decimal | None:
    """Return what parts add up to, None unless every one states its hours."""
    found = [hours_of(scene, part) for part in parts]
    stated = [hours for hours in found if hours is not None]
    return sum(stated, Decimal(0)) if stated and len(stated) == len(found) else None


def hours_of(scene: Scene, node: Term) -> Decimal | None:
    """Return the hours that something states, None unless it is one number."""
    values = scene.own.values(node, BW.hours)
    try:
        return Decimal(values[0].value) if len(values) == 1 and isinstance(values[0], Literal) else None
    except InvalidOperation:
        return None


def _gettext(scene: Scene, message: str, **values: object) -> str:
    """Return a message with hours as they are written in files."""
    said = {name: canonical(value) if isinstance(value, Decimal) else value for name, value in values.items()}
    return scene.wording.gettext(message, **said)
