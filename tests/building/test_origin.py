"""Where a curriculum comes from is told by how it got into the store, not by what it says of itself."""

from __future__ import annotations

from pathlib import Path

from bwise_kg import open_graph
from bwise_kg.curricula import add
from bwise_kg.namespaces import ID
from tests.building.courses import COURSE, Course

CLAIM = f"<{COURSE}> bw:origin <{ID['origin/reference-design'].value}> ."


def test_a_copy_of_the_reference_design_is_a_submission(store: Path, course: Course) -> None:
    add(store, course(more=CLAIM), "1.0")
    graph = open_graph(store)
    assert graph.curriculum("job-coach").origin == ID["origin/submitted"].value
    assert graph.curriculum("supporter").origin == ID["origin/reference-design"].value
