"""Profiles, their requirements, and personas, as the API shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode

from bwise_kg.namespaces import BW, DCT, SKOS
from bwise_kg.profile import Profile, SkillRequirement
from bwise_kg.queries import bind, view
from bwise_kg.resources import Resources

from .desk import Desk
from .identifiers import Kind, identifier
from .shown import Json, Shown

_MAPPINGS = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")


def statements(desk: Desk, name: str, resources: Iterable[str], graphs: Sequence[NamedNode]) -> Resources:
    """Return what a CONSTRUCT view says of resources in some graphs."""
    query = bind(view(name), resource=map(NamedNode, resources))
    return Resources(desk.graph.store.construct(query, graphs=graphs), "the graph")


def profiles(desk: Desk, shown: Shown, iris: Sequence[str]) -> list[Json]:
    """Return profiles."""
    said = statements(desk, "statements_of.rq", iris, desk.graph.design)
    return [_profile(shown, said, desk.graph.profile(iri)) for iri in iris]


def _profile(shown: Shown, said: Resources, profile: Profile) -> Json:
    iri = profile.iri
    shown.saw(profile.origin)
    essential = sum(requirement.essential for requirement in profile.requirements)
    name = identifier(Kind.PROFILES, iri)
    return {
        "iri": iri,
        "id": name,
        "href": shown.href(iri),
        **shown.title(profile.label, iri),
        "alternativeLabels": texts_of(shown, said, iri, SKOS.altLabel),
        "definition": shown.text(said.texts(iri, SKOS.definition)),
        "scopeNote": shown.text(said.texts(iri, SKOS.scopeNote)),
        "targetGroup": shown.maybe(first(said.links(iri, BW.targetGroup))),
        "mappings": [
            {"relation": relation, "concept": shown.ref(concept)}
            for relation in _MAPPINGS
            for concept in said.links(iri, SKOS[relation])
        ],
        "requirements": {
            "essential": essential,
            "optional": len(profile.requirements) - essential,
            "href": f"{shown.root}/requirements?profile={name}",
        },
        "sources": shown.refs(said.links(iri, DCT.source)),
        "origin": shown.maybe(profile.origin),
    }


def requirements_of(
    desk: Desk, profile: str | None, language: str = "en"
) -> Iterator[tuple[Profile, SkillRequirement]]:
    """Yield the requirements of a profile, by short name or IRI, or of all. language: of errors."""
    for name in [profile] if profile else sorted(desk.graph.profiles()):
        found = desk.graph.profile(name, language)
        for requirement in found.requirements:
            yield found, requirement


def requirements(shown: Shown, found: Sequence[tuple[Profile, SkillRequirement]]) -> list[Json]:
    """Return requirements."""
    shown.fetch(iri for p, r in found for iri in (p.iri, r.skill, r.level, p.origin, *r.sources))
    return [
        {
            "iri": requirement.iri,
            "id": identifier(Kind.REQUIREMENTS, requirement.iri),
            "href": shown.href(requirement.iri, Kind.REQUIREMENTS),
            "profile": shown.ref(profile.iri),
            "skill": shown.ref(requirement.skill, Kind.SKILLS),
            "importance": "essential" if requirement.essential else "optional",
            "requiredLevel": shown.maybe(requirement.level),
            "rationale": shown.text(requirement.rationale),
            "sources": shown.refs(requirement.sources),
        }
        for profile, requirement in found
    ]


def personas(desk: Desk, shown: Shown, iris: Sequence[str]) -> list[Json]:
    """Return personas with what they need."""
    said = statements(desk, "with_needs.rq", iris, desk.facts)
    return [_persona(shown, said, iri) for iri in iris]


def _persona(shown: Shown, said: Resources, iri: str) -> Json:
    return {
        "iri": iri,
        "id": identifier(Kind.PERSONAS, iri),
        "href": shown.href(iri),
        **shown.title(said.texts(iri, DCT.title, SKOS.prefLabel), iri),
        "description": shown.text(said.texts(iri, DCT.description)),
        "notes": texts_of(shown, said, iri, SKOS.note),
        "group": shown.maybe(first(said.links(iri, BW.personaGroup))),
        "digitalLevel": shown.maybe(first(said.links(iri, BW.digitalLevel))),
        "needs": [_need(shown, said, need) for need in said.links(iri, BW.hasNeed)],
        "scenarios": shown.refs(said.links(iri, BW.inScenario)),
        "technologies": shown.refs(said.links(iri, BW.usesTechnology)),
        "sources": shown.refs(said.links(iri, DCT.source)),
        "origins": shown.refs(origins(shown, said, iri)),
    }


def _need(shown: Shown, said: Resources, iri: str) -> Json:
    return {
        "iri": iri,
        **shown.title(said.texts(iri, DCT.title, SKOS.prefLabel), iri),
        "rationale": shown.text(said.texts(iri, BW.rationale)),
        "skills": shown.refs(said.links(iri, BW.neededSkill), Kind.SKILLS),
        "origins": shown.refs(origins(shown, said, iri)),
    }


def origins(shown: Shown, said: Resources, iri: str) -> list[str]:
    """Return where a resource says that it is from."""
    found = said.links(iri, BW.origin)
    for origin in found:
        shown.saw(origin)
    return found


def texts_of(shown: Shown, said: Resources, iri: str, property_: NamedNode) -> list[Json]:
    """Return all texts of a property in the language, else in English, else in whichever there are."""
    tagged = sorted({(v.language or "", v.value) for v in said.values(iri, property_) if isinstance(v, Literal)})
    tags = [tag for tag, _ in tagged]
    wanted = next((tag for tag in (shown.language, "en", *tags) if tag in tags), None)
    return [{"text": text, "language": tag or None} for tag, text in tagged if tag == wanted]


def first(found: Sequence[str]) -> str | None:
    """Return the first of some names."""
    return found[0] if found else None
