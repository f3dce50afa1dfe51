"""From the statements of a curriculum to the sheets of a workbook, so that reading them back gives the same ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils import column_index_from_string
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from ...namespaces import RDF, XSD
from ...resources import Statement, name_of
from ...words import tags_of
from .cells import Grid, Line
from .drafting import Draft, Drafting, headings_for
from .labels import Labels
from .layout import BY_KEY, OTHER, SHEETS, Form
from .names import heading_text
from .names import name_of as name_in
from .reading import read_grid
from .resolving import Resolver
from .tables import tables_of
from .terms import Writer, term_text

Node = NamedNode | BlankNode

_DECLARED = {
    column.property: XSD.decimal if column.form is Form.NUMBER else XSD.positiveInteger
    for layout in SHEETS
    for column in layout.columns
    if column.property and column.form in {Form.NUMBER, Form.POSITION}
}
_INTEGERS = {
    XSD[name] for name in ("integer", "positiveInteger", "nonNegativeInteger", "int", "long", "short", "unsignedInt")
}
_CHUNK = 32_000
"""Characters of a statement's value that go into one cell; the rest stands in the next ones."""


@dataclass(frozen=True, slots=True)
class ListedSkill:
    """A line of the list of skills. importance, level: in words. requirement: its IRI, "" for a skill not required."""

    label: str
    skill: str
    importance: str = ""
    level: str = ""
    requirement: str = ""


def write_grid(
    statements: Iterable[Statement],
    curriculum: Node,
    language: str,
    labels: Labels,
    skills: Sequence[ListedSkill] = (),
    texts: str | None = None,
) -> Grid:
    """Return a curriculum as the sheets of a workbook.

    language: of sheets, columns and labels. skills: those to list. texts: language of the texts whose columns name
    none, by default the same.
    What has no place on a sheet of its own, or would not be read back as it is, goes on the sheet of other statements.
    Numbers get the datatypes that the ontology declares, see `as_declared`.
    """
    quads = dict.fromkeys(as_declared(s) for s in statements)
    texts, _ = tags_of(texts or language)
    listing = Grid({_title("required_skills", language): _listing(skills, language)})
    resolver = Resolver(tables_of(listing), labels, texts)
    drafts = Drafting(list(quads), curriculum, Writer(resolver, labels, language, texts, skills)).drafts()
    for _ in range(50):
        grid = _laid_out(drafts, language, listing)
        read = read_grid(grid, language, labels, Path(), rename_blank_nodes=False)
        wrong = {problem.place for problem in read.problems}
        said = set(read.quads)
        for quad in said - quads.keys():
            node = quad.object if quad.predicate in _roots(drafts, quad) else quad.subject
            place = read.places.get((name_of(quad.subject), quad.predicate.value), "")
            if quad.predicate == RDF.type or quad.predicate in _roots(drafts, quad):
                place = read.places.get((name_of(node), None), place)
                if not _drop_row(drafts, place, language):
                    wrong.add(place)
            else:
                wrong.add(place)
        if not wrong and said <= quads.keys():
            return _with_others(grid, [quad for quad in quads if quad not in said], language)
        for place in wrong:
            _clear(drafts, place, language)
    return _with_others(_laid_out({}, language, listing), list(quads), language)


def as_declared(statement: Statement) -> Quad:
    """Return a statement with its number in the datatype that the ontology declares for the property.

    People write ``bw:hours 40``, an xsd:integer, and stores keep derived datatypes such as xsd:positiveInteger as the
    ones that they derive from; the values are the same.
    """
    value = statement.object
    declared = _DECLARED.get(statement.predicate)
    if isinstance(value, Literal) and declared is not None and value.datatype in _INTEGERS:
        value = Literal(value.value, datatype=declared)
    return Quad(statement.subject, statement.predicate, value)


def _title(key: str, language: str) -> str:
    return name_in("sheet", key, language)


def _laid_out(drafts: Mapping[str, Draft], language: str, listing: Grid) -> Grid:
    grid = Grid()
    for layout in SHEETS:
        title = _title(layout.key, language)
        draft = drafts.get(layout.key)
        if layout.key == "required_skills":
            grid.sheets |= listing.sheets
        elif layout.vertical:
            lines = [Line(1, (name_in("column", "field", language), name_in("column", "value", language)))]
            for number, heading in enumerate(draft.headings if draft else headings_for(layout), 2):
                value = draft.rows[0].get(heading) if draft else None
                lines.append(Line(number, (heading_text(heading, language), value)))
            grid.sheets[title] = lines
        else:
            headings = draft.headings if draft else headings_for(layout)
            lines = [Line(1, tuple(heading_text(heading, language) for heading in headings))]
            for number, row in enumerate(draft.rows if draft else [], 2):
                lines.append(Line(number, tuple(row.get(heading) for heading in headings)))
            grid.sheets[title] = lines
    return grid


def _listing(skills: Sequence[ListedSkill], language: str) -> list[Line]:
    headings = headings_for(BY_KEY["required_skills"])
    lines = [Line(1, tuple(heading_text(heading, language) for heading in headings))]
    for number, item in enumerate(skills, 2):
        lines.append(Line(number, (item.label, item.skill, item.importance, item.level, item.requirement)))
    return lines


def _with_others(grid: Grid, quads: Sequence[Quad], language: str) -> Grid:
    lines = grid.sheets[_title(OTHER.key, language)]
    for number, quad in enumerate(quads, len(lines) + 1):
        text = term_text(quad.object)
        chunks = [text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK)]
        lines.append(Line(number, (name_of(quad.subject), quad.predicate.value, *chunks)))
    return grid


def _roots(drafts: Mapping[str, Draft], quad: Quad) -> set[NamedNode]:
    """Return how the curriculum points to the row that a statement ends at, where nothing else does."""
    return {d.layout.root for d in drafts.values() if d.layout.root is not None and quad.object in d.nodes}


_PLACE = re.compile(r"(?P<title>.*)!(?P<column>[A-Z]+)(?P<line>[0-9]+)")


def _at(drafts: Mapping[str, Draft], place: str, language: str) -> tuple[Draft, int, int] | None:
    match = _PLACE.fullmatch(place)
    for draft in drafts.values():
        if match and _title(draft.layout.key, language) == match["title"]:
            return draft, int(match["line"]) - 2, column_index_from_string(match["column"]) - 1
    return None


def _drop_row(drafts: Mapping[str, Draft], place: str, language: str) -> bool:
    found = _at(drafts, place, language)
    if found is None or found[0].layout.vertical or found[1] >= len(found[0].rows):
        return False
    draft, line, _ = found
    draft.rows[line] = {}
    return True


def _clear(drafts: Mapping[str, Draft], place: str, language: str) -> None:
    found = _at(drafts, place, language)
    if found is None:
        return
    draft, line, column = found
    row, heading = (0, line) if draft.layout.vertical else (line, column)
    if row < len(draft.rows) and heading < len(draft.headings):
        draft.rows[row][draft.headings[heading]] = None
