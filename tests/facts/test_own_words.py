"""The facts are told in words of this project's own, and name no person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from rdflib import DCTERMS, RDF, SKOS, Literal

from tests.facts.graph import ALL, BW

if TYPE_CHECKING:
    from tests.facts.seeds import Seeds

RUN = 8
"""So many equal words in a row are a copy."""
NAMED = {BW.Project, BW.Partner, BW.Source}
"""What bears its own name as its title."""


def runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    for start in range(len(words) - RUN + 1):
        yield tuple(words[start : start + RUN])


def sentences() -> Iterator[str]:
    """Yield all literals that are no names: neither labels nor titles of things with a name of their own."""
    for subject, predicate, value in ALL:
        if predicate in {SKOS.prefLabel, SKOS.altLabel} or not isinstance(value, Literal):
            continue
        if predicate == DCTERMS.title and NAMED & set(ALL.objects(subject, RDF.type)):
            continue
        yield str(value)


def test_no_sentence_is_copied(seeds: Seeds) -> None:
    original = {run for text in seeds.texts.values() for run in runs(text)}
    copied = {" ".join(run) for sentence in sentences() for run in runs(sentence) if run in original}
    assert copied == set()


def test_a_copy_would_be_found(seeds: Seeds) -> None:
    first, second = next(pairwise(seeds.outputs))
    assert set(runs(f"{first.aim} {second.aim}")) & {run for text in seeds.texts.values() for run in runs(text)}


def test_no_person_of_the_seeds_is_named(seeds: Seeds) -> None:
    assert len(seeds.people) == 6
    everything = " ".join(str(value) for _, _, value in ALL if isinstance(value, Literal)).casefold()
    for person in seeds.people:
        assert not re.search(rf"\b{person.split()[-1].casefold()}\b", everything)
