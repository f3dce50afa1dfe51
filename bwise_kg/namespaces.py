"""The IRIs of bwise-kg: vocabularies, things, named graphs."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from .words import gettext_noop

if TYPE_CHECKING:
    import curies


class Namespace:
    """A vocabulary, whose terms are its attributes or items.

    >>> SKOS.prefLabel
    <NamedNode value=http://www.w3.org/2004/02/skos/core#prefLabel>
    """

    def __init__(self, base: str) -> None:
        self.base = base

    def __getitem__(self, name: str) -> NamedNode:
        return NamedNode(self.base + name)

    def __getattr__(self, name: str) -> NamedNode:
        if name.startswith("__"):
            raise AttributeError(name)
        term = self[name]
        setattr(self, name, term)
        return term

    def __contains__(self, node: NamedNode) -> bool:
        return node.value.startswith(self.base)


PREFIXES = {
    "bw": "https://w3id.org/bwise/ontology#",
    "bwid": "https://w3id.org/bwise/id/",
    "bwg": "https://w3id.org/bwise/graph/",
    "elm": "http://data.europa.eu/snb/model/elm/",
    "esco": "http://data.europa.eu/esco/model#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "isothes": "http://purl.org/iso25964/skos-thes#",
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "prov": "http://www.w3.org/ns/prov#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "sssom": "https://w3id.org/sssom/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "pav": "http://purl.org/pav/",
    "as": "https://www.w3.org/ns/activitystreams#",
    "schema": "https://schema.org/",
}

BW = Namespace(PREFIXES["bw"])
ID = Namespace(PREFIXES["bwid"])
GRAPH = Namespace(PREFIXES["bwg"])
ELM = Namespace(PREFIXES["elm"])
ESCO = Namespace(PREFIXES["esco"])
SKOS = Namespace(PREFIXES["skos"])
ISOTHES = Namespace(PREFIXES["isothes"])
DCT = Namespace(PREFIXES["dct"])
DCAT = Namespace(PREFIXES["dcat"])
PROV = Namespace(PREFIXES["prov"])
SPDX = Namespace(PREFIXES["spdx"])
VOID = Namespace(PREFIXES["void"])
OWL = Namespace(PREFIXES["owl"])
RDF = Namespace(PREFIXES["rdf"])
RDFS = Namespace(PREFIXES["rdfs"])
XSD = Namespace(PREFIXES["xsd"])
SH = Namespace(PREFIXES["sh"])
DASH = Namespace("http://datashapes.org/dash#")
AS = Namespace(PREFIXES["as"])
SCHEMA = Namespace(PREFIXES["schema"])

ESCO_DATA = "http://data.europa.eu/esco/"
"""Base of ESCO's own concepts, e.g. ``…/skill/<uuid>``."""

ESSENTIAL = NamedNode(ESCO_DATA + "relationship-type/essential-skill")
OPTIONAL = NamedNode(ESCO_DATA + "relationship-type/optional-skill")

DIGITAL_COLLECTION = NamedNode(ESCO_DATA + "concept-scheme/6c930acd-c104-4ece-acf7-f44fd7333036")
GREEN_COLLECTION = NamedNode(ESCO_DATA + "concept-scheme/green")
DIGCOMP_COLLECTION = NamedNode(ESCO_DATA + "concept-scheme/digcomp")

ESCO_ATTRIBUTION = "This service uses the ESCO classification of the European Commission."
"""The sentence that ESCO's licence asks every service that uses it to publish."""

UNREVIEWED_LABELS = gettext_noop(
    "The labels in this language are translations by this project that nobody who speaks it has reviewed yet."
)
"""What is said beside labels of a language whose translations have not been reviewed."""


def esco_graph(version: str) -> NamedNode:
    """Return the named graph of one ESCO version, e.g. ``…/graph/esco/1.1.1``."""
    return GRAPH[f"esco/{version}"]


def inferred_graph(source: NamedNode) -> NamedNode:
    """Return the named graph that holds what is inferred from ``source``."""
    return GRAPH["inferred/" + source.value.removeprefix(GRAPH.base)]


def source_of(inferred: NamedNode) -> NamedNode:
    """Return the named graph that an ``inferred/...`` graph is drawn from."""
    return GRAPH[inferred.value.removeprefix(GRAPH["inferred/"].value)]


@functools.cache
def converter() -> curies.Converter:
    """Return the converter between IRIs and prefixed names of this project."""
    import curies  # noqa: PLC0415 - pulls in pydantic, which most commands do without

    return curies.Converter.from_prefix_map(PREFIXES)
