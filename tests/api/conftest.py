"""A server on the store of the embedded slice, for all tests of the service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.serving import Server, cleared, serving
from tests.endpoint.servers import oxigraph, oxigraph_serving


@pytest.fixture(scope="session")
def own_oxigraph_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the URL of an `oxigraph serve` that only services of these tests use, or skip with a reason."""
    if oxigraph() is None:
        pytest.skip("no program oxigraph here: pip install oxigraph")
    # it would go on with queries that were given up, beside all tests that follow
    with oxigraph_serving(tmp_path_factory.mktemp("oxigraph") / "store", "--timeout-s", "30") as url:
        yield url


@pytest.fixture(scope="module", params=["folder", "oxigraph-serve"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path | str:
    """Return where no store is yet: a folder that is not there, and the URL of a server that holds nothing."""
    if request.param == "folder":
        return tmp_path_factory.mktemp("place") / "store"
    url: str = request.getfixturevalue("own_oxigraph_url")
    cleared(url)
    return url


@pytest.fixture(scope="session")
def server(slice_store: Path) -> Iterator[Server]:
    """Return a server that tests only ask; those that change or stop something run their own."""
    with serving(slice_store) as server:
        yield server


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    """Return a client of that server."""
    with server.client() as client:
        yield client
