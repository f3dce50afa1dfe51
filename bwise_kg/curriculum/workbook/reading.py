"""From the rows of a workbook to the statements they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from ...errors import DataError
from ...namespaces import RDF
from ...resources import name_of
from ..source import CurriculumSource, PlaceKey
from ..traps import harmless
from .cells import Grid, Value, text_of
from .labels import Labels
from .layout import BY_KEY, ROWS, Column, Form, Part
from .names import LANGUAGES, is_word
from .names import name_of as name_in
from .naming import Naming
from .resolving import Resolver
from .rows import Cell, Row, Tables
from .tables import tables_of
from .values import Values

Node = NamedNode | BlankNode

_NODES = {Form.CONCEPT, Form.ROW, Form.PARENT, Form.CODE, Form.SOURCE}
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def read_grid(
    grid: Grid,
    language: str,
    labels: Labels,
    path: Path,
    *,
    texts: str | None = None,
    rename_blank_nodes: bool = True,
) -> CurriculumSource:
    """Return what the sheets of a file say.

    language: of problems and labels. texts: of texts where the workbook does not say which one its texts are in, by
    default the same. rename_blank_nodes: give blank nodes new names, so that they stay the file's own in a store.
    """
    return _Reading(tables_of(grid, language), language, labels, texts, rename=rename_blank_nodes).source(path)


class _Reading:
    def __init__(self, tables: Tables, language: str, labels: Labels, texts: str | None, *, rename: bool) -> None:
        self.tables = tables
        self.naming = Naming(tables, rename=rename)
        self.said: dict[Quad, None] = {}
        self.places: dict[PlaceKey, str] = {}
        self.resolver = Resolver(tables, labels, self._language(language, labels, texts or language), language)
        self.values = Values(self.resolver)

    def source(self, path: Path) -> CurriculumSource:
        tables = self.tables
        if (head := tables.curriculum) is not None and any(map(any, tables.rows.values())):
            self.naming.name_all(head)
            self.resolver.learn_profile(head)
            rows = [head, *(row for layout in ROWS for row in tables.rows[layout.key])]
            for row in rows:
                node = self.naming.nodes[id(row)]
                self.places.setdefault((name_of(node), None), row.place)
                self.resolver.learn(row, node)
            for row in rows:
                self._tell(row, self.naming.nodes[id(row)])
            self._tell_sources()
            self._tell_other()
        return CurriculumSource(tuple(self.said), self.places, path, tuple(tables.problems))

    def _language(self, language: str, labels: Labels, unstated: str) -> str:
        """Return the language of texts whose column names none; unstated: where the workbook does not say it."""
        head = self.tables.curriculum
        stated = head.text("workbook_language") if head else ""
        if not stated or _TAG.fullmatch(stated):
            return stated.lower() or unstated
        found = labels.find("language", stated, [language, *LANGUAGES])
        for tag in LANGUAGES:
            if found and labels.find("language", tag, []) == found:
                return tag
        place = head.of("workbook_language")[0][1].place if head else ""
        gettext = self.tables.wording.gettext
        message = gettext("%(text)s is no language", text=repr(stated))
        self.tables.problem(place, message, gettext("write its two letters, e.g. en"), stated)
        return unstated

    def _tell(self, row: Row, node: Node) -> None:
        layout = row.layout
        self._tell_type(row, node)
        for heading, cell in row.cells.items():
            column = heading.column
            if not column.part and column.property is not None and column.form not in {Form.PARENT, Form.TYPE}:
                self._tell_cell(node, column, heading.language, cell)
        self._tell_parents(row, node)
        if layout.part:
            self._tell_parts(row, node, layout.part)

    def _tell_type(self, row: Row, node: Node) -> None:
        type_ = row.layout.type
        for _, cell in row.of("module_kind"):
            known = [t for word, t in row.layout.types if is_word(word, cell.text)]
            if known:
                type_ = known[0]
            else:
                wording = self.tables.wording
                kinds = wording.either(*(name_in("word", word, wording.language) for word, _ in row.layout.types))
                self.tables.problem(
                    cell.place,
                    wording.gettext("%(text)s is no kind of module", text=repr(cell.text)),
                    wording.gettext("write %(kinds)s", kinds=kinds),
                    cell.text,
                )
        if type_ is not None:
            self._say(node, RDF.type, type_, row.place)

    def _tell_cell(self, node: Node, column: Column, language: str | None, cell: Cell) -> None:
        assert column.property is not None  # noqa: S101 - the caller looked
        self.places.setdefault((name_of(node), column.property.value), cell.place)
        for term in self._terms(column, language, cell):
            self._say(node, column.property, term, cell.place)

    def _terms(self, column: Column, language: str | None, cell: Cell) -> Iterator[Node | Literal]:
        if not cell.text:
            return
        for value in split(cell.value) if column.many else [cell.value]:
            found: Node | Literal | None
            if column.form in _NODES and text_of(value).startswith("_:"):
                found = self.naming.node(cell, text_of(value))
            else:
                found = self.values.term(column, language, value, cell)
            if found is not None:
                yield found

    def _tell_parents(self, row: Row, node: Node) -> None:
        stated = False
        for heading, cell in row.cells.items():
            column = heading.column
            if column.form is Form.PARENT and column.property is not None and cell.text:
                stated = True
                for parent in self._terms(column, None, cell):
                    if not isinstance(parent, Literal):
                        self._say(parent, column.property, node, cell.place)
        if not stated and row.layout.root is not None:
            self._say(self.naming.curriculum, row.layout.root, node, row.place)

    def _tell_parts(self, row: Row, node: Node, part: Part) -> None:
        for index in sorted({heading.index for heading in row.cells if heading.column.part == part.key}):
            cells = {h: c for h, c in row.cells.items() if h.column.part == part.key and h.index == index}
            visible = [cell for heading, cell in cells.items() if not heading.column.hidden]
            if not any(cell.text for cell in visible):
                self._place_parts(node, part, visible)
                continue
            column = next((h.column.key for h in cells if h.column.form is Form.IRI), "")
            tail = f"{part.key}/{index}" if index else part.key
            own = self.naming.of_part(row, node, column, tail, index)
            self.naming.take(own, visible[0].place)
            self.places.setdefault((name_of(own), None), visible[0].place)
            self._say(node, part.property, own, visible[0].place)
            self._say(own, RDF.type, part.type, visible[0].place)
            for heading, cell in cells.items():
                if heading.column.property is not None:
                    self._tell_cell(own, heading.column, heading.language, cell)

    def _place_parts(self, node: Node, part: Part, visible: list[Cell]) -> None:
        if visible:
            self.places.setdefault((name_of(node), part.property.value), visible[0].place)

    def _tell_sources(self) -> None:
        layout = BY_KEY["sources"]
        about, source = layout.column("about"), layout.column("source")
        for row in self.tables.rows["sources"]:
            nodes: Iterable[Node | Literal] = [self.naming.curriculum]
            for _, cell in row.of("about"):
                nodes = list(self._terms(about, None, cell))
            for heading, cell in row.of("source"):
                for node in nodes:
                    if not isinstance(node, Literal):
                        self._tell_cell(node, source, heading.language, cell)

    def _tell_other(self) -> None:
        gettext = self.tables.wording.gettext
        for row in self.tables.rows["other"]:
            cells = {heading.column.key: cell for heading, cell in row.cells.items() if cell.text}
            if len(cells) < 3:
                message = gettext("a statement has a subject, a property and a value")
                self.tables.problem(row.place, message, gettext("fill in all three"))
                continue
            subject = self.naming.node(cells["subject"], cells["subject"].text)
            predicate = self.naming.node(cells["property"], cells["property"].text)
            value = self._any_term(cells["value"])
            if subject is not None and isinstance(predicate, NamedNode) and value is not None:
                self._say(subject, predicate, value, row.place)

    def _any_term(self, cell: Cell) -> object:
        if cell.text.startswith("_:"):
            return self.naming.node(cell, cell.text)
        try:
            statement = f"<x:s> <x:p> {cell.text} .".encode()
            (quad,) = ox.parse(harmless(statement, ox.RdfFormat.N_TRIPLES, Path(cell.place)), ox.RdfFormat.N_TRIPLES)
        except (SyntaxError, ValueError, MemoryError, DataError):  # of memory, it is a bound of the parser's own
            gettext = self.tables.wording.gettext
            message = gettext("this is no value in the syntax of N-Triples")
            self.tables.problem(cell.place, message, gettext('write <iri> or "text"@en'), cell.text)
            return None
        return quad.object

    def _say(self, subject: Node, predicate: NamedNode, value: object, place: str) -> None:
        self.said[Quad(subject, predicate, value)] = None  # type: ignore[arg-type]
        self.places.setdefault((name_of(subject), predicate.value), place)
        if isinstance(value, NamedNode | BlankNode):
            self.places.setdefault((name_of(subject), predicate.value, name_of(value)), place)


def split(value: Value) -> list[Value]:
    """Return the values of a cell that may have several: a semicolon or a new line stands between.

    >>> split("M1; M2")
    ['M1', 'M2']
    """
    if not isinstance(value, str):
        return [value]
    return [part.strip() for part in re.split(r"[;\n]", value) if part.strip()]
