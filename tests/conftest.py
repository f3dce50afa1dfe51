"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bwise_kg import Graph, build, open_graph
from tests.endpoint.servers import oxigraph, oxigraph_serving, virtuoso, virtuoso_serving

ROOT = Path(__file__).parents[1]
"""The checkout."""

SHARED = ROOT.parent / "shared"
"""Official releases and test suites, beside the checkout where they are at hand."""


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of official releases, or skip with a reason."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared here, with the official ESCO releases")
    return SHARED


@pytest.fixture(scope="session")
def slice_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store built from the embedded slice; tests only read it."""
    folder = tmp_path_factory.mktemp("slice") / "store"
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
