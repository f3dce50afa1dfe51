"""The labels nearest to one that is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from rapidfuzz import fuzz, process, utils

from .names import normal

MOST = 3
_LEAST_SCORE = 60.0
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Near:
    """A label like the one asked for. score: 0 to 100, the greater the nearer."""

    label: str
    iri: str
    score: float


class Candidates(Protocol):
    """Where labels of a kind of thing are looked up."""

    def candidates(self, kind: str, language: str) -> Mapping[str, str]:
        """Return IRIs by label, in a language."""


def nearest(label: str, language: str, kind: str, among: Candidates) -> list[Near]:
    """Return the things of a kind whose labels are spelt most like a text, the nearest first, at most three."""
    return near_in(label, among.candidates(kind, language))


def near_in(label: str, candidates: Mapping[str, str]) -> list[Near]:
    """Return the nearest of some labels, each thing once."""
    choices, wanted = list(candidates), normal(label)[:_LONGEST]
    scores: dict[str, float] = {}
    for scorer in (fuzz.ratio, fuzz.token_sort_ratio):  # partial ratios find any short label within a long text
        found = process.extract(
            wanted, choices, processor=utils.default_process, scorer=scorer, limit=2 * MOST, score_cutoff=_LEAST_SCORE
        )
        for text, score, _ in found:
            scores[text] = max(score, scores.get(text, 0.0))
    near: dict[str, Near] = {}
    for text, score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        near.setdefault(candidates[text], Near(text, candidates[text], score))
    return list(near.values())[:MOST]
