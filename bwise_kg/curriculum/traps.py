"""What a file may not hold: looked at before a parser gets it, as some things use up its time, memory or stack."""

from __future__ import annotations

import codecs
import os
import re
import stat
from pathlib import Path
from xml.parsers import expat

import pyoxigraph as ox

from ..errors import DataError

MAX_FILE = 64 << 20
"""Bytes that a curriculum file may have, entities unfolded."""
MAX_TRIPLE_TERMS = 1000
"""How many triple terms it may have: the parser puts nested ones on its stack, and some 20,000 end the process."""
MAX_DEPTH = 200
"""How deep elements of RDF/XML may stand in others, and how many prefixes may be declared: each one that is open is
looked through for every name inside."""

MAX_MESSAGE = 300
"""Letters of what a parser says: it may repeat a good part of the file."""

_ENTITY = re.compile(rb'<!ENTITY\s*(?:%\s*)?\S+\s+"([^"]*)"')
_RDF_12 = re.compile(rb":version\s*=")
_ESCAPED = re.compile(rb"\\u00([4-7][0-9A-Fa-f])")
_READ_ON = 1 << 10
"""Bytes behind what is no XML that the parser gets as well, to say what is wrong there."""


def content_of(path: Path, most: int = MAX_FILE) -> bytes:
    """Return the content of a file; raises DataError for a folder, a pipe, a device, or more bytes than it may have.

    What its directory says of the size is not believed: a device has none and never ends.
    """
    try:
        require_file(path, path.stat())
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise DataError(str(path), error.strerror or str(error)) from error
    with os.fdopen(descriptor, "rb") as stream:
        found = os.fstat(stream.fileno())
        require_file(path, found)  # what the name means may have changed
        if found.st_size > most:
            raise DataError(str(path), f"{found.st_size:,} bytes are more than a curriculum has (at most {most:,})")
        data = stream.read(most + 1)
    if len(data) > most:
        raise DataError(str(path), f"has more bytes than a curriculum (at most {most:,})")
    return data


def require_rdf(data: bytes, path: Path) -> None:
    """Raise DataError for what is no text in UTF-8, or nothing at all."""
    if not data.strip():
        raise DataError(str(path), "the file is empty")
    if data.startswith(b"PK\3\4"):
        raise DataError(
            str(path), "is a workbook or another zip, whatever its name says; name a workbook .xlsx or .ods"
        )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise DataError(str(path), "Invalid UTF-8: it is in UTF-16; save it in UTF-8")


def brief(message: str) -> str:
    """Return what a parser says, cut off where it goes on and on.

    >>> len(brief("x" * 1000))
    301
    """
    return message if len(message) <= MAX_MESSAGE else message[:MAX_MESSAGE] + "…"


def require_file(path: Path, found: os.stat_result) -> None:
    """Raise DataError for what is no file: reading a pipe may never end."""
    if stat.S_ISDIR(found.st_mode):
        raise DataError(str(path), "is a folder; name the file in it, or a folder of CSV files")
    if not stat.S_ISREG(found.st_mode):
        raise DataError(str(path), "is no file but a pipe or a device; save what it gives as a file")


def harmless(data: bytes, format_: ox.RdfFormat, path: Path) -> bytes:
    """Return what of a file a parser may get: all of it, or as much as is XML, with what shows that the rest is not.

    Raises DataError for what would use up its time, memory or stack.
    """
    place = str(path)
    if _triple_terms(data, format_) > MAX_TRIPLE_TERMS:
        raise DataError(place, f"more than {MAX_TRIPLE_TERMS:,} triple terms; say it in plain statements")
    if format_ == ox.RdfFormat.JSON_LD and _contexts(data) * len(data) > MAX_FILE:
        raise DataError(place, "has a @context in too many places; write one at the top")
    if format_ != ox.RdfFormat.RDF_XML:
        return data
    values = _ENTITY.findall(data)
    if any(b"&" in value for value in values):
        raise DataError(place, "its entities are made of other entities; write them out")
    if max(map(len, values), default=0) * data.count(b"&") > MAX_FILE:
        raise DataError(place, f"its entities unfold to more than a curriculum has (at most {MAX_FILE:,} bytes)")
    return _as_far_as_xml(data, place)


def _contexts(data: bytes) -> int:
    """Return how many contexts there are; each that is open is kept with all that those around it say."""
    if _ESCAPED.search(data):
        data = _ESCAPED.sub(lambda match: bytes.fromhex(match[1].decode()), data)
    return data.count(b'"@context"')


def _triple_terms(data: bytes, format_: ox.RdfFormat) -> int:
    if format_ == ox.RdfFormat.RDF_XML:
        return data.count(b"parseType") if _RDF_12.search(data) else 0
    return 0 if format_ == ox.RdfFormat.JSON_LD else data.count(b"<<")


def _as_far_as_xml(data: bytes, place: str) -> bytes:
    """Return a file as far as it is XML and a little more; raises DataError for what is nested too deep."""
    parser = expat.ParserCreate()
    depth = 0

    def enter(_name: str, attributes: list[str]) -> None:
        nonlocal depth
        depth += 1
        declared = sum(name.startswith("xmlns") for name in attributes[::2])
        if depth > MAX_DEPTH:
            raise _at(f"elements stand more than {MAX_DEPTH} deep in others; name resources and link to them instead")
        if declared > MAX_DEPTH:
            raise _at(f"more than {MAX_DEPTH} prefixes are declared; leave out those that are not used")

    def leave(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def _at(problem: str) -> DataError:
        return DataError(f"{place}:{parser.CurrentLineNumber}:{parser.CurrentColumnNumber + 1}", problem)

    parser.ordered_attributes = True
    parser.StartElementHandler = enter
    parser.EndElementHandler = leave
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        return data[: parser.ErrorByteIndex + _READ_ON]  # the parser of RDF says better what is wrong
    return data
