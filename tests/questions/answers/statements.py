"""The Turtle of the package as plain Python: what the tests work expected answers out from, without a query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

ONTOLOGY = Path(__file__).parents[3] / "ontology"
BW = "https://w3id.org/bwise/ontology#"
ELM = "http://data.europa.eu/snb/model/elm/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCT = "http://purl.org/dc/terms/"
ESCO = "http://data.europa.eu/esco/model#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
ID = "https://w3id.org/bwise/id/"
GROUPS = ("enabler", "supporter", "worker")


class Statements:
    """Statements of Turtle files; terms are texts, and things of the project go without their namespace."""

    def __init__(self, *folders: str) -> None:
        self._objects: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._subjects: dict[tuple[str, str], list[str]] = defaultdict(list)
        for folder in folders:
            for path in sorted((ONTOLOGY / folder).rglob("*.ttl")):
                for s in ox.parse(path=path):
                    subject, value = (
                        short(str(getattr(s.subject, "value", ""))),
                        short(str(getattr(s.object, "value", ""))),
                    )
                    self._objects[subject, s.predicate.value].append(value)
                    self._subjects[s.predicate.value, value].append(subject)

    def of(self, subject: str, *path: str) -> list[str]:
        """Return the values at the end of a path of properties."""
        found = [subject]
        for step in path:
            found = [value for each in found for value in self._objects.get((each, step), ())]
        return found

    def one(self, subject: str, *path: str) -> str | None:
        """Return the only value at the end of a path, None if there is none."""
        found = self.of(subject, *path)
        assert len(found) < 2
        return found[0] if found else None

    def having(self, property_: str, value: str) -> list[str]:
        """Return the subjects that have a value."""
        return self._subjects.get((property_, value), [])

    def outcomes(self, part: str) -> Iterator[str]:
        """Yield the outcomes of a curriculum or a part of it, each once."""
        yield from dict.fromkeys(
            outcome for each in self._parts(part) for outcome in self.of(each, ELM + "learningOutcome")
        )

    def _parts(self, whole: str) -> Iterator[str]:
        yield whole
        for part in self.of(whole, ELM + "hasPart"):
            yield from self._parts(part)

    def taught(self, outcome: str) -> list[tuple[str, str | None]]:
        """Return the skills that an outcome attains, with their levels."""
        attained = self.of(outcome, BW + "attains")
        return [(self.of(each, BW + "skill")[0], self.one(each, BW + "level")) for each in attained]

    def taught_to(self, group: str) -> set[str]:
        """Return the skills that the curriculum of a group attains."""
        return {skill for outcome in self.outcomes(f"curriculum/{group}") for skill, _ in self.taught(outcome)}

    def above(self, skill: str) -> set[str]:
        """Return the skills above a skill; groups and areas have neither a type nor a reuse level in ESCO."""
        found: set[str] = set()
        waiting = [skill]
        while waiting:
            each = waiting.pop()
            parents = (
                self.of(each, SKOS + "broadMatch")
                if each.startswith("sector-skill/")
                else self.of(each, SKOS + "broader")
            )
            for parent in parents:
                proper = self.of(parent, ESCO + "skillType") or self.of(parent, ESCO + "skillReuseLevel")
                if proper and parent not in found:
                    found.add(parent)
                    waiting.append(parent)
        return found

    def near(self, skill: str, others: set[str]) -> bool:
        """Tell whether one of some skills is above or below a skill."""
        return bool(self.above(skill) & others) or any(skill in self.above(other) for other in others)


def short(iri: str) -> str:
    """Return an IRI as the fixture ``rows`` writes it."""
    return iri.removeprefix(ID).rpartition("/authority/")[2]


FACTS = Statements("facts")
ALL = Statements("facts", "vocabularies", "reference", "esco")
