"""Queries as files, and values in them: data comes in as data, and every file runs as it stands."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from bwise_kg import EmbeddedStore, Graph
from bwise_kg.namespaces import PREFIXES, XSD
from bwise_kg.queries import bind, select, view
from bwise_kg.rules import rules

SPARQL = Path(__file__).parents[1] / "sparql"
VIEWS = sorted(path for path in (SPARQL / "views").iterdir() if path.suffix in {".rq", ".ru"})
RULES = sorted((SPARQL / "rules").glob("*.rq"))
A, P = NamedNode("http://example.org/a"), NamedNode("http://example.org/p")
SETTINGS = settings(deadline=None, derandomize=True)
BOUND = "SELECT ?v { VALUES ?v { UNDEF } }"


def values(query: str) -> list[object]:
    answer = ox.Store().query(query)
    assert isinstance(answer, ox.QuerySolutions)
    return [row["v"] for row in answer]


def test_slot_takes_one_value_or_several() -> None:
    assert bind(BOUND, v=A) == "SELECT ?v { VALUES ?v { <http://example.org/a> } }"
    assert values(bind(BOUND, v=[A, Literal("x"), Literal(1)])) == [A, Literal("x"), Literal(1)]
    assert values(bind(BOUND, v=(name for name in [A]))) == [A]
    assert values(bind(BOUND, v=[])) == []


def test_unbound_slot_stays() -> None:
    assert bind(BOUND) == BOUND
    assert values(BOUND) == [None]
    two = "SELECT * { VALUES ?a { UNDEF } VALUES ?b { UNDEF } }"
    assert bind(two, b=A) == "SELECT * { VALUES ?a { UNDEF } VALUES ?b { <http://example.org/a> } }"


def test_every_slot_of_a_name_is_bound_and_nothing_else_changes() -> None:
    query = "SELECT * # VALUES ?v {\n{{ VALUES ?v { UNDEF } } UNION {VALUES\n?v{UNDEF}} VALUES ?vv { UNDEF } }"
    slot = "VALUES ?v { <http://example.org/a> }"
    assert bind(query, v=A) == ("SELECT * # VALUES ?v {\n{{ " + slot + " } UNION {" + slot + "} VALUES ?vv { UNDEF } }")


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p ?v }", "SELECT * { VALUES ?V { UNDEF } }", "VALUES ?v { 1 }", ""])
def test_value_without_slot_is_an_error(query: str) -> None:
    with pytest.raises(KeyError, match="the query has no VALUES slot for v"):
        bind(query, v=A)
    with pytest.raises(KeyError, match="no VALUES slot for u, v"):
        bind(query, v=A, u=A)


ATTACKS = [
    '" } SERVICE <http://example.org/> { ?s ?p ?o } #',
    '\\" } } DROP ALL #',
    "'''\n\"\"\"\r\n\\",
    "\\1 \\g<0> \\g<name> {0} %s",
    "VALUES ?v { UNDEF }",
    "> } # <",
    "\x00\x01\x1f\x7f\u0085\u2028\ufffe",
]


@SETTINGS
@given(st.text())
@example(ATTACKS[0])
@example(ATTACKS[1])
@example(ATTACKS[2])
@example(ATTACKS[3])
@example(ATTACKS[4])
@example(ATTACKS[5])
@example(ATTACKS[6])
def test_any_text_comes_in_as_data(text: str) -> None:
    typed = [Literal(text), Literal(text, language="en"), Literal(text, datatype=XSD.token), Literal(text, datatype=P)]
    assert values(bind(BOUND, v=typed)) == typed


@SETTINGS
@given(st.text())
def test_any_iri_comes_in_as_data(text: str) -> None:
    try:
        iri = NamedNode(f"http://example.org/{text}")
    except ValueError:
        return
    assert values(bind(BOUND, v=iri)) == [iri]


def test_select_answers_in_the_graphs_named() -> None:
    store, label = EmbeddedStore(), NamedNode(PREFIXES["skos"] + "prefLabel")
    named = [
        Quad(A, label, Literal("a", language="en"), A),
        Quad(P, label, Literal("p"), A),
        Quad(A, label, Literal("b"), P),
    ]
    store.load(named)
    rows = list(select(store, "labels.rq", [A], concept=[A, NamedNode("http://example.org/none")]))
    assert [(row.name("concept"), row.node("concept"), row.text("label")) for row in rows] == [(A.value, A, "a")]
    assert rows[0].literal("label") == Literal("a", language="en")
    assert (rows[0].literal("code"), rows[0].text("code"), rows[0].literal("concept")) == (None, "", None)
    assert sorted(row.text("label") for row in select(store, "labels.rq", concept=A)) == ["a", "b"]


def test_select_wants_rows(slice_graph: Graph) -> None:
    with pytest.raises(FileNotFoundError):
        view("no-such-view.rq")
    assert list(select(slice_graph.store, "labels.rq", concept=[])) == []


# The files


@pytest.mark.parametrize("path", [*VIEWS, *RULES], ids=lambda path: path.name)
def test_file_says_what_it_asks_and_runs_as_it_stands(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.match(r"#\+ summary: [A-Z].+\.\n(?!#\+ summary)|#\+ summary: [A-Z].+\n(#\+   .+\n)*#\+   .+\.\n", text)
    if path.suffix == ".ru":
        ox.Store().update(text)
    else:
        ox.Store().query(text)


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: path.name)
def test_slots_of_a_view_take_values(path: Path) -> None:
    text = view(path.name)
    names = set(re.findall(r"VALUES \?(\w+) \{ UNDEF \}", text))
    bound = bind(text, **dict.fromkeys(names, A))
    assert "UNDEF" not in bound
    assert bound.count(str(A)) >= len(names)
    if path.suffix == ".ru":
        ox.Store().update(bound)
    else:
        ox.Store().query(bound)


def test_every_file_is_in_the_package() -> None:
    project = tomllib.loads((SPARQL.parent / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["bwise_kg.sparql"]
    assert {path for pattern in patterns for path in SPARQL.glob(pattern)} >= {*VIEWS, *RULES}


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: path.name)
def test_view_is_asked_somewhere(path: Path) -> None:
    files = (file for folder in ("bwise_kg", "api") for file in (SPARQL.parent / folder).rglob("*.py"))
    code = "".join(file.read_text(encoding="utf-8") for file in files)
    assert f'"{path.name}"' in code


def test_every_rule_has_its_source() -> None:
    assert {rule.name for rule in rules()} == {path.stem for path in RULES}
    for rule in rules():
        assert rule.sources
        assert set(rule.sources) <= {"esco", "reference", "curricula", "ontology", "facts"}
        assert isinstance(ox.Store().query(rule.query), ox.QueryTriples)


def test_rules_apply_to_graphs_of_their_source() -> None:
    applied = {
        graph: {rule.name for rule in rules() if rule.applies_to(NamedNode(f"{PREFIXES['bwg']}{graph}"))}
        for graph in ("esco/1.1.1", "curricula/a/1", "reference", "ontology", "inferred/esco/1.1.1", "facts/seeds")
    }
    of_esco = {"broader_skill", "digital_skill", "green_skill", "skill_group"}
    assert of_esco <= applied["esco/1.1.1"]
    assert "related_esco_skill" in applied["reference"] & applied["curricula/a/1"]
    assert of_esco.isdisjoint(applied["reference"] | applied["ontology"])
    assert applied["inferred/esco/1.1.1"] == set()
