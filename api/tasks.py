"""What workers work out beside queries: functions on a graph, by name, for the JSON API."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bwise_kg.errors import DataError, NotFoundError
from bwise_kg.graph import Graph

from . import describing
from .jobs import Task, Value
from .problems import Problem
from .v1 import computing, listing
from .v1.desk import Desk
from .v1.shown import Json, Shown

JSON, CSV = "application/json", "text/csv"

Work = Callable[["Desk", "Shown", Mapping[str, Value], "Path | None"], "Json | str"]
"""What works something out: returns an answer, or the text of a table as CSV."""

WORK: Mapping[str, Work] = {
    **{f"list {kind.value}": work for kind, work in listing.LISTS.items()},
    **{f"one of {kind.value}": work for kind, work in listing.ITEMS.items()},
    "coverage": computing.coverage,
    "coverage of a file": computing.coverage_of_file,
    "validation of a file": computing.validation_of_file,
    "questions": computing.questions,
    "answer": computing.answer,
    "search": computing.search,
}


@dataclass(slots=True)
class _Open:
    """The desk of the graph that was worked on last."""

    desk: Desk | None = None


_open = _Open()


def work(graph: Graph, task: Task, stream: BinaryIO) -> str:
    """Carry out a task and write what comes of it into a stream; returns its media type.

    Raises Problem for what a client can mend.
    """
    given = dict(task.arguments)
    if task.name in {describing.DESCRIPTION, describing.LINKS}:
        stream.write(describing.work(graph, task.name, given))
        return describing.MEDIA_TYPE
    if _open.desk is None or _open.desk.graph is not graph:
        _open.desk = Desk(graph)
    shown = Shown(graph, str(given["language"]), str(given["root"]))
    try:
        found = WORK[task.name](_open.desk, shown, given, task.upload)
    except NotFoundError as error:
        raise Problem(404, "There is no such thing", str(error)[:2000], "not-found") from error
    except DataError as error:
        raise Problem(422, "The request cannot be carried out", str(error)[:2000], "parameters") from error
    if isinstance(found, str):
        stream.write(found.encode())
        return CSV
    stream.write(json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
    return JSON
