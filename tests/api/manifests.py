"""The W3C's SPARQL 1.1 test manifests: what is in them, and how results are compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib import RDF, RDFS, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
STATUSES = {status.phrase.replace(" ", ""): status.value for status in HTTPStatus}
BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
"""Where the files of the suite say they are."""


@dataclass(frozen=True)
class Exchange:
    """A request of a protocol test, and what is expected.

    location: what stands for the header Location in the next requests.
    """

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statuses: tuple[str, ...]
    boolean: bool | None
    formats: str | None
    location: str | None = None
    expected_headers: tuple[tuple[str, str], ...] = ()
    expected_body: bytes | None = None


@dataclass(frozen=True)
class Evaluation:
    """A query, the files of its dataset, and the file of its result (relative to the suite)."""

    name: str
    query: str
    default: str | None
    named: tuple[str, ...]
    result: str | None
    positive: bool = True


@dataclass(frozen=True)
class UpdateTest:
    """An update, with the files of the graphs before and after it by their IRIs; the default graph has no IRI ("").

    after: None where only the syntax is tested.
    """

    name: str
    update: str
    before: dict[str, str]
    after: dict[str, str] | None
    positive: bool = True


def protocol(suite: Path) -> dict[str, list[Exchange]]:
    """Return the protocol tests by name."""
    graph = rdflib.Graph().parse(suite / "protocol" / "manifest.ttl", publicID=BASE + "protocol/manifest.ttl")
    return {_slug(test): list(_exchanges(graph, test)) for test in _entries(graph)}


def graph_store(suite: Path) -> dict[str, list[Exchange]]:
    """Return the tests of the Graph Store Protocol by name."""
    found: dict[str, list[Exchange]] = {}
    for name in ("manifest-direct.ttl", "manifest-indirect.ttl"):
        path = f"graph-store-protocol/{name}"
        graph = rdflib.Graph().parse(suite / path, publicID=BASE + path)
        found |= {_slug(test): list(_exchanges(graph, test)) for test in _entries(graph)}
    return found


def evaluations(suite: Path, manifest: str) -> Iterator[Evaluation]:
    """Return the tests of a manifest and of those that it includes."""
    graph = rdflib.Graph().parse(suite / manifest, publicID=BASE + manifest)
    for node in graph.subjects(RDF.type, MF.Manifest):
        for included in graph.objects(node, MF.include):
            for one in Collection(graph, included):
                yield from evaluations(suite, str(one).removeprefix(BASE))
    folder = manifest.rpartition("/")[0]
    for test in _entries(graph):
        kind = next(graph.objects(test, RDF.type))
        action, result = graph.value(test, MF.action), graph.value(test, MF.result)
        query = graph.value(action, QT.query) or action
        data = graph.value(action, QT.data)
        yield Evaluation(
            name=f"{folder}/{_slug(test)}",
            query=_file(query) or "",
            default=_file(data),
            named=tuple(filter(None, map(_file, graph.objects(action, QT.graphData)))),
            result=_file(result),
            positive="Negative" not in str(kind),
        )


def updates(suite: Path, manifest: str = "manifest-sparql11-update.ttl") -> Iterator[UpdateTest]:
    """Return the update tests of a manifest and of those that it includes."""
    graph = rdflib.Graph().parse(suite / manifest, publicID=BASE + manifest)
    for node in graph.subjects(RDF.type, MF.Manifest):
        for included in graph.objects(node, MF.include):
            for one in Collection(graph, included):
                yield from updates(suite, str(one).removeprefix(BASE))
    folder = manifest.rpartition("/")[0]
    for test in _entries(graph):
        kind = str(next(graph.objects(test, RDF.type)))
        action, result = graph.value(test, MF.action), graph.value(test, MF.result)
        evaluation = kind.endswith("UpdateEvaluationTest")
        yield UpdateTest(
            name=f"{folder}/{_slug(test)}",
            update=_file(graph.value(action, UT.request) or action) or "",
            before=_graphs(graph, action) if evaluation else {},
            after=_graphs(graph, result) if evaluation else None,
            positive="Negative" not in kind,
        )


def _graphs(graph: rdflib.Graph, state: Node | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for data in graph.objects(state, UT.data):
        found[""] = _file(data) or ""
    for named in graph.objects(state, UT.graphData):
        found[str(graph.value(named, RDFS.label))] = _file(graph.value(named, UT.graph)) or ""
    return found


def _exchanges(graph: rdflib.Graph, test: Node) -> Iterator[Exchange]:
    connection = graph.value(test, MF.action)
    for request in Collection(graph, _there(graph.value(connection, HT.requests))):
        body = graph.value(request, HT.body)
        response = graph.value(request, HT.resp)
        expected = graph.value(response, HT.body)
        encoding = str(graph.value(body, CNT.characterEncoding)) if body else "UTF-8"
        boolean = graph.value(response, MF.expectedBoolean)
        yield Exchange(
            method=str(graph.value(request, HT.methodName)),
            path=str(graph.value(request, HT.absolutePath)),
            headers=_headers(graph, graph.value(request, HT.headers)),
            body=str(graph.value(body, CNT.chars)).encode(encoding) if body else b"",
            statuses=tuple(sorted(_status(status) for status in graph.objects(response, MF.expectedStatus))),
            boolean=None if boolean is None else str(boolean) == "true",
            formats=_text(graph.value(response, MF.expectedFormat)),
            location=_text(graph.value(response, MF.expectedLocation)),
            expected_headers=_headers(graph, graph.value(response, HT.headers)),
            expected_body=str(graph.value(expected, CNT.chars)).encode() if expected else None,
        )


def _headers(graph: rdflib.Graph, node: Node | None) -> tuple[tuple[str, str], ...]:
    return tuple(
        (str(graph.value(header, HT.fieldName)), str(graph.value(header, HT.fieldValue)))
        for header in (Collection(graph, node) if node else [])
    )


def _status(node: Node) -> str:
    """Return a status code, or the class of several as in ``4xx``."""
    name = str(node).rpartition("#")[2]
    return name[-3:] if name.endswith("xx") else str(STATUSES[name])


def _entries(graph: rdflib.Graph) -> Iterator[Node]:
    for node in graph.subjects(RDF.type, MF.Manifest):
        for entries in graph.objects(node, MF.entries):
            yield from Collection(graph, entries)


def _slug(test: Node) -> str:
    return str(test).rpartition("#")[2]


def _text(node: object) -> str | None:
    return None if node is None else str(node)


def _file(node: object) -> str | None:
    return None if node is None else str(node).removeprefix(BASE)


Row = frozenset[tuple[str, str]]


def same_rows(found: Iterable[dict[str, object]], expected: Iterable[dict[str, object]]) -> bool:
    """Tell whether two tables are the same, whatever the order of rows and the names of blank nodes."""
    one, other = _split(found), _split(expected)
    return one[0] == other[0] and _canonical(one[1]) == _canonical(other[1])


def same_graphs(found: Iterable[ox.Triple], expected: Iterable[ox.Triple]) -> bool:
    """Tell whether two graphs are isomorphic."""
    return _canonical(_quads(found)) == _canonical(_quads(expected))


def _quads(triples: Iterable[ox.Triple]) -> list[ox.Quad]:
    store = ox.Store()  # brings numbers into the form that stores keep them in
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return list(store)


def _split(rows: Iterable[dict[str, object]]) -> tuple[Counter[Row], list[ox.Quad]]:
    """Return the rows without blank nodes, and statements that make those with them."""
    plain: Counter[Row] = Counter()
    quads: list[ox.Quad] = []
    for number, row in enumerate(rows):
        bound = {name: _stored(value) for name, value in row.items() if value is not None}
        if any(isinstance(value, ox.BlankNode) for value in bound.values()):
            node = ox.BlankNode(f"row{number}")
            quads += [ox.Quad(node, ox.NamedNode(f"urn:{name}"), value) for name, value in bound.items()]
        else:
            plain[frozenset((name, str(value)) for name, value in bound.items())] += 1
    return plain, quads


def _stored(value: object) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    (quad,) = _quads([ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), value)])  # type: ignore[arg-type]
    return quad.object  # type: ignore[return-value]


def _canonical(quads: list[ox.Quad]) -> set[str]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def rows(solutions: ox.QuerySolutions) -> list[dict[str, object]]:
    """Return the rows of a table by the names of variables."""
    names = [variable.value for variable in solutions.variables]
    return [{name: row[name] for name in names} for row in solutions]


def result_set(triples: Iterable[ox.Triple]) -> list[dict[str, object]] | bool:
    """Return the table or boolean that a graph in the vocabulary of result sets holds."""
    store = ox.Store()
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    prefix = f"PREFIX rs: <{RS}> "
    booleans = store.query(prefix + "SELECT ?b { ?s rs:boolean ?b }")
    assert isinstance(booleans, ox.QuerySolutions)
    for row in booleans:
        return str(row["b"]) == str(ox.Literal(True))
    found: dict[object, dict[str, object]] = {}
    bindings = store.query(
        prefix + "SELECT ?s ?n ?v { ?t rs:solution ?s OPTIONAL { ?s rs:binding [ rs:variable ?n ; rs:value ?v ] } }"
    )
    assert isinstance(bindings, ox.QuerySolutions)
    for row in bindings:
        solution = found.setdefault(row["s"], {})
        if isinstance(row["n"], ox.Literal):
            solution[row["n"].value] = row["v"]
    return list(found.values())


def _there(node: Node | None) -> Node:
    assert node is not None
    return node
