"""Dumps of graphs and of the whole: the same statements give the same bytes, whoever made them and when.

A dump is made when it is first asked for and kept in a folder beside the store, under the digest of what it holds, so
that a rebuild makes only those anew that have changed. A process of its own makes them (``python -m
bwise_kg.api.dumps``): writing a whole release takes seconds, in which the service goes on answering.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import IO

import pyoxigraph as ox
from platformdirs import user_cache_path
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, Triple

from bwise_kg.namespaces import BW, GRAPH, PREFIXES, PROV
from bwise_kg.places import Place, open_place, shown
from bwise_kg.settings import settings
from bwise_kg.store import CATALOG, Store

from .serializations import GRAPHS, JSON_LD, MORE_PREFIXES, N_QUADS, N_TRIPLES, TURTLE, Format

FORMATS = (TURTLE, N_QUADS, JSON_LD)
WHOLE = "bwise-kg"
"""The dump of everything: all graphs but the catalogue; in Turtle, those of them that queries see."""

SETTINGS = "-"
"""What is said instead of the folder of a store for the one that the environment names."""

_WAY = 2
"""Of writing the same statements; files that were written in another way are made anew."""

_ABANDONED = 3600.0
"""Seconds after which a file that is being written has no writer any more."""


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump that is there.

    name: of the graph after ``…/graph/``, or `WHOLE`. path: relative to the cache folder. sha256, size: of the file.
    modified: seconds since 1970 when the graph was made, not the file. statements: how many it holds.
    """

    name: str
    ending: str
    path: str
    sha256: str
    size: int
    modified: float
    statements: int

    @property
    def modified_time(self) -> str:
        """The same as ``xsd:dateTime``."""
        return datetime.fromtimestamp(int(self.modified), UTC).isoformat().replace("+00:00", "Z")

    @property
    def last_modified(self) -> str:
        """The value of the header ``Last-Modified``."""
        return format_datetime(datetime.fromtimestamp(int(self.modified), UTC), usegmt=True)


def cache_folder(place: Place) -> Path:
    """Return where the dumps of a store are kept: beside its folder, or else in the user's cache."""
    if isinstance(place, Path):
        beside = place.resolve().with_name(place.resolve().name + "-dumps")
        with suppress(OSError):
            beside.mkdir(exist_ok=True)
            return beside
    name = str(place.resolve()) if isinstance(place, Path) else shown(place)
    cache = user_cache_path("bwise-kg") / hashlib.sha256(name.encode()).hexdigest()[:16]
    cache.mkdir(parents=True, exist_ok=True)
    return cache


def names(store: Store) -> list[str]:
    """Return what there are dumps of: the whole first, then the graphs with names of ours."""
    return [WHOLE, *(graph.value.removeprefix(GRAPH.base) for graph in store.graphs() if graph in GRAPH)]


def make(store: Store, folder: Path, name: str, format_: Format) -> Dump:
    """Return a dump, made now unless it is there; whoever reads the folder meanwhile sees whole files only."""
    file = _file(store, folder, name, format_)
    described = file.with_suffix(".json")
    if not described.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        sha256, size, statements = _write(_terms(store, name, format_), file, format_)
        dump = Dump(
            name, format_.ending, str(file.relative_to(folder)), sha256, size, _modified(store, name), statements
        )
        _move_in(json.dumps(asdict(dump)).encode(), described)
    said = json.loads(described.read_text(encoding="utf-8"))
    return Dump(**{**said, "modified": _modified(store, name)})  # the same bytes may have been made again since


def in_turn(store: Store, folder: Path) -> list[tuple[str, Format]]:
    """Return what there are dumps of: those that are made already first, the whole, which takes longest, last."""
    found = [(name, format_) for name in names(store) for format_ in FORMATS]
    there = {each for each in found if _file(store, folder, *each).with_suffix(".json").is_file()}
    return sorted(found, key=lambda each: (each not in there, each[0] == WHOLE))


def _has_names(name: str, format_: Format) -> bool:
    """Tell whether a file names graphs: N-Quads and TriG do, JSON-LD where it holds several."""
    return format_ not in {TURTLE, N_TRIPLES} and (format_ != JSON_LD or name == WHOLE)


def _file(store: Store, folder: Path, name: str, format_: Format) -> Path:
    key = _key(store, name)
    return folder / key[:2] / f"{key[2:34]}.{format_.ending}.gz"


def _key(store: Store, name: str) -> str:
    """Return what changes when a dump has to be made anew."""
    if name == WHOLE:
        said = store.digest() + "".join(sorted(map(str, _left_out(store))))
    elif GRAPH[name] == CATALOG:
        said = store.measured_digest(CATALOG)
    else:
        said = store.digest(GRAPH[name])
    return hashlib.sha256(f"{_WAY} {name} {said} {ox.__version__}".encode()).hexdigest()


def _modified(store: Store, name: str) -> float:
    """Return when a graph was made, as the catalogue says; of the whole, when the last of its graphs was."""
    graph = None if name in {WHOLE, CATALOG.value.removeprefix(GRAPH.base)} else GRAPH[name]
    times = [
        datetime.fromisoformat(quad.object.value).timestamp()
        for quad in store.quads(CATALOG)
        if quad.predicate == PROV.generatedAtTime and graph in {None, quad.subject} and isinstance(quad.object, Literal)
    ]
    return max(times, default=0.0)


def _left_out(store: Store) -> set[NamedNode]:
    return {
        quad.subject  # type: ignore[misc]  # the catalogue describes graphs, which have IRIs
        for quad in store.quads(CATALOG)
        if quad.predicate == BW.inDefaultGraph and quad.object.value == "false"  # type: ignore[union-attr]  # a literal
    }


def _quads(store: Store, name: str, format_: Format) -> Iterator[Quad]:
    """Yield what a dump holds, in order."""
    if name != WHOLE:
        yield from in_order(store.quads(GRAPH[name]), GRAPH[name])
        return
    left_out = {CATALOG, *(_left_out(store) if format_ == TURTLE else ())}
    graphs = (in_order(store.quads(graph), graph) for graph in store.graphs() if graph not in left_out)
    if format_ == TURTLE:  # several graphs may say the same
        yield from sorted({Quad(q.subject, q.predicate, q.object) for graph in graphs for q in graph}, key=str)
        return
    for graph in graphs:
        yield from graph


def _terms(store: Store, name: str, format_: Format) -> Iterator[Quad | Triple]:
    """Yield what is written to a file: quads where it names graphs, else triples."""
    named = _has_names(name, format_)
    for quad in _quads(store, name, format_):
        yield quad if named else quad.triple


def in_order(quads: Iterable[Quad], graph: NamedNode) -> list[Quad]:
    """Return the statements of a graph in one order, blank nodes with the names that RDFC-1.0 gives them.

    The names begin with a mark of the graph, since blank nodes of several graphs meet in one file.
    """
    statements = list(quads)
    if any(_is_blank(quad.subject) or _is_blank(quad.object) for quad in statements):
        dataset = Dataset(statements)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        mark = "g" + hashlib.sha256(graph.value.encode()).hexdigest()[:8]
        statements = [
            Quad(_marked(q.subject, mark), q.predicate, _marked(q.object, mark), q.graph_name)  # type: ignore[arg-type]  # kinds stay
            for q in dataset
        ]
    return sorted(statements, key=str)


def _is_blank(term: object) -> bool:
    return isinstance(term, BlankNode)


def _marked(term: object, mark: str) -> object:
    return BlankNode(mark + term.value) if isinstance(term, BlankNode) else term


class _Measuring(io.RawIOBase):
    """Passes bytes on and takes their digest."""

    def __init__(self, target: IO[bytes]) -> None:
        self.sha256, self.size = hashlib.sha256(), 0
        self._target = target

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # only bytes come
        self.sha256.update(data)
        self.size += len(data)
        return self._target.write(data)


def _write(statements: Iterable[Quad | Triple], file: Path, format_: Format) -> tuple[str, int, int]:
    """Write a file that is whole when it appears; returns its digest, size and number of statements."""
    count = 0

    def counted() -> Iterator[object]:
        nonlocal count
        for statement in statements:
            count += 1
            yield statement

    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".making-", delete=False) as stream:
        try:
            measuring = _Measuring(stream)
            with gzip.GzipFile(filename="", mode="wb", fileobj=measuring, compresslevel=6, mtime=0) as packed:
                ox.serialize(counted(), packed, format_.rdf, prefixes={**PREFIXES, **MORE_PREFIXES})  # type: ignore[arg-type]  # all triples or all quads
            stream.flush()
            os.fchmod(stream.fileno(), 0o644)
            Path(stream.name).replace(file)
        except BaseException:
            Path(stream.name).unlink(missing_ok=True)
            raise
    return measuring.sha256.hexdigest(), measuring.size, count


def _move_in(content: bytes, file: Path) -> None:
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".making-", delete=False) as stream:
        stream.write(content)
    Path(stream.name).replace(file)


def _clear(folder: Path, keys: set[str]) -> None:
    """Remove dumps of what the store does not hold any more; who is reading one has it open.

    What somebody began to write and left goes when it is an hour old.
    """
    kept = {key[2:34] for key in keys}
    for file in folder.glob("*/*"):
        with suppress(FileNotFoundError):
            left = file.name.startswith(".") and time.time() - file.stat().st_mtime > _ABANDONED
            if left or (not file.name.startswith(".") and file.name.split(".")[0] not in kept):
                file.unlink()


def main(arguments: list[str]) -> None:
    """Make dumps and print what they are, a JSON object a line.

    arguments: the folder of the store, that of the dumps, then ``name.ending`` of each; none means all of them.
    `SETTINGS` instead of a folder means the store of the settings: everybody on a machine can read arguments, which is
    nothing for a URL with a password.
    """
    store, folder = open_place(settings().store if arguments[0] == SETTINGS else arguments[0]), Path(arguments[1])
    if not arguments[2:]:
        _clear(folder, {_key(store, name) for name in names(store)})
    asked = [
        (name, next(f for f in GRAPHS if f.ending == ending))
        for name, ending in (each.rsplit(".", 1) for each in arguments[2:])
    ]
    for name, format_ in asked or in_turn(store, folder):
        dump = make(store, folder, name, format_)
        sys.stdout.write(json.dumps(asdict(dump)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
