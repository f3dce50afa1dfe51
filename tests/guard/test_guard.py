"""Queries reach nothing outside the store: what is refused, and what is not."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from bwise_kg import Graph, QueryError
from bwise_kg.guard import check, is_graph_query

if TYPE_CHECKING:
    from tests.guard.conftest import Outside

# Each of these makes the engine ask outside (URL stands for the server) and has to be refused

ASKING = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT*{SERVICE<URL>{?s ?p ?o}}",
    "select * { service silent <URL> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE\n\t<URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE # a comment\r<URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE#<URL>\n<URL> { ?s ?p ?o } }",
    "SELECT * { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "SELECT * { ?s ?p ?o FILTER NOT EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "ASK { SERVICE <URL> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "BASE <URL> SELECT * { SERVICE <x> { ?s ?p ?o } }",
    "SELECT * { SERVICE bw:x { ?s ?p ?o } }",
    # the engine wants no blank between words
    "SELECT * { SERVICESILENT<URL>{ ?s ?p ?o } }",
    "PREFIX :<URL> SELECT * { SERVICE:s{ ?s ?p ?o } }",
    "PREFIX SERVICE:<http://a/> PREFIX :<URL> SELECT * { SERVICE:s { ?s ?p ?o } }",
    "SELECT * { SERVICEbw:x { ?s ?p ?o } }",
    "PREFIX SERVICE:<URL> SELECT * { SERVICESERVICE:x { ?s ?p ?o } }",
    "PREFIXx:<URL>SELECT*{SERVICESILENTx:x{?s ?p ?o}}",
    'SELECT * { ?s ?p "c"SERVICE<URL>{} }',
    "SELECT * { ?s ?p ?o.SERVICE<URL>{} }",
    # and knows no escapes outside strings and IRIs
    r"""SELECT ("\u0022" AS ?x) { SERVICE <URL> {} } #" """,
    r"""SELECT ('\u0027' AS ?x) { SERVICE <URL> {} } #' """,
    r"""SELECT ("\u005C" AS ?x) { SERVICE <URL> {} } #" """,
    r"""SELECT ("\\" AS ?x) { SERVICE <URL> {} } #" """,
    r"""SELECT ("\\u0022" AS ?x) { SERVICE <URL> {} } #" """,
    r"""SELECT * { ?s ?p ?o FILTER(?s != <http://a\u0041'>) SERVICE <URL> {} } #' """,
    # strings and comments that do not end where they seem to
    "SELECT * { BIND('''a''' AS ?x) SERVICE <URL> {} } #'''",
    "SELECT * { BIND('' AS ?x) SERVICE <URL> {} } #'",
    'SELECT * { BIND("""a\\"""" AS ?x) SERVICE <URL> {} } #"',
    'SELECT * { VALUES ?x { """a" #\\q\n } SERVICE <URL> {} } #"""',
    'SELECT * { VALUES ?x { """a" #\\uD800\n } SERVICE <URL> {} } #"""',
    'SELECT * { VALUES ?x { """a" #\\U00110000\n } SERVICE <URL> {} } #"""',
    'SELECT * { VALUES ?x { """a" bw:x\\- } SERVICE <URL> {} } #"""',
    # less-than or an IRI
    "SELECT * { ?s ?p ?o FILTER(?o<'>'||true) SERVICE <URL> {} } #'",
    'SELECT * { ?s ?p ?o FILTER(?o<?s#>"""\n||true) SERVICE <URL> {} } #"""',
    "PREFIX http:<http://a> SELECT * { ?s ?p ?o FILTER(?o<http:#>'''\n||true) SERVICE <URL> {} } #'''",
    # names
    r"SELECT * { ?s ?p ?o FILTER(true||?s=bw:\#) SERVICE <URL> {} }",
    r"SELECT * { ?s ?p ?o FILTER(true||?s=bw:a\') SERVICE <URL> {} } #'",
    "SELECT * { ?s ?p ?o FILTER(true||?s=bw:a\u3001\\#) SERVICE <URL> {} }",
    "SELECT * { ?s ?p ?o FILTER(true||?s=bw:a\u0301\\#) SERVICE <URL> {} }",
]


@pytest.mark.parametrize("query", ASKING)
def test_refuses_whatever_makes_the_engine_ask_outside(outside: Outside, slice_graph: Graph, query: str) -> None:
    query = query.replace("URL", outside.url)
    assert outside.asked_by(query)
    before = outside.asked
    with pytest.raises(QueryError, match=r"^SERVICE would ask another server; .* \(line \d\)$"):
        slice_graph.query(query)
    assert outside.asked == before


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * FROM <http://a> { ?s ?p ?o }", "FROM is not supported; say which graph is meant with GRAPH"),
        ("SELECT *\nfrom\nNAMED <http://a> { ?s ?p ?o }", r"^FROM is .* \(line 2\)$"),
        ("ASKFROM<http://a>{ ?s ?p ?o }", "^FROM is"),
        ("SELECT*FROMNAMED<http://a>{ ?s ?p ?o }", "^FROM is"),
        ("PREFIX :<http://a/> SELECT*FROM:g{ ?s ?p ?o }", "^FROM is .*; rename the prefix FROM: "),
        ("DESCRIBE<http://a>FROM<http://b>", "^FROM is"),
        ("LOAD <http://a>", "^LOAD would fetch"),
        ("INSERT DATA {} ;\r\nLOADSILENT<http://a>", r"^LOAD would .* \(line 2\)$"),
        # as other engines read it: SPARQL 1.1, section 19.2
        (r"SELECT * { \u0053ERVICE <http://a> {} }", "^SERVICE would"),
        (r"SELECT * { S\U00000045RVICE <http://a> {} }", "^SERVICE would"),
        (r"SELECT * \u0046\u0052\u004f\u004D <http://a> {}", "^FROM is"),
        (r"SELECT * { # \u000A SERVICE <http://a> {} }", "^SERVICE would"),
        (r"SELECT * { ?s ?p '\u0027 SERVICE <http://a> {} } #'", "^SERVICE would"),
    ],
)
def test_refuses(query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        check(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p 'SERVICE' }",
        "SELECT * { ?s ?p '''SERVICE <a> { ' '' } \n FROM''' }",
        'SELECT * { ?s ?p "it\'s a SERVICE" , "\\"FROM\\"" }',
        'SELECT * { ?s ?p """SERVICE "" FROM" LOAD\\""" """ }',
        "SELECT * { ?s ?p ?o } # SERVICE <http://a> {} FROM",
        "SELECT * # FROM\r{ ?s ?p ?o }",
        "SELECT ?service ?FROM $load { ?service ?FROM $load }",
        "PREFIX x: <http://service/from/load> SELECT * { x:SERVICE x:from.load ?o }",
        "SELECT * { <http://a/SERVICE/x> <https://a/?from=b#load> ?o . ?o <urn:service> <urn:from> }",
        "SELECT * { ?s ?p 'Dienst'@from , 'x'@en-service }",
        "SELECT * { ?s ?p _:service , _:from.load }",
        "PREFIX load: <http://a/> PREFIX payload: <http://b/> SELECT * { ?s load:a payload:b }",
        "SELECT * { ?s <http://a/#it's> ?o FILTER(?o<5&&?o>3) }",
        "SELECT ?x { ?x <http://a#b>/<http://a#c> ?y . FILTER(?x < ?y || ?y > 'SERVICE') }",
        "SELECT * { ?s ?p '\\U0001F600', \"\\u0053ERVICE\" }",
        "SELECT * { ?s ?p 'a\u2028SERVICE' }",
        "SELECT (COUNT(*) AS ?serviceCount) { ?s bw:attains/bw:skill ?o }",
    ],
)
def test_lets_through(slice_graph: Graph, query: str) -> None:
    check(query)
    assert isinstance(slice_graph.query(query), ox.QuerySolutions)


@pytest.mark.parametrize("query", ["'\\UFFFFFFFF'", "\\uD800", "'", '"""', "<", "", "\x00", "\ud800", "?", "@", "\\"])
def test_whatever_is_no_query_does_no_harm(slice_graph: Graph, query: str) -> None:
    check(query)
    with pytest.raises(QueryError, match="not a SPARQL query"):
        slice_graph.query(query)


@pytest.mark.parametrize(
    "piece", ["a.", "-", "<#>", "<'>", "<a", '"', "'''", ":", "\\u0041", "<urn:a#'''>\n", '"""a"\\q']
)
def test_long_queries_are_read_in_no_time(piece: str) -> None:
    started = time.monotonic()
    check("SELECT * {" + piece * 50_000)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("query", "graph"),
    [
        ("SELECT * { ?s ?p ?o }", False),
        ("ask{}", False),
        (
            "PREFIX construct: <http://a> # DESCRIBE\nSELECT ?describe { ?describe construct:construct 'CONSTRUCT' }",
            False,
        ),
        ("CONSTRUCT { ?s ?p ?o } WHERE { { SELECT * { ?s ?p ?o } } }", True),
        ("BASE <http://select/> DESCRIBE <ask>", True),
        ("SELECT * { ?s ?p ?o FILTER EXISTS { ?s ?p ?construct } }", False),
    ],
)
def test_tells_graphs_from_tables(slice_graph: Graph, query: str, graph: bool) -> None:
    assert is_graph_query(query) is graph
    assert isinstance(slice_graph.query(query), ox.QueryTriples) is graph


@pytest.mark.parametrize("query", ["", "INSERT DATA { <a> <b> <c> }", "# SELECT", "'ASK'", "?select", "x:SELECT"])
def test_no_query_is_an_error(query: str) -> None:
    with pytest.raises(QueryError, match="not a SPARQL query: neither SELECT, ASK, CONSTRUCT nor DESCRIBE in it"):
        is_graph_query(query)
