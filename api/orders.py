"""What goes to the writing process, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from bwise_kg.tokens import HashedToken

from .conditional import Preconditions
from .jobs import AtEndpoint
from .problems import Problem


@dataclass(frozen=True, slots=True)
class WriteLimits:
    """Bounds on what one change may take.

    update, upload: bytes of an update, and of what is put into a graph. multipart: bytes of a form with files.
    growth: bytes that the store may grow by on disk. memory: bytes that the writing process may allocate.
    timeout: seconds from the arrival of a change to its end. waiting: changes that wait for their turn.
    nesting: brackets in brackets.
    """

    update: int = 16 * 2**20
    upload: int = 256 * 2**20
    multipart: int = 16 * 2**20
    growth: int = 2**30
    memory: int = 3 * 2**30
    timeout: float = 60.0
    waiting: int = 8
    nesting: int = 200

    def bound_growth(self, growth: float) -> None:
        """Raise Problem 413 when a store would grow by more bytes than it may."""
        if growth > self.growth:
            raise Problem(413, "The change is too large", f"The store may grow by {self.growth:,} bytes.", "too-long")


@dataclass(frozen=True, slots=True)
class Writable:
    """That the service may be written to, by whoever has a token."""

    token: HashedToken
    limits: WriteLimits = field(default_factory=WriteLimits)


class Method(StrEnum):
    """What is done to a graph, by the methods of HTTP."""

    PUT = "PUT"
    POST = "POST"
    DELETE = "DELETE"


@dataclass(frozen=True, slots=True)
class SparqlUpdate:
    """A SPARQL update. default_graphs, named_graphs: the dataset of the protocol."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GraphUpdate:
    """A change of one graph.

    content: file with the statements, None to delete the graph. content_type: of that file. only: on which conditions.
    """

    method: Method
    graph: str
    content: Path | None = None
    content_type: str = ""
    only: Preconditions = field(default_factory=Preconditions)


@dataclass(frozen=True, slots=True)
class Order:
    """Something to be written. place: of the store. mark: names the change. seconds: what is left of its time."""

    place: Path | AtEndpoint
    what: SparqlUpdate | GraphUpdate
    limits: WriteLimits
    seconds: float
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Tidy:
    """The wish that what a writer left behind that was stopped is cleared away.

    mark: of its change. placing: whether it was putting that in place, which a server may still be at.
    """

    place: Path | AtEndpoint
    seconds: float = 30.0
    mark: str = ""
    placing: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A change is whole, in a generation that nobody sees yet or staged under its mark at an endpoint.

    created: whether there is a new graph.
    """

    generation: str
    created: bool


@dataclass(frozen=True, slots=True)
class Done:
    """There is nothing left to do. counts: whether a change at an endpoint is in place; None where nobody can tell."""

    counts: bool | None = None


Answer = Prepared | Done | Problem
