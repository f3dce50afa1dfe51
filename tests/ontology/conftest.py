"""What the tests of the reference design share: each group's design, and ESCO v1.1.1 read by other means than ours."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.ontology.reference import DESIGNS, ESCO, Design

COLLECTIONS = {
    "digcomp": "digComp",
    "green": "green",
    "skill-transversal-groups": "transversal",
    "6c930acd-c104-4ece-acf7-f44fd7333036": "digital",
}
"""The last part of a collection's IRI, and what its file is called."""


@dataclass(frozen=True, slots=True)
class Release:
    """Skills of ESCO v1.1.1: labels by IRI, alternative labels, and the skills of occupations and collections."""

    labels: dict[str, str]
    other_labels: frozenset[str]
    members: dict[str, frozenset[str]]


@pytest.fixture(params=DESIGNS, ids=lambda design: design.group)
def design(request: pytest.FixtureRequest) -> Design:
    """Return the reference design of one group."""
    found: Design = request.param
    return found


@pytest.fixture(scope="session")
def esco(shared: Path) -> Release:
    """Return ESCO's skills and the members of what the profiles name as sources."""
    name = "ESCO dataset - v1.1.1 - classification - {} - csv.zip"
    english, relations = (shared / "esco" / "v1.1.1" / name.format(part) for part in ("en", ""))
    skills = [row for row in _rows(english, "skills_en.csv") if row["conceptType"] == "KnowledgeSkillCompetence"]
    members: dict[str, set[str]] = {}
    for row in _rows(relations, "occupationSkillRelations.csv"):
        if row["relationType"] == "essential":
            members.setdefault(row["occupationUri"], set()).add(row["skillUri"])
    for scheme, file in COLLECTIONS.items():
        rows = _rows(english, f"{file}SkillsCollection_en.csv")
        members[str(ESCO[f"concept-scheme/{scheme}"])] = {row["conceptUri"] for row in rows}
    return Release(
        labels={row["conceptUri"]: row["preferredLabel"].strip() for row in skills},
        other_labels=frozenset(label.strip() for row in skills for label in row["altLabels"].split("\n")),
        members={source: frozenset(found) for source, found in members.items()},
    )


def _rows(archive: Path, name: str) -> Iterator[dict[str, str]]:
    csv.field_size_limit(2**31 - 1)
    with zipfile.ZipFile(archive) as files, files.open(name) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, "utf-8", newline=""))
