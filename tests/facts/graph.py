"""What the tests of the facts share: the files as graphs, and ways to ask them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

ONTOLOGY = Path(__file__).parents[2] / "ontology"
BW = Namespace("https://w3id.org/bwise/ontology#")
ID = Namespace("https://w3id.org/bwise/id/")
PROJECT = ID["project/b-wise"]


def read(*paths: Path) -> Graph:
    """Parse Turtle files into one graph."""
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


VOCABULARIES = read(*sorted((ONTOLOGY / "vocabularies").glob("*.ttl")))
SEEDS = read(ONTOLOGY / "facts" / "seeds.ttl")
FACTS = read(*sorted((ONTOLOGY / "facts").glob("*.ttl")))
ALL = VOCABULARIES + FACTS


def values(subject: Node, *predicates: URIRef) -> list[str]:
    """Return the values of properties as texts, in order."""
    return sorted(str(value) for predicate in predicates for value in ALL.objects(subject, predicate))


def value(subject: Node, predicate: URIRef) -> str:
    """Return the one value of a property in the seeds' graph; a second or a missing one fails."""
    (found,) = SEEDS.objects(subject, predicate)
    return str(found)


def numbered(subjects: Iterable[Node]) -> dict[int, Node]:
    """Return things by their numbers."""
    things = list(subjects)
    by_number = {int(value(thing, BW.number)): thing for thing in things}
    assert len(by_number) == len(things)
    return by_number


def by_label(kind: URIRef, label: str) -> Node:
    """Return the one concept or organisation of a kind that carries a label, whatever its case."""
    labels = (SKOS.prefLabel, SKOS.altLabel, DCTERMS.title)
    (found,) = {
        thing
        for thing in ALL.subjects(RDF.type, kind)
        if label.casefold() in {each.casefold() for each in values(thing, *labels)}
    }
    return found


def country(code: str) -> Node:
    """Return the country of an alpha-2 code."""
    (found,) = VOCABULARIES.subjects(SKOS.notation, Literal(code))
    assert (found, RDF.type, BW.Country) in VOCABULARIES
    return found


def text(*subjects: Node) -> str:
    """Return what is said of things in words: titles, descriptions, aims."""
    return " ".join(" ".join(values(subject, DCTERMS.title, DCTERMS.description, BW.aim)) for subject in subjects)


def stems(words: str) -> set[str]:
    """Return the beginnings of the longer words of a text, by which a paraphrase is told from another."""
    return {word[:5] for word in re.findall(r"[a-z]+", words.casefold()) if len(word) > 3}


def nearest(original: str, candidates: dict[int, str]) -> int:
    """Return the number of the text that shares the largest part of its and the original's stems."""

    def likeness(number: int) -> float:
        one, other = stems(original), stems(candidates[number])
        return len(one & other) / len(one | other)

    ranked = sorted(candidates, key=likeness, reverse=True)
    assert likeness(ranked[0]) > likeness(ranked[1]), f"two texts are equally near to {original!r}"
    return ranked[0]
