"""Where a store is: a folder of this machine, or the URL of a SPARQL endpoint."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from .errors import StoreError
from .generations import current, open_store, writing
from .namespaces import GRAPH
from .settings import is_url, settings
from .store import CATALOG, EmbeddedStore, Store

if TYPE_CHECKING:
    from .endpoint import EndpointStore

Place = str | Path

LARGE = tuple(GRAPH[name].value for name in ("esco/", "inferred/esco/", "facts/", "translations/"))
"""Graphs that no change but a build concerns."""


def shown(place: Place) -> str:
    """Return a place as it may be shown: without the password that may be in a URL.

    >>> shown("https://me:secret@example.org/sparql")
    'https://example.org/sparql'
    """
    if not is_url(place):
        return str(place)
    from .endpoint import Address  # noqa: PLC0415 - loads requests, which stores in folders do without

    return Address.of(str(place)).url


def open_place(place: Place) -> Store:
    """Open a store for reading; raises StoreError when there is none."""
    return _built(str(place)) if is_url(place) else open_store(Path(place))


@contextmanager
def making(place: Place) -> Iterator[tuple[EmbeddedStore, Store | None]]:
    """Yield a new store to be filled, and the one that it will take the place of, if there is one.

    When the block ends well it is in place, whole; until then, and when it does not, the old one works on. An
    endpoint is sent what it does not hold yet.

    Raises StoreError as `bwise_kg.generations.writing` and `bwise_kg.endpoint.replace_graphs` do.
    """
    if not is_url(place):
        folder = Path(place)
        with writing(folder) as generation, closing(EmbeddedStore(generation)) as store:
            yield store, open_store(folder) if current(folder) else None
        return
    from .endpoint import changed_graphs, replace_graphs  # noqa: PLC0415 - see `shown`

    endpoint = _endpoint(str(place), whole=False)
    with TemporaryDirectory(prefix="bwise-kg-") as folder_name:
        store = EmbeddedStore(Path(folder_name) / "store")
        yield store, endpoint
        replace_graphs(endpoint, store, changed_graphs(endpoint, store), set(endpoint.graphs()) - set(store.graphs()))


@contextmanager
def changing(place: Place) -> Iterator[EmbeddedStore]:
    """Yield a copy of a store to be changed; it takes the store's place when the block ends well.

    An endpoint's copy lacks what no curriculum has a part in: ESCO, facts, translations.

    Raises StoreError when there is no store, and as `making` does.
    """
    if not is_url(place):
        folder = Path(place)
        if current(folder) is None:
            raise StoreError(f"{folder}: no store there; make one with: bwise-kg build --out {folder}")
        with writing(folder) as generation:
            open_store(folder).backup(generation)
            with closing(EmbeddedStore(generation)) as store:
                yield store
        return
    from .endpoint import changed_graphs, replace_graphs  # noqa: PLC0415 - see `shown`

    endpoint = _built(str(place))
    before = [graph for graph in endpoint.graphs() if not graph.value.startswith(LARGE)]
    store = EmbeddedStore()
    for graph in before:
        store.load(endpoint.quads(graph))
    yield store
    now = set(store.graphs())
    replace_graphs(endpoint, store, changed_graphs(endpoint, store), set(before) - now)


def check_endpoint(url: str, *, empty: bool = False) -> None:
    """See that there is a store at an endpoint, or an endpoint at least that there may be one at.

    Raises StoreError when there is none.
    """
    if empty:
        _endpoint(url).graphs()
    else:
        _built(url)


def _built(url: str) -> EndpointStore:
    endpoint = _endpoint(url)
    if CATALOG not in endpoint.graphs():
        raise StoreError(f"{endpoint.url}: no store there; make one with: bwise-kg build --out {endpoint.url}")
    return endpoint


def _endpoint(url: str, *, whole: bool = True) -> EndpointStore:
    from .endpoint import EndpointStore  # noqa: PLC0415 - see `shown`

    own = settings()
    return EndpointStore(
        url,
        token=own.store_token.get_secret_value() if own.store_token else None,
        update_url=own.store_update,
        timeout=own.timeout,
        whole=whole,
    )
