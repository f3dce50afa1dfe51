"""A workbook opened to be written again, with what the library for it would lose: results of formulas, drop-downs."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import fromstring

from ..errors import DataError
from ..words import Wording

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_NEWER = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_REFERENCE = "{http://schemas.microsoft.com/office/excel/2006/main}"
_RESTORED = "Data Validation extension"

Results = Mapping[tuple[str, str], object]
"""What formulas gave when the file was saved, by sheet and cell."""


@dataclass(slots=True)
class Kept:
    """A workbook to change. results: of its formulas, which are not worked out here. lost: what it cannot keep."""

    book: Workbook
    results: Results = field(default_factory=dict)
    lost: tuple[str, ...] = ()

    def saved(self) -> bytes:
        """Return the workbook as an XLSX file, formulas with their results."""
        stream = io.BytesIO()
        self.book.save(stream)
        changes = {
            sheet.path.lstrip("/"): own
            for sheet in self.book.worksheets
            if (own := {cell: value for (title, cell), value in self.results.items() if title == sheet.title})
        }
        return _with_results(stream.getvalue(), changes) if changes else stream.getvalue()


def kept(path: Path, wording: Wording) -> Kept:
    """Open a workbook that was read before; raises DataError if it cannot be."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            book = load_workbook(path, rich_text=True, keep_links=False)
            results = _results(book, path)
            _offer_again(book, path, wording)
        except (OSError, ValueError, KeyError, ET.ParseError, zipfile.BadZipFile) as error:
            what = f"{type(error).__name__}: {error}"
            raise DataError(str(path), wording.gettext("cannot be written again (%(error)s)", error=what)) from error
    lost = dict.fromkeys(str(warning.message) for warning in told if _RESTORED not in str(warning.message))
    return Kept(book, results, tuple(lost))


def cells(sheet: Worksheet) -> Iterator[Cell]:
    """Yield the cells of a sheet that say something."""
    yield from (cell for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell))


def _results(book: Workbook, path: Path) -> Results:
    formulas = [(s.title, c.coordinate) for s in book.worksheets for c in cells(s) if c.data_type == "f"]
    if not formulas:
        return {}
    values = load_workbook(path, data_only=True, keep_links=False)
    found = {(title, cell): values[title][cell].value for title, cell in formulas}
    return {place: value for place, value in found.items() if value is not None}


def _with_results(file: bytes, changes: Mapping[str, Mapping[str, object]]) -> bytes:
    """Return a file with the results of formulas put beside them."""
    ET.register_namespace("", _MAIN[1:-1])
    ET.register_namespace("r", _LINKS[1:-1])
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, _sheet_with_results(data, changes[name]) if name in changes else data)
    return stream.getvalue()


def _sheet_with_results(data: bytes, results: Mapping[str, object]) -> bytes:
    root = fromstring(data)
    for cell in root.iter(f"{_MAIN}c"):
        name = cell.get("r", "")
        if name not in results or cell.find(f"{_MAIN}f") is None:
            continue
        shown = cell.find(f"{_MAIN}v")
        if shown is None:
            shown = ET.SubElement(cell, f"{_MAIN}v")
        kind, shown.text = _written(results[name])
        cell.attrib.pop("t", None)
        if kind:
            cell.set("t", kind)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _written(value: object) -> tuple[str, str]:
    """Return a result as the format has it: its kind and text."""
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, int | float):
        return "", repr(value)
    if isinstance(value, datetime | date | time | timedelta):
        return "", repr(to_excel(value))  # type: ignore[no-untyped-call]
    text = str(value)
    return ("e" if text.startswith("#") and text.endswith(("!", "?", "A")) else "str"), text


def _offer_again(book: Workbook, path: Path, wording: Wording) -> None:
    """Put back drop-downs whose values are on another sheet, as Excel writes them since 2010."""
    with zipfile.ZipFile(path) as archive:
        for title, part in _parts(archive).items():
            data = archive.read(part)
            if _NEWER[1:-1].encode() not in data or title not in book.sheetnames:
                continue
            for rule in fromstring(data).iter(f"{_NEWER}dataValidation"):
                source, where = rule.find(f"{_NEWER}formula1/{_REFERENCE}f"), rule.find(f"{_REFERENCE}sqref")
                if rule.get("type") != "list" or source is None or where is None or not where.text:
                    lost = wording.gettext("a check of what is typed, on the sheet %(sheet)s", sheet=repr(title))
                    warnings.warn(lost, stacklevel=1)
                    continue
                strict = rule.get("showErrorMessage") in {"1", "true"}
                made = DataValidation("list", formula1=source.text, allow_blank=True, showErrorMessage=strict)
                for area in where.text.split():
                    made.add(area)
                book[title].add_data_validation(made)


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of each sheet by title."""
    links = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links.iter(f"{_PACKAGE}Relationship")}
    found = {}
    for sheet in fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(f"{_LINKS}id"), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in archive.namelist():
            found[sheet.get("name", "")] = part
    return found
