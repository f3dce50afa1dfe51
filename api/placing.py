"""A change of the store at an endpoint: staged there out of sight, and in place once the word comes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pyoxigraph import NamedNode

from bwise_kg.errors import BwiseError
from bwise_kg.store import EmbeddedStore
from bwise_kg.submissions import Changes
from bwise_kg.update_text import read_update

from .jobs import AtEndpoint
from .opening import open_endpoint
from .orders import Done, Order, SparqlUpdate, Tidy

_STILL = 15.0
"""Seconds in which a server that was told to put something in place has done so, or nobody knows."""

Work = Callable[[EmbeddedStore], tuple[bool, Changes]]


@contextmanager
def staged(place: AtEndpoint, order: Order, work: Work) -> Iterator[bool]:
    """Stage a change and yield whether there is a graph more by it.

    It is put in place when the block ends well, and else there is nothing of it left.

    Raises Problem 413 for one that is too large, what the work raises, and StoreError, QueryError or ProtectedError as
    `bwise_kg.endpoint.submitting.Copy` does.
    """
    from bwise_kg.endpoint.submitting import Copy  # noqa: PLC0415 - loads requests, which stores in folders do without

    endpoint = open_endpoint(place, order.seconds)
    copy = Copy.of(endpoint, _concerned(order))
    created, changes = work(copy.store)
    if not changes.changed and not changes.gone:
        yield created
        return
    size = sum(len(str(quad)) for graph in changes.changed for quad in copy.store.quads(graph))
    order.limits.bound_growth(copy.growth(changes, size))
    change = copy.stage(changes, order.mark)
    try:
        yield created
    except BaseException:
        change.withdraw()
        raise
    change.place()


def settled(place: AtEndpoint, order: Tidy) -> Done:
    """Clear away what a writer left that was stopped; tells whether its change is in place, where that can be told."""
    from bwise_kg.endpoint import clear_away, is_placed  # noqa: PLC0415 - see `staged`

    try:
        endpoint = open_endpoint(place, order.seconds)
        if not order.placing:
            clear_away(endpoint, order.mark)
            return Done(counts=False)
        end = time.monotonic() + min(_STILL, order.seconds)
        while not is_placed(endpoint, order.mark):
            if time.monotonic() > end:
                return Done()
            time.sleep(0.2)
    except BwiseError:  # the server is away
        return Done()
    return Done(counts=True)


def _concerned(order: Order) -> set[NamedNode] | None:
    """Return the graphs that a change needs the statements of, None for all."""
    from bwise_kg.endpoint.submitting import concerned_by  # noqa: PLC0415 - see `staged`

    if not isinstance(order.what, SparqlUpdate):
        return {NamedNode(order.what.graph)}
    dataset = [*order.what.default_graphs, *order.what.named_graphs]
    try:
        return concerned_by(read_update(order.what.text), map(NamedNode, dataset))
    except ValueError:  # is told when the update is carried out
        return set()
