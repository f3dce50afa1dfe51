"""What others keep lists of and the description of the dataset names: languages, themes, file types, access rights."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from bwise_kg.catalog import CC_BY, ESCO_LICENCE
from bwise_kg.namespaces import DCT, RDF, SKOS, Namespace

Said = tuple[NamedNode, NamedNode, NamedNode | Literal]
"""A statement of the description."""

AUTHORITY = Namespace("http://publications.europa.eu/resource/authority/")
IANA = Namespace("http://www.iana.org/assignments/media-types/")

LANGUAGES = {
    "en": "ENG", "bg": "BUL", "de": "DEU", "el": "ELL", "es": "SPA", "fr": "FRA", "hr": "HRV", "it": "ITA",
    "lv": "LAV", "nl": "NLD", "pl": "POL", "ro": "RON", "sl": "SLV",
}  # fmt: skip
"""The EU's codes of the languages that labels are in."""

THEMES = {"EDUC": "Education, culture and sport", "SOCI": "Population and society"}
FORMATS = {
    "ttl": ("RDF_TURTLE", "text/turtle"),
    "nq": ("RDF_N_QUADS", "application/n-quads"),
    "jsonld": ("JSON_LD", "application/ld+json"),
}
"""The EU's file type and IANA's media type of a dump, by ending."""


def vocabularies() -> Iterator[Said]:
    """Say of the concepts of others what they are: DCAT-AP asks for their kinds, and nothing is fetched."""
    for code in LANGUAGES.values():
        yield AUTHORITY[f"language/{code}"], RDF.type, DCT.LinguisticSystem
    for theme, label in THEMES.items():
        yield AUTHORITY[f"data-theme/{theme}"], RDF.type, SKOS.Concept
        yield AUTHORITY[f"data-theme/{theme}"], SKOS.prefLabel, english(label)
        yield AUTHORITY[f"data-theme/{theme}"], SKOS.inScheme, AUTHORITY["data-theme"]
    yield AUTHORITY["data-theme"], RDF.type, SKOS.ConceptScheme
    yield AUTHORITY["data-theme"], DCT.title, english("Data theme")
    for file_type, media_type in FORMATS.values():
        yield AUTHORITY[f"file-type/{file_type}"], RDF.type, DCT.MediaTypeOrExtent
        yield IANA[media_type], RDF.type, DCT.MediaType
    yield IANA["application/gzip"], RDF.type, DCT.MediaType
    yield AUTHORITY["access-right/PUBLIC"], RDF.type, DCT.RightsStatement
    for licence in (CC_BY, ESCO_LICENCE):
        yield licence, RDF.type, DCT.LicenseDocument


def english(text: str) -> Literal:
    """Return a text in English."""
    return Literal(text, language="en")
