"""Curricula as handed in: a workbook, a folder of CSV files or an RDF file, and where in it each statement stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Quad

Places = Mapping[tuple[str, str | None], str]
"""Where something is said, e.g. ``outcomes!F14``, by subject and property; by subject and None for a whole resource."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that cannot be taken as it is written.

    place: e.g. ``outcomes!F14``. remedy: what to do about it. value: what is written there.
    breaking: whether the curriculum lacks something that was meant; without it nothing is lost.
    """

    place: str
    message: str
    remedy: str
    value: str = ""
    breaking: bool = True

    def __str__(self) -> str:
        return f"{self.place}: {self.message}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class CurriculumSource:
    """What a file says of a curriculum, as statements, and what could not be read."""

    quads: tuple[Quad, ...]
    places: Places
    path: Path
    problems: tuple[Problem, ...] = field(default=())
