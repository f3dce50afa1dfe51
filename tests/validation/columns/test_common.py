"""The numbers that terms of several curricula have in common, while what they share grows and others are at work."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyoxigraph import BaseDirection, Literal, NamedNode, QuerySolutions, Triple

from bwise_kg import Graph, open_graph
from bwise_kg.curriculum.source import CurriculumSource
from bwise_kg.namespaces import BW, DCT, SKOS
from bwise_kg.validation import Report, validate
from bwise_kg.validation.checking import validate_all
from bwise_kg.validation.columns.common import numbered
from bwise_kg.validation.context import context_of
from bwise_kg.validation.data import Data, Part
from bwise_kg.validation.writing import Written, lines_of
from tests.validation.test_generated import generated, said

__all__ = ["generated"]

COURSE = NamedNode("https://example.org/course")
SETS = ("curriculum", "alignment")


@pytest.fixture
def fresh(slice_store: Path) -> Graph:
    """Return the slice with nothing cut from it yet."""
    return open_graph(slice_store)


def skills(graph: Graph) -> list[tuple[NamedNode, Literal]]:
    """Return skills of ESCO with their names in English."""
    query = 'SELECT ?s ?l WHERE { ?s a esco:Skill ; skos:prefLabel ?l FILTER(LANG(?l) = "en") } ORDER BY ?s LIMIT 3'
    prefixes = f"PREFIX esco: <http://data.europa.eu/esco/model#> PREFIX skos: <{SKOS.base}> "
    found = graph.store.query(prefixes + query)
    assert isinstance(found, QuerySolutions)
    rows = [(row["s"], row["l"]) for row in found]
    assert len(rows) == 3
    return rows


def around(graph: Graph, said_: Sequence[Triple], many: int = 2) -> list[Data]:
    """Return statements with their context, several times, numbered together."""
    written = Written()
    return numbered([context_of(graph).around(lines_of(said_, written)) for _ in range(many)])


def test_a_term_that_the_context_gets_later_is_the_contexts_from_then_on(fresh: Graph) -> None:
    (skill, label), (other, _), _ = skills(fresh)
    titled = Triple(COURSE, DCT.title, label)
    before = around(fresh, [titled])
    assert before[0].numbers is before[1].numbers is before[0].index.numbers
    number = before[0].index.numbers.find(label)
    assert number is not None
    assert number < 0

    after = around(fresh, [titled, Triple(COURSE, BW.skill, skill)])
    assert after[0].numbers is not before[0].numbers
    for data in after:
        shared = data.index.numbers.find(label)
        assert shared is not None
        assert shared >= 0
        assert data.index.values(COURSE, DCT.title) == [label]
        assert label in data.index.values(skill, SKOS.prefLabel)
        assert set(data.index.subjects(DCT.title, label)) == {COURSE}
    # whoever still has the numbers of before finds with them what was found
    assert before[0].index.numbers.find(label) == number
    assert before[0].index.values(COURSE, DCT.title) == [label]

    more = around(fresh, [titled, Triple(COURSE, BW.skill, other)])
    assert more[0].numbers is after[0].numbers  # it has grown by what nobody had said
    assert more[0].index.values(COURSE, BW.skill) == [other]
    assert more[0].index.values(other, SKOS.prefLabel)


def test_reports_are_the_same_while_the_context_grows(
    slice_graph: Graph, fresh: Graph, generated: list[CurriculumSource]
) -> None:
    for start, end in ((0, 1), (1, 3), (3, 10), (10, 40), (3, 10)):
        some = generated[start:end]
        alone = [said(outcome) for one in some for outcome in validate_all(slice_graph, [one], SETS)]
        assert [said(outcome) for outcome in validate_all(fresh, some, SETS)] == alone


def test_several_threads_do_not_see_each_others_terms(
    slice_graph: Graph, fresh: Graph, generated: list[CurriculumSource]
) -> None:
    some = generated[:24]
    alone = [outcome for one in some for outcome in validate_all(slice_graph, [one], SETS)]
    expected, fine = list(map(said, alone)), [n for n, outcome in enumerate(alone) if isinstance(outcome, Report)]
    together = threading.Barrier(4)

    def batches(step: int) -> list[object]:
        together.wait()
        found: list[object] = []
        for start in range(0, len(some), step):
            found += map(said, validate_all(fresh, some[start : start + step], SETS))
        return found

    def singles(_: int) -> list[object]:
        together.wait()
        return [said(validate(fresh, some[n], SETS)) for n in fine]

    with ThreadPoolExecutor(4) as pool:
        several = [pool.submit(batches, 4), pool.submit(batches, 12)]
        one_by_one = [pool.submit(singles, n) for n in range(2)]
        for batch in several:
            assert batch.result() == expected
        for single in one_by_one:
            assert single.result() == [expected[n] for n in fine]


def test_numpy_is_loaded_for_several_only(slice_store: Path) -> None:
    code = (
        "import sys; from bwise_kg import open_graph; from bwise_kg.validation import validate, validate_many\n"
        "graph, loaded = open_graph(sys.argv[1]), []\n"
        "for work in (lambda: validate(graph, 'worker'), lambda: [*validate_many(graph, ['worker'] * 3)]):\n"
        "    work()\n"
        "    loaded.append('numpy' in sys.modules)\n"
        "print(loaded)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(slice_store)], capture_output=True, text=True, check=True)
    assert done.stdout == "[False, True]\n"


def test_what_shares_no_context_is_numbered_by_itself() -> None:
    said_ = (Triple(COURSE, DCT.title, Literal("a")),)
    one, other = Part(()), Part(())
    alone = [Data(said_, (one,)), Data(said_), Data(said_, (other,))]
    assert [data.numbers for data in numbered(alone)] == [None, None, None]
    same = numbered([Data(said_, (one,)), Data(said_, (one,)), *alone[1:]])
    assert same[0].numbers is same[1].numbers is not None
    assert [data.numbers for data in same[2:]] == [None, None]
    assert [again is data for again, data in zip(numbered(same), same, strict=True)] == [True] * 4


def test_what_cannot_be_read_is_that_of_one_alone() -> None:
    written = Written()
    plain = Triple(COURSE, DCT.title, Literal("a"))
    odd = Triple(COURSE, DCT.title, Literal("x", language="en", direction=BaseDirection.LTR))
    first, second, third = (lines_of(given, written) for given in ([plain], [plain, odd], [plain]))
    assert second.table is None
    assert first.table is not None
    assert third.table is not None
    assert first.table.rows == third.table.rows
    assert first.table.values == {'"a"'}
