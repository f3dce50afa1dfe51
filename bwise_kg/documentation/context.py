"""The JSON-LD context of this project, made from the ontology: short names for its terms, and what their values are.

A term of the ontology has its local name; one of another vocabulary that the ontology declares has its local name
where that is free (``title``, ``hasPart``) and its prefixed name where it is not (``elm:targetGroup``).
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pyoxigraph as ox
from pyoxigraph import NamedNode

from ..namespaces import BW, DCAT, DCT, ELM, ESCO, OWL, PREFIXES, RDFS, SKOS, XSD
from ..resources import Resources

VOCABULARIES = ("bw", "bwid", "elm", "esco", "skos", "dct", "dcat", "prov", "rdfs", "xsd")
"""Prefixes that the context declares."""

# OWL gives annotations no range that says whether they hold IRIs or texts.
IRI_ANNOTATIONS = {
    *(BW[name] for name in ("measuredFrom", "concernsClass", "fieldProperty", "fieldStated")),
    *(DCT[name] for name in ("source", "subject", "license", "language", "publisher")),
}
PLAIN_ANNOTATIONS = {DCT.identifier}
DATE_ANNOTATIONS = {DCT.created, DCT.modified}

_CLASSES, _LINKS, _VALUES, _NOTES = OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty


def jsonld_context() -> dict[str, Any]:
    """Return the context document.

    Relations hold IRIs, values have the datatype of their range, texts are maps from language to text.
    Values outside that pattern, such as a text without a language, are kept under the prefixed name.
    """
    data = files("bwise_kg.ontology").joinpath("bwise.ttl").read_bytes()
    graph = Resources(ox.parse(data, ox.RdfFormat.TURTLE), "bwise.ttl")
    terms: dict[str, Any] = {"id": "@id", "type": "@type", "seeAlso": {"@id": "rdfs:seeAlso", "@type": "@id"}}
    for own in (True, False):
        for kind in (_CLASSES, _LINKS, _VALUES, _NOTES):
            for iri in graph.of_type(kind):
                if iri.startswith(BW.base) is own and (prefixed := _prefixed(iri)):
                    local = prefixed.split(":")[1]
                    terms[prefixed if local in terms else local] = _definition(iri, prefixed, kind, graph)
    prefixes = {prefix: PREFIXES[prefix] for prefix in VOCABULARIES}
    return {"@context": {"@version": 1.1, **prefixes, **dict(sorted(terms.items(), key=_order))}}


def context_text() -> str:
    """Return the context document as the text of ``ontology/context.jsonld``."""
    return json.dumps(jsonld_context(), indent=2, ensure_ascii=False) + "\n"


def _prefixed(iri: str) -> str | None:
    """Return a prefixed name; None for a vocabulary whose terms data does not use."""
    used = (BW, ELM, ESCO, SKOS, DCT, DCAT)
    return next(
        (f"{p}:{iri.removeprefix(v.base)}" for v in used for p in [_prefix(v.base)] if iri.startswith(v.base)), None
    )


def _prefix(base: str) -> str:
    return next(prefix for prefix, iri in PREFIXES.items() if iri == base)


def _definition(iri: str, prefixed: str, kind: NamedNode, graph: Resources) -> Any:
    node = NamedNode(iri)
    if kind == _CLASSES:
        return {"@id": prefixed}
    if kind == _LINKS or node in IRI_ANNOTATIONS:
        return {"@id": prefixed, "@type": "@id"}
    if kind == _VALUES:
        ranges = [value for value in graph.links(iri, RDFS.range) if value.startswith(XSD.base)]
        datatype = [value for value in ranges if value != XSD.string.value]
        return (
            {"@id": prefixed, "@type": "xsd:" + datatype[0].removeprefix(XSD.base)} if datatype else {"@id": prefixed}
        )
    if node in DATE_ANNOTATIONS:
        return {"@id": prefixed, "@type": "xsd:date"}
    return {"@id": prefixed} if node in PLAIN_ANNOTATIONS else {"@id": prefixed, "@container": "@language"}


def _order(entry: tuple[str, Any]) -> tuple[bool, str]:
    name, definition = entry
    return isinstance(definition, dict), name.casefold() + name
