"""Rows of an ESCO CSV file, by column name, with the place of whatever is wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Protocol

from ..errors import EscoError
from .source import EscoFile

csv.field_size_limit(max(csv.field_size_limit(), 1 << 24))  # hasTopConcept alone reaches 651,494 characters

_STEP = 500
"""Rows after which progress is told."""


class _CsvReader(Protocol):
    """What `csv.reader` returns, which has no public name."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


class Table:
    """The rows of one file, as lists of the cells of chosen columns.

    columns: names as in the header, in any order; a trailing ``?`` marks one that may be missing
    and is then "". Rows that are shorter than the header end in "" (ESCO leaves trailing empty
    cells out); blank rows and repeated headers are passed over.
    count: is told how many bytes were read, for progress.

    Iterating raises EscoError with file and line when the text is not UTF-8, not CSV, or not this table.
    """

    def __init__(self, file: EscoFile, columns: tuple[str, ...], count: Callable[[int], None] | None = None) -> None:
        self.file = file
        self.columns = columns
        self.line = 1
        self._count = count
        self._counted = 0

    @property
    def place(self) -> str:
        """File and line of the row that was yielded last."""
        return f"{self.file.place}:{self.line}"

    def __iter__(self) -> Iterator[list[str]]:
        with self.file.open() as stream:
            # Within cells ESCO has LF alone; Git on Windows makes that CRLF, which newline=None undoes.
            text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline=None)
            reader = csv.reader(text, strict=True)
            try:
                for number, cells in enumerate(self._rows(reader)):
                    yield cells
                    if not number % _STEP:
                        self._count_to(stream.tell())
            except csv.Error as error:
                raise EscoError(f"{self.file.place}:{reader.line_num}", f"not valid CSV ({error})") from error
            except UnicodeDecodeError as error:
                raise EscoError(f"{self.file.place}:{_bad_line(self.file)}", _encoding_problem(self.file)) from error
            self._count_to(self.file.size)

    def _rows(self, reader: _CsvReader) -> Iterator[list[str]]:
        header: list[str] = next(reader, [])
        picks = [_index(self.file, header, column) for column in self.columns]
        width = len(header)
        for cells in reader:
            self.line = reader.line_num
            if len(cells) != width:
                if not cells:
                    continue
                if len(cells) > width:
                    raise EscoError(self.place, f"{len(cells)} cells in a row, but the header has {width} columns")
                cells.extend([""] * (width - len(cells)))
            if cells == header:
                continue
            yield [cells[i] if i >= 0 else "" for i in picks]

    def _count_to(self, position: int) -> None:
        if self._count and position > self._counted:
            self._count(position - self._counted)
            self._counted = position


def _index(file: EscoFile, header: list[str], column: str) -> int:
    name = column.removesuffix("?")
    if name in header:
        return header.index(name)
    if column.endswith("?"):
        return -1
    raise EscoError(
        f"{file.place}:1",
        f"no column {name!r}; this is not ESCO's {file.table} table (columns found: {', '.join(header[:8]) or 'none'})",
    )


def _bad_line(file: EscoFile) -> int:
    with file.open() as stream:
        for number, line in enumerate(stream, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 1


def _encoding_problem(file: EscoFile) -> str:
    with file.open() as stream:
        start = stream.read(2)
    kind = "UTF-16" if start in {b"\xff\xfe", b"\xfe\xff"} else "some other encoding"
    return f"not UTF-8 text ({kind}); ESCO publishes UTF-8, so it was re-saved: use the portal's file as it is"
