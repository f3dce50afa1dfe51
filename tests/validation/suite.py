"""The W3C's SHACL test suite, read from its manifests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import BlankNode, NamedNode, Triple

from bwise_kg.namespaces import RDF, SH
from bwise_kg.validation.engines import RawResult, read_report
from bwise_kg.validation.paths import Index, Term

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"


@dataclass(frozen=True)
class Case:
    """A test: what is validated with which shapes, and the results that the W3C expects (None: a failure)."""

    name: str
    data: tuple[Triple, ...]
    shapes: tuple[Triple, ...]
    expected: tuple[RawResult, ...] | None


def cases(manifest: Path) -> Iterator[Case]:
    """Yield the tests of a manifest and of those that it includes."""
    triples = read(manifest)
    index = Index(triples)
    for included in index.objects_of(NamedNode(MF + "include")):
        yield from cases(_path(included))
    for entry in index.subjects(RDF.type, NamedNode(SHT + "Validate")):
        action = index.value(entry, NamedNode(MF + "action"))
        result = index.value(entry, NamedNode(MF + "result"))
        assert action is not None
        graphs = []
        for role in ("dataGraph", "shapesGraph"):
            graph = index.value(action, NamedNode(SHT + role))
            assert graph is not None
            path = _path(graph)
            graphs.append(triples if path == manifest else read(path))
        expected = None
        if isinstance(result, NamedNode | BlankNode) and result != NamedNode(SHT + "Failure"):
            expected = tuple(read_report({*triples, Triple(result, RDF.type, SH.ValidationReport)}))
        yield Case(f"{manifest.parent.name}/{manifest.stem}", graphs[0], graphs[1], expected)


def read(path: Path) -> tuple[Triple, ...]:
    """Parse a Turtle file, relative IRIs against its own."""
    return tuple(q.triple for q in ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE, base_iri=path.as_uri()))


def summed(results: Iterable[RawResult]) -> Counter[tuple[object, ...]]:
    """Return results as what the suite compares; messages are free."""
    return Counter((r.focus, r.component, r.shape, r.path, r.value, r.severity) for r in results)


def _path(iri: Term) -> Path:
    assert isinstance(iri, NamedNode)
    return Path.from_uri(iri.value) if hasattr(Path, "from_uri") else Path(iri.value.removeprefix("file://"))
