"""Descriptions made by workers: a document is one job, and not one for each of the queries that it takes."""

from __future__ import annotations

import pickle
from collections.abc import Coroutine, Mapping
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import NamedNode, QuerySolutions

from bwise_kg.errors import QueryError
from bwise_kg.graph import Graph

from .descriptions import Description, Select, describe, linking
from .jobs import Value

if TYPE_CHECKING:
    from .service import Service  # which workers do without

DESCRIPTION, LINKS = "description", "links"
"""Names of the tasks."""
MEDIA_TYPE = "application/x-python-pickle"
"""Of what a worker hands over to the service, and nobody else gets."""

T = TypeVar("T")


async def described(service: Service, client: str, resource: NamedNode) -> Description | None:
    """Return what `describe` does, worked out by a worker on behalf of a client."""
    return await _called(service, client, DESCRIPTION, {"resource": resource.value})


async def linked(
    service: Service, client: str, resource: NamedNode, property_: NamedNode, start: int
) -> Description | None:
    """Return what `linking` does, worked out by a worker on behalf of a client."""
    given: dict[str, Value] = {"resource": resource.value, "property": property_.value, "start": start}
    return await _called(service, client, LINKS, given)


async def _called(service: Service, client: str, name: str, given: Mapping[str, Value]) -> Description | None:
    answer = await service.call(name, given, client=client)
    found: Description | None = pickle.loads(await answer.read())  # noqa: S301 - of our own workers
    return found


def work(graph: Graph, name: str, given: Mapping[str, Value]) -> bytes:
    """Return what one of the tasks finds, packed."""
    resource = NamedNode(str(given["resource"]))
    select = _asking(graph)
    if name == DESCRIPTION:
        found = _at_once(describe(select, resource))
    else:
        property_, start = NamedNode(str(given["property"])), int(str(given["start"]))
        found = _at_once(linking(select, resource, property_, start))
    return pickle.dumps(found, pickle.HIGHEST_PROTOCOL)


def _asking(graph: Graph) -> Select:
    async def select(query: str) -> QuerySolutions:
        solutions = graph.store.query(query)
        if not isinstance(solutions, QuerySolutions):
            raise QueryError("a SELECT query is needed here")
        return solutions

    return select


def _at_once(work: Coroutine[None, None, T]) -> T:
    """Return what comes of something that never waits."""
    try:
        work.send(None)
    except StopIteration as done:
        found: T = done.value
        return found
    raise RuntimeError("it waits for something")
