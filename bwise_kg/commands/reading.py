"""Files of curricula as commands read them: what they leave out is told."""
# ruff: noqa: PLC0415 - a command loads only what it needs: half a second is felt

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..terminal import warn

if TYPE_CHECKING:
    from ..curriculum.source import CurriculumSource
    from ..graph import Graph


def read_told(path: Path, graph: Graph, language: str) -> CurriculumSource:
    """Read a curriculum from a file or folder, and warn of what is not read of it.

    language: of errors and warnings. A workbook that does not say what language it is in is in English.

    Raises DataError for a file that cannot be read, or does not say what was meant.
    """
    from ..curriculum.skills import labels_of
    from ..curriculum.source import read_source, remarks_on, require_readable

    source = read_source(path, language, labels_of(graph), texts="en")
    require_readable(source, language)
    warn(str(path), remarks_on(source, language))
    return source
