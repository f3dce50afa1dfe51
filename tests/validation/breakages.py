"""Reference curricula broken in ways that fixes are for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import Quad

from bwise_kg import Graph
from bwise_kg.curriculum.source import CurriculumSource, read_source
from bwise_kg.validation import Report, validate
from bwise_kg.validation.fixes.fix import Key, key_of
from bwise_kg.validation.fixes.proposing import with_fixes

from .conftest import REFERENCE

LEVEL = r"(a bw:AttainedSkill ;\n    bw:skill [^;]*;[^\n]*\n)    bw:level level:\w+ ;\n"
SKILL = r"(a bw:AttainedSkill ;\n    bw:skill )(skill:[^ ]*)"
BEFORE_GAP = r"(?=    bw:knownGap)"
GAP = "https://example.org/gap"


TYPED = r"(a bw:AttainedSkill ;\n    bw:skill skill:)(.)(.)"
"""A skill, with two characters to swap."""
HTTPS = r"(a bw:AttainedSkill ;\n    bw:skill )skill:([^ ]*)"
GROUP = r"disadvantaged-group:(physical-sensory-disability),"
LISTED = r"outcome:supporter-1-01, outcome:supporter-1-02,(?= outcome:supporter-1-03)"
POSITION = r'(a bw:Unit ;.*?)bw:position "2"'
NO_GAP = r" *known-gap:supporter-tolerate-stress,\n"
SECOND = r"(attained:supporter-1-03-2\n    a bw:AttainedSkill ;\n[^\n]*\n)    bw:level [^\n]*\n"
LEVEL_OF = r"(bw:AttainedSkill ;\n[^\n]*\n    bw:level )level:intermediate"
AGAIN = r"(attained:supporter-1-01-1\n    a bw:AttainedSkill ;\n    bw:skill )(skill:[^ ]*)"
REASON = 'a bw:KnownGap ; bw:rationale "x"@en ; bw:requirement requirement:'


@dataclass(frozen=True)
class Case:
    """A way to break a reference curriculum, and the title that the fix of a rule begins with."""

    rule: str
    title: str
    edits: tuple[tuple[str, str], ...]
    name: str = "supporter"


CASES = [
    Case("CUR-002", "Set the hours of “Supporting", ((r'bw:hours "180"', 'bw:hours "250"'),)),
    Case("CUR-002", "Change the hours of all parts",
         ((r'hours "180"', 'hours "240"'), (r'hours "60"', 'hours "120"'), (r'hours "10"', 'hours "70"'))),
    Case("LAB-002", "Change the hours of all parts",
         ((r'hours "180"', 'hours "240"'), (r'hours "60"', 'hours "120"'), (r'hours "10"', 'hours "70"'))),
    Case("CUR-005", "Set the hours of “Supporting", ((r'bw:hours "180"', 'bw:hours "190"'),)),
    Case("LAB-002", "Set the hours of “Supporting", ((r'bw:hours "180"', 'bw:hours "190"'),)),
    Case("CUR-005", "Set the hours of “Person-centred", ((r'bw:hours "60"', 'bw:hours "65"'),)),
    Case("CUR-006", "Set the hours of “Person-centred", ((r'bw:hours "60"', 'bw:hours "65"'),)),
    Case("CUR-006", "Set the hours of “Cooperation", ((r'bw:hours "10"', 'bw:hours "12"'),)),
    Case("CUR-003", "Set the hours of “Supporting", ((r'    bw:hours "180"[^\n]*\n', ""),)),
    Case("CUR-003", "Write the hours of “Supporting", ((r'bw:hours "180"\^\^xsd:decimal', 'bw:hours "180,0"'),)),
    Case("CUR-004", "Set the hours of “Person-centred", ((r'    bw:hours "60"[^\n]*\n', ""),)),
    Case("CUR-007", "Set the hours of “Support needs", ((r'    bw:hours "10"[^\n]*\n', ""),)),
    Case("CUR-008", "Name the target group of the profile", ((r"    elm:targetGroup [^\n]*\n", ""),)),
    Case("CUR-008", "Put “supporter”", ((r"elm:targetGroup target-group:supporter", 'elm:targetGroup "Supporter"'),)),
    Case("CUR-009", "Put “enabler", ((r"bw:forProfile profile:enabler", "bw:forProfile profile:enablers"),), "enabler"),
    Case("CUR-010", "Name the target group", ((r"target-group:supporter ;", "target-group:enabler ;"),)),
    Case("CUR-013", "Say that the title", ((r'(dct:title "[^"]*")@en', r"\1"),)),
    Case("CUR-014", "Say that the title", ((r'(LearningOutcome ;\n    dct:title "[^"]*")@en', r"\1"),)),
    Case("CUR-015", "Put “knowledge”", ((r"bw:outcomeKind outcome-kind:knowledge", 'bw:outcomeKind "Kenntnisse"@de'),)),
    Case("CUR-016", "State the level that the profile requires", ((LEVEL, r"\1"),)),
    Case("CUR-017", "Put “intermediate”", ((LEVEL_OF, r'\1"intermediate"'),)),
    Case("CUR-018", "State the level that the profile requires",
         ((SECOND, r"\1"),)),
    Case("CUR-027", "Name “explain what different", ((LISTED, "outcome:supporter-1-02,"),)),
    Case("CUR-028", "Number the parts of “Person-centred support at work” from 1", ((POSITION, r'\1bw:position "7"'),)),
    Case("CUR-029", "Put “EQF level 5”", ((r"elm:educationLevel eqf:5", 'elm:educationLevel "5"'),)),
    Case("CUR-032", "Put <http://data.europa.eu/", ((r"isced-f:0923 ;", '"0923" ;'),)),
    Case("CUR-033", "Put “English”", ((r"dct:language language:ENG", 'dct:language "en"'),)),
    Case("CUR-041", "Put “", ((GROUP, r"<https://example.org/\1>,"),), "worker"),
    Case("CUR-048", "Put “CC BY 4.0”", ((r"dct:license <[^>]*>", 'dct:license "CC BY 4.0"'),)),
    Case("CUR-050", "Put “reference design”", ((r"origin:reference-design \.", '"reference design" .'),)),
    Case("CUR-054", "Put “workshop”", ((r"setting:workshop", "<https://w3id.org/bwise/id/setting/workshops>"),)),
    Case("ALI-003", "Put “disability types”", ((SKILL, r'\1"Disability  types"@en'),)),
    Case("ALI-003", "Put “disability types”", ((SKILL, r'\1"disabilty types"'),)),
    Case("ALI-006", "Put “disability types”", ((TYPED, r"\1\3\2"),)),
    Case("ALI-006", "Put “disability types”", ((HTTPS, r"\1<https://data.europa.eu/esco/skills/\2>"),)),
    Case("LAB-009", "Put “disability types”", ((TYPED, r"\1\3\2"),)),
    Case("ALI-009", "Add an outcome that leads to “tolerate stress”", ((NO_GAP, ""),)),
    Case("ALI-009", "State the level that the profile requires", ((LEVEL, r"\1"),)),
    Case("ALI-010", "Take out the known gap",
         ((BEFORE_GAP, f"    bw:knownGap <{GAP}> ;\n"), (r"\Z", f"\n<{GAP}> {REASON}supporter-disability-types .\n"))),
    Case("ALI-012", "Take out the known gap",
         ((BEFORE_GAP, f"    bw:knownGap <{GAP}> ;\n"), (r"\Z", f"\n<{GAP}> {REASON}enabler-labour-legislation .\n"))),
    Case("ALI-020", "Keep one of the statements",
         ((r"(outcome:supporter-1-01\n.*?bw:attains )", r"\1<https://example.org/again>, "), (SKILL, r"\1\2"),
          (AGAIN, r"<https://example.org/again> a bw:AttainedSkill ; bw:skill \2 .\n\1\2"))),
]  # fmt: skip


def broken(case: Case, folder: Path) -> CurriculumSource:
    """Return a reference curriculum with edits, read from its file."""
    text = (REFERENCE / f"{case.name}.ttl").read_text(encoding="utf-8")
    for pattern, replacement in case.edits:
        text, count = re.subn(pattern, replacement, text, count=1, flags=re.DOTALL)
        assert count == 1, pattern
    file = folder / "course.ttl"
    file.write_text(text, encoding="utf-8")
    return read_source(file)


def keys(report: Report) -> set[Key]:
    return {key_of(finding.rule.id, finding) for finding in report.findings()}


def updated(source: CurriculumSource, update: str) -> CurriculumSource:
    """Return a curriculum after an update of the graph that its file holds."""
    store = ox.Store()
    store.extend(Quad(q.subject, q.predicate, q.object) for q in source.quads)
    store.update(update)
    return CurriculumSource(tuple(store), {}, source.path)


def values(source: CurriculumSource) -> set[tuple[object, ...]]:
    """Return statements without the datatypes of numbers, which a store keeps as the ones that they derive from."""
    return {(q.subject, q.predicate, getattr(q.object, "value", None)) for q in source.quads}


def rule_sets(rule: str) -> tuple[str, ...]:
    return ("label",) if rule.startswith("LAB") else ("curriculum", "alignment")


def mended(graph: Graph, source: CurriculumSource, sets: Iterable[str] = ("curriculum", "alignment")) -> Report:
    return with_fixes(graph, validate(graph, source, tuple(sets)), source)


SEVERAL = Case(
    "several",
    "",
    (
        (r"        known-gap:supporter-tolerate-stress,\n", ""),
        (r"        known-gap:supporter-apply-crisis-intervention,\n", ""),
        (r"        known-gap:supporter-employment-law,\n", ""),
        (r"        known-gap:supporter-develop-professional-network,\n", ""),
        (r'bw:hours "180"', 'bw:hours "190"'),
        (r"dct:language language:ENG", 'dct:language "en"'),
        (POSITION, r'\1bw:position "7"'),
        (TYPED, r"\1\3\2"),
    ),
)
