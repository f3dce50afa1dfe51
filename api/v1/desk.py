"""What a worker keeps of one generation of the store between answers of the API: keys of lists, and words to search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from pyoxigraph import NamedNode

from bwise_kg.curricula import Entry
from bwise_kg.curriculum import Curriculum, Module, Outcome
from bwise_kg.curriculum.skills import labels_of
from bwise_kg.curriculum.workbook.labels import Labels
from bwise_kg.graph import Graph
from bwise_kg.namespaces import BW, ESCO, GRAPH, esco_graph, inferred_graph
from bwise_kg.queries import select

from .identifiers import Kind
from .index import Index, Type

_FACTS = GRAPH["facts/"].value


class Desk:
    """A graph, with what has been looked up in it."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._by_class: dict[NamedNode, tuple[str, ...]] = {}

    @cached_property
    def index(self) -> Index:
        """The labels, for search."""
        added = {entry.graph for entry in self.newest.values() if entry.graph != GRAPH.reference}
        types = {entry.iri: Type.CURRICULUM for entry in self.newest.values()}
        types |= dict.fromkeys(self.parts[Kind.MODULES], Type.MODULE)
        types |= dict.fromkeys(self.parts[Kind.OUTCOMES], Type.OUTCOME)
        ours = {*self.esco, *self.facts}
        return Index(self.graph, sorted(ours, key=str), sorted(added, key=str), types)

    @cached_property
    def file_labels(self) -> Labels:
        """The labels that cells of files may use."""
        return labels_of(self.graph)

    @cached_property
    def esco(self) -> list[NamedNode]:
        """Where skills are: what somebody added has no say in them."""
        version = esco_graph(self.graph.esco_version)
        own = [GRAPH.reference, inferred_graph(GRAPH.reference), *self.graph.translations]
        return [version, inferred_graph(version), *own]

    @cached_property
    def facts(self) -> list[NamedNode]:
        """Where personas are: what is published, and what the reference design has beside it."""
        return [*(g for g in self.graph.store.graphs() if g.value.startswith(_FACTS)), *self.graph.design]

    def skills(self, class_: NamedNode) -> tuple[str, ...]:
        """Return the skills of a class, by IRI."""
        if class_ not in self._by_class:
            rows = select(self.graph.store, "instances.rq", self.esco, **{"class": class_})
            self._by_class[class_] = tuple(sorted({row.name("resource") for row in rows}))
        return self._by_class[class_]

    @cached_property
    def all_skills(self) -> tuple[str, ...]:
        """Every skill of ESCO and of the sector, by IRI."""
        return tuple(sorted({*self.skills(ESCO.Skill), *self.skills(BW.SectorSkill)}))

    @cached_property
    def personas(self) -> tuple[str, ...]:
        """Every persona, by IRI."""
        rows = select(self.graph.store, "instances.rq", self.facts, **{"class": BW.Persona})
        return tuple(sorted(row.name("resource") for row in rows))

    @cached_property
    def newest(self) -> Mapping[tuple[str, str], Entry]:
        """The newest versions of the curricula, by graph and IRI."""
        return {(entry.graph.value, entry.iri): entry for entry in self.graph.curricula if entry.newest}

    @cached_property
    def parts(self) -> Mapping[Kind, Mapping[str, tuple[Entry, ...]]]:
        """The modules and the outcomes by IRI, each with the curricula that it is in."""
        found: dict[Kind, dict[str, list[Entry]]] = {Kind.MODULES: {}, Kind.OUTCOMES: {}}
        for row in select(self.graph.store, "curriculum_parts.rq"):
            if entry := self.newest.get((row.name("graph"), row.name("curriculum"))):
                entries = found[Kind(row.text("kind"))].setdefault(row.name("part"), [])
                if entry not in entries:
                    entries.append(entry)
        return {
            kind: {part: tuple(sorted(of, key=lambda entry: entry.name)) for part, of in sorted(parts.items())}
            for kind, parts in found.items()
        }

    def curriculum(self, entry: Entry) -> Curriculum:
        """Return what an entry is of."""
        return self.graph.curriculum(f"{entry.name}@{entry.version}")

    def modules(self, entries: Iterable[Entry], iri: str) -> list[tuple[Entry, Module]]:
        """Return a module as each of some curricula describes it."""
        return [(entry, m) for entry in entries for m in self.curriculum(entry).modules if m.iri == iri]

    def outcomes(self, entries: Iterable[Entry], iri: str) -> list[tuple[Entry, Module | None, Outcome]]:
        """Return an outcome as each of some curricula describes it, with the module that it is in."""
        return [
            (entry, module, outcome)
            for entry in entries
            for module, outcome in self.curriculum(entry).placed_outcomes()
            if outcome.iri == iri
        ]
