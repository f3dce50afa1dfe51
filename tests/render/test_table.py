from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from bwise_kg import Coverage, Graph, Verdict
from bwise_kg.render.labels import labels_for
from bwise_kg.render.table import SIGNS, coverage_table


@pytest.fixture(scope="module")
def coverage(slice_graph: Graph) -> Coverage:
    return slice_graph.coverage("supporter")


def rendered(graph: Graph, coverage: Coverage, width: int = 80) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width, highlight=False).print(
        coverage_table(coverage, labels_for(graph, coverage, "en"), "en")
    )
    return stream.getvalue()


def test_nothing_is_cut_at_80_columns(slice_graph: Graph, coverage: Coverage) -> None:
    text = rendered(slice_graph, coverage)
    assert max(map(len, text.splitlines())) <= 80
    assert "…" not in text
    words = set(re.findall(r"\w+", text))
    labels = labels_for(slice_graph, coverage, "en")
    for covered in coverage.requirements:
        assert set(re.findall(r"\w+", labels.skill(covered.requirement.skill))) <= words


def test_verdicts_are_words_and_signs_without_colour(slice_graph: Graph, coverage: Coverage) -> None:
    text = rendered(slice_graph, coverage)
    assert "\x1b" not in text
    for verdict, (sign, _) in SIGNS.items():
        lines = re.findall(rf"^ {re.escape(sign)} {verdict.value} {{2,}}[a-z]", text, re.MULTILINE)
        assert len(lines) == coverage.tally().counts[verdict]


def test_totals_are_those_of_the_coverage(slice_graph: Graph, coverage: Coverage) -> None:
    text = rendered(slice_graph, coverage)
    (row,) = re.findall(r"^ - missing +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) *$", text, re.MULTILINE)
    asked: tuple[dict[str, bool], ...] = (
        {"essential": True},
        {"essential": False},
        {"digital": True},
        {"green": True},
        {},
    )
    assert [int(n) for n in row] == [coverage.tally(**kinds).counts[Verdict.MISSING] for kinds in asked]


def test_says_that_it_is_reference_design(slice_graph: Graph, coverage: Coverage) -> None:
    text = " ".join(rendered(slice_graph, coverage).split())
    assert "Reference design of this project, not a publication of the B-WISE consortium." in text
    assert "This service uses the ESCO classification of the European Commission." in text
