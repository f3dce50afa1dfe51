"""The graph that rules see: what is validated, and what the store knows of the concepts that it mentions."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from threading import RLock

from pyoxigraph import Literal, NamedNode, Triple

from ..curricula import Entry
from ..graph import Graph
from ..namespaces import BW, DCAT, ELM, ESCO_DATA, GRAPH, RDF, RDFS, SKOS, esco_graph, inferred_graph
from ..queries import bind, select, view
from ..resources import Statement
from .data import Data, Part, triple_of
from .numbering import Numbers
from .writing import Lines, Table, lines_of, table_of

KEPT = 50_000
"""How many concepts are kept once they are cut from the store."""

KEPT_WHOLE = 64
"""How many curricula of the store are kept with their context."""

_FACTS = GRAPH["facts/"].value

ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"

_CURRICULUM_CLASSES = {
    *(BW.Curriculum, BW.CoreModule, BW.OptionalModule, BW.Module, BW.Unit, BW.LearningOutcome, BW.AttainedSkill),
    *(BW.Assessment, BW.KnownGap, BW.EntryRequirement, BW.Adaptation, ELM.CreditPoint),
}
"""Classes whose instances belong to a curriculum; those of another one are no context."""


class Context:
    """What a store knows of concepts, kept once it is cut out."""

    def __init__(self, graph: Graph) -> None:
        version = graph.esco_version
        esco = esco_graph(version)
        self._graph = graph
        self._ours = [GRAPH.reference, inferred_graph(GRAPH.reference), GRAPH.ontology]
        self._graphs = [esco, inferred_graph(esco), *self._ours]
        self._lock = RLock()  # what was cut so far is whole for whoever holds it
        self._numbers = Numbers()
        self._known: dict[str, Part] = {}
        self._reached: dict[str, frozenset[str]] = {}
        """By IRIs as N-Triples write them."""
        self._classes: dict[NamedNode, frozenset[NamedNode]] = {}
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

    def around(self, statements: Iterable[Statement]) -> Data:
        """Return statements with their context.

        What they say of concepts that are not theirs, such as skills of ESCO or levels, is left out: a file cannot
        make itself right.
        """
        lines = statements if isinstance(statements, Lines) else lines_of(statements)
        theirs, parts = self._told(lines.table or table_of(lines))
        return Data(lines.without(theirs) if theirs else lines, parts)

    def _told(self, table: Table) -> tuple[set[str], tuple[Part, ...]]:
        """Return the subjects that are not for a curriculum to speak of, and what is known of all it mentions."""
        with self._lock:
            self._forget()
            known, always = self._all_known([value for value in table.values if value[0] == "<"]), self._always
            parts = (self._fixed, *[self._known[iri] for iri in sorted(known - always.keys())])
        not_theirs = known | always.keys()
        theirs = {text for text in table.subjects if text.startswith(_NOT_THEIRS) or text[1:-1] in not_theirs}
        return theirs, parts

    def beside(self, statements: Iterable[Statement], *, only_esco: bool = False) -> Data:
        """Return statements of the package with their context; all that they say counts.

        only_esco: what they mention of other concepts is among them already, and ESCO's are no concepts of ours, which
        rules on concepts would judge.
        """
        own = tuple(triple_of(s) for s in statements)
        subjects = {t.subject for t in own}
        mentioned = {t.object.value for t in own if isinstance(t.object, NamedNode) and t.object not in subjects}
        wanted = [f"<{iri}>" for iri in mentioned if iri.startswith(ESCO_DATA) or not only_esco]
        with self._lock:
            self._forget()
            known = self._all_known(wanted)
            parts = [Part(self._release, self._numbers)] if only_esco else [self._fixed]
            parts += [self._known[iri] for iri in sorted(known) if only_esco or iri not in self._always]
        if only_esco:
            parts = [Part(tuple(t for part in parts for t in part.triples if not _is_skos(t.object)), parts[0].numbers)]
        return Data(own, tuple(parts))

    def classes_of(self, resource: NamedNode) -> frozenset[NamedNode]:
        """Return what the package says that a resource is."""
        if str(resource) not in self._described:
            return frozenset()
        found = self._classes.get(resource)
        if found is None:
            rows = select(self._graph.store, "types_of.rq", self._graph.design, resource=resource)
            if len(self._classes) >= KEPT:
                self._classes.clear()
            found = self._classes[resource] = frozenset(row.node("type") for row in rows)
        return found

    def _forget(self) -> None:
        """Let go of all concepts when there are too many; what was cut before keeps its numbers."""
        if len(self._known) > KEPT:
            self._known, self._reached, self._numbers = {}, {}, Numbers()
            for name in ("_always", "_fixed"):
                self.__dict__.pop(name, None)

    def _all_known(self, mentioned: Sequence[str]) -> set[str]:
        """Return resources of which something is known, with those that are needed along with them.

        mentioned: IRIs as N-Triples write them.
        """
        reached, ours = self._reached, self._described
        given = [written for written in mentioned if written in ours or written.startswith(_ESCO)]
        if new := [written[1:-1] for written in given if written not in reached]:
            self._reach(new)
        return set().union(*filter(None, map(reached.__getitem__, given)))

    def _reach(self, resources: Iterable[str]) -> None:
        """Find out what is needed along with resources, and cut all of it from the store."""
        known, waiting = self._known, set(resources)
        while waiting:
            self._fetch(sorted(iri for iri in waiting if iri not in known))
            waiting = {value for iri in waiting for value in known[iri].followed if value not in known}
        for iri in resources:
            found, steps = {iri}, [iri]
            while steps:
                new = [value for value in known[steps.pop()].followed if value not in found]
                found.update(new)
                steps += new
            self._reached[f"<{iri}>"] = frozenset(iri for iri in found if known[iri].triples)

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
    def _described(self) -> frozenset[str]:
        """What graphs other than ESCO's speak of, as N-Triples write it.

        ESCO's speak of what is ESCO's: of no more is the store asked. Most of what a curriculum names are its own
        parts, and nobody else knows of these.
        """
        rows = select(self._graph.store, "described.rq", self._ours)
        return frozenset(f"<{row.name('resource')}>" for row in rows)

    @cached_property
    def _always(self) -> dict[str, Part]:
        """The vocabularies that every curriculum is held against."""
        rows = select(self._graph.store, "context_concepts.rq", self._graph.design)
        concepts = [row.name("concept") for row in rows]
        known = self._all_known([f"<{iri}>" for iri in concepts])
        return {iri: self._known[iri] for iri in sorted(known.union(concepts))}

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


_ESCO = f"<{ESCO_DATA}"
_NOT_THEIRS = tuple(f"<{base}" for base in (ESCO_DATA, BW.base, RDFS.base))
