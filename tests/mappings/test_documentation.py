"""What docs/mappings.md shows works."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from bwise_kg.mappings import mapping_quads, packaged_sets
from bwise_kg.namespaces import GRAPH
from bwise_kg.store import EmbeddedStore

PAGE = Path(__file__).parents[2] / "docs" / "mappings.md"


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_python_example_prints_the_profiles(tmp_path: Path) -> None:
    home = {"PYSTOW_HOME": str(tmp_path)}  # where the library's cache module puts a folder on import
    done = subprocess.run(
        [sys.executable, "-c", block("python")],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=os.environ | home,
    )
    (profiles,) = [mapping_set for mapping_set in packaged_sets() if mapping_set.name == "profiles"]
    assert [line.rpartition(" ")[2] for line in done.stdout.splitlines()] == [
        str(mapping.confidence) for mapping in profiles.mappings
    ]


def test_query_finds_the_close_and_broad_matches() -> None:
    store = EmbeddedStore()
    store.load(mapping_quads(GRAPH.reference))
    expected = [
        mapping
        for mapping_set in packaged_sets()
        for mapping in mapping_set.mappings
        if mapping.predicate.endswith(("#closeMatch", "#broadMatch"))
    ]
    assert len(list(store.query(block("sparql")))) == len(expected)  # type: ignore[arg-type]  # of SELECT


def test_every_set_is_in_the_table() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert all(f"`{mapping_set.name}.sssom.tsv`" in text for mapping_set in packaged_sets())
