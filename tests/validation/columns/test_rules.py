"""The rules of the package asked of many graphs at once: what is found is what is found of one at a time."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import islice

import pytest
from pyoxigraph import Triple

from benchmarks.mutating import mutated
from bwise_kg import Graph
from bwise_kg.curriculum import parse_file
from bwise_kg.validation import EngineName, RawResult, rules
from bwise_kg.validation.columns.common import numbered
from bwise_kg.validation.compiled import Compiled
from bwise_kg.validation.context import context_of
from bwise_kg.validation.data import Data, Part
from bwise_kg.validation.many import validate_many
from bwise_kg.validation.numbering import Numbers
from tests.rules.fixtures import fixtures
from tests.validation.conftest import REFERENCE
from tests.validation.test_generated import said, source

SETS = ("curriculum", "alignment", "label")
NAMES = ("enabler", "supporter", "worker")
MANY = 300


def compiled(rule_sets: Sequence[str]) -> Compiled:
    engine = rules().of(rule_sets).engine(EngineName.COMPILED)
    assert isinstance(engine, Compiled)
    return engine


def found(results: Sequence[RawResult]) -> set[object]:
    """Return what is found, each with all that a query has bound: the same thing twice is one finding."""
    return {(result, frozenset(result.bindings or ())) for result in results}


def originals() -> list[list[Triple]]:
    return [[quad.triple for quad in parse_file(REFERENCE / f"{name}.ttl")] for name in NAMES]


@pytest.fixture(scope="module")
def generated(slice_graph: Graph) -> list[list[Triple]]:
    """Return the reference curricula with mistakes."""
    return list(islice(mutated(originals(), 2026), MANY))


@pytest.fixture(scope="module")
def alone(slice_graph: Graph, generated: Sequence[list[Triple]]) -> list[set[object]]:
    """Return what is found in each of them by itself."""
    around, engine = context_of(slice_graph).around, compiled(SETS)
    return [found(engine.validate(around(triples))) for triples in generated]


@pytest.mark.parametrize(("at_once", "many"), [(2, 60), (7, 140), (64, MANY)])
def test_generated_curricula_are_judged_as_one_at_a_time(
    slice_graph: Graph, generated: Sequence[list[Triple]], alone: Sequence[set[object]], at_once: int, many: int
) -> None:
    order = list(range(MANY))
    random.Random(at_once).shuffle(order)
    context, engine = context_of(slice_graph), compiled(SETS)
    fired: set[object] = set()
    with_store = 0
    for start in range(0, many, at_once):
        some = order[start : start + at_once]
        graphs = numbered([context.around(generated[number]) for number in some])
        for number, results in zip(some, engine.validate_all(graphs), strict=True):
            assert found(results) == alone[number], number
            fired |= {result.shape for result in results}
        with_store += sum("store" in vars(graph) for graph in graphs)
    assert len(fired) > 50
    assert with_store < many * 0.3  # of the others Oxigraph was not asked


def test_all_rules_for_curricula_are_in_columns() -> None:
    together = compiled(SETS).together
    assert together is not None
    assert [plan.alone.shape.node for plan in together.plans if plan.shape is None] == []
    assert [asked.shape for plan in together.plans for asked, columns in plan.questions if columns is None] == []


@pytest.mark.parametrize("rule_set", sorted({fixture.rule_set for fixture in fixtures()}))
def test_fixtures_are_judged_as_one_at_a_time(rule_set: str) -> None:
    engine, shared = compiled([rule_set]), Numbers()
    given = [fixture.data.statements for fixture in fixtures() if fixture.rule_set == rule_set]
    base = frozenset.intersection(*map(frozenset, given))
    context = Part(tuple(sorted(base, key=str)), shared)
    graphs = [
        Data(tuple(triple for triple in statements if triple not in base), (context,))
        for statements in given
        for _ in range(2)
    ]
    alone = [found(engine.validate(Data(statements, (Part(()),)))) for statements in given for _ in range(2)]
    assert sum(map(bool, alone)) >= len(alone) // 3
    assert [found(results) for results in engine.validate_all(graphs)] == alone
    backwards = [Data(graph.own, graph.parts) for graph in reversed(graphs)]
    assert [found(results) for results in engine.validate_all(backwards)] == alone[::-1]


def test_curricula_of_the_store_are_judged_as_one_at_a_time(slice_graph: Graph) -> None:
    engine, context = compiled(SETS), context_of(slice_graph)
    stored = [context.stored(slice_graph.entry(name)) for name in NAMES]
    fresh = [Data(one.own, one.parts, one.elsewhere) for one in stored]
    results = engine.validate_all(fresh)
    assert [found(one) for one in results] == [found(engine.validate(one)) for one in stored]


def test_focus_nodes_are_those_of_one_at_a_time(slice_graph: Graph, generated: Sequence[list[Triple]]) -> None:
    engine, context = compiled(SETS), context_of(slice_graph)
    graphs = numbered([context.around(triples) for triples in generated[:20]])
    engine.validate_all(graphs)
    for graph in graphs:
        for plan in engine.plans:
            assert set(graph.focus_nodes(plan.targets)) == set(plan.targets.focus_nodes(graph.index))


def test_reports_of_many_processes_are_those_of_one_at_a_time(
    slice_graph: Graph, slice_store: str, generated: Sequence[list[Triple]]
) -> None:
    subjects = [source(triples, number) for number, triples in enumerate(generated[:70])]
    one = [said(outcome) for outcome in validate_many(slice_graph, subjects, SETS)]
    two = validate_many(slice_graph, subjects, SETS, processes=2, store=slice_store)
    assert [said(outcome) for outcome in two] == one
