"""Queries of rules that are answered without Oxigraph: as Oxigraph answers them, or they are left to it."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from benchmarks.mutating import mutated
from bwise_kg import Graph
from bwise_kg.curriculum import parse_file
from bwise_kg.namespaces import XSD
from bwise_kg.validation import EngineName, data_of, rules
from bwise_kg.validation.compiled import Compiled, Plan
from bwise_kg.validation.constraints import UnsupportedError
from bwise_kg.validation.context import context_of
from bwise_kg.validation.data import Data
from bwise_kg.validation.numbering import Numbers
from bwise_kg.validation.paths import Index, Numbered
from bwise_kg.validation.select_answers import answering
from bwise_kg.validation.select_values import DoubtError
from bwise_kg.validation.setwise import Question

from .conftest import REFERENCE
from .test_engines import data, triples

CURRICULA = ("curriculum", "alignment", "label")

GRAPH = """
:a a :C ; :p :b , :c ; :n 3 , 4 ; :t "One"@en , "one"@en , "two" ; :q :a .
:b a :C ; :p :c ; :n 4 ; :t "ONE"@en ; :r [ :n 2 ] ; :d "2026-01-02"^^xsd:date .
:c a :D ; :n 40.0 , 2.5 ; :p :a ; :d "2025-01-01"^^xsd:date ; :true true .
:d a :C ; :t :b , "x" ; :n "many"^^xsd:decimal ; :r [ :n 2 ] , [ :n 7 ] .
:D :sub :C .
"""

QUERIES = [
    "SELECT $this ?value WHERE { $this :p ?value }",
    "SELECT $this ?value WHERE { $this :p/:p ?value }",
    "SELECT $this ?value WHERE { $this (:p|^:p|:q)/:n ?value }",
    "SELECT $this ?value WHERE { $this :p+ ?value }",
    "SELECT $this ?value WHERE { $this :p*/:q? ?value }",
    "SELECT $this ?value WHERE { ?value :p+ $this }",
    "SELECT $this WHERE { $this :p+ $this }",
    "SELECT $this ?value WHERE { ?value a :D . $this :p ?value }",
    "SELECT DISTINCT $this ?value WHERE { { $this :p ?value } UNION { ?value :p $this } UNION { $this a"
    " :C BIND($this AS ?value) } }",
    "SELECT $this WHERE { $this a :C FILTER NOT EXISTS { $this :p ?b . ?b :p ?c FILTER(?c != $this) } }",
    "SELECT $this ?b WHERE { $this :p ?b FILTER EXISTS { ?b a :D FILTER NOT EXISTS { ?b :q ?any } } }",
    "SELECT $this ?b ?n WHERE { $this a ?type OPTIONAL { $this :p ?b OPTIONAL { ?b :n ?n FILTER(?n > 3) } } }",
    "SELECT $this ?b ?n WHERE { $this :n ?limit OPTIONAL { $this :p ?b . ?b :n ?n FILTER(?n > ?limit) } }",
    "SELECT $this WHERE { $this a :C OPTIONAL { $this :p ?b . ?b a :D BIND(true AS ?met) } FILTER(!BOUND(?met)) }",
    "SELECT $this (COUNT(?n) AS ?all) (COUNT(DISTINCT ?b) AS ?some) WHERE { $this :p ?b . ?b :n ?n } GROUP BY $this",
    "SELECT $this (SUM(?n) AS ?sum) WHERE { $this :n ?n } GROUP BY $this HAVING (SUM(?n) != 4)",
    "SELECT $this ?b (SUM(?n) AS ?value) WHERE { $this :p ?b . ?b :n ?n } GROUP BY $this ?b HAVING"
    " (SUM(?n) >= 4 && 2 * COUNT(?n) < 5)",
    "SELECT $this (SUM(COALESCE(?n, 1)) AS ?sum) WHERE { $this a :C OPTIONAL { $this :p/:n ?n } } GROUP BY $this",
    "SELECT $this (MAX(?n) AS ?most) (MIN(?n) AS ?least) WHERE { $this :p ?b . ?b :n ?n } GROUP BY $this",
    "SELECT $this (MIN(?b) AS ?first) WHERE { $this :p ?b } GROUP BY $this",
    "SELECT $this ?sum WHERE { $this :q $this { SELECT $this (SUM(?n) AS ?sum) WHERE { $this :n ?n }"
    " GROUP BY $this } FILTER(?sum > 3) }",
    "SELECT $this ?o WHERE { $this :t ?t BIND(LCASE(STR(?t)) AS ?w) { ?o a :C ; :t ?s"
    " BIND(LCASE(STR(?s)) AS ?x) } FILTER(?w = ?x && STR($this) < STR(?o)) }",
    "SELECT $this ?t WHERE { $this :t ?t FILTER(LANGMATCHES(LANG(?t), 'en') && CONTAINS(STR(?t), 'n')) }",
    "SELECT $this ?t WHERE { $this :t ?t FILTER(isIRI(?t) || REGEX(STR(?t), '^[Tt]w')) }",
    "SELECT $this ?t WHERE { $this :t ?t FILTER(!(LANG(?t) = 'en')) }",
    "SELECT $this ?path ?v WHERE { $this ?path ?v FILTER(?path IN (:p, :q, :n)) }",
    "SELECT $this ?v WHERE { $this :p ?b . ?b ?said ?v FILTER(?said = :q || (?said = :true && ?v = true)) }",
    "SELECT $this ?v WHERE { $this :p/:d ?v . $this :d ?own FILTER(DATATYPE(?v) = xsd:date && ?own > ?v) }",
    "SELECT $this ?n WHERE { $this :n|:t ?n FILTER(isNumeric(?n)) }",
    "SELECT $this ?n WHERE { $this :r/:n ?n FILTER(?n != 2) }",
    "SELECT $this ?t WHERE { $this :t ?t FILTER(STRSTARTS(STR(?t), 'urn:x:')) }",
]


def questions(book_of: tuple[str, ...]) -> list[tuple[str, Plan, Question]]:
    book = rules().of(book_of)
    engine = book.engine(EngineName.COMPILED)
    assert isinstance(engine, Compiled)
    return [(book.owners[q.shape].id, plan, q) for plan in engine.plans for q in plan.questions]


def question(select: str) -> tuple[Plan, Question]:
    quoted = select.replace('"', "'")
    shapes = triples(
        f""":s a sh:NodeShape ; sh:targetClass :C ; sh:sparql :q . :q sh:prefixes :names ; sh:select "{quoted}" .
        :names sh:declare [ sh:prefix "" ; sh:namespace "urn:x:" ] ,
            [ sh:prefix "xsd" ; sh:namespace "http://www.w3.org/2001/XMLSchema#" ] ."""
    )
    (plan,) = Compiled(shapes).plans
    (one,) = plan.questions
    return plan, one


def told(plan: Plan, one: Question, graph: Data) -> set[object]:
    """Return what is said: the same thing twice is one finding."""
    found = one.results(graph, graph.focus_nodes(plan.targets))
    return {(r, frozenset(r.bindings or ())) for r in found}


@pytest.mark.parametrize("select", QUERIES)
def test_answers_are_those_of_oxigraph(select: str) -> None:
    plan, one = question(select)
    assert one.here is not None
    graph = data(GRAPH)
    ours = told(plan, one, graph)
    assert "store" not in vars(graph)  # nobody asked Oxigraph
    assert ours == told(plan, replace(one, here=None), graph)


def test_most_queries_find_something() -> None:
    found = [told(*question(select), data(GRAPH)) for select in QUERIES]
    assert sum(map(bool, found)) >= len(QUERIES) - 4


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this ?x WHERE { $this <urn:p> ?x } ORDER BY ?x",
        "SELECT $this ?x WHERE { $this ?p ?x }",
        "SELECT $this ?x WHERE { $this <urn:p> ?x OPTIONAL { ?x <urn:q> ?y } ?y <urn:r> ?z }",
        "SELECT $this WHERE { ?v <urn:p> ?y OPTIONAL { $this <urn:q> ?z OPTIONAL { ?z <urn:r> ?y } } }",
        "SELECT $this WHERE { ?v <urn:p> ?y { $this <urn:q> ?z FILTER(?y > 1) } }",
        "SELECT $this WHERE { ?v <urn:p> ?y { $this <urn:q> ?z BIND(?y AS ?w) } }",
        "SELECT $this (COUNT(*) AS ?n) WHERE { $this <urn:p> ?y } GROUP BY $this",
        "SELECT $this (GROUP_CONCAT(?y) AS ?n) WHERE { $this <urn:p> ?y } GROUP BY $this",
        "SELECT $this ?y WHERE { $this <urn:p> ?x } GROUP BY $this",
        "SELECT $this WHERE { $this <urn:p> ?x FILTER(?x + 1 > 2) }",
        "SELECT $this WHERE { $this <urn:p> ?x FILTER(?x) }",
        "SELECT $this WHERE { $this <urn:p> ?x FILTER(REGEX(?x, '^.$')) }",
        "SELECT $this WHERE { $this <urn:p> 'a'@en }",
        "SELECT $this WHERE { $this <urn:p> ?x FILTER(?x > NOW()) }",
        "SELECT $this WHERE { ?a <urn:p>* ?b . $this <urn:q> ?c }",
        "SELECT $this WHERE { $this <urn:p> ?x ",
    ],
)
def test_what_may_mean_something_else_is_left_to_oxigraph(query: str) -> None:
    with pytest.raises(UnsupportedError):
        answering(query, {})


@pytest.mark.parametrize(
    ("select", "turtle"),
    [
        ("SELECT $this ?n WHERE { $this :n ?n FILTER(?n > 3) }", ":a a :C ; :n 4e0 , 5 ."),
        ("SELECT $this ?n WHERE { $this :n ?n FILTER(?n > 3) }", ':a a :C ; :n " 60 "^^xsd:decimal .'),
        ("SELECT $this ?n WHERE { $this :n ?n FILTER(?n != 3) }", ':a a :C ; :n "60" , 4 .'),
        ("SELECT $this (COUNT(DISTINCT ?n) AS ?all) WHERE { $this :n ?n } GROUP BY $this", ":a a :C ; :n 1.0 , 1.00 ."),
        ("SELECT $this ?n WHERE { $this :n ?n . ?b :p $this ; :n ?n }", ":a a :C ; :n 1.0 . :b :p :a ; :n 1.00 ."),
        (
            "SELECT $this ?n WHERE { $this :d ?n , ?m FILTER(?n < ?m) }",
            ':a a :C ; :d "2026-01-01"^^xsd:date , "2026-01-01Z"^^xsd:date .',
        ),
        (
            "SELECT $this ?n WHERE { $this :d ?d , ?n FILTER(?d < ?n) }",
            ':a a :C ; :d "2026-01-01"^^xsd:date , "soon"^^xsd:date .',
        ),
        ("SELECT $this ?n WHERE { $this :n ?v BIND(STR(?v) AS ?n) }", ":a a :C ; :n 040.0 ."),
    ],
)
def test_values_in_odd_forms_are_left_to_oxigraph(select: str, turtle: str) -> None:
    plan, one = question(select)
    assert one.here is not None
    graph = data(turtle)
    focus_nodes = list(graph.focus_nodes(plan.targets))
    with pytest.raises(DoubtError):
        one.here.answers(graph.graph, focus_nodes)
    assert told(plan, one, graph) == told(plan, replace(one, here=None), data(turtle))


def test_numbers_in_odd_forms_are_told_as_oxigraph_writes_them() -> None:
    plan, one = question("SELECT $this ?n WHERE { $this :n ?n }")
    turtle = ':a a :C ; :n " 60 "^^xsd:decimal , 4e1 , 040.0 .'
    found = told(plan, one, data(turtle))
    assert len(found) == 3
    assert found == told(plan, replace(one, here=None), data(turtle))


def test_rules_for_curricula_need_no_oxigraph() -> None:
    assert [rule for rule, _, one in questions(CURRICULA) if one.here is None] == []


def test_answers_on_generated_curricula_are_those_of_oxigraph(slice_graph: Graph) -> None:
    originals = [[q.triple for q in parse_file(REFERENCE / f"{n}.ttl")] for n in ("enabler", "supporter", "worker")]
    asked = questions(CURRICULA)
    fired: set[str] = set()
    doubted = answered = 0
    for copy in islice(mutated(originals, 7), 45):
        graph = context_of(slice_graph).around(copy)
        for rule, plan, one in asked:
            focus_nodes = list(graph.focus_nodes(plan.targets))
            if not focus_nodes or one.here is None:
                continue
            try:
                one.here.answers(graph.graph, focus_nodes)
            except DoubtError:
                doubted += 1
                continue
            ours = told(plan, one, graph)
            assert ours == told(plan, replace(one, here=None), graph), rule
            answered += 1
            if ours:
                fired.add(rule)
    assert doubted < answered * 0.03
    assert len(fired) >= 22, sorted(fired)


def test_what_is_said_twice_counts_once() -> None:
    twice = [*triples(":a a :C ; :n 2 ."), *triples(":a :n 2 .")]
    plan, one = question("SELECT $this (SUM(?n) AS ?sum) WHERE { $this :n ?n } GROUP BY $this")
    graph = data_of(twice, triples(":a :n 2 ."))
    (found,) = one.results(graph, graph.focus_nodes(plan.targets))
    assert found.bindings == (("sum", Literal("2", datatype=XSD.integer)),)


def test_parts_that_are_numbered_differently_are_refused() -> None:
    parts = [Numbered([], Numbers()), Numbered([], Numbers())]
    with pytest.raises(ValueError, match="numbered differently"):
        Index((), parts)


def test_terms_keep_their_numbers_when_what_they_share_grows() -> None:
    shared = Numbers()
    a, b, c = (NamedNode(f"urn:{name}") for name in "abc")
    shared.number(a)
    own = Numbers(shared)
    mine = own.number(b)
    assert (own.number(a), mine) == (0, -1)
    assert shared.number(b) == 1
    assert own.number(b) == mine
    assert own.term(mine) == b
    assert (own.find(c), shared.find(c)) == (None, None)


def test_an_index_says_what_statements_say() -> None:
    own = triples(":a :p :b , :c ; a :D . :b :p :c .")
    blank = Triple(BlankNode("x"), NamedNode("urn:x:p"), NamedNode("urn:x:a"))
    index = data_of(
        [*own, Quad(blank.subject, blank.predicate, blank.object)], triples(":a :p :c , :d . :e :p :c .")
    ).index
    a, p = NamedNode("urn:x:a"), NamedNode("urn:x:p")
    assert [str(v)[-2] for v in index.values(a, p)] == ["b", "c", "d"]
    assert {str(v) for v in index.subjects(p, NamedNode("urn:x:c"))} == {"<urn:x:a>", "<urn:x:b>", "<urn:x:e>"}
    assert index.subjects(p, a) == [BlankNode("x")]
    assert a in index
    assert NamedNode("urn:x:d") not in index
