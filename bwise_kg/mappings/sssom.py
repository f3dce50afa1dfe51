"""Reading and writing mapping sets as SSSOM TSV, with sssom-pydantic."""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory

import curies
import yaml
from curies.vocabulary import matching_processes
from pydantic import AnyUrl, ValidationError

from ..errors import DataError
from ..namespaces import ESCO_DATA, ID, PREFIXES
from .model import NO_TERM, PAV, SEMAPV, SSSOM, Mapping, MappingSet


@contextmanager
def _no_folder_in_home() -> Iterator[None]:
    """Keep the library's cache module from making ``~/.data`` on import, which fails where home is read-only."""
    if "pystow" in sys.modules or "PYSTOW_HOME" in os.environ:
        yield
        return
    with TemporaryDirectory() as folder:
        os.environ["PYSTOW_HOME"] = folder
        try:
            yield
        finally:
            del os.environ["PYSTOW_HOME"]


with _no_folder_in_home():
    from sssom_pydantic import MappingSetRecord, Record, write_unprocessed
    from sssom_pydantic.io import ParseError, read_unprocessed_iterable, record_to_semantic_mapping

SSSOM_VERSION = "1.1"
"""The version of SSSOM whose slots are written: the first with ``record_id``."""

CONVERTER = curies.Converter.from_prefix_map(
    PREFIXES
    | {kind: ID[f"{kind}/"].value for kind in ("mapping", "profile", "requirement", "scheme", "sector-skill")}
    | {"digcomp": ID["digcomp-2.2/"].value, "pav": PAV.base, "semapv": SEMAPV.base, "sssom": SSSOM.base}
    | {f"esco-{kind}": f"{ESCO_DATA}{kind}/" for kind in ("concept-scheme", "occupation", "skill")}
)
"""The prefixed names of the files that are written here; files from elsewhere bring their own."""

MATCHING_PROCESSES = frozenset(process.identifier for process in matching_processes if process.prefix == "semapv")
"""What semapv, the vocabulary of mapping justifications, has as ways to find a mapping."""

_OBLIGATORY = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_NAMED = ("record_id", *_OBLIGATORY, "subject_source", "object_source")
"""Slots that hold one prefixed name."""

_HINTS = {
    "mapping_justification": "; say how the mapping was found, e.g. semapv:ManualMappingCuration",
    "object_id": f"; where there is no such concept, write {CONVERTER.compress(NO_TERM)}",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a mapping set. line: in the file, from 1; ``None`` for the set as a whole."""

    line: int | None
    slot: str
    problem: str


class _Reader:
    """A text for the library to read, that tells the line reached (the library's own count is one short)."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.file = io.StringIO(text)
        self._position = self._line = 0

    @property
    def line(self) -> int:
        """The number of the last line read, from 1."""
        position = self.file.tell()
        self._line += self._text.count("\n", self._position, position)
        self._position = position
        return self._line + (position == len(self._text) and not self._text.endswith("\n"))


def read(text: str, place: str) -> tuple[MappingSet, list[Finding]]:
    """Read a mapping set and what is wrong with its rows; a row with an error is not among the mappings.

    place: how errors name the file. Raises DataError when it is no SSSOM TSV at all.
    """
    lines = _Reader(text)
    mappings: list[Mapping] = []
    findings: list[Finding] = []
    try:
        with read_unprocessed_iterable(lines.file) as reading:
            columns = _columns(text)
            if not columns:
                raise DataError(place, "has no row of column names below the header; is it SSSOM TSV?")
            extensions = {extension.name for extension in reading.mapping_set.extension_definitions or []}
            findings += _wrong_columns(columns, lines.line, extensions)
            told = {finding.slot for finding in findings}
            for _, record in reading.records:
                if isinstance(record, ParseError):
                    findings += [f for f in _of_library(record.exception, lines.line) if f.slot not in told]
                elif wrong := list(_unknown_names(record, reading.converter, lines.line)):
                    findings += wrong
                else:
                    try:
                        record_to_semantic_mapping(record, reading.converter)
                    except ValueError as error:  # a slot that only the library knows how to read
                        findings += _of_library(error, lines.line)
                    else:
                        mappings.append(_mapping(record, reading.converter, lines.line))
            found = reading.mapping_set
    except csv.Error as error:
        raise DataError(f"{place}:{lines.line}", f"cannot be read as a table ({error})") from error
    except yaml.YAMLError as error:
        raise DataError(place, f"the header is no YAML ({' '.join(str(error).split())})") from error
    except ValueError as error:
        told_by = "; ".join(f"{f.slot}: {f.problem}" if f.slot else f.problem for f in _of_library(error, None))
        raise DataError(place, f"the header is no SSSOM header: {told_by}") from error
    mapping_set = MappingSet(
        iri=str(found.id),
        title=found.title,
        description=found.description,
        licence=str(found.license) if found.license else None,
        mappings=tuple(mappings),
        version=found.version,
        creators=tuple(found.creator_label or ()),
    )
    return mapping_set, findings


def read_clean(text: str, place: str) -> MappingSet:
    """Read a mapping set that has to be without errors; raises DataError with the first one otherwise."""
    mapping_set, findings = read(text, place)
    for finding in findings:
        raise DataError(f"{place}:{finding.line}", f"{finding.slot}: {finding.problem}")
    return mapping_set


def write(mapping_set: MappingSet) -> str:
    """Return a mapping set as SSSOM TSV, in the order of its mappings; what all rows share stands in the header."""
    records = [_record(mapping) for mapping in mapping_set.mappings]
    names = [getattr(record, slot) for record in records for slot in _NAMED]
    header = MappingSetRecord(
        mapping_set_id=AnyUrl(mapping_set.iri),
        mapping_set_title=mapping_set.title,
        mapping_set_description=mapping_set.description,
        mapping_set_version=mapping_set.version,
        license=AnyUrl(mapping_set.licence) if mapping_set.licence else None,
        creator_label=list(mapping_set.creators) or None,
        sssom_version=SSSOM_VERSION,
    )
    text = io.StringIO()
    prefixes = {name.partition(":")[0] for name in names if name}
    write_unprocessed(records, text, metadata=header, converter=CONVERTER, prefixes=prefixes)
    return text.getvalue().replace("\r\n", "\n")


def _columns(text: str) -> list[str]:
    row = next((line for line in text.splitlines() if not line.startswith("#")), "")
    return [column.strip() for column in row.split("\t") if column.strip()]


def _wrong_columns(columns: list[str], line: int, extensions: set[str]) -> Iterator[Finding]:
    for slot in _OBLIGATORY:
        if slot not in columns:
            yield Finding(line, slot, "is obligatory, and there is no such column" + _HINTS.get(slot, ""))
    for column in columns:
        if column not in Record.model_fields and column not in extensions:
            yield Finding(line, column, "is no slot of SSSOM; declare it in extension_definitions or leave it out")


def _of_library(error: Exception, line: int | None) -> Iterator[Finding]:
    """Tell the library's error as findings."""
    if not isinstance(error, ValidationError):
        yield Finding(line, "", " ".join(str(error).split()))
        return
    for each in error.errors():
        slot = str(each["loc"][0]) if each["loc"] else ""
        given = f" ({each['input']!r})" if isinstance(each["input"], str | float) else ""
        problem = "is obligatory and empty" if each["type"] == "missing" else f"{each['msg']}{given}"
        yield Finding(line, slot, problem + _HINTS.get(slot, ""))


def _unknown_names(record: Record, converter: curies.Converter, line: int) -> Iterator[Finding]:
    for slot in _NAMED:
        name = getattr(record, slot)
        if name and ":" not in name:
            yield Finding(line, slot, f"{name!r} is no prefixed name such as skos:exactMatch")
        elif name and converter.expand(name) is None:
            yield Finding(line, slot, f"the prefix of {name!r} is not declared; add it to curie_map")


def _mapping(record: Record, converter: curies.Converter, line: int) -> Mapping:
    def iri(name: str | None) -> str | None:
        return converter.expand(name, strict=True) if name else None

    return Mapping(
        subject=converter.expand(record.subject_id, strict=True),
        predicate=converter.expand(record.predicate_id, strict=True),
        object=converter.expand(record.object_id, strict=True),
        justification=converter.expand(record.mapping_justification, strict=True),
        iri=iri(record.record_id),
        subject_label=record.subject_label,
        object_label=record.object_label,
        confidence=record.confidence,
        subject_source=iri(record.subject_source),
        subject_version=record.subject_source_version,
        object_source=iri(record.object_source),
        object_version=record.object_source_version,
        authors=tuple(record.author_label or record.author_id or ()),
        mapped_on=record.mapping_date,
        reviewers=tuple(record.reviewer_label or record.reviewer_id or ()),
        reviewed_on=record.review_date,
        comment=record.comment,
        line=line,
    )


def _record(mapping: Mapping) -> Record:
    def name(iri: str | None) -> str | None:
        return CONVERTER.compress(iri, strict=True) if iri else None

    return Record(
        record_id=name(mapping.iri),
        subject_id=CONVERTER.compress(mapping.subject, strict=True),
        subject_label=mapping.subject_label,
        predicate_id=CONVERTER.compress(mapping.predicate, strict=True),
        object_id=CONVERTER.compress(mapping.object, strict=True),
        object_label=mapping.object_label,
        mapping_justification=CONVERTER.compress(mapping.justification, strict=True),
        author_label=list(mapping.authors) or None,
        reviewer_label=list(mapping.reviewers) or None,
        subject_source=name(mapping.subject_source),
        subject_source_version=mapping.subject_version,
        object_source=name(mapping.object_source),
        object_source_version=mapping.object_version,
        mapping_date=mapping.mapped_on,
        review_date=mapping.reviewed_on,
        confidence=mapping.confidence,
        comment=mapping.comment,
    )
