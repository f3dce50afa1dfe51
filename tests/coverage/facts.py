"""What the second computation of coverage knows: ESCO from its CSV files, levels from the vocabulary."""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from rdflib import RDF, SKOS, Graph, Namespace

BW = Namespace("https://w3id.org/bwise/ontology#")


class Esco:
    """Skills of an ESCO release, from its CSV files.

    broader: the skills above a skill; the five areas of DigComp are listed as skills but have
    neither type nor reuse level and act as groups, so no way leads through them.
    groups: the groups of a skill at the second level of the hierarchy.
    """

    def __init__(self, folder: Path) -> None:
        rows = {row["conceptUri"]: row for row in read(folder, "en", "skills_en")}
        self.skills = set(rows)
        self.areas = {uri for uri, row in rows.items() if not row["skillType"] and not row["reuseLevel"]}
        self.digital = {row["conceptUri"] for row in read(folder, "en", "digitalSkillsCollection_en")}
        self.digital |= {row["conceptUri"] for row in read(folder, "en", "digCompSkillsCollection_en")}
        self.green = {row["conceptUri"] for row in read(folder, "en", "greenSkillsCollection_en")}
        second = {row["Level 1 URI"] for row in read(folder, "en", "skillsHierarchy_en")} - {""}
        above = defaultdict(set)
        for row in read(folder, "", "broaderRelationsSkillPillar"):
            above[row["conceptUri"]].add(row["broaderUri"])
        self.broader = {skill: above[skill] & self.skills - self.areas for skill in self.skills}
        self.narrower: dict[str, set[str]] = {skill: set() for skill in self.skills}
        for skill, parents in self.broader.items():
            for parent in parents:
                self.narrower[parent].add(skill)
        self.groups = {skill: second & reach(skill, above).keys() for skill in self.skills}


def read(folder: Path, language: str, table: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table."""
    csv.field_size_limit(sys.maxsize)
    with (
        zipfile.ZipFile(folder / f"ESCO dataset - {folder.name} - classification - {language} - csv.zip") as archive,
        archive.open(f"{table}.csv") as stream,
    ):
        yield from csv.DictReader(io.TextIOWrapper(stream, "utf-8", newline=""))


def reach(start: str, links: dict[str, set[str]]) -> dict[str, int]:
    """Return the fewest steps to whatever links lead to."""
    steps, reached, number = {start: 0}, {start}, 0
    while reached:
        number += 1
        reached = {far for near in reached for far in links.get(near, ())} - steps.keys()
        steps |= dict.fromkeys(reached, number)
    return steps


class Levels:
    """Places of levels on their scales, and declared mappings, from the vocabulary."""

    def __init__(self, vocabulary: Path) -> None:
        graph = Graph().parse(vocabulary)
        scales = set(graph.subjects(RDF.type, BW.ProficiencyScale))
        self.place = {
            str(level): (str(scale), int(str(graph.value(level, BW.rank))))
            for level in graph.subjects(RDF.type, BW.ProficiencyLevel)
            for scale in graph.objects(level, SKOS.inScheme)
            if scale in scales
        }
        self.mappings = [(str(level), str(other)) for level, other in graph.subject_objects(BW.mapsToLevel)]

    def compare(self, attained: str | None, required: str | None) -> str:
        """Return the verdict on a very skill that is attained at a level."""
        if required is None:
            return "covered"
        if attained not in self.place or required not in self.place:
            return "level unknown"
        counted = [attained, *(other for level, other in self.mappings if level == attained)]
        scale, needed = self.place[required]
        ranks = [rank for of, rank in map(self.place.__getitem__, counted) if of == scale]
        if not ranks:
            return "level unknown"
        return "covered" if max(ranks) >= needed else "below level"
