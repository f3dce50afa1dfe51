"""What is compiled, and what is left to Shifty."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from bwise_kg.namespaces import SH, XSD
from bwise_kg.validation import EngineName, RawResult, data_of, engine, rules
from bwise_kg.validation.compiled import Compiled
from bwise_kg.validation.constraints import UnsupportedError
from bwise_kg.validation.literals import DATATYPES
from bwise_kg.validation.setwise import joined

from .test_engines import data, triples

A, B, C = (NamedNode(f"urn:x:{name}") for name in "abc")


def shape(select: str) -> str:
    return f""":s a sh:NodeShape ; sh:targetClass :C ; sh:sparql :q . :q sh:select '''{select}''' ."""


def answers(select: str, turtle: str) -> list[RawResult]:
    compiled = Compiled(triples(shape(select)))
    assert compiled.left == ()
    return compiled.validate(data(turtle))


@pytest.mark.parametrize("rule_set", [found.name for found in rules().sets])
def test_all_our_rules_are_compiled(rule_set: str) -> None:
    compiled = rules().of([rule_set]).engine(EngineName.COMPILED)
    assert isinstance(compiled, Compiled)
    assert compiled.left == ()


@pytest.mark.parametrize(
    ("query", "joints"),
    [
        ("SELECT $this WHERE { $this :p ?v }", 1),
        ("SELECT DISTINCT $this ?v { { $this :p ?v } UNION { $this :q ?v } UNION { ?v a :D } }", 3),
        ("SELECT ?this (COUNT(?v) AS ?n) { ?this :p ?v } GROUP BY ?this HAVING (COUNT(?v) > 1)", 1),
        ("SELECT $this { $this :p ?v FILTER NOT EXISTS { $this :q ?v } }", 1),
        ("SELECT $this { $this :p ?v OPTIONAL { $this :q ?w } }", 1),
        ("SELECT $this { ?v :p 1 OPTIONAL { ?v :q ?w FILTER(?w = $this) } }", 2),
        ("SELECT $this { { SELECT $this (SUM(?v) AS ?n) { $this :p ?v } GROUP BY $this } FILTER(?n > 1) }", 2),
        ('SELECT $this { $this :p "}{ SELECT" } # { LIMIT', 1),
    ],
)
def test_focus_nodes_are_joined_with_every_group_that_needs_them(query: str, joints: int) -> None:
    assert joined(query, "FOCUS").count("FOCUS") == joints


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this { $this :p ?v } LIMIT 1",
        "SELECT $this { $this :p ?v MINUS { $this :q ?v } }",
        "SELECT $this { VALUES ?v { 1 } $this :p ?v }",
        "SELECT $this { GRAPH ?g { $this :p ?v } }",
        "SELECT $this { $this $PATH ?v }",
        "SELECT $this { $this $PATH ?v . $shapesGraph :p ?v }",
        "SELECT ?v { $this :p ?v }",
        "SELECT * { $this :p ?v }",
        "SELECT (?v AS $this) { ?v :p 1 }",
        "SELECT $this { ?v :p 1 BIND(?v AS $this) }",
        "SELECT (SAMPLE($this) AS ?one) (COUNT(?v) AS ?n) { $this :p ?v }",
        "SELECT $this (COUNT(?v) AS ?n) { $this :p ?v } GROUP BY ?v (STR($this))",
        "SELECT $this { $this :p ?v { SELECT (COUNT(?w) AS ?n) { $this :q ?w } } }",
        "SELECT $this { $this :p ?v { SELECT ?v { $this :q ?v } GROUP BY ?v } }",
        "SELECT $this { $this :p ?v FILTER EXISTS { { SELECT $this { $this :q 1 } } } }",
        "SELECT $this { $this :p ?v FILTER(?v > RAND()) }",
        "ASK { $this :p ?v }",
        "SELECT $this { $this :p ?v ",
    ],
)
def test_what_looks_at_all_solutions_at_once_is_refused(query: str) -> None:
    with pytest.raises(UnsupportedError):
        joined(query, "FOCUS")


def test_groups_are_counted_for_each_focus_node() -> None:
    found = answers(
        "SELECT $this (COUNT(?v) AS ?n) WHERE { $this <urn:x:p> ?v } GROUP BY $this HAVING (COUNT(?v) > 1)",
        ":a a :C ; :p 1 , 2 . :b a :C ; :p 3 . :c a :C ; :p 4 , 5 , 6 . :d :p 7 , 8 .",
    )
    count = {r.focus: dict(r.bindings or ())["n"] for r in found}
    assert count == {A: Literal("2", datatype=XSD.integer), C: Literal("3", datatype=XSD.integer)}


def test_an_optional_group_sees_its_own_focus_node_only() -> None:
    """Bound beforehand, $this is in scope of the filter; joined afterwards, it would not be."""
    found = answers(
        "SELECT $this ?w WHERE { $this a ?t OPTIONAL { ?v <urn:x:q> ?w BIND($this AS ?x) FILTER(?x = ?v) } }",
        ":a a :C ; :q 1 . :b a :C ; :q 2 . :c a :C .",
    )
    assert {(r.focus, dict(r.bindings or ()).get("w")) for r in found} == {
        (A, Literal("1", datatype=XSD.integer)),
        (B, Literal("2", datatype=XSD.integer)),
        (C, None),
    }


def test_blank_nodes_and_literals_are_focus_nodes() -> None:
    shapes = triples(
        """:s a sh:NodeShape ; sh:targetObjectsOf :p ; sh:sparql :q .
        :q sh:select "SELECT $this WHERE { ?any <urn:x:p> $this FILTER(!isIRI($this)) }" ."""
    )
    compiled = Compiled(shapes)
    assert compiled.left == ()
    found = compiled.validate(data(':a :p _:mine , "text" , :b .'))
    assert {r.focus for r in found} == {BlankNode("mine"), Literal("text")}
    assert len(found) == 2


def test_a_value_comes_back_as_it_was_written() -> None:
    (found,) = answers("SELECT $this ?value WHERE { $this <urn:x:p> ?value }", ':a a :C ; :p "040.0"^^xsd:decimal .')
    assert found.value == Literal("040.0", datatype=XSD.decimal)


@pytest.mark.parametrize(
    "constraint",
    [
        "sh:property [ sh:path [ sh:zeroOrMorePath :p ] ; sh:maxCount 1 ]",
        "sh:property [ sh:path :p ; sh:lessThan :q ]",
        'sh:property [ sh:path :p ; sh:pattern "^.$" ]',
        "sh:property [ sh:path :p ; sh:datatype xsd:gYear ]",
        "sh:closed true",
        "sh:deactivated true",
        "sh:node :s",
    ],
)
def test_other_shapes_are_left_to_shifty(constraint: str) -> None:
    shapes = triples(
        f":s a sh:NodeShape ; sh:targetClass :C ; {constraint} . "
        ":t a sh:NodeShape ; sh:targetClass :C ; sh:property [ sh:path :q ; sh:minCount 1 ] ."
    )
    compiled = Compiled(shapes)
    assert compiled.left == (NamedNode("urn:x:s"),)
    graph = data_of(triples(":a a :C ; :p 1 , :b . :b a :C ; :q 0 ."))

    def keys(found: list[RawResult]) -> set[tuple[str, str, str]]:
        return {(str(r.focus), r.component.value, str(r.value)) for r in found}

    if constraint != "sh:node :s":  # what recursion means is open
        assert keys(compiled.validate(graph)) == keys(engine(EngineName.PYSHACL, shapes).validate(graph))
    assert (str(A), SH.MinCountConstraintComponent.value, "None") in keys(compiled.validate(graph))


@pytest.mark.parametrize(
    ("datatype", "good", "bad"),
    [
        (XSD.date, ["2024-02-29", "0001-01-01", "2026-03-01Z", "2026-03-01+02:00"], ["2026-02-29", "2026-1-1", "x"]),
        (XSD.decimal, ["1", "-1.5", "+.5", "1.", " 60 "], ["1e3", "", ".", "NaN", "٣"]),
        (XSD.integer, ["007", "-0"], ["1.0", "", "1_0"]),
        (XSD.double, ["1e3", "-INF", "NaN"], ["inf", "e3", "nan"]),
        (XSD.boolean, ["true", "0"], ["True", "yes", "2"]),
    ],
)
def test_texts_of_datatypes(datatype: NamedNode, good: list[str], bad: list[str]) -> None:
    """As XML Schema 1.1, part 2, section 3 gives them."""
    assert [text for text in good if not DATATYPES[datatype](text)] == []
    assert [text for text in bad if DATATYPES[datatype](text)] == []
