"""The dataset as data portals (DCAT-AP 3) and linked-data tools (VoID) want it described, made from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from bwise_kg.catalog import CC_BY, DATASET
from bwise_kg.namespaces import BW, DCAT, DCT, ESCO_ATTRIBUTION, GRAPH, PROV, RDF, RDFS, SPDX, VOID, XSD
from bwise_kg.render.labels import tail
from bwise_kg.resources import Resources
from bwise_kg.store import CATALOG

from .authorities import AUTHORITY, FORMATS, IANA, LANGUAGES, THEMES, Said, english, vocabularies
from .descriptions import FOAF
from .dumps import WHOLE, Dump
from .statistics import Statistics
from .void import Deployment, numbers, part

KEYWORDS = ("ESCO", "competences", "curricula", "social economy", "work integration", "WISE")
HOLDS = {
    "ontology": "The terms of the B-WISE competence ontology, its vocabularies and its alignments.",
    "reference": "The reference design of this project: profiles, curricula, personas, scenarios and mapping sets "
    "that it proposes; no publication of the B-WISE consortium.",
    "facts/": "What was published about the B-WISE Blueprint, each statement with its source.",
    "translations/": "Labels in one language.",
    "esco/": "The ESCO classification of the European Commission.",
    "curricula/": "A curriculum that was added, in one version.",
    "inferred/": "What the rules conclude from another graph.",
    "catalog": "What the catalogue says of all other graphs.",
}
"""What the graphs hold, by the beginning of their names."""

SUMMARY = (
    "Which competences people in work integration social enterprises (WISEs) need, and which of them curricula teach, "
    "in the terms of ESCO: profiles, curricula with outcomes and hours, personas, published facts with their sources."
)

_TAKEN = (
    *(DCT.title, DCT.isVersionOf, DCAT.version, VOID.triples, DCT.license),
    *(BW.origin, BW.inDefaultGraph, BW.holdsAllOf, BW.holdsPartOf),
)
"""What is said of a graph as the catalogue has it."""


CATALOGUE, PUBLISHER, SERVICE, RIGHTS = map(part, ("catalogue", "publisher", "sparql", "rights"))


def dataset_description(
    where: Deployment, catalogue: Resources, statistics: Statistics | None, dumps: Sequence[Dump]
) -> list[Triple]:
    """Return the description of the dataset.

    catalogue: what the store's catalogue says. statistics: of the default graph. dumps: those that are there.
    """
    graphs = sorted(catalogue.links(DATASET.value, DCT.hasPart))
    said = [
        *_catalogue(where, graphs),
        *_whole(where, catalogue, graphs, dumps),
        *(each for graph in graphs for each in _graph(where, catalogue, graph, dumps)),
        *_service(where, graphs),
        *vocabularies(),
    ]
    if statistics:
        said += numbers(where, statistics)
    return [Triple(*each) for each in dict.fromkeys(said)]


def _catalogue(where: Deployment, graphs: Iterable[str]) -> Iterator[Said]:
    yield CATALOGUE, RDF.type, DCAT.Catalog
    yield CATALOGUE, DCT.title, english("Catalogue of bwise-kg")
    yield CATALOGUE, DCT.description, english("The bwise-kg knowledge graph, its named graphs and its service.")
    yield CATALOGUE, DCT.publisher, PUBLISHER
    yield CATALOGUE, DCT.language, AUTHORITY["language/ENG"]
    yield CATALOGUE, DCT.license, CC_BY
    yield CATALOGUE, DCT.rights, RIGHTS
    yield CATALOGUE, FOAF.homepage, where.at("dataset.html")
    yield CATALOGUE, DCAT.themeTaxonomy, AUTHORITY["data-theme"]
    yield CATALOGUE, DCAT.service, SERVICE
    yield CATALOGUE, DCAT.dataset, DATASET
    for graph in graphs:
        yield CATALOGUE, DCAT.dataset, NamedNode(graph)
    yield CATALOGUE, RDFS.seeAlso, CATALOG
    yield CATALOG, DCT.title, english("Catalogue of the store")
    yield CATALOG, DCT.description, english(HOLDS["catalog"])
    yield CATALOG, DCT.isPartOf, DATASET
    for ending in FORMATS:
        yield CATALOG, VOID.dataDump, where.at(f"dumps/catalog.{ending}.gz")
    yield PUBLISHER, RDF.type, FOAF.Agent
    yield PUBLISHER, FOAF.name, english("bwise-kg")
    yield RIGHTS, RDF.type, DCT.RightsStatement
    yield (
        RIGHTS,
        RDFS.label,
        english(f"{ESCO_ATTRIBUTION} Everything else is under CC BY 4.0 unless its graph says otherwise."),
    )
    yield where.at("dataset"), RDF.type, VOID.DatasetDescription
    yield where.at("dataset"), RDF.type, FOAF.Document
    yield where.at("dataset"), FOAF.primaryTopic, DATASET
    for page in ("dataset.html", "ontology.html"):
        yield where.at(page), RDF.type, FOAF.Document


def _whole(where: Deployment, catalogue: Resources, graphs: Sequence[str], dumps: Sequence[Dump]) -> Iterator[Said]:
    yield DATASET, RDF.type, DCAT.Dataset
    yield DATASET, RDF.type, VOID.Dataset
    for title in catalogue.values(DATASET.value, DCT.title):
        if isinstance(title, Literal):
            yield DATASET, DCT.title, title
    yield DATASET, DCT.description, english(SUMMARY)
    yield DATASET, DCT.identifier, Literal(DATASET.value)
    yield DATASET, DCT.publisher, PUBLISHER
    yield DATASET, DCAT.landingPage, where.at("dataset.html")
    yield DATASET, DCT.accessRights, AUTHORITY["access-right/PUBLIC"]
    for theme in THEMES:
        yield DATASET, DCAT.theme, AUTHORITY[f"data-theme/{theme}"]
    for keyword in KEYWORDS:
        yield DATASET, DCAT.keyword, english(keyword)
    for code in _languages(graphs):
        yield DATASET, DCT.language, AUTHORITY[f"language/{code}"]
    for current in catalogue.links(DATASET.value, BW.currentESCO):
        yield DATASET, BW.currentESCO, NamedNode(current)
    times = [t for graph in graphs for t in catalogue.values(graph, PROV.generatedAtTime) if isinstance(t, Literal)]
    if times:
        yield DATASET, DCT.modified, max(times, key=lambda time: time.value)
    for graph in graphs:
        yield DATASET, DCT.hasPart, NamedNode(graph)
        yield DATASET, VOID.subset, NamedNode(graph)
    yield from _dumps(where, DATASET, WHOLE, None, dumps)


def _graph(where: Deployment, catalogue: Resources, iri: str, dumps: Sequence[Dump]) -> Iterator[Said]:
    graph, name = NamedNode(iri), iri.removeprefix(GRAPH.base)
    yield graph, RDF.type, DCAT.Dataset
    yield graph, RDF.type, VOID.Dataset
    yield graph, DCT.isPartOf, DATASET
    yield graph, DCT.publisher, PUBLISHER
    yield graph, DCT.identifier, Literal(iri)
    yield graph, DCT.accessRights, AUTHORITY["access-right/PUBLIC"]
    if graph in GRAPH:  # what others write may have other names; these have no page
        page = where.at(f"graph/{quote(name)}.html")
        yield graph, DCAT.landingPage, page
        yield page, RDF.type, FOAF.Document
    for property_ in _TAKEN:
        for value in catalogue.values(iri, property_):
            if isinstance(value, NamedNode | Literal):
                yield graph, property_, value
    notes = [note for note in catalogue.values(iri, DCT.description) if isinstance(note, Literal)]
    holds = next(text for start, text in (*HOLDS.items(), ("", "A named graph.")) if name.startswith(start))
    yield graph, DCT.description, english(" ".join([holds, *(note.value for note in notes)]))
    for moment in catalogue.values(iri, PROV.generatedAtTime):
        if isinstance(moment, Literal):
            yield graph, DCT.modified, moment
    for activity in catalogue.links(iri, PROV.wasGeneratedBy):
        yield graph, PROV.wasGeneratedBy, NamedNode(activity)
        yield NamedNode(activity), RDF.type, PROV.Activity
    for source in catalogue.links(iri, DCT.source):
        # DCAT-AP lets only datasets be sources of datasets; what else there is, is what it was drawn from
        is_dataset = catalogue.is_a(source, DCAT.Dataset)
        yield graph, DCT.source if is_dataset else PROV.wasDerivedFrom, NamedNode(source)
    licence = catalogue.link(iri, DCT.license)
    if licence:
        yield NamedNode(licence), RDF.type, DCT.LicenseDocument
    if graph in GRAPH:  # the others are in the dump of the whole only
        yield from _dumps(where, graph, name, NamedNode(licence) if licence else None, dumps)


def _dumps(
    where: Deployment, dataset: NamedNode, name: str, licence: NamedNode | None, dumps: Sequence[Dump]
) -> Iterator[Said]:
    there = {dump.ending: dump for dump in dumps if dump.name == name}
    for ending, (file_type, media_type) in FORMATS.items():
        distribution = NamedNode(f"{dataset.value}#dump-{ending}")
        address = where.at(f"dumps/{quote(name)}.{ending}.gz")
        yield dataset, DCAT.distribution, distribution
        yield dataset, VOID.dataDump, address
        yield distribution, RDF.type, DCAT.Distribution
        yield distribution, DCT.title, english(f"{name}.{ending}.gz")
        yield distribution, DCAT.accessURL, address
        yield distribution, DCAT.downloadURL, address
        yield distribution, DCAT.mediaType, IANA[media_type]
        yield distribution, DCAT.compressFormat, IANA["application/gzip"]
        yield distribution, DCT["format"], AUTHORITY[f"file-type/{file_type}"]
        yield distribution, DCT.rights, RIGHTS
        if licence:
            yield distribution, DCT.license, licence
        if dump := there.get(ending):
            checksum = NamedNode(f"{distribution.value}-checksum")
            yield distribution, DCAT.byteSize, Literal(str(dump.size), datatype=XSD.nonNegativeInteger)
            yield distribution, DCT.modified, Literal(dump.modified_time, datatype=XSD.dateTime)
            yield distribution, SPDX.checksum, checksum
            yield checksum, RDF.type, SPDX.Checksum
            yield checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256
            yield checksum, SPDX.checksumValue, Literal(dump.sha256, datatype=XSD.hexBinary)


def _service(where: Deployment, graphs: Iterable[str]) -> Iterator[Said]:
    yield SERVICE, RDF.type, DCAT.DataService
    yield SERVICE, DCT.title, english("SPARQL service of bwise-kg")
    yield SERVICE, DCT.description, english("SPARQL 1.1 queries over all graphs; the questions it was made for.")
    yield SERVICE, DCAT.endpointURL, where.at("sparql")
    yield SERVICE, DCAT.endpointDescription, where.at("sparql")
    yield SERVICE, DCT.conformsTo, NamedNode("https://www.w3.org/TR/sparql11-protocol/")
    yield SERVICE, DCT.publisher, PUBLISHER
    yield SERVICE, DCT.accessRights, AUTHORITY["access-right/PUBLIC"]
    yield SERVICE, DCT.license, CC_BY
    yield SERVICE, DCAT.servesDataset, DATASET
    for graph in graphs:
        yield SERVICE, DCAT.servesDataset, NamedNode(graph)
    yield NamedNode("https://www.w3.org/TR/sparql11-protocol/"), RDF.type, DCT.Standard


def _languages(graphs: Iterable[str]) -> list[str]:
    translated = {tail(graph) for graph in graphs if graph.startswith(GRAPH["translations/"].value)}
    return ["ENG", *(LANGUAGES[each] for each in sorted(translated) if each in LANGUAGES)]
