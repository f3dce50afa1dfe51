"""Labels of the things that cells name, in every language there is."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Protocol

from pyoxigraph import Literal, NamedNode

from ...content import packaged_graphs, packaged_quads, slice_quads
from ...namespaces import BW, ESCO, GRAPH, ID, RDF, SKOS
from ...resources import Statement, name_of
from ...words import tags_of
from ..model import Texts, text_in
from .names import normal

_TYPES = {
    BW.OutcomeKind: "outcome_kind",
    BW.ProficiencyLevel: "level",
    BW.Setting: "setting",
    BW.Country: "country",
    BW.DisadvantagedGroup: "group",
    BW.Technology: "technology",
    BW.TargetGroup: "target_group",
    BW.OccupationalProfile: "profile",
    BW.Origin: "origin",
    BW.AccessibleFormat: "accessible_format",
}
_SCHEMES = {
    ID["scheme/language"]: "language",
    NamedNode("http://data.europa.eu/snb/eqf/25831c2"): "eqf",
    NamedNode("http://data.europa.eu/snb/education-credit/25831c2"): "credit_system",
}
_LICENSES = {
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
    "https://creativecommons.org/licenses/by-sa/4.0/": "CC BY-SA 4.0",
    "https://creativecommons.org/licenses/by-nc/4.0/": "CC BY-NC 4.0",
    "https://creativecommons.org/licenses/by-nc-sa/4.0/": "CC BY-NC-SA 4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
}
_LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.notation)


class Vocabulary:
    """Things of one kind with their labels: preferred ones, others and codes."""

    def __init__(self) -> None:
        self.preferred: dict[str, dict[str, str]] = {}
        self._found: dict[tuple[str, int], dict[str, set[str]]] = {}
        self._written: dict[str, dict[str, str]] = {}

    def add(self, iri: str, language: str, label: str, rank: int) -> None:
        """Add a label. rank: 0 for a preferred one, 1 for another, 2 for a code."""
        if rank == 0:
            self.preferred.setdefault(iri, {})[language] = label
        self._found.setdefault((language, rank), {}).setdefault(normal(label), set()).add(iri)
        if rank < 2:
            self._written.setdefault(language, {}).setdefault(label, iri)

    def find(self, text: str, languages: Iterable[str]) -> set[str]:
        """Return what a text names: by preferred label, by other label, by code, language by language."""
        wanted = normal(text)
        for language in languages:
            for rank in (0, 1):
                if found := self._found.get((language, rank), {}).get(wanted):
                    return found
        return self._found.get(("", 2), {}).get(wanted, set())

    def labels(self, language: str) -> Mapping[str, str]:
        """Return IRIs by label in a language, or in English where there are none."""
        return next((self._written[tag] for tag in (*tags_of(language), "en") if tag in self._written), {})


class SkillLabels(Protocol):
    """Labels of skills: of those that the package brings, or of a whole ESCO version in a store."""

    def find(self, text: str, languages: Iterable[str]) -> set[str]:
        """Return the skills that a text names exactly, but for case and spaces."""

    def labels(self, language: str) -> Mapping[str, str]:
        """Return skills by label, preferred and other ones."""

    def texts(self, skills: Iterable[str]) -> dict[str, Texts]:
        """Return preferred labels by skill."""


class PackagedSkills:
    """The skills of the ESCO slice that the package carries, and those of the sector."""

    def find(self, text: str, languages: Iterable[str]) -> set[str]:
        """Return the skills that a text names."""
        return _packaged_skills().find(text, languages)

    def labels(self, language: str) -> Mapping[str, str]:
        """Return skills by label."""
        return _packaged_skills().labels(language)

    def texts(self, skills: Iterable[str]) -> dict[str, Texts]:
        """Return preferred labels by skill."""
        return {skill: _packaged_skills().preferred.get(skill, {}) for skill in skills}


class Labels:
    """What cells may name. skills: where labels of skills are looked up."""

    def __init__(self, skills: SkillLabels | None = None) -> None:
        self.skills: SkillLabels = skills or PackagedSkills()

    def find(self, kind: str, text: str, languages: Iterable[str]) -> set[str]:
        """Return the IRIs of the things of a kind that a text names."""
        if kind == "skill":
            return self.skills.find(text, languages)
        return self._vocabulary(kind).find(text, languages)

    def label(self, kind: str, iri: str, language: str) -> str | None:
        """Return the preferred label of a thing, None if it has none."""
        texts: Texts = self._vocabulary(kind).preferred.get(iri, {})
        if kind == "skill":
            texts = self.skills.texts([iri])[iri]
        return text_in(texts, language) or None

    def candidates(self, kind: str, language: str) -> Mapping[str, str]:
        """Return IRIs by label, for looking for near ones."""
        return self.skills.labels(language) if kind == "skill" else self._vocabulary(kind).labels(language)

    def listed(self, kind: str, language: str) -> list[str]:
        """Return the labels of everything of a kind, in the order of the vocabulary's IRIs, for a drop-down."""
        known = self._vocabulary(kind).preferred
        return [text_in(known[iri], language) for iri in sorted(known)]

    def _vocabulary(self, kind: str) -> Vocabulary:
        return _vocabularies().get(kind) or Vocabulary()


@functools.cache
def _vocabularies() -> dict[str, Vocabulary]:
    """Return the vocabularies of the package by kind; levels of the EQF are no levels of skills."""
    graphs = packaged_graphs()
    wanted = {g: p for g, p in graphs.items() if g in {GRAPH.ontology, GRAPH.reference} or "translations" in g.value}
    paths = [path for paths in wanted.values() for path in paths]
    quads = [
        quad for quad in packaged_quads(GRAPH.ontology, paths) if quad.predicate in {*_LABELS, RDF.type, SKOS.inScheme}
    ]
    kinds: dict[object, str] = {}
    for quad in quads:
        if quad.predicate == RDF.type and isinstance(quad.object, NamedNode) and quad.object in _TYPES:
            kinds.setdefault(quad.subject, _TYPES[quad.object])
    for quad in quads:
        if quad.predicate == SKOS.inScheme and isinstance(quad.object, NamedNode) and quad.object in _SCHEMES:
            kinds[quad.subject] = _SCHEMES[quad.object]
    found: dict[str, Vocabulary] = {}
    for quad in quads:
        if quad.predicate in _LABELS and isinstance(quad.object, Literal) and quad.subject in kinds:
            label, rank = quad.object, _LABELS.index(quad.predicate)
            language = "" if rank == 2 else label.language or ""
            found.setdefault(kinds[quad.subject], Vocabulary()).add(name_of(quad.subject), language, label.value, rank)
    licenses = found.setdefault("license", Vocabulary())
    for iri, name in _LICENSES.items():
        licenses.add(iri, "en", name, 0)
        licenses.add(iri, "", name, 2)
    return found


@functools.cache
def _packaged_skills() -> Vocabulary:
    reference = packaged_quads(GRAPH.reference, [p for p in packaged_graphs()[GRAPH.reference] if "/skills/" in p])
    return skill_vocabulary([*slice_quads(), *reference])


def skill_vocabulary(statements: Iterable[Statement]) -> Vocabulary:
    """Return the skills that statements give labels to."""
    statements = [s for s in statements if s.predicate in {*_LABELS, RDF.type}]
    skills = {s.subject for s in statements if s.predicate == RDF.type and s.object in {ESCO.Skill, BW.SectorSkill}}
    found = Vocabulary()
    for statement in statements:
        label = statement.object
        if statement.subject in skills and isinstance(label, Literal) and statement.predicate in _LABELS[:2]:
            rank = _LABELS.index(statement.predicate)
            found.add(name_of(statement.subject), label.language or "", label.value, rank)
    return found
