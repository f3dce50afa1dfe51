"""A store built from what the package carries: every graph whole, described, and the same each time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import BlankNode, NamedNode
from rdflib import Graph as RdfGraph

from bwise_kg import BuildSummary, EmbeddedStore, build
from bwise_kg.generations import open_store
from bwise_kg.mappings import mapping_quads
from bwise_kg.namespaces import BW, DCAT, DCT, GRAPH, ID, PROV, RDF, SPDX, VOID, esco_graph, inferred_graph
from bwise_kg.store import CATALOG
from tests.building.courses import contents, rows, values

ONTOLOGY = Path(__file__).parents[2] / "ontology"
SLICE = esco_graph("1.1.1")
ATTRIBUTION = "This service uses the ESCO classification of the European Commission."
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
COMMISSION_DECISION = "http://data.europa.eu/eli/dec/2011/833/oj"


@dataclass(frozen=True)
class Built:
    """A build, and what it told while it ran."""

    folder: Path
    summary: BuildSummary
    steps: list[tuple[str, float]]
    started: datetime
    ended: datetime

    @property
    def store(self) -> EmbeddedStore:
        return open_store(self.folder)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("build") / "store"
    steps: list[tuple[str, float]] = []
    started = datetime.now(UTC)
    summary = build(folder, progress=lambda step, share: steps.append((step, share)))
    return Built(folder, summary, steps, started, datetime.now(UTC))


def counted_in_files() -> Iterator[tuple[NamedNode, int]]:
    """Count the statements of the data files by graph, small ones with another parser."""
    sources = {GRAPH.ontology: [ONTOLOGY / "bwise.ttl"], GRAPH.reference: []}
    for folder in ("vocabularies", "alignments", "reference"):
        graph = GRAPH.reference if folder == "reference" else GRAPH.ontology
        sources[graph] += (ONTOLOGY / folder).rglob("*.ttl")
    for file in [*(ONTOLOGY / "facts").rglob("*.ttl"), *(ONTOLOGY / "translations").rglob("*.ttl")]:
        sources[GRAPH[str(file.relative_to(ONTOLOGY).with_suffix(""))]] = [file]
    for graph, files in sources.items():
        read = RdfGraph()
        for file in files:
            read.parse(file)
        mappings = set(mapping_quads(graph)) if graph == GRAPH.reference else set()  # tests/mappings counts these
        yield graph, len(read) + len(mappings)
    yield SLICE, len(set(ox.parse(path=ONTOLOGY / "esco" / "esco-1.1.1.ttl")))


def described(built: Built) -> list[NamedNode]:
    return [graph for graph in built.store.graphs() if graph != CATALOG]


def test_graphs_are_those_of_the_files_and_hold_their_statements(built: Built) -> None:
    expected = dict(counted_in_files())
    inferred = {inferred_graph(SLICE), inferred_graph(GRAPH.reference)}
    assert {*built.store.graphs()} == {*expected, *inferred, CATALOG}
    held = {graph: sum(1 for _ in built.store.quads(graph)) for graph in expected}
    assert held == expected
    assert min(expected.values()) > 0


def test_summary_tells_what_was_built(built: Built) -> None:
    summary = built.summary
    assert summary.folder == built.folder
    assert (summary.current_esco, summary.embedded_slice, summary.esco, summary.carried_over) == ("1.1.1", True, (), ())
    assert summary.digest == built.store.digest()
    assert summary.statements == {graph.value: sum(1 for _ in built.store.quads(graph)) for graph in described(built)}


def test_progress_goes_from_nothing_to_everything(built: Built) -> None:
    shares = [share for _, share in built.steps]
    assert (shares[0], shares[-1]) == (0, 1)
    assert shares == sorted(shares)
    assert [step for step, _ in built.steps] == ["find releases", "infer", "describe", "done"]


def test_catalogue_has_the_digest_of_every_graph(built: Built) -> None:
    assert {graph: built.store.digest(graph) for graph in described(built)} == {
        graph: built.store.measured_digest(graph) for graph in described(built)
    }


def test_catalogue_describes_every_graph(built: Built) -> None:
    opened = built.store
    parts = {
        row[0] for row in rows(opened, f"SELECT ?part {{ {ID['dataset/bwise-kg']} dct:hasPart ?part }}", [CATALOG])
    }
    assert parts == {graph.value for graph in described(built)}
    for graph in described(built):
        said = {
            property_: values(opened, graph, property_, CATALOG)
            for property_ in (DCT.title, BW.origin, VOID.triples, BW.inDefaultGraph, RDF.type, SPDX.checksum)
        }
        assert said[BW.inDefaultGraph] == ["true"]
        assert said[VOID.triples] == [str(built.summary.statements[graph.value])]
        assert said[RDF.type] == [DCAT.Dataset.value, PROV.Entity.value]
        assert [len(said[property_]) for property_ in (DCT.title, BW.origin, SPDX.checksum)] == [1, 1, 1]
        (when,) = values(opened, graph, PROV.generatedAtTime, CATALOG)
        assert built.started <= datetime.fromisoformat(when) <= built.ended
        (activity,) = values(opened, graph, PROV.wasGeneratedBy, CATALOG)
        assert values(opened, NamedNode(activity), PROV.endedAtTime, CATALOG) == [when]
        (agent,) = values(opened, NamedNode(activity), PROV.wasAssociatedWith, CATALOG)
        assert values(opened, NamedNode(agent), DCT.title, CATALOG) == [f"bwise-kg {version('bwise-kg')}"]


@pytest.mark.parametrize(
    ("graph", "origin", "licence", "title"),
    [
        (GRAPH.ontology, "reference-design", [CC_BY], "Ontology and vocabularies"),
        (GRAPH.reference, "reference-design", [CC_BY], "Reference design of bwise-kg"),
        (SLICE, "esco", [COMMISSION_DECISION], "ESCO 1.1.1 (embedded slice)"),
        (inferred_graph(SLICE), "inferred", [COMMISSION_DECISION], "Inferred from esco/1.1.1"),
        (inferred_graph(GRAPH.reference), "inferred", [CC_BY], "Inferred from reference"),
    ],
)
def test_catalogue_says_where_a_graph_is_from(
    built: Built, graph: NamedNode, origin: str, licence: list[str], title: str
) -> None:
    opened = built.store
    assert values(opened, graph, BW.origin, CATALOG) == [ID[f"origin/{origin}"].value]
    assert values(opened, graph, DCT.license, CATALOG) == licence
    assert values(opened, graph, DCT.title, CATALOG)[0].startswith(title)


def test_origins_are_those_of_the_vocabulary(built: Built) -> None:
    origins = {row[0] for row in rows(built.store, "SELECT DISTINCT ?origin { ?graph bw:origin ?origin }", [CATALOG])}
    concepts = {row[0] for row in rows(built.store, "SELECT ?concept { ?concept a skos:Concept }", [GRAPH.ontology])}
    assert origins <= concepts


def test_inferred_graphs_name_their_source(built: Built) -> None:
    for graph in (SLICE, GRAPH.reference):
        assert values(built.store, inferred_graph(graph), DCT.source, CATALOG) == [graph.value]


def test_esco_is_attributed_and_the_slice_says_that_it_is_modified(built: Built) -> None:
    assert values(built.store, ID["dataset/bwise-kg"], DCT.rights, CATALOG) == [ATTRIBUTION]
    assert values(built.store, SLICE, DCAT.version, CATALOG) == ["1.1.1"]
    (note,) = values(built.store, SLICE, DCT.description, CATALOG)
    assert note.startswith(ATTRIBUTION)
    assert "modified version" in note
    assert rows(built.store, "SELECT ?graph { ?dataset bw:currentESCO ?graph }", [CATALOG]) == [(SLICE.value,)]


def test_esco_and_inferred_graphs_have_no_blank_nodes(built: Built) -> None:
    graphs = [graph for graph in described(built) if graph == SLICE or graph.value.startswith(GRAPH["inferred/"].value)]
    assert len(graphs) == 3
    for graph in graphs:
        assert not any(isinstance(term, BlankNode) for quad in built.store.quads(graph) for term in quad.triple)


def test_the_same_input_gives_the_same_digest_anywhere(built: Built, tmp_path: Path) -> None:
    summary = build(str(tmp_path / "deep" / "other"))
    assert summary.digest == built.summary.digest
    here, there = contents(built.folder), contents(summary.folder)
    assert {graph for graph in here if here[graph] != there[graph]} == {CATALOG.value}
    assert here.keys() == there.keys()
