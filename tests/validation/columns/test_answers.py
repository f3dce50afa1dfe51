"""Queries and constraints asked of several small graphs at once: each is answered as if it were alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pyoxigraph import Literal, Triple

from bwise_kg.namespaces import XSD
from bwise_kg.validation import RawResult
from bwise_kg.validation.columns.common import CHARACTERS, common, let_go
from bwise_kg.validation.columns.nodes import ROWS
from bwise_kg.validation.compiled import Compiled
from bwise_kg.validation.data import Data, Part
from bwise_kg.validation.numbering import Numbers
from tests.validation.test_engines import triples
from tests.validation.test_select import GRAPH, QUERIES

NAMES = """:names sh:declare [ sh:prefix "" ; sh:namespace "urn:x:" ] ,
    [ sh:prefix "xsd" ; sh:namespace "http://www.w3.org/2001/XMLSchema#" ] ."""
OTHERS = [
    "",
    ":a a :C ; :p :b .",
    ":b a :C ; :n 1 ; :p :a ; :t :b , 'x' .",
    ":a a :C ; :p :a ; :q :q ; :n 3.0 , 4 ; :t 'one'@en . :c a :C ; :t 'ONE'@en , 'One'@de ; :n 7 .",
    ":D rdfs:subClassOf :C . :z a :D ; :p :y , :x ; :n 5 , 6 . :y :p :x ; :n 5 ; :q :z "
    ". :x a :D ; :d '2026-01-01'^^xsd:date .",
]
ODD = [
    ':a a :C ; :n 4e0 , 5 , "60" ; :t "x"^^:unknown ; :p :a .',
    ':a a :C ; :n " 60 "^^xsd:decimal , 1.0 , 1.00 ; :p :b . :b :n 1 , 1.0 .',
    ':a a :C ; :d "soon"^^xsd:date , "2026-01-01Z"^^xsd:date ; :n true , "1"^^xsd:boolean ; :true "yes"^^xsd:boolean .',
    ":a a :C ; :t 040.0 , 40 , 'b'@en , 'B'@EN ; :p 1 , 1.0 , _:x . _:x :p _:x ; :n 9999999999999 .",
]


def compiled(constraints: str) -> Compiled:
    engine = Compiled(triples(f":s a sh:NodeShape ; sh:targetClass :C ; {constraints} . {NAMES}"))
    assert engine.left == ()
    return engine


def query(select: str) -> Compiled:
    quoted = select.replace('"', "'")
    return compiled(f'sh:sparql [ sh:prefixes :names ; sh:select "{quoted}" ]')


def graphs(turtles: Sequence[str], context: Sequence[Triple] = ()) -> list[Data]:
    part = Part(tuple(context), Numbers())
    return [Data(tuple(triples(turtle)), (part,)) for turtle in turtles]


def found(results: Sequence[RawResult]) -> set[object]:
    return {(result, frozenset(result.bindings or ())) for result in results}


def require_alike(engine: Compiled, turtles: Sequence[str], context: Sequence[Triple] = ()) -> list[set[object]]:
    """Return what is found, the same together, the other way round, and one at a time."""
    alone = [found(engine.validate(graph)) for graph in graphs(turtles, context)]
    assert [found(one) for one in engine.validate_all(graphs(turtles, context))] == alone
    assert [found(one) for one in engine.validate_all(graphs(turtles[::-1], context))] == alone[::-1]
    return alone


@pytest.mark.parametrize("select", QUERIES)
def test_queries_are_answered_as_of_one_graph(select: str) -> None:
    engine = query(select)
    assert engine.together is not None
    assert [columns for plan in engine.together.plans for _, columns in plan.questions if columns is None] == []
    require_alike(engine, [GRAPH, *OTHERS, GRAPH])
    require_alike(engine, [*OTHERS, *ODD], triples(GRAPH))


@pytest.mark.parametrize("select", QUERIES)
def test_odd_values_are_no_matter_of_other_graphs(select: str) -> None:
    require_alike(query(select), [*ODD, GRAPH, *OTHERS])


def test_most_queries_find_something() -> None:
    told = [require_alike(query(select), [GRAPH, *OTHERS]) for select in QUERIES]
    assert sum(any(one) for one in told) >= len(QUERIES) - 4


@pytest.mark.parametrize(
    "constraint",
    [
        "sh:property [ sh:path :p ; sh:class :D ]",
        "sh:property [ sh:path :n ; sh:datatype xsd:integer ; sh:minInclusive 4 ; sh:maxExclusive 5 ]",
        "sh:property [ sh:path ( :p :p ) ; sh:minCount 1 ; sh:maxCount 1 ]",
        "sh:property [ sh:path [ sh:inversePath :p ] ; sh:minCount 1 ; sh:nodeKind sh:IRI ]",
        "sh:property [ sh:path [ sh:alternativePath ( :p :q ( :p :q ) ) ] ; sh:in ( :a :b 'x' ) ]",
        "sh:property [ sh:path :t ; sh:uniqueLang true ; sh:minLength 2 ; sh:maxLength 3 ; sh:languageIn ( 'en' ) ]",
        "sh:property [ sh:path :t ; sh:pattern '^[a-zA-Z]+$' ]",
        "sh:property [ sh:path :p ; sh:hasValue :b ]",
        "sh:property [ sh:path :p ; sh:property [ sh:path :n ; sh:maxCount 1 ] ]",
        "sh:property [ sh:path :p ; sh:equals :q ]",
        "sh:property [ sh:path ( :p :p ) ; sh:disjoint :p ]",
        "sh:property [ sh:path :p ; sh:qualifiedValueShape [ sh:class :D ] ; sh:qualifiedMinCount 1 ]",
        "sh:property [ sh:path :p ; sh:qualifiedValueShape [ sh:property [ sh:path :n ; sh:minCount 1 ] ] ;"
        " sh:qualifiedMaxCount 0 ]",
        "sh:not [ sh:property [ sh:path :p ; sh:minCount 2 ] ]",
        "sh:or ( [ sh:property [ sh:path :p ; sh:maxCount 1 ] ] [ sh:nodeKind sh:BlankNode ] )",
        "sh:and ( [ sh:property [ sh:path :p ; sh:minCount 1 ] ] [ sh:nodeKind sh:IRI ] )",
        "sh:xone ( [ sh:property [ sh:path :p ; sh:minCount 1 ] ] [ sh:property [ sh:path :n ; sh:minCount 2 ] ] )",
        "sh:node [ sh:property [ sh:path ( :p :n ) ; sh:minExclusive 3 ] ]",
        "sh:targetSubjectsOf :p ; sh:targetObjectsOf :t ; sh:targetNode :nobody ; sh:nodeKind sh:IRI ; sh:in ( :a )",
    ],
)
def test_constraints_are_checked_as_of_one_graph(constraint: str) -> None:
    told = require_alike(compiled(constraint), [GRAPH, *OTHERS, *ODD, GRAPH])
    assert any(told)
    require_alike(compiled(constraint), [*OTHERS, *ODD], triples(GRAPH))


def test_graphs_with_the_same_nodes_do_not_see_each_other() -> None:
    parts = [":a a :C .", ":a :p :b .", ":b :n 1 .", ":C rdfs:subClassOf :B . :b a :C ; :p :a ."]
    turtles = [*parts, " ".join(parts)]
    values = query("SELECT $this ?value WHERE { $this :p/:n ?value }")
    assert [len(one) for one in require_alike(values, turtles)] == [0, 0, 0, 0, 1]
    missing = compiled("sh:property [ sh:path ( :p :n ) ; sh:minCount 1 ]")
    assert [len(one) for one in require_alike(missing, turtles)] == [1, 0, 0, 1, 1]
    classes = compiled("sh:targetSubjectsOf :p ; sh:class :B")
    assert [len(one) for one in require_alike(classes, turtles)] == [1, 1, 0, 0, 0]


def test_more_graphs_than_are_looked_at_at_once_are_taken_in_their_order() -> None:
    engine = query("SELECT $this ?value WHERE { $this :n ?value FILTER(?value > 60) }")
    turtles = [f":a a :C ; :n {number} ." for number in range(150)]
    assert [len(one) for one in require_alike(engine, turtles)] == [0] * 61 + [1] * 89


def test_what_is_too_much_together_is_looked_at_in_parts() -> None:
    engine = query(
        "SELECT $this (COUNT(DISTINCT ?c) AS ?value) WHERE { $this :n ?a . $this :n ?b . $this :n ?c }"
        " GROUP BY $this HAVING (COUNT(?c) > 41 * 41 * 41 && COUNT(DISTINCT ?c) > 41)"
    )
    turtles = [f":a a :C ; :n {' , '.join(map(str, range(42 if number == 7 else 41)))} ." for number in range(64)]
    assert 64 * 41**3 > ROWS > 32 * 42**3
    assert [len(results) for results in engine.validate_all(graphs(turtles))] == [0] * 7 + [1] + [0] * 56


def test_graphs_with_different_contexts_or_none_are_judged_by_themselves() -> None:
    engine = query("SELECT $this ?value WHERE { $this :n ?value }")
    turtles = [":a a :C ; :n 1 .", ":a a :C .", ":a a :D ; :n 3 ."]
    context = triples(":a :n 7 . :D rdfs:subClassOf :C .")
    given = [Data(tuple(triples(turtle)), (Part(tuple(context)),)) for turtle in turtles]
    given += [Data(tuple(triples(turtle))) for turtle in turtles]
    assert [len(engine.validate(graph)) for graph in given] == [2, 1, 2, 1, 0, 0]
    assert [len(results) for results in engine.validate_all(given)] == [2, 1, 2, 1, 0, 0]


def test_terms_that_a_context_gets_later_are_known_there() -> None:
    engine = query("SELECT $this ?value WHERE { $this :p ?value . FILTER(?value = :later || ?value = :never) }")
    shared = Numbers()
    parts = (Part((), shared), Part(tuple(triples(":later :n 7 .")), shared))
    own = [
        tuple(triples(turtle)) for turtle in (":a a :C ; :p :later .", ":a a :C ; :p :never , :later .", ":a a :C .")
    ]
    for known in (parts[:1], parts, parts[:1]):
        assert [len(results) for results in engine.validate_all([Data(one, known) for one in own])] == [1, 2, 0]


def test_a_condition_is_no_value() -> None:
    engine = query("SELECT $this ?value WHERE { $this :t ?t , ?u . FILTER(?t < ?u) BIND(?t < ?u AS ?value) }")
    true = Literal("true", datatype=XSD.boolean)
    for _ in range(2):
        told = engine.validate_all(graphs([":a a :C ; :t 'x' , 'y' .", ":a a :C ; :t 'y' ."]))
        assert [[result.value for result in results] for results in told] == [[true], []]


def test_so_much_is_kept_of_terms_and_no_more() -> None:
    base = Numbers()
    kept = common(base)
    assert common(base) is kept
    for text, same in (('"few"', True), (f'"{"x" * CHARACTERS}"', False)):
        (number,) = kept.written([text])
        assert kept.written([text]) == [number]
        assert str(kept.term(number)) == text
        let_go()
        assert (common(base) is kept) == same
    assert common(Numbers()) is not common(base)


def test_nothing_comes_of_no_graphs() -> None:
    assert query("SELECT $this ?value WHERE { $this :n ?value }").validate_all([]) == []
