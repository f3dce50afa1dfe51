"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from bwise_kg import Graph, build, open_graph
from tests.endpoint.servers import oxigraph, oxigraph_serving, virtuoso, virtuoso_serving

ROOT = Path(__file__).parents[1]
"""The checkout."""

SHARED = ROOT.parent / "shared"
"""Official releases and test suites, beside the checkout where they are at hand."""

LONGEST = [
    "building/test_killed",
    "api/test_update_bounds",
    "ontology/test_ontology",
    "coverage/test_independent",
    "api/test_serve",
    "api/test_sparql_bounds",
    "api/test_priority",
    "building/test_releases",
    "endpoint/test_build_at_endpoint",
    "validation/test_generated",
    "rules/test_rules",
    "validation/test_hostile",
    "validation/test_command",
    "ontology/test_alignment_reasoning",
]
"""Files that take longest, and begin first: else a worker is at the last of them while others have nothing to do."""

settings.register_profile("the same every time", derandomize=True)
settings.load_profile("the same every time")
"""What is generated is the same in every run; ``pytest --hypothesis-profile default`` makes up something new."""

os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1")
"""For the reasoner and ROBOT, which run for seconds: a thorough compiler takes longer than it saves."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, otherwise in the order in which they are."""
    places = {ROOT / "tests" / f"{name}.py": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of official releases, or skip with a reason."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared here, with the official ESCO releases")
    return SHARED


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of this run that all its workers share, for what takes long to make. Make it under a lock."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if base.name.startswith("popen-") else base


@pytest.fixture(scope="session")
def slice_store(common: Path) -> Path:
    """Return a store built from the embedded slice, once for all workers; tests only read it."""
    folder = common / "slice" / "store"
    folder.parent.mkdir(exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        if not (folder / "current").exists():
            build(folder)
    return folder


@pytest.fixture(scope="session")
def slice_graph(slice_store: Path) -> Graph:
    """Return the knowledge graph on the embedded slice."""
    return open_graph(slice_store)


@pytest.fixture(scope="session")
def oxigraph_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the URL of an `oxigraph serve`, or skip with a reason."""
    if oxigraph() is None:
        pytest.skip("no program oxigraph here: pip install oxigraph")
    with oxigraph_serving(tmp_path_factory.mktemp("oxigraph") / "store") as url:
        yield url


@pytest.fixture(scope="session")
def virtuoso_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the URL of a Virtuoso with its password, or skip with a reason."""
    if virtuoso() is None:
        pytest.skip("no program virtuoso-t here: apt-get install virtuoso-opensource-7-bin")
    with virtuoso_serving(tmp_path_factory.mktemp("virtuoso") / "database") as url:
        yield url
