"""Tables of concepts: schemes, groups, skills, occupations and the collections of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from ..errors import EscoError
from ..namespaces import DCT, ESCO, ESCO_DATA, ISOTHES, RDF, SKOS
from .reading import Reading, code_of, is_isced, labels, note_blank, timestamp, uris
from .report import Kind
from .source import EscoFile
from .table import Table

_SKILL_TYPES = {"skill/competence": ESCO_DATA + "skill-type/skill", "knowledge": ESCO_DATA + "skill-type/knowledge"}
_REUSE_LEVELS = {"transversal", "cross-sector", "sector-specific", "occupation-specific"}
_ISCO = ESCO_DATA + "isco/C"
_HIERARCHY = ESCO_DATA + "concept-scheme/skills-hierarchy"


@dataclass(frozen=True, slots=True)
class _Kind:
    """How the records of a table are read.

    record: key of `Reading.records`; main: the table that holds the full records of this kind;
    scheme: the concept scheme that a collection lists the members of.
    """

    record: str
    main: str
    types: tuple[NamedNode, ...]
    columns: tuple[str, ...] = ()
    scheme: str = ""


def _collection(record: str, main: str, types: tuple[NamedNode, ...], scheme: str) -> _Kind:
    columns = ("skillType", "reuseLevel") if record == "skill" else ()
    return _Kind(record, main, types, columns, f"{ESCO_DATA}concept-scheme/{scheme}")


_SKILL = (ESCO.Skill, ESCO.MemberConcept, SKOS.Concept)
_OCCUPATION = (ESCO.Occupation, ESCO.MemberConcept, SKOS.Concept)

KINDS = {
    "ISCOGroups": _Kind("isco", "ISCOGroups", (SKOS.Concept,), ("code",)),
    "skillGroups": _Kind("group", "skillGroups", (SKOS.Concept,), ("code",)),
    "skills": _Kind("skill", "skills", _SKILL, ("skillType", "reuseLevel")),
    "occupations": _Kind("occupation", "occupations", _OCCUPATION, ("code", "iscoGroup")),
    "digCompSkillsCollection": _collection("skill", "skills", _SKILL, "digcomp"),
    "digitalSkillsCollection": _collection("skill", "skills", _SKILL, "6c930acd-c104-4ece-acf7-f44fd7333036"),
    "greenSkillsCollection": _collection("skill", "skills", _SKILL, "green"),
    "ictSkillsCollection": _collection("skill", "skills", _SKILL, "skill-ict-groups"),
    "languageSkillsCollection": _collection("skill", "skills", _SKILL, "skill-language-groups"),
    "researchSkillsCollection": _collection("skill", "skills", _SKILL, "research"),
    "transversalSkillsCollection": _collection("skill", "skills", _SKILL, "skill-transversal-groups"),
    "researchOccupationsCollection": _collection(
        "occupation", "occupations", _OCCUPATION, "8ae4b9f3-507e-4057-a145-2f96f0132613"
    ),
}
"""The tables whose rows are records of concepts."""

_COLUMNS = (
    *("conceptUri", "preferredLabel", "altLabels", "hiddenLabels?", "status?", "modifiedDate?", "scopeNote?"),
    *("definition?", "inScheme?", "description?", "skillType?", "reuseLevel?", "code?", "iscoGroup?"),
    *("regulatedProfessionNote?", "naceCode?", "broaderConceptUri?"),
)


def concepts(reading: Reading, file: EscoFile) -> Iterator[Quad]:
    """Read a table of concepts in one language.

    The first table that has a concept gives its structure, the first in a language its texts.
    """
    kind = KINDS[file.table]
    language = _language(file)
    superseded = _superseded(reading, file) if file.table == kind.main else frozenset[int]()
    table = reading.table(file, *(c.removesuffix("?") if c[:-1] in kind.columns else c for c in _COLUMNS))
    members = 0
    for number, cells in enumerate(table):
        if number in superseded:
            continue
        uri = cells[0].strip()
        if kind.scheme and reading.is_dangling(uri, kind.record, kind.main):
            reading.report.met(Kind.DANGLING_MEMBER, file.name, uri)
            continue
        subject = reading.node(uri, table)
        if uri not in reading.records[kind.record]:
            reading.records[kind.record].add(uri)
            yield from _structure(reading, kind, subject, cells, table)
        yield from reading.memberships(subject, uris(cells[8]) + ([kind.scheme] if kind.scheme else []), table)
        members += 1
        if reading.first_label(uri, language):
            yield from _texts(reading, subject, cells, language, "|" if kind.scheme else "\n", table)
    if kind.scheme:
        reading.report.counts[f"{file.table} members"] = members


def _structure(reading: Reading, kind: _Kind, subject: NamedNode, cells: list[str], table: Table) -> Iterator[Quad]:
    quad, status, modified, code = reading.quad, cells[4], cells[5], cells[12].strip()
    for type_ in kind.types:
        yield quad(subject, RDF.type, type_)
    if status:
        yield quad(subject, ISOTHES.status, Literal(status))
    if modified.strip():
        yield quad(subject, DCT.modified, timestamp(modified, table))
    if kind.record == "skill":
        yield from _skill(reading, subject, cells, table)
    elif kind.record == "occupation":
        yield from _occupation(reading, subject, cells, table)
    elif not code and is_isced(subject.value):
        reading.report.met(Kind.CODE_FROM_URI, table.file.name, subject.value)
        code = code_of(subject.value)
    if code:
        yield quad(subject, SKOS.notation, Literal(code))


def _skill(reading: Reading, subject: NamedNode, cells: list[str], table: Table) -> Iterator[Quad]:
    skill_type, reuse, broader = cells[10], cells[11], cells[16]
    note_blank(reading, Kind.BLANK_TYPE, table.file, subject.value, skill_type)
    note_blank(reading, Kind.BLANK_REUSE_LEVEL, table.file, subject.value, reuse)
    if skill_type:
        if skill_type not in _SKILL_TYPES:
            raise EscoError(table.place, f"skill type {skill_type!r}; ESCO has {' and '.join(_SKILL_TYPES)}")
        yield reading.quad(subject, ESCO.skillType, reading.node(_SKILL_TYPES[skill_type], table))
    if reuse:
        if reuse not in _REUSE_LEVELS:
            raise EscoError(table.place, f"reuse level {reuse!r}; ESCO has {', '.join(sorted(_REUSE_LEVELS))}")
        level = reading.node(ESCO_DATA + "skill-reuse-level/" + reuse, table)
        yield reading.quad(subject, ESCO.skillReuseLevel, level)
    if "broaderRelationsSkillPillar" not in reading.tables:
        for parent in dict.fromkeys(uris(broader)):
            reading.report.counts["parents named by collections"] += 1
            yield reading.quad(subject, SKOS.broader, reading.node(parent, table))


def _occupation(reading: Reading, subject: NamedNode, cells: list[str], table: Table) -> Iterator[Quad]:
    isco, regulated, activities = cells[13].strip(), cells[14].strip(), cells[15]
    if isco and "broaderRelationsOccPillar" not in reading.tables:
        yield reading.quad(subject, SKOS.broader, reading.node(_ISCO + isco, table))
    if regulated:
        yield reading.quad(subject, ESCO.regulatedProfessionNote, reading.node(regulated, table))
    for activity in dict.fromkeys(uris(activities)):
        yield reading.quad(subject, ESCO.hasNACECode, reading.node(activity, table))


def _texts(
    reading: Reading, subject: NamedNode, cells: list[str], language: str, separator: str, table: Table
) -> Iterator[Quad]:
    preferred = cells[1]
    if preferred.strip():
        yield reading.quad(subject, SKOS.prefLabel, Literal(preferred, language=language))
    else:
        note_blank(reading, Kind.BLANK_LABEL, table.file, subject.value, preferred)
    visible = {preferred}
    for alternative in labels(cells[2], separator):
        if alternative == preferred:
            reading.report.met(Kind.LABEL_REPEATED, table.file.name)
        else:
            visible.add(alternative)
            yield reading.quad(subject, SKOS.altLabel, Literal(alternative, language=language))
    for hidden in labels(cells[3], separator):
        if hidden in visible:  # SKOS, integrity condition S13
            reading.report.met(Kind.HIDDEN_REPEATED, table.file.name)
        else:
            yield reading.quad(subject, SKOS.hiddenLabel, Literal(hidden, language=language))
    for predicate, text in (
        (SKOS.scopeNote, cells[6]),
        (SKOS.definition, cells[7]),
        (DCT.description, cells[9]),
    ):
        if text.strip():
            yield reading.quad(subject, predicate, Literal(text, language=language))


def _superseded(reading: Reading, file: EscoFile) -> frozenset[int]:
    """Return the numbers of the rows that another row about the same concept is newer than."""
    newest: dict[str, tuple[str, int]] = {}
    superseded: set[int] = set()
    for number, (uri, modified) in enumerate(Table(file, ("conceptUri", "modifiedDate?"))):
        date = modified.removesuffix("Z")  # else "…50Z" would sort behind "…50.295Z"
        if uri in newest:
            reading.report.met(Kind.DUPLICATE_RECORD, file.name, uri)
            superseded.add(newest[uri][1] if date > newest[uri][0] else number)
        if uri not in newest or date > newest[uri][0]:
            newest[uri] = (date, number)
    return frozenset(superseded)


def skills_hierarchy(reading: Reading, file: EscoFile) -> Iterator[Quad]:
    """Read the hierarchy of skill groups, for groups without a record and for links that are nowhere else."""
    language = _language(file)
    levels = [f"Level {i} {part}" for part in ("URI", "preferred term", "code") for i in range(4)]
    links: set[tuple[str, str]] = set()
    table = reading.table(file, *levels, "Description?", "Scope note?")
    for cells in table:
        depth = max((i for i in range(4) if cells[i].strip()), default=-1)
        if depth < 0:
            continue
        uri = cells[depth].strip()
        subject = reading.node(uri, table)
        if uri not in reading.records["group"]:
            reading.records["group"].add(uri)
            reading.report.met(Kind.UNRESOLVED_GROUP, file.name, uri)
            yield reading.quad(subject, RDF.type, SKOS.Concept)
            yield from reading.memberships(subject, [_HIERARCHY], table)
            if cells[8 + depth].strip():
                yield reading.quad(subject, SKOS.notation, Literal(cells[8 + depth].strip()))
        if reading.first_label(uri, language):
            texts = [uri, cells[4 + depth], "", "", "", "", cells[13], "", "", cells[12]]
            yield from _texts(reading, subject, texts, language, "\n", table)
        if "broaderRelationsSkillPillar" not in reading.tables and depth and "group links" not in reading.report.counts:
            parent = cells[depth - 1].strip()
            if parent and (uri, parent) not in links:
                links.add((uri, parent))
                yield reading.quad(subject, SKOS.broader, reading.node(parent, table))
    if links:
        reading.report.counts["group links"] = len(links)


def concept_schemes(reading: Reading, file: EscoFile) -> Iterator[Quad]:
    """Read the concept schemes with their top concepts."""
    language = _language(file)
    columns = ("conceptSchemeUri", "preferredLabel", "title?", "status?", "description?", "hasTopConcept")
    table = reading.table(file, *columns)
    for cell, label, title, status, description, top in table:
        uri = cell.strip()
        scheme = reading.node(uri, table)
        if uri not in reading.schemes:
            reading.schemes.add(uri)
            yield reading.quad(scheme, RDF.type, ESCO.ConceptScheme)
            yield reading.quad(scheme, RDF.type, SKOS.ConceptScheme)
            if status:
                yield reading.quad(scheme, ISOTHES.status, Literal(status))
            for concept in dict.fromkeys(uris(top)):
                yield reading.quad(scheme, SKOS.hasTopConcept, reading.node(concept, table))
        texts = ((SKOS.prefLabel, label), (DCT.title, title), (DCT.description, description))
        for predicate, text in texts if reading.first_label(uri, language) else ():
            if text.strip():
                yield reading.quad(scheme, predicate, Literal(text, language=language))


def _language(file: EscoFile) -> str:
    if file.language is None:
        raise EscoError(file.place, f"its name does not tell the language; expected e.g. {file.table}_en.csv")
    return file.language
