"""Where an answer is written to: memory, and a file when it gets large; bounded in bytes and rows."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from pyoxigraph import QueryResultsFormat

from .well_formed import Characters

_COLUMN = {QueryResultsFormat.XML: b"<result>", QueryResultsFormat.TSV: b"\n", QueryResultsFormat.JSON: b"},{"}


class TooLargeError(Exception):
    """An answer is larger than is allowed."""


class Spool(io.BytesIO):  # which is what stubs of the engine know as a binary stream
    """A binary stream that starts in memory and goes on in a file.

    Readers that take their time read from the file and hold up no worker.
    Raises TooLargeError when it gets more bytes or rows than are allowed, UnwritableError as `keep_to_xml` says.
    """

    def __init__(self, path: Path, inline: int, size: int, rows: int) -> None:
        super().__init__()
        self._path = path
        self._inline = inline
        self._limit = size
        self._memory = bytearray()
        self._file: BinaryIO | None = None
        self._count: Callable[[bytes], int] | None = None
        self._characters: Characters | None = None
        self.size = 0
        self.rows = rows
        self.rows_seen = 0

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; one that is not whole is removed."""
        if self._file is not None:
            self._file.close()
            if error is not None:
                self._path.unlink(missing_ok=True)

    def count_rows_of(self, format_: QueryResultsFormat) -> None:
        """Count rows by what stands between them in a format."""
        self._count = _counter(format_)

    def keep_to_xml(self) -> None:
        """Refuse characters that XML cannot hold, by UnwritableError."""
        self._characters = Characters()

    def inline(self) -> bytes | None:
        """Return what was written, or None when it is in the file."""
        return bytes(self._memory) if self._file is None else None

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: object) -> int:
        """Take some bytes."""
        part = bytes(data)  # type: ignore[call-overload]  # a buffer
        self.size += len(part)
        if self.size > self._limit:
            raise TooLargeError(f"{self._limit:,} bytes")
        if self._characters is not None:
            self._characters.require(part)
        if self._count is not None:
            self.rows_seen += self._count(part)
            if self.rows_seen > self.rows:
                raise TooLargeError(f"{self.rows:,} rows")
        if self._file is None and self.size > self._inline:
            self._file = self._path.open("xb", buffering=0)
            self._file.write(self._memory)
            self._memory.clear()
        if self._file is None:
            self._memory += part
        else:
            self._file.write(part)
        return len(part)


def _counter(format_: QueryResultsFormat) -> Callable[[bytes], int]:
    """Return what counts the rows in parts of a table; in JSON, a text with ``},{`` in it counts twice."""
    if format_ == QueryResultsFormat.CSV:
        return _csv_counter()
    mark = _COLUMN[format_]
    kept = b""
    first = {QueryResultsFormat.TSV: -1}.get(format_, 0)  # its header

    def count(part: bytes) -> int:
        nonlocal kept, first
        text = kept + part
        kept = text[len(text) - len(mark) + 1 :] if len(mark) > 1 else b""
        found = text.count(mark) + first
        first = 0
        if format_ == QueryResultsFormat.JSON and b'"bindings":[{' in text:
            found += 1
        return found

    return count


def _csv_counter() -> Callable[[bytes], int]:
    quoted = False
    header = 1

    def count(part: bytes) -> int:
        nonlocal quoted, header
        found = -header
        header = 0
        for piece in part.split(b'"'):
            found += 0 if quoted else piece.count(b"\n")
            quoted = not quoted
        quoted = not quoted  # pieces are one more than quotes
        return found

    return count
