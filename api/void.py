"""The dataset in VoID: how much of what it holds, where it leads, and where it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from bwise_kg.catalog import DATASET
from bwise_kg.namespaces import DCT, ESCO_DATA, ID, PREFIXES, RDF, VOID

from .authorities import Said, english
from .statistics import Statistics


@dataclass(frozen=True, slots=True)
class Deployment:
    """Where a service is, and what is said of the whole.

    base: its public address, without a slash at the end.
    """

    base: str

    def at(self, path: str) -> NamedNode:
        """Return an address of the service."""
        return NamedNode(f"{self.base}/{path}")


def part(name: str) -> NamedNode:
    """Return the IRI of something that only the description of the dataset speaks of."""
    return NamedNode(f"{DATASET.value}#{name}")


ESCO_SET = part("esco")


def numbers(where: Deployment, statistics: Statistics) -> Iterator[Said]:
    """Yield the numbers of the default graph, by class and property, and what leads to ESCO."""
    yield DATASET, VOID.sparqlEndpoint, where.at("sparql")
    yield DATASET, VOID.uriSpace, Literal(ID.base.removesuffix("id/"))
    yield DATASET, VOID.exampleResource, ID["profile/supporter"]
    for prefix in ("bw", "elm", "esco", "skos", "dct", "prov"):
        yield DATASET, VOID.vocabulary, NamedNode(PREFIXES[prefix])
    for property_, number in (
        (VOID.triples, sum(statistics.properties.values())),
        (VOID.distinctSubjects, statistics.subjects),
        (VOID.properties, len(statistics.properties)),
        (VOID.classes, len(statistics.classes)),
    ):
        yield DATASET, property_, Literal(number)
    for kind, members in (("class", statistics.classes), ("property", statistics.properties)):
        for iri, count in members.items():
            partition = part(f"{kind}-{_slug(iri)}")
            yield DATASET, VOID[f"{kind}Partition"], partition
            yield partition, RDF.type, VOID.Dataset
            yield partition, VOID["class" if kind == "class" else "property"], NamedNode(iri)
            yield partition, VOID["entities" if kind == "class" else "triples"], Literal(count)
    yield ESCO_SET, RDF.type, VOID.Dataset
    yield ESCO_SET, DCT.title, english("ESCO, European skills, competences, qualifications and occupations")
    yield ESCO_SET, VOID.uriSpace, Literal(ESCO_DATA)
    for iri, count in statistics.esco_links.items():
        linkset = part(f"linkset-{_slug(iri)}")
        yield linkset, RDF.type, VOID.Linkset
        yield linkset, VOID.linkPredicate, NamedNode(iri)
        yield linkset, VOID.subjectsTarget, DATASET
        yield linkset, VOID.objectsTarget, ESCO_SET
        yield linkset, VOID.triples, Literal(count)
        yield DATASET, VOID.subset, linkset


def _slug(iri: str) -> str:
    """Return a name for an IRI that no other has on this page: prefix and local name, or the whole of it."""
    for prefix, base in PREFIXES.items():
        if iri.startswith(base):
            return f"{prefix}-{iri.removeprefix(base)}".replace("/", "-")
    return "".join(c if c.isalnum() else "-" for c in iri.rsplit("://", maxsplit=1)[-1])
