"""OWL axioms in words: class expressions as phrases with links to the terms in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from ..namespaces import BW, OWL, RDF, RDFS, XSD
from ..resources import Resources, name_of

VOCABULARIES = {
    "http://data.europa.eu/snb/model/elm/": "ELM",
    "http://data.europa.eu/snb/model/ontology/": "ELM 3.3",
    "http://data.europa.eu/esco/": "ESCO",
    "http://www.w3.org/2004/02/skos/core#": "SKOS",
    "http://www.w3.org/ns/org#": "ORG",
    "http://www.w3.org/ns/prov#": "PROV",
    "http://www.w3.org/ns/dcat#": "DCAT",
    "http://purl.org/dc/terms/": "Dublin Core",
    "https://schema.org/": "schema.org",
}
"""Short names of the vocabularies that terms come from, by what their IRIs start with."""

ALIGNED = {
    RDFS.subClassOf: "is a kind of",
    RDFS.subPropertyOf: "implies",
    OWL.disjointWith: "is not to be confused with",
    RDFS.seeAlso: "compare",
}
"""How a term relates to one of another vocabulary, by the property that says so."""

_DATATYPES = {
    XSD.decimal: "a decimal number",
    XSD.positiveInteger: "a whole number from 1",
    XSD.nonNegativeInteger: "a whole number from 0",
    XSD.boolean: "true or false",
    XSD.string: "a text",
    RDF.langString: "a text with its language",
    OWL.Thing: "anything",
}
_BOUNDS = {XSD.minInclusive: "at least", XSD.maxInclusive: "at most"}


@dataclass(frozen=True, slots=True)
class Name:
    """A term as it is shown. vocabulary: where it is from, empty for this ontology."""

    iri: str
    label: str
    vocabulary: str = ""

    @property
    def local(self) -> str:
        """The part of the IRI after the namespace."""
        return self.iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


Phrase = tuple[str | Name, ...]
"""Words and terms in turn, to be written one after the other."""


class Phrases:
    """Words for the nodes of an ontology."""

    def __init__(self, graph: Resources) -> None:
        self.graph = graph

    def name(self, iri: str) -> Name:
        """Return how a term is shown: by its English label."""
        texts = self.graph.texts(iri, RDFS.label)
        vocabulary = next((short for base, short in VOCABULARIES.items() if iri.startswith(base)), "")
        name = Name(iri, texts.get("en") or min(texts.values(), default=""), vocabulary)
        return name if name.label else Name(iri, name.local, vocabulary)

    def items(self, node: str) -> Iterator[object]:
        """Yield the items of an RDF list."""
        while node != RDF.nil.value:
            yield from self.graph.values(node, RDF.first)
            (node,) = self.graph.links(node, RDF.rest)

    def alternatives(self, node: str) -> list[object]:
        """Return the classes of a union, or the class itself."""
        for union in self.graph.links(node, OWL.unionOf):
            return [*self.items(union)]
        return [NamedNode(node)] if not node.startswith("_:") else []

    def phrase(self, node: str) -> Phrase:
        """Return a class expression or data range in words."""
        if not node.startswith("_:"):
            return (_DATATYPES.get(NamedNode(node)) or self.name(node),)
        if union := self.graph.links(node, OWL.unionOf):
            return _joined(map(self._item, self.items(union[0])), " or ")
        if intersection := self.graph.links(node, OWL.intersectionOf):
            return _joined(map(self._item, self.items(intersection[0])), ", with ")
        if self.graph.is_a(node, OWL.Restriction):
            return self._restriction(node)
        return self._bounded(node)

    def axioms(self, iri: str) -> Iterator[Phrase]:
        """Yield what is said of a class beyond its place among the classes."""
        nodes = [node for node in self.graph.links(iri, RDFS.subClassOf) if node.startswith("_:")]
        yield from sorted(map(self.phrase, nodes), key=str)  # names of blank nodes differ from one reading to the next
        for node in self.graph.links(iri, OWL.equivalentClass):
            if node.startswith("_:"):
                yield "the same as ", *self.phrase(node)
        for node in self.graph.links(iri, OWL.disjointUnionOf):
            yield "each is one of ", *_joined(map(self._item, self.items(node)), " and "), ", and no other"
        near = [node for node in self.graph.links(iri, OWL.disjointWith) if node.startswith(BW.base)]
        for node in near:
            yield "shares nothing with ", self.name(node)

    def _item(self, item: object) -> Phrase:
        return self.phrase(name_of(item))

    def _restriction(self, node: str) -> Phrase:
        (on,) = self.graph.links(node, OWL.onProperty)
        start: Phrase = (self.name(on), ": ")
        for some in self.graph.links(node, OWL.someValuesFrom):
            return *start, "at least one, ", *self.phrase(some)
        for only in self.graph.links(node, OWL.allValuesFrom):
            return *start, "only ", *self.phrase(only)
        for class_ in self.graph.links(node, OWL.onClass):
            count = self.graph.text(node, OWL.qualifiedCardinality)
            return *start, f"exactly {count}, ", *self.phrase(class_)
        (value,) = self.graph.values(node, OWL.hasValue)
        return *start, value.value if isinstance(value, Literal) else self.name(name_of(value))

    def _bounded(self, node: str) -> Phrase:
        (base,) = self.graph.links(node, OWL.onDatatype)
        (facets,) = self.graph.links(node, OWL.withRestrictions)
        words = [
            f"{words} {value.value.removesuffix('.0')}"
            for facet in self.items(facets)
            for bound, words in _BOUNDS.items()
            for value in self.graph.values(name_of(facet), bound)
            if isinstance(value, Literal)
        ]
        return *self.phrase(base), " of ", " and ".join(words)


def _joined(phrases: Iterable[Phrase], by: str) -> Phrase:
    parts: list[str | Name] = []
    for phrase in phrases:
        parts += [by, *phrase] if parts else phrase
    return tuple(parts)
