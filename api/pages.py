"""Pages of resources: a description in the words of one language, for people."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from jinja2 import Template
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from bwise_kg.namespaces import BW, DCT, ESCO_DATA, GRAPH, ID, RDF, SKOS, UNREVIEWED_LABELS, XSD
from bwise_kg.render.labels import Words, tail
from bwise_kg.render.page import environment, head, is_web_address

from .descriptions import Description, Links, is_esco

Formats = Sequence[tuple[str, str]]
"""Names and addresses of the same in other formats."""

Languages = Sequence[tuple[str, str]]
"""Languages and addresses of the same page in them."""

REFERENCE_DESIGN = ID["origin/reference-design"]
TEXTS = (SKOS.definition, DCT.description, SKOS.scopeNote, BW.rationale)
"""Properties whose values come first, under the heading."""
HIDDEN = {RDF.type, BW.origin, SKOS.prefLabel}
"""What the heading says already."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value on a page: words, where they lead, and what is below if it is a blank node."""

    words: Words
    href: str | None = None
    iri: str | None = None
    below: tuple[PropertyRow, ...] = ()


@dataclass(frozen=True, slots=True)
class PropertyRow:
    """A property with its values. others: the same texts in other languages. graphs: short names."""

    property: Cell
    values: tuple[Cell, ...]
    others: tuple[Cell, ...] = ()
    graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkRow:
    """What points to the resource by a property. more: address of all of them, None if these are all."""

    property: Cell
    values: tuple[Cell, ...]
    count: int
    more: str | None


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things are to be found on this deployment, seen from a document.

    root: the way up to the public base, e.g. ``../../``, so that a page works wherever the service is mounted.
    """

    root: str
    language: str

    def of(self, iri: str, *, known: bool = True) -> str | None:
        """Return the address of what we say of a resource; None for an IRI that is no web address.

        known: whether we hold anything of a resource that is not ours, else its own address is returned.
        """
        if iri.startswith(ID.base):
            return f"{self.root}doc/{quote(iri.removeprefix(ID.base))}.html{self._asked()}"
        if iri.startswith(BW.base):
            return f"{self.root}ontology.html#{iri.removeprefix(BW.base)}"
        documents = (GRAPH.base, BW.base.removesuffix("#") + "/")
        if iri.startswith(documents) and "#" not in iri:
            return self.root + quote(iri.removeprefix(ID.base.removesuffix("id/"))) + ".html"
        if known or iri.startswith((ESCO_DATA, *documents)):
            return f"{self.root}resource?uri={quote(iri, safe='')}&format=html{self._asked('&')}"
        return iri if is_web_address(iri) else None

    def links(self, resource: str, property_: str, start: int = 0, ending: str = "html") -> str:
        """Return the address of a page of what points to a resource by a property."""
        asked = f"links?uri={quote(resource, safe='')}&property={quote(property_, safe='')}&start={start}"
        return f"{self.root}{asked}&format={ending}" + (self._asked("&") if ending == "html" else "")

    def _asked(self, mark: str = "?") -> str:
        return f"{mark}lang={self.language}" if self.language != "en" else ""


@functools.cache
def template_of(name: str) -> Template:
    """Return a template, read once."""
    return environment().get_template(name)


class Page:
    """Puts a description into the words of a language; reviewed: False if nobody has reviewed its labels."""

    def __init__(self, description: Description, addresses: Addresses, *, reviewed: bool = True) -> None:
        self._description, self._addresses, self._language = description, addresses, addresses.language
        self._reviewed = reviewed

    def render(self, formats: Formats, languages: Languages) -> str:
        """Return the page of a resource."""
        description = self._description
        about = [s for s in description.statements if s.subject == description.resource]
        rows = self._rows(q for q in about if q.predicate not in HIDDEN)
        return self._page(
            "resource.html",
            formats,
            languages,
            types=[self._cell(q.object) for q in _once(about, RDF.type) if isinstance(q.object, NamedNode)],
            intro=[row for row in rows if row.property.iri in {p.value for p in TEXTS}],
            rows=[row for row in rows if row.property.iri not in {p.value for p in TEXTS}],
            links=[self._link_row(links) for links in description.links],
            origins=[self._cell(origin) for origin in description.origins],
            reference_design=REFERENCE_DESIGN in description.origins,
            graphs=[(self._cell(h.graph, h.title), self._cell(h.origin)) for h in description.graphs],
            whole=description.whole,
        )

    def render_links(self, formats: Formats, languages: Languages) -> str:
        """Return a page of what points to a resource by one property."""
        (links,) = self._description.links
        row = self._link_row(links)
        following = None if links.next is None else self._more(links, links.next)
        return self._page(
            "resource_links.html", formats, languages, row=row, start=links.start + 1, following=following
        )

    def _page(self, template: str, formats: Formats, languages: Languages, **values: object) -> str:
        resource = self._description.resource
        return template_of(template).render(
            head("resource"),
            heading=self._label(resource.value),
            resource=resource.value,
            of_esco=is_esco(resource),
            ours=resource.value.startswith(ID.base.removesuffix("id/")),
            here=self._addresses.of(resource.value),
            formats=formats,
            language=self._language,
            languages=languages,
            root=self._addresses.root,
            reviewed=self._reviewed,
            UNREVIEWED_LABELS=UNREVIEWED_LABELS,
            **values,
        )

    def _rows(self, quads: Iterable[Quad]) -> list[PropertyRow]:
        by_property: dict[NamedNode, list[Quad]] = {}
        for quad in quads:
            by_property.setdefault(quad.predicate, []).append(quad)
        rows = [self._row(property_, said) for property_, said in by_property.items()]
        return sorted(rows, key=lambda row: (row.property.words.casefold(), row.property.iri or ""))

    def _row(self, property_: NamedNode, said: list[Quad]) -> PropertyRow:
        values = {str(q.object): q.object for q in said}.values()
        texts = [value for value in values if isinstance(value, Literal) and value.language]
        tags = {text.language or "" for text in texts}
        wanted = next((tag for tag in (self._language, "en", *sorted(tags)) if tag in tags), "")
        shown = [value for value in values if value not in texts or value.language == wanted]  # type: ignore[union-attr]  # texts are literals
        others = [text for text in texts if text.language != wanted]
        return PropertyRow(
            self._cell(property_),
            self._cells(shown),
            self._cells(others),
            tuple(sorted({q.graph_name.value.removeprefix(GRAPH.base) for q in said})),  # type: ignore[union-attr]  # graphs have IRIs
        )

    def _cells(self, values: Iterable[object]) -> tuple[Cell, ...]:
        return tuple(sorted(map(self._cell, values), key=lambda cell: (cell.words.language, cell.words.casefold())))

    def _cell(self, value: object, label: str | None = None) -> Cell:
        if isinstance(value, NamedNode):
            iri = value.value
            words = Words(label, "en") if label else self._label(iri)
            return Cell(words, self._addresses.of(iri, known=iri in self._description.names), iri)
        if isinstance(value, BlankNode):
            below = [quad for quad in self._description.statements if quad.subject == value]
            return Cell(Words(""), below=tuple(self._rows(below)))
        if isinstance(value, Literal):
            text = value.value
            if value.datatype == XSD.boolean:
                text = "yes" if text == "true" else "no"
            link = text if is_web_address(text) and " " not in text else None
            return Cell(Words(text, value.language or ""), link)
        return Cell(Words(str(value)))

    def _label(self, iri: str) -> Words:
        labels = self._description.names.get(iri, ())
        for language in (self._language, "en", ""):
            for _, label in labels:
                if (label.language or "") == language:
                    return Words(label.value, language)
        return Words(labels[0][1].value, labels[0][1].language or "") if labels else Words(tail(iri))

    def _link_row(self, links: Links) -> LinkRow:
        more = None if links.next is None else self._more(links, 0)
        return LinkRow(self._cell(links.predicate), self._cells(links.subjects), links.count, more)

    def _more(self, links: Links, start: int) -> str:
        return self._addresses.links(self._description.resource.value, links.predicate.value, start)


def _once(quads: Iterable[Quad], property_: NamedNode) -> list[Quad]:
    """Return the statements of a property, each value once, although several graphs may say it."""
    return list({str(q.object): q for q in quads if q.predicate == property_}.values())
