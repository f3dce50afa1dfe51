"""Digests of graphs: the same statements give the same digest, in whatever order they come.

A graph's digest is the sum, modulo 2^256, of the SHA-256 of its statements as canonical N-Triples
lines. It tells whether two graphs are the same and takes no memory; it is no defence against
somebody who makes a graph up to fit a digest. Blank nodes get the names that the W3C's RDF Dataset
Canonicalization (RDFC-1.0) gives them first.
"""

from __future__ import annotations

import contextlib
import hashlib
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad, Store, Triple

from .errors import BwiseError
from .words import words

MEMORY = 2 << 30
"""Bytes of address space that naming the blank nodes of a graph from somebody else may take."""

_MODULUS = 1 << 256


class GraphDigest:
    """A digest that grows statement by statement.

    >>> one, two = GraphDigest(), GraphDigest()
    >>> statement = Quad(NamedNode("http://a"), NamedNode("http://b"), NamedNode("http://c"))
    >>> one.add(statement)
    >>> one.hexdigest() == two.hexdigest()
    False
    >>> two.add(statement)
    >>> one.hexdigest() == two.hexdigest()
    True
    """

    def __init__(self) -> None:
        self.statements = 0
        self._sum = 0

    def add(self, quad: Quad) -> None:
        """Take in a statement that was not taken in before; its graph name does not count."""
        self._sum += int.from_bytes(hashlib.sha256(str(quad.triple).encode()).digest(), "big")
        self.statements += 1

    def hexdigest(self) -> str:
        """Return the digest as 64 hexadecimal digits."""
        return f"{self._sum % _MODULUS:064x}"


def digest_each(quads: Iterable[Quad], digests: dict[NamedNode, GraphDigest]) -> Iterator[Quad]:
    """Pass statements without blank nodes on, taking each into the digest of its graph."""
    graph: object = None
    digest = GraphDigest()
    for quad in quads:
        if quad.graph_name is not graph:
            graph = quad.graph_name
            digest = digests.setdefault(NamedNode(str(graph)[1:-1]), GraphDigest())
        digest.add(quad)
        yield quad


def digest_of(quads: Iterable[Quad], deadline: float | None = None, language: str = "en") -> GraphDigest:
    """Return the digest of one graph, blank nodes and all, in the form in which a store holds it.

    A store rewrites literals: ``40.0`` becomes ``40``, an ``xsd:positiveInteger`` an ``xsd:integer``.

    deadline: seconds that naming the blank nodes may take. It can take exponential time, so a
    graph from somebody else gets a deadline (and a process of its own to be stopped in); None is
    for graphs of this project. language: of errors.

    Raises BwiseError when the deadline has passed.
    """
    store = Store()
    store.extend(quads)
    statements = list(store)
    if any(map(_has_blank_node, statements)):
        statements = _canonical(statements) if deadline is None else _canonical_by(statements, deadline, language)
    digest = GraphDigest()
    for statement in statements:
        digest.add(statement)
    return digest


def store_digest(graphs: Mapping[str, str]) -> str:
    """Return the digest of a store from the digests of its graphs, by graph IRI."""
    lines = "".join(f"{graph} {digest}\n" for graph, digest in sorted(graphs.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _has_blank_node(statement: Quad) -> bool:
    waiting: list[object] = [statement.subject, statement.object]
    while waiting:
        term = waiting.pop()
        if isinstance(term, BlankNode):
            return True
        if isinstance(term, Triple):
            waiting += [term.subject, term.object]
    return False


def _canonical(statements: list[Quad]) -> list[Quad]:
    dataset = Dataset(statements)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return list(dataset)


def _canonical_by(statements: list[Quad], deadline: float, language: str) -> list[Quad]:
    """Canonicalize in another process; multiprocessing would run the caller's script a second time."""
    command = [sys.executable, "-P", "-c", f"import {__name__} as digest; digest.canonicalize_stdin()"]
    lines = ox.serialize(statements, format=ox.RdfFormat.N_QUADS)
    wording = words(language)
    try:
        done = subprocess.run(
            command, input=lines, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=deadline, check=True
        )
    except subprocess.TimeoutExpired as error:
        late = wording.gettext(
            "its blank nodes cannot be told apart within %(seconds)s s; give its resources IRIs",
            seconds=f"{deadline:g}",
        )
        raise BwiseError(late) from error
    except subprocess.CalledProcessError as error:  # it ends where its memory does
        large = wording.gettext(
            "its blank nodes cannot be told apart within %(most)s MiB; give its resources IRIs",
            most=wording.number(MEMORY >> 20),
        )
        raise BwiseError(large) from error
    return list(ox.parse(done.stdout, ox.RdfFormat.N_QUADS))


def canonicalize_stdin() -> None:
    """Read N-Quads and write them with the canonical names of their blank nodes, in bounded memory."""
    with contextlib.suppress(ImportError):  # where there are no such bounds, the deadline is the only one
        import resource  # noqa: PLC0415 - not on Windows

        most = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY if most < 0 else min(MEMORY, most), most))
    statements = list(ox.parse(sys.stdin.buffer, ox.RdfFormat.N_QUADS))
    ox.serialize(_canonical(statements), sys.stdout.buffer, ox.RdfFormat.N_QUADS)
