"""Versions of curricula: the newest is what a name means; rebuilding keeps all of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from bwise_kg import NotFoundError, build
from bwise_kg.changes import ChangeKind, changes
from bwise_kg.curricula import add, remove
from bwise_kg.generations import open_store
from bwise_kg.namespaces import GRAPH, inferred_graph
from bwise_kg.store import CATALOG
from tests.building.courses import ACCOUNTABILITY, COACHING, COURSE, SKILL, Course, added, contents, covered, rows

TITLES = f"SELECT ?title {{ <{COURSE}> dct:title ?title }}"


# Versions


def test_the_newest_version_is_what_the_name_means(store: Path, course: Course) -> None:
    for version, skill in (("1.9", COACHING), ("1.10", ACCOUNTABILITY), ("1.2", COACHING)):
        add(store, course(title=f"Job coach {version}", skills=(skill,)), version)
    assert [(e.version, e.newest) for e in added(store)] == [("1.2", False), ("1.9", False), ("1.10", True)]
    assert covered(store, "job-coach") == covered(store, COURSE) == {ACCOUNTABILITY}
    assert covered(store, "job-coach@1.9") == covered(store, f"{COURSE}@1.2") == {COACHING}
    opened = open_store(store)
    assert rows(opened, TITLES) == [("Job coach 1.10",)]
    assert rows(opened, f"SELECT ?title {{ GRAPH ?g {{ <{COURSE}> dct:title ?title }} }}") == [
        *(("Job coach 1.10",), ("Job coach 1.2",), ("Job coach 1.9",)),
    ]
    assert rows(
        opened, "SELECT ?skill { ?outcome elm:relatedESCOSkill ?skill }", [inferred_graph(added(store)[2].graph)]
    )
    assert rows(opened, f"SELECT ?skill {{ <{COURSE}/1/1> elm:relatedESCOSkill ?skill }}") == [
        (SKILL + ACCOUNTABILITY,)
    ]


def test_without_the_newest_the_one_before_is(store: Path, course: Course) -> None:
    for version in ("1.0", "2.0"):
        add(store, course(title=f"Job coach {version}"), version)
    one = open_store(shutil.copytree(store, store.with_name("copy")))
    assert rows(one, TITLES) == [("Job coach 2.0",)]
    assert [(e.version, e.newest) for e in remove(store, "job-coach", "2.0")] == [("2.0", True)]
    assert [(e.version, e.newest) for e in added(store)] == [("1.0", True)]
    assert rows(open_store(store), TITLES) == [("Job coach 1.0",)]
    assert covered(store, "job-coach") == {COACHING}


def test_remove_leaves_no_trace_in_the_graphs(store: Path, course: Course) -> None:
    before, digest = contents(store), open_store(store).digest()
    for version in ("1.0", "2.0"):
        add(store, course(), version)
    other = course("https://example.org/other", file="other.ttl")
    add(store, other, "1.0")
    with_other = contents(store)
    assert [e.version for e in remove(store, COURSE)] == ["1.0", "2.0"]
    assert {*with_other} - {*contents(store)} == {
        GRAPH[f"{kind}curricula/job-coach/{version}"].value for kind in ("", "inferred/") for version in ("1.0", "2.0")
    }
    remove(store, "other")
    del before[CATALOG.value]
    assert {graph: value for graph, value in contents(store).items() if graph != CATALOG.value} == before
    opened = open_store(store)
    assert opened.digest() == digest
    journal = [change for change in changes(opened) if "curricula/" in change.object]
    assert [change.kind for change in journal] == [ChangeKind.CREATED] * 3 + [ChangeKind.DELETED] * 3
    assert rows(
        opened, 'SELECT ?s { ?s ?p ?o FILTER (CONTAINS(STR(?s), "curricula/") || CONTAINS(STR(?o), "curricula/")) }'
    ) == sorted((change.iri,) for change in journal)  # that they were there stays known, nothing else


@pytest.mark.parametrize(("name", "version"), [("unknown", None), ("job-coach", "9"), ("job-coach@1.0", None)])
def test_remove_of_what_is_not_there_lists_what_is(store: Path, course: Course, name: str, version: str | None) -> None:
    for number in ("1.0", "2.0"):
        add(store, course(), number)
    before = contents(store)
    with pytest.raises(NotFoundError, match=r"; there is: job-coach 1\.0, job-coach 2\.0$"):
        remove(store, name, version)
    assert contents(store) == before


# Building again


def test_building_again_keeps_every_version_as_it_was(store: Path, course: Course) -> None:
    for version, skill in (("1.9", COACHING), ("1.10", ACCOUNTABILITY), ("1.2", COACHING)):
        add(store, course(title=f"Job coach {version}", skills=(skill,)), version)
    add(store, course("https://example.org/other", file="other.ttl", blank=True), "2026")
    entries_before, contents_before, digest = added(store), contents(store), open_store(store).digest()
    about = {entry.graph: catalogued(store, entry.graph) for entry in entries_before}
    for _ in range(2):
        summary = build(store)
        assert sorted(summary.carried_over) == sorted(entry.graph.value for entry in entries_before)
        assert summary.digest == open_store(store).digest() == digest
        assert added(store) == entries_before
        assert {entry.graph: catalogued(store, entry.graph) for entry in entries_before} == about
        after = contents(store)
        assert after.keys() == contents_before.keys()
        assert {graph for graph in after if after[graph] != contents_before[graph]} == {CATALOG.value}
    assert covered(store, "job-coach") == {ACCOUNTABILITY}
    opened = open_store(store)
    assert rows(opened, TITLES) == [("Job coach 1.10",)]
    assert rows(opened, "SELECT ?graph { ?graph bw:inDefaultGraph false }", [CATALOG]) == [
        (GRAPH[f"{kind}curricula/job-coach/{version}"].value,)
        for kind in ("", "inferred/")
        for version in ("1.2", "1.9")
    ]


def test_building_again_keeps_what_was_removed_away(store: Path, course: Course) -> None:
    add(store, course(), "1.0")
    add(store, course(), "2.0")
    remove(store, "job-coach", "1.0")
    assert build(store).carried_over == (GRAPH["curricula/job-coach/2.0"].value,)
    assert [(e.version, e.newest) for e in added(store)] == [("2.0", True)]


def test_versions_can_be_added_after_building_again(store: Path, course: Course) -> None:
    add(store, course(title="Job coach 2"), "2")
    build(store)
    assert add(store, course(title="Job coach 2"), "2")[1] is False
    assert add(store, course(title="Job coach 1"), "1")[0].newest is False
    assert rows(open_store(store), TITLES) == [("Job coach 2",)]


def catalogued(folder: Path, graph: NamedNode) -> list[tuple[str, ...]]:
    """Return what the catalogue says of a graph, and of the activity and the checksum that it names."""
    return rows(
        open_store(folder),
        f"SELECT ?s ?p ?o {{ {graph} (prov:wasGeneratedBy|spdx:checksum)? ?s . ?s ?p ?o }}",
        [CATALOG],
    )
