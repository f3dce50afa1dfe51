"""What files of sheets may hold: looked at before anything in them is parsed."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from ..errors import DataError

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
_XML = (".xml", ".rels", ".vml")
_MACROS = re.compile(r"(^|/)(vbaProject\.bin|Basic/|Scripts/|macrosheets/|activeX/)", re.IGNORECASE)
_FOREIGN = re.compile(r"(^|/)(externalLinks/|embeddings/|connections\.xml$|queryTables/|Object \d+/)", re.IGNORECASE)
_LINK = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External)(?![^>]*relationships/hyperlink[\"'])[^>]*>", re.IGNORECASE
)
_ODS_LINK = re.compile(rb"<(?:table:table-source|table:cell-range-source|office:dde-source)\b")
_MACRO_TYPE = re.compile(rb"macroEnabled", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"


def check_packed(path: Path) -> None:
    """Raise DataError for a workbook that is none, is too large, or holds macros or links to other files.

    Every part is unpacked once, block by block, and counted: what its directory says of sizes is not believed.
    """
    place = str(path)
    _check_start(path)
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS:
                raise DataError(place, f"{len(parts):,} parts are more than a workbook has (at most {MAX_PARTS:,})")
            _check_kind(place, path.suffix.lower(), archive)
            unpacked = tags = 0
            for part in parts:
                _check_part(place, part)
                tail = b""
                with archive.open(part) as stream:
                    while block := stream.read(_BLOCK):
                        unpacked += len(block)
                        if unpacked > MAX_UNPACKED:
                            raise DataError(
                                place, f"unpacks to more than a curriculum has (at most {MAX_UNPACKED:,} bytes)"
                            )
                        if part.filename.lower().endswith(_XML):
                            tags += block.count(b"<")
                            _check_xml(f"{place}!{part.filename}", tail + block, tags)
                            tail = block[-2048:]
    except zipfile.BadZipFile as error:
        raise DataError(place, f"is damaged and cannot be unpacked ({error})") from error
    except (OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise DataError(place, f"cannot be unpacked ({error})") from error


def _check_start(path: Path) -> None:
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            start = stream.read(8)
    except OSError as error:
        raise DataError(str(path), error.strerror or str(error)) from error
    if not size:
        raise DataError(str(path), "the file is empty")
    if size > MAX_PACKED:
        raise DataError(str(path), f"{size:,} bytes are more than a curriculum has (at most {MAX_PACKED:,})")
    if start == _OLE:
        raise DataError(
            str(path), "is locked with a password or of an old kind (.xls); save it as .xlsx without either"
        )
    if not start.startswith(b"PK"):
        raise DataError(str(path), f"is no {path.suffix.lower()} workbook, whatever its name says; save it as one")


def _check_kind(place: str, suffix: str, archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    is_ods = "mimetype" in names and "content.xml" in names
    is_xlsx = "[Content_Types].xml" in names
    if suffix == ".ods" and not is_ods:
        raise DataError(place, "is no .ods workbook" + ("; name it .xlsx" if is_xlsx else ", whatever its name says"))
    if suffix == ".xlsx" and not is_xlsx:
        raise DataError(place, "is no .xlsx workbook" + ("; name it .ods" if is_ods else ", whatever its name says"))


def _check_part(place: str, part: zipfile.ZipInfo) -> None:
    if part.flag_bits & 1:
        raise DataError(place, "is locked with a password; save it without one")
    if _MACROS.search(part.filename) and not part.is_dir():
        raise DataError(f"{place}!{part.filename}", "holds macros; save the workbook without them, as .xlsx or .ods")
    if _FOREIGN.search(part.filename) and not part.is_dir():
        raise DataError(
            f"{place}!{part.filename}", "takes something from other files or holds some; paste the values instead"
        )


def _check_xml(place: str, data: bytes, tags: int) -> None:
    if tags > MAX_TAGS:
        raise DataError(place, f"more than {MAX_TAGS:,} elements and ends of them: more than a curriculum has")
    plain = data.replace(b"\0", b"")  # declared in UTF-16 it has one between the letters
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise DataError(place, "declares XML entities, which no spreadsheet program writes")
    if _MACRO_TYPE.search(data) and "Content_Types" in place:
        raise DataError(place, "is a workbook for macros; save it without them, as .xlsx")
    if _LINK.search(data) or _ODS_LINK.search(data):
        raise DataError(place, "takes something from another file or address; paste the values instead")
