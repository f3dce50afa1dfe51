"""Changes of a store at an endpoint: what is copied for them, and what others see until they are in place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions

from bwise_kg import submissions
from bwise_kg.endpoint import EndpointStore, clear_away, is_placed, new_mark
from bwise_kg.endpoint.datasets import BUILDING
from bwise_kg.endpoint.store import UNDER_WAY
from bwise_kg.endpoint.submitting import Copy, concerned_by
from bwise_kg.errors import ProtectedError, StoreLockedError
from bwise_kg.namespaces import DCT, GRAPH
from bwise_kg.store import CATALOG
from bwise_kg.update_text import read_update
from tests.endpoint.servers import oxigraph, oxigraph_serving

ONE, TWO, THEIRS = (NamedNode(f"https://example.org/graph/{name}") for name in ("one", "two", "theirs"))
THING = NamedNode("https://example.org/thing")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if oxigraph() is None:
        pytest.skip("no program oxigraph here: pip install oxigraph")
    with oxigraph_serving(tmp_path_factory.mktemp("submitting") / "store") as url:
        yield url


@pytest.fixture
def url(server: str) -> str:
    """Return an endpoint with a graph of somebody else and no store."""
    store = EndpointStore(server, whole=False)
    store.update(f"DROP ALL ; INSERT DATA {{ GRAPH {THEIRS} {{ {THING} dct:title 'theirs' }} }}")
    return server


def changed(url: str, text: str) -> tuple[Copy, submissions.Changes]:
    """Make a change in a copy of the store."""
    copy = Copy.of(EndpointStore(url), concerned_by(read_update(text), []))
    return copy, submissions.update(copy.store, text)


def carry_out(url: str, text: str) -> None:
    copy, changes = changed(url, text)
    copy.stage(changes, new_mark()).place()


def titles(url: str) -> set[tuple[str, str]]:
    rows = EndpointStore(url).query("SELECT ?g ?title { GRAPH ?g { ?s dct:title ?title } FILTER (?g != bwg:catalog) }")
    assert isinstance(rows, QuerySolutions)
    return {(row["g"].value, row["title"].value) for row in rows}


def left_over(url: str) -> set[str]:
    """Return what is not in place, beside the list of what is under way when there is nothing on it."""
    store = EndpointStore(url)
    assert store.under_way() == {}
    return {graph.value for graph in store.all_graphs() if graph.value.startswith(BUILDING)} - {UNDER_WAY.value}


def test_a_graph_of_any_name_is_of_the_store_once_the_catalogue_describes_it(url: str) -> None:
    carry_out(url, f"INSERT DATA {{ GRAPH {ONE} {{ {THING} dct:title 'one' }} }}")
    store = EndpointStore(url)
    assert store.graphs() == [ONE, CATALOG]
    assert store.digest(ONE) == store.measured_digest(ONE)
    assert titles(url) == {(ONE.value, "one")}
    assert left_over(url) == set()


def test_graphs_of_others_are_not_seen_and_not_written(url: str) -> None:
    carry_out(url, f"INSERT DATA {{ GRAPH {ONE} {{ {THING} dct:title 'one' }} }}")
    carry_out(url, f"INSERT {{ GRAPH {TWO} {{ ?s dct:title 'seen' }} }} WHERE {{ GRAPH {THEIRS} {{ ?s ?p ?o }} }}")
    assert titles(url) == {(ONE.value, "one")}
    copy, changes = changed(url, f"INSERT DATA {{ GRAPH {THEIRS} {{ {THING} dct:title 'more' }} }}")
    with pytest.raises(ProtectedError, match="not of this store"):
        copy.stage(changes, new_mark())
    carry_out(url, "DROP ALL")
    assert EndpointStore(url).size(THEIRS) == 1
    assert EndpointStore(url).graphs() == [CATALOG]


def test_readers_see_a_change_only_in_place(url: str) -> None:
    carry_out(url, f"INSERT DATA {{ GRAPH {ONE} {{ {THING} dct:title 'one' }} }}")
    mark = new_mark()
    copy, changes = changed(
        url,
        f"DELETE DATA {{ GRAPH {ONE} {{ {THING} dct:title 'one' }} }} ; "
        f"INSERT DATA {{ GRAPH {TWO} {{ {THING} dct:title 'two' }} }}",
    )
    staged = copy.stage(changes, mark)
    assert titles(url) == {(ONE.value, "one")}
    assert not is_placed(EndpointStore(url), mark)
    staged.place()
    assert titles(url) == {(TWO.value, "two")}
    assert is_placed(EndpointStore(url), mark)
    assert left_over(url) == set()


def test_what_a_writer_left_is_cleared_away(url: str) -> None:
    carry_out(url, f"INSERT DATA {{ GRAPH {ONE} {{ {THING} dct:title 'one' }} }}")
    mark, stale = new_mark(), "20200101T000000Z-0123abcd"
    text = (
        f"INSERT DATA {{ GRAPH {ONE} {{ {THING} dct:title 'more' }} GRAPH {TWO} {{ {THING} dct:title 'two' }} "
        f"GRAPH {GRAPH.course} {{ {THING} dct:title 'course' }} }}"
    )
    for left in (mark, stale):  # and never put in place
        copy, changes = changed(url, text)
        copy.stage(changes, left)
        assert titles(url) == {(ONE.value, "one")}
    clear_away(EndpointStore(url), mark)
    assert titles(url) == {(ONE.value, "one")}
    carry_out(url, f"DELETE DATA {{ GRAPH {ONE} {{ {THING} dct:title 'one' }} }}")  # clears away what is an hour old
    assert left_over(url) == set()
    assert set(EndpointStore(url).all_graphs()) == {THEIRS, CATALOG, ONE, UNDER_WAY}


def test_who_was_overtaken_is_told_and_has_changed_nothing(url: str) -> None:
    mine, changes = changed(url, f"INSERT DATA {{ GRAPH {ONE} {{ {THING} dct:title 'mine' }} }}")
    carry_out(url, f"INSERT DATA {{ GRAPH {ONE} {{ {THING} dct:title 'theirs' }} }}")
    with pytest.raises(StoreLockedError, match="somebody else has written"):
        mine.stage(changes, new_mark())
    assert titles(url) == {(ONE.value, "theirs")}
    assert left_over(url) == set()


def test_a_blank_node_in_two_graphs_stays_one(url: str) -> None:
    carry_out(url, f"INSERT DATA {{ GRAPH {ONE} {{ _:x dct:title 'one' . _:y dct:title 'other' }} }}")
    carry_out(
        url,
        f"INSERT {{ GRAPH {TWO} {{ ?s dct:title 'two' }} }} WHERE {{ GRAPH {ONE} {{ ?s dct:title 'one' }} }}",
    )
    shared = f"ASK {{ GRAPH {ONE} {{ ?x dct:title 'one' }} GRAPH {TWO} {{ ?x dct:title 'two' }} FILTER ISBLANK(?x) }}"
    assert EndpointStore(url).query(shared)
    carry_out(url, f"INSERT {{ GRAPH {TWO} {{ ?s a bw:X }} }} WHERE {{ GRAPH {TWO} {{ ?s dct:title 'two' }} }}")
    assert EndpointStore(url).query(shared)


def test_what_is_copied_for_a_change(url: str) -> None:
    carry_out(url, f"INSERT DATA {{ {THING} dct:title 'a' . GRAPH {ONE} {{ {THING} dct:title 'one' }} }}")

    def held(text: str) -> set[NamedNode]:
        return set(changed(url, text)[0].held)

    small = {CATALOG, submissions.DEFAULT}
    assert held(f"INSERT DATA {{ {THING} dct:title 'b' }}") == small
    assert held(f"DELETE WHERE {{ GRAPH {ONE} {{ ?s ?p ?o }} }}") == {*small, ONE}
    assert held("INSERT { ?g a bw:X } WHERE { GRAPH ?g { ?s ?p ?o } }") == {*small, ONE}
    assert held("DROP ALL") == small


def test_a_graph_without_statements_is_a_graph(url: str) -> None:
    carry_out(url, f"CREATE GRAPH {ONE}")
    assert EndpointStore(url).graphs() == [ONE, CATALOG]
    carry_out(url, f"INSERT DATA {{ GRAPH {ONE} {{ {THING} dct:title 'one' }} }}")
    carry_out(url, f"CLEAR GRAPH {ONE}")
    assert EndpointStore(url).graphs() == [ONE, CATALOG]
    assert EndpointStore(url).size(ONE) == 0


def test_blank_nodes_come_back_under_one_name(url: str) -> None:
    carry_out(url, f"INSERT DATA {{ GRAPH {ONE} {{ _:x dct:title 'one' ; dct:subject _:x }} }}")
    (first, second) = sorted(EndpointStore(url).quads(ONE), key=lambda quad: quad.predicate.value)
    assert isinstance(first.subject, BlankNode)
    assert first == Quad(second.subject, DCT.subject, second.subject, ONE)
    assert second.object == Literal("one")
