"""What others write: the catalogue, the digests and the inferred graphs are right after every change."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from bwise_kg import EmbeddedStore, QueryError, build
from bwise_kg.curricula import add, entries
from bwise_kg.errors import ProtectedError
from bwise_kg.generations import open_store, writing
from bwise_kg.namespaces import BW, GRAPH, ID, PROV, VOID, inferred_graph
from bwise_kg.rules import infer
from bwise_kg.store import CATALOG
from bwise_kg.submissions import DEFAULT, update

ONE, TWO = NamedNode("http://example.org/one"), NamedNode("http://example.org/two#part")


@pytest.fixture
def store(slice_store: Path, tmp_path: Path) -> EmbeddedStore:
    """Return a copy of the built store that may be written."""
    open_store(slice_store).backup(tmp_path / "copy")
    return EmbeddedStore(tmp_path / "copy")


def said(store: EmbeddedStore) -> dict[str, int]:
    """Return how many statements graphs have by the catalogue."""
    return {
        quad.subject.value: int(quad.object.value)
        for quad in store.quads(CATALOG)
        if quad.predicate == VOID.triples and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
    }


def assert_true(store: EmbeddedStore) -> None:
    """Compare the catalogue with what graphs hold, counted and measured by other means."""
    graphs = [graph for graph in store.graphs() if graph != CATALOG]
    assert said(store) == {graph.value: store.size(graph) for graph in graphs}
    for graph in graphs:
        assert store.digest(graph) == store.measured_digest(graph), graph
    for graph in graphs:
        if not graph.value.startswith(GRAPH["inferred/"].value):
            scratch = EmbeddedStore()
            scratch.load(store.quads(graph))
            found = infer(scratch, [graph])
            held = {target for target in (inferred_graph(graph),) if graph in GRAPH and target in graphs}
            assert set(found) == held
            assert all(store.digest(target) == digest.hexdigest() for target, digest in found.items())


def test_new_graph_is_described_as_submitted(store: EmbeddedStore) -> None:
    before = store.digest()
    changes = update(store, f"INSERT DATA {{ GRAPH {ONE} {{ <http://a> <http://b> 1, 2 }} }}")
    assert changes.changed == {ONE}
    assert said(store)[ONE.value] == 2
    assert Quad(ONE, BW.origin, ID["origin/submitted"], CATALOG) in set(store.quads(CATALOG))
    assert store.digest() != before
    assert_true(store)
    update(store, f"DROP GRAPH {ONE}")
    assert store.digest() == before
    assert ONE.value not in {str(term) for quad in store.quads(CATALOG) for term in (quad.subject, quad.object)}


def test_graph_whose_iri_has_a_fragment(store: EmbeddedStore) -> None:
    update(store, f"INSERT DATA {{ GRAPH {TWO} {{ <http://a> <http://b> 1 }} }}")
    assert store.digest(TWO) == store.measured_digest(TWO)
    update(store, f"CLEAR GRAPH {TWO}")
    assert said(store)[TWO.value] == 0
    assert_true(store)


def test_change_of_a_packaged_graph_says_by_what(store: EmbeddedStore) -> None:
    times = {
        q.object for q in store.quads(CATALOG) if (q.subject, q.predicate) == (GRAPH.reference, PROV.generatedAtTime)
    }
    changes = update(store, f"INSERT DATA {{ GRAPH {GRAPH.reference} {{ <http://a> <http://b> 1 }} }}")
    assert changes.changed == {GRAPH.reference}
    now = {
        q.object for q in store.quads(CATALOG) if (q.subject, q.predicate) == (GRAPH.reference, PROV.generatedAtTime)
    }
    assert len(now) == 1
    assert now != times
    assert_true(store)


def test_what_changes_nothing_leaves_the_catalogue_as_it_is(store: EmbeddedStore) -> None:
    before = set(store.quads(CATALOG))
    assert not update(store, "DELETE DATA { GRAPH bwg:reference { <http://a> <http://b> 1 } }").changed
    assert not update(store, "DELETE { GRAPH ?g { ?s ?p 98765 } } WHERE { GRAPH ?g { ?s ?p 98765 } }").changed
    assert set(store.quads(CATALOG)) == before


def test_conclusions_follow_their_source(store: EmbeddedStore) -> None:
    source = next(graph for graph in store.graphs() if inferred_graph(graph) in store.graphs() and graph in GRAPH)
    target = inferred_graph(source)
    update(store, f"DROP GRAPH {source}")
    assert {source, target}.isdisjoint(store.graphs())
    assert_true(store)


def test_default_graph_of_updates_is_a_graph_that_queries_see(store: EmbeddedStore) -> None:
    update(store, "INSERT DATA { <http://a> <http://b> 1 }")
    assert DEFAULT in store.graphs()
    assert store.query("ASK { <http://a> <http://b> 1 }")
    assert store.query(f"ASK {{ GRAPH {DEFAULT} {{ <http://a> <http://b> 1 }} }}")
    assert_true(store)
    update(store, "DELETE { ?s ?p 1 } INSERT { ?s ?p 2, 3 } WHERE { ?s ?p 1 }")
    assert said(store)[DEFAULT.value] == 2
    update(store, "CLEAR NAMED")
    assert store.graphs() == [CATALOG, DEFAULT] or set(said(store).values()) == {0, 2}
    assert store.query("ASK { <http://a> <http://b> 3 }")
    update(store, "CLEAR DEFAULT")
    assert DEFAULT.value not in said(store)
    assert_true(store)


@pytest.mark.parametrize("text", ["DROP ALL", "CLEAR ALL", "DROP NAMED", "clear silent all ; DROP ALL"])
def test_clearing_everything_keeps_a_catalogue_of_nothing(store: EmbeddedStore, text: str) -> None:
    update(store, text)
    assert set(said(store).values()) <= {0}
    assert_true(store)
    update(store, "INSERT DATA { GRAPH <http://g> { <http://a> <http://b> 1 } }")
    assert said(store)["http://g"] == 1


PROTECTED = [
    f"DROP GRAPH {CATALOG}",
    f"INSERT DATA {{ GRAPH {CATALOG} {{ <http://a> <http://b> 1 }} }}",
    f"CLEAR ALL ; INSERT DATA {{ GRAPH {CATALOG} {{ <http://a> <http://b> 1 }} }}",
    "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
    f"COPY {GRAPH.reference} TO {CATALOG}",
    "BASE <https://w3id.org/bwise/graph/> INSERT DATA { GRAPH <catalog> { <http://a> <http://b> 1 } }",
    "INSERT DATA { GRAPH <https://w3id.org/bwise/graph/inferred/reference> { <http://a> <http://b> 1 } }",
    "INSERT DATA { GRAPH bwg:inferred\\/nothing { <http://a> <http://b> 1 } }",
    "DELETE WHERE { GRAPH <https://w3id.org/bwise/graph/inferred/reference> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("text", PROTECTED)
def test_what_the_store_writes_itself_is_not_written_by_others(store: EmbeddedStore, text: str) -> None:
    with pytest.raises(ProtectedError):
        update(store, text)


@pytest.mark.parametrize(
    "text",
    [
        f"INSERT DATA {{ GRAPH {DEFAULT} {{ <http://a> <http://b> 1 }} }}",
        "DROP GRAPH bwg:default",
        "INSERT { <http://a> <http://b> 1 } WHERE { GRAPH bwg:default { ?s ?p ?o } }",
    ],
)
def test_default_graph_has_no_name_in_updates(store: EmbeddedStore, text: str) -> None:
    with pytest.raises(QueryError, match="leave its name out"):
        update(store, text)


def test_protocol_dataset(store: EmbeddedStore) -> None:
    update(
        store, f"INSERT DATA {{ GRAPH {ONE} {{ <http://a> <http://b> 1 }} GRAPH {TWO} {{ <http://a> <http://b> 2 }} }}"
    )
    text = "INSERT { GRAPH <http://found> { ?s ?p ?o } } WHERE { ?s ?p ?o } ; DELETE WHERE { ?s ?p 3 }"
    update(store, text, default=[ONE])
    assert {quad.object for quad in store.quads(NamedNode("http://found"))} == {Literal(1)}
    update(store, "INSERT { GRAPH <http://found> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", named=[TWO])
    assert {quad.object for quad in store.quads(NamedNode("http://found"))} == {Literal(1), Literal(2)}
    assert_true(store)


def test_versions_of_a_curriculum_that_are_taken_out(tmp_path: Path, slice_store: Path) -> None:
    folder = tmp_path / "store"
    build(folder)
    file = tmp_path / "course.ttl"
    for version in ("1", "2"):
        file.write_text(
            f"@prefix bw: <{BW.base}> . @prefix dct: <http://purl.org/dc/terms/> . "
            f'<http://example.org/course> a bw:Curriculum ; dct:title "Course {version}"@en .'
        )
        add(folder, file, version, "course")
    with writing(folder) as generation:
        open_store(folder).backup(generation)
        store = EmbeddedStore(generation)
        update(store, f"DROP GRAPH {GRAPH['curricula/course/2']}")
        assert [(e.version, e.newest) for e in entries(store) if e.name == "course"] == [("1", True)]
        assert store.query('ASK { ?s ?p "Course 1"@en }')
        assert_true(store)
        store.close()


def test_what_was_submitted_is_there_after_a_rebuild(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    build(folder)
    clean = open_store(folder).digest()
    with writing(folder) as generation:
        open_store(folder).backup(generation)
        store = EmbeddedStore(generation)
        update(
            store,
            f"INSERT DATA {{ <http://a> <http://b> 1 . GRAPH {ONE} {{ <http://a> <http://b> [] }} "
            f"GRAPH {GRAPH.reference} {{ <http://a> <http://b> 3 }} }}",
        )
        digest = store.digest(ONE)
        store.close()
    build(folder)
    rebuilt = open_store(folder)
    assert rebuilt.digest(ONE) == digest
    assert said(rebuilt)[DEFAULT.value] == 1
    assert not rebuilt.query(f"ASK {{ GRAPH {GRAPH.reference} {{ <http://a> <http://b> 3 }} }}")
    assert rebuilt.digest() != clean


TERMS = st.sampled_from(["<http://a>", "<http://b>", "ex:c", "_:x", '"GRAPH ?g {"', "1", '"""}"""@en'])
NODES = st.sampled_from(["<http://a>", "ex:b", "<relative>"])
GRAPHS = st.sampled_from(["<http://g/1>", "<http://g/2>", "ex:g", "<rel/g>", "bwg:reference", "<http://g/\\u0031>"])
TRIPLES = st.builds("{} {} {} .".format, NODES, NODES, TERMS)
SOLID = TRIPLES.filter(lambda triple: "_:" not in triple)


@st.composite
def operations(draw: st.DrawFn) -> str:
    graph, other, triple, solid = draw(GRAPHS), draw(GRAPHS), draw(TRIPLES), draw(SOLID)
    return draw(
        st.sampled_from(
            [
                f"INSERT DATA {{ GRAPH {graph} {{ {triple} }} {triple} }}",
                f"INSERT DATA{{{triple}}}",
                f"DELETE DATA {{ GRAPH {graph} {{ {solid} }} }}",
                f"WITH {graph} DELETE {{ ?s ?p ?o }} INSERT {{ GRAPH {other} {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}",
                f"INSERT {{ GRAPH ?g {{ {triple} }} }} "
                "WHERE { VALUES ?g { <http://g/1> ex:g } GRAPH ?g { ?s ?p ?o } }",
                f"DELETE WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}",
                f"INSERT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o FILTER(?o<'a'||?o>'b') }} }} # {{\n",
                f"CREATE SILENT GRAPH {graph}",
                f"CLEAR SILENT GRAPH {graph}",
                f"DROP SILENT GRAPH {graph}",
                f"ADD SILENT GRAPH {graph} TO {other}",
                f"COPY SILENT DEFAULT TO GRAPH {graph}",
                f"MOVE SILENT {graph} TO DEFAULT",
                "CLEAR DEFAULT",
            ]
        )
    )


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(requests=st.lists(st.lists(operations(), min_size=1, max_size=3), min_size=1, max_size=4), base=st.booleans())
def test_catalogue_is_true_after_any_updates(requests: list[list[str]], base: bool) -> None:
    store = EmbeddedStore()
    for request in requests:
        prologue = "BASE <http://base/> " if base else ""
        text = prologue + "PREFIX ex: <http://g/> " + " ;\n".join(request)
        update(store, text, base="https://w3id.org/bwise/")
        assert_true(store)
