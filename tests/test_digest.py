"""Digests: the same statements, the same digest; of the form in which a store holds them; never for ever."""

from __future__ import annotations

import hashlib
import random
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from bwise_kg import BwiseError, EmbeddedStore, Graph
from bwise_kg.digest import GraphDigest, digest_each, digest_of, store_digest
from bwise_kg.namespaces import XSD
from bwise_kg.store import CATALOG

A, B, P, Q = (NamedNode(f"http://example.org/{name}") for name in "abpq")
GRAPH, OTHER = NamedNode("http://example.org/graph"), NamedNode("http://example.org/other")

LITERALS = [
    *(Literal(text, datatype=XSD.decimal) for text in ("40.0", "-0", "012.50", "0.1234567890123456789", "x")),
    *(Literal(text, datatype=XSD.integer) for text in ("+1", "007", "9" * 30)),
    *(Literal("2", datatype=type_) for type_ in (XSD.positiveInteger, XSD.nonNegativeInteger, XSD.int, XSD.byte)),
    *(Literal(text, datatype=XSD.dateTime) for text in ("2024-01-25T11:28:50.290Z", "2024-01-25T11:28:50+00:00")),
    *(Literal(text, datatype=XSD.date) for text in ("2024-01-25", "2024-01-25Z", "2024-02-31")),
    *(Literal(text, datatype=XSD.boolean) for text in ("1", "true", "no")),
    *(Literal(text, datatype=XSD.double) for text in ("1.0E1", "1e1", "NaN", "-INF")),
    *(Literal(text, datatype=XSD.duration) for text in ("P1Y12M", "PT3600S")),
    *(Literal("colour", language=tag) for tag in ("en", "EN-gb", "nl-BE")),
    *(
        Literal(text)
        for text in ("", "a\x00b\x07\x1f\x7f", 'a\tb\r\nc"d\\e', "\u0085\u2028\ufeff", "caf\u00e9 \U0001f9fa")
    ),
    Literal("x", datatype=NamedNode("http://example.org/type")),
]


def digest(*quads: Quad) -> str:
    return digest_of(quads).hexdigest()


def in_store(*quads: Quad) -> str:
    store = EmbeddedStore()
    store.load(quads)
    return store.measured_digest(GRAPH)


def test_is_the_sum_of_the_hashes_of_the_lines() -> None:
    lines = [
        b'<http://example.org/a> <http://example.org/p> "caf\xc3\xa9\\n"@en',
        b'<http://example.org/a> <http://example.org/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer>',
    ]
    expected = sum(int(hashlib.sha256(line).hexdigest(), 16) for line in lines) % 2**256
    quads = [
        Quad(A, P, Literal("café\n", language="en"), GRAPH),
        Quad(A, P, Literal("01", datatype=XSD.integer), GRAPH),
    ]
    assert int(digest(*quads), 16) == expected
    assert len(digest(*quads)) == 64
    assert digest() == "0" * 64


def test_order_repetition_and_graph_name_do_not_count() -> None:
    quads = [Quad(A, P, literal, GRAPH) for literal in LITERALS]
    shuffled = random.Random(1).sample(quads, len(quads))
    elsewhere = [Quad(q.subject, q.predicate, q.object, OTHER) for q in quads]
    assert digest(*quads) == digest(*shuffled, *quads) == digest(*elsewhere)


@pytest.mark.parametrize(
    "other",
    [
        Quad(B, P, Literal("x"), GRAPH),
        Quad(A, Q, Literal("x"), GRAPH),
        Quad(A, P, Literal("X"), GRAPH),
        Quad(A, P, Literal("x "), GRAPH),
        Quad(A, P, Literal("x", language="en"), GRAPH),
        Quad(A, P, Literal("x", datatype=XSD.token), GRAPH),
        Quad(A, P, NamedNode("http://example.org/x"), GRAPH),
        Quad(A, P, BlankNode("x"), GRAPH),
    ],
)
def test_every_part_of_a_statement_counts(other: Quad) -> None:
    first = Quad(A, P, Literal("x"), GRAPH)
    assert len({digest(first), digest(other), digest(first, other), digest()}) == 4


@pytest.mark.parametrize("literal", LITERALS, ids=str)
def test_is_that_of_the_stored_form(literal: Literal) -> None:
    assert digest(Quad(A, P, literal, GRAPH)) == in_store(Quad(A, P, literal, GRAPH))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(st.text(max_size=5), st.sampled_from(LITERALS).map(lambda literal: literal.datatype)), max_size=8
    )
)
def test_is_that_of_the_stored_form_whatever_the_text(values: list[tuple[str, NamedNode]]) -> None:
    typed = [Literal(text, datatype=type_) for text, type_ in values if not type_.value.endswith("#langString")]
    quads = [Quad(A, P, value, GRAPH) for value in typed]
    assert digest(*quads) == in_store(*quads)


def test_statements_that_a_store_makes_one_count_once() -> None:
    same = [Literal("40.0", datatype=XSD.decimal), Literal("40", datatype=XSD.decimal)]
    assert digest(*(Quad(A, P, value, GRAPH) for value in same)) == digest(Quad(A, P, same[1], GRAPH))


def test_catalogue_tells_the_digest_of_what_each_graph_holds(slice_graph: Graph) -> None:
    store = slice_graph.store
    assert isinstance(store, EmbeddedStore)
    graphs = [graph for graph in store.graphs() if graph != CATALOG]
    assert len(graphs) >= 5
    assert {graph.value: store.digest(graph) for graph in graphs} == {
        graph.value: store.measured_digest(graph) for graph in graphs
    }
    assert store.digest() == store_digest({graph.value: store.measured_digest(graph) for graph in graphs})


def test_stays_the_same_on_disk(tmp_path: Path) -> None:
    quads = [Quad(A, P, literal, GRAPH) for literal in LITERALS] + chain(["x", "y", "z"])
    store = EmbeddedStore(tmp_path / "store")
    store.load(quads)
    store.close()
    assert EmbeddedStore(tmp_path / "store", read_only=True).measured_digest(GRAPH) == digest(*quads)


# Blank nodes


def chain(names: list[str]) -> list[Quad]:
    """Return a list of blank nodes, one after the other, as OWL's lists are."""
    nodes = [BlankNode(name) for name in names]
    links = [Quad(one, P, other, GRAPH) for one, other in pairwise(nodes)]
    return [Quad(A, Q, nodes[0], GRAPH), *links, Quad(nodes[-1], P, B, GRAPH)]


def ring(names: list[str]) -> list[Quad]:
    nodes = [BlankNode(name) for name in names]
    return [Quad(one, P, other, GRAPH) for one, other in zip(nodes, [*nodes[1:], nodes[0]], strict=True)]


def test_names_of_blank_nodes_do_not_count() -> None:
    assert digest(*chain(["a", "b", "c"])) == digest(*reversed(chain(["c", "x", "b"])))
    assert digest(*ring(["a", "b", "c"])) == digest(*ring(["z", "a", "y"]))
    assert digest(*chain(["a", "b", "c"])) != digest(*chain(["a", "b"]))
    assert digest(*ring(["a", "b", "c"]), *ring(["d", "e", "f"])) != digest(*ring(["a", "b", "c", "d", "e", "f"]))


def test_deadline_changes_nothing_for_an_honest_graph() -> None:
    assert digest_of(chain(["a", "b"]), deadline=60).hexdigest() == digest(*chain(["b", "a"]))
    assert digest_of([Quad(A, P, B, GRAPH)], deadline=1e-9).hexdigest() == digest(Quad(A, P, B, GRAPH))


def alike(count: int) -> list[Quad]:
    """Blank nodes, each linked to every other: none can be told from the rest."""
    nodes = [BlankNode() for _ in range(count)]
    return [Quad(one, P, other, GRAPH) for one in nodes for other in nodes if one != other]


def test_deadline_ends_what_would_take_for_ever() -> None:
    """The orders of ten nodes fit into memory, and to try them takes minutes."""
    started = time.monotonic()
    with pytest.raises(BwiseError, match=r"^its blank nodes cannot be told apart within 2 s; give its resources IRIs$"):
        digest_of(alike(10), deadline=2)
    assert 1.5 < time.monotonic() - started < 30


def test_memory_ends_what_would_take_all_of_it() -> None:
    """The orders of twelve nodes do not fit into memory; they are made before any is tried."""
    bound = r"^its blank nodes cannot be told apart within 2,048 MiB; give its resources IRIs$"
    with pytest.raises(BwiseError, match=bound):
        digest_of(alike(12), deadline=120)


# Digests as statements pass by, and of whole stores


def test_digest_each_passes_on_and_keeps_graphs_apart() -> None:
    quads = [Quad(A, P, B, GRAPH), Quad(A, P, B, OTHER), Quad(B, P, A, NamedNode(GRAPH.value))]
    digests: dict[NamedNode, GraphDigest] = {}
    assert list(digest_each(quads, digests)) == quads
    assert {graph: found.statements for graph, found in digests.items()} == {GRAPH: 2, OTHER: 1}
    assert digests[GRAPH].hexdigest() == digest(quads[0], quads[2])
    assert digests[OTHER].hexdigest() == digest(quads[0])


def test_store_digest_is_of_names_and_digests() -> None:
    graphs = {"http://b": "2" * 64, "http://a": "1" * 64}
    lines = f"http://a {'1' * 64}\nhttp://b {'2' * 64}\n"
    assert (
        store_digest(graphs)
        == store_digest(dict(reversed(graphs.items())))
        == hashlib.sha256(lines.encode()).hexdigest()
    )
    assert (
        len({store_digest(graphs), store_digest({}), store_digest({"http://a": "2" * 64, "http://b": "1" * 64})}) == 3
    )
