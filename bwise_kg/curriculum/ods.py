"""Workbooks of LibreOffice's kind (OpenDocument) as grids of values, and back.

The format is read and written here: the libraries for it that are kept either take no notice of formulas
(python-calamine), or hold the whole document in memory as a tree (odfpy, odfdo).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from ..errors import DataError
from ..words import Wording, words
from .limits import MAX_COLUMNS, MAX_LINES, MAX_ROWS, MAX_SHEETS, ODS_TYPE, check_packed, too_many_rows
from .workbook.cells import Failure, Formula, Grid, Line, Value, canonical

_NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
}
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_DIGITS = 15


def read_ods(path: Path, language: str = "en") -> Grid:
    """Return the values of a workbook; of formulas the results that it holds.

    language: of errors.

    Raises DataError for what is no workbook, is too large, or holds macros or links to other files.
    """
    wording = words(language)
    check_packed(path, wording)
    grid = Grid()
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as stream:
            for title, lines in _sheets(path, stream, wording):
                grid.sheets.setdefault(title, lines)
    except (ET.ParseError, LookupError, ValueError) as error:  # the last two for encodings that expat has not
        raise DataError(f"{path}!content.xml", wording.gettext("is damaged (%(error)s)", error=error)) from error
    return grid


def _sheets(path: Path, stream: IO[bytes], wording: Wording) -> Iterator[tuple[str, list[Line]]]:
    title, lines, number, sheets, depth = "", list[Line](), 0, 0, 0
    # it was looked through for entities and counted before, and nothing outside is fetched
    for event, element in ET.iterparse(stream, ("start", "end")):  # noqa: S314
        tag = element.tag
        if tag == _tag("table:table"):
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                title, lines, number, sheets = element.get(_tag("table:name"), ""), [], 0, sheets + 1
                if sheets > MAX_SHEETS:
                    many = wording.gettext("more than %(most)s sheets: more than a curriculum has", most=MAX_SHEETS)
                    raise DataError(str(path), many)
            elif event == "end" and depth == 0:
                yield title, lines
                element.clear()
        elif event == "end" and tag == _tag("table:table-row") and depth == 1:
            repeated = _times(element, "table:number-rows-repeated")
            values = _row(element)
            if values:
                for again in range(repeated):
                    if len(lines) >= MAX_ROWS:
                        place = f"{path}: {title}!A{number + again + 1}"
                        raise DataError(place, too_many_rows(wording))
                    lines.append(Line(number + again + 1, values))
            number += repeated
            if number > 2 * MAX_LINES:
                many = wording.gettext("more than %(most)s rows", most=wording.number(MAX_LINES))
                raise DataError(f"{path}: {title}", many)
            element.clear()


def _row(row: ET.Element) -> tuple[Value, ...]:
    values: list[Value] = []
    for cell in row:
        if cell.tag not in {_tag("table:table-cell"), _tag("table:covered-table-cell")}:
            continue
        repeated = min(_times(cell, "table:number-columns-repeated"), MAX_COLUMNS - len(values))
        values += [_value(cell)] * repeated
        if len(values) >= MAX_COLUMNS:
            break
    while values and values[-1] is None:
        values.pop()
    return tuple(values)


def _value(cell: ET.Element) -> Value:  # noqa: PLR0911 - one for each kind of cell
    kind = cell.get(_tag("office:value-type"))
    formula = cell.get(_tag("table:formula"))
    text = "\n".join(_text(p) for p in cell if p.tag == _tag("text:p"))
    if formula is not None and text.startswith(("#", "Err:")):
        return Failure(text)
    if kind in {"float", "percentage", "currency"}:
        try:
            number = Decimal(cell.get(_tag("office:value"), ""))
            return Decimal(f"{float(number):.{_DIGITS}g}") if abs(number) < Decimal(10) ** 15 else text
        except (InvalidOperation, OverflowError):
            return text or None
    if kind == "date":
        stated = cell.get(_tag("office:date-value"), "")
        try:
            return date.fromisoformat(stated.removesuffix("T00:00:00"))
        except ValueError:
            return stated or None
    if kind == "boolean":
        return cell.get(_tag("office:boolean-value")) == "true"
    if kind is None and formula is not None and not text:
        return Formula(formula.removeprefix("of:"))
    text = cell.get(_tag("office:string-value")) or text
    return text if text.strip() else None


def _text(paragraph: ET.Element) -> str:
    """Return the text of a paragraph: runs of spaces, tabs and breaks are elements; notes are not part of it."""
    parts: list[str] = []
    steps: list[ET.Element | str] = [paragraph]
    while steps:
        step = steps.pop()
        if isinstance(step, str):
            parts.append(step)
            continue
        parts.append(step.text or "")
        for child in reversed(step):
            steps += [child.tail or "", _inside(child)]
    return "".join(parts)


def _inside(child: ET.Element) -> ET.Element | str:
    """Return what stands for an element of a paragraph: itself, where it has text of the paragraph in it."""
    if child.tag == _tag("text:s"):
        return " " * min(_times(child, "text:c"), 1000)
    if child.tag in {_tag("text:span"), _tag("text:a")}:
        return child
    return {_tag("text:tab"): "\t", _tag("text:line-break"): "\n"}.get(child.tag, "")


def _times(element: ET.Element, attribute: str) -> int:
    stated = element.get(_tag(attribute), "1")
    return int(stated) if stated.isdigit() and stated.isascii() and len(stated) < 10 else 1


def _tag(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def write_ods(grid: Grid, stream: IO[bytes]) -> None:
    """Write a grid as an OpenDocument workbook; texts are never formulas, headings are bold."""
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><m:manifest xmlns:m="{_MANIFEST}" m:version="1.3">'
        f'<m:file-entry m:full-path="/" m:version="1.3" m:media-type="{ODS_TYPE.decode()}"/>'
        '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
    )
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry("mimetype"), ODS_TYPE, zipfile.ZIP_STORED)
        archive.writestr(_entry("META-INF/manifest.xml"), manifest, zipfile.ZIP_DEFLATED)
        archive.writestr(_entry("content.xml"), "".join(_content(grid)), zipfile.ZIP_DEFLATED)


def _entry(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))  # the same content is the same file


def _content(grid: Grid) -> Iterator[str]:
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    yield f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.3">'
    yield '<office:automatic-styles><style:style style:name="wide" style:family="table-column">'
    yield '<style:table-column-properties style:column-width="5cm"/></style:style>'
    yield '<style:style style:name="bold" style:family="table-cell"><style:text-properties fo:font-weight="bold"/>'
    yield "</style:style></office:automatic-styles><office:body><office:spreadsheet>"
    for title, lines in grid.sheets.items():
        width = max([1, *(len(line.values) for line in lines)])
        yield f"<table:table table:name={quoteattr(title)}>"
        yield f'<table:table-column table:style-name="wide" table:number-columns-repeated="{width}"/>'
        last = 0
        for line in lines:
            if line.number > last + 1:
                yield f'<table:table-row table:number-rows-repeated="{line.number - last - 1}"><table:table-cell/>'
                yield "</table:table-row>"
            last = line.number
            style = ' table:style-name="bold"' if line.number == 1 else ""
            yield f"<table:table-row>{''.join(_cell(value, style) for value in line.values)}</table:table-row>"
        yield "</table:table>" if lines else "<table:table-row><table:table-cell/></table:table-row></table:table>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _cell(value: Value, style: str) -> str:
    if value is None:
        return f"<table:table-cell{style}/>"
    if isinstance(value, bool):
        return f'<table:table-cell{style} office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, Decimal):
        text = canonical(value)
        return (
            f'<table:table-cell{style} office:value-type="float" office:value="{text}"><text:p>{text}</text:p>'
            "</table:table-cell>"
        )
    if isinstance(value, date):
        text = value.isoformat()
        return (
            f'<table:table-cell{style} office:value-type="date" office:date-value="{text}"><text:p>{text}</text:p>'
            "</table:table-cell>"
        )
    text = value.text if isinstance(value, Formula | Failure) else value
    paragraphs = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell{style} office:value-type="string">{paragraphs}</table:table-cell>'


def _spaced(line: str) -> str:
    """Return a line with its runs of spaces kept: of several in a row a reader keeps one."""
    parts = escape(line).split("  ")
    return "<text:s/><text:s/>".join(parts) if len(parts) > 1 else parts[0]
