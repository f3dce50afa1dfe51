"""What the tests of the answers share: the real graph, and one with invented content for what is not published."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import NamedNode, Quad

from bwise_kg import Answer, EmbeddedStore, Graph, open_graph
from bwise_kg.curricula import add
from bwise_kg.generations import open_store
from bwise_kg.namespaces import GRAPH, ID
from bwise_kg.questions import Resource, Value
from bwise_kg.rules import infer

DATA = Path(__file__).parent / "data"
"""Invented content, a file a topic. It goes into the graph ``facts/test-only``, or into the one that a line
``# graph: facts/published`` of the file names, which a question needs that reads named graphs only."""

ONTOLOGY = Path(__file__).parents[3] / "ontology"

Rows = Callable[..., list[tuple[str | None, ...]]]
Beside = Callable[..., Graph]
Links = Callable[..., list[str]]


@pytest.fixture(scope="session")
def graph(slice_graph: Graph) -> Graph:
    """Return the real graph, on the embedded slice of ESCO."""
    return slice_graph


@pytest.fixture(scope="session")
def deliverables(slice_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Return the real graph with the invented content of all files beside it."""
    store = _copy(slice_store, tmp_path_factory)
    graphs = set()
    for path in sorted(DATA.glob("*.ttl")):
        text = path.read_text(encoding="utf-8")
        named = re.search(r"^# graph: (\S+)$", text, re.MULTILINE)
        graphs.add(_load(store, text, named[1] if named else "facts/test-only"))
    infer(store, sorted(graphs, key=lambda each: each.value))
    return Graph(store)


@pytest.fixture
def beside(slice_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Beside:
    """Return what puts Turtle beside the real graph, into the graph of a name: ``beside(turtle, "curricula/x/1")``."""

    def beside(turtle: str, name: str = "facts/test-only") -> Graph:
        store = _copy(slice_store, tmp_path_factory)
        infer(store, [_load(store, turtle, name)])
        return Graph(store)

    return beside


@pytest.fixture
def added(slice_store: Path, tmp_path: Path) -> Beside:
    """Return what adds versions of curricula as users do: ``added(first, final)`` are the versions 1 and 2."""

    def added(*versions: str) -> Graph:
        shutil.copytree(slice_store, tmp_path / "store")
        for number, turtle in enumerate(versions, 1):
            file = tmp_path / f"{number}.ttl"
            file.write_text(turtle, encoding="utf-8")
            add(tmp_path / "store", file, str(number))
        return open_graph(tmp_path / "store")

    return added


def _copy(slice_store: Path, tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    folder = tmp_path_factory.mktemp("copy") / "store"
    open_store(slice_store).backup(folder)
    return EmbeddedStore(folder)


def _load(store: EmbeddedStore, turtle: str, name: str) -> NamedNode:
    statements = ox.parse(turtle.encode(), ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    store.load(Quad(s.subject, s.predicate, s.object, GRAPH[name]) for s in statements)
    return GRAPH[name]


def _plain(cell: Resource | Value | None) -> str | None:
    if isinstance(cell, Value):
        return cell.text
    if cell is None:
        return None
    return cell.iri.removeprefix(ID.base).rpartition("/authority/")[2]


@pytest.fixture(scope="session")
def rows() -> Rows:
    """Return what writes an answer's rows as texts: ``rows(answer, "module", "hours")``; all columns by default.

    A thing of the project is written without its namespace (``module/supporter-1``), a country or language as
    ``country/ESP``, other things as their IRI, literals as their text, empty cells as None.
    """

    def rows(answer: Answer, *columns: str) -> list[tuple[str | None, ...]]:
        names = [name for name, _ in answer.columns]
        places = [names.index(column) for column in columns] or range(len(names))
        return [tuple(_plain(row[place]) for place in places) for row in answer.rows]

    return rows


@pytest.fixture(scope="session")
def links() -> Links:
    """Return what follows links of the Turtle files: ``links("unit/x", ELM + "learningOutcome", BW + "attains")``."""
    objects: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path in [*ONTOLOGY.glob("reference/**/*.ttl"), *ONTOLOGY.glob("facts/*.ttl")]:
        for triple in ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE):
            if not isinstance(triple.object, ox.Triple):
                objects[str(triple.subject)[1:-1], triple.predicate.value].append(triple.object.value)

    def links(start: str, *properties: str) -> list[str]:
        found = [start if "://" in start else ID.base + start]
        for each in properties:
            found = [target for source in found for target in objects[source, each]]
        return found

    return links
