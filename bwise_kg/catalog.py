"""The catalogue: a graph that describes every other one with DCAT and PROV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version as package_version

from pyoxigraph import Literal, NamedNode, Quad

from .namespaces import BW, DCAT, DCT, ESCO_ATTRIBUTION, GRAPH, ID, PROV, RDF, SPDX, VOID, XSD, esco_graph, source_of
from .store import CATALOG

DATASET = ID["dataset/bwise-kg"]
"""The dataset that all graphs of a store are parts of."""

CC_BY = NamedNode("https://creativecommons.org/licenses/by/4.0/")
ESCO_LICENCE = NamedNode("http://data.europa.eu/eli/dec/2011/833/oj")
"""Commission Decision 2011/833/EU on the reuse of Commission documents."""


@dataclass(frozen=True, slots=True)
class GraphDescription:
    """What the catalogue says of one graph.

    origin: one of the concepts ``…/id/origin/…``. source: where its statements come from.
    default: whether it is part of the default graph of queries.
    about: the thing that it is a version of, e.g. a curriculum's IRI. all_of, part_of: concept schemes that it holds
    whole, and such that it does not.
    """

    graph: NamedNode
    title: str
    origin: NamedNode
    statements: int
    digest: str
    version: str | None = None
    licence: NamedNode | None = None
    sources: tuple[NamedNode | Literal, ...] = ()
    note: str | None = None
    default: bool = True
    about: NamedNode | None = None
    all_of: tuple[NamedNode, ...] = ()
    part_of: tuple[NamedNode, ...] = ()


def describe(graphs: Iterable[GraphDescription], when: datetime | None = None) -> Iterator[Quad]:
    """Yield the catalogue's statements about graphs that were made just now."""
    moment = _time(when or datetime.now(UTC))
    agent = ID[f"software/bwise-kg-{package_version('bwise-kg')}"]
    activity = ID[f"activity/{moment.value.translate({ord(c): '-' for c in ':.'}).lower()}"]
    said: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (DATASET, RDF.type, DCAT.Dataset),
        (DATASET, DCT.title, Literal("bwise-kg, competence knowledge graph for WISEs", language="en")),
        (DATASET, DCT.rights, Literal(ESCO_ATTRIBUTION, language="en")),
        (agent, RDF.type, PROV.SoftwareAgent),
        (agent, DCT.title, Literal(f"bwise-kg {package_version('bwise-kg')}")),
        (activity, RDF.type, PROV.Activity),
        (activity, PROV.endedAtTime, moment),
        (activity, PROV.wasAssociatedWith, agent),
    ]
    for graph in graphs:
        said += _described(graph, moment, activity)
    for subject, predicate, value in said:
        yield Quad(subject, predicate, value, CATALOG)


def _described(
    graph: GraphDescription, moment: Literal, activity: NamedNode
) -> list[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    name = graph.graph
    checksum = NamedNode(name.value + ("-checksum" if "#" in name.value else "#checksum"))
    said: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (DATASET, DCT.hasPart, name),
        (name, RDF.type, DCAT.Dataset),
        (name, RDF.type, PROV.Entity),
        (name, DCT.title, Literal(graph.title, language="en")),
        (name, BW.origin, graph.origin),
        (name, BW.inDefaultGraph, Literal(graph.default)),
        (name, VOID.triples, Literal(graph.statements)),
        (name, PROV.generatedAtTime, moment),
        (name, PROV.wasGeneratedBy, activity),
        (name, SPDX.checksum, checksum),
        (checksum, RDF.type, SPDX.Checksum),
        (checksum, SPDX.checksumValue, Literal(graph.digest)),
    ]
    said += [(name, DCT.source, source) for source in graph.sources]
    said += [(name, BW.holdsAllOf, scheme) for scheme in graph.all_of]
    said += [(name, BW.holdsPartOf, scheme) for scheme in graph.part_of]
    if graph.version:
        said.append((name, DCAT.version, Literal(graph.version)))
    if graph.licence:
        said.append((name, DCT.license, graph.licence))
    if graph.note:
        said.append((name, DCT.description, Literal(graph.note, language="en")))
    if graph.about:
        said.append((name, DCT.isVersionOf, graph.about))
    return said


def inferred_description(
    graph: NamedNode, statements: int, digest: str, *, licence: NamedNode | None, default: bool = True
) -> GraphDescription:
    """Describe an ``inferred/...`` graph; licence: that of the graph it is drawn from."""
    source = source_of(graph)
    name = source.value.removeprefix(GRAPH.base)
    return GraphDescription(
        graph=graph,
        title=f"Inferred from {name}",
        origin=ID["origin/inferred"],
        statements=statements,
        digest=digest,
        licence=licence,
        sources=(source,),
        default=default,
    )


def current_esco(version: str) -> Quad:
    """Return the statement which ESCO version the default graph holds."""
    return Quad(DATASET, BW.currentESCO, esco_graph(version), CATALOG)


def _time(moment: datetime) -> Literal:
    text = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f").rstrip("0").rstrip(".")
    return Literal(text + "Z", datatype=XSD.dateTime)
