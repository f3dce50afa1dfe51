"""What is said of a resource: its statements, what points to it, what all that is called, and where it is from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Triple

from bwise_kg.namespaces import BW, DCT, ESCO_ATTRIBUTION, ESCO_DATA, RDF, RDFS, SKOS, VOID, Namespace
from bwise_kg.queries import Row, bind, view

FOAF = Namespace("http://xmlns.com/foaf/0.1/")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")

STATEMENTS = 5_000
"""How many statements of a resource a description holds; the largest in ESCO has a third of that."""

SHOWN, PAGE = 25, 500
"""How many of those that point to a resource by one property a description shows, and one page of them all."""

PROPERTIES = 60
"""By how many properties something may point to a resource before the rest is left to a query."""

LABELLED = 4_000
"""Of how many resources the labels are looked up."""

Select = Callable[[str], Awaitable[QuerySolutions]]
"""What answers a SELECT query."""


@dataclass(frozen=True, slots=True)
class Links:
    """What points to a resource by one property: how many, and the subjects from ``start`` on, in order."""

    predicate: NamedNode
    count: int
    subjects: tuple[NamedNode, ...]
    start: int = 0

    @property
    def next(self) -> int | None:
        """Where the next page starts, None if there is nothing more."""
        end = self.start + len(self.subjects)
        return end if self.subjects and end < self.count else None


@dataclass(frozen=True, slots=True)
class GraphHead:
    """What the catalogue says of a graph; default: whether queries see it without naming it."""

    graph: NamedNode
    title: str
    origin: NamedNode
    licence: NamedNode | None
    default: bool


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of a resource.

    statements: in the graphs that say them. whole: False if there are more than `STATEMENTS`.
    names: labels of all that occurs, by IRI, each with the property that gives it. gone: whether only superseded
    graphs speak of it, which are then in ``graphs``, and nothing else is.
    """

    resource: NamedNode
    statements: tuple[Quad, ...]
    whole: bool
    links: tuple[Links, ...]
    names: Mapping[str, tuple[tuple[NamedNode, Literal], ...]]
    graphs: tuple[GraphHead, ...]
    gone: bool = False

    @property
    def origins(self) -> list[NamedNode]:
        """Where it comes from: as it says itself, else as the graphs that speak of it do."""
        said = {
            s.object
            for s in self.statements
            if s.predicate == BW.origin and s.subject == self.resource and isinstance(s.object, NamedNode)
        }
        return sorted(said or {head.origin for head in self.graphs}, key=str)


async def describe(select: Select, resource: NamedNode) -> Description | None:
    """Return what is said of a resource, None if nothing is."""
    found = await _statements(select, "description.rq", resource)
    if any(isinstance(quad.object, BlankNode) for quad in found):
        found += await _statements(select, "description_below.rq", resource)
    links = await _links(select, resource)
    if not found and not links:
        return None
    heads = await _heads(select, sorted({q.graph_name for q in found if isinstance(q.graph_name, NamedNode)}, key=str))
    superseded = {head.graph for head in heads if not head.default}
    # in order, for engines have theirs, on disk and in memory: a document is to be the same, with the same entity tag
    current = tuple(sorted((quad for quad in found[:STATEMENTS] if quad.graph_name not in superseded), key=str))
    if not current and not links:
        return Description(resource, (), True, (), {}, heads, gone=True)
    kept = tuple(head for head in heads if head.default)
    mentioned = {resource, *(link.predicate for link in links), *(s for link in links for s in link.subjects)}
    for quad in current:
        mentioned |= {term for term in (quad.predicate, quad.object) if isinstance(term, NamedNode)}
    mentioned |= {head.origin for head in kept}
    names = await _names(select, sorted(mentioned, key=str)[:LABELLED])
    return Description(resource, current, len(found) <= STATEMENTS, links, names, kept)


async def _statements(select: Select, name: str, resource: NamedNode) -> list[Quad]:
    query = f"{bind(view(name), resource=resource)}LIMIT {STATEMENTS + 1}"
    return [
        Quad(row.value("subject"), row.node("property"), row.value("value"), row.node("graph"))  # type: ignore[arg-type]  # a subject is no literal
        for row in map(Row, await select(query))
    ]


async def linking(select: Select, resource: NamedNode, property_: NamedNode, start: int) -> Description | None:
    """Return one page of what points to a resource by one property, None if there is none."""
    links = await _links_by(select, resource, property_, start)
    if links is None:
        return None
    names = await _names(select, [resource, property_, *links.subjects])
    return Description(resource, (), True, (links,), names, ())


async def _links(select: Select, resource: NamedNode) -> tuple[Links, ...]:
    counts = [
        (row.node("property"), int(row.text("count")))
        for row in map(Row, await select(bind(view("link_counts.rq"), resource=resource)))
    ][:PROPERTIES]
    if not counts:
        return ()
    # one query: a subselect a property, so that a property with thousands does not crowd out the others
    parts = [f"{{ {_select_links(resource, property_)} LIMIT {SHOWN} }}" for property_, _ in counts]
    subjects: dict[NamedNode, list[NamedNode]] = {}
    for row in map(Row, await select("SELECT ?property ?subject WHERE { " + " UNION ".join(parts) + " }")):
        subjects.setdefault(row.node("property"), []).append(row.node("subject"))
    return tuple(Links(name, count, tuple(sorted(subjects.get(name, ()), key=str))) for name, count in counts)


async def _links_by(select: Select, resource: NamedNode, property_: NamedNode, start: int) -> Links | None:
    counted = map(Row, await select(bind(view("link_counts.rq"), resource=resource)))
    count = next((int(row.text("count")) for row in counted if row.node("property") == property_), 0)
    if start >= count:
        return None
    query = f"{_select_links(resource, property_)} LIMIT {PAGE} OFFSET {int(start)}"
    return Links(property_, count, tuple(row.node("subject") for row in map(Row, await select(query))), start)


def _select_links(resource: NamedNode, property_: NamedNode) -> str:
    lines = bind(view("links.rq"), resource=resource, property=property_).splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))


async def _heads(select: Select, graphs: Iterable[NamedNode]) -> tuple[GraphHead, ...]:
    answer = map(Row, await select(bind(view("graph_heads.rq"), graph=graphs)))
    return tuple(
        GraphHead(
            row.node("graph"),
            row.text("title"),
            row.node("origin"),
            licence if isinstance(licence := row.value("licence"), NamedNode) else None,
            row.text("default") == "true",
        )
        for row in answer
    )


async def _names(select: Select, resources: Iterable[NamedNode]) -> dict[str, tuple[tuple[NamedNode, Literal], ...]]:
    found: dict[str, list[tuple[NamedNode, Literal]]] = {}
    for row in map(Row, await select(bind(view("labels_of.rq"), resource=resources))):
        if label := row.literal("value"):
            found.setdefault(row.name("resource"), []).append((row.node("property"), label))
    return {iri: tuple(sorted(found[iri], key=_rank)) for iri in sorted(found)}


def _rank(label: tuple[NamedNode, Literal]) -> tuple[int, str]:
    order = (SKOS.prefLabel, RDFS.label, DCT.title)
    return order.index(label[0]), str(label[1])


def as_triples(
    description: Description, document: NamedNode, dataset: NamedNode, more: Callable[[Links, int], NamedNode]
) -> Iterator[Triple]:
    """Yield a description as one graph, with what the document that holds it says of itself.

    document: the address that it is read from. dataset: the one it is part of. more: returns the address of what
    points to the resource by a property, from a place on.
    """
    resource = description.resource
    for quad in description.statements:
        yield quad.triple
    for links in description.links:
        for subject in links.subjects:
            yield Triple(subject, links.predicate, resource)
        if links.next is not None:
            yield from _collection(links, more)
            yield Triple(document, RDFS.seeAlso, more(links, 0))
    for iri, labels in description.names.items():
        for property_, label in labels:
            yield Triple(NamedNode(iri), property_, label)
    yield Triple(document, RDF.type, FOAF.Document)
    yield Triple(document, FOAF.primaryTopic, resource)
    yield Triple(document, VOID.inDataset, dataset)
    for head in description.graphs:
        yield Triple(document, DCT.source, head.graph)
        yield Triple(head.graph, DCT.title, Literal(head.title, language="en"))
        if head.licence:
            yield Triple(head.graph, DCT.license, head.licence)
    if is_esco(resource):
        yield Triple(document, DCT.rights, Literal(ESCO_ATTRIBUTION, language="en"))


def _collection(links: Links, more: Callable[[Links, int], NamedNode]) -> Iterator[Triple]:
    """Say how many there are and where they all are, as Hydra does."""
    yield Triple(more(links, 0), RDF.type, HYDRA.Collection)
    yield Triple(more(links, 0), HYDRA.totalItems, Literal(links.count))


def is_esco(resource: NamedNode) -> bool:
    """Tell whether a resource is of ESCO, and the European Commission has the original."""
    return resource.value.startswith(ESCO_DATA)
