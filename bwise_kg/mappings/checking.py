"""What is wrong with a mapping set: in itself, and held against a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from pyoxigraph import NamedNode

from ..esco.source import version_key
from ..namespaces import BW, ESCO_DATA, GRAPH, ID, SKOS, esco_graph
from ..queries import select
from ..store import Store
from .model import MATCHES, NO_TERM, SEMAPV, Mapping, MappingSet
from .sssom import MATCHING_PROCESSES, Finding

_PREDICATES = {*MATCHES, BW.skill.value}

_DISJOINT = {
    frozenset({SKOS[f"{one}Match"].value, SKOS[f"{other}Match"].value})
    for one, others in {"exact": ("broad", "narrow", "related"), "related": ("broad", "narrow")}.items()
    for other in others
}
"""Mapping properties that cannot both hold of two concepts.

Source: SKOS Reference, S46 (exactMatch is disjoint with broadMatch and relatedMatch) and S27 (related with
broaderTransitive), with the inverses.
"""

_RELEASED = "released"


def check(mapping_set: MappingSet, store: Store | None = None) -> list[Finding]:
    """Return what is wrong with a mapping set, by line.

    store: subjects of this project have to be in it, objects in the ESCO version that the mapping cites, with the
    label that it states. Objects of other vocabularies than ESCO and subjects from elsewhere are not looked up.
    """
    findings = list(_in_itself(mapping_set))
    if store is not None:
        findings += _against(mapping_set.mappings, store)
    return sorted(findings, key=lambda finding: (finding.line or 0, finding.slot))


def _in_itself(mapping_set: MappingSet) -> Iterator[Finding]:
    if mapping_set.licence is None:
        yield Finding(None, "license", "is obligatory in SSSOM; name the licence by its IRI in the header")
    predicates: dict[tuple[str, str], dict[str, Mapping]] = defaultdict(dict)
    for mapping in mapping_set.mappings:
        yield from _of_one(mapping)
        pair = predicates[mapping.subject, mapping.object]
        if mapping.predicate in pair:
            yield Finding(mapping.line, "predicate_id", f"says again what line {pair[mapping.predicate].line} says")
        pair[mapping.predicate] = mapping
    for pair in predicates.values():
        for first, second in combinations(pair.values(), 2):
            if frozenset({first.predicate, second.predicate}) in _DISJOINT:
                yield Finding(
                    second.line,
                    "predicate_id",
                    f"{_short(second.predicate)} contradicts {_short(first.predicate)} in line {first.line}; keep one",
                )


def _of_one(mapping: Mapping) -> Iterator[Finding]:
    if mapping.predicate not in _PREDICATES:
        known = ", ".join(f"skos:{_short(predicate)}" for predicate in MATCHES)
        yield Finding(mapping.line, "predicate_id", f"<{mapping.predicate}> is none of {known}")
    if mapping.justification not in {SEMAPV[name].value for name in MATCHING_PROCESSES}:
        problem = f"<{mapping.justification}> is no matching process of semapv, such as semapv:ManualMappingCuration"
        yield Finding(mapping.line, "mapping_justification", problem)
    if mapping.subject == mapping.object:
        yield Finding(mapping.line, "object_id", "is the subject itself")
    if mapping.object == NO_TERM and not mapping.object_source:
        yield Finding(mapping.line, "object_source", "has to say in what vocabulary no term was found")
    if mapping.confidence is None:
        yield Finding(mapping.line, "confidence", "is empty; say how sure the mapping is, from 0 to 1")


def _against(mappings: Iterable[Mapping], store: Store) -> Iterator[Finding]:
    own = [mapping for mapping in mappings if mapping.subject.startswith(ID.base)]
    there = _concepts(store, {mapping.subject for mapping in own}, [GRAPH.reference, GRAPH.ontology])
    for mapping in own:
        yield from _end(mapping, "subject", mapping.subject, mapping.subject_label, there, "the store")
    there = _concepts(
        store, {m.object for m in mappings if m.object.startswith(ID.base)}, [GRAPH.reference, GRAPH.ontology]
    )
    versions: dict[str | None, list[Mapping]] = defaultdict(list)
    for mapping in mappings:
        if mapping.object.startswith(ID.base):
            yield from _end(mapping, "object", mapping.object, mapping.object_label, there, "the store")
        elif mapping.object.startswith(ESCO_DATA) or (mapping.object_source or "").startswith(ESCO_DATA):
            versions[mapping.object_version].append(mapping)
    loaded = sorted((graph.value.removeprefix(GRAPH["esco/"].value) for graph in _esco(store)), key=version_key)
    for version, cited in versions.items():
        yield from _in_esco(version, cited, loaded, store)


def _in_esco(version: str | None, mappings: list[Mapping], loaded: list[str], store: Store) -> Iterator[Finding]:
    if version is None or version not in loaded:
        problem = (
            "does not say which version of ESCO is meant" if version is None else f"ESCO {version} is not in the store"
        )
        way_out = f"it holds {', '.join(loaded) or 'none'}; bwise-kg build --esco adds others"
        yield from (Finding(mapping.line, "object_source_version", f"{problem}; {way_out}") for mapping in mappings)
        return
    objects = {mapping.object for mapping in mappings} - {NO_TERM}
    later = {newer: _concepts(store, objects, [esco_graph(newer)]) for newer in loaded[loaded.index(version) + 1 :]}
    there = _concepts(store, objects, [esco_graph(version)])
    for mapping in mappings:
        if mapping.object == NO_TERM:
            continue
        yield from _end(
            mapping, "object", mapping.object, mapping.object_label, there, f"ESCO {version} as the store holds it"
        )
        for name, concepts in {version: there, **later}.items():
            _, status = concepts.get(mapping.object, (None, None))
            if status and status != _RELEASED:
                problem = f"<{mapping.object}> is {status} in ESCO {name}; map to a concept that is in use"
                yield Finding(mapping.line, "object_id", problem)


_Concepts = dict[str, tuple[str | None, str | None]]
"""The label and status of concepts, by IRI."""


def _end(mapping: Mapping, end: str, iri: str, label: str | None, there: _Concepts, where: str) -> Iterator[Finding]:
    if iri not in there:
        yield Finding(mapping.line, f"{end}_id", f"<{iri}> is not in {where}")
    elif label and there[iri][0] and label.strip() != there[iri][0]:
        yield Finding(mapping.line, f"{end}_label", f"{label!r} is called {there[iri][0]!r} in {where}")


def _concepts(store: Store, iris: set[str], graphs: list[NamedNode]) -> _Concepts:
    if not iris:
        return {}
    rows = select(store, "mapped_concepts.rq", graphs, concept=[NamedNode(iri) for iri in sorted(iris)])
    return {row.name("concept"): (row.text("label").strip() or None, row.text("status") or None) for row in rows}


def _esco(store: Store) -> Iterator[NamedNode]:
    return (graph for graph in store.graphs() if graph.value.startswith(GRAPH["esco/"].value))


def _short(iri: str) -> str:
    return iri.rpartition("#")[2]
