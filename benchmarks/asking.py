"""All competency questions with their defaults, beside the engine alone on the same queries."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from bwise_kg import Graph, open_graph
from bwise_kg.queries import bind
from bwise_kg.questions import Question, Resource, Value, questions

from .measure import Line, median

_BAR = 2.0
"""Seconds for all of them together, warm."""


def lines(folder: Path) -> Iterator[Line]:
    """Ask each question, labels and all, and let the engine walk through the bare rows of the same query."""
    gc.freeze()  # else each of the many runs waits for the collector to walk through rdflib's copy of the graph
    graph = open_graph(folder)
    ours = {question.id: median(partial(graph.ask, question.id), 5) for question in questions()}
    bare = {question.id: median(partial(_bare, graph, bound(graph, question)), 5) for question in questions()}
    total, slowest = sum(ours.values()), max(ours, key=ours.__getitem__)
    yield Line(
        f"the {len(ours)} questions with labels, warm", total, "the engine alone, bare rows", sum(bare.values()),
        "under 2 s", total < _BAR,
    )  # fmt: skip
    yield Line(f"the slowest of them, {slowest}", ours[slowest], "the engine alone", bare[slowest], "", None)


def _bare(graph: Graph, query: str) -> int:
    return len(list(graph.store.query(query)))  # type: ignore[arg-type]  # of SELECT


def bound(graph: Graph, question: Question) -> str:
    """Return the query of a question with its defaults bound, as `Graph.ask` binds them."""
    given = {each.parameter.name: each.value for each in graph.ask(question.id).parameters if each.value}
    return bind(question.query, **{name: _term(value) for name, value in given.items()})


def _term(value: Resource | Value) -> NamedNode | Literal:
    if isinstance(value, Resource):
        return NamedNode(value.iri)
    return Literal(value.text, datatype=NamedNode(value.datatype))
