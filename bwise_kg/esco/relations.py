"""Tables of relations: hierarchies, skills of occupations and of skills, green shares."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad

from ..errors import EscoError
from ..namespaces import BW, ESCO, SKOS
from .reading import Reading, share
from .report import Kind
from .source import EscoFile
from .table import Table

_RECORD_OF = {
    "KnowledgeSkillCompetence": ("skill", "skills", Kind.DANGLING_SKILL),
    "SkillGroup": ("group", "skillGroups", Kind.UNKNOWN_GROUP),
    "Occupation": ("occupation", "occupations", Kind.DANGLING_OCCUPATION),
    "ISCOGroup": ("isco", "ISCOGroups", Kind.UNKNOWN_GROUP),
}


def broader(reading: Reading, file: EscoFile) -> Iterator[Quad]:
    """Read a hierarchy: skills and groups, or occupations and ISCO groups."""
    table = reading.table(file, "conceptType", "conceptUri", "broaderType", "broaderUri")
    for child_type, child, parent_type, parent in table:
        if any(_dangling(reading, table, *end) for end in ((child_type, child), (parent_type, parent))):
            continue
        reading.report.counts[f"{child_type} under {parent_type}"] += 1
        yield reading.quad(reading.node(child, table), SKOS.broader, reading.node(parent, table))


def _dangling(reading: Reading, table: Table, concept_type: str, uri: str) -> bool:
    if concept_type not in _RECORD_OF:
        raise EscoError(table.place, f"concept type {concept_type!r}; ESCO has {', '.join(_RECORD_OF)}")
    record, main, kind = _RECORD_OF[concept_type]
    if reading.is_dangling(uri, record, main):
        reading.report.met(kind, table.file.name, uri)
        return True
    return False


def occupation_skills(reading: Reading, file: EscoFile) -> Iterator[Quad]:
    """Read the essential and optional skills of occupations, in both directions."""
    table = reading.table(file, "occupationUri", "relationType", "skillUri")
    yield from _skill_relations(reading, table, "occupation")


def skill_skills(reading: Reading, file: EscoFile) -> Iterator[Quad]:
    """Read the essential and optional skills of skills, in both directions."""
    table = reading.table(file, "originalSkillUri", "relationType", "relatedSkillUri")
    yield from _skill_relations(reading, table, "skill")


def _skill_relations(reading: Reading, table: Table, owner: str) -> Iterator[Quad]:
    properties: dict[str, tuple[NamedNode, NamedNode]] = {
        "essential": (ESCO.relatedEssentialSkill, ESCO.isEssentialSkillFor),
        "optional": (ESCO.relatedOptionalSkill, ESCO.isOptionalSkillFor),
    }
    dangling_owner = Kind.DANGLING_OCCUPATION if owner == "occupation" else Kind.DANGLING_SKILL
    counts = dict.fromkeys(properties, 0)
    node, quad = reading.node, reading.quad
    for subject_uri, relation, skill_uri in table:
        if relation not in properties:
            raise EscoError(table.place, f"relation type {relation!r}; ESCO has essential and optional")
        if reading.is_dangling(subject_uri, owner, owner + "s"):
            reading.report.met(dangling_owner, table.file.name, subject_uri, note=relation)
            continue
        if reading.is_dangling(skill_uri, "skill", "skills"):
            reading.report.met(Kind.DANGLING_SKILL, table.file.name, skill_uri, note=relation)
            continue
        forward, backward = properties[relation]
        subject, skill = node(subject_uri, table), node(skill_uri, table)
        counts[relation] += 1
        yield quad(subject, forward, skill)
        yield quad(skill, backward, subject)
    for relation, number in counts.items():
        reading.report.counts[f"{relation} {owner}-skill links"] = number


def green_shares(reading: Reading, file: EscoFile) -> Iterator[Quad]:
    """Read how green occupations and ISCO groups are, from 0 to 1 (ESCO v1.2)."""
    table = reading.table(file, "conceptUri", "greenShare")
    for uri, value in table:
        if value.strip():
            reading.report.counts["green shares"] += 1
            yield reading.quad(reading.node(uri, table), BW.greenShare, share(value, table))
