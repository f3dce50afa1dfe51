"""Skills and their place in ESCO's hierarchy, as the API shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode

from bwise_kg.namespaces import DCT, ESCO, ESCO_DATA, SKOS
from bwise_kg.queries import select

from .design import first, origins, statements, texts_of
from .desk import Desk
from .identifiers import Kind, identifier
from .shown import Json, Shown

MOST = 100
"""How many narrower skills, occupations, requirements or outcomes are named; all are counted."""


def skills(desk: Desk, shown: Shown, iris: Sequence[str]) -> list[Json]:
    """Return skills as a list shows them."""
    infos = desk.graph.skills.infos(iris)
    shown.fetch([*iris, *(group for info in infos.values() for group in info.groups)])
    return [
        {
            **shown.ref(iri, Kind.SKILLS),
            "id": identifier(Kind.SKILLS, iri),
            "kind": _kind(iri, known=infos[iri].known),
            "digital": infos[iri].digital,
            "green": infos[iri].green,
            "groups": shown.refs(infos[iri].groups, Kind.SKILLS),
        }
        for iri in iris
    ]


def whole_skill(desk: Desk, shown: Shown, iri: str) -> Json | None:
    """Return a skill, or a group of skills, with its place in the hierarchy; None if there is nothing of the kind."""
    said = statements(desk, "statements_of.rq", [iri], desk.esco)
    labels = said.texts(iri, SKOS.prefLabel)
    if not labels or not (said.links(iri, SKOS.inScheme) or said.links(iri, SKOS.broader)):
        return None
    links = _links(desk, iri)
    above = _distances(iri, links.get("broader", {}))
    shown.fetch([*above, *(name for found in links.values() for name in found.get(iri, ())[:MOST])])
    (listed,) = skills(desk, shown, [iri])
    attaining = {row.name("outcome") for row in select(desk.graph.store, "attaining_outcomes.rq", skill=NamedNode(iri))}
    of = {link: found.get(iri, []) for link, found in links.items()}
    origins(shown, said, iri)
    return {
        **listed,
        "description": shown.text(said.texts(iri, DCT.description, SKOS.definition)),
        "alternativeLabels": texts_of(shown, said, iri, SKOS.altLabel),
        "notation": said.text(iri, SKOS.notation),
        "type": shown.maybe(first(said.links(iri, ESCO.skillType))),
        "reuseLevel": shown.maybe(first(said.links(iri, ESCO.skillReuseLevel))),
        "broader": shown.refs(of.get("broader", []), Kind.SKILLS),
        "ancestors": [
            {"distance": steps, "concept": shown.ref(name, Kind.SKILLS)}
            for name, steps in sorted(above.items(), key=lambda item: (item[1], item[0]))
        ],
        "narrower": shown.some(of.get("narrower", []), MOST, Kind.SKILLS),
        "essentialFor": shown.some(of.get("essential", []), MOST),
        "optionalFor": shown.some(of.get("optional", []), MOST),
        "requirements": shown.some(of.get("required", []), MOST),
        "outcomes": shown.some(sorted(attaining & desk.parts[Kind.OUTCOMES].keys()), MOST, Kind.OUTCOMES),
    }


def _kind(iri: str, *, known: bool) -> str:
    if not known:
        return "group"
    return "skill" if iri.startswith(ESCO_DATA) else "sector skill"


def _links(desk: Desk, iri: str) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return what a skill leads to, by kind of link and by where it starts."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in select(desk.graph.store, "skill_links.rq", desk.esco, skill=NamedNode(iri)):
        found.setdefault(row.text("link"), {}).setdefault(row.name("from"), []).append(row.name("to"))
    return found


def _distances(start: str, broader: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return the fewest steps to everything broader."""
    steps = {start: 0}
    level = [start]
    while level:
        above = {parent for each in level for parent in broader.get(each, ())} - steps.keys()
        steps |= dict.fromkeys(above, steps[level[0]] + 1)
        level = list(above)
    del steps[start]
    return steps
