"""IRIs of rows: those that stand in them, and new ones made of the curriculum's IRI and the row's key or title."""

from __future__ import annotations

import re

from pyoxigraph import BlankNode, NamedNode

from ...namespaces import ID
from .layout import ROWS, Layout
from .names import normal
from .rows import Cell, Row, Tables

Node = NamedNode | BlankNode

NEW = ID["submitted/"].value
"""Beginning of the IRI of a curriculum that brings none."""

_BLANK = re.compile(r"_:[A-Za-z0-9_]{1,100}")


def slug(text: str) -> str:
    """Return a text as the end of an IRI.

    >>> slug("Safe, green & on!"), slug("Моята работа")
    ('safe-green-on', 'моята-работа')
    """
    return re.sub(r"[\W_]+", "-", normal(text)).strip("-")[:60].strip("-")


class Naming:
    """Names the resources of rows. rename: give blank nodes new names, so that they stay the file's own."""

    def __init__(self, tables: Tables, *, rename: bool) -> None:
        self.tables = tables
        self.rename = rename
        self.nodes: dict[int, Node] = {}
        self.curriculum: Node = NamedNode(NEW)
        self._taken: dict[str, str] = {}
        self._blanks: dict[str, BlankNode] = {}

    def name_all(self, head: Row) -> None:
        """Give every row its name: first those that state one, so that no new one is the same."""
        title = head.text("title") or next((cell.text for _, cell in head.of("title")), "")
        self.curriculum = self.stated(head, "iri") or NamedNode(NEW + (slug(title) or "curriculum"))
        self.take(self.curriculum, head.place)
        self.nodes[id(head)] = self.curriculum
        rows = [(layout, row) for layout in ROWS for row in self.tables.rows[layout.key]]
        for _, row in rows:
            if (node := self.stated(row, "iri")) is not None and self._is_free(node, row):
                self.take(node, row.place)
                self.nodes[id(row)] = node
        for layout, row in rows:
            if id(row) not in self.nodes:
                self._invent(layout, row)
        self._check_keys()

    def stated(self, row: Row, key: str, index: int = 0) -> Node | None:
        """Return the IRI or blank node that stands in a column of a row."""
        for heading, cell in row.of(key):
            if heading.index == index:
                return self.node(cell, cell.text)
        return None

    def node(self, cell: Cell, text: str) -> Node | None:
        """Return the IRI or blank node that a text names; what is neither is a problem."""
        gettext = self.tables.wording.gettext
        if text.startswith("_:"):
            if not _BLANK.fullmatch(text):
                message = gettext("%(text)s is no blank node", text=repr(text[:200]))
                self.tables.problem(cell.place, message, gettext("write letters and digits"), text)
                return None
            return self._blanks.setdefault(text, BlankNode() if self.rename else BlankNode(text[2:]))
        try:
            return NamedNode(text)
        except ValueError:
            message = gettext("%(text)s is no IRI", text=repr(text[:200]))
            self.tables.problem(cell.place, message, gettext("empty the cell, or mend the IRI"), text)
            return None

    def of_part(self, row: Row, node: Node, column: str, tail: str, index: int) -> Node:
        """Return the name of a part of a row: the one that stands there if it is not another's, else a new one."""
        own = self.stated(row, column, index) if column else None
        if own is not None and str(own) not in self._taken:
            return own
        return self._free(f"{node.value}/{tail}") if isinstance(node, NamedNode) else BlankNode()

    def take(self, node: Node, place: str) -> None:
        """Remember that a name is in use."""
        self._taken.setdefault(str(node), place)

    def _is_free(self, node: Node, row: Row) -> bool:
        first, gettext = self._taken.get(str(node)), self.tables.wording.gettext
        if first is not None:
            self.tables.problem(
                row.of("iri")[0][1].place,
                gettext("this row bears the same IRI as %(place)s, as copied rows do, and gets a new one", place=first),
                gettext("empty the cell"),
                str(node),
                breaking=False,
            )
        return first is None

    def _invent(self, layout: Layout, row: Row) -> None:
        title = next((cell.text for _, cell in row.of("title")), "")
        base = self.curriculum.value + "/" if isinstance(self.curriculum, NamedNode) else NEW
        node = self._free(f"{base}{layout.word}/{slug(row.text('key')) or slug(title) or 'new'}")
        self.take(node, row.place)
        self.nodes[id(row)] = node

    def _free(self, iri: str) -> NamedNode:
        number, found = 1, NamedNode(iri)
        while str(found) in self._taken:
            number += 1
            found = NamedNode(f"{iri}-{number}")
        return found

    def _check_keys(self) -> None:
        gettext = self.tables.wording.gettext
        for layout in ROWS:
            seen: dict[str, str] = {}
            for _, cell in [found for row in self.tables.rows[layout.key] for found in row.of("key")]:
                first = seen.setdefault(normal(cell.text), cell.place)
                if first != cell.place:
                    self.tables.problem(
                        cell.place,
                        gettext("the key %(key)s is also that of %(place)s", key=repr(cell.text), place=first),
                        gettext("give one of the two rows another key"),
                        cell.text,
                    )
