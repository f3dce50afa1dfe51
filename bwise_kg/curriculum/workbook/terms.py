"""How terms are written into cells, in words where reading finds the same term again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode

from ...namespaces import XSD
from ...natural import natural
from .cells import Value, canonical, is_iri, is_plain
from .labels import Labels
from .layout import Column, Form, Layout
from .names import Heading
from .resolving import Resolver

_DIGITS = 15
"""More digits than this a spreadsheet rounds."""
_FIRST_YEAR = 1900
_ESCAPED = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_LONG = 30_000


class Writer:
    """Writes terms into cells.

    labels: where words for them are. language: of words. texts: of texts that a bare heading is for.
    listed: the skills of the workbook's own list.
    """

    def __init__(self, resolver: Resolver, labels: Labels, language: str, texts: str, listed: Iterable[object]) -> None:
        self.resolver = resolver
        self.labels = labels
        self.language = language
        self.text_language = texts
        self._listed: dict[tuple[str, str], str] = {}
        for item in listed:
            skill, requirement, label = (getattr(item, name) for name in ("skill", "requirement", "label"))
            self._listed["skill", skill] = label
            if requirement:
                self._listed["requirement", requirement] = label
        self._keys: dict[object, str] = {}
        self._sheets: dict[str, list[NamedNode | BlankNode]] = {}
        self._words: dict[tuple[str, str], str] = {}

    def learn(self, layout: Layout, node: NamedNode | BlankNode) -> None:
        """Give a resource a row, and with it a key."""
        if node not in self._keys:
            nodes = self._sheets.setdefault(layout.key, [])
            nodes.append(node)
            self._keys[node] = f"{layout.prefix}{len(nodes)}"

    def nodes(self, layout: Layout) -> list[NamedNode | BlankNode]:
        """Return the resources that have rows on a sheet, in order."""
        return self._sheets.get(layout.key, [])

    def key(self, node: object) -> str:
        """Return the key of a resource's row, "" if it has none."""
        return self._keys.get(node, "")

    def rank(self, node: object) -> int:
        """Return the place of a resource's row on its sheet."""
        key = self.key(node)
        return int(key[1:]) if key else 10**6

    def texts(self, column: Column, values: Sequence[object], index: int = 0) -> dict[Heading, Value]:
        """Return a text for each language, those in the workbook's under the bare heading."""
        found: dict[Heading, Value] = {}
        for value in sorted((v for v in values if isinstance(v, Literal)), key=str):
            if value.datatype in {XSD.string, _LANG_STRING} and is_plain(value.value):
                tag = value.language or ""
                found.setdefault(Heading(column, None if tag == self.text_language else tag, index), value.value)
        return found

    def source(self, column: Column, value: object) -> dict[Heading, Value]:
        """Return a source, an IRI or a text, under the heading of its language; nothing if a cell cannot hold it."""
        if isinstance(value, NamedNode):
            return {Heading(column): value.value}
        return self.texts(column, [value])

    def cell(self, column: Column, values: Sequence[object]) -> Value:
        """Return the cell for the values of a property, as far as they can be written into one."""
        written = [text for value in values if (text := self._one(column, value)) is not None]
        if not column.many:
            return min(written, key=str) if written else None
        return "; ".join(sorted((str(text) for text in written), key=natural)) or None

    def _one(self, column: Column, value: object) -> Value:  # noqa: PLR0911 - one for each form
        if isinstance(value, Literal):
            return self._literal(column, value)
        if not isinstance(value, NamedNode | BlankNode):
            return None
        if column.form in {Form.ROW, Form.PARENT} and value in self._sheets.get(column.kind, []):
            return self._keys[value]
        if column.form is Form.PARENT:
            return None
        if isinstance(value, BlankNode):
            return str(value)
        if column.form is Form.CONCEPT:
            return self._concept(column, value)
        if column.form is Form.CODE and re.fullmatch(re.escape(column.kind) + "[0-9A-Za-z]+", value.value):
            return value.value.removeprefix(column.kind)
        return self._iri(column, value)

    def _iri(self, column: Column, value: NamedNode) -> str | None:
        if not is_iri(value.value) or not is_plain(value.value) or (column.many and ";" in value.value):
            return None
        return value.value

    def _concept(self, column: Column, value: NamedNode) -> str | None:
        asked = (column.kind, value.value)
        if asked not in self._words:
            label = self._listed.get(asked) or self.labels.label(*asked, self.language)
            usable = label and is_plain(label) and not re.search(r"[;\n]|^_:", label) and not is_iri(label)
            if label and usable and self.resolver.find(label, column.kind) == {value.value}:
                self._words[asked] = label
        return self._words.get(asked) or self._iri(column, value)

    def _literal(self, column: Column, value: Literal) -> Value:
        text = value.value
        if not is_plain(text) or (column.many and re.search(r"[;\n]", text)):
            return None
        if column.form is Form.STRING:
            return text if value.datatype == XSD.string else None
        if column.form is Form.SOURCE:
            return text if value.language == self.text_language else None
        if column.form in {Form.NUMBER, Form.POSITION}:
            return _number(text)
        if column.form is Form.DATE:
            return _date(text)
        return None


_LANG_STRING = Literal("", language="en").datatype


def _number(text: str) -> Value:
    """Return a number as such if it is written back as it stands, else as text."""
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text, re.ASCII) and len(text) <= _DIGITS:
        number = Decimal(text)
        return number if canonical(number) == text else text
    return text


def _date(text: str) -> Value:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return day if day.year >= _FIRST_YEAR and day.isoformat() == text else text


def term_text(term: object) -> str:
    r"""Return a term in the syntax of N-Triples, with escapes for all that formats of cells change.

    >>> term_text(Literal(" a\r", language="en"))
    '" a\\r"@en'
    """
    text = _ESCAPED.sub(lambda match: _escape(match[0]), str(term))
    if len(text) > _LONG and isinstance(term, Literal):  # several cells, each without spaces around it
        return re.sub(r"\s", lambda match: _escape(match[0]), text)
    return text


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
