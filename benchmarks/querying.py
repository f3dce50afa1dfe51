"""Questions to the whole graph, beside rdflib."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import rdflib

from bwise_kg import Graph, open_graph
from bwise_kg.namespaces import PREFIXES

from .measure import Line, median

QUERIES = {
    "skills of one occupation, with labels": """
        SELECT ?skill ?label {
          VALUES ?one { <http://data.europa.eu/esco/occupation/c60ede09-b67b-4173-8991-b9b694149488> }
          ?one esco:relatedEssentialSkill ?skill .
          ?skill skos:prefLabel ?label FILTER (lang(?label) = "en")
        }""",
    "occupations that share most skills with one": """
        SELECT ?other (COUNT(*) AS ?shared) {
          VALUES ?one { <http://data.europa.eu/esco/occupation/c60ede09-b67b-4173-8991-b9b694149488> }
          ?one esco:relatedEssentialSkill ?skill .
          ?other esco:relatedEssentialSkill ?skill .
        } GROUP BY ?other ORDER BY DESC(?shared) LIMIT 10""",
    "labels that contain a word": """
        SELECT ?skill { ?skill a esco:Skill ; skos:prefLabel ?label FILTER CONTAINS(LCASE(?label), "recycl") }""",
    "skills by how many occupations need them": """
        SELECT ?skill (COUNT(?occupation) AS ?needed) {
          ?occupation esco:relatedEssentialSkill ?skill
        } GROUP BY ?skill ORDER BY DESC(?needed) LIMIT 10""",
}


def lines(folder: Path, dataset: rdflib.Dataset) -> Iterator[Line]:
    """Compare on a store and an rdflib data set with the same statements."""
    graph = open_graph(folder)
    for name, query in QUERIES.items():
        ours = median(partial(_ours, graph, query), 9)
        theirs = median(partial(_theirs, dataset, query), 1)
        yield Line(f"query: {name}", ours, "rdflib", theirs, "", None)


def _ours(graph: Graph, query: str) -> int:
    return len(list(graph.query(query)))  # type: ignore[arg-type]  # of SELECT


def _theirs(dataset: rdflib.Dataset, query: str) -> int:
    return len(list(dataset.query(query, initNs=PREFIXES)))
