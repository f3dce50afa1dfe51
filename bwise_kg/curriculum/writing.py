"""Curricula as RDF files."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
from pyoxigraph import Triple

from ..namespaces import PREFIXES
from ..resources import Statement

RDF_SUFFIXES = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
"""RDF formats that are written, by file suffix."""

_OTHER_PREFIXES = {
    "skill": "http://data.europa.eu/esco/skill/",
    "language": "http://publications.europa.eu/resource/authority/language/",
    "country": "http://publications.europa.eu/resource/authority/country/",
}


def write_rdf(statements: Iterable[Statement], suffix: str) -> bytes:
    """Return statements as RDF, in order of their subjects, so that the same ones make the same file."""
    triples = sorted({Triple(s.subject, s.predicate, s.object) for s in statements}, key=str)
    format_ = RDF_SUFFIXES[suffix]
    prefixes = None if format_ == ox.RdfFormat.N_TRIPLES else PREFIXES | _OTHER_PREFIXES
    return ox.serialize(triples, format=format_, prefixes=prefixes) or b""
