"""Queries that rdflib reads once: the answers are those that it gives when it reads them every time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pyoxigraph as ox
import pytest
from rdflib import Graph, Literal, URIRef

from bwise_kg.validation import Data, EngineName, data_of, engine
from bwise_kg.validation.prepared import PreparedGraph

A, B = URIRef("urn:x:a"), URIRef("urn:x:b")
TURTLE = ("@prefix : <urn:x:> . :a :p 1, 2 . :b :p 3 .", "@prefix : <urn:x:> . :a :p 3 . :c :p 3 .")
QUERIES = (
    "SELECT ?this (SUM(?v) AS ?sum) { ?this <urn:x:p> ?v } GROUP BY ?this HAVING (COUNT(?v) > 0)",
    "SELECT ?this ?v { ?this <urn:x:p> ?v FILTER EXISTS { ?other <urn:x:p> ?v FILTER(?other != ?this) } }",
    "SELECT ?this { { SELECT ?this (MAX(?v) AS ?most) { ?this <urn:x:p> ?v } GROUP BY ?this } FILTER(?most = 3) }",
)


@pytest.mark.parametrize("query", QUERIES)
def test_answers_are_of_the_graph_and_the_bindings_that_are_asked(query: str) -> None:
    for _ in range(2):
        for text in TURTLE:
            plain, prepared = Graph().parse(data=text), PreparedGraph().parse(data=text)
            for bound in ({}, {"this": A}, {"this": B}, {"this": A, "v": Literal(3)}):
                found = [sorted(graph.query(query, initBindings=bound)) for graph in (plain, prepared)]
                assert found[0] == found[1]


def test_a_prefix_means_what_it_means_in_the_graph_that_is_asked() -> None:
    graphs = [PreparedGraph(bind_namespaces="none").parse(data=TURTLE[0]) for _ in range(2)]
    for graph, namespace in zip(graphs, ("urn:x:", "urn:other:"), strict=True):
        graph.bind("n", namespace)
    assert [len(graph.query("SELECT ?v { ?this n:p ?v }")) for graph in graphs] == [3, 0]
    assert len(graphs[1].query("SELECT ?v { ?this n:p ?v }", initNs={"n": "urn:x:"})) == 3


def test_several_at_once_are_not_mixed_up() -> None:
    shapes = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <urn:x:> .
    :s a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:sparql [ sh:select
      "SELECT $this ?value { $this <urn:x:p> ?value FILTER(?value > 1 && ?value != 99) }" ] ."""
    pyshacl = engine(EngineName.PYSHACL, [q.triple for q in ox.parse(shapes, ox.RdfFormat.TURTLE)])

    def graph(number: int) -> Data:
        text = f"@prefix : <urn:x:> . :a{number} :p 1, {number + 2}, 99 ."
        return data_of([q.triple for q in ox.parse(text, ox.RdfFormat.TURTLE)])

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda number: pyshacl.validate(graph(number)), range(24)))
    assert [[(str(r.focus), str(r.value)) for r in results] for results in found] == [
        [(f"<urn:x:a{number}>", f'"{number + 2}"^^<http://www.w3.org/2001/XMLSchema#integer>')] for number in range(24)
    ]
