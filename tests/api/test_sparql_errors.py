"""What the endpoint says when something is wrong."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import pytest
from bwise_kg.api.well_formed import Characters, UnwritableError

from tests.api.serving import Server, bounded

DIRECT = {"Content-Type": "application/sparql-query"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def problem(response: httpx.Response, status: int) -> dict[str, object]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    found: dict[str, object] = response.json()
    assert found["status"] == status
    assert {"type", "title"} <= found.keys()
    return found


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("SELECT * {\n ?s ?p }", 2, 9),
        ("SELECT", 1, 7),
        ("PREFIX a: <http://a>\nSELECT *\n{ ?s b:c ?o }", 3, 11),
        ("ASK { } }", 1, 10),
    ],
)
def test_syntax_errors_have_line_and_column(client: httpx.Client, text: str, line: int, column: int) -> None:
    found = problem(client.get("/sparql", params={"query": text}), 400)
    assert found["type"] == "https://w3id.org/bwise/problem/syntax"
    assert (found["line"], found["column"]) == (line, column)
    assert f"Line {line}, column {column}" in str(found["detail"])


@pytest.mark.parametrize("text", ["", " ", "nonsense", "INSERT DATA { <a:a> <a:a> 1 }", "DROP ALL", "LOAD <http://a>"])
def test_what_is_no_query(client: httpx.Client, text: str) -> None:
    assert (
        problem(client.get("/sparql", params={"query": text}), 400)["type"] == "https://w3id.org/bwise/problem/refused"
    )


def test_unknown_functions_are_named(client: httpx.Client) -> None:
    found = problem(client.get("/sparql", params={"query": "SELECT (<http://a/f>(1) AS ?x) {}"}), 400)
    assert "http://a/f" in str(found["detail"])


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("query=ASK{}&query=ASK{}", 400),
        ("update=CLEAR+ALL", 400),
        ("default-graph-uri=http://a", 400),
        ("query=ASK{}&timeout=soon", 400),
        ("query=ASK{}&timeout=0", 400),
        ("query=ASK{}&timeout=nan", 400),
        ("query=ASK{}&timeout=1&timeout=2", 400),
        ("query=%FF", 400),
        ("query=ASK{}%00", 400),
        ("query=ASK{}&" + "a=1&" * 3_000, 400),
    ],
)
def test_parameters(client: httpx.Client, query: str, status: int) -> None:
    problem(client.get(f"/sparql?{query}"), status)


@pytest.mark.parametrize(
    ("headers", "content", "status"),
    [
        ({"Content-Type": "text/plain"}, b"ASK {}", 415),
        ({}, b"ASK {}", 415),
        ({"Content-Type": "application/sparql-update"}, b"CLEAR ALL", 403),
        ({"Content-Type": "multipart/form-data; boundary=x"}, b"--x--", 415),
        ({**DIRECT, "Content-Encoding": "gzip"}, b"x", 415),
        ({"Content-Type": "application/sparql-query; charset=UTF-16"}, "ASK {}".encode("utf-16"), 415),
        (DIRECT, b"ASK { ?s ?p '\xff' }", 400),
        (FORM, b"query=ASK+%7B%7D&query=ASK+%7B%7D", 400),
        (FORM, b"", 400),
        (FORM, b"update=CLEAR+ALL", 403),
        (DIRECT, b"ASK { } #" + b"x" * 2**20, 413),
        (FORM, b"query=ASK+%7B%7D%23" + b"x" * 2**20, 413),
        (FORM, b"query=" + b"x" * 4 * 2**20, 413),
    ],
)
def test_bodies(client: httpx.Client, headers: dict[str, str], content: bytes, status: int) -> None:
    problem(client.post("/sparql", headers=headers, content=content), status)


def test_body_without_a_length_is_bounded(client: httpx.Client) -> None:
    parts = (b"x" * 2**16 for _ in range(100))
    try:
        response = client.post("/sparql", headers=DIRECT, content=parts)
    except httpx.WriteError:  # the server has hung up on the rest
        return
    problem(response, 413)


def test_long_addresses(client: httpx.Client) -> None:
    # httpx makes none that are longer than 64 KiB
    connection = http.client.HTTPConnection(client.base_url.host, client.base_url.port or 80)
    values = "+".join(str(number) for number in range(100_000))
    connection.request("GET", f"/sparql?query=ASK+%7BVALUES+%3Fx%7B{values}%7D%7D")
    with connection.getresponse() as response:
        assert json.loads(response.read())["boolean"] is True
    connection.request("GET", "/sparql?query=ASK+%7B%7D+%23" + "x" * 2**20)
    with connection.getresponse() as response:
        assert response.status == 414
        assert json.loads(response.read())["status"] == 414
    connection.close()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * " + "{" * 100_000 + "}" * 100_000,
        "SELECT * { FILTER(" + "(" * 100_000 + "1" + ")" * 100_000 + ") }",
        "SELECT * { ?s ?p " + "[<a:a> " * 50_000 + "1" + "]" * 50_000 + " }",
        "SELECT * {\n" + "{" * 250,
    ],
)
def test_brackets_in_brackets(client: httpx.Client, text: str) -> None:
    found = problem(client.post("/sparql", content=text, headers=DIRECT), 400)
    assert found["type"] == "https://w3id.org/bwise/problem/nesting"
    assert found["line"] in {1, 2}


def test_two_hundred_brackets_are_fine(client: httpx.Client) -> None:
    text = "SELECT * " + "{" * 200 + "}" * 200
    assert client.post("/sparql", content=text, headers=DIRECT).status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { FILTER(1" + "+1" * 100_000 + ") }",
        "SELECT * { FILTER(" + "!" * 200_000 + "true) }",
        "SELECT * { {}" + "UNION{}" * 100_000 + " }",
    ],
)
def test_a_query_on_which_the_engine_ends_costs_a_worker_and_no_more(client: httpx.Client, text: str) -> None:
    found = problem(client.post("/sparql", content=text, headers=DIRECT), 400)
    assert found["type"] == "https://w3id.org/bwise/problem/engine"
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


XML_TABLE, XML_GRAPH = "application/sparql-results+xml", "application/rdf+xml"
RDF_SYNTAX = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


@pytest.mark.parametrize("character", ["\\u0001", "\\u000B", "\\u001F", "\\uFFFE", "\\uFFFF"])
@pytest.mark.parametrize(
    ("accept", "other", "text"),
    [
        (XML_TABLE, "text/csv", 'SELECT ("aXb" AS ?x) {}'),
        ("application/xml", "application/sparql-results+json", 'SELECT ("aXb" AS ?x) {}'),
        (XML_GRAPH, "text/turtle", 'CONSTRUCT { <http://x/a> <http://x/b> "aXb" } {}'),
    ],
)
def test_characters_that_xml_forbids(client: httpx.Client, accept: str, other: str, text: str, character: str) -> None:
    asked = {"query": text.replace("X", character)}
    found = problem(client.get("/sparql", params=asked, headers={"Accept": accept}), 406)
    assert found["type"] == "https://w3id.org/bwise/problem/not-acceptable"
    assert other in str(found["offered"])
    assert "xml" not in str(found["offered"])
    assert client.get("/sparql", params=asked, headers={"Accept": other}).status_code == 200


@pytest.mark.parametrize("character", ["\t", "\x7f", "\x85", "\ufffd", "é", "\U0001f600"])
def test_characters_that_xml_has(client: httpx.Client, character: str) -> None:
    asked = {"query": f'SELECT ("{character}" AS ?x) {{}}'}
    response = client.get("/sparql", params=asked, headers={"Accept": XML_TABLE})
    assert ET.fromstring(response.content)[1][0][0][0].text == character


def test_a_forbidden_character_may_come_in_two_parts() -> None:
    characters = Characters()
    characters.require("a\uffff".encode()[:-1])
    with pytest.raises(UnwritableError, match="U\\+FFFF"):
        characters.require("\uffffa".encode()[2:])


@pytest.mark.parametrize("iri", ["http://x/1/", "http://x/a#", "urn:a:1", "http://www.w3.org/2004/02/skos/core#"])
@pytest.mark.parametrize(
    "triples", ["<http://x/a> <P> 'v'", "<http://x/a> a <P>", "<http://x/a> <http://x/b> <<( <http://x/a> <P> 1 )>>"]
)
def test_names_that_rdf_xml_has_not(client: httpx.Client, iri: str, triples: str) -> None:
    asked = {"query": f"CONSTRUCT {{ {triples.replace('P', iri)} }} {{}}"}
    found = problem(client.get("/sparql", params=asked, headers={"Accept": XML_GRAPH}), 406)
    assert f"<{iri}>" in str(found["detail"])
    assert found["offered"] == [
        *("text/turtle", "application/n-triples", "application/ld+json"),
        *("application/trig", "application/n-quads", "application/json"),
    ]


@pytest.mark.parametrize("iri", [RDF_SYNTAX + "li", RDF_SYNTAX + "Description", "http://www.w3.org/2000/xmlns/a"])
def test_predicates_that_rdf_xml_has_for_itself(client: httpx.Client, iri: str) -> None:
    asked = {"query": f"CONSTRUCT {{ <http://x/a> <{iri}> 1 }} {{}}"}
    assert iri in str(problem(client.get("/sparql", params=asked, headers={"Accept": XML_GRAPH}), 406)["detail"])


@pytest.mark.parametrize("end", ["a", "1a", "-b", "ab.", "a%20b", "é", "a:b", "_", "a-1"])
def test_names_that_rdf_xml_has(client: httpx.Client, end: str) -> None:
    asked = {"query": f"CONSTRUCT {{ <http://x/a> a <http://x/{end}>, <http://x/1/> ; <http://x/{end}> 'v' }} {{}}"}
    response = client.get("/sparql", params=asked, headers={"Accept": XML_GRAPH})
    assert [each.text for each in ET.fromstring(response.content)[0] if each.text] == ["v"]


@pytest.fixture(scope="module")
def small(slice_store: Path) -> Iterator[Server]:
    with bounded(slice_store, rows=1000, size=300_000, inline=10_000, memory=300 * 2**20) as server:
        yield server


ALL = "{ ?s ?p ?o . FILTER(STR(?o) != 'r') }"


@pytest.mark.parametrize(
    ("accept", "text"),
    [
        *((accept, f"SELECT ?p {ALL} LIMIT") for accept in ("application/json", "application/xml", "text/csv")),
        ("text/tab-separated-values", f"SELECT ?p {ALL} LIMIT"),
        ("text/csv", "SELECT ('a\\nb' AS ?x) { ?s ?p ?o } LIMIT"),
        ("application/n-triples", f"CONSTRUCT {{ ?s ?p 1 }} {{ SELECT DISTINCT ?s ?p {ALL} }} LIMIT"),
        ("text/turtle", f"CONSTRUCT {{ ?s ?p 1 }} {{ SELECT DISTINCT ?s ?p {ALL} }} LIMIT"),
    ],
)
def test_rows_are_bounded(small: Server, accept: str, text: str) -> None:
    with small.client() as client:
        headers = {"Accept": accept}
        found = problem(client.get("/sparql", params={"query": f"{text} 1001"}, headers=headers), 400)
        assert found["type"] == "https://w3id.org/bwise/problem/too-large"
        assert "1,000 " in str(found["detail"])
        assert client.get("/sparql", params={"query": f"{text} 900"}, headers=headers).status_code == 200


def test_bytes_are_bounded(small: Server) -> None:
    with small.client() as client:
        text = "SELECT ?s ?p ?o (CONCAT(STR(?s), STR(?s), STR(?s), STR(?s), STR(?s)) AS ?x) { ?s ?p ?o } LIMIT 999"
        found = problem(client.get("/sparql", params={"query": text}), 400)
        assert (
            found["detail"]
            == "It has more than 300,000 bytes. Ask for a part of it with LIMIT and OFFSET, or take a dump."
        )


def test_memory_is_bounded(small: Server) -> None:
    with small.client() as client:
        text = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?e ?i"
        found = problem(client.get("/sparql", params={"query": text}), 503)
        assert found["type"] == "https://w3id.org/bwise/problem/memory"
        assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


def test_errors_tell_nothing_of_the_machine(client: httpx.Client) -> None:
    for path in ("/nowhere", "/sparql/x", "/health/../x"):
        found = problem_anywhere(client.get(path))
        assert found["title"] == "Not Found"
    for text in ("SELECT", "'", "SELECT * { SERVICE <http://a> {} }", "ASK FROM <file:///etc/passwd> { ?s ?p ?o }"):
        response = client.get("/sparql", params={"query": text})
        assert "Traceback" not in response.text
        assert "/work" not in response.text
        assert "/tmp" not in response.text


def problem_anywhere(response: httpx.Response) -> dict[str, object]:
    assert response.headers["content-type"] == "application/problem+json"
    found: dict[str, object] = response.json()
    return found
