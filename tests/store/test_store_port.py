"""The contract of the `Store` port; every adapter passes these tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, Triple

from bwise_kg import EmbeddedStore, QueryError, Store, StoreError
from bwise_kg.namespaces import BW, GRAPH, RDF, SKOS, SPDX, XSD
from bwise_kg.store import CATALOG
from tests.endpoint.servers import emptied

Server = Callable[[str], str]
ADAPTERS: dict[str, Callable[[Path, Server], Store]] = {
    "embedded-disk": lambda folder, _server: EmbeddedStore(folder / "oxigraph"),
    "embedded-memory": lambda _folder, _server: EmbeddedStore(),
    "oxigraph-serve": lambda _folder, server: emptied(server("oxigraph_url")),
    "virtuoso": lambda _folder, server: emptied(server("virtuoso_url")),
}

DIFFERENT = {
    ("virtuoso", "test_update_changes_what_queries_find"): "drops only graphs that were created, or silently",
}
"""What a server does otherwise, see docs/stores.md."""

OLD, NEW, FACTS, COURSE = GRAPH["esco/1.0"], GRAPH["esco/2.0"], GRAPH["facts/seeds"], GRAPH["curricula/weaving/1"]
SKILL = NamedNode("https://example.org/skill/weave")
LABELS = "SELECT ?label { ?skill skos:prefLabel ?label }"
EVERYWHERE = "SELECT ?label { GRAPH ?graph { ?skill skos:prefLabel ?label } }"


def label(text: str, graph: NamedNode, subject: NamedNode = SKILL) -> Quad:
    return Quad(subject, SKOS.prefLabel, Literal(text, language="en"), graph)


def in_default_graph(graph: NamedNode, value: bool, said_in: NamedNode = CATALOG) -> Quad:
    return Quad(graph, BW.inDefaultGraph, Literal(value), said_in)


def checksum(graph: NamedNode, digest: str) -> list[Quad]:
    node = NamedNode(f"{graph.value}#checksum")
    return [Quad(graph, SPDX.checksum, node, CATALOG), Quad(node, SPDX.checksumValue, Literal(digest), CATALOG)]


def rows(store: Store, query: str, graphs: list[NamedNode] | None = None) -> list[tuple[str, ...]]:
    answer = store.query(query, graphs=graphs)
    assert isinstance(answer, QuerySolutions)
    return sorted(tuple("" if term is None else str(getattr(term, "value", term)) for term in row) for row in answer)


def ask(store: Store, query: str, graphs: list[NamedNode] | None = None) -> bool:
    answer = store.query(query, graphs=graphs)
    assert isinstance(answer, QueryBoolean)
    return bool(answer)


def triples(store: Store, query: str, graphs: list[NamedNode] | None = None) -> set[Triple]:
    return set(store.construct(query, graphs=graphs))


@pytest.fixture(params=ADAPTERS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Return an empty store of each kind."""
    if reason := DIFFERENT.get((request.param, request.node.originalname)):
        request.applymarker(pytest.mark.xfail(strict=True, reason=reason))
    return ADAPTERS[request.param](tmp_path, request.getfixturevalue)


@pytest.fixture
def versions(store: Store) -> Store:
    """Return a store with two ESCO versions, of which the catalogue takes the old one out of the default graph."""
    store.load([label("weaving", OLD), label("weave", NEW), label("to weave", FACTS)])
    store.load([in_default_graph(OLD, False), in_default_graph(NEW, True)])
    return store


class TestStore:
    def test_an_empty_store_holds_nothing(self, store: Store) -> None:
        assert not ask(store, "ASK { ?s ?p ?o }")
        assert not ask(store, "ASK { GRAPH ?g { ?s ?p ?o } }")
        assert store.graphs() == []
        assert store.digest() == sha256(b"").hexdigest()

    def test_select_and_ask_find_what_was_loaded(self, store: Store) -> None:
        store.load([label("weave", NEW), label("to weave", FACTS)])
        assert rows(store, LABELS) == [("to weave",), ("weave",)]
        assert ask(store, f"ASK {{ {SKILL} skos:prefLabel 'weave'@en }}")
        assert not ask(store, f"ASK {{ {SKILL} skos:prefLabel 'weave' }}")

    def test_typed_values_and_unbound_variables_come_back(self, store: Store) -> None:
        store.load([Quad(SKILL, BW.hours, Literal("12.5", datatype=XSD.decimal), COURSE)])
        assert rows(store, "SELECT ?hours ?none { ?skill bw:hours ?hours OPTIONAL { ?hours bw:level ?none } }") == [
            ("12.5", "")
        ]
        assert ask(store, "ASK { ?skill bw:hours ?hours FILTER (?hours * 2 = 25) }")

    def test_loading_again_adds_nothing(self, store: Store) -> None:
        for _ in range(2):
            store.load(iter([label("weave", NEW), label("weave", NEW)]))
        store.load([])
        assert rows(store, EVERYWHERE) == [("weave",)]

    def test_loads_more_than_fits_one_batch(self, store: Store) -> None:
        def many() -> Iterator[Quad]:
            for number in range(50_000):
                yield Quad(SKILL, BW.position, Literal(number), NEW)

        store.load(many())
        assert rows(store, "SELECT (COUNT(*) AS ?n) (MAX(?p) AS ?last) { ?s bw:position ?p }") == [("50000", "49999")]

    def test_construct_and_describe_return_triples(self, store: Store) -> None:
        store.load([label("weave", NEW), label("weave", FACTS), Quad(SKILL, RDF.type, BW.GreenSkill, NEW)])
        assert triples(store, "CONSTRUCT { ?s skos:altLabel ?l } WHERE { ?s skos:prefLabel ?l }") == {
            Triple(SKILL, SKOS.altLabel, Literal("weave", language="en"))
        }
        assert triples(store, f"DESCRIBE {SKILL}", [NEW]) == {
            Triple(SKILL, SKOS.prefLabel, Literal("weave", language="en")),
            Triple(SKILL, RDF.type, BW.GreenSkill),
        }

    def test_update_changes_what_queries_find(self, store: Store) -> None:
        store.update(f"INSERT DATA {{ GRAPH {NEW} {{ {SKILL} skos:prefLabel 'weave'@en }} }}")
        assert rows(store, LABELS) == [("weave",)]
        store.update(
            f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} INSERT {{ GRAPH ?g {{ ?s ?p 'weben'@de }} }} "
            f"WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }} ; INSERT DATA {{ GRAPH {FACTS} {{ {SKILL} a bw:GreenSkill }} }}"
        )
        assert rows(store, LABELS) == [("weben",)]
        assert store.graphs() == [NEW, FACTS]
        store.update(f"DROP GRAPH {NEW}")
        assert rows(store, LABELS) == []
        assert store.graphs() == [FACTS]

    def test_graphs_are_named_in_order(self, versions: Store) -> None:
        assert versions.graphs() == [CATALOG, OLD, NEW, FACTS]

    def test_default_graph_leaves_out_what_the_catalogue_excludes(self, versions: Store) -> None:
        assert rows(versions, LABELS) == [("to weave",), ("weave",)]
        assert not ask(versions, "ASK { ?s skos:prefLabel 'weaving'@en }")
        assert triples(versions, "CONSTRUCT WHERE { ?s skos:prefLabel ?l }") == {
            Triple(SKILL, SKOS.prefLabel, Literal(text, language="en")) for text in ("weave", "to weave")
        }
        assert ask(versions, f"ASK {{ {OLD} bw:inDefaultGraph false }}")

    def test_default_graph_follows_the_catalogue(self, versions: Store) -> None:
        assert len(rows(versions, LABELS)) == 2
        versions.update(
            f"DELETE DATA {{ GRAPH {CATALOG} {{ {OLD} bw:inDefaultGraph false . {NEW} bw:inDefaultGraph true }} }} ; "
            f"INSERT DATA {{ GRAPH {CATALOG} {{ {OLD} bw:inDefaultGraph true . {NEW} bw:inDefaultGraph false }} }}"
        )
        assert rows(versions, LABELS) == [("to weave",), ("weaving",)]
        versions.load([in_default_graph(FACTS, False)])
        assert rows(versions, LABELS) == [("weaving",)]

    def test_a_graph_that_comes_later_is_in_the_default_graph(self, versions: Store) -> None:
        assert len(rows(versions, LABELS)) == 2
        versions.load([label("weaving course", COURSE)])
        assert rows(versions, LABELS) == [("to weave",), ("weave",), ("weaving course",)]

    def test_only_the_catalogue_excludes(self, store: Store) -> None:
        store.load([label("weave", NEW), in_default_graph(NEW, False, said_in=COURSE)])
        assert rows(store, LABELS) == [("weave",)]

    def test_graphs_given_replace_the_default_graph(self, versions: Store) -> None:
        assert rows(versions, LABELS, [OLD]) == [("weaving",)]
        assert rows(versions, LABELS, [OLD, NEW]) == [("weave",), ("weaving",)]
        assert rows(versions, LABELS, [COURSE]) == []
        assert rows(versions, LABELS, []) == []
        assert ask(versions, "ASK { ?s skos:prefLabel 'weaving'@en }", [OLD])
        assert triples(versions, "CONSTRUCT WHERE { ?s skos:prefLabel ?l }", [OLD]) == {
            Triple(SKILL, SKOS.prefLabel, Literal("weaving", language="en"))
        }

    def test_graph_clauses_reach_every_graph(self, versions: Store) -> None:
        every = [("to weave",), ("weave",), ("weaving",)]
        assert rows(versions, EVERYWHERE) == every
        assert rows(versions, EVERYWHERE, [NEW]) == every
        assert rows(versions, f"SELECT ?l {{ GRAPH {OLD} {{ ?s skos:prefLabel ?l }} }}") == [("weaving",)]
        both = f"SELECT ?now ?then {{ ?s skos:prefLabel ?now GRAPH {OLD} {{ ?s skos:prefLabel ?then }} }}"
        assert rows(versions, both, [NEW]) == [("weave", "weaving")]

    @pytest.mark.parametrize("text", ["SELECT * {\n ?s ?p }", "SELECT * {\n ?s x:unknown ?o }"])
    def test_a_query_that_cannot_be_read_is_refused_with_its_place(self, store: Store, text: str) -> None:
        for answer in (store.query, store.construct):
            with pytest.raises(QueryError, match=r"\b2:\d+\b"):
                answer(text)

    @pytest.mark.parametrize("text", ["", "SELECT", "nonsense", "INSERT DATA { <a:a> <a:b> <a:c> }", "ASK { } ASK { }"])
    def test_what_is_no_query_is_refused(self, store: Store, text: str) -> None:
        with pytest.raises(QueryError):
            store.query(text)
        assert store.graphs() == []

    def test_an_update_that_cannot_be_read_is_refused_with_its_place_and_changes_nothing(self, versions: Store) -> None:
        with pytest.raises(QueryError, match=r"\b2:\d+\b"):
            versions.update(f"DROP GRAPH {OLD} ;\n DROP GRAPH")
        with pytest.raises(QueryError):
            versions.update("SELECT * { ?s ?p ?o }")
        assert rows(versions, EVERYWHERE) == [("to weave",), ("weave",), ("weaving",)]

    @pytest.mark.parametrize("text", ["CONSTRUCT WHERE { ?s ?p ?o }", f"DESCRIBE {SKILL}"])
    def test_query_wants_select_or_ask(self, versions: Store, text: str) -> None:
        with pytest.raises(QueryError, match="SELECT or ASK"):
            versions.query(text)

    @pytest.mark.parametrize("text", ["SELECT * { ?s ?p ?o }", "ASK { ?s ?p ?o }"])
    def test_construct_wants_construct_or_describe(self, versions: Store, text: str) -> None:
        with pytest.raises(QueryError, match="CONSTRUCT or DESCRIBE"):
            versions.construct(text)

    def test_digest_is_what_the_catalogue_says(self, store: Store) -> None:
        store.load([label("weave", NEW), *checksum(NEW, "aa"), *checksum(OLD, "bb")])
        assert (store.digest(NEW), store.digest(OLD)) == ("aa", "bb")
        with pytest.raises(StoreError, match=f"no digest of {FACTS.value}"):
            store.digest(FACTS)

    def test_digest_of_the_store_is_made_of_those_of_its_graphs(self, store: Store) -> None:
        store.load([*checksum(NEW, "aa"), *checksum(OLD, "bb")])
        assert store.digest() == sha256(f"{OLD.value} bb\n{NEW.value} aa\n".encode()).hexdigest()
        store.load([in_default_graph(OLD, False), label("weave", CATALOG)])
        assert store.digest() == sha256(f"{OLD.value} bb\n{NEW.value} aa\n".encode()).hexdigest()
        store.load(checksum(FACTS, "cc"))
        assert store.digest() == sha256(f"{OLD.value} bb\n{NEW.value} aa\n{FACTS.value} cc\n".encode()).hexdigest()
