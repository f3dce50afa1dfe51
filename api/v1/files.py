"""Files that are sent in: what they are, and reading them where they cannot do harm. Runs in a worker."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

from bwise_kg.curriculum.size import require_size
from bwise_kg.curriculum.source import CurriculumSource, read_source
from bwise_kg.curriculum.workbook.labels import Labels
from bwise_kg.errors import DataError

from ..problems import Problem

MULTIPART = "multipart/form-data"
SUFFIXES: Mapping[str, str] = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "text/turtle": ".ttl",
    "application/n-triples": ".nt",
    "application/ld+json": ".jsonld",
    "application/rdf+xml": ".rdf",
}
"""What a curriculum may be sent as, beside CSV files of which there are always several."""
BODY = "body"
"""The name under which what was sent stands in its folder, as it came."""

_CSV = "text/csv"
_BY_NAME = {**{suffix: suffix for suffix in SUFFIXES.values()}, ".json": ".jsonld", ".xml": ".rdf", ".owl": ".rdf"}
_VAGUE = {"", "application/octet-stream", "text/plain", "application/json", "application/xml", "text/xml"}
"""Media types that say less than a file's name does."""
_MOST_FILES = 60


def check_media_type(kind: str) -> None:
    """Raise Problem 415 for the media type of a request that cannot be a curriculum."""
    if kind not in {*SUFFIXES, MULTIPART}:
        raise unsupported()


def unsupported() -> Problem:
    """Return what is told of a file that is none of those that can be read."""
    offered = [*SUFFIXES, MULTIPART]
    detail = (
        f"Send the file as the body, as one of {', '.join(SUFFIXES)}; or as {MULTIPART} with a part named file, "
        "of such a type or such a file name; a folder of CSV files as one part a file."
    )
    headers = {"Accept-Post": ", ".join(offered)}
    return Problem(415, "The file is of no known kind", detail, "media-type", headers=headers, offered=offered)


def read_upload(folder: Path, content_type: str, language: str, labels: Labels) -> CurriculumSource:
    """Return what a sent file says; its path is its bare name. content_type: of the request.

    Raises Problem 400, 415 or 422.
    """
    kind, options = parse_options_header(content_type)
    # what was sent stays as it is: when a worker is killed, another one begins again
    body, own = folder / BODY, Path(tempfile.mkdtemp(dir=folder))
    if kind.decode("latin-1").lower() == MULTIPART:
        path = _taken_apart(body, own, options.get(b"boundary", b""))
    else:
        path = own / f"curriculum{SUFFIXES[kind.decode('latin-1').lower()]}"
        path.hardlink_to(body)
    try:
        source = read_source(path, language, labels)
        require_size(source.quads, str(path), language)
    except DataError as error:
        raise unreadable(error, path) from error
    return replace(source, path=Path(path.name))


def unreadable(error: DataError, path: Path) -> Problem:
    """Return what is told of a file that cannot be read, without where it lay."""
    name = str(path)
    place = error.place.replace(name, path.name)
    message = str(error).replace(name, path.name)
    told = message.removeprefix(f"{place}: ")
    return Problem(
        422, "The file cannot be read", message[:4000], "unreadable", errors=[{"where": place, "problem": told[:2000]}]
    )


def require_whole(source: CurriculumSource) -> None:
    """Raise Problem 422, cell by cell, for a file that does not say what was meant."""
    broken = [problem for problem in source.problems if problem.breaking]
    if broken:
        raise Problem(
            422,
            "Cells cannot be read as they are",
            f"{len(broken):,} of them, e.g. {broken[0]}"[:2000],
            "unreadable",
            errors=[{"where": p.place, "problem": p.message, "remedy": p.remedy} for p in broken[:100]],
        )


class _Parts:
    """Writes the parts of a form that are named ``file`` into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._header = (bytearray(), bytearray())
        self._headers: dict[str, str] = {}
        self._stream: BinaryIO | None = None
        self.files: list[tuple[Path, str, str]] = []
        """Where each is, its media type, and its name."""
        self.whole = False

    def callbacks(self) -> dict[str, object]:
        return {
            "on_part_begin": self._headers.clear,
            "on_header_field": lambda data, start, end: self._header[0].extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._header[1].extend(data[start:end]),
            "on_header_end": self._end_of_header,
            "on_headers_finished": self._begin,
            "on_part_data": self._data,
            "on_part_end": self.close,
            "on_end": self._finish,
        }

    def _end_of_header(self) -> None:
        name, value = (bytes(part).decode("utf-8", "replace") for part in self._header)
        for part in self._header:
            part.clear()
        self._headers[name.strip().lower()] = value

    def _begin(self) -> None:
        _, options = parse_options_header(self._headers.get("content-disposition", ""))
        if options.get(b"name") != b"file":
            return
        if len(self.files) >= _MOST_FILES:
            raise _no_form(f"there are more than {_MOST_FILES} files")
        name = options.get(b"filename", b"").decode("utf-8", "replace")
        kind = self._headers.get("content-type", "").split(";")[0].strip().lower()
        path = self._folder / f"part{len(self.files)}"
        self.files.append((path, kind, name))
        self._stream = path.open("wb")

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._stream is not None:
            self._stream.write(data[start:end])

    def _finish(self) -> None:
        self.whole = True

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None


def _taken_apart(form: Path, folder: Path, boundary: bytes) -> Path:
    """Return the file, or the folder of CSV files, that a form holds; folder: where to put them."""
    if not boundary:
        raise _no_form("its Content-Type names no boundary")
    parts = _Parts(folder)
    try:
        parser = MultipartParser(boundary, parts.callbacks())  # type: ignore[arg-type]  # its own kind of dict
        with form.open("rb") as body:
            while piece := body.read(1 << 16):
                parser.write(piece)
        parser.finalize()
    except FormParserError as error:
        raise _no_form(str(error)[:200]) from error
    finally:
        parts.close()
    if not parts.whole:
        raise _no_form("it ends before its last boundary")
    if not parts.files:
        raise _no_form("no part of it is named file and has a file")
    kinds = [_suffix(kind, name) for _, kind, name in parts.files]
    if len(kinds) == 1 and kinds[0] != ".csv":
        named = folder / f"{_stem(parts.files[0][2], 'curriculum')}{kinds[0]}"
        return parts.files[0][0].rename(named)
    if {*kinds} != {".csv"}:
        raise _no_form("several files are a curriculum only if all are CSV")
    together = folder / "csv"
    together.mkdir()
    for number, (path, _, name) in enumerate(parts.files):
        sheet = together / f"{_stem(name, f'sheet{number}')}.csv"
        if sheet.exists():
            raise _no_form(f"two files are named {sheet.name}")
        path.rename(sheet)
    return together


def _suffix(kind: str, name: str) -> str:
    ending = Path(name).suffix.lower()
    if kind == _CSV or (ending == ".csv" and kind in {*_VAGUE, "application/vnd.ms-excel"}):
        return ".csv"
    suffix = _BY_NAME.get(ending) if kind in _VAGUE else SUFFIXES.get(kind)
    if suffix is None:
        raise unsupported()
    return suffix


def _stem(name: str, otherwise: str) -> str:
    """Return the name of a file without what a path or a terminal would make of it."""
    stem = Path(name.replace("\\", "/").rpartition("/")[2]).stem
    return re.sub(r"[^\w.+ -]", "_", stem, flags=re.UNICODE)[:80].strip(". ") or otherwise


def _no_form(problem: str) -> Problem:
    return Problem(400, "The form cannot be read", f"{problem}; send the file in a part named file.", "form")
