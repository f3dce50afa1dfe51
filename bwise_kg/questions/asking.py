"""Answers to questions: bind, ask, name, and tell "none" from "not published"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, Triple

from ..curriculum.model import text_in
from ..errors import DataError
from ..namespaces import BW, DCT, GRAPH, RDFS, SKOS, UNREVIEWED_LABELS, converter
from ..queries import Bindable, Row, bind, select
from .model import REFERENCE_DESIGN, Answer, Cell, Given, Note, Question, Resource, Status, Value
from .reading import question as question_of
from .values import term

if TYPE_CHECKING:
    from ..graph import Graph

_LABELS = (SKOS.prefLabel.value, DCT.title.value, RDFS.label.value, SKOS.altLabel.value)
"""Where a label is looked for, the first that there is."""
_FACTS = GRAPH["facts/"].value

Term = NamedNode | Literal | BlankNode | Triple | None


def ask(graph: Graph, question: Question | str, language: str = "en", **values: str | int | date | None) -> Answer:
    """Answer a question.

    language: of labels where they have it; otherwise English, otherwise any. values: by the parameters' names, as
    users write them (see ``docs/questions.md``); None takes the default, "" leaves the question open there.

    Raises NotFoundError and DataError for values that the parameters do not take.
    """
    if isinstance(question, str):
        question = question_of(question)
    bound = _bound(graph, question, values)
    solutions = graph.store.query(bind(question.query, **bound))
    if isinstance(solutions, QueryBoolean):
        raise DataError(question.id, "the query is no SELECT")
    found: list[list[Term]] = [list(solution) for solution in solutions]
    names = Names.of(graph, [*bound.values(), *(each for row in found for each in row)], language)
    rows = tuple(tuple(names.cell(each) for each in row) for row in found)
    given = tuple(Given(each, names.cell(bound.get(each.name))) for each in question.parameters)
    status, notes = _status(graph, question, rows, language)
    if status is Status.ANSWERED and not graph.is_reviewed(language):
        notes = (*notes, Note(UNREVIEWED_LABELS))
    return Answer(
        question=question,
        language=language,
        parameters=given,
        columns=tuple(question.columns.items()),
        rows=rows,
        status=status,
        notes=notes,
        reference_design=_rests_on_reference_design(question, status, [*rows, [each.value for each in given]]),
        esco_version=graph.esco_version,
    )


def _bound(graph: Graph, question: Question, values: Mapping[str, str | int | date | None]) -> dict[str, Bindable]:
    names = {each.name for each in question.parameters}
    if unknown := values.keys() - names:
        there = f"it takes {', '.join(sorted(names))}" if names else "it takes no values"
        raise DataError(question.id, f"no parameter {', '.join(sorted(unknown))}; {there}")
    bound: dict[str, Bindable] = {}
    for parameter in question.parameters:
        value = values.get(parameter.name)
        text = parameter.default if value is None else str(value)
        if text:
            bound[parameter.name] = term(graph, parameter, text)
    return bound


def _rests_on_reference_design(question: Question, status: Status, rows: Iterable[Sequence[Cell]]) -> bool:
    """Tell whether an answer has to say that it is in part our own.

    An answer may rest on the reference design without showing it, as a count does: hence the tag N.
    """
    if question.for_facts or status is Status.NOT_PUBLISHED:
        return False
    return "N" in question.data or any(
        isinstance(cell, Resource) and cell.of_reference_design for row in rows for cell in row
    )


def _status(graph: Graph, question: Question, rows: Sequence[object], language: str) -> tuple[Status, tuple[Note, ...]]:
    if rows:
        return Status.ANSWERED, ()
    needed = [NamedNode(each) for each in question.needs]
    dataset = [NamedNode(each) for each in question.graphs] or None
    there = {row.name("class") for row in select(graph.store, "instantiated.rq", dataset, **{"class": needed})}
    absent = [each for each in needed if each.value not in there]
    if not absent:
        return Status.NONE, ()
    return Status.NOT_PUBLISHED, tuple(_unpublished(graph, absent, language))


def _unpublished(graph: Graph, classes: Sequence[NamedNode], language: str) -> Iterable[Note]:
    """Yield what the facts say about classes without instances, and a plain sentence where they say nothing."""
    facts = [each for each in graph.store.graphs() if each.value.startswith(_FACTS)]
    topics: dict[str, list[Row]] = {}
    for row in select(graph.store, "unpublished_topics.rq", facts, **{"class": classes}):
        topics.setdefault(row.name("topic"), []).append(row)
    sources = {row.value("source") for rows in topics.values() for row in rows}
    names = Names.of(graph, [*classes, *sources], language)
    for rows in topics.values():
        texts = {label.language or "": label.value for row in rows if (label := row.literal("description"))}
        tag = text_in({each: each for each in texts}, language)
        stated = (names.cell(each) for each in dict.fromkeys(row.value("source") for row in rows))
        yield Note(texts[tag], tag or "en", tuple(filter(None, stated)))
    said = {row.name("class") for rows in topics.values() for row in rows}
    in_english = Names.of(graph, classes, "en")
    for each in classes:
        if each.value not in said:
            yield Note(f"The graph holds no {in_english.resource(each.value).label} yet.")


@dataclass(frozen=True, slots=True)
class Names:
    """Labels and origins of the resources in an answer."""

    language: str
    labels: Mapping[str, Mapping[str, Mapping[str, str]]]
    origins: Mapping[str, set[str]]

    @classmethod
    def of(cls, graph: Graph, terms: Iterable[Term], language: str) -> Names:
        """Fetch the names of all resources among some terms, from the usual union of graphs."""
        labels: dict[str, dict[str, dict[str, str]]] = {}
        origins: dict[str, set[str]] = {}
        resources = {each.value: each for each in terms if isinstance(each, NamedNode)}
        for row in select(graph.store, "answer_labels.rq", resource=resources.values()):
            resource, property_ = row.name("resource"), row.name("property")
            if property_ == BW.origin.value:
                origins.setdefault(resource, set()).add(row.name("value"))
            elif label := row.literal("value"):
                texts = labels.setdefault(resource, {}).setdefault(property_, {})
                tag = label.language or ""
                texts[tag] = min(texts.get(tag, label.value), label.value)
        return cls(language, labels, origins)

    def cell(self, value: Term) -> Cell:
        """Return a value of an answer with what it is called."""
        if value is None:
            return None
        if isinstance(value, Literal):
            return Value(value.value, value.datatype.value, value.language or "")
        return self.resource(value.value) if isinstance(value, NamedNode) else Resource(str(value), str(value))

    def resource(self, iri: str) -> Resource:
        """Return a resource with its label in the language, or the end of its IRI."""
        texts = next((found for each in _LABELS if (found := self.labels.get(iri, {}).get(each))), {})
        origins = self.origins.get(iri, set())
        origin = REFERENCE_DESIGN if REFERENCE_DESIGN in origins else min(origins, default=None)
        if not texts:
            return Resource(iri, compact(iri), "", origin)
        tag = text_in({each: each for each in texts}, self.language)
        return Resource(iri, texts.get(tag, compact(iri)), tag, origin)


def compact(iri: str) -> str:
    """Return an IRI as short as it still says which.

    >>> compact("https://w3id.org/bwise/id/profile/supporter"), compact("http://data.europa.eu/esco/skill/f00")
    ('bwid:profile/supporter', 'data.europa.eu/esco/skill/f00')
    """
    return converter().compress(iri) or iri.removeprefix("http://").removeprefix("https://")
