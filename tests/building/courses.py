"""Small curricula to add, and what a store says of them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Protocol

from pyoxigraph import NamedNode, QuerySolutions

from bwise_kg import EmbeddedStore, Verdict, open_graph
from bwise_kg.curricula import Entry, entries
from bwise_kg.generations import current, open_store
from bwise_kg.namespaces import GRAPH

COURSE = "https://example.org/courses/job-coach"
SKILL = "http://data.europa.eu/esco/skill/"
COACHING = "0cc9c234-f817-4f4c-908a-4d28fe3b0f4a"
"""ESCO v1.1.1: coach employees; the supporter's profile asks for it at the level advanced."""
ACCOUNTABILITY = "f90d4810-8bac-4e5e-b870-3e35a4138ff7"
"""ESCO v1.1.1: accept own accountability; the same profile asks for it at the level intermediate."""

PREFIXES = """\
@prefix bw: <https://w3id.org/bwise/ontology#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix elm: <http://data.europa.eu/snb/model/elm/> .
@prefix level: <https://w3id.org/bwise/id/level/> .
@prefix profile: <https://w3id.org/bwise/id/profile/> .
@prefix skill: <http://data.europa.eu/esco/skill/> .
"""


class Course(Protocol):
    """Writes a curriculum into a file of the test's own folder."""

    def __call__(
        self,
        iri: str = ...,
        title: str = ...,
        skills: tuple[str, ...] = ...,
        *,
        blank: bool = ...,
        more: str = ...,
        file: str = ...,
    ) -> Path:
        """See `turtle`; file: its name."""


def turtle(
    iri: str = COURSE,
    title: str = "Job coach",
    skills: tuple[str, ...] = (COACHING,),
    *,
    blank: bool = False,
    more: str = "",
) -> str:
    """Return a curriculum for supporters: one module of 40 hours, with an outcome for each skill.

    blank: give the outcomes and attained skills no IRIs. more: Turtle to add.
    It has 8 statements, and 7 more for each skill.
    """
    lines = [
        f'<{iri}> a bw:Curriculum ; dct:title "{title}"@en ; bw:forProfile profile:supporter ;',
        f"  bw:hours 40.0 ; elm:hasPart <{iri}/1> .",
        f'<{iri}/1> a bw:CoreModule ; dct:title "Coaching"@en ; bw:hours 40.0 .',
    ]
    for number, skill in enumerate(skills, 1):
        outcome = f"_:outcome{number}" if blank else f"<{iri}/1/{number}>"
        attained = f"_:attained{number}" if blank else f"<{iri}/1/{number}/a>"
        lines += [
            f"<{iri}/1> elm:learningOutcome {outcome} .",
            f'{outcome} a bw:LearningOutcome ; dct:title "outcome {number}"@en ; bw:attains {attained} .',
            f"{attained} a bw:AttainedSkill ; bw:skill skill:{skill} ; bw:level level:highly-specialised .",
        ]
    return "\n".join([PREFIXES, *lines, more, ""])


def rows(store: EmbeddedStore, query: str, graphs: list[NamedNode] | None = None) -> list[tuple[str, ...]]:
    """Answer a SELECT query with the texts of its rows, in order."""
    answer = store.query(query, graphs=graphs)
    assert isinstance(answer, QuerySolutions)
    return sorted(tuple(str(getattr(term, "value", term)) for term in row) for row in answer)


def values(store: EmbeddedStore, subject: NamedNode, property_: NamedNode, graph: NamedNode) -> list[str]:
    """Return the values of a property in one graph, in order."""
    return [value for (value,) in rows(store, f"SELECT ?value {{ {subject} {property_} ?value }}", [graph])]


def listed(folder: Path) -> list[tuple[str, str, bool]]:
    """Return name, version and whether it is the newest of every curriculum."""
    return [(entry.name, entry.version, entry.newest) for entry in entries(open_store(folder))]


def added(folder: Path) -> list[Entry]:
    """Return the curricula that are not of the reference design."""
    return [entry for entry in entries(open_store(folder)) if entry.added]


def covered(folder: Path, name: str) -> set[str]:
    """Return the skills that a curriculum covers."""
    coverage = open_graph(folder).coverage(name)
    verdicts = {item.requirement.skill.removeprefix(SKILL): item.verdict for item in coverage.requirements}
    return {skill for skill, verdict in verdicts.items() if verdict is Verdict.COVERED}


def files(folder: Path) -> dict[str, str]:
    """Return what the current generation is made of, byte by byte; the same files hold the same statements."""
    generation = folder / (current(folder) or "")
    found = {str(path.relative_to(folder)): path for path in sorted(generation.iterdir())}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in found.items()}


def contents(folder: Path) -> dict[str, str]:
    """Return what every graph holds as a digest, of the ESCO ones the recorded digest (measuring takes seconds)."""
    store = open_store(folder)
    large = [graph for graph in store.graphs() if GRAPH["esco/"].value in graph.value.replace("inferred/", "")]
    return {
        graph.value: store.digest(graph) if graph in large else store.measured_digest(graph) for graph in store.graphs()
    }
