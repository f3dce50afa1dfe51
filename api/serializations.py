"""The formats that descriptions and graphs are offered in: media type, ending of the address, serialiser."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox
from pyoxigraph import RdfFormat, Triple

from bwise_kg.namespaces import PREFIXES

from .well_formed import Characters, nameable


@dataclass(frozen=True, slots=True)
class Format:
    """A format; rdf is None for pages."""

    ending: str
    media_type: str
    name: str
    rdf: RdfFormat | None

    @property
    def content_type(self) -> str:
        """The value of the header, with the character set where the media type has that parameter."""
        return self.media_type + ("; charset=utf-8" if self.media_type.startswith("text/") else "")


TURTLE = Format("ttl", "text/turtle", "Turtle", RdfFormat.TURTLE)
JSON_LD = Format("jsonld", "application/ld+json", "JSON-LD", RdfFormat.JSON_LD)
RDF_XML = Format("rdf", "application/rdf+xml", "RDF/XML", RdfFormat.RDF_XML)
N_TRIPLES = Format("nt", "application/n-triples", "N-Triples", RdfFormat.N_TRIPLES)
HTML = Format("html", "text/html", "HTML", None)
TRIG = Format("trig", "application/trig", "TriG", RdfFormat.TRIG)
N_QUADS = Format("nq", "application/n-quads", "N-Quads", RdfFormat.N_QUADS)

DOCUMENTS = (TURTLE, JSON_LD, RDF_XML, N_TRIPLES, HTML)
"""The formats of a description; the first is for those who do not care."""

GRAPHS = (TURTLE, N_TRIPLES, TRIG, N_QUADS, JSON_LD, HTML)
"""The formats of a named graph."""


def by_ending(path: str, offered: Iterable[Format]) -> tuple[str, Format | None]:
    """Return an address without the ending that names a format, and the format.

    >>> by_ending("profile/supporter.ttl", DOCUMENTS)[0], by_ending("scheme/digcomp-2.2", DOCUMENTS)
    ('profile/supporter', ('scheme/digcomp-2.2', None))
    """
    for each in offered:
        if path.endswith("." + each.ending):
            return path.removesuffix("." + each.ending), each
    return path, None


def written(statements: Iterable[Triple], format_: Format) -> bytes:
    """Return statements in an RDF format, those of one subject together.

    Raises UnwritableError for RDF/XML that would be no XML.
    """
    found: Iterable[Triple] = sorted(statements, key=str)
    if format_ is RDF_XML:
        found = nameable(found)
    text = ox.serialize(found, format=format_.rdf, prefixes={**PREFIXES, **MORE_PREFIXES}) or b""
    if format_ is RDF_XML:
        Characters().require(text)
    return text


MORE_PREFIXES = {
    "foaf": "http://xmlns.com/foaf/0.1/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "org": "http://www.w3.org/ns/org#",
}
"""Prefixes of vocabularies that only documents use."""
