"""Dumps: whole, the same bytes from the same statements, made once and sent only to who has not got them."""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from bwise_kg.api.dumps import WHOLE, cache_folder, in_order, main, make, names
from bwise_kg.api.serializations import JSON_LD, N_QUADS, TURTLE, Format
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from bwise_kg import EmbeddedStore, Graph, build
from bwise_kg.digest import digest_of
from bwise_kg.generations import open_store
from bwise_kg.namespaces import GRAPH, PROV
from bwise_kg.store import CATALOG

FORMATS = [TURTLE, N_QUADS, JSON_LD]


@pytest.fixture(scope="module")
def store(slice_graph: Graph) -> EmbeddedStore:
    assert isinstance(slice_graph.store, EmbeddedStore)
    return slice_graph.store


def parsed(content: bytes, format_: Format) -> list[Quad]:
    assert format_.rdf is not None
    return list(ox.parse(gzip.decompress(content), format_.rdf))


@pytest.mark.parametrize("format_", FORMATS, ids=lambda each: each.ending)
@pytest.mark.parametrize("name", ["facts/seeds", "ontology", "esco/1.1.1", "catalog"])
def test_a_dump_holds_its_graph(client: httpx.Client, store: EmbeddedStore, name: str, format_: Format) -> None:
    response = client.get(f"/dumps/{name}.{format_.ending}.gz")
    assert response.headers["content-type"] == "application/gzip"
    said = parsed(response.content, format_)
    assert {q.graph_name for q in said} == {GRAPH[name] if format_ == N_QUADS else DefaultGraph()}
    named = [Quad(q.subject, q.predicate, q.object, GRAPH[name]) for q in said]  # RDFC-1.0 looks at the graph's name
    assert digest_of(named).hexdigest() == store.measured_digest(GRAPH[name])


def test_the_whole_holds_every_graph_but_the_catalogue(client: httpx.Client, store: EmbeddedStore) -> None:
    said = parsed(client.get(f"/dumps/{WHOLE}.nq.gz").content, N_QUADS)
    graphs = {graph for graph in store.graphs() if graph != CATALOG}
    assert {q.graph_name for q in said} == graphs
    assert len(said) == sum(store.size(graph) for graph in graphs)
    assert {q.graph_name for q in parsed(client.get(f"/dumps/{WHOLE}.jsonld.gz").content, JSON_LD)} == graphs
    turtle = parsed(client.get(f"/dumps/{WHOLE}.ttl.gz").content, TURTLE)
    blank = [term for q in said for term in (q.subject, q.object) if isinstance(term, BlankNode)]
    assert blank
    assert {q.triple for q in turtle} == {q.triple for q in said}


def test_the_same_statements_give_the_same_bytes(slice_store: Path, tmp_path: Path) -> None:
    build(tmp_path / "again")
    one, two = open_store(slice_store), open_store(tmp_path / "again")
    for name in names(one):
        for format_ in FORMATS if name in {"ontology", "facts/seeds"} else [N_QUADS]:
            first, second = make(one, tmp_path / "1", name, format_), make(two, tmp_path / "2", name, format_)
            assert (first.sha256 == second.sha256) is (name != "catalog"), name  # it says when it was built
    content = (tmp_path / "1" / make(one, tmp_path / "1", WHOLE, N_QUADS).path).read_bytes()
    assert content[4:8] == bytes(4)  # no time in the header of gzip
    lines = gzip.decompress(content).decode().splitlines()
    assert lines != sorted(lines)  # graph by graph …
    of_one = [line for line in lines if line.endswith(f"<{GRAPH.ontology.value}> .")]
    assert of_one == sorted(of_one)  # … and in order within


def test_blank_nodes_of_two_graphs_stay_apart_and_keep_their_names() -> None:
    def quads(label: str, graph: NamedNode) -> list[Quad]:
        return [Quad(BlankNode(label), NamedNode("http://a/p"), NamedNode("http://a/o"), graph)]

    one, two = (in_order(quads("x", graph), graph) for graph in (GRAPH.one, GRAPH.two))
    assert one[0].subject != two[0].subject
    assert in_order(quads("another", GRAPH.one), GRAPH.one) == one


def test_a_dump_is_made_once(slice_store: Path, tmp_path: Path) -> None:
    store = open_store(slice_store)
    first = make(store, tmp_path, "facts/seeds", TURTLE)
    made = (tmp_path / first.path).stat()
    assert make(store, tmp_path, "facts/seeds", TURTLE) == first
    assert (tmp_path / first.path).stat().st_mtime_ns == made.st_mtime_ns


def test_dumps_of_what_is_gone_are_cleared(
    slice_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "00" / f"{'0' * 32}.ttl.gz"
    making = tmp_path / "00" / ".making-x"
    for file in (old, making):
        file.parent.mkdir(exist_ok=True)
        file.touch()
    main([str(slice_store), str(tmp_path), "facts/seeds.ttl"])
    assert old.exists()  # only who makes all of them clears
    main([str(slice_store), str(tmp_path)])
    assert not old.exists()
    assert making.exists()  # somebody is writing it
    assert capsys.readouterr().out.count("\n") == 1 + 3 * len(names(open_store(slice_store)))


def test_a_writer_that_fails_leaves_nothing(slice_store: Path, tmp_path: Path) -> None:
    broken = Format("ttl", "text/turtle", "Turtle", None)
    with pytest.raises((TypeError, ValueError)):
        make(open_store(slice_store), tmp_path, "facts/seeds", broken)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_the_cache_is_beside_the_store(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    assert cache_folder(tmp_path / "store") == tmp_path / "store-dumps"


def test_last_modified_is_when_the_graph_was_made(client: httpx.Client, store: EmbeddedStore) -> None:
    response = client.get("/dumps/facts/seeds.nq.gz")
    (made,) = [
        q.object.value  # type: ignore[union-attr]
        for q in store.quads(CATALOG)
        if q.subject == GRAPH["facts/seeds"] and q.predicate == PROV.generatedAtTime
    ]
    stated = parsedate_to_datetime(response.headers["last-modified"])
    assert stated == datetime.fromisoformat(made).astimezone(UTC).replace(microsecond=0)


@pytest.mark.parametrize(("header", "name"), [("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")])
@pytest.mark.parametrize("path", ["/dumps/facts/seeds.nq.gz", "/graph/facts/seeds.ttl"])
def test_who_has_it_is_told_so(client: httpx.Client, path: str, header: str, name: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={header: first.headers[name]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/dumps/facts/seeds.nq.gz", "/graph/facts/seeds.ttl"])
@pytest.mark.parametrize(("later", "status"), [(3600, 304), (1, 304), (0, 304), (-1, 200), (-3600, 200)])
def test_who_has_it_since_then_is_told_so(client: httpx.Client, path: str, later: int, status: int) -> None:
    modified = parsedate_to_datetime(client.get(path).headers["last-modified"])
    since = format_datetime(modified + timedelta(seconds=later), usegmt=True)
    assert client.get(path, headers={"If-Modified-Since": since}).status_code == status
    tagged = {"If-Modified-Since": since, "If-None-Match": '"other"'}
    assert client.get(path, headers=tagged).status_code == 200


@pytest.mark.parametrize(
    "since", ["", "yesterday", "Fri, 99 Jan 2100 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 +" + "9" * 99]
)
def test_a_date_that_is_none_is_ignored(client: httpx.Client, since: str) -> None:
    assert client.get("/dumps/facts/seeds.nq.gz", headers={"If-Modified-Since": since}).status_code == 200


def test_a_part_can_be_asked_for(client: httpx.Client) -> None:
    whole = client.get("/dumps/facts/seeds.nq.gz").content
    part = client.get("/dumps/facts/seeds.nq.gz", headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, whole[100:200])


def test_a_part_is_for_get_only(client: httpx.Client) -> None:
    whole = client.get("/dumps/facts/seeds.nq.gz")
    head = client.head("/dumps/facts/seeds.nq.gz", headers={"Range": "bytes=100-199"})
    assert (head.status_code, head.headers["content-length"]) == (200, str(len(whole.content)))
    assert "content-range" not in head.headers


@pytest.mark.parametrize("path", ["/dumps/facts/seeds.nq.gz", "/graph/facts/seeds.nq"])
def test_a_part_beyond_the_end_is_a_problem(client: httpx.Client, path: str) -> None:
    size = client.head(path).headers["content-length"]
    response = client.get(path, headers={"Range": f"bytes={size}-"})
    assert (response.status_code, response.headers["content-range"]) == (416, f"bytes */{size}")
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] == "https://w3id.org/bwise/problem/range"


@pytest.mark.parametrize("asked", ["pages=1-2", "bytes=9-3", "bytes", "bytes=x"])
def test_a_part_that_cannot_be_understood_is_the_whole(client: httpx.Client, asked: str) -> None:
    whole = client.get("/dumps/facts/seeds.nq.gz")
    response = client.get("/dumps/facts/seeds.nq.gz", headers={"Range": asked})
    assert (response.status_code, response.content) == (200, whole.content)


@pytest.mark.parametrize("path", ["nothing.ttl.gz", "ontology.ttl", "ontology.rdf.gz", "../../x.ttl.gz", "ontology"])
def test_no_such_dump(client: httpx.Client, path: str) -> None:
    response = client.get(f"/dumps/{path}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("ending", "format_"),
    [("ttl", ox.RdfFormat.TURTLE), ("nt", ox.RdfFormat.N_TRIPLES), ("trig", ox.RdfFormat.TRIG),
     ("nq", ox.RdfFormat.N_QUADS), ("jsonld", ox.RdfFormat.JSON_LD)],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_graph_is_sent_whole(
    client: httpx.Client, store: EmbeddedStore, ending: str, format_: ox.RdfFormat, encoding: str
) -> None:
    response = client.get(f"/graph/reference.{ending}", headers={"Accept-Encoding": encoding})
    assert response.headers.get("content-encoding", "identity") == encoding
    assert "Accept-Encoding" in response.headers["vary"]
    said = [*ox.parse(response.content, format_)]
    assert digest_of(said).hexdigest() == store.measured_digest(GRAPH.reference)
    assert {q.graph_name for q in said} == {GRAPH.reference if ending in {"trig", "nq"} else DefaultGraph()}


def test_many_ask_at_once_for_what_is_not_there_yet(client: httpx.Client) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = [*pool.map(lambda _: client.get("/graph/translations/sl.trig"), range(6))]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
