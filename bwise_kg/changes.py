"""What changes from one state of a store to the next: versions of curricula, releases of the ontology.

The catalogue keeps a journal of it, an activity a change in the terms of Activity Streams 2.0. A change is known by
what it says and not by when it was noticed, and a rebuild takes the journal along: who harvested it before finds
nothing new in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, Triple

from .digest import digest_of
from .namespaces import AS, BW, DCT, GRAPH, ID, RDF, SCHEMA, XSD
from .queries import Row, bind, select, view
from .store import CATALOG, Store

if TYPE_CHECKING:
    from .curricula import Entry

_ADDED = GRAPH["curricula/"].value


class ChangeKind(StrEnum):
    """What a change is, by the local name of its class in Activity Streams."""

    CREATED = "Create"
    UPDATED = "Update"
    DELETED = "Delete"


@dataclass(frozen=True, slots=True)
class Change:
    """A change.

    object: what changed: the graph of a version of a curriculum that was added, a curriculum of the reference design,
    the ontology. about: the curriculum or the ontology. digest: of the statements after it, "" when they are gone.
    position: counts from 1 and never has a gap.
    """

    iri: str
    kind: ChangeKind
    object: str
    about: str
    version: str
    digest: str
    published: datetime
    position: int


@dataclass(frozen=True, slots=True)
class _State:
    about: str
    version: str
    digest: str


def changes(store: Store) -> list[Change]:
    """Return the journal of a store, the oldest change first."""
    return journal_of(select(store, "changes.rq", [CATALOG]))


def journal_of(rows: Iterable[Row]) -> list[Change]:
    """Return the journal from the answer to ``changes.rq``."""
    return [
        Change(
            iri=row.name("change"),
            kind=ChangeKind(row.name("kind").removeprefix(AS.base)),
            object=row.name("object"),
            about=row.name("about"),
            version=row.text("version"),
            digest=row.text("digest"),
            published=datetime.fromisoformat(row.text("published")),
            position=int(row.text("position")),
        )
        for row in rows
    ]


def latest(journal: Iterable[Change]) -> list[Change]:
    """Return the last change of everything that ever changed, in the order in which they came."""
    last = {change.object: change for change in journal}
    return sorted(last.values(), key=lambda change: change.position)


def record(store: Store, curricula: Iterable[Entry], when: datetime | None = None) -> list[Change]:
    """Write into the journal what has changed since its last entry, and return that.

    curricula: those that the store holds now. when: with a time zone; by default now. A clock that says less than the
    last entry is not believed.
    """
    journal = changes(store)
    moment = max([when or datetime.now(UTC), *(change.published for change in journal[-1:])])
    noticed = list(_noticed(journal, dict(_states(store, curricula)), moment))
    _write(store, noticed)
    return noticed


def asked_for(change: Change) -> tuple[str, NamedNode] | None:
    """Return the query for what a change left, and the graph to ask; None where there is nothing to ask."""
    if change.kind is ChangeKind.DELETED or change.object == BW.base.removesuffix("#"):
        return None
    return _asked(change.object)


def carry_over(old: Store, new: Store) -> None:
    """Copy the journal of one store to another."""
    _write(new, changes(old))


def _states(store: Store, curricula: Iterable[Entry]) -> Iterator[tuple[str, _State]]:
    """Yield what there is now, by what would be the object of a change."""
    for row in select(store, "ontology_release.rq", [GRAPH.ontology]):
        yield row.name("ontology"), _State(row.name("ontology"), row.text("version"), store.digest(GRAPH.ontology))
    for entry in curricula:
        if entry.graph.value.startswith(_ADDED):
            yield entry.graph.value, _State(entry.iri, entry.version, store.digest(entry.graph))
        else:
            query, graph = _asked(entry.iri)
            said = store.construct(query, graphs=[graph])
            digest = digest_of(Quad(t.subject, t.predicate, t.object) for t in said)
            yield entry.iri, _State(entry.iri, entry.version, digest.hexdigest())


def _asked(changed: str) -> tuple[str, NamedNode]:
    if changed.startswith(_ADDED):
        return view("everything.rq"), NamedNode(changed)
    return bind(view("whole_curriculum.rq"), curriculum=NamedNode(changed)), GRAPH.reference


def _noticed(journal: list[Change], states: Mapping[str, _State], moment: datetime) -> Iterator[Change]:
    last = {change.object: change for change in journal}
    times = {name: sum(change.object == name for change in journal) for name in states.keys() | last.keys()}
    position = len(journal)
    for name in sorted(times):
        before, now = last.get(name), states.get(name)
        if now is None:
            if before is None or before.kind is ChangeKind.DELETED:
                continue
            kind, state = ChangeKind.DELETED, _State(before.about, before.version, "")
        elif before is None or before.kind is ChangeKind.DELETED:
            kind, state = ChangeKind.CREATED, now
        elif before.digest == now.digest:
            continue
        else:
            kind, state = ChangeKind.UPDATED, now
        position += 1
        yield Change(
            iri=_iri(kind, name, state, times[name]),
            kind=kind,
            object=name,
            about=state.about,
            version=state.version,
            digest=state.digest,
            published=moment,
            position=position,
        )


def _iri(kind: ChangeKind, name: str, state: _State, earlier: int) -> str:
    said = "\n".join([kind, name, state.version, state.digest, str(earlier)])
    return ID[f"change/{hashlib.sha256(said.encode()).hexdigest()[:32]}"].value


def statements_of(change: Change) -> list[Triple]:
    """Return a change as it stands in the journal and in the feed."""
    subject = NamedNode(change.iri)
    moment = Literal(change.published.astimezone(UTC).isoformat().replace("+00:00", "Z"), datatype=XSD.dateTime)
    return [
        Triple(subject, RDF.type, AS[change.kind]),
        Triple(subject, AS.object, NamedNode(change.object)),
        Triple(subject, AS.published, moment),
        Triple(subject, DCT.subject, NamedNode(change.about)),
        Triple(subject, DCT.identifier, Literal(change.digest)),
        Triple(subject, SCHEMA.version, Literal(change.version)),
        Triple(subject, SCHEMA.position, Literal(change.position)),
    ]


def _write(store: Store, journal: Iterable[Change]) -> None:
    store.load(Quad(t.subject, t.predicate, t.object, CATALOG) for change in journal for t in statements_of(change))
