"""Statements as they are written, and terms by number, however they are given."""

from __future__ import annotations

import pytest
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Quad, Triple

from bwise_kg import Graph
from bwise_kg.namespaces import BW, DCT, ELM, ID, RDF, XSD
from bwise_kg.validation.context import context_of
from bwise_kg.validation.links import together
from bwise_kg.validation.numbering import Numbers
from bwise_kg.validation.paths import Index
from bwise_kg.validation.terms import Term, term_of
from bwise_kg.validation.writing import lines_of, subjects_of, table_of

COURSE = NamedNode("https://example.org/course/é")
TERMS: list[Term] = [
    COURSE,
    BlankNode("b0"),
    Literal(""),
    Literal('say "no" \\ now .\n<a> <b> .\n\t\x7f\x85'),
    Literal("zwei", language="de-at"),
    Literal("a@en", language="en"),
    Literal("5", datatype=XSD.integer),
    Literal('"^^<x>', datatype=NamedNode("https://example.org/type")),
]
PLAIN = [*(Triple(COURSE, DCT.title, value) for value in TERMS), Triple(BlankNode("b0"), RDF.type, BW.Curriculum)]
ODD = [
    Triple(COURSE, DCT.title, Literal("x", language="en", direction=BaseDirection.LTR)),
    Triple(COURSE, DCT.title, Triple(COURSE, DCT.title, COURSE)),
]


@pytest.mark.parametrize("term", TERMS, ids=str)
def test_a_term_is_what_is_written(term: Term) -> None:
    assert term_of(str(term)) == term


def test_lines_are_the_statements_in_their_order() -> None:
    given = [*PLAIN, PLAIN[0]]
    lines = lines_of(given)
    assert (len(lines), list(lines), lines[1]) == (len(given), given, given[1])
    assert lines.table is not None
    assert (lines.table.texts, lines.table.rows) == (table_of(given).texts, table_of(given).rows)
    assert [[lines.table.texts[place] for place in pair] for pair in lines.table.with_predicate(RDF.type)] == [
        ["_:b0", str(BW.Curriculum)]
    ]
    assert lines.table.values == {*map(str, TERMS), str(BW.Curriculum)}
    assert lines.table.with_predicate(BW.hours) == ()
    assert subjects_of(lines) == subjects_of(given) == {str(COURSE), "_:b0"}
    assert list(lines.without({str(COURSE)})) == [PLAIN[-1]]


def test_graphs_are_left_out() -> None:
    quads = [
        Quad(COURSE, DCT.title, Literal("a"), NamedNode("https://example.org/graph")),
        Quad(COURSE, DCT.title, COURSE),
    ]
    assert list(lines_of(quads)) == [quad.triple for quad in quads]


@pytest.mark.parametrize("odd", ODD, ids=["direction", "triple term"])
def test_what_rules_cannot_read_has_no_table(odd: Triple) -> None:
    lines = lines_of([*PLAIN, odd])
    assert lines.table is None
    assert list(lines) == [*PLAIN, odd]
    assert subjects_of(lines) == {str(COURSE), "_:b0"}
    assert list(lines.without({"_:b0"})) == [*PLAIN[:-1], odd]


def test_an_index_is_the_same_of_terms_and_of_lines() -> None:
    lines = lines_of([*PLAIN, PLAIN[0]])
    read, made = Index((), (), lines.table), Index(PLAIN)
    for index in (read, made):
        assert index.values(COURSE, DCT.title) == TERMS
        assert index.subjects(RDF.type, BW.Curriculum) == [BlankNode("b0")]
        assert BlankNode("b0") in index
        assert BW.hours not in index
    assert read.literals() == made.literals()
    for predicate in (DCT.title, RDF.type):
        told = [
            [tuple(map(index.numbers.term, pair)) for pair in index.own(number)]
            for index in (read, made)
            if (number := index.numbers.find(predicate)) is not None
        ]
        assert len(told) == 2
        assert told[0] == told[1]


def test_a_term_has_one_number_however_it_is_given() -> None:
    base = Numbers()
    shared = base.number(DCT.title)
    own = Numbers(base)
    before = own.number(TERMS[4])
    assert own.written([str(DCT.title), str(TERMS[4]), str(DCT.title)]) == [shared, before, shared]
    (new,) = own.written([str(COURSE)])
    assert new < 0
    assert base.number(COURSE) >= 0  # the base gets it later
    assert (own.number(COURSE), own.find(COURSE), own.term(new)) == (new, new, COURSE)
    later = own.number(ELM.hasPart)
    assert own.written(map(str, (ELM.hasPart, COURSE))) == [later, new]
    assert own.find(BW.hours) is None


def test_iris_are_told_from_other_terms_however_they_are_given() -> None:
    base = Numbers()
    given = base.all_of(TERMS[:4])
    own = Numbers(base)
    numbers = [*given, *own.written(map(str, TERMS)), own.number(DCT.title), own.number(Literal("<x>"))]
    assert [own.is_iri(number) for number in numbers] == [isinstance(own.term(number), NamedNode) for number in numbers]
    assert sum(map(own.is_iri, numbers)) == 3


def test_a_subjects_own_values_come_first() -> None:
    own, first, second = {1: [7], 2: [8]}, {3: [9], 1: [6, 7]}, {1: [6, 5], 4: [3]}
    assert together(own, [first, second]) == {3: [9], 1: [7, 6, 5], 4: [3], 2: [8]}
    assert list(together(own, [first, second])) == [3, 1, 4, 2]
    assert (first, second) == ({3: [9], 1: [6, 7]}, {1: [6, 5], 4: [3]})
    assert together({}, [first]) is first


def test_what_is_said_of_other_concepts_is_left_out_however_it_is_read(slice_graph: Graph) -> None:
    level = next(iter(slice_graph.scales.levels))
    said = [Triple(COURSE, BW.level, NamedNode(level)), Triple(NamedNode(level), BW.rank, Literal("9"))]
    for more in ([], ODD):
        data = context_of(slice_graph).around([*said, *more])
        assert list(data.own) == [said[0], *more]
        assert Literal("9") not in data.index.values(NamedNode(level), BW.rank)
        assert data.index.values(COURSE, BW.level) == [NamedNode(level)]
    assert ID.base in level
