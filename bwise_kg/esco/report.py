"""What a release reader met: counts, and everything that is not as it should be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

MAX_EXAMPLES = 10


class Kind(StrEnum):
    """Kinds of findings; none stops the load."""

    MISSING_FILE = "missing file"
    DUPLICATE_RECORD = "duplicate record, newest kept"
    DANGLING_MEMBER = "member of a collection without record, left out"
    DANGLING_OCCUPATION = "relation of an occupation without record, left out"
    DANGLING_SKILL = "relation of a skill without record, left out"
    UNRESOLVED_GROUP = "group without record, taken from the skills hierarchy"
    UNKNOWN_GROUP = "group without record anywhere, left out"
    BLANK_TYPE = "skill without type"
    BLANK_REUSE_LEVEL = "skill without reuse level"
    BLANK_LABEL = "concept without preferred label"
    LABEL_REPEATED = "preferred label repeated among the alternative ones, left out there"
    HIDDEN_REPEATED = "hidden label that is a visible one too, left out there"
    REPEATED_STATEMENT = "statement given more than once, kept once"
    CODE_FROM_URI = "blank code, taken from the URI"


@dataclass(slots=True)
class Finding:
    """One kind of finding in one file.

    count: how often; examples: the first few concepts it is about, each once.
    """

    kind: Kind
    place: str
    note: str = ""
    count: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(slots=True)
class ReleaseReport:
    """Counts and findings of one ESCO release; filled while it is read.

    counts: loaded records and relations by name, e.g. ``skills``, ``essential occupation-skill links``.
    """

    version: str
    languages: tuple[str, ...] = ()
    complete: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    statements: int = 0

    def met(self, kind: Kind, place: str, example: str = "", note: str = "", count: int = 1) -> None:
        """Note one more case of a kind in a place."""
        for finding in self.findings:
            if finding.kind is kind and finding.place == place and finding.note == note:
                break
        else:
            finding = Finding(kind, place, note)
            self.findings.append(finding)
        finding.count += count
        if example and len(finding.examples) < MAX_EXAMPLES and example not in finding.examples:
            finding.examples.append(example)

    def count_of(self, kind: Kind) -> int:
        """Return how many cases of a kind were met in all files together."""
        return sum(f.count for f in self.findings if f.kind is kind)
