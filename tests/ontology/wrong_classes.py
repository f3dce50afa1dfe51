"""Classes that an ontology's axioms leave no member, made from the axioms, a class an axiom and a way to break it.

``bw:task`` with the range ``bw:Task`` gives the class "what has a task that is something disjoint from a task". A
reasoner that finds all of them empty in one run has shown that every axiom bites; a class that stays possible names an
axiom that forbids nothing. For each there is a right one beside it, which has to stay possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

WRONG, RIGHT = Namespace("https://example.org/wrong#"), Namespace("https://example.org/right#")
NUMBERS = {XSD.decimal, XSD.positiveInteger, XSD.nonNegativeInteger}


def short(term: Node) -> str:
    """Return the local name of a term."""
    return str(term).rsplit("#", 1)[-1].rsplit("/", 1)[-1]


@dataclass
class Cases:
    """Wrong and right classes for the properties and classes of a namespace, and positions that accept anything.

    toothless: places ``property domain`` or ``property range`` for which no class is disjoint.
    """

    ontology: Graph
    namespace: Namespace
    graph: Graph = field(default_factory=Graph)
    toothless: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        (disjoint,) = self.ontology.subjects(RDF.type, OWL.AllDisjointClasses)
        head = self.ontology.value(disjoint, OWL.members)
        assert head is not None
        self.kinds = list(Collection(self.ontology, head))
        self._properties()
        self._restrictions()
        self._disjointness()

    def names(self, namespace: Namespace) -> set[str]:
        """Return the names of the classes made, ``WRONG`` or ``RIGHT``."""
        return {
            short(case) for case in self.graph.subjects(RDF.type, OWL.Class) if str(case).startswith(str(namespace))
        }

    def is_named(self, term: Node) -> bool:
        return isinstance(term, URIRef) and str(term).startswith(str(self.namespace))

    # What the axioms are about

    def alternatives(self, node: Node) -> list[Node]:
        """Return the named classes of a class or union."""
        union = self.ontology.value(node, OWL.unionOf)
        return list(Collection(self.ontology, union)) if union is not None else [node]

    def ancestors(self, term: Node) -> set[Node]:
        return {node for node in self.ontology.transitive_objects(term, RDFS.subClassOf) if isinstance(node, URIRef)}

    def is_disjoint(self, one: Node, other: Node) -> bool:
        """Say whether axioms between named classes keep two classes apart."""
        for a in self.ancestors(one):
            for b in self.ancestors(other):
                if (a != b and a in self.kinds and b in self.kinds) or (a, OWL.disjointWith, b) in self.ontology:
                    return True
                if (b, OWL.disjointWith, a) in self.ontology:
                    return True
        return False

    def stranger(self, node: Node) -> Node | None:
        """Return a class that nothing of a class or union can be in; None without one."""
        apart = (kind for kind in self.kinds if all(self.is_disjoint(kind, a) for a in self.alternatives(node)))
        return next(apart, None)

    # Building blocks

    def restriction(self, on: Node, predicate: URIRef, value: Node) -> BNode:
        node = BNode()
        self.graph.add((node, RDF.type, OWL.Restriction))
        self.graph.add((node, OWL.onProperty, on))
        self.graph.add((node, predicate, value))
        return node

    def some(self, on: Node, filler: Node = OWL.Thing) -> BNode:
        return self.restriction(on, OWL.someValuesFrom, filler)

    def two(self, on: Node) -> BNode:
        return self.restriction(on, OWL.minCardinality, Literal(2, datatype=XSD.nonNegativeInteger))

    def add(self, case: URIRef, *parts: Node) -> None:
        """Define a class as what is in all parts."""
        definition = BNode()
        Collection(self.graph, items := BNode(), list(parts))
        self.graph.add((definition, RDF.type, OWL.Class))
        self.graph.add((definition, OWL.intersectionOf, items))
        self.graph.add((case, RDF.type, OWL.Class))
        self.graph.add((case, OWL.equivalentClass, definition))

    # The cases

    def _properties(self) -> None:
        for term in sorted(set(self.ontology.subjects(RDF.type, OWL.ObjectProperty)), key=str):
            if self.is_named(term):
                self._ends(term)
                self._characteristics(term)
        for term in sorted(set(self.ontology.subjects(RDF.type, OWL.DatatypeProperty)), key=str):
            if self.is_named(term):
                self._values(term)

    def _place(self, term: Node, place: str, classes: Sequence[Node]) -> None:
        strangers = [other for node in classes if (other := self.stranger(node)) is not None]
        if not strangers:
            self.toothless.add(f"{short(term)} {place}")
        for other in strangers[:1]:
            name = f"{short(term)}-{place}-{short(other)}"
            if place == "domain":
                literal = (term, RDF.type, OWL.DatatypeProperty) in self.ontology
                self.add(WRONG[name], other, self.some(term, RDFS.Literal if literal else OWL.Thing))
            else:
                self.add(WRONG[name], OWL.Thing, self.some(term, other))

    def _ends(self, term: Node) -> None:
        domains, ranges = list(self.ontology.objects(term, RDFS.domain)), list(self.ontology.objects(term, RDFS.range))
        self._place(term, "domain", domains)
        self._place(term, "range", ranges)
        for subject in (kind for domain in domains or [OWL.Thing] for kind in self.alternatives(domain)):
            for value in (kind for range_ in ranges or [OWL.Thing] for kind in self.alternatives(range_)):
                self.add(RIGHT[f"{short(subject)}-{short(term)}-{short(value)}"], subject, self.some(term, value))

    def _characteristics(self, term: Node) -> None:
        characteristics = set(self.ontology.objects(term, RDF.type))
        if OWL.FunctionalProperty in characteristics:
            self.add(WRONG[f"{short(term)}-twice"], OWL.Thing, self.two(term))
        if OWL.InverseFunctionalProperty in characteristics:
            inverse = BNode()
            self.graph.add((inverse, OWL.inverseOf, term))
            self.add(WRONG[f"{short(term)}-of-two"], OWL.Thing, self.two(inverse))
        if OWL.IrreflexiveProperty in characteristics:
            itself = self.restriction(term, OWL.hasSelf, Literal(True))
            self.add(WRONG[f"{short(term)}-itself"], OWL.Thing, itself)

    def _values(self, term: Node) -> None:
        domains, ranges = list(self.ontology.objects(term, RDFS.domain)), set(self.ontology.objects(term, RDFS.range))
        self._place(term, "domain", domains)
        datatypes = {range_ for range_ in ranges if isinstance(range_, URIRef)}
        for datatype in datatypes:
            wrong = Literal("text") if datatype in NUMBERS | {XSD.boolean} else Literal(7)
            self.add(WRONG[f"{short(term)}-value-{wrong}"], OWL.Thing, self.restriction(term, OWL.hasValue, wrong))
        if datatypes & NUMBERS:
            below = self.restriction(term, OWL.hasValue, Literal(-1))
            below_allowed = datatypes == {XSD.decimal} and len(ranges) == 1
            self.add((RIGHT if below_allowed else WRONG)[f"{short(term)}-below-zero"], OWL.Thing, below)
        if not datatypes:
            self.toothless.add(f"{short(term)} range")
        if (term, RDF.type, OWL.FunctionalProperty) in self.ontology:
            self.add(WRONG[f"{short(term)}-twice"], OWL.Thing, self.two(term))
        for subject in (kind for domain in domains for kind in self.alternatives(domain)):
            self.add(RIGHT[f"{short(subject)}-{short(term)}"], subject, self.some(term, RDFS.Literal))

    def _restricted(self) -> Iterator[tuple[Node, Node, Node]]:
        for term, node in self.ontology.subject_objects(RDFS.subClassOf):
            on = self.ontology.value(node, OWL.onProperty)
            if self.is_named(term) and on is not None:
                yield term, node, on

    def _restrictions(self) -> None:
        for term, node, on in self._restricted():
            name = f"{short(term)}-{short(on)}"
            only = self.ontology.value(node, OWL.allValuesFrom)
            if only is not None and (other := self.stranger(only)) is not None:
                self.add(WRONG[f"{name}-{short(other)}"], term, self.some(on, other))
            if self.ontology.value(node, OWL.someValuesFrom) is not None or (
                self.ontology.value(node, OWL.qualifiedCardinality) is not None
            ):
                literal = (on, RDF.type, OWL.DatatypeProperty) in self.ontology
                count = Literal(0, datatype=XSD.nonNegativeInteger)
                none = self.restriction(on, OWL.cardinality if literal else OWL.maxCardinality, count)
                self.add(WRONG[f"{name}-none"], term, none)
            if (filler := self.ontology.value(node, OWL.onClass)) is not None:
                two = self.restriction(on, OWL.minQualifiedCardinality, Literal(2, datatype=XSD.nonNegativeInteger))
                self.graph.add((two, OWL.onClass, filler))
                self.add(WRONG[f"{name}-two"], term, two)

    def _disjointness(self) -> None:
        for one, other in self.ontology.subject_objects(OWL.disjointWith):
            self.add(WRONG[f"{short(one)}-and-{short(other)}"], one, other)
        for one, other in zip(self.kinds, self.kinds[1:] + self.kinds[:1], strict=True):
            self.add(WRONG[f"{short(one)}-and-{short(other)}"], one, other)
        for whole, parts in self.ontology.subject_objects(OWL.disjointUnionOf):
            names = list(Collection(self.ontology, parts))
            self.add(WRONG[f"{short(whole)}-twofold"], *names)
            rest = []
            for part in names:
                rest.append(other := BNode())
                self.graph.add((other, RDF.type, OWL.Class))
                self.graph.add((other, OWL.complementOf, part))
            self.add(WRONG[f"{short(whole)}-neither"], whole, *rest)
        for term in self.ontology.subjects(RDF.type, OWL.Class):
            if self.is_named(term):
                self.add(RIGHT[f"some-{short(term)}"], term)
        self.add(RIGHT["some-Concept"], SKOS.Concept)
