"""Licences in the catalogue: those of publishers and of curricula, none made up; and what a graph holds all of."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from bwise_kg import EmbeddedStore, build
from bwise_kg.curricula import add
from bwise_kg.generations import open_store
from bwise_kg.namespaces import BW, DCT, ESCO_DATA, GRAPH, esco_graph, inferred_graph
from bwise_kg.store import CATALOG
from bwise_kg.submissions import update
from tests.building.courses import COURSE, Course, turtle, values

BY_SA, BY_NC = (f"https://creativecommons.org/licenses/{kind}/4.0/" for kind in ("by-sa", "by-nc"))
ADDED = GRAPH["curricula/job-coach/1.0"]
SCHEMES = [f"{ESCO_DATA}concept-scheme/{pillar}" for pillar in ("occupations", "skills")]


def licences(store: EmbeddedStore, graph: NamedNode = ADDED) -> tuple[list[str], list[str]]:
    """Return the licences of a graph and of what is inferred from it."""
    return (
        values(store, graph, DCT.license, CATALOG),
        values(store, inferred_graph(graph), DCT.license, CATALOG),
    )


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (f"dct:license <{BY_SA}> .", [BY_SA]),
        ("bw:origin <https://w3id.org/bwise/id/origin/submitted> .", []),
        ('dct:license "all rights reserved" .', []),
        (f"dct:license <{BY_SA}> , <{BY_NC}> .", []),
    ],
    ids=["address", "none", "words", "two"],
)
def test_an_added_curriculum_has_the_licence_that_it_states(
    store: Path, course: Course, stated: str, expected: list[str]
) -> None:
    add(store, course(more=f"<{COURSE}> {stated}"), "1.0")
    assert licences(open_store(store)) == (expected, expected)
    build(store)  # which takes the curriculum along and infers anew
    assert licences(open_store(store)) == (expected, expected)


def test_a_licence_that_is_changed_is_changed_in_the_catalogue(store: Path, course: Course, tmp_path: Path) -> None:
    add(store, course(more=f"<{COURSE}> dct:license <{BY_SA}> ."), "1.0")
    open_store(store).backup(tmp_path / "copy")
    opened = EmbeddedStore(tmp_path / "copy")
    update(opened, f"DELETE DATA {{ GRAPH {ADDED} {{ <{COURSE}> {DCT.license} <{BY_SA}> }} }}")
    assert licences(opened) == ([], [])
    update(opened, f"INSERT DATA {{ GRAPH {ADDED} {{ <{COURSE}> {DCT.license} <{BY_NC}> }} }}")
    assert licences(opened) == ([BY_NC], [BY_NC])
    update(opened, f"INSERT DATA {{ GRAPH {GRAPH.reference} {{ <http://a> <http://b> 1 }} }}")
    (published,) = licences(opened, GRAPH.reference)[0]
    assert licences(opened, GRAPH.reference)[1] == [published] == ["https://creativecommons.org/licenses/by/4.0/"]


def test_a_graph_that_is_written_has_the_licence_that_its_curriculum_states(slice_store: Path, tmp_path: Path) -> None:
    open_store(slice_store).backup(tmp_path / "copy")
    opened = EmbeddedStore(tmp_path / "copy")
    body = turtle(more=f"<{COURSE}> dct:license <{BY_SA}> .")
    prefixes = "\n".join(line.removesuffix(" .").replace("@prefix", "PREFIX") for line in body.split("\n")[:6])
    triples = "\n".join(body.split("\n")[6:])
    update(opened, f"{prefixes} INSERT DATA {{ GRAPH {GRAPH['curricula/job-coach/2']} {{ {triples} }} }}")
    assert licences(opened, GRAPH["curricula/job-coach/2"]) == ([BY_SA], [BY_SA])
    mine = GRAPH["facts/mine"]  # a name like those of the package does not bring its licence
    update(opened, f"INSERT DATA {{ GRAPH {mine} {{ <http://a> <http://b> 1 }} }}")
    assert licences(opened, mine) == ([], [])


def test_what_an_esco_graph_holds_is_open_once_somebody_has_written_into_it(slice_store: Path, tmp_path: Path) -> None:
    open_store(slice_store).backup(tmp_path / "copy")
    opened, graph = EmbeddedStore(tmp_path / "copy"), esco_graph("1.1.1")
    assert values(opened, graph, BW.holdsPartOf, CATALOG) == SCHEMES
    update(opened, f"INSERT DATA {{ GRAPH {GRAPH.reference} {{ <http://a> <http://b> 1 }} }}")
    assert values(opened, graph, BW.holdsPartOf, CATALOG) == SCHEMES
    update(opened, f"INSERT DATA {{ GRAPH {graph} {{ <http://a> <http://b> 1 }} }}")
    assert values(opened, graph, BW.holdsPartOf, CATALOG) == []
    assert values(opened, graph, BW.holdsAllOf, CATALOG) == []
