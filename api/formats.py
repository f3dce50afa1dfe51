"""The formats that answers are written in."""

from __future__ import annotations

from pyoxigraph import QueryResultsFormat, RdfFormat

TABLES = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
    "application/json": QueryResultsFormat.JSON,
    "application/xml": QueryResultsFormat.XML,
}
"""Of SELECT and ASK, the one that is preferred first."""

GRAPHS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/json": RdfFormat.JSON_LD,
    "application/xml": RdfFormat.RDF_XML,
}
"""Of CONSTRUCT, DESCRIBE and descriptions, the one that is preferred first."""

_WITH_CHARSET = {"text/turtle", "text/csv", "text/tab-separated-values"}


def content_type(media_type: str) -> str:
    """Return a media type with the charset where it is not UTF-8 by definition.

    >>> content_type("text/csv")
    'text/csv; charset=utf-8'
    """
    return f"{media_type}; charset=utf-8" if media_type in _WITH_CHARSET else media_type
