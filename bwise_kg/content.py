"""The graphs that come with the package: ontology, facts, reference design, ESCO slice."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from .namespaces import GRAPH, esco_graph

_ONTOLOGY = files("bwise_kg.ontology")


def packaged_graphs() -> dict[NamedNode, list[str]]:
    """Return the named graphs of the package, with the data files that make up each, by path.

    ``ontology``: the terms and vocabularies; ``facts/<name>``: a file each; ``reference``: the
    reference design; ``translations/<language>``: a file each. The ESCO slice is apart, see `slice_version`.
    """
    graphs = {GRAPH.ontology: ["bwise.ttl", *_below("vocabularies"), *_below("alignments")]}
    for path in [*_below("facts"), *_below("translations")]:
        graphs[GRAPH[path.removesuffix(".ttl")]] = [path]
    graphs[GRAPH.reference] = _below("reference")
    return graphs


def packaged_quads(graph: NamedNode, paths: list[str]) -> Iterator[Quad]:
    """Parse data files of the package into a graph; each file's blank nodes stay its own.

    The mapping sets belong to the reference design.
    """
    if graph == GRAPH.reference:
        from .mappings import mapping_quads  # noqa: PLC0415 - loads pydantic, which most commands do without

        yield from mapping_quads(graph)
    for path in paths:
        data = _ONTOLOGY.joinpath(path).read_bytes()
        for quad in ox.parse(data, ox.RdfFormat.TURTLE, rename_blank_nodes=True):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)


def slice_version() -> str:
    """Return the version of ESCO that the embedded slice is cut from, e.g. ``1.1.1``."""
    (path,) = _below("esco")
    return path.removeprefix("esco/esco-").removesuffix(".ttl")


def slice_quads() -> Iterator[Quad]:
    """Parse the embedded slice of ESCO into the graph of its version."""
    version = slice_version()
    return packaged_quads(esco_graph(version), [f"esco/esco-{version}.ttl"])


def _below(folder: str) -> list[str]:
    root = _ONTOLOGY / folder
    return sorted(_turtle(root, folder)) if root.is_dir() else []


def _turtle(folder: Traversable, path: str) -> Iterator[str]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _turtle(entry, f"{path}/{entry.name}")
        elif entry.name.endswith(".ttl"):
            yield f"{path}/{entry.name}"
