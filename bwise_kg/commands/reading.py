"""Files of curricula as commands read them: what they leave out is told."""

from __future__ import annotations

from pathlib import Path

from ..curriculum.skills import labels_of
from ..curriculum.source import CurriculumSource, read_source, remarks_on, require_readable
from ..graph import Graph
from ..terminal import warn


def read_told(path: Path, graph: Graph, language: str) -> CurriculumSource:
    """Read a curriculum from a file or folder, and warn of what is not read of it.

    language: of errors and warnings. A workbook that does not say what language it is in is in English.

    Raises DataError for a file that cannot be read, or does not say what was meant.
    """
    source = read_source(path, language, labels_of(graph), texts="en")
    require_readable(source, language)
    warn(str(path), remarks_on(source, language))
    return source
