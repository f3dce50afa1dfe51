from __future__ import annotations

import pyoxigraph as ox
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from bwise_kg.errors import DataError
from bwise_kg.namespaces import SH, XSD
from bwise_kg.validation import EngineName, RawResult, data_of, engine
from bwise_kg.validation.data import Data

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <urn:x:> .
"""


def triples(turtle: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(PREFIXES + turtle, ox.RdfFormat.TURTLE)]


def data(turtle: str) -> Data:
    return data_of(triples(turtle))


HOURS = triples(
    ":s a sh:NodeShape ; sh:targetClass :C ; sh:property :p . :p sh:path :hours ; sh:datatype xsd:decimal ."
)


def test_a_literal_comes_back_as_it_was_written(engine_name: EngineName) -> None:
    (result,) = _run(engine_name, ':c a :C ; :hours "007.50"^^xsd:double .')
    assert result.value == Literal("007.50", datatype=XSD.double)
    assert (result.focus, result.shape) == (NamedNode("urn:x:c"), NamedNode("urn:x:p"))
    assert (result.path, result.component) == ("<urn:x:hours>", SH.DatatypeConstraintComponent)


def test_a_literal_that_is_no_number_is_found(engine_name: EngineName, capfd: pytest.CaptureFixture[str]) -> None:
    (result,) = _run(engine_name, ':c a :C ; :hours "many"^^xsd:decimal .')
    assert result.value == Literal("many", datatype=XSD.decimal)
    assert capfd.readouterr() == ("", "")


def test_blank_nodes_keep_their_names(engine_name: EngineName) -> None:
    (result,) = _run(engine_name, '_:mine a :C ; :hours "x" .')
    assert result.focus == BlankNode("mine")


def test_instances_of_subclasses_are_targets_without_inference(engine_name: EngineName) -> None:
    assert len(_run(engine_name, ':D rdfs:subClassOf :C . :c a :D ; :hours "x" .')) == 1
    assert _run(engine_name, ':c :hours "x" . :C rdfs:subClassOf :D .') == []


def test_shapes_are_prepared_once_and_stay_what_they_are(engine_name: EngineName) -> None:
    prepared = engine(engine_name, HOURS)
    bad, good = data(':c a :C ; :hours "x" .'), data(":c a :C ; :hours 1.0 .")
    assert [len(prepared.validate(d)) for d in (bad, good, bad, bad, good)] == [1, 0, 1, 1, 0]


def test_shapes_in_the_data_and_imports_are_nothing_but_data(engine_name: EngineName) -> None:
    """A file brings no rules of its own, and nothing that it names is fetched."""
    found = _run(
        engine_name,
        """<urn:x:file> a owl:Ontology ; owl:imports <http://127.0.0.1:9/never> .
        :own a sh:NodeShape ; sh:targetNode :c ; sh:property [ sh:path :hours ; sh:maxCount 0 ] .
        :c a :C ; :hours 1.0 .""",
    )
    assert found == []


def test_what_hangs_on_a_blank_node_of_a_file_is_no_result(engine_name: EngineName) -> None:
    found = _run(engine_name, '_:r a :C , sh:ValidationReport ; sh:result [ sh:focusNode :other ] ; :hours "x" .')
    assert [r.component for r in found] == [SH.DatatypeConstraintComponent]


def test_a_query_that_cannot_be_read_is_an_error(engine_name: EngineName) -> None:
    shapes = triples(":s a sh:NodeShape ; sh:targetClass :C ; sh:sparql :q . :q sh:select 'SELECT $this { ' .")
    with pytest.raises(DataError, match="shapes"):
        engine(engine_name, shapes).validate(data(":c a :C ."))


def _run(name: EngineName, turtle: str) -> list[RawResult]:
    return engine(name, HOURS).validate(data(turtle))
