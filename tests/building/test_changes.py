"""The journal of changes: one entry for each change, none for a rebuild, and nothing forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bwise_kg import EmbeddedStore
from bwise_kg.build import build
from bwise_kg.changes import Change, ChangeKind, changes, latest, record
from bwise_kg.curricula import add, entries, remove
from bwise_kg.generations import open_store
from bwise_kg.namespaces import GRAPH, ID
from bwise_kg.store import CATALOG
from tests.building.courses import ACCOUNTABILITY, COURSE, Course

ONTOLOGY = "https://w3id.org/bwise/ontology"
FIRST = {ONTOLOGY, *(ID[f"curriculum/{name}"].value for name in ("enabler", "supporter", "worker"))}
"""What a store without added curricula has changes of."""


def journal(folder: Path) -> list[Change]:
    return changes(open_store(folder))


def test_first_build_creates_everything_once(store: Path) -> None:
    first = journal(store)
    assert {change.object for change in first} == FIRST
    assert [change.position for change in first] == [1, 2, 3, 4]
    assert {change.kind for change in first} == {ChangeKind.CREATED}
    assert all(change.digest and change.version for change in first)


def test_each_version_that_is_added_is_one_change(store: Path, course: Course) -> None:
    before = journal(store)
    entry, _ = add(store, course(), "1.0")
    add(store, course(), "1.0")  # the same again
    *old, new = journal(store)
    assert old == before
    assert (new.kind, new.object, new.about) == (ChangeKind.CREATED, entry.graph.value, COURSE)
    assert (new.version, new.position, new.digest) == ("1.0", 5, open_store(store).digest(entry.graph))
    add(store, course(skills=(ACCOUNTABILITY,)), "2.0")
    assert [(c.kind, c.object) for c in journal(store)[5:]] == [
        (ChangeKind.CREATED, GRAPH["curricula/job-coach/2.0"].value)
    ]


def test_rebuild_changes_nothing(store: Path, course: Course) -> None:
    add(store, course(), "1.0")
    before = journal(store)
    build(store)
    assert journal(store) == before


def test_rebuild_elsewhere_gives_the_same_names(slice_store: Path, tmp_path: Path) -> None:
    build(tmp_path / "elsewhere")
    assert [c.iri for c in journal(tmp_path / "elsewhere")] == [c.iri for c in journal(slice_store)]


def test_what_is_removed_is_deleted_and_may_come_back(store: Path, course: Course) -> None:
    add(store, course(), "1.0")
    remove(store, "job-coach")
    add(store, course(), "1.0")
    created, deleted, again = journal(store)[4:]
    assert [c.kind for c in (created, deleted, again)] == [ChangeKind.CREATED, ChangeKind.DELETED, ChangeKind.CREATED]
    assert created.object == deleted.object == again.object
    assert (created.digest, deleted.digest) == (again.digest, "")
    assert len({created.iri, deleted.iri, again.iri}) == 3
    assert latest(journal(store))[-1] == again
    assert again not in latest(journal(store)[:-1])


def test_changed_reference_design_is_an_update_of_what_changed(slice_store: Path) -> None:
    store = changed(slice_store)
    supporter = ID["curriculum/supporter"].value
    (new,) = record(store, entries(store))
    assert (new.kind, new.object, new.position) == (ChangeKind.UPDATED, supporter, 5)
    assert record(store, entries(store)) == []


def test_clock_that_goes_back_does_not_mix_up_the_order(slice_store: Path) -> None:
    store = changed(slice_store)
    last = changes(store)[-1].published
    (new,) = record(store, entries(store), last - timedelta(days=1))
    assert new.published == last
    assert changes(store)[-1] == new


def test_time_is_the_one_that_was_given(slice_store: Path) -> None:
    store, when = changed(slice_store), datetime(2100, 1, 2, 3, 4, 5, 678900, UTC)
    record(store, entries(store), when)
    assert changes(store)[-1].published == when


def test_journal_is_read_from_the_catalogue_alone(store: Path, course: Course) -> None:
    before = journal(store)
    forged = "\n".join(
        f"<https://example.org/forged> <{predicate}> {value} ."
        for predicate, value in (
            ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "<https://www.w3.org/ns/activitystreams#Delete>"),
            ("https://www.w3.org/ns/activitystreams#object", f"<{ONTOLOGY}>"),
            ("https://www.w3.org/ns/activitystreams#published", '"2030-01-01T00:00:00Z"'),
            ("http://purl.org/dc/terms/subject", f"<{ONTOLOGY}>"),
            ("http://purl.org/dc/terms/identifier", '""'),
            ("https://schema.org/version", '"9"'),
            ("https://schema.org/position", "99"),
        )
    )
    add(store, course(more=forged), "1.0")
    assert [c.position for c in journal(store)] == [*(c.position for c in before), 5]


def changed(folder: Path) -> EmbeddedStore:
    """Return a copy in memory whose curriculum for supporters has another title."""
    old, store = open_store(folder), EmbeddedStore()
    for graph in old.graphs():
        store.load(old.quads(graph))
    store.update(
        f"""DELETE {{ GRAPH <{GRAPH.reference.value}> {{ ?c dct:title ?t }} }}
        INSERT {{ GRAPH <{GRAPH.reference.value}> {{ ?c dct:title "Another title"@en }} }}
        WHERE {{ GRAPH <{GRAPH.reference.value}> {{ ?c dct:title ?t }}
                 FILTER(?c = <{ID["curriculum/supporter"].value}> && LANG(?t) = "en") }}"""
    )
    assert CATALOG in store.graphs()
    return store
