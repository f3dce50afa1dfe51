"""The terms of the ontology as they are documented: read from `ontology/bwise.ttl` and the alignments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode

from ..namespaces import BW, DCT, OWL, RDF, RDFS, SKOS
from ..resources import Resources, name_of
from .axioms import ALIGNED, Name, Phrase, Phrases

ONTOLOGY = BW.base.removesuffix("#")

_KINDS = {
    OWL.Class: "class",
    OWL.ObjectProperty: "relation",
    OWL.DatatypeProperty: "value",
    OWL.AnnotationProperty: "annotation",
}
_SECTION = re.compile(r"^# ── (?P<title>.+?) ─+$|^(?P<prefixed>bw:\w+) a owl:", re.MULTILINE)
_TRAITS = {
    OWL.FunctionalProperty: "at most one value",
    OWL.InverseFunctionalProperty: "a value belongs to one thing only",
    OWL.SymmetricProperty: "holds both ways",
    OWL.IrreflexiveProperty: "never leads to the thing itself",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property with all that is said of it.

    kind: ``class``, ``relation`` (to a thing), ``value`` (a number, text …) or ``annotation`` (which a
    reasoner leaves alone). above, below: terms of this ontology that are more general or more special.
    domain, range: what the property leads from and to. leaving, arriving: the properties that lead
    from or to instances of a class. elsewhere: terms of other vocabularies, by how they relate.
    apart: the class shares no instance with any other of the kinds that are kept apart.
    """

    name: Name
    kind: str
    definition: str
    examples: tuple[str, ...]
    sources: tuple[str, ...]
    above: tuple[Name, ...]
    below: tuple[Name, ...]
    domain: tuple[Phrase, ...]
    range: tuple[Phrase, ...]
    traits: tuple[str, ...]
    inverse: Name | None
    axioms: tuple[Phrase, ...]
    leaving: tuple[Name, ...]
    arriving: tuple[Name, ...]
    elsewhere: tuple[tuple[str, Name], ...]
    apart: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Terms that belong together, in the order of the ontology's file."""

    title: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Documented:
    """The ontology with its sections. apart: the classes of which nothing is two."""

    title: str
    description: str
    version: str
    iri: str
    sections: tuple[Section, ...]
    apart: tuple[Name, ...]


def documented_ontology() -> Documented:
    """Read the packaged ontology with its alignments."""
    text = files("bwise_kg.ontology").joinpath("bwise.ttl").read_text(encoding="utf-8")
    quads = [*ox.parse(text.encode(), ox.RdfFormat.TURTLE)]
    for path in sorted(files("bwise_kg.ontology").joinpath("alignments").iterdir(), key=lambda entry: entry.name):
        if path.name.endswith(".ttl"):
            quads += ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    return _Reader(Resources(quads, "bwise.ttl"), text).read()


class _Reader:
    def __init__(self, graph: Resources, text: str) -> None:
        self.graph, self.text, self.phrases = graph, text, Phrases(graph)
        self.iris = [iri for kind in _KINDS for iri in graph.of_type(kind) if iri.startswith(BW.base)]
        (disjoint,) = graph.of_type(OWL.AllDisjointClasses)
        (members,) = graph.links(disjoint, OWL.members)
        self.apart = [name_of(member) for member in self.phrases.items(members)]

    def read(self) -> Documented:
        return Documented(
            title=self._text(ONTOLOGY, DCT.title),
            description=self._text(ONTOLOGY, DCT.description),
            version=self.graph.text(ONTOLOGY, OWL.versionInfo) or "",
            iri=ONTOLOGY,
            sections=tuple(Section(title, tuple(map(self._term, iris))) for title, iris in self._sections()),
            apart=tuple(self._names(self.apart)),
        )

    def _sections(self) -> Iterator[tuple[str, list[str]]]:
        title, iris = "", list[str]()
        for match in _SECTION.finditer(self.text):
            if match["title"]:
                if iris:
                    yield title, iris
                title, iris = match["title"].strip(), []
            else:
                iris.append(BW[match["prefixed"].removeprefix("bw:")].value)
        if iris:
            yield title, iris

    def _text(self, iri: str, property_: NamedNode) -> str:
        return self.graph.texts(iri, property_).get("en", "")

    def _names(self, iris: list[str]) -> list[Name]:
        return sorted(map(self.phrases.name, iris), key=lambda name: (name.label.casefold(), name.iri))

    def _pointing(self, property_: NamedNode, iri: str) -> list[Name]:
        """Return the properties whose domain or range names a class, alone or among others."""
        found = [
            term
            for term in self.iris
            for node in self.graph.links(term, property_)
            if iri in {name_of(part) for part in self.phrases.alternatives(node)}
        ]
        return self._names(found)

    def _term(self, iri: str) -> Term:
        graph, phrases = self.graph, self.phrases
        up = [node for how in (RDFS.subClassOf, RDFS.subPropertyOf) for node in graph.links(iri, how)]
        down = [t for t in self.iris for how in (RDFS.subClassOf, RDFS.subPropertyOf) if iri in graph.links(t, how)]
        types = graph.values(iri, RDF.type)
        kind = next(word for type_, word in _KINDS.items() if type_ in types)
        inverse = [*graph.links(iri, OWL.inverseOf), *(t for t in self.iris if iri in graph.links(t, OWL.inverseOf))]
        elsewhere = [
            (words, name)
            for relation, words in ALIGNED.items()
            for name in self._names([node for node in graph.links(iri, relation) if _is_foreign(node)])
        ]
        return Term(
            name=phrases.name(iri),
            kind=kind,
            definition=self._text(iri, SKOS.definition),
            examples=tuple(sorted(str(v.value) for v in graph.values(iri, SKOS.example) if isinstance(v, Literal))),
            sources=tuple(sorted(_plain(value) for value in graph.values(iri, DCT.source))),
            above=tuple(self._names([node for node in up if node.startswith(BW.base)])),
            below=tuple(self._names(down)),
            domain=tuple(map(phrases.phrase, graph.links(iri, RDFS.domain))),
            range=_shortest(list(map(phrases.phrase, graph.links(iri, RDFS.range)))),
            traits=tuple(words for type_, words in _TRAITS.items() if type_ in types),
            inverse=phrases.name(inverse[0]) if inverse else None,
            axioms=tuple(phrases.axioms(iri)),
            leaving=tuple(self._pointing(RDFS.domain, iri)) if kind == "class" else (),
            arriving=tuple(self._pointing(RDFS.range, iri)) if kind == "class" else (),
            elsewhere=tuple(elsewhere),
            apart=iri in self.apart,
        )


def _is_foreign(node: str) -> bool:
    return not node.startswith(("_:", BW.base))


def _plain(value: object) -> str:
    return value.value if isinstance(value, Literal | NamedNode) else str(value)


def _shortest(ranges: list[Phrase]) -> tuple[Phrase, ...]:
    """Leave a datatype out where a bounded one of the same kind says more (``bw:hours`` has both)."""
    return tuple(ranges) if len(ranges) < 2 else (max(ranges, key=len),)
