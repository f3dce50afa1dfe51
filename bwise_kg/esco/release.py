"""One ESCO version as statements of the official RDF model (ESCO ontology 2.0.0).

Descriptions are plain ``dct:description`` literals and labels plain SKOS ones: the CSV files hold
neither the identifiers of ESCO's node literals and SKOS-XL labels nor those of its associations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from ..errors import EscoError
from ..namespaces import ESCO_DATA, esco_graph
from .concepts import KINDS, concept_schemes, concepts, skills_hierarchy
from .reading import Reading
from .relations import broader, green_shares, occupation_skills, skill_skills
from .report import Kind, ReleaseReport
from .source import EscoFile, find_files

TableReader = Callable[[Reading, EscoFile], Iterator[Quad]]

_TEXTS: dict[str, TableReader] = {
    **dict.fromkeys(KINDS, concepts),
    "skillsHierarchy": skills_hierarchy,
    "conceptSchemes": concept_schemes,
}
_RELATIONS: dict[str, TableReader] = {
    "broaderRelationsOccPillar": broader,
    "broaderRelationsSkillPillar": broader,
    "occupationSkillRelations": occupation_skills,
    "skillSkillRelations": skill_skills,
    "greenShareOcc": green_shares,
}

WHOLE = {
    "skills": "only skills in the collections have labels, types and descriptions",
    "occupations": "only research occupations have labels",
    "skillGroups": "skill groups have only what the skills hierarchy tells",
    "ISCOGroups": "ISCO groups have no labels",
    "conceptSchemes": "concept schemes have no names and top concepts",
    "occupationSkillRelations": "occupations are not linked to their skills",
    "skillSkillRelations": "skills are not linked to each other",
    "broaderRelationsSkillPillar": "skills have only the parents that the collections name",
    "broaderRelationsOccPillar": "occupations have only their ISCO group as parent",
}
"""The files that a whole release has, and what does not work without each."""

PILLARS = ("occupations", "skills")
"""The tables with the full records of ESCO's two pillars, named like the concept schemes of these."""

SCHEMES = tuple(NamedNode(f"{ESCO_DATA}concept-scheme/{pillar}") for pillar in PILLARS)
"""The concept schemes of ESCO's two pillars."""


class Release:
    """One ESCO version as a stream of statements; `report` is whole once the stream has ended.

    version: without "v". files: as `find_files` gives them.
    """

    def __init__(self, version: str, files: Sequence[EscoFile]) -> None:
        self.version = version
        self.files = tuple(files)
        self.graph = esco_graph(version)
        self.report = ReleaseReport(version, complete=self.complete)

    @property
    def complete(self) -> bool:
        """Whether no file is missing without which a part of ESCO would be, in at least one language."""
        return not self.missing()

    def missing(self) -> list[str]:
        """Return the tables of a whole release that are in no language here."""
        return [table for table in WHOLE if table not in {file.table for file in self.files}]

    def whole_schemes(self) -> set[NamedNode]:
        """Return the concept schemes of which every concept is here, with its record."""
        tables = {file.table for file in self.files}
        return {scheme for table, scheme in zip(PILLARS, SCHEMES, strict=True) if table in tables}

    @property
    def size(self) -> int:
        """Bytes of CSV text to read, all files together."""
        return sum(file.size for file in self._to_read())

    def quads(self, count: Callable[[int], None] | None = None) -> Iterator[Quad]:
        """Yield each statement of the release once, in the graph of its version.

        count: is told how many bytes were read, for progress.

        Raises EscoError with file and line for what is not an ESCO file.
        """
        report = self.report = ReleaseReport(self.version, complete=self.complete)
        report.languages = tuple(sorted({file.language for file in self.files if file.language}))
        self._note_missing(report)
        reading = Reading(self.graph, {file.table for file in self.files}, report, count)
        for file in self._to_read():
            try:
                for quad in (_TEXTS | _RELATIONS)[file.table](reading, file):
                    report.statements += 1
                    yield quad
            except EscoError:
                file.check()  # what looks like a wrong cell may come of a damaged archive
                raise
        for name, records in reading.records.items():
            report.counts[f"{name} records"] = len(records)

    def _to_read(self) -> Iterator[EscoFile]:
        """Yield texts in all languages, relations in the first: the others repeat them."""
        done = set()
        for file in self.files:
            if file.table in _TEXTS or (file.table in _RELATIONS and file.table not in done):
                yield file
            done.add(file.table)

    def _note_missing(self, report: ReleaseReport) -> None:
        found = {(file.table, file.language) for file in self.files}
        missing = self.missing()
        for table, loss in WHOLE.items():
            if table in missing:
                report.met(Kind.MISSING_FILE, f"{table}.csv", note=loss)
            elif table in _TEXTS and table != "conceptSchemes":
                for language in report.languages:
                    if (table, language) not in found:
                        report.met(Kind.MISSING_FILE, f"{table}_{language}.csv", note=f"fewer labels in {language!r}")


def read_releases(arguments: Iterable[str | Path]) -> list[Release]:
    """Return the releases behind ``[VERSION=]PATH`` arguments, versions in rising order.

    Raises EscoError as `find_files` does.
    """
    return [Release(version, files) for version, files in find_files(arguments).items()]
