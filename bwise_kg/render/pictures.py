"""Pictures of answers, as accessible SVG without scripts, made with svg.py.

Why svg.py: pygal leaves a script and its own styles in every picture, which the pages' policy forbids, and has no
timeline or tiles; drawsvg has no types. svg.py is typed, small, needs nothing else, and leaves the layout to us.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..questions import Answer, PictureKind
from .bars import bars
from .tiles import tiles
from .timeline import timeline

_DRAWN: Mapping[PictureKind, Callable[[Answer], str | None]] = {
    PictureKind.BAR: bars,
    PictureKind.STACKED: bars,
    PictureKind.SHARE: bars,
    PictureKind.TIMELINE: timeline,
    PictureKind.MAP: tiles,
}


def picture(answer: Answer) -> str | None:
    """Return the picture that a question wants of its answer as SVG, None if it wants none or nothing can be drawn."""
    wanted = answer.question.picture
    return _DRAWN[wanted.kind](answer) if wanted and answer.rows else None
