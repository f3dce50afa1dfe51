"""What goes to a worker process, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from .problems import Problem


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what one query may take.

    rows: rows of a table, statements of a graph. size, inline: bytes of an answer, and of one that is
    handed over in memory and not in a file. text: bytes of a query. nesting: brackets in brackets.
    memory: bytes that a worker may allocate. timeout, short: seconds that a query may take, and that it
    may take before it counts as slow. client, slow: queries a client may have at once, and slow ones of
    them. waiting: queries of all clients that wait for a worker. spooled: bytes of answers on disk that
    clients are still reading. stalled: seconds after which a client that reads nothing is given up.
    upload, uploads: bytes of a file that is sent in, and how many of all clients may be on disk at once.
    held: bytes of memory that a store may take to be held there for reading, 0 for none, None for what the machine has
    room for; see `api.memory`.
    network: whether workers stay in the network, which they need for a store at an endpoint.
    """

    rows: int = 1_000_000
    size: int = 256 * 2**20
    inline: int = 256 * 2**10
    text: int = 2**20
    nesting: int = 200
    memory: int = 2 * 2**30
    held: int | None = 0
    timeout: float = 30.0
    short: float = 1.0
    client: int = 8
    slow: int = 1
    waiting: int = 64
    spooled: int = 2 * 2**30
    stalled: float = 60.0
    upload: int = 20 * 2**20
    uploads: int = 16
    network: bool = False


@dataclass(frozen=True, slots=True)
class AtEndpoint:
    """A state of the store at an endpoint, which has no generations: it can be asked as long as it is the newest.

    url: may hold a password. token, update: as in `bwise_kg.settings`. name: of the state, "" until it is known.
    """

    url: str = field(repr=False)
    token: str | None = field(default=None, repr=False)
    update: str | None = field(default=None, repr=False)
    name: str = ""


Source = Path | AtEndpoint
"""What jobs ask: a generation of the store in a folder, by its path, or what is at an endpoint."""


@dataclass(frozen=True, slots=True)
class Job:
    """A query on one generation of the store.

    accept: an Accept header, or one media type. default_graphs, named_graphs: the dataset of the protocol,
    None for what the query itself says. spool: file for a large answer. seconds: what is left of its time.
    """

    generation: Source
    text: str
    accept: str | None
    spool: Path
    limits: Limits
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Look:
    """The wish to know what is in a generation."""

    generation: Source
    seconds: float = 30.0


Value = str | int | bool | None | tuple[str, ...]
"""What an argument of a task may be: plain, and the same whenever it is written down."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be worked out of one generation of the store: a function of `api.tasks`, by name.

    arguments: sorted by name. upload: folder with what was sent in. spool, seconds: as in `Job`.
    """

    generation: Source
    name: str
    arguments: tuple[tuple[str, Value], ...]
    spool: Path
    limits: Limits
    upload: Path | None = None
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Result:
    """An answer: in memory, or (body None) in the spool file; size in bytes.

    rows: rows of a table or statements of a graph; None where they were not counted.
    """

    media_type: str
    body: bytes | None
    size: int
    rows: int | None


@dataclass(frozen=True, slots=True)
class GraphInfo:
    """A named graph as the catalogue describes it; default: whether it is part of the default graph."""

    iri: str
    statements: int | None
    title: str = ""
    default: bool = True
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What a generation of the store holds.

    digest: of all but the catalogue. state: differs whenever any answer may differ.
    esco_version: the current one; None in a store that names none.
    """

    generation: str
    digest: str
    state: str
    esco_version: str | None
    graphs: tuple[GraphInfo, ...] = field(repr=False)

    @property
    def excluded(self) -> bool:
        """Whether some graphs are not part of the default graph."""
        return not all(graph.default for graph in self.graphs)


@dataclass(frozen=True, slots=True)
class Gone:
    """A generation that cannot be opened any more (or is damaged, where it is still the current one)."""

    reason: str


Reply = Result | StoreInfo | Problem | Gone
