"""Curricula, modules and outcomes, as the API shows them: each from the graph of its own curriculum alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pyoxigraph import NamedNode

from bwise_kg.curricula import Entry
from bwise_kg.curriculum import Module, Outcome
from bwise_kg.namespaces import DCT, ELM, GRAPH
from bwise_kg.resources import Resources, number_in

from .design import statements
from .desk import Desk
from .identifiers import Kind, identifier
from .shown import Json, Shown

_MOST = 10**15
"""What hours are less than: numbers up to it are the same in every reader of JSON."""


def name_of(entry: Entry) -> str:
    """Return the id of a version of a curriculum: its name alone if it is the newest."""
    return entry.name if entry.newest else f"{entry.name}@{entry.version}"


def curricula(shown: Shown, entries: Sequence[Entry]) -> list[Json]:
    """Return curricula as a list shows them."""
    shown.fetch(iri for entry in entries for iri in (entry.profile, entry.origin))
    return [_curriculum(shown, entry) for entry in entries]


def _curriculum(shown: Shown, entry: Entry) -> Json:
    shown.saw(entry.origin)
    return {
        "iri": entry.iri,
        "id": name_of(entry),
        "href": f"{shown.root}/curricula/{name_of(entry)}",
        **shown.title(entry.title, entry.iri),
        "version": entry.version,
        "newest": entry.newest,
        "profile": shown.maybe(entry.profile),
        "hours": _number(number_in(entry.hours or "")),
        "origin": shown.maybe(entry.origin),
        "added": entry.added,
    }


def whole_curriculum(desk: Desk, shown: Shown, entry: Entry) -> Json:
    """Return a curriculum with its modules and all outcomes."""
    curriculum = desk.curriculum(entry)
    said = _said(desk, entry, entry.iri)
    coverage = f"{shown.root}/coverage?curriculum={name_of(entry)}" if curriculum.profile else None
    versions = [other for other in desk.graph.curricula if other.name == entry.name]
    return {
        **_curriculum(shown, entry),
        "description": shown.text(said.texts(entry.iri, DCT.description)),
        "modules": [_module(shown, [entry], module) for module in curriculum.modules],
        "outcomes": [_part(shown, outcome, Kind.OUTCOMES) for outcome in curriculum.outcomes],
        "versions": [{"version": v.version, "href": f"{shown.root}/curricula/{name_of(v)}"} for v in versions],
        "coverage": coverage,
    }


def modules(desk: Desk, shown: Shown, iris: Sequence[str]) -> list[Json]:
    """Return modules as a list shows them."""
    listed = []
    for iri in iris:
        found = desk.modules(desk.parts[Kind.MODULES][iri], iri)
        listed.append(_module(shown, [entry for entry, _ in found], found[0][1]))
    return listed


def whole_module(desk: Desk, shown: Shown, iri: str) -> Json:
    """Return a module with what only it is shown with."""
    entry = desk.parts[Kind.MODULES][iri][0]
    said = _said(desk, entry, iri)
    (shown_module,) = modules(desk, shown, [iri])
    units = said.links(iri, ELM.hasPart)
    return {
        **shown_module,
        "description": shown.text(said.texts(iri, DCT.description)),
        "units": shown.refs(units),
    }


def _module(shown: Shown, entries: Sequence[Entry], module: Module) -> Json:
    for entry in entries:
        shown.saw(entry.origin)
    return {
        **_part(shown, module, Kind.MODULES),
        "id": identifier(Kind.MODULES, module.iri),
        "core": module.core,
        "hours": _number(module.hours),
        "curricula": [_of(shown, entry) for entry in entries],
        "outcomes": [_part(shown, outcome, Kind.OUTCOMES) for outcome in module.outcomes],
    }


def outcomes(desk: Desk, shown: Shown, iris: Sequence[str]) -> list[Json]:
    """Return outcomes with the skills that they attain."""
    found = {iri: desk.outcomes(desk.parts[Kind.OUTCOMES][iri], iri) for iri in iris}
    shown.fetch(
        named
        for placed in found.values()
        for _, _, outcome in placed
        for named in (outcome.kind, *(n for a in outcome.attains for n in (a.skill, a.level)))
    )
    return [_outcome(shown, found[iri]) for iri in iris]


def _outcome(shown: Shown, placed: Sequence[tuple[Entry, Module | None, Outcome]]) -> Json:
    outcome = placed[0][2]
    entries = list(dict.fromkeys(entry.iri for entry, _, _ in placed))
    for entry, _, _ in placed:
        shown.saw(entry.origin)
    within = {module.iri: module for _, module, _ in placed if module}
    return {
        **_part(shown, outcome, Kind.OUTCOMES),
        "id": identifier(Kind.OUTCOMES, outcome.iri),
        "kind": shown.maybe(outcome.kind),
        "attains": [
            {"skill": shown.ref(attained.skill, Kind.SKILLS), "level": shown.maybe(attained.level)}
            for attained in outcome.attains
        ],
        "modules": [_part(shown, module, Kind.MODULES) for module in within.values()],
        "curricula": [_of(shown, next(e for e, _, _ in placed if e.iri == iri)) for iri in entries],
    }


def _part(shown: Shown, part: Module | Outcome, kind: Kind) -> Json:
    href = None if part.iri.startswith("_:") else shown.href(part.iri, kind)
    return {"iri": part.iri, "href": href, **shown.title(part.title, part.iri)}


def _of(shown: Shown, entry: Entry) -> Json:
    href = f"{shown.root}/curricula/{name_of(entry)}"
    return {"iri": entry.iri, "href": href, **shown.title(entry.title, entry.iri)}


def _said(desk: Desk, entry: Entry, iri: str) -> Resources:
    translated = desk.graph.translations if entry.graph == GRAPH.reference else []
    return statements(desk, "statements_of.rq", [iri], [NamedNode(entry.graph.value), *translated])


def _number(number: Decimal | None) -> float | int | None:
    if number is None or abs(number) >= _MOST:
        return None
    return int(number) if number == number.to_integral_value() else float(number)
