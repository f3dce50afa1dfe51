"""Relation files that say something twice: their rows stream through and are not remembered."""

from __future__ import annotations

from pathlib import Path

import pytest

from bwise_kg import build
from bwise_kg.esco import Kind
from bwise_kg.generations import open_store
from bwise_kg.namespaces import esco_graph

HEADERS = {
    "skillSkillRelations.csv": "originalSkillUri,originalSkillType,relationType,relatedSkillType,relatedSkillUri",
    "dictionary_en.csv": "filename,data header,property,description",
}
ROW = (
    "http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000001,knowledge,optional,knowledge,"
    "http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000002"
)


def release(folder: Path, name: str, rows: int) -> Path:
    folder.mkdir()
    (folder / name).write_text("\r\n".join([HEADERS[name], *[ROW] * rows]), encoding="utf-8", newline="")
    return folder


@pytest.mark.parametrize("rows", [1, 3])
def test_are_counted_and_digested_once(tmp_path: Path, rows: int) -> None:
    folder = release(tmp_path / "v1.2.0", "skillSkillRelations.csv", rows)
    summary = build(tmp_path / "store", [folder])
    store, graph = open_store(tmp_path / "store"), esco_graph("1.2.0")
    assert summary.statements[graph.value] == summary.esco[0].statements == 2
    assert store.digest(graph) == store.measured_digest(graph)
    assert summary.esco[0].count_of(Kind.REPEATED_STATEMENT) == 2 * (rows - 1)


def test_a_release_without_a_statement_is_no_obstacle(tmp_path: Path) -> None:
    folder = release(tmp_path / "v1.2.0", "dictionary_en.csv", 0)
    summary = build(tmp_path / "store", [folder])
    assert summary.esco[0].statements == 0
    assert summary.current_esco == "1.1.1"
