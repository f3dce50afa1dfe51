"""The questions as SPARQL examples in the form that SIB's tools read: SHACL's executables with text and keywords."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from bwise_kg.catalog import CC_BY
from bwise_kg.namespaces import DCT, ID, OWL, PREFIXES, RDF, RDFS, SCHEMA, SH, XSD
from bwise_kg.questions import questions


def examples(base: str) -> Iterator[Triple]:
    """Yield all questions as executables. base: the public base of the service, which is what they are asked of."""
    here = ID.base.removesuffix("id/") + ".well-known/sparql-examples"
    declared = NamedNode(f"{here}#prefixes")
    yield Triple(declared, RDF.type, OWL.Ontology)
    yield Triple(declared, OWL.imports, NamedNode(SH.base))
    for prefix, namespace in PREFIXES.items():
        declaration = NamedNode(f"{here}#prefix-{prefix}")
        yield Triple(declared, SH.declare, declaration)
        yield Triple(declaration, SH.prefix, Literal(prefix))
        yield Triple(declaration, SH.namespace, Literal(namespace, datatype=XSD.anyURI))
    for question in questions():
        example = NamedNode(f"{here}#{question.id}")
        yield Triple(example, RDF.type, SH.SPARQLExecutable)
        yield Triple(example, RDF.type, SH.SPARQLSelectExecutable)
        yield Triple(example, SH.prefixes, declared)
        yield Triple(example, SH.select, Literal(question.query))
        yield Triple(example, RDFS.label, Literal(question.title, language="en"))
        yield Triple(example, RDFS.comment, Literal(question.text, language="en"))
        yield Triple(example, DCT.identifier, Literal(question.id))
        yield Triple(example, DCT.license, CC_BY)
        yield Triple(example, SCHEMA.target, NamedNode(f"{base}/sparql"))
        for keyword in (question.users.value, question.seed):
            yield Triple(example, SCHEMA.keywords, Literal(keyword))
