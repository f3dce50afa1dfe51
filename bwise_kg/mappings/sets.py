"""The mapping sets of this project, drawn from the graph: profiles, requirements, sector skills, DigComp."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from ..graph import Graph
from ..namespaces import BW, ESCO_DATA, GRAPH, ID, SKOS, esco_graph
from ..queries import Row, select
from .model import NO_TERM, SEMAPV, Mapping, MappingSet, iri_of, packaged_sets

AUTHOR = "bwise-kg project"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"

CONFIDENCE = {
    BW.skill.value: 1.0,
    SKOS.exactMatch.value: 0.9,
    SKOS.broadMatch.value: 0.8,
    SKOS.narrowMatch.value: 0.8,
    NO_TERM: 0.8,
    SKOS.closeMatch.value: 0.7,
    SKOS.relatedMatch.value: 0.6,
}
"""The confidence, by predicate, of a mapping that nobody has judged singly yet; `_COMMON` says what the steps mean."""

_SOURCES = {
    "digcomp-2.2": (ID["scheme/digcomp-2.2"].value, "2.2"),
    "profile": (GRAPH.reference.value, None),
    "requirement": (GRAPH.reference.value, None),
    "sector-skill": (GRAPH.reference.value, None),
}
"""Where subjects (and sector skills as objects) are from, with the version, by the kind in their IRIs."""

_COMMON = (
    "Proposed by the bwise-kg project, not by the B-WISE consortium, and judged by its authors alone: a mapping "
    "without reviewer_label is unreviewed. Confidence is an estimate that the predicate holds, in steps: 1.0 by "
    "definition; 0.9 both descriptions say the same; 0.8 clear, but a nearer concept may have been overlooked; "
    "0.7 the scopes overlap for the most part; 0.6 they touch; 0.5 in doubt. "
    "This publication uses the ESCO classification of the European Commission."
)


@dataclass(frozen=True, slots=True)
class _Set:
    """What a mapping set is called, and the kind of its subjects."""

    name: str
    kind: str
    title: str
    description: str


_SETS = (
    _Set(
        "digcomp",
        "digcomp-2.2",
        "DigComp 2.2 to ESCO",
        "Areas and competences of DigComp 2.2 and the ESCO concepts that stand for them in ESCO's DigComp collection.",
    ),
    _Set(
        "profiles",
        "profile",
        "Occupational profiles to ESCO occupations",
        "Profiles of roles in work integration social enterprises and the ESCO occupations that come near them. "
        "sssom:NoTermFound says that ESCO has no occupation which is even a close match.",
    ),
    _Set(
        "requirements",
        "requirement",
        "Skill requirements to the skills that they are about",
        "A requirement is a statement and no concept, so no SKOS property holds between it and a skill: the predicate "
        "is bw:skill, and the requirement is about that very concept. Skills that ESCO lacks are sector skills, whose "
        "broader ESCO skills are in the set skills; DigComp competences come in by way of the set digcomp.",
    ),
    _Set(
        "skills",
        "sector-skill",
        "Sector skills to broader ESCO skills",
        "Skills of the sector that ESCO has no concept for, each with the nearest broader ESCO skill.",
    ),
)


def mappings_of(graph: Graph, known: Sequence[MappingSet] | None = None) -> tuple[MappingSet, ...]:
    """Return the mapping sets that a graph's reference design states, by name; a set without mappings is left out.

    known: sets (by default the packaged ones) whose judgements stay: a mapping that they hold keeps its confidence,
    comment, versions, labels of the version cited, author and review. A new one starts with the confidence of
    its predicate and today's date, and cites the current ESCO version.
    """
    judged = {
        mapping.key: mapping for each in (packaged_sets() if known is None else known) for mapping in each.mappings
    }
    graphs = [GRAPH.reference, GRAPH.ontology, esco_graph(graph.esco_version)]
    today = datetime.now(UTC).date()
    drawn: dict[str, list[Mapping]] = {}
    for row in select(graph.store, "mapping_statements.rq", graphs):
        kind = _kind(row.name("subject"))
        if kind in _SOURCES:
            new = _drawn(row, graph.esco_version, today)
            drawn.setdefault(kind, []).append(_judged(new, judged.get(new.key)))
    return tuple(
        MappingSet(
            iri=ID[f"mapping-set/{each.name}"].value,
            title=each.title,
            description=f"{each.description} {_COMMON}",
            licence=LICENCE,
            mappings=tuple(sorted(drawn[each.kind], key=lambda mapping: mapping.key)),
            creators=(AUTHOR,),
        )
        for each in _SETS
        if each.kind in drawn
    )


def _kind(iri: str) -> str | None:
    return iri.removeprefix(ID.base).partition("/")[0] if iri.startswith(ID.base) else None


def _drawn(row: Row, esco_version: str, today: date) -> Mapping:
    subject, predicate, object_ = row.name("subject"), row.name("predicate"), row.name("object")
    subject_source, subject_version = _SOURCES[_kind(subject) or ""]
    object_source, object_version = _source_of_object(object_, esco_version)
    mapping = Mapping(
        subject=subject,
        predicate=predicate,
        object=object_,
        justification=SEMAPV.ManualMappingCuration.value,
        subject_label=row.text("label").strip() or None,
        object_label=row.text("object_label").strip() or None,
        confidence=CONFIDENCE[object_ if object_ == NO_TERM else predicate],
        subject_source=subject_source,
        subject_version=subject_version,
        object_source=object_source,
        object_version=object_version,
        authors=(AUTHOR,),
        mapped_on=today,
        comment=row.text("comment") or None,
    )
    return replace(mapping, iri=iri_of(mapping))


def _source_of_object(iri: str, esco_version: str) -> tuple[str | None, str | None]:
    if _kind(iri) in _SOURCES:
        return _SOURCES[_kind(iri) or ""]
    scheme = "skills" if iri.startswith(f"{ESCO_DATA}skill/") else "occupations"
    return f"{ESCO_DATA}concept-scheme/{scheme}", esco_version


def _judged(new: Mapping, known: Mapping | None) -> Mapping:
    """Return the new mapping with what was said of it before; reasons and names come from the graph."""
    if known is None:
        return new
    return replace(
        known,
        iri=new.iri,
        subject_label=new.subject_label,
        object_label=known.object_label or new.object_label,
        comment=new.comment or known.comment,
    )
