"""Building a store, beside pyoxigraph's bare bulk load of the same statements to disk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import rdflib

from bwise_kg import build, open_graph
from bwise_kg.store import CATALOG

from .measure import Line, median


def lines(folder: Path, dump: Path, dataset: rdflib.Dataset, esco: list[str]) -> Iterator[Line]:
    """Build into a folder and compare; the store, its dump and the rdflib data set stay for the others.

    The runs alternate between the two, so that a drift of the machine's speed meets both.
    """
    build(folder, esco)
    _dump(folder, dump)
    ours, theirs = [], []
    for _ in range(3):
        with tempfile.TemporaryDirectory(dir=folder.parent) as fresh:
            mine, other = Path(fresh) / "ours", Path(fresh) / "theirs"
            ours.append(median(partial(build, mine, esco), 1))
            theirs.append(median(partial(_bulk_load, other, dump), 1))
    ratio = sorted(ours)[1] / sorted(theirs)[1]
    yield Line(
        "build from the release", sorted(ours)[1], "pyoxigraph bulk_load", sorted(theirs)[1], "ratio < 2", ratio < 2
    )
    opening = median(lambda: open_graph(folder), 9)
    parsing = median(lambda: dataset.parse(dump, format="nquads"), 1)
    yield Line("open the store", opening, "rdflib parse of N-Quads", parsing, "", None)


def _dump(folder: Path, target: Path) -> None:
    store = open_graph(folder).store
    with target.open("wb") as stream:
        for graph in store.graphs():
            if graph != CATALOG:
                ox.serialize(store.quads(graph), stream, ox.RdfFormat.N_QUADS)


def _bulk_load(folder: Path, dump: Path) -> None:
    store = ox.Store(str(folder))
    store.bulk_load(path=str(dump), format=ox.RdfFormat.N_QUADS)
    store.flush()
