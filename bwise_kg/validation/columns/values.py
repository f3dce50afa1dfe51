"""The values of focus nodes at a path, of several curricula."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..select import Path
from .batch import Batch
from .nodes import Array, Mask, once
from .walking import lead

Wrong = tuple[Array, Array | None]
"""Which focus nodes violate something, by their places, and the value of each; None where SHACL names none."""


@dataclass(frozen=True, slots=True)
class Values:
    """Values of focus nodes. index: of which of these each is, in order."""

    focus_nodes: Array
    index: Array
    nodes: Array

    @property
    def counts(self) -> Array:
        """How many values each focus node has."""
        return np.bincount(self.index, minlength=len(self.focus_nodes))

    @property
    def inside(self) -> Array:
        """All values, each once, in order."""
        return once(self.nodes)

    def where(self, wrong: Mask) -> Wrong:
        """Return the values that are wrong with their focus nodes."""
        return self.index[wrong], self.nodes[wrong]


def values_of(batch: Batch, path: Path | None, focus_nodes: Array) -> Values:
    """Return the values of focus nodes, each once. path: None for the nodes themselves."""
    if path is None:
        return Values(focus_nodes, np.arange(len(focus_nodes)), focus_nodes)
    index, nodes = lead(batch, path, focus_nodes, counted=False)
    return Values(focus_nodes, index, nodes)
