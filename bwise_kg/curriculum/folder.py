"""A folder of CSV files as the sheets of a workbook, a file each."""

from __future__ import annotations

import codecs
import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

from ..errors import DataError
from ..system_errors import not_written, reason_of
from ..words import Wording, words
from .limits import MAX_COLUMNS, MAX_LINES, MAX_PACKED, MAX_ROWS, MAX_SHEETS, too_large, too_many_rows
from .traps import content_of, require_file
from .workbook.cells import Formula, Grid, Line, Value, canonical

_MARK = "'"
"""What a text begins with that a spreadsheet program would take for a formula, or that begins with one itself."""
_MARKED = ("=", "+", "-", "@", "'")


def read_folder(path: Path, language: str = "en") -> Grid:
    """Return the values of the CSV files in a folder; a comma, semicolon or tab may stand between them.

    language: of errors.

    Raises DataError for files that are no text in UTF-8 or UTF-16, or too large.
    """
    wording = words(language)
    try:
        files = sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv")
        for file in files:
            _require_own(file, path, wording)
        size = sum(file.stat().st_size for file in files)
    except OSError as error:
        raise DataError(str(path), reason_of(error, wording)) from error
    if not files:
        raise DataError(str(path), wording.gettext("there are no CSV files in the folder"))
    if len(files) > MAX_SHEETS:
        many = wording.ngettext(
            "%(count)s CSV file is more than a curriculum has (at most %(most)s)",
            "%(count)s CSV files are more than a curriculum has (at most %(most)s)",
            len(files),
            most=MAX_SHEETS,
        )
        raise DataError(str(path), many)
    if size > MAX_PACKED:
        raise DataError(str(path), too_large(size, wording))
    return Grid({file.stem: _lines(file, wording) for file in files})


def _require_own(file: Path, folder: Path, wording: Wording) -> None:
    """Raise DataError for what is no file, or lies elsewhere: a link may lead to what its author may not read."""
    try:
        found = file.stat()
        real = file.resolve(strict=True)
    except OSError as error:
        raise DataError(str(file), reason_of(error, wording)) from error
    if not real.is_relative_to(folder.resolve()):
        outside = wording.gettext("is a link to a file outside of the folder; put the file itself there")
        raise DataError(str(file), outside)
    require_file(file, found, wording)


def _lines(file: Path, wording: Wording) -> list[Line]:
    text = _text(file, wording)
    lines: list[Line] = []
    old_limit = csv.field_size_limit(MAX_PACKED)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for number, row in enumerate(reader, 1):
            values = [_value(value) for value in row[:MAX_COLUMNS]]
            while values and values[-1] is None:
                values.pop()
            if number > MAX_LINES or len(lines) >= MAX_ROWS:
                raise DataError(f"{file}:{reader.line_num}", too_many_rows(wording))
            if values:
                lines.append(Line(number, tuple(values)))
    except csv.Error as error:
        problem = wording.gettext("is no CSV (%(error)s)", error=error)
        raise DataError(f"{file}:{reader.line_num}", problem) from error
    finally:
        csv.field_size_limit(old_limit)
    return lines


def _text(file: Path, wording: Wording) -> str:
    data = content_of(file.resolve(), MAX_PACKED, wording)
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = wording.gettext("is not UTF-8 text; save it as CSV in UTF-8")
        raise DataError(f"{file}:{line}", problem) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DataError(f"{file}:{line}", wording.gettext("is not text"))
    return text


def _delimiter(text: str) -> str:
    """Return what stands between the values: what the first line that is not blank has most of."""
    first = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
    return max(",;\t", key=first.count)


def _value(text: str) -> Value:
    if text.startswith("="):
        return Formula(text)
    if text[:1] == _MARK and text[1:2] in _MARKED:
        text = text[1:]
    return text if text.strip() else None


def write_folder(grid: Grid, path: Path, language: str = "en") -> None:
    """Write a grid as CSV files into a folder, made if it is not there; files of the same names are replaced.

    language: of errors.

    Raises DataError when that cannot be done, or for other CSV files there, which would be read as sheets too.
    """
    wording = words(language)
    try:
        path.mkdir(exist_ok=True)
        others = {file.name for file in path.iterdir() if file.suffix.lower() == ".csv"} - {
            f"{title}.csv" for title in grid.sheets
        }
        if others:
            said = wording.gettext("holds other CSV files, e.g. %(file)s; name another folder", file=repr(min(others)))
            raise DataError(str(path), said)
        for title, lines in grid.sheets.items():
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\r\n")
            last = 0
            for line in lines:
                writer.writerows([[""]] * (line.number - last - 1))
                last = line.number
                writer.writerow([_cell(value) for value in line.values])
            (path / f"{title}.csv").write_bytes(codecs.BOM_UTF8 + text.getvalue().encode())
    except OSError as error:
        raise DataError(str(path), not_written(error, wording)) from error


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return canonical(value)
    if isinstance(value, date):
        return value.isoformat()
    text = value if isinstance(value, str) else value.text
    return _MARK + text if text.startswith(_MARKED) else text
