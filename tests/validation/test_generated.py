"""Generated curricula: the engines find the same in them, and many at once are judged as one at a time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import BlankNode, Literal, Quad, Triple

from benchmarks.mutating import mutated
from bwise_kg import Graph
from bwise_kg.curriculum import parse_file
from bwise_kg.curriculum.source import CurriculumSource
from bwise_kg.errors import BwiseError, DataError, NotFoundError
from bwise_kg.namespaces import BW, ELM, XSD
from bwise_kg.validation import EngineName, RawResult, Report, data_of, engine, rules, validate, validate_many
from bwise_kg.validation.literals import DATATYPES, number
from tests.rules.fixtures import changed

from .conftest import REFERENCE

SETS = ("curriculum", "alignment", "label")
MANY = 300
SEED = 2026


@pytest.fixture(scope="module")
def generated() -> list[CurriculumSource]:
    """Return the reference curricula with mistakes."""
    originals = [[q.triple for q in parse_file(REFERENCE / f"{n}.ttl")] for n in ("enabler", "supporter", "worker")]
    return [source(triples, number) for number, triples in enumerate(islice(mutated(originals, SEED), MANY))]


def source(triples: Iterable[Triple], number: int) -> CurriculumSource:
    quads = tuple(Quad(t.subject, t.predicate, t.object) for t in triples)
    return CurriculumSource(quads, {}, Path(f"course-{number}.ttl"))


def said(outcome: Report | BwiseError) -> object:
    """Return what a report says, or an error."""
    if isinstance(outcome, BwiseError):
        return type(outcome), str(outcome)
    return (outcome.subject, outcome.place, outcome.conforms, outcome.rule_sets), [
        (r.rule.id, r.checked, sorted((f.focus, f.path, str(f.value), sorted(f.messages.items())) for f in r.findings))
        for r in outcome.results
    ]


def judged(graph: Graph, subject: CurriculumSource, engine: EngineName) -> Report | BwiseError:
    try:
        return validate(graph, subject, SETS, engine)
    except BwiseError as error:
        return error


def test_the_fast_engines_find_the_same_with_the_same_words(
    slice_graph: Graph, generated: Sequence[CurriculumSource]
) -> None:
    fired: set[str] = set()
    compared = unreadable = 0
    for subject in generated[::6]:
        ours = judged(slice_graph, subject, EngineName.COMPILED)
        theirs = judged(slice_graph, subject, EngineName.SHIFTY)
        if isinstance(ours, BwiseError) or isinstance(theirs, BwiseError):
            assert said(ours) == said(theirs)
            unreadable += 1
        elif not any(isinstance(quad.subject, BlankNode) for quad in subject.quads):  # see the last test
            assert said(ours) == said(theirs)
            compared += 1
            fired |= {f.rule.id for f in ours.findings()}
    assert compared > len(generated) // 6 * 0.6
    assert unreadable < 10
    assert len(fired) >= 40, sorted(fired)


def test_many_are_judged_as_one_at_a_time(slice_graph: Graph, generated: Sequence[CurriculumSource]) -> None:
    some = generated[1::6]
    alone = [said(judged(slice_graph, subject, EngineName.COMPILED)) for subject in some]
    assert [said(outcome) for outcome in validate_many(slice_graph, some, SETS)] == alone
    assert len({str(one) for one in alone}) > len(alone) * 0.9  # they are not all alike


def test_processes_say_the_same_in_the_same_order(
    slice_graph: Graph, slice_store: Path, generated: Sequence[CurriculumSource], tmp_path: Path
) -> None:
    no_file = tmp_path / "not-there.ttl"
    subjects: list[CurriculumSource | Path | str] = [
        *generated[:40],
        no_file,
        "supporter",
        "no-such-curriculum",
        REFERENCE / "worker.ttl",
    ]
    one = [said(outcome) for outcome in validate_many(slice_graph, subjects, SETS, language="de")]
    two = validate_many(slice_graph, subjects, SETS, language="de", processes=2, store=slice_store)
    assert [said(outcome) for outcome in two] == one
    errors = [outcome for outcome in validate_many(slice_graph, subjects[40:], SETS) if isinstance(outcome, BwiseError)]
    assert [type(error) for error in errors] == [DataError, NotFoundError]


def test_many_need_rules_that_there_are(slice_graph: Graph) -> None:
    with pytest.raises(NotFoundError, match="no rule set 'hats'"):
        validate_many(slice_graph, [], ["hats"])


def test_subjects_are_taken_as_they_are_needed(slice_graph: Graph) -> None:
    taken = []

    def subjects() -> Iterable[str]:
        for name in ("supporter", "enabler", "worker"):
            taken.append(name)
            yield name

    reports = validate_many(slice_graph, subjects())
    assert next(reports).subject.endswith("/supporter")  # type: ignore[union-attr]  # no error
    assert taken == ["supporter"]


NUMBERS = {BW.hours, BW.position, BW.rank, ELM.point}


def is_well_typed(statement: Triple) -> bool:
    """Tell whether a literal is what its datatype says, and a number where there has to be one."""
    term = statement.object
    if statement.predicate in NUMBERS:
        return isinstance(term, Literal) and number(term) is not None and term.value == term.value.strip()
    if not isinstance(term, Literal) or term.datatype not in DATATYPES or term.datatype == XSD.string:
        return True
    return term.value == term.value.strip() and DATATYPES[term.datatype](term.value)


@pytest.mark.parametrize(
    ("other", "copies", "at_least", "rules_at_least"),
    [
        (EngineName.SHIFTY, MANY, 130, 40),
        # it takes seconds for each: all of them are compared with BWISE_TEST_COPIES=300
        (EngineName.PYSHACL, int(os.environ.get("BWISE_TEST_COPIES", "20")), 8, 15),
    ],
)
def test_small_courses_are_judged_alike(other: EngineName, copies: int, at_least: int, rules_at_least: int) -> None:
    book = rules().of(SETS)
    base = changed("curriculum").statements
    theirs = {t.subject for t in base if isinstance(t.subject, BlankNode) or "/id/" in str(t.subject)}
    concepts = {t.subject for t in base if t.object == ox.NamedNode("http://www.w3.org/2004/02/skos/core#Concept")}
    course = [t for t in base if t.subject in theirs - concepts]
    context = [t for t in base if t.subject not in theirs - concepts]

    def found(engine: EngineName, copy: list[Triple]) -> set[tuple[str, ...]]:
        return {key(r) for r in book.engine(engine).validate(data_of(copy, context))}

    def key(r: RawResult) -> tuple[str, ...]:
        return book.owners[r.shape].id, str(r.focus), r.path, str(r.value), r.component.value

    fired: set[str] = set()
    compared = 0
    for copy in islice(mutated([course], SEED), copies):
        if not all(is_well_typed(t) for t in copy):
            continue  # rdflib compares and adds up what is no number or date, or fails
        if other is EngineName.SHIFTY and any(isinstance(t.subject, BlankNode) for t in copy):
            continue  # see the last test
        try:
            reference = found(other, copy)
        except DataError:
            assert other is EngineName.PYSHACL  # which adds up hours with a word among them, and fails
            continue
        assert found(EngineName.COMPILED, copy) == reference
        fired |= {rule for rule, *_ in reference}
        compared += 1
    assert compared >= at_least
    assert len(fired) >= rules_at_least, sorted(fired)


def test_what_shifty_takes_a_blank_node_for() -> None:
    """In a query it is bound to any node, so that Shifty finds what is not there; the other engines bind it."""
    turtle = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <urn:x:> .
    :s a sh:NodeShape ; sh:targetClass :C ; sh:sparql [ sh:select
      "SELECT $this (COUNT(?v) AS ?n) WHERE { $this <urn:x:p> ?v } GROUP BY $this HAVING (COUNT(?v) > 1)" ] ."""
    shapes = [q.triple for q in ox.parse(turtle, ox.RdfFormat.TURTLE)]
    graph = [q.triple for q in ox.parse("@prefix : <urn:x:> . _:a a :C ; :p 1 . :b :p 2 .", ox.RdfFormat.TURTLE)]
    results = {name: engine(name, shapes).validate(data_of(graph)) for name in EngineName}
    assert {name: len(found) for name, found in results.items()} == {
        EngineName.PYSHACL: 0,
        EngineName.SHIFTY: 1,
        EngineName.COMPILED: 0,
    }
