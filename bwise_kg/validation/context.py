"""The graph that rules see: what is validated, and what the store knows of the concepts that it mentions."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import cast

from pyoxigraph import Literal, NamedNode, Triple

from ..curricula import Entry
from ..graph import Graph
from ..namespaces import BW, DCAT, ELM, ESCO_DATA, GRAPH, RDF, RDFS, SKOS, esco_graph, inferred_graph
from ..queries import bind, select, view
from ..resources import Statement
from .data import Data, Part, triple_of
from .numbering import Numbers
from .paths import Row, is_plain, taken_apart

KEPT = 50_000
"""How many concepts are kept once they are cut from the store."""

KEPT_WHOLE = 64
"""How many curricula of the store are kept with their context."""

_FACTS = GRAPH["facts/"].value

ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"

_FOLLOWED = {BW.requires, BW.skill, BW.requiredLevel, BW.broaderSkill, BW.mapsToLevel, BW.targetGroup, ELM.targetGroup}
"""Properties of concepts whose values are needed too."""

_CURRICULUM_CLASSES = {
    *(BW.Curriculum, BW.CoreModule, BW.OptionalModule, BW.Module, BW.Unit, BW.LearningOutcome, BW.AttainedSkill),
    *(BW.Assessment, BW.KnownGap, BW.EntryRequirement, BW.Adaptation, ELM.CreditPoint),
}
"""Classes whose instances belong to a curriculum; those of another one are no context."""


class Context:
    """What a store knows of concepts, kept once it is cut out."""

    def __init__(self, graph: Graph) -> None:
        version = graph.esco_version
        known_in = [esco_graph(version), GRAPH.reference]
        self._graph = graph
        self._graphs = [*known_in, *map(inferred_graph, known_in), GRAPH.ontology]
        self._numbers = Numbers()
        self._known: dict[str, Part] = {}
        self._whole: dict[tuple[NamedNode, str], Data] = {}
        self._release = (Triple(esco_graph(version), DCAT.version, Literal(version)),)

    def stored(self, entry: Entry) -> Data:
        """Return a curriculum in the store with its context; it is cut once, as it does not change."""
        key = (entry.graph, entry.iri)
        if key not in self._whole:
            query = bind(view("whole_curriculum.rq"), curriculum=NamedNode(entry.iri))
            if entry.graph != GRAPH.reference:
                query = ALL
            if len(self._whole) >= KEPT_WHOLE:
                self._whole.clear()
            found = self.around(self._graph.store.construct(query, graphs=[entry.graph]))
            said = self._elsewhere(entry, found)
            self._whole[key] = replace(found, elsewhere=said)
        return self._whole[key]

    def _elsewhere(self, entry: Entry, found: Data) -> tuple[Triple, ...]:
        """Return what graphs of the package other than its own say of a curriculum in the store.

        That is feedback and adjustments, and titles in another language, one each: rules ask whether there is any, and
        those that compare titles take the square of their number. They were made of the reference design's own English
        ones, so of added curricula that use its IRIs they do not count.
        """
        ours = [g for g in self._graph.store.graphs() if g == GRAPH.reference or g.value.startswith(_FACTS)]
        query = bind(view("trials.rq"), curriculum=NamedNode(entry.iri))
        said = set(self._graph.store.construct(query, graphs=ours))
        if entry.graph == GRAPH.reference and self._graph.translations:
            parts = {t.subject for t in found.own if isinstance(t.subject, NamedNode)}
            query = bind(view("translated_titles.rq"), resource=sorted(parts, key=str))
            titles = sorted(self._graph.store.construct(query, graphs=self._graph.translations), key=_language_and_text)
            said |= set({t.subject: t for t in reversed(titles)}.values())
        return tuple(sorted(said - set(found.own), key=str))

    def around(self, statements: Iterable[Statement], rows: Sequence[Row] | None = None) -> Data:
        """Return statements with their context.

        What they say of concepts that are not theirs, such as skills of ESCO or levels, is left out: a file cannot
        make itself right. rows: the statements taken apart, if that is done; they have no graph then.
        """
        self._forget()
        given = tuple(triple_of(s) for s in statements) if rows is None else tuple(cast("Iterable[Triple]", statements))
        rows = taken_apart(given) if rows is None else rows
        fragments = self._fragments({row.object.value for row in rows if isinstance(row.object, NamedNode)})
        foreign = {iri for iri, part in fragments.items() if part.triples} | self._always.keys()
        subjects = {row.subject for row in rows}
        theirs = {s for s in subjects if isinstance(s, NamedNode) and _is_foreign(s, foreign)}
        parts = (self._fixed, *(fragments[iri] for iri in sorted(fragments.keys() - self._always.keys())))
        if theirs:
            given = tuple(t for t, row in zip(given, rows, strict=True) if row.subject not in theirs)
            rows = [row for row in rows if row.subject not in theirs]
        return Data(given, parts).with_rows([row for row in rows if is_plain(row)])

    def beside(self, statements: Iterable[Statement], *, only_esco: bool = False) -> Data:
        """Return statements of the package with their context; all that they say counts.

        only_esco: what they mention of other concepts is among them already, and ESCO's are no concepts of ours, which
        rules on concepts would judge.
        """
        self._forget()
        own = tuple(triple_of(s) for s in statements)
        subjects = {t.subject for t in own}
        mentioned = {t.object.value for t in own if isinstance(t.object, NamedNode) and t.object not in subjects}
        wanted = {iri for iri in mentioned if iri.startswith(ESCO_DATA) or not only_esco}
        fragments = self._fragments(wanted)
        parts = [Part(self._release, self._numbers)] if only_esco else [self._fixed]
        parts += [part for iri, part in sorted(fragments.items()) if only_esco or iri not in self._always]
        if only_esco:
            parts = [Part(tuple(t for part in parts for t in part.triples if not _is_skos(t.object)), self._numbers)]
        return Data(own, tuple(parts))

    def _forget(self) -> None:
        """Let go of all concepts when there are too many; what was cut before keeps its numbers."""
        if len(self._known) > KEPT:
            self._known, self._numbers = {}, Numbers()
            for name in ("_always", "_fixed"):
                self.__dict__.pop(name, None)

    def _fragments(self, mentioned: Iterable[str]) -> dict[str, Part]:
        """Return what is known of resources, and of what is needed with them."""
        found: dict[str, Part] = {}
        waiting = sorted(mentioned)
        while waiting:
            self._fetch([iri for iri in waiting if iri not in self._known])
            found |= {iri: self._known[iri] for iri in waiting}
            followed = {
                t.object.value
                for iri in waiting
                for t in found[iri].triples
                if t.predicate in _FOLLOWED and isinstance(t.object, NamedNode)
            }
            waiting = sorted(followed - found.keys())
        return found

    def _fetch(self, resources: Sequence[str]) -> None:
        if not resources:
            return
        query = bind(view("context.rq"), concept=map(NamedNode, resources))
        said: dict[str, list[Triple]] = {iri: [] for iri in resources}
        for triple in self._graph.store.construct(query, graphs=self._graphs):
            if isinstance(triple.subject, NamedNode):
                said[triple.subject.value].append(triple)
        for iri, triples in said.items():
            belongs = any(t.predicate == RDF.type and t.object in _CURRICULUM_CLASSES for t in triples)
            kept = () if belongs else tuple(triples)
            self._known[iri] = Part(kept, self._numbers)

    @cached_property
    def _always(self) -> dict[str, Part]:
        """The vocabularies that every curriculum is held against."""
        return self._fragments(
            row.name("concept") for row in select(self._graph.store, "context_concepts.rq", self._graph.design)
        )

    @cached_property
    def _fixed(self) -> Part:
        classes = self._graph.store.construct(view("class_hierarchy.rq"), graphs=[GRAPH.ontology])
        triples = (*self._release, *classes, *(t for part in self._always.values() for t in part.triples))
        return Part(triples, self._numbers)


def context_of(graph: Graph) -> Context:
    """Return the context that a graph gives, the same one every time."""
    if graph not in _CONTEXTS:
        _CONTEXTS[graph] = Context(graph)
    return _CONTEXTS[graph]


_CONTEXTS: weakref.WeakKeyDictionary[Graph, Context] = weakref.WeakKeyDictionary()


def _language_and_text(title: Triple) -> tuple[str, str]:
    return (title.object.language or "", title.object.value) if isinstance(title.object, Literal) else ("", "")


def _is_skos(term: object) -> bool:
    return isinstance(term, NamedNode) and term in SKOS


def _is_foreign(subject: NamedNode, foreign: set[str]) -> bool:
    return subject.value in foreign or subject.value.startswith((ESCO_DATA, BW.base)) or subject in RDFS
