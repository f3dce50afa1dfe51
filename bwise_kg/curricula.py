"""The curricula in a store: a named graph a version, never changed once it is there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from . import changes
from .catalog import DATASET, GraphDescription, describe, inferred_description
from .curriculum import Curriculum, find_curriculum
from .curriculum.size import require_size
from .curriculum.source import read_source, require_readable
from .digest import GraphDigest, digest_of
from .errors import BwiseError, DataError
from .licences import stated_licence
from .namespaces import BW, DCAT, DCT, GRAPH, ID, inferred_graph
from .natural import natural_part
from .places import Place, changing, open_place
from .queries import bind, select, view
from .refusals import refuse_clash, refuse_concept, require_iri, require_name, require_version, version_exists
from .rules import infer
from .store import CATALOG, EmbeddedStore, Store
from .unknown import no_added_curriculum
from .words import words

DEADLINE = 30.0
"""Seconds that naming the blank nodes of an added curriculum may take."""

_PREFIX = GRAPH["curricula/"].value


@dataclass(frozen=True, slots=True)
class Entry:
    """A version of a curriculum in the store.

    name: short name for commands. origin: IRI of where it comes from. hours: as stated.
    newest: whether it is the version that an IRI or short name alone means.
    """

    name: str
    version: str
    iri: str
    graph: NamedNode
    title: dict[str, str] = field(default_factory=dict)
    origin: str | None = None
    profile: str | None = None
    hours: str | None = None
    added: str | None = None
    newest: bool = True


def is_curriculum_graph(graph: NamedNode) -> bool:
    """Tell whether a graph holds a curriculum that was added."""
    return graph.value.startswith(_PREFIX)


def version_order(version: str) -> tuple[tuple[int, str], ...]:
    """Return what versions are ordered by: numbers as numbers, the rest as text.

    >>> sorted(["1.10", "1.9", "1.9-draft"], key=version_order)
    ['1.9', '1.9-draft', '1.10']
    >>> sorted(["²", "2"], key=version_order)
    ['²', '2']
    """
    return tuple(map(natural_part, re.findall(r"\d+|[^\d.]+", version)))


def entries(store: Store) -> list[Entry]:
    """Return every version of every curriculum, by name and version, the newest of a name last."""
    added = {row.name("graph"): row for row in select(store, "curricula.rq", [CATALOG])}
    graphs = [GRAPH.reference, *(NamedNode(graph) for graph in added)]
    found: dict[tuple[str, str], dict[str, list[Literal | NamedNode]]] = {}
    for row in select(store, "curriculum_heads.rq", graph=graphs):
        values = found.setdefault((row.name("graph"), row.name("curriculum")), {})
        values.setdefault(row.name("property"), []).append(row.literal("value") or row.node("value"))
    listed = []
    for (graph, iri), values in found.items():
        record = added.get(graph)
        if record is not None and record.name("curriculum") != iri:
            continue  # the file describes other curricula beside its own
        version = record.text("version") if record else _first(values, DCAT.version) or "0"
        listed.append(
            Entry(
                name=_name_of(graph, iri),
                version=version,
                iri=iri,
                graph=NamedNode(graph),
                title={t.language or "": t.value for t in values.get(DCT.title.value, []) if isinstance(t, Literal)},
                origin=_first(values, BW.origin) if record is None else ID["origin/submitted"].value,
                profile=_first(values, BW.forProfile),
                hours=_first(values, BW.hours),
                added=record.text("added") if record else None,
            )
        )
    listed.sort(key=lambda e: (e.name, version_order(e.version)))
    last = {entry.name: entry.version for entry in listed}
    return [replace(entry, newest=last[entry.name] == entry.version) for entry in listed]


def add(place: Place, file: Path, version: str, name: str | None = None, language: str = "en") -> tuple[Entry, bool]:
    """Bring a version of a curriculum into the store.

    file: of any kind that `bwise_kg.curriculum.source.read_source` knows. version: letters, digits and ``. + _ -``,
    at most 64. name: short name; by default the end of the curriculum's IRI. language: of errors, and of
    a workbook that does not say its own.

    Returns the entry, and whether it is new: the same content under the same version is left as it is.

    Raises DataError for a file that is not a curriculum, or has cells that cannot be read (all are named),
    VersionExistsError when the version is there with another content, StoreError when there is no store or it is
    being written.
    """
    wording = words(language)
    require_version(version, wording)
    before = open_place(place)
    quads = _read(place, file, language)
    curriculum = find_curriculum(quads, str(file), language=language)
    require_iri(curriculum, str(file), wording)
    name = name or _short(curriculum.iri)
    require_name(name, wording)
    graph = GRAPH[f"curricula/{name}/{version}"]
    quads = [Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads]
    try:
        digest = digest_of(quads, DEADLINE, language)
    except BwiseError as error:
        raise DataError(str(file), str(error)) from error
    with changing(place) as store:
        there = entries(store)
        if all(entry.iri != curriculum.iri for entry in there):
            refuse_concept(before, curriculum, wording)
        for entry in there:
            refuse_clash(entry, curriculum, name, wording)
            if entry.graph == graph:
                if store.digest(graph) != digest.hexdigest():
                    raise version_exists(name, version, wording)
                return entry, False
        store.load(quads)
        _describe(store, graph, digest, curriculum)
        mark_newest(store, name)
        now = entries(store)
        changes.record(store, now)
        (entry,) = (e for e in now if e.graph == graph)
    return entry, True


def _read(place: Place, file: Path, language: str) -> list[Quad]:
    """Return what a file says, the cells of a workbook by the labels of the store."""
    from .curriculum.skills import labels_of  # noqa: PLC0415 - it knows graphs, and those know the curricula in them
    from .graph import open_graph  # noqa: PLC0415

    source = read_source(file, language, labels_of(open_graph(place)))
    require_readable(source, language)
    require_size(source.quads, str(file), language)
    return list(source.quads)


def remove(place: Place, name: str, version: str | None = None, language: str = "en") -> list[Entry]:
    """Take a curriculum, or one version of it, out of the store; returns what was taken out.

    language: of errors.

    Raises NotFoundError when it is not there or part of the reference design.
    """
    with changing(place) as store:
        known = [e for e in entries(store) if is_curriculum_graph(e.graph)]
        gone = [e for e in known if name in {e.name, e.iri} and version in {None, e.version}]
        if not gone:
            raise no_added_curriculum(name, version, [f"{e.name} {e.version}" for e in known], language)
        for entry in gone:
            for graph in (entry.graph, inferred_graph(entry.graph)):
                store.remove(graph)
                store.update(bind(view("forget_graph.ru"), graph=graph))
        mark_newest(store, gone[0].name)
        changes.record(store, entries(store))
    return gone


def carry_over(old: Store | None, store: EmbeddedStore) -> list[NamedNode]:
    """Copy what others have added to the store before, with what the catalogue says of it.

    Returns the graphs: those of curricula, and what was submitted otherwise; what the new store has already is not
    taken from the old one.
    """
    if old is None:
        return []
    submitted = {quad.subject for quad in old.quads(CATALOG) if quad.object == ID["origin/submitted"]}
    there = set(store.graphs())
    graphs = [
        graph for graph in old.graphs() if is_curriculum_graph(graph) or (graph in submitted and graph not in there)
    ]
    for graph in graphs:
        store.load(old.quads(graph))
        said = old.construct(bind(view("catalog_of.rq"), graph=graph), graphs=[CATALOG])
        store.load(Quad(t.subject, t.predicate, t.object, CATALOG) for t in said)
        store.load([Quad(DATASET, DCT.hasPart, graph, CATALOG)])
    changes.carry_over(old, store)
    return graphs


def _describe(store: EmbeddedStore, graph: NamedNode, digest: GraphDigest, curriculum: Curriculum) -> None:
    name, version = graph.value.removeprefix(_PREFIX).split("/")
    licence = stated_licence(store, graph)
    descriptions = [
        GraphDescription(
            graph=graph,
            title=f"Curriculum {name}, version {version}",
            origin=ID["origin/submitted"],
            statements=digest.statements,
            digest=digest.hexdigest(),
            version=version,
            about=NamedNode(curriculum.iri),
            licence=licence,
        )
    ]
    descriptions += [
        inferred_description(target, found.statements, found.hexdigest(), licence=licence)
        for target, found in infer(store, [graph], DEADLINE).items()
    ]
    store.load(describe(descriptions))


def mark_newest(store: EmbeddedStore, name: str) -> None:
    """Have the default graph hold the newest version of a curriculum and no other."""
    known = set(store.graphs())
    for entry in entries(store):
        if entry.name == name:
            graphs = {entry.graph, inferred_graph(entry.graph)} & known
            store.update(bind(view("set_default.ru"), graph=graphs, default=Literal(entry.newest)))


def _name_of(graph: str, iri: str) -> str:
    return graph.removeprefix(_PREFIX).split("/", 1)[0] if graph.startswith(_PREFIX) else _short(iri)


def _short(iri: str) -> str:
    """Return the end of an IRI as a name.

    >>> _short("https://example.org/courses/Job_Coach#2")
    'job-coach-2'
    """
    tail = [part for part in iri.removeprefix("_:").rstrip("/#").split("/") if part][-1]
    return re.sub(r"[^a-z0-9]+", "-", tail.lower()).strip("-") or "curriculum"


def _first(values: Mapping[str, Sequence[Literal | NamedNode]], property_: NamedNode) -> str | None:
    return min((value.value for value in values.get(property_.value, ())), default=None)
