"""The feed of changes as a harvester sees it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from bwise_kg import EmbeddedStore
from bwise_kg.build import build
from bwise_kg.changes import changes
from bwise_kg.curricula import add, remove
from bwise_kg.generations import open_store
from bwise_kg.namespaces import AS, DCT, GRAPH, ID, RDF, SCHEMA
from bwise_kg.store import CATALOG
from tests.api.linked import read, text
from tests.api.serving import bounded, serving
from tests.building.courses import COURSE, turtle

TREE, LDES = "https://w3id.org/tree#", "https://w3id.org/ldes#"
ONTOLOGY = "https://w3id.org/bwise/ontology"


@pytest.fixture
def store(slice_store: Path, tmp_path: Path) -> Path:
    return shutil.copytree(slice_store, tmp_path / "store")


class Harvester:
    """Follows the relations of a stream and remembers which members it has had, as LDES clients do."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.seen: set[str] = set()
        self.pages: list[httpx.Response] = []

    def harvest(self) -> dict[str, list[Quad]]:
        """Return the statements of each member that is new."""
        found: dict[str, list[Quad]] = {}
        waiting, visited = [str(self.client.base_url.join("/feed"))], set[str]()
        self.pages = []
        while waiting:
            address = waiting.pop()
            if address in visited:
                continue
            visited.add(address)
            page = self.client.get(address, headers={"Accept": "application/trig"}).raise_for_status()
            self.pages.append(page)
            said = read(page)
            relations = [q.object for q in said if q.predicate.value == TREE + "relation"]
            waiting += [text(q.object) for q in said if q.predicate.value == TREE + "node" and q.subject in relations]
            for member in (q.object for q in said if q.predicate.value == TREE + "member"):
                if text(member) not in self.seen:
                    found[text(member)] = [q for q in said if member in (q.subject, q.graph_name)]
        self.seen |= found.keys()
        return found


def values(said: list[Quad], predicate: NamedNode) -> list[str]:
    return [text(q.object) for q in said if q.predicate == predicate and isinstance(q.graph_name, ox.DefaultGraph)]


def payload(said: list[Quad], member: str) -> set[ox.Triple]:
    return {q.triple for q in said if q.graph_name == NamedNode(member)}


@pytest.fixture
def harvester(store: Path) -> Iterator[Harvester]:
    with serving(store) as server, server.client() as client:
        yield Harvester(client)


def test_first_harvest_has_what_there_is_with_its_statements(harvester: Harvester, store: Path) -> None:
    found = harvester.harvest()
    assert set(found) == {change.iri for change in changes(open_store(store))}
    for member, said in found.items():
        (about,) = values(said, AS.object)
        assert values(said, RDF.type) == [AS.Create.value]
        statements = payload(said, member)
        if about == ONTOLOGY:
            assert statements == set()
            continue
        titles = [text(t.object) for t in statements if text(t.subject) == about and t.predicate == DCT.title]
        assert titles
        assert {q.triple for q in open_store(store).quads(GRAPH.reference)} >= statements
        assert len([t for t in statements if t.predicate == RDF.type]) > 40  # outcomes, modules, units …


def test_second_harvest_after_one_added_version_has_one_new_member(harvester: Harvester, store: Path) -> None:
    harvester.harvest()
    file = store.parent / "course.ttl"
    file.write_text(turtle(), encoding="utf-8")
    entry, _ = add(store, file, "1.0")
    ((member, said),) = harvester.harvest().items()
    assert values(said, AS.object) == [entry.graph.value]
    assert values(said, DCT.subject) == [COURSE]
    assert values(said, SCHEMA.version) == ["1.0"]
    assert payload(said, member) == {q.triple for q in open_store(store).quads(entry.graph)}


def test_harvest_after_a_mere_rebuild_has_none(harvester: Harvester, store: Path) -> None:
    file = store.parent / "course.ttl"
    file.write_text(turtle(), encoding="utf-8")
    add(store, file, "1.0")
    assert len(harvester.harvest()) == 5
    build(store)
    assert harvester.harvest() == {}


def test_removed_version_is_announced_and_its_statements_are_gone(harvester: Harvester, store: Path) -> None:
    file = store.parent / "course.ttl"
    file.write_text(turtle(), encoding="utf-8")
    entry, _ = add(store, file, "1.0")
    created = next(m for m, said in harvester.harvest().items() if entry.graph.value in values(said, AS.object))
    remove(store, "job-coach")
    ((member, said),) = harvester.harvest().items()
    assert values(said, RDF.type) == [AS.Delete.value]
    assert values(said, AS.object) == [entry.graph.value]
    assert payload(said, member) == set()
    listed = [text(q.object) for page in harvester.pages for q in read(page) if q.predicate.value == TREE + "member"]
    assert created not in listed


def test_stream_says_how_to_read_it(client: httpx.Client) -> None:
    said = read(client.get("/feed"))
    stream = next(q.subject for q in said if q.object == NamedNode(LDES + "EventStream"))
    about = {q.predicate.value: q.object for q in said if q.subject == stream}
    assert about[TREE + "view"] == NamedNode(str(client.base_url.join("/feed")))
    assert about[LDES + "timestampPath"] == AS.published
    assert about[LDES + "versionOfPath"] == AS.object
    for name in ("Create", "Update", "Delete"):
        assert about[f"{LDES}version{name}Path"] == RDF.type
        assert about[f"{LDES}version{name}Object"] == AS[name]
    policy = next(q.object for q in said if q.predicate.value == LDES + "retentionPolicy")
    assert [q.object for q in said if q.subject == policy and q.predicate.value == LDES + "versionAmount"] == [
        Literal(1)
    ]


def test_relations_bound_the_times_of_their_page(client: httpx.Client) -> None:
    said = read(client.get("/feed"))
    relation = next(q.object for q in said if q.predicate.value == TREE + "relation")
    about = {q.predicate.value: q.object for q in said if q.subject == relation}
    assert about[RDF.type.value] == NamedNode(TREE + "GreaterThanOrEqualToRelation")
    assert about[TREE + "path"] == AS.published
    on_page = read(client.get(text(about[TREE + "node"])))
    assert min(text(q.object) for q in on_page if q.predicate == AS.published) == text(about[TREE + "value"])


def test_pages_are_as_long_as_promised(slice_store: Path, tmp_path: Path) -> None:
    """Over a hundred changes: whole pages are cached for long, the last one is asked for again."""
    folder = tmp_path / "store"
    shutil.copytree(slice_store, folder)
    (generation,) = (path for path in folder.iterdir() if path.is_dir())
    store = EmbeddedStore(generation)
    last = changes(store)[-1]
    store.load(
        Quad(NamedNode(f"{ID.base}change/made-{n}"), predicate, value, CATALOG)
        for n in range(last.position + 1, 121)
        for predicate, value in (
            (RDF.type, AS.Delete),
            (AS.object, GRAPH[f"curricula/made-{n}/1.0"]),
            (AS.published, Literal(last.published.isoformat().replace("+00:00", "Z"))),
            (DCT.subject, NamedNode(f"https://example.org/{n}")),
            (DCT.identifier, Literal("")),
            (SCHEMA.version, Literal("1.0")),
            (SCHEMA.position, Literal(n)),
        )
    )
    store.close()
    with bounded(folder) as server, server.client() as client:
        harvester = Harvester(client)
        assert len(harvester.harvest()) == 120
        pages = {page.url.path: page for page in harvester.pages}
        assert pages.keys() == {"/feed", "/feed/1", "/feed/2", "/feed/3"}
        assert ["no-cache" in pages[f"/feed/{n}"].headers["cache-control"] for n in (1, 2, 3)] == [False, False, True]
        again = client.get("/feed/1.trig", headers={"If-None-Match": pages["/feed/1"].headers["etag"]})
        assert again.status_code == 304
        assert client.get("/feed/4").status_code == 404


@pytest.mark.parametrize(
    ("ending", "media_type"),
    [("trig", "application/trig"), ("nq", "application/n-quads"), ("jsonld", "application/ld+json")],
)
def test_formats_of_quads_say_the_same(client: httpx.Client, ending: str, media_type: str) -> None:
    by_ending, negotiated = client.get(f"/feed/1.{ending}"), client.get("/feed/1", headers={"Accept": media_type})
    assert by_ending.headers["content-type"].startswith(media_type)
    assert by_ending.content == negotiated.content
    assert set(read(by_ending)) == set(read(client.get("/feed/1.trig")))


def test_turtle_has_the_changes_alone(client: httpx.Client) -> None:
    quads = read(client.get("/feed/1.trig"))
    assert {q.triple for q in read(client.get("/feed/1.ttl"))} == {
        q.triple for q in quads if isinstance(q.graph_name, ox.DefaultGraph)
    }
    assert any(not isinstance(q.graph_name, ox.DefaultGraph) for q in quads)


@pytest.mark.parametrize(
    "path", ["/feed/0", "/feed/2", "/feed/01", "/feed/x", "/feed/1/2", "/feeds", "/feed/-1", "/feed/"]
)
def test_pages_that_are_not_there(client: httpx.Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("application/problem+json")


def test_changes_have_documents_of_their_own(client: httpx.Client) -> None:
    member = next(q.object for q in read(client.get("/feed/1")) if q.predicate.value == TREE + "member")
    path = "/" + text(member).removeprefix(ID.base.removesuffix("id/"))
    said = read(client.get(path, headers={"Accept": "text/turtle"}, follow_redirects=True))
    assert (member, RDF.type, AS.Create) in {(q.subject, q.predicate, q.object) for q in said}
