"""Queries over HTTP: methods, formats, negotiation, datasets."""

from __future__ import annotations

import csv
import json
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from bwise_kg import Graph

COUNT = "SELECT (COUNT(*) AS ?n) { ?s a bw:Curriculum }"
THREE = "SELECT ?x ?y { VALUES (?x ?y) { (1 'a,\"b') (UNDEF <http://a/b>) ('x'@en 'q\\nr') } }"
STATEMENTS = "CONSTRUCT { ?s ?p ?o } { ?s a bw:Persona ; ?p ?o FILTER(?p != bw:origin) }"
GRAPH = "https://w3id.org/bwise/graph/"


def ask(client: httpx.Client, text: str, accept: str | None = None, **parameters: Any) -> httpx.Response:
    headers = {"Accept": accept} if accept else {}
    return client.get("/sparql", params={"query": text, **parameters}, headers=headers)


def value(response: httpx.Response, name: str = "n") -> str:
    assert response.status_code == 200, response.text
    (row,) = response.json()["results"]["bindings"]
    return str(row[name]["value"])


def test_every_way_of_asking_gives_the_same_answer(client: httpx.Client, slice_graph: Graph) -> None:
    expected = str(len(slice_graph.curricula))
    direct = {"Content-Type": "application/sparql-query"}
    ways = [
        ask(client, COUNT),
        client.get("/sparql/", params={"query": COUNT}),
        client.post("/sparql", data={"query": COUNT}),
        client.post("/sparql", content=COUNT, headers=direct),
        client.post("/sparql", content=COUNT, headers={"Content-Type": "Application/SPARQL-Query; charset=UTF-8"}),
    ]
    assert int(expected) >= 3
    assert [value(response) for response in ways] == [expected] * len(ways)


def test_percent_and_plus_are_decoded_once(client: httpx.Client) -> None:
    text = "SELECT ('%41+é' AS ?n) {}"
    assert value(ask(client, text)) == "%41+é"
    assert value(client.post("/sparql", data={"query": text})) == "%41+é"
    direct = {"Content-Type": "application/sparql-query"}
    assert value(client.post("/sparql", content=text.encode(), headers=direct)) == "%41+é"


def test_tables_in_every_format(client: httpx.Client) -> None:
    json_ = ask(client, THREE, "application/sparql-results+json")
    assert json_.headers["content-type"] == "application/sparql-results+json"
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    assert json_.json()["results"]["bindings"] == [
        {"x": {"type": "literal", "value": "1", "datatype": integer}, "y": {"type": "literal", "value": 'a,"b'}},
        {"y": {"type": "uri", "value": "http://a/b"}},
        {"x": {"type": "literal", "value": "x", "xml:lang": "en"}, "y": {"type": "literal", "value": "q\nr"}},
    ]
    for accept, format_ in (
        ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
        ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
    ):
        response = ask(client, THREE, accept)
        assert response.headers["content-type"].startswith(accept)
        rows = ox.parse_query_results(response.content, format=format_)
        assert isinstance(rows, ox.QuerySolutions)
        assert [[row["x"], row["y"]] for row in rows] == [
            [ox.Literal(1), ox.Literal('a,"b')],
            [None, ox.NamedNode("http://a/b")],
            [ox.Literal("x", language="en"), ox.Literal("q\nr")],
        ]
    table = ask(client, THREE, "text/csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.content == b'x,y\r\n1,"a,""b"\r\n,http://a/b\r\nx,"q\nr"\r\n'
    assert len(list(csv.reader(table.text.splitlines(keepends=True)))) == 4


@pytest.mark.parametrize(
    ("accept", "body"),
    [
        ("application/sparql-results+json", b'{"head":{},"boolean":true}'),
        ("text/csv", b"true"),
        ("text/tab-separated-values", b"true"),
    ],
)
def test_booleans(client: httpx.Client, accept: str, body: bytes) -> None:
    assert ask(client, "ASK {}", accept).content == body


@pytest.mark.parametrize(
    ("accept", "format_"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/trig", ox.RdfFormat.TRIG),
        ("application/n-quads", ox.RdfFormat.N_QUADS),
    ],
)
def test_graphs_in_every_format(client: httpx.Client, slice_graph: Graph, accept: str, format_: ox.RdfFormat) -> None:
    response = ask(client, STATEMENTS, accept)
    assert response.headers["content-type"].split(";")[0] == accept
    found = {quad.triple for quad in ox.parse(response.content, format=format_)}
    assert found == set(slice_graph.store.construct(STATEMENTS))
    assert len(found) > 20


@pytest.mark.parametrize(
    ("text", "accept", "chosen"),
    [
        (COUNT, None, "application/sparql-results+json"),
        (COUNT, "*/*", "application/sparql-results+json"),
        (COUNT, "text/csv;q=0.4, application/sparql-results+xml;q=0.5", "application/sparql-results+xml"),
        (COUNT, "text/*", "text/csv"),
        (COUNT, "text/csv;q=0, text/*", "text/tab-separated-values"),
        (COUNT, "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", "application/xml"),
        (COUNT, 'text/turtle, application/json;q="a,b";q=0.1', "application/json"),
        (STATEMENTS, None, "text/turtle"),
        (STATEMENTS, "application/sparql-results+json, application/rdf+xml;q=0.1", "application/rdf+xml"),
        ("DESCRIBE bwid:profile/supporter", "application/*;q=0.5", "application/n-triples"),
        ("DESCRIBE <id/profile/supporter>", "text/turtle;q=0.1, application/ld+json", "application/ld+json"),
    ],
)
def test_negotiates(client: httpx.Client, text: str, accept: str | None, chosen: str) -> None:
    text = text.replace("bwid:profile/supporter", "<https://w3id.org/bwise/id/profile/supporter>")
    del client.headers["accept"]
    response = ask(client, text, accept)
    assert response.status_code == 200
    assert response.headers["content-type"].split(";")[0] == chosen
    assert "Accept" in response.headers["vary"]


def test_relative_names_start_from_our_base(client: httpx.Client, slice_graph: Graph) -> None:
    found = ask(client, "DESCRIBE <id/profile/supporter>", "application/n-triples").text
    assert "<https://w3id.org/bwise/id/profile/supporter> " in found


def test_nothing_acceptable(client: httpx.Client) -> None:
    response = ask(client, COUNT, "text/html, image/*;q=0.5")
    assert response.status_code == 406
    assert response.headers["content-type"] == "application/problem+json"
    assert "text/csv" in response.json()["offered"]
    assert ask(client, STATEMENTS, "text/csv").status_code == 406


def test_head_is_get_without_the_body(client: httpx.Client) -> None:
    for parameters in ({"query": COUNT}, {}):
        get, head = client.get("/sparql", params=parameters), client.head("/sparql", params=parameters)
        assert head.content == b""
        for name in ("content-type", "content-length", "etag", "vary"):
            assert head.headers[name] == get.headers[name]
    assert client.head("/health").status_code == 200
    assert client.head("/sparql", params={"query": "nonsense"}).status_code == 400


def test_options_and_cors(client: httpx.Client) -> None:
    options = client.options("/sparql")
    assert options.status_code == 204
    assert options.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    asked = {
        "Origin": "https://app.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    preflight = client.options("/sparql", headers=asked)
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert preflight.headers["access-control-allow-headers"] == "content-type"
    for response in (preflight, ask(client, COUNT), ask(client, "x"), client.get("/nowhere")):
        assert response.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods(client: httpx.Client, method: str) -> None:
    response = client.request(method, "/sparql", params={"query": COUNT})
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert response.json()["status"] == 405


@pytest.mark.parametrize(
    ("path", "allow"),
    [
        *((path, "GET, HEAD, OPTIONS") for path in ("/dataset", "/doc/profile/supporter.ttl", "/health", "/metrics")),
        *((f"/api/v1/{path}", "GET, HEAD, OPTIONS") for path in ("profiles", "openapi.json")),
        ("/api/v1/validate", "OPTIONS, POST"),
        ("/sparql", "GET, HEAD, OPTIONS, POST"),
        ("/graph-store", "DELETE, GET, HEAD, OPTIONS, POST, PUT"),
    ],
)
def test_methods_are_the_same_whoever_asks_for_them(client: httpx.Client, path: str, allow: str) -> None:
    refused, options = client.patch(path), client.options(path)
    assert (refused.status_code, options.status_code) == (405, 204)
    assert (refused.headers["allow"], options.headers["allow"]) == (allow, allow)


@pytest.mark.parametrize("name", ["Content-Profile", "Preference-Applied", "Content-Location", "Link", "ETag"])
def test_pages_of_others_can_read_headers(client: httpx.Client, name: str) -> None:
    response = client.get("/dataset", headers={"Prefer": "wait=0"})
    assert name in response.headers
    assert name in response.headers["access-control-expose-headers"].split(", ")


IN_REFERENCE = "SELECT (COUNT(*) AS ?n) { ?s a bw:Persona }"
NAMED = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


def test_datasets_of_the_protocol(client: httpx.Client, slice_graph: Graph) -> None:
    answer = slice_graph.store.query(IN_REFERENCE, graphs=[ox.NamedNode(f"{GRAPH}reference")])
    assert isinstance(answer, ox.QuerySolutions)
    (row,) = answer
    personas = str(row["n"].value)
    assert int(personas) > 3
    assert value(ask(client, IN_REFERENCE, **{"default-graph-uri": f"{GRAPH}reference"})) == personas
    assert value(ask(client, IN_REFERENCE, **{"default-graph-uri": f"{GRAPH}facts/seeds"})) == "0"
    assert value(ask(client, IN_REFERENCE, **{"named-graph-uri": f"{GRAPH}reference"})) == "0"
    assert value(ask(client, NAMED)) == str(len(slice_graph.store.graphs()))
    assert value(ask(client, NAMED, **{"default-graph-uri": f"{GRAPH}reference"})) == "0"
    both: dict[str, Any] = {"named-graph-uri": [f"{GRAPH}reference", f"{GRAPH}ontology"]}
    assert value(ask(client, NAMED, **both)) == "2"
    # what the protocol names goes before what the query names
    asked = IN_REFERENCE.replace("{", f"FROM <{GRAPH}reference> {{", 1)
    assert value(ask(client, asked, **{"default-graph-uri": f"{GRAPH}facts/seeds"})) == "0"
    assert ask(client, COUNT, **{"default-graph-uri": "no iri"}).status_code == 400


def test_from_finds_graphs_of_the_store(client: httpx.Client) -> None:
    personas = value(ask(client, IN_REFERENCE, **{"default-graph-uri": f"{GRAPH}reference"}))
    assert value(ask(client, IN_REFERENCE.replace("{", f"FROM <{GRAPH}reference> {{", 1))) == personas
    assert value(ask(client, IN_REFERENCE.replace("{", f"FROM <{GRAPH}facts/seeds> {{", 1))) == "0"
    assert value(ask(client, NAMED.replace("{", f"FROM NAMED <{GRAPH}reference> {{", 1))) == "1"


def test_a_statement_of_two_graphs_is_found_twice(client: httpx.Client) -> None:
    """It should be once (Oxigraph 1919): when it is, take that out of docs/service.md."""
    pattern = f"{{ <{GRAPH}translations/de> bw:origin ?o }}"
    assert value(ask(client, f"SELECT (COUNT(DISTINCT ?g) AS ?n) {{ GRAPH ?g {pattern} }}")) == "2"
    assert value(ask(client, f"SELECT (COUNT(*) AS ?n) {pattern}")) == "2"
    assert value(ask(client, f"SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT * {pattern} }}")) == "1"


def test_numbers_come_back_as_the_type_that_theirs_is_derived_from(client: httpx.Client) -> None:
    for name in ("number", "position", "rank"):
        types = value(ask(client, f"SELECT DISTINCT (DATATYPE(?o) AS ?n) {{ ?s bw:{name} ?o }}"))
        assert types == "http://www.w3.org/2001/XMLSchema#integer"


def test_large_answers_come_in_parts_and_whole(client: httpx.Client) -> None:
    text = "SELECT ?a ?b { ?a a ?x . ?b a ?y } LIMIT 100000"
    with client.stream("GET", "/sparql", params={"query": text}, headers={"Accept": "text/csv"}) as response:
        parts = list(response.iter_raw())
    assert response.status_code == 200
    body = b"".join(parts)
    assert len(body) == int(response.headers["content-length"]) > 10 * 2**20
    assert len(parts) > 50
    assert body.count(b"\r\n") == 100_001
    document = json.loads(ask(client, text, "application/json").content)
    assert len(document["results"]["bindings"]) == 100_000
