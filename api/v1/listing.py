"""Lists of resources a page at a time, and single resources. Runs in a worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from bwise_kg.curricula import Entry
from bwise_kg.errors import DataError, NotFoundError
from bwise_kg.namespaces import BW
from bwise_kg.queries import select

from ..jobs import Value
from ..problems import Problem
from . import courses, design, skills
from .desk import Desk
from .identifiers import Kind, iri_of
from .paging import page_of
from .shown import Json, Shown

Given = Mapping[str, Value]


def _page(
    kind: Kind, shown: Shown, given: Given, keys: Sequence[str], summaries: Callable[[Sequence[str]], list[Json]]
) -> Json:
    limit = given["limit"]
    cursor = given.get("cursor")
    page = page_of(sorted(keys), kind.value, str(cursor) if cursor is not None else None, int(str(limit)))
    found = summaries(page.keys)
    return shown.envelope(
        found,
        {"self": _address(kind, shown, given, cursor), "next": _address(kind, shown, given, page.next, more=True)},
        total=page.total,
    )


def _address(kind: Kind, shown: Shown, given: Given, cursor: Value, *, more: bool = False) -> str | None:
    """Return the address of a page of a list, None for the one after the last."""
    if more and cursor is None:
        return None
    asked: list[tuple[str, str]] = []
    for name, value in sorted({**given, "cursor": cursor}.items()):
        if name not in {"root", "language", "asked"} and value is not None:
            values = value if isinstance(value, tuple) else (value,)
            asked += [(name, str(each).lower() if isinstance(each, bool) else str(each)) for each in values]
    if given.get("asked"):
        asked.append(("lang", shown.language))
    return f"{shown.root}/{kind.value}?{urlencode(asked)}"


def _profiles(desk: Desk, shown: Shown, given: Given, _: Path | None) -> Json:
    keys = list(desk.graph.profiles())
    return _page(Kind.PROFILES, shown, given, keys, lambda page: design.profiles(desk, shown, page))


def _requirements(desk: Desk, shown: Shown, given: Given, _: Path | None) -> Json:
    profile = None if given.get("profile") is None else str(given["profile"])
    skill = _skill(given.get("skill"))
    found = {
        requirement.iri: (of, requirement)
        for of, requirement in design.requirements_of(desk, profile, shown.language)
        if given.get("importance") in {None, "essential" if requirement.essential else "optional"}
        and skill in {None, requirement.skill}
    }
    shown.saw(next((of.origin for of, _ in found.values()), None))
    return _page(
        Kind.REQUIREMENTS,
        shown,
        given,
        list(found),
        lambda page: design.requirements(shown, [found[iri] for iri in page]),
    )


def _personas(desk: Desk, shown: Shown, given: Given, _: Path | None) -> Json:
    return _page(Kind.PERSONAS, shown, given, desk.personas, lambda page: design.personas(desk, shown, page))


def _curricula(desk: Desk, shown: Shown, given: Given, _: Path | None) -> Json:
    profile = given.get("profile")
    wanted = desk.graph.profile(str(profile), shown.language).iri if profile is not None else None
    found = {
        f"{entry.name}@{entry.version}": entry
        for entry in desk.graph.curricula
        if (entry.newest or given.get("versions") == "all") and wanted in {None, entry.profile}
    }
    return _page(
        Kind.CURRICULA, shown, given, list(found), lambda page: courses.curricula(shown, [found[key] for key in page])
    )


def _modules(desk: Desk, shown: Shown, given: Given, _: Path | None) -> Json:
    keys = _parts_of(desk, shown, Kind.MODULES, given.get("curriculum"))
    return _page(Kind.MODULES, shown, given, keys, lambda page: courses.modules(desk, shown, page))


def _outcomes(desk: Desk, shown: Shown, given: Given, _: Path | None) -> Json:
    keys = _parts_of(desk, shown, Kind.OUTCOMES, given.get("curriculum"))
    if (module := given.get("module")) is not None:
        iri = _known(Kind.MODULES, str(module), desk.parts[Kind.MODULES])
        within = {o.iri for _, m in desk.modules(desk.parts[Kind.MODULES][iri], iri) for o in m.outcomes}
        keys = [key for key in keys if key in within]
    if (skill := _skill(given.get("skill"))) is not None:
        attaining = select(desk.graph.store, "attaining_outcomes.rq", skill=NamedNode(skill))
        keys = sorted({row.name("outcome") for row in attaining} & {*keys})
    return _page(Kind.OUTCOMES, shown, given, keys, lambda page: courses.outcomes(desk, shown, page))


def _skills(desk: Desk, shown: Shown, given: Given, _: Path | None) -> Json:
    keys: Sequence[str] = desk.all_skills
    for name, class_ in (("digital", BW.DigitalSkill), ("green", BW.GreenSkill)):
        if (wanted := given.get(name)) is not None:
            having = {*desk.skills(class_)}
            keys = [key for key in keys if (key in having) is wanted]
    if (within := _skill(given.get("within"))) is not None:
        rows = select(desk.graph.store, "skills_within.rq", desk.esco, concept=NamedNode(within))
        below = {row.name("skill") for row in rows}
        keys = [key for key in keys if key in below]
    if isinstance(uris := given.get("uri"), tuple):
        keys = [key for key in keys if key in {*uris}]
    return _page(Kind.SKILLS, shown, given, keys, lambda page: skills.skills(desk, shown, page))


def _parts_of(desk: Desk, shown: Shown, kind: Kind, curriculum: Value) -> list[str]:
    """Return the keys of the modules or outcomes of a curriculum, or of all."""
    parts = desk.parts[kind]
    if curriculum is None:
        return list(parts)
    entry = desk.graph.entry(str(curriculum), shown.language)
    if not entry.newest:
        raise DataError("curriculum", f"{curriculum} is superseded; its parts are at /curricula/{curriculum}")
    return [iri for iri, entries in parts.items() if entry in entries]


def _skill(given: Value) -> str | None:
    """Return the IRI of a skill that a parameter names by id or IRI."""
    if given is None:
        return None
    name = str(given)
    iri = name if ":" in name else iri_of(Kind.SKILLS, name)
    try:
        return NamedNode(iri or "").value
    except ValueError as error:
        raise NotFoundError(f"{name[:200]!r} is neither an id nor the IRI of a skill") from error


def _known(kind: Kind, name: str, keys: object) -> str:
    iri = name if "://" in name else iri_of(kind, name)
    if iri is None or iri not in keys:  # type: ignore[operator]  # a collection of some kind
        raise NotFoundError(f"no {kind.value.removesuffix('s')} {name[:200]!r}; the list is at /{kind.value}")
    return iri


def _one(kind: Kind, find: Callable[[Desk, Shown, str], Json | None]) -> Callable[..., Json]:
    def one(desk: Desk, shown: Shown, given: Given, _: Path | None) -> Json:
        name = str(given["id"])
        found = find(desk, shown, name)
        if found is None:
            raise NotFoundError(f"no {kind.value.removesuffix('s')} {name[:200]!r}; search at {shown.root}/search")
        query = f"?{urlencode({'lang': shown.language})}" if given.get("asked") else ""
        return shown.envelope(found, {"self": f"{found['href']}{query}", "next": None})

    return one


def _profile(desk: Desk, shown: Shown, name: str) -> Json:
    iri = _known(Kind.PROFILES, name, desk.graph.profiles())
    return design.profiles(desk, shown, [iri])[0]


def _requirement(desk: Desk, shown: Shown, name: str) -> Json:
    found = {r.iri: (p, r) for p, r in design.requirements_of(desk, None)}
    of = found[_known(Kind.REQUIREMENTS, name, found)]
    shown.saw(of[0].origin)
    return design.requirements(shown, [of])[0]


def _persona(desk: Desk, shown: Shown, name: str) -> Json:
    return design.personas(desk, shown, [_known(Kind.PERSONAS, name, desk.personas)])[0]


def _curriculum(desk: Desk, shown: Shown, name: str) -> Json:
    entry: Entry = desk.graph.entry(name, shown.language)
    return courses.whole_curriculum(desk, shown, entry)


def _module(desk: Desk, shown: Shown, name: str) -> Json:
    return courses.whole_module(desk, shown, _known(Kind.MODULES, name, desk.parts[Kind.MODULES]))


def _outcome(desk: Desk, shown: Shown, name: str) -> Json:
    return courses.outcomes(desk, shown, [_known(Kind.OUTCOMES, name, desk.parts[Kind.OUTCOMES])])[0]


def _one_skill(desk: Desk, shown: Shown, name: str) -> Json | None:
    iri = iri_of(Kind.SKILLS, name)
    try:
        return skills.whole_skill(desk, shown, NamedNode(iri or "").value)
    except ValueError as error:
        raise Problem(404, "There is no such thing", f"{name[:200]!r} is no id of a skill.", "not-found") from error


LISTS = {
    Kind.PROFILES: _profiles,
    Kind.REQUIREMENTS: _requirements,
    Kind.PERSONAS: _personas,
    Kind.CURRICULA: _curricula,
    Kind.MODULES: _modules,
    Kind.OUTCOMES: _outcomes,
    Kind.SKILLS: _skills,
}
"""What answers lists."""

ITEMS = {
    Kind.PROFILES: _one(Kind.PROFILES, _profile),
    Kind.REQUIREMENTS: _one(Kind.REQUIREMENTS, _requirement),
    Kind.PERSONAS: _one(Kind.PERSONAS, _persona),
    Kind.CURRICULA: _one(Kind.CURRICULA, _curriculum),
    Kind.MODULES: _one(Kind.MODULES, _module),
    Kind.OUTCOMES: _one(Kind.OUTCOMES, _outcome),
    Kind.SKILLS: _one(Kind.SKILLS, _one_skill),
}
"""What answers for single resources."""
