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
from ..system_errors import reason_of
from ..words import Wording, gettext_noop, words

MAX_FILE = 64 << 20
"""Bytes that a curriculum file may have, entities unfolded."""
MAX_TRIPLE_TERMS = 1000
"""How many triple terms it may have: the parser puts nested ones on its stack, and some 20,000 end the process."""
MAX_DEPTH = 200
"""How deep elements of RDF/XML may stand in others, and how many prefixes may be declared: each one that is open is
looked through for every name inside."""

MAX_MESSAGE = 300
"""Letters of what a parser says: it may repeat a good part of the file."""

_ENTITY = re.compile(rb'<!ENTITY\s*(?:%\s*)?[^\s<]+\s+"([^"]*)"')
_RDF_12 = re.compile(rb":version\s*=")
_ESCAPED = re.compile(rb"\\u00([4-7][0-9A-Fa-f])")
_TOO_DEEP = gettext_noop("elements stand more than %(most)s deep in others; name resources and link to them instead")
_TOO_MANY_PREFIXES = gettext_noop("more than %(most)s prefixes are declared; leave out those that are not used")
_READ_ON = 1 << 10
"""Bytes behind what is no XML that the parser gets as well, to say what is wrong there."""


def content_of(path: Path, most: int = MAX_FILE, wording: Wording | None = None) -> bytes:
    """Return the content of a file; raises DataError for a folder, a pipe, a device, or more bytes than it may have.

    wording: of errors, English by default, here and below.

    What its directory says of the size is not believed: a device has none and never ends.
    """
    try:
        require_file(path, path.stat(), wording)
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise DataError(str(path), reason_of(error, wording or words("en"))) from error
    with os.fdopen(descriptor, "rb") as stream:
        found = os.fstat(stream.fileno())
        require_file(path, found, wording)  # what the name means may have changed
        if found.st_size > most:
            raise DataError(str(path), too_many_bytes(found.st_size, most, wording))
        data = stream.read(most + 1)
    if len(data) > most:
        raise DataError(str(path), too_many_bytes(len(data), most, wording))
    return data


def too_many_bytes(size: int, most: int, wording: Wording | None = None) -> str:
    """Return what is said of more bytes than a file, or files, may have."""
    wording = wording or words("en")
    return wording.ngettext(
        "%(count)s byte is more than a curriculum has (at most %(most)s)",
        "%(count)s bytes are more than a curriculum has (at most %(most)s)",
        size,
        most=wording.number(most),
    )


def require_rdf(data: bytes, path: Path, wording: Wording | None = None) -> None:
    """Raise DataError for what is no text in UTF-8, or nothing at all."""
    gettext = (wording or words("en")).gettext
    if not data.strip():
        raise DataError(str(path), gettext("the file is empty"))
    if data.startswith(b"PK\3\4"):
        packed = gettext("is a workbook or another zip, whatever its name says; name a workbook .xlsx or .ods")
        raise DataError(str(path), packed)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise DataError(str(path), gettext("is in UTF-16; save it in UTF-8"))


def brief(message: str) -> str:
    """Return what a parser says, cut off where it goes on and on.

    >>> len(brief("x" * 1000))
    301
    """
    return message if len(message) <= MAX_MESSAGE else message[:MAX_MESSAGE] + "…"


def require_file(path: Path, found: os.stat_result, wording: Wording | None = None) -> None:
    """Raise DataError for what is no file: reading a pipe may never end."""
    gettext = (wording or words("en")).gettext
    if stat.S_ISDIR(found.st_mode):
        raise DataError(str(path), gettext("is a folder; name the file in it, or a folder of CSV files"))
    if not stat.S_ISREG(found.st_mode):
        raise DataError(str(path), gettext("is no file but a pipe or a device; save what it gives as a file"))


def harmless(data: bytes, format_: ox.RdfFormat, path: Path, wording: Wording | None = None) -> bytes:
    """Return what of a file a parser may get: all of it, or as much as is XML, with what shows that the rest is not.

    Raises DataError for what would use up its time, memory or stack.
    """
    place, said = str(path), wording or words("en")
    if _triple_terms(data, format_) > MAX_TRIPLE_TERMS:
        most = said.number(MAX_TRIPLE_TERMS)
        raise DataError(place, said.gettext("more than %(most)s triple terms; say it in plain statements", most=most))
    if format_ == ox.RdfFormat.JSON_LD and _contexts(data) * len(data) > MAX_FILE:
        raise DataError(place, said.gettext("has a @context in too many places; write one at the top"))
    if format_ != ox.RdfFormat.RDF_XML:
        return data
    values = _ENTITY.findall(data)
    if any(b"&" in value for value in values):
        raise DataError(place, said.gettext("its entities are made of other entities; write them out"))
    if max(map(len, values), default=0) * data.count(b"&") > MAX_FILE:
        most = said.number(MAX_FILE)
        much = said.gettext("its entities unfold to more than a curriculum has (at most %(most)s bytes)", most=most)
        raise DataError(place, much)
    return _as_far_as_xml(data, place, said)


def _contexts(data: bytes) -> int:
    """Return how many contexts there are; each that is open is kept with all that those around it say."""
    if _ESCAPED.search(data):
        data = _ESCAPED.sub(lambda match: bytes.fromhex(match[1].decode()), data)
    return data.count(b'"@context"')


def _triple_terms(data: bytes, format_: ox.RdfFormat) -> int:
    if format_ == ox.RdfFormat.RDF_XML:
        return data.count(b"parseType") if _RDF_12.search(data) else 0
    return 0 if format_ == ox.RdfFormat.JSON_LD else data.count(b"<<")


def _as_far_as_xml(data: bytes, place: str, said: Wording) -> bytes:
    """Return a file as far as it is XML and a little more; raises DataError for what is nested too deep."""
    parser = expat.ParserCreate()
    depth = 0

    def enter(_name: str, attributes: list[str]) -> None:
        nonlocal depth
        depth += 1
        declared = sum(name.startswith("xmlns") for name in attributes[::2])
        if depth > MAX_DEPTH:
            raise _at(_TOO_DEEP)
        if declared > MAX_DEPTH:
            raise _at(_TOO_MANY_PREFIXES)

    def leave(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def _at(message: str) -> DataError:
        problem = said.gettext(message, most=said.number(MAX_DEPTH))
        return DataError(f"{place}:{parser.CurrentLineNumber}:{parser.CurrentColumnNumber + 1}", problem)

    parser.ordered_attributes = True
    parser.StartElementHandler = enter
    parser.EndElementHandler = leave
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):  # the last two for encodings that expat has not
        return data[: parser.ErrorByteIndex + _READ_ON]  # the parser of RDF says better what is wrong
    return data
