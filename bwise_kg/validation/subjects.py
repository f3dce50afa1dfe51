"""What is held against rules: a curriculum, a profile, or the graphs of the package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, cast

from pyoxigraph import BlankNode, Literal, NamedNode

from ..curriculum import Texts, parse_file
from ..curriculum.size import fits, require_plain, require_size
from ..curriculum.skills import labels_of
from ..curriculum.source import CurriculumSource, Places, Problem, is_source, read_source
from ..errors import DataError
from ..graph import Graph
from ..namespaces import BW, DCT, GRAPH, ID, RDF, SKOS
from ..queries import bind, view
from ..resources import Statement, name_of
from ..words import words
from .context import ALL, context_of
from .data import Data
from .terms import Node, taken_apart, term_of
from .writing import Lines, Table, Written, lines_of, subjects_of, table_of

DEFAULT = ("curriculum", "alignment")
"""The rule sets that a curriculum is held against unless others are named."""
PROFILE, OWN = "profile", "graph"
"""The rule sets that are not about curricula."""

_OWN_GRAPHS = tuple(GRAPH[name].value for name in ("ontology", "reference", "facts/", "translations/"))


class Sent(NamedTuple):
    """A `CurriculumSource` as it goes to another process, with its statements as N-Triples."""

    text: str
    places: Places
    path: str
    problems: tuple[Problem, ...]


Subject = str | Path | CurriculumSource
"""A curriculum that was read, its file, or a name."""


@dataclass(frozen=True, slots=True)
class Found:
    """A subject with all that rules see. place: the file that it is from. origin: IRI of where it comes from."""

    iri: str
    title: Texts
    data: Data
    place: str | None = None
    origin: str | None = None
    places: Places = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def subject_of(
    graph: Graph,
    subject: Subject | Sent | None,
    rule_sets: Sequence[str],
    language: str = "en",
    written: Written | None = None,
) -> Found:
    """Return the subject that a name or file means for rule sets; raises as `bwise_kg.validation.validate`.

    language: of errors, and of the labels in a workbook, unless it says itself. written: the terms of what is read
    together with it.
    """
    names = set(rule_sets)
    for alone, about in ((OWN, "our own graphs"), (PROFILE, "profiles")):
        if alone in names and names != {alone}:
            raise DataError(f"rule set {alone}", f"is about {about}, the others are not: ask for it alone")
    if names == {OWN}:
        if subject is not None:
            raise DataError(f"rule set {OWN}", "is about the graphs that come with the package; name no file with it")
        return _own_graphs(graph)
    if subject is None:
        raise DataError("nothing to validate", "name a curriculum, or a profile with: --ruleset profile")
    if isinstance(subject, Sent):
        lines = Lines(subject.text, written)
        return _from_file(graph, lines, subject.path, BW.Curriculum, language, subject.places, subject.problems)
    if not isinstance(subject, CurriculumSource) and (isinstance(subject, Path) or is_source(subject)):
        if names == {PROFILE}:
            return _from_file(
                graph, parse_file(Path(subject), language), str(subject), BW.OccupationalProfile, language
            )
        subject = read_source(Path(subject), language, labels_of(graph))
    if isinstance(subject, CurriculumSource):
        lines = lines_of(subject.quads, written)
        return _from_file(graph, lines, str(subject.path), BW.Curriculum, language, subject.places, subject.problems)
    return _profile(graph, subject, language) if names == {PROFILE} else _curriculum(graph, subject, language)


def _from_file(
    graph: Graph,
    statements: Sequence[Statement],
    place: str,
    kind: NamedNode,
    language: str,
    places: Places | None = None,
    problems: tuple[Problem, ...] = (),
) -> Found:
    lines = lines_of(statements)
    table = lines.table or table_of(statements)
    subject = _one(table, kind, place, language)
    if lines.table is None or not _fits(lines.table):
        rows = cast("Sequence[Statement]", taken_apart(statements))  # they have what is asked for
        require_size(rows, place, language)
        require_plain(rows, place, language)
    data = context_of(graph).around(lines)
    if str(subject) not in subjects_of(data.own) or kind not in _classes_of(graph, subject, kind):
        other = words(language).gettext(
            "<%(resource)s> is something else in the store; give yours an IRI of its own", resource=name_of(subject)
        )
        raise DataError(place, other)
    return Found(
        iri=name_of(subject),
        title=_title(table, subject),
        data=data,
        place=place,
        origin=ID["origin/submitted"].value,
        places=places or {},
        problems=problems,
    )


def _fits(table: Table) -> bool:
    """Tell whether `require_size` lets statements pass for sure."""
    links = {table.texts[predicate]: pairs for predicate, pairs in table.pairs.items()}
    return fits(links, _typed(table, BW.Curriculum), table.literals)


def _typed(table: Table, kind: NamedNode) -> list[int]:
    class_ = table.written.find(str(kind))
    return [subject for subject, value in table.with_predicate(RDF.type) if value == class_]


def _one(table: Table, kind: NamedNode, place: str, language: str) -> Node:
    """Return the one resource of a class; raises DataError if there is none or are several."""
    gettext = words(language).gettext
    found = [term_of(table.texts[place]) for place in dict.fromkeys(_typed(table, kind))]
    if not found:
        raise DataError(place, gettext("has to describe one <%(kind)s>; it describes none", kind=kind.value))
    if len(found) > 1 or isinstance(found[0], Literal):
        names = ", ".join(sorted(map(name_of, found)))
        several = gettext("has to describe one <%(kind)s>; it describes %(names)s", kind=kind.value, names=names)
        raise DataError(place, several)
    return found[0]


def _classes_of(graph: Graph, subject: Node, kind: NamedNode) -> Set[NamedNode]:
    """Return what the package says that a resource is; of one that it does not know, what it has to be."""
    if isinstance(subject, BlankNode):
        return {kind}
    return context_of(graph).classes_of(subject) or {kind}


def _curriculum(graph: Graph, name: str, language: str) -> Found:
    entry = graph.entry(name, language)
    data = context_of(graph).stored(entry)
    require_plain(data.own, name, language)
    return Found(entry.iri, entry.title, data, origin=entry.origin)


def _profile(graph: Graph, name: str, language: str) -> Found:
    profile = graph.profile(name, language)
    query = bind(view("whole_profile.rq"), profile=NamedNode(profile.iri))
    statements = list(graph.store.construct(query, graphs=[GRAPH.reference]))
    return Found(profile.iri, profile.label, context_of(graph).beside(statements), origin=profile.origin)


def _own_graphs(graph: Graph) -> Found:
    own = [g for g in graph.store.graphs() if g.value.startswith(_OWN_GRAPHS)]
    statements = list(graph.store.construct(ALL, graphs=own))
    title = {"en": "Ontology, facts, reference design and translations"}
    data = context_of(graph).beside(statements, only_esco=True)
    return Found(GRAPH.base, title, data, origin=ID["origin/reference-design"].value)


def _title(table: Table, subject: Node) -> Mapping[str, str]:
    place = table.written.find(str(subject))
    for property_ in (DCT.title, SKOS.prefLabel):
        said = dict.fromkeys(value for about, value in table.with_predicate(property_) if about == place)
        values = [term_of(table.texts[value]) for value in said]
        texts = {v.language or "": v.value for v in values if isinstance(v, Literal)}
        if texts:
            return texts
    return {}
