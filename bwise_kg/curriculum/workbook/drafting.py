"""From statements to rows of cells: which sheet a resource has its row on, and what stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from ...namespaces import RDF
from ...resources import name_of
from .cells import Value
from .layout import BY_KEY, CURRICULUM, ROWS, SKILLS_PER_OUTCOME, Column, Form, Layout
from .names import Heading
from .names import name_of as name_in
from .terms import Writer

Node = NamedNode | BlankNode


@dataclass(slots=True)
class Draft:
    """A sheet in the making: rows of values by heading. nodes: what each row is about."""

    layout: Layout
    headings: list[Heading]
    rows: list[dict[Heading, Value]] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)


class Drafting:
    """Makes sheets of statements. writer: what writes terms into cells."""

    def __init__(self, quads: Sequence[Quad], curriculum: Node, writer: Writer) -> None:
        self.curriculum = curriculum
        self.writer = writer
        self.objects: dict[tuple[object, NamedNode], list[object]] = {}
        self.subjects: dict[tuple[object, NamedNode], list[Node]] = {}
        for quad in quads:
            self.objects.setdefault((quad.subject, quad.predicate), []).append(quad.object)
            self.subjects.setdefault((quad.object, quad.predicate), []).append(quad.subject)  # type: ignore[arg-type]

    def drafts(self) -> dict[str, Draft]:
        """Return the sheets that have rows of their own, by key."""
        for layout in ROWS:
            for node in self._in_order(layout):
                self.writer.learn(layout, node)
        made = {CURRICULUM.key: self._draft(CURRICULUM, [self.curriculum])}
        for layout in ROWS:
            made[layout.key] = self._draft(layout, self.writer.nodes(layout))
        made["sources"] = self._sources()
        return made

    def _in_order(self, layout: Layout) -> list[Node]:
        types = [*(type_ for _, type_ in layout.types), layout.type]
        found = {node for type_ in types for node in self.subjects.get((type_, RDF.type), [])}
        parents = [column for column in layout.columns if column.form is Form.PARENT and column.property]

        def order(node: Node) -> tuple[list[int], Decimal, str]:
            place = [
                min((self.writer.rank(p) for p in self.subjects.get((node, c.property), [])), default=10**6)
                for c in parents
                if c.property
            ]
            return (place, self._position(node, layout), str(node))

        return sorted(found, key=order)

    def _position(self, node: Node, layout: Layout) -> Decimal:
        for column in layout.columns:
            if column.form is Form.POSITION and column.property:
                for value in self.objects.get((node, column.property), []):
                    if isinstance(value, Literal) and value.value.isdecimal():
                        return Decimal(value.value)
        return Decimal(10**9)

    def _draft(self, layout: Layout, nodes: Sequence[Node]) -> Draft:
        rows = [self._row(layout, node) for node in nodes]
        return Draft(layout, headings_for(layout, {h for row in rows for h in row}), rows, list(nodes))

    def _row(self, layout: Layout, node: Node) -> dict[Heading, Value]:
        row: dict[Heading, Value] = {}
        for column in layout.columns:
            if not column.part:
                self._fill(row, column, node, layout)
        if layout.part:
            parts = [p for p in self.objects.get((node, layout.part.property), []) if isinstance(p, Node)]
            for index, part in enumerate(sorted(parts, key=str) if layout.part.repeated else parts[:1], 1):
                for column in layout.columns:
                    if column.part:
                        self._fill(row, column, part, layout, index if layout.part.repeated else 0)
        return row

    def _fill(self, row: dict[Heading, Value], column: Column, node: Node, layout: Layout, index: int = 0) -> None:
        heading = Heading(column, None, index)
        if column.form is Form.KEY:
            row[heading] = self.writer.key(node)
        elif column.form is Form.LANGUAGE:
            row[heading] = self.writer.text_language
        elif column.form is Form.IRI:
            row[heading] = name_of(node)
        elif column.form is Form.TYPE:
            types = self.objects.get((node, RDF.type), [])
            words = [word for word, type_ in layout.types if type_ in types]
            row[heading] = name_in("word", words[0], self.writer.language) if words else None
        elif column.form is Form.PARENT and column.property:
            row[heading] = self.writer.cell(column, list(self.subjects.get((node, column.property), [])))
        elif column.property:
            values = self.objects.get((node, column.property), [])
            if column.form is Form.TEXT:
                row |= self.writer.texts(column, values, index)
            else:
                row[heading] = self.writer.cell(column, values)

    def _sources(self) -> Draft:
        layout = BY_KEY["sources"]
        about, source = layout.column("about"), layout.column("source")
        rows: list[dict[Heading, Value]] = []
        nodes = [self.curriculum, *(node for sheet in ROWS for node in self.writer.nodes(sheet))]
        for node in nodes:
            for value in self.objects.get((node, source.property or RDF.type), []):
                cells = self.writer.source(source, value)
                if cells:
                    rows.append({Heading(about): self.writer.key(node) or None} | cells)
        return Draft(layout, headings_for(layout, {h for row in rows for h in row}), rows, [])


def headings_for(layout: Layout, used: Iterable[Heading] = ()) -> list[Heading]:
    """Return the headings of a sheet: every column, in the languages and as often as it is used."""
    used = list(used)
    repeats = layout.part is not None and layout.part.repeated
    count = max([SKILLS_PER_OUTCOME, *(heading.index for heading in used)]) if repeats else 0
    shown: list[Heading] = []
    hidden: list[Heading] = []
    pairs_done = False
    for column in layout.columns:
        if column.part and repeats:
            if not pairs_done:
                parts = [c for c in layout.columns if c.part]
                for index in range(1, count + 1):
                    shown += [Heading(c, None, index) for c in parts if not c.hidden]
                    hidden += [Heading(c, None, index) for c in parts if c.hidden]
                pairs_done = True
            continue
        tags = sorted({h.language for h in used if h.column == column and h.language is not None})
        (hidden if column.hidden else shown).extend(Heading(column, tag) for tag in (None, *tags))
    return shown + hidden
