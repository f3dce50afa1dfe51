"""A store of the whole of ESCO v1.1.1, and what the second computation of coverage knows of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from bwise_kg import Graph, build, open_graph

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # for the modules beside this one, however pytest was started

if TYPE_CHECKING:
    from tests.coverage.facts import Esco, Levels


@pytest.fixture(scope="session")
def release() -> Path:
    """Return the folder of the official release, or skip with a reason."""
    folder = ROOT.parent / "shared" / "esco" / "v1.1.1"
    if not folder.is_dir():
        pytest.skip(f"no ESCO release in {folder}")
    return folder


@pytest.fixture(scope="session")
def full_graph(release: Path, common: Path) -> Graph:
    """Return the graph of a store built from the release, once for all the workers of a run."""
    folder = common / "esco-1.1.1"
    with FileLock(folder.with_suffix(".lock")):
        if not (folder / "current").exists():
            build(folder, [release])
    return open_graph(folder)


@pytest.fixture(scope="session")
def esco(release: Path) -> Esco:
    from tests.coverage.facts import Esco

    return Esco(release)


@pytest.fixture(scope="session")
def levels() -> Levels:
    from tests.coverage.facts import Levels

    return Levels(ROOT / "ontology" / "vocabularies" / "proficiency-scales.ttl")
