"""What files of sheets may hold: looked at before anything in them is parsed."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from ..errors import DataError
from ..system_errors import reason_of
from ..words import Wording
from .traps import require_file, too_many_bytes

MAX_PACKED = 20 << 20
"""Bytes that a workbook may have on disk."""
MAX_UNPACKED = 48 << 20
"""Bytes that all its parts may have unpacked."""
MAX_PARTS = 1_000
MAX_TAGS = 2_000_000
"""Angle brackets in its XML: what is parsed takes memory by the element."""
MAX_ROWS = 10_000
"""Rows with something in them that a sheet may have."""
MAX_LINES = 1_048_576
"""Rows that a sheet may have, blank ones included: as many as spreadsheet programs know."""
MAX_COLUMNS = 300
MAX_CELLS = 5_000_000
"""Cells that a sheet may have, empty ones included."""
MAX_SHEETS = 60

_BLOCK = 1 << 16
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_XML = (".xml", ".rels", ".vml")
_MACROS = re.compile(r"(^|/)(vbaProject\.bin|Basic/|Scripts/|macrosheets/|activeX/)", re.IGNORECASE)
_FOREIGN = re.compile(r"(^|/)(externalLinks/|embeddings/|connections\.xml$|queryTables/|Object \d+/)", re.IGNORECASE)
_OBJECT = re.compile(r"(?P<folder>Object \d+/)(?:content|styles|meta|settings)\.xml")
_LINK = re.compile(
    rb"<Relationship\b(?=[^<>]*TargetMode\s*=\s*[\"']External)(?![^<>]*relationships/hyperlink[\"'])[^<>]*>",
    re.IGNORECASE,
)
_ODS_LINK = re.compile(rb"<(?:table:table-source|table:cell-range-source|office:dde-source)\b")
_MACRO_TYPE = re.compile(rb"macroEnabled", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"


def check_packed(path: Path, wording: Wording) -> None:
    """Raise DataError for a workbook that is none, is too large, or holds macros or links to other files.

    wording: of errors.

    Every part is unpacked once, block by block, and counted: what its directory says of sizes is not believed.
    """
    place, gettext = str(path), wording.gettext
    _check_start(path, wording)
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS:
                many = wording.ngettext(
                    "%(count)s part is more than a workbook has (at most %(most)s)",
                    "%(count)s parts are more than a workbook has (at most %(most)s)",
                    len(parts),
                    most=wording.number(MAX_PARTS),
                )
                raise DataError(place, many)
            _check_kind(place, path.suffix.lower(), archive, wording)
            for part in parts:
                _check_part(place, part, wording)
            _check_foreign(place, archive, wording)
            unpacked = tags = 0
            for part in parts:
                tail = b""
                with archive.open(part) as stream:
                    while block := stream.read(_BLOCK):
                        unpacked += len(block)
                        if unpacked > MAX_UNPACKED:
                            large = gettext(
                                "unpacks to more than a curriculum has (at most %(most)s bytes)",
                                most=wording.number(MAX_UNPACKED),
                            )
                            raise DataError(place, large)
                        if part.filename.lower().endswith(_XML):
                            tags += block.count(b"<")
                            _check_xml(f"{place}!{part.filename}", tail + block, tags, wording)
                            tail = block[-2048:]
    except (zipfile.BadZipFile, zlib.error) as error:
        problem = gettext("is damaged and cannot be unpacked (%(error)s)", error=error)
        raise DataError(place, problem) from error
    except (OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise DataError(place, gettext("cannot be unpacked (%(error)s)", error=error)) from error


def too_large(size: int, wording: Wording) -> str:
    """Return what is said of a file, or files, of more than `MAX_PACKED` bytes."""
    return too_many_bytes(size, MAX_PACKED, wording)


def too_many_rows(wording: Wording) -> str:
    """Return what is said of a sheet with more than `MAX_ROWS` rows."""
    return wording.gettext("more than %(most)s rows are filled in", most=wording.number(MAX_ROWS))


def _check_start(path: Path, wording: Wording) -> None:
    gettext = wording.gettext
    try:
        found = path.stat()
        require_file(path, found, wording)
        size = found.st_size
        with path.open("rb") as stream:
            start = stream.read(8)
    except OSError as error:
        raise DataError(str(path), reason_of(error, wording)) from error
    if not size:
        raise DataError(str(path), gettext("the file is empty"))
    if size > MAX_PACKED:
        raise DataError(str(path), too_large(size, wording))
    if start == _OLE:
        locked = gettext("is locked with a password or of an old kind (.xls); save it as .xlsx without either")
        raise DataError(str(path), locked)
    if not start.startswith(b"PK"):
        other = gettext("is no %(kind)s workbook, whatever its name says; save it as one", kind=path.suffix.lower())
        raise DataError(str(path), other)


def _check_kind(place: str, suffix: str, archive: zipfile.ZipFile, wording: Wording) -> None:
    names = set(archive.namelist())
    fits = {".ods": {"mimetype", "content.xml"} <= names, ".xlsx": "[Content_Types].xml" in names}
    if fits.get(suffix, True):
        return
    if other := next((kind for kind, does in fits.items() if does), ""):
        raise DataError(place, wording.gettext("is no %(kind)s workbook; name it %(other)s", kind=suffix, other=other))
    raise DataError(place, wording.gettext("is no %(kind)s workbook, whatever its name says", kind=suffix))


def _check_part(place: str, part: zipfile.ZipInfo, wording: Wording) -> None:
    gettext = wording.gettext
    if part.flag_bits & 1:
        raise DataError(place, gettext("is locked with a password; save it without one"))
    if part.compress_type not in _METHODS:
        other = gettext("cannot be unpacked (%(error)s)", error=f"compression type {part.compress_type}")
        raise DataError(f"{place}!{part.filename}", other)
    if _MACROS.search(part.filename) and not part.is_dir():
        macros = gettext("holds macros; save the workbook without them, as .xlsx or .ods")
        raise DataError(f"{place}!{part.filename}", macros)


def _check_foreign(place: str, archive: zipfile.ZipFile, wording: Wording) -> None:
    for name in archive.namelist():
        if _FOREIGN.search(name) and not name.endswith("/") and not _is_of_chart(name, archive):
            foreign = wording.gettext("takes something from other files or holds some; paste the values instead")
            raise DataError(f"{place}!{name}", foreign)


def _is_of_chart(name: str, archive: zipfile.ZipFile) -> bool:
    """Tell whether a part is of a chart as LibreOffice keeps it: drawn from the sheets, and never read."""
    match = _OBJECT.fullmatch(name)
    content = f"{match['folder']}content.xml" if match else ""
    if content not in archive.namelist():
        return False
    with archive.open(content) as stream:
        return b"<office:chart>" in stream.read(_BLOCK)


def _check_xml(place: str, data: bytes, tags: int, wording: Wording) -> None:
    gettext = wording.gettext
    if tags > MAX_TAGS:
        most = wording.number(MAX_TAGS)
        raise DataError(
            place, gettext("more than %(most)s elements and ends of them: more than a curriculum has", most=most)
        )
    plain = data.replace(b"\0", b"")  # declared in UTF-16 it has one between the letters
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise DataError(place, gettext("declares XML entities, which no spreadsheet program writes"))
    if _MACRO_TYPE.search(data) and "Content_Types" in place:
        raise DataError(place, gettext("is a workbook for macros; save it without them, as .xlsx"))
    if _LINK.search(data) or _ODS_LINK.search(data):
        raise DataError(place, gettext("takes something from another file or address; paste the values instead"))
