"""Mapping sets: which own concept corresponds to which concept of ESCO, who says so, and how sure that is.

The statements stand in the graph (a profile's ``skos:closeMatch``, a requirement's ``bw:skill``); a mapping set
adds what SSSOM asks for: justification, confidence, versions, author, review. See docs/mappings.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files

from pyoxigraph import Literal, NamedNode, Quad

from ..namespaces import BW, DCT, ESCO_DATA, ID, OWL, RDF, RDFS, SKOS, XSD, Namespace

SSSOM = Namespace("https://w3id.org/sssom/")
SEMAPV = Namespace("https://w3id.org/semapv/vocab/")
PAV = Namespace("http://purl.org/pav/")

NO_TERM = SSSOM.NoTermFound.value
"""What SSSOM gives as the object of a concept that corresponds to none in the other vocabulary."""

MATCHES = tuple(SKOS[f"{kind}Match"].value for kind in ("exact", "close", "broad", "narrow", "related"))
"""The mapping properties of SKOS."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """One mapping, all names as IRIs.

    object: `NO_TERM` where there is none. confidence: from 0 to 1. line: in the file that it was read from.
    reviewers: empty as long as nobody but the authors has looked at it.
    """

    subject: str
    predicate: str
    object: str
    justification: str
    iri: str | None = None
    subject_label: str | None = None
    object_label: str | None = None
    confidence: float | None = None
    subject_source: str | None = None
    subject_version: str | None = None
    object_source: str | None = None
    object_version: str | None = None
    authors: tuple[str, ...] = ()
    mapped_on: date | None = None
    reviewers: tuple[str, ...] = ()
    reviewed_on: date | None = None
    comment: str | None = None
    line: int | None = field(default=None, compare=False)

    @property
    def key(self) -> tuple[str, str, str]:
        """What is mapped, by which one mapping is told from another."""
        return self.subject, self.predicate, self.object


@dataclass(frozen=True, slots=True)
class MappingSet:
    """Mappings that are published together. licence: an IRI; ``None`` where the file states none."""

    iri: str
    title: str | None
    description: str | None
    licence: str | None
    mappings: tuple[Mapping, ...]
    version: str | None = None
    creators: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The end of its IRI, e.g. ``profiles``."""
        return self.iri.rsplit("/", 1)[-1]


def packaged_sets() -> tuple[MappingSet, ...]:
    """Read the mapping sets that come with the package, ``ontology/alignments/*.sssom.tsv``, by name.

    Raises DataError when a file has errors.
    """
    from .sssom import read_clean  # noqa: PLC0415 - loads pydantic, which most commands do without

    folder = files("bwise_kg.ontology") / "alignments"
    found = (
        sorted(path.name for path in folder.iterdir() if path.name.endswith(".sssom.tsv")) if folder.is_dir() else []
    )
    return tuple(read_clean((folder / name).read_text(encoding="utf-8"), name) for name in found)


def mapping_quads(graph: NamedNode) -> Iterator[Quad]:
    """Yield the packaged mapping sets as statements of a graph; what they map is stated there by the Turtle files."""
    for mapping_set in packaged_sets():
        yield from set_quads(mapping_set, graph)


def set_quads(mapping_set: MappingSet, graph: NamedNode, *, plain: bool = False) -> Iterator[Quad]:
    """Yield a mapping set in SSSOM's RDF form, each mapping an ``owl:Axiom`` under its own IRI.

    plain: also ``subject predicate object`` of every mapping.

    Source: https://mapping-commons.github.io/sssom/spec-formats-rdf/ . Beyond it each mapping has an origin and a
    review status, which SSSOM leaves to be concluded from the absence of reviewers.
    """
    origin = ID["origin/reference-design"]
    subject = NamedNode(mapping_set.iri)
    said: list[tuple[NamedNode, NamedNode, NamedNode | Literal | None]] = [
        (subject, RDF.type, SSSOM.MappingSet),
        (subject, DCT.title, _text(mapping_set.title)),
        (subject, DCT.description, _text(mapping_set.description)),
        (subject, OWL.versionInfo, _text(mapping_set.version)),
        (subject, DCT.license, _node(mapping_set.licence)),
        *((subject, SSSOM.creator_label, Literal(creator)) for creator in mapping_set.creators),
        (subject, BW.origin, origin),
    ]
    for mapping in mapping_set.mappings:
        node = NamedNode(mapping.iri or iri_of(mapping))
        said += [(subject, SSSOM.mappings, node), (node, BW.origin, origin)]
        said += [(node, predicate, value) for predicate, value in _slots(mapping)]
        if plain and mapping.object != NO_TERM:
            said.append((NamedNode(mapping.subject), NamedNode(mapping.predicate), NamedNode(mapping.object)))
    for about, predicate, value in said:
        if value is not None:
            yield Quad(about, predicate, value, graph)


def _slots(mapping: Mapping) -> Iterator[tuple[NamedNode, NamedNode | Literal | None]]:
    yield RDF.type, OWL.Axiom
    yield OWL.annotatedSource, NamedNode(mapping.subject)
    yield OWL.annotatedProperty, NamedNode(mapping.predicate)
    yield OWL.annotatedTarget, NamedNode(mapping.object)
    yield SSSOM.mapping_justification, NamedNode(mapping.justification)
    yield SSSOM.subject_label, _text(mapping.subject_label)
    yield SSSOM.object_label, _text(mapping.object_label)
    if mapping.confidence is not None:
        yield SSSOM.confidence, Literal(str(mapping.confidence), datatype=XSD.double)
    yield SSSOM.subject_source, _node(mapping.subject_source)
    yield SSSOM.subject_source_version, _text(mapping.subject_version)
    yield SSSOM.object_source, _node(mapping.object_source)
    yield SSSOM.object_source_version, _text(mapping.object_version)
    for author in mapping.authors:
        yield SSSOM.author_label, Literal(author)
    yield PAV.authoredOn, _date(mapping.mapped_on)
    yield BW.reviewStatus, ID["review-status/reviewed" if mapping.reviewers else "review-status/unreviewed"]
    for reviewer in mapping.reviewers:
        yield SSSOM.reviewer_label, Literal(reviewer)
    yield SSSOM.review_date, _date(mapping.reviewed_on)
    yield RDFS.comment, _text(mapping.comment)


def _text(value: str | None) -> Literal | None:
    return None if value is None else Literal(value)


def _node(value: str | None) -> NamedNode | None:
    return None if value is None else NamedNode(value)


def _date(value: date | None) -> Literal | None:
    return None if value is None else Literal(value.isoformat(), datatype=XSD.date)


def iri_of(mapping: Mapping) -> str:
    """Return the IRI of a mapping, made of what it maps.

    >>> iri_of(Mapping("https://w3id.org/bwise/id/profile/worker", "p", NO_TERM, "j"))
    'https://w3id.org/bwise/id/mapping/profile-worker-none'
    """
    ends = [
        iri.removeprefix(ID.base).removeprefix(ESCO_DATA).replace("/", "-") for iri in (mapping.subject, mapping.object)
    ]
    return ID[f"mapping/{ends[0]}-{'none' if mapping.object == NO_TERM else ends[1]}"].value
