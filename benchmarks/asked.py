"""What servers are asked: the competency questions, labels of single concepts, and documents about things."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from bwise_kg import Graph
from bwise_kg.namespaces import ID, PREFIXES
from bwise_kg.questions import questions

from .asking import bound
from .talking import Request

SAMPLE = 200
"""Concepts and things that are drawn; the same ones in every run on the same store."""

_POINT = "SELECT ?label {{ <{iri}> <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }}"

_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Workload:
    """Queries by the name of their question, point queries, things of ours, and queries that describe these."""

    questions: dict[str, str]
    points: list[str]
    things: list[str]

    @classmethod
    def of(cls, graph: Graph) -> Workload:
        """Draw the workload from a store."""
        chance = random.Random(20221122)
        skills = _iris(graph, "SELECT DISTINCT ?s { ?s a esco:Skill }")
        things = _iris(graph, f"SELECT DISTINCT ?s {{ ?s a ?kind FILTER STRSTARTS(STR(?s), '{ID.base}') }}")
        return cls(
            {question.id: bound(graph, question) for question in questions()},
            [_POINT.format(iri=iri) for iri in chance.sample(skills, min(SAMPLE, len(skills)))],
            chance.sample(things, min(SAMPLE, len(things))),
        )

    def documents(self, ending: str = "ttl") -> list[Request]:
        """Return the requests for our documents about the things."""
        return [Request("document", f"/doc/{quote(iri.removeprefix(ID.base))}.{ending}") for iri in self.things]

    def mixed(self, chance: random.Random) -> Callable[[], Request]:
        """Return what draws the next request to our service: documents, and questions of which half are new to it."""
        documents = self.documents()
        texts = list(self.questions.items())

        def draw() -> Request:
            if chance.random() < 0.5:
                return chance.choice(documents)
            name, text = chance.choice(texts)
            asked = Request.query(name, text if chance.random() < 0.5 else new(text))
            return replace(asked, path="/sparql")

        return draw


def new(text: str) -> str:
    """Return a query that no cache of answers knows: the same with a number in a comment."""
    return f"# {next(_numbers)}\n{text}"


def _iris(graph: Graph, query: str) -> list[str]:
    prefixes = "".join(f"PREFIX {name}: <{base}> " for name, base in PREFIXES.items() if name == "esco")
    rows: Sequence[Sequence[object]] = list(graph.query(prefixes + query))  # type: ignore[arg-type]  # of SELECT
    return sorted({str(row[0])[1:-1] for row in rows})
