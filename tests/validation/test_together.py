"""Several curricula held against rules at once: what they share, and what stays of them."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from bwise_kg import Graph
from bwise_kg.curriculum.source import CurriculumSource, read_source
from bwise_kg.errors import BwiseError, DataError
from bwise_kg.namespaces import BW, DCT, SKOS
from bwise_kg.validation import Report
from bwise_kg.validation.checking import validate_all
from bwise_kg.validation.links import Numbered
from bwise_kg.validation.messages import counts
from bwise_kg.validation.naming import Names, learn
from bwise_kg.validation.numbering import Numbers
from bwise_kg.validation.paths import Index
from bwise_kg.validation.rules import rules
from bwise_kg.validation.terms import rows_of

COURSE, OTHER = NamedNode("https://example.org/course"), NamedNode("https://example.org/other")


def test_nothing_stays_of_curricula_that_are_done(slice_graph: Graph, broken_course: Path) -> None:
    course = read_source(broken_course)
    nothing = CurriculumSource((Quad(COURSE, DCT.title, Literal("No course")),), {}, Path("nothing.ttl"))
    subjects = [course, nothing, course]
    validate_all(slice_graph, subjects)  # what is kept of the store is kept from then on
    gc.collect()
    gc.disable()
    try:
        first, error, last = validate_all(slice_graph, subjects)
        assert gc.collect() == 0
    finally:
        gc.enable()
    assert isinstance(first, Report)
    assert first == last
    assert isinstance(error, DataError)
    assert error.__traceback__ is None


def test_an_error_says_what_it_came_of_without_where(slice_graph: Graph, tmp_path: Path) -> None:
    (error,) = validate_all(slice_graph, [tmp_path / "not-there.ttl"])
    assert isinstance(error, BwiseError)
    found: BaseException | None = error
    while found is not None:
        assert found.__traceback__ is None
        found = found.__cause__ or found.__context__


def test_names_of_several_are_learnt_at_once(slice_graph: Graph) -> None:
    level = NamedNode(next(iter(slice_graph.scales.levels)))
    own = Index([Triple(COURSE, DCT.title, Literal("Course", language="en")), Triple(COURSE, BW.skill, level)])
    called = [Names(own, slice_graph, None), Names(Index(), slice_graph)]
    assert called[0].unknown([level, COURSE]) <= {level.value, COURSE.value}
    learn([(called[0], [COURSE]), (called[1], [level, Literal("x")])])
    assert all(names.unknown([level, COURSE]) == set() for names in called)
    assert called[0].texts(COURSE) == {"en": "Course"}
    assert called[0].texts(level) == called[1].texts(level) == slice_graph.scales.levels[level.value].label
    learn([])
    learn([(Names(Index()), [level])])


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 1, 0), (1, 1, 2)])
def test_what_is_said_of_one_subject_is_what_is_said_of_all(order: tuple[int, ...]) -> None:
    said = [
        [Triple(COURSE, DCT.title, Literal("a")), Triple(OTHER, DCT.title, Literal("b"))],
        [Triple(COURSE, DCT.title, Literal("c")), Triple(COURSE, SKOS.prefLabel, Literal("d"))],
        [Triple(OTHER, DCT.title, Literal("b")), Triple(OTHER, DCT.title, Literal("e"))],
    ]
    base = Numbers()
    parts = [Numbered(rows_of(said[place]), base) for place in order]
    own = [Triple(OTHER, DCT.title, Literal("f")), Triple(OTHER, DCT.title, Literal("e"))]
    one, all_ = Index(own, parts), Index(own, parts)
    for subject in (COURSE, OTHER):
        number = one.numbers.number(subject)
        for predicate in (DCT.title, SKOS.prefLabel, BW.hours):
            expected = all_.links(predicate).get(all_.numbers.number(subject), [])
            assert list(map(one.numbers.term, one.said_of(number, predicate))) == list(
                map(all_.numbers.term, expected)
            ), (subject, predicate)


def test_values_are_counted_where_a_message_says_how_many() -> None:
    counted = {rule.id for rule in rules().rules if counts(rule)}
    assert counted == {
        rule.id
        for rule in rules().rules
        if any("{count}" in text for text in (rule.templates or rule.message).values())
    }
    assert counted
    assert len(counted) < len(rules().rules)
