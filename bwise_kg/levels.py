"""Proficiency levels: compared on one scale, or through a declared mapping, never otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .curriculum.model import Texts


@dataclass(frozen=True, slots=True)
class Level:
    """A level. rank: its place on the scale, 1 the lowest."""

    iri: str
    scale: str
    rank: int
    label: Texts
    scale_label: Texts


class ScaleMap:
    """All levels and the declared mappings between them.

    mappings: pairs (reached, counts as reached) of levels of different scales.
    """

    def __init__(self, levels: Mapping[str, Level], mappings: Iterable[tuple[str, str]] = ()) -> None:
        self.levels = dict(levels)
        self._counts_as: dict[str, list[Level]] = {}
        for reached, counted in mappings:
            if reached in self.levels and counted in self.levels:
                self._counts_as.setdefault(reached, []).append(self.levels[counted])

    def reaches(self, attained: str | None, required: str) -> bool | None:
        """Tell whether one level is at least another; None if that cannot be known.

        It cannot when none is attained by name, when a level is on no known scale, or when the
        scales differ and no mapping from the attained level to the required one's scale is declared.
        """
        have, need = self.levels.get(attained or ""), self.levels.get(required)
        if have is None or need is None:
            return None
        if have.scale == need.scale:
            return have.rank >= need.rank
        ranks = [level.rank for level in self._counts_as.get(have.iri, ()) if level.scale == need.scale]
        return max(ranks) >= need.rank if ranks else None
