"""The knowledge graph as a Python object: what applications and the command line talk to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples

from .coverage import Coverage, cover
from .curricula import Entry, entries
from .curriculum import Curriculum, Texts, find_curriculum
from .curriculum.skills import labels_of
from .curriculum.source import is_source, read_source, require_readable
from .errors import NotFoundError
from .guard import check, is_graph_query
from .levels import Level, ScaleMap
from .namespaces import GRAPH, ID, inferred_graph
from .places import open_place
from .profile import Profile, read_profile
from .queries import bind, select, view
from .questions import Answer, Question, ask
from .settings import settings
from .skills import Skills
from .store import CATALOG, Store
from .unknown import no_curriculum, no_profile, no_profile_named
from .words import tags_of

_TRANSLATIONS = GRAPH["translations/"].value
_UNREVIEWED = ID["review-status/unreviewed"]

KEPT = 256
"""How many curricula of a store are kept once they are read."""


class Graph:
    """A knowledge graph in a store.

    >>> from bwise_kg import open_graph
    >>> graph = open_graph("my-store")  # doctest: +SKIP
    >>> graph.coverage("supporter").tally(essential=True).covered_share  # doctest: +SKIP
    0.87
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._profiles: dict[str, Profile] = {}
        self._read_before: dict[tuple[NamedNode, str], Curriculum] = {}

    @cached_property
    def esco_version(self) -> str:
        """The ESCO version that answers rest on, e.g. ``1.1.1``."""
        return self._esco_graph.value.rsplit("/", 1)[-1]

    @cached_property
    def skills(self) -> Skills:
        """What the current ESCO version knows of skills, with the sector skills that it lacks."""
        own = [GRAPH.reference, inferred_graph(GRAPH.reference), *self.translations]
        return Skills(self.store, [self._esco_graph, inferred_graph(self._esco_graph)], own)

    @cached_property
    def scales(self) -> ScaleMap:
        """All proficiency levels, and the mappings that are declared between them."""
        labels: dict[str, dict[str, str]] = {}
        levels: dict[str, tuple[str, int]] = {}
        for row in select(self.store, "levels.rq", self.design):
            level, scale = row.name("level"), row.name("scale")
            levels[level] = (scale, int(row.text("rank")))
            for concept, label in ((level, row.literal("label")), (scale, row.literal("scale_label"))):
                if label:
                    labels.setdefault(concept, {})[label.language or ""] = label.value
        mappings = [
            (row.name("level"), row.name("counts_as")) for row in select(self.store, "level_mappings.rq", self.design)
        ]
        return ScaleMap(
            {
                level: Level(level, scale, rank, labels.get(level, {}), labels.get(scale, {}))
                for level, (scale, rank) in levels.items()
            },
            mappings,
        )

    @cached_property
    def curricula(self) -> list[Entry]:
        """The curricula in the store, of the reference design and added ones, every version."""
        return entries(self.store)

    def profiles(self) -> Mapping[str, Texts]:
        """Return the labels of the occupational profiles by IRI."""
        found: dict[str, dict[str, str]] = {}
        for row in select(self.store, "profiles.rq", self.design):
            if label := row.literal("label"):
                found.setdefault(row.name("profile"), {})[label.language or ""] = label.value
        return dict(found)

    def curriculum(self, name: str | Path, language: str = "en") -> Curriculum:
        """Return a curriculum by IRI, short name (``supporter``, ``my-course@1.2``) or from a file or folder.

        An IRI or short name means the newest version unless it ends in ``@version``.

        language: of errors, here and below; a workbook that does not say what language it is in is in English.

        Raises NotFoundError with the names there are, DataError for a file that cannot be read.
        """
        if isinstance(name, Path) or is_source(name):
            source = read_source(Path(name), language, labels_of(self), texts="en")
            require_readable(source, language)
            return find_curriculum(source.quads, str(name), language=language)
        return self._read(self.entry(name, language), language)

    def entry(self, name: str, language: str = "en") -> Entry:
        """Return where a curriculum is in the store, by IRI or short name as for `curriculum`.

        Raises NotFoundError with the names there are.
        """
        bare, _, version = name.rpartition("@")
        matching = [e for e in self.curricula if name in {e.iri, e.name}] or [
            e for e in self.curricula if bare in {e.iri, e.name} and version == e.version
        ]
        if not matching:
            versions = [f"{e.name}@{e.version}" if bare else e.name for e in self.curricula]
            raise no_curriculum(name, versions, language)
        return matching[-1]

    def _read(self, entry: Entry, language: str) -> Curriculum:
        """Read a curriculum out of the store, or out of what was read before: it does not change."""
        if (entry.graph, entry.iri) not in self._read_before:
            query = bind(view("curriculum.rq"), curriculum=NamedNode(entry.iri))
            own = [entry.graph, *self.translations] if entry.graph == GRAPH.reference else [entry.graph]
            statements = self.store.construct(query, graphs=own)
            if len(self._read_before) >= KEPT:
                self._read_before.clear()
            found = find_curriculum(statements, entry.graph.value, entry.iri, language)
            # a curriculum that started from the reference design may still say that it is from there
            self._read_before[entry.graph, entry.iri] = replace(found, origin=entry.origin)
        return self._read_before[entry.graph, entry.iri]

    def profile(self, name: str, language: str = "en") -> Profile:
        """Return a profile by IRI or short name, e.g. ``supporter``.

        Raises NotFoundError with the names there are.
        """
        iri = name if ":" in name else ID["profile/"].value + name
        if iri not in self._profiles:
            known = self.profiles()
            if iri not in known:
                short = [profile.removeprefix(ID["profile/"].value) for profile in known]
                raise no_profile(name, short, language)
            statements = self.store.construct(bind(view("profile.rq"), profile=NamedNode(iri)), graphs=self.design)
            self._profiles[iri] = read_profile(statements, iri, iri)
        return self._profiles[iri]

    def coverage(
        self, curriculum: str | Path | Curriculum, profile: str | Profile | None = None, language: str = "en"
    ) -> Coverage:
        """Hold a curriculum against a profile, by default the one that it says it is for.

        Raises NotFoundError or DataError as `curriculum` and `profile` do, and DataError for a
        curriculum that names no profile when none is given.
        """
        if not isinstance(curriculum, Curriculum):
            curriculum = self.curriculum(curriculum, language)
        if profile is None:
            if curriculum.profile is None:
                raise no_profile_named(f"<{curriculum.iri}>", "--profile supporter", language)
            profile = curriculum.profile
        if not isinstance(profile, Profile):
            profile = self.profile(profile, language)
        required = {requirement.skill for requirement in profile.requirements}
        attained = {a.skill for _, outcome in curriculum.placed_outcomes() for a in outcome.attains}
        return cover(
            curriculum,
            profile,
            self.scales,
            self.skills.infos(required | attained),
            self.skills.distances(required, attained),
            self.esco_version,
        )

    def query(self, query: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer a SPARQL query on the default graph; it reaches nothing outside the store.

        Raises QueryError as `bwise_kg.guard.check` and the store do.
        """
        check(query)
        if is_graph_query(query):
            return self.store.construct(query)
        return self.store.query(query)

    def ask(self, question: str | Question, language: str = "en", **values: str | int | date | None) -> Answer:
        """Answer a competency question, by id; see `bwise_kg.questions.ask`.

        >>> open_graph("my-store").ask("cq02", profile="supporter").status  # doctest: +SKIP
        <Status.ANSWERED: 'answered'>
        """
        return ask(self, question, language, **values)

    @cached_property
    def design(self) -> list[NamedNode]:
        """Where profiles, levels and vocabularies are; what somebody added has no say in them."""
        return [GRAPH.reference, GRAPH.ontology, *self.translations]

    def is_reviewed(self, language: str) -> bool:
        """Tell whether the labels in a language are as written in English, or reviewed by someone who speaks it."""
        graph = GRAPH[f"translations/{tags_of(language)[1]}"]
        if graph not in self.translations:
            return True
        return all(row.node("status") != _UNREVIEWED for row in select(self.store, "review_status.rq", graph=graph))

    @cached_property
    def translations(self) -> list[NamedNode]:
        """The graphs of translated labels, one a language."""
        return [graph for graph in self.store.graphs() if graph.value.startswith(_TRANSLATIONS)]

    @cached_property
    def _esco_graph(self) -> NamedNode:
        for row in select(self.store, "current_esco.rq", [CATALOG]):
            return row.node("graph")
        raise NotFoundError("the store does not say which ESCO version is current; build it again")


def open_graph(path: str | Path | None = None) -> Graph:
    """Open the knowledge graph in a store folder or at a SPARQL endpoint, by default the one that ``build`` writes to.

    Raises StoreError when there is no store.
    """
    return Graph(open_place(path or settings().store))
