"""The W3C's tests of SPARQL 1.1 queries and result formats, asked over HTTP with the dataset of the protocol."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from tests.api import manifests
from tests.api.manifests import BASE, Evaluation
from tests.api.serving import filled, serving

EXCLUDED = {
    "aggregates/agg-groupconcat-04": "the engine keeps the language tag in GROUP_CONCAT",
    "aggregates/agg-groupconcat-06": "the engine keeps the language tag in GROUP_CONCAT",
    "aggregates/agg-empty-group-count-graph": "the engine counts once over all graphs, not once a graph",
    "bindings/graph": "the engine does not join VALUES inside GRAPH with the graph's name",
    "functions/bnode01": "the engine makes a new blank node for each BNODE(str) of a row",
    "negation/graph-minus": "the engine does not join MINUS inside GRAPH with the graph's name",
    "property-path/zero_or_more_set_start": "the engine finds no zero-length path of a term that is in no statement",
    "property-path/zero_or_more_set_end": "the engine finds no zero-length path of a term that is in no statement",
    "property-path/zero_or_one_set_start": "the engine finds no zero-length path of a term that is in no statement",
    "property-path/zero_or_one_set_end": "the engine finds no zero-length path of a term that is in no statement",
    "syntax-query/test_4": "asks for a function that nobody has: 400, so that who mistypes one is told",
    "csv-tsv-res/csv03": "the engine keeps numbers in their shortest form, 1000000 for 1.0E6",
}
"""Tests that do not pass, each with its reason."""

NOTHING = "urn:empty"
RDF = {".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES}
RESULTS = {
    ".srx": ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
    ".srj": ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
    ".tsv": ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
}


@pytest.fixture(scope="module")
def suite(shared: Path) -> Path:
    return shared / "suites" / "w3c" / "sparql11"


@pytest.fixture(scope="module")
def endpoint(suite: Path, place: Path | str) -> Iterator[httpx.Client]:
    """Serve every data file of the suite, each in a graph with the name of the file."""
    used = {file for test in evaluations_of(suite) for file in (test.default, *test.named) if file}
    filled(place, {BASE + file: statements(suite / file, BASE + file) for file in sorted(used)})
    with serving(place) as server, server.client() as client:
        yield client


def statements(path: Path, iri: str) -> Iterator[ox.Triple]:
    for quad in ox.parse(path.read_bytes(), format=RDF[path.suffix], base_iri=iri, rename_blank_nodes=True):
        yield quad.triple


def evaluations_of(suite: Path) -> list[Evaluation]:
    names = ("manifest-sparql11-query.ttl", "manifest-sparql11-results.ttl")
    return [test for name in names for test in manifests.evaluations(suite, name)]


def test_queries(suite: Path, endpoint: httpx.Client) -> None:
    found = evaluations_of(suite)
    assert len(found) == 328 + 10
    failed = {test.name for test in found if not passes(suite, endpoint, test)}
    assert failed == set(EXCLUDED)


def passes(suite: Path, endpoint: httpx.Client, test: Evaluation) -> bool:
    text = (suite / test.query).read_text(encoding="utf-8")
    if test.result is None:  # whether it can be read is all that is tested
        status = endpoint.post("/sparql", data={"query": f"BASE <{BASE}{test.query}> {text}"}).status_code
        return status == (200 if test.positive else 400)
    parameters: dict[str, str | list[str]] = {"query": f"BASE <{BASE}{test.query}> {text}"}
    if "FROM" not in text:
        parameters["default-graph-uri"] = BASE + test.default if test.default else NOTHING
        parameters["named-graph-uri"] = [BASE + file for file in test.named]
    expected = suite / test.result
    accept = {**{suffix: kind for suffix, (kind, _) in RESULTS.items()}, ".csv": "text/csv"}.get(expected.suffix, "*/*")
    response = endpoint.post("/sparql", data=parameters, headers={"Accept": accept})
    if response.status_code != 200:
        return False
    return same(response, expected, BASE + test.result)


def same(response: httpx.Response, expected: Path, iri: str) -> bool:
    kind = response.headers["content-type"].split(";")[0]
    if expected.suffix == ".csv":
        return table_of(response.text) == table_of(expected.read_text(encoding="utf-8"))
    if expected.suffix in RESULTS:
        format_ = RESULTS[expected.suffix][1]
        wanted = ox.parse_query_results(expected.read_bytes(), format=format_)
        given = ox.parse_query_results(response.content, format=format_)
        if isinstance(wanted, ox.QueryBoolean) or isinstance(given, ox.QueryBoolean):
            return wanted == given
        return {v.value for v in wanted.variables} == {v.value for v in given.variables} and manifests.same_rows(
            manifests.rows(given), manifests.rows(wanted)
        )
    graph = [quad.triple for quad in ox.parse(expected.read_bytes(), format=RDF[expected.suffix], base_iri=iri)]
    if kind == "text/turtle":
        given_graph = [quad.triple for quad in ox.parse(response.content, format=ox.RdfFormat.TURTLE)]
        return manifests.same_graphs(given_graph, graph)
    table = manifests.result_set(graph)
    answer = ox.parse_query_results(response.content, format=ox.QueryResultsFormat.JSON)
    if isinstance(answer, ox.QueryBoolean):
        return table is bool(answer)
    return not isinstance(table, bool) and manifests.same_rows(manifests.rows(answer), table)


def table_of(text: str) -> list[list[tuple[str, str]]]:
    """Return the rows of a CSV, in whatever order its columns and rows are."""
    found = csv.DictReader(text.splitlines())
    return sorted(
        sorted((name, "_:" if cell.startswith("_:") else cell) for name, cell in row.items()) for row in found
    )
