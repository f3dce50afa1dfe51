"""The shapes of the resources in answers, and of what is found."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .envelopes import Href, Iri, Model, Origin, Tag


class Text(Model):
    """A text in a language."""

    text: str
    language: Tag


class Labelled(Model):
    """Something with a label."""

    iri: Iri
    label: Annotated[str, Field(description="in the language asked for, else in English, else in any")]
    language: Tag


class Ref(Labelled):
    """A resource that another one names."""

    origin: Origin
    href: Href | None


class Part(Labelled):
    """A part of a curriculum, or a curriculum, by its title."""

    href: Href | None


class Some(Model):
    """The first of many."""

    total: Annotated[int, Field(ge=0)]
    items: list[Ref]


class Resource(Labelled):
    """What there is a list of."""

    id: Annotated[str, Field(description="what stands for it in addresses")]
    href: Href


class Mapping(Model):
    """What a profile is in ESCO."""

    relation: Literal["exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"]
    concept: Ref


class Counts(Model):
    """How many requirements a profile has."""

    essential: Annotated[int, Field(ge=0)]
    optional: Annotated[int, Field(ge=0)]
    href: Href


class Profile(Resource):
    """An occupational profile."""

    alternative_labels: list[Text]
    definition: Text | None
    scope_note: Text | None
    target_group: Ref | None
    mappings: list[Mapping]
    requirements: Counts
    sources: list[Ref]
    origin: Ref | None


class Requirement(Model):
    """A skill that a profile requires."""

    iri: Iri
    id: str
    href: Href
    profile: Ref
    skill: Ref
    importance: Literal["essential", "optional"]
    required_level: Annotated[Ref | None, Field(description="null: any level will do")]
    rationale: Text | None
    sources: list[Ref]


class Need(Labelled):
    """What a persona needs."""

    rationale: Text | None
    skills: list[Ref]
    origins: list[Ref]


class Persona(Resource):
    """A persona."""

    description: Text | None
    notes: list[Text]
    group: Ref | None
    digital_level: Ref | None
    needs: list[Need]
    scenarios: list[Ref]
    technologies: list[Ref]
    sources: list[Ref]
    origins: list[Ref]


class Curriculum(Resource):
    """A version of a curriculum."""

    version: str
    newest: bool
    profile: Ref | None
    hours: Annotated[float | None, Field(description="hours of learning as stated for the whole")]
    origin: Ref | None
    added: Annotated[str | None, Field(description="when it was added; null for those of the reference design")]


class Module(Part):
    """A module."""

    id: str
    core: bool
    hours: float | None
    curricula: list[Part]
    outcomes: list[Part]


class WholeModule(Module):
    """A module with what only it is shown with."""

    description: Text | None
    units: list[Ref]


class Version(Model):
    """A version of a curriculum, by name."""

    version: str
    href: Href


class WholeCurriculum(Curriculum):
    """A curriculum with its modules and all outcomes."""

    description: Text | None
    modules: list[Module]
    outcomes: Annotated[list[Part], Field(description="those that belong to no module")]
    versions: list[Version]
    coverage: Annotated[str | None, Field(description="its coverage of its own profile; null if it names none")]


class Attained(Model):
    """A skill that an outcome leads to."""

    skill: Ref
    level: Annotated[Ref | None, Field(description="null if none is stated")]


class Outcome(Part):
    """A learning outcome."""

    id: str
    kind: Ref | None
    attains: list[Attained]
    modules: list[Part]
    curricula: list[Part]


class Skill(Ref):
    """A skill of ESCO, a skill of the sector that ESCO lacks, or a group of skills."""

    id: str
    kind: Literal["skill", "sector skill", "group"]
    digital: bool
    green: bool
    groups: Annotated[list[Ref], Field(description="at the second level of the hierarchy")]


class Ancestor(Model):
    """Something broader. distance: steps to it."""

    distance: Annotated[int, Field(ge=1)]
    concept: Ref


class WholeSkill(Skill):
    """A skill with its place in the hierarchy."""

    description: Text | None
    alternative_labels: list[Text]
    notation: str | None
    type: Ref | None
    reuse_level: Ref | None
    broader: list[Ref]
    ancestors: list[Ancestor]
    narrower: Some
    essential_for: Some
    optional_for: Some
    requirements: Some
    outcomes: Some


class Matched(Model):
    """The label that fits. preferred: whether it is the preferred one."""

    label: str
    language: str
    preferred: bool


class SearchHit(Ref):
    """Something found."""

    type: Literal["skill", "occupation", "profile", "persona", "curriculum", "module", "outcome"]
    matched: Matched
    match: Literal["exact", "prefix", "words", "spelling"]
    score: Annotated[float, Field(ge=0, le=100)]


class Search(Model):
    """What was found."""

    hits: list[SearchHit]
    suggestion: Annotated[str | None, Field(description="a label spelt a little like it, where nothing fits")]


class Parameter(Model):
    """What a question takes."""

    name: str
    type: str
    help: str
    default: str | None


class Column(Model):
    """A column of an answer; heading: in English."""

    name: str
    heading: str


class Question(Model):
    """A competency question."""

    id: Annotated[str, Field(pattern="^cq[0-9]{2}$")]
    href: Href
    title: str
    text: str
    users: Literal["designer", "provider", "authority", "consumer"]
    seed: str
    data: list[Literal["S", "P", "E", "N"]]
    parameters: list[Parameter]
    columns: list[Column]
