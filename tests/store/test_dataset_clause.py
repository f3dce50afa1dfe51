"""FROM in a query of ours is honoured: it sees what it names and nothing else."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions

from bwise_kg import EmbeddedStore, Graph, QueryError
from bwise_kg.guard import dataset
from bwise_kg.namespaces import BW, GRAPH
from bwise_kg.store import CATALOG

FACTS, DESIGN, OLD = GRAPH["facts/seeds"], GRAPH.reference, GRAPH["esco/1.0"]
A, P = NamedNode("http://example.org/a"), NamedNode("http://example.org/p")


@pytest.fixture
def store() -> EmbeddedStore:
    """Return a store with a fact, a design, and an old graph that is not in the default union."""
    store = EmbeddedStore()
    store.load(Quad(A, P, Literal(graph.value.rpartition("/graph/")[2]), graph) for graph in (FACTS, DESIGN, OLD))
    store.load([Quad(OLD, BW.inDefaultGraph, Literal(False), CATALOG)])
    return store


def found(store: EmbeddedStore, query: str, graphs: list[NamedNode] | None = None) -> list[str]:
    answer = store.query(query, graphs=graphs)
    assert isinstance(answer, QuerySolutions)
    return sorted(row["o"].value for row in answer)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?o { <http://example.org/a> ?p ?o }", ["facts/seeds", "reference"]),
        (f"SELECT ?o FROM {FACTS} {{ ?s ?p ?o }}", ["facts/seeds"]),
        (f"SELECT ?o FROM {FACTS} FROM {OLD} {{ ?s ?p ?o }}", ["esco/1.0", "facts/seeds"]),
        (f"select ?o # FROM\nfrom\n{FACTS} where {{ ?s ?p ?o }}", ["facts/seeds"]),
        (f"SELECT ?o FROM {FACTS} {{ GRAPH ?g {{ ?s ?p ?o }} }}", []),
        (f"SELECT ?o FROM NAMED {FACTS} {{ ?s ?p ?o }}", []),
        (f"SELECT ?o FROM NAMED {FACTS} {{ GRAPH ?g {{ ?s ?p ?o }} }}", ["facts/seeds"]),
        (f"PREFIX : <{GRAPH['facts/'].value}> SELECT ?o FROM:seeds {{ ?s ?p ?o }}", ["facts/seeds"]),
        (f"SELECT ?o # FROM {FACTS}\n{{ <http://example.org/a> ?p ?o }}", ["facts/seeds", "reference"]),
        (f"SELECT ?o {{ {A} ?p ?o FILTER (?o != 'FROM {FACTS} {{') }}", ["facts/seeds", "reference"]),
        (f"PREFIX from: <http://example.org/> SELECT ?o {{ from:a ?from ?o ; {P} ?o }}", ["facts/seeds", "reference"]),
    ],
)
def test_a_query_sees_what_it_names(store: EmbeddedStore, query: str, expected: list[str]) -> None:
    assert found(store, query) == expected


def test_graphs_of_the_caller_overrule_those_of_the_query(store: EmbeddedStore) -> None:
    assert found(store, f"SELECT ?o FROM {FACTS} {{ ?s ?p ?o }}", [DESIGN]) == ["reference"]


def test_other_forms(store: EmbeddedStore) -> None:
    ask = store.query(f"ASK FROM {FACTS} {{ ?s ?p 'reference' }}")
    assert isinstance(ask, QueryBoolean)
    assert not ask
    made = store.construct(f"CONSTRUCT {{ ?s ?p ?o }} FROM {FACTS} {{ ?s ?p ?o }}")
    assert [triple.object.value for triple in made] == ["facts/seeds"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASKFROM<http://g>{}", ["<http://g>"]),
        ("SELECT *FROMNAMED<http://g>WHERE{}", ["NAMED <http://g>"]),
        ("SELECT * FROM\tex:a FROM\nnamed\rex:b {}", ["ex:a", "NAMED ex:b"]),
        ("PREFIX from: <http://x> DESCRIBE from:x", []),
        ("SELECT ('FROM <http://a>' AS ?from) { <http://FROM> ?FROM ?p FILTER (?a < ?b) }", []),
        ('SELECT * { ?s ?p """ } FROM <http://a> {""" }', []),
        ("SELECT * FROM", []),
        ("", []),
    ],
)
def test_what_counts_as_from(query: str, expected: list[str]) -> None:
    assert dataset(query) == expected


def test_queries_of_users_are_refused_as_before(slice_graph: Graph) -> None:
    with pytest.raises(QueryError, match="FROM is not supported"):
        slice_graph.query("SELECT * FROM <https://w3id.org/bwise/graph/facts/seeds> { ?s ?p ?o }")
