"""One value in place of another."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Triple

from ..paths import Node, Term
from .fix import Proposal
from .scene import Scene


def replaced(
    scene: Scene, subject: Node, properties: Iterable[NamedNode], old: Term, new: Term, title: str, certainty: float
) -> Proposal | None:
    """Return a proposal to replace a value wherever a resource has it; None if it has it nowhere, or has both."""
    found = [p for p in properties if old in scene.own.values(subject, p)]
    if not found or any(new in scene.own.values(subject, p) for p in found):
        return None
    return Proposal(
        title + scene.at(subject, found[0]) + ".",
        tuple(Triple(subject, p, old) for p in found),
        tuple(Triple(subject, p, new) for p in found),
        certainty,
    )
