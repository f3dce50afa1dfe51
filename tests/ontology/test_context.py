"""The JSON-LD context: every term has a short name, and data written with it means what it meant before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef
from rdflib.compare import isomorphic

from bwise_kg.curriculum.rdf import parse_file
from tests.ontology.test_ontology import BW, FOLDER, ONTOLOGY, TERMS

CONTEXT: dict[str, Any] = json.loads((FOLDER / "context.jsonld").read_text(encoding="utf-8"))["@context"]
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own use of it

CURRICULA = sorted((FOLDER / "reference" / "curricula").glob("*.ttl"))
DATA = [*CURRICULA, FOLDER / "reference" / "profiles" / "supporter.ttl", FOLDER / "facts" / "seeds.ttl"]


@pytest.mark.parametrize("term", TERMS, ids=lambda term: str(term).removeprefix(str(BW)))
def test_term_has_its_local_name(term: URIRef) -> None:
    name = str(term).removeprefix(str(BW))
    definition = CONTEXT[name]
    assert definition["@id"] == f"bw:{name}"
    assert (definition.get("@type") == "@id") >= ((term, RDF.type, OWL.ObjectProperty) in ONTOLOGY)
    for datatype in ONTOLOGY.objects(term, RDFS.range):
        if str(datatype).startswith(str(XSD)) and datatype != XSD.string:
            assert definition["@type"] == f"xsd:{str(datatype).removeprefix(str(XSD))}"


def test_terms_of_other_vocabularies_give_way_to_those_of_the_ontology() -> None:
    assert CONTEXT["hasPart"] == {"@id": "elm:hasPart", "@type": "@id"}
    assert CONTEXT["title"] == {"@id": "dct:title", "@container": "@language"}
    assert CONTEXT["targetGroup"]["@id"] == "bw:targetGroup"
    assert CONTEXT["elm:targetGroup"] == {"@id": "elm:targetGroup", "@type": "@id"}
    assert CONTEXT["broadMatch"] == {"@id": "skos:broadMatch", "@type": "@id"}


def compacted(graph: Graph) -> dict[str, Any]:
    """Return a graph as JSON-LD in the context's words."""
    document: dict[str, Any] = json.loads(graph.serialize(format="json-ld", context=CONTEXT, auto_compact=False))
    return document


@pytest.mark.parametrize("path", DATA, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_data_survives_the_way_through_json(path: Path) -> None:
    """Compacted by rdflib, read by rdflib and by Oxigraph's own reader, which share no code."""
    graph = Graph().parse(path)
    text = json.dumps(compacted(graph))
    assert isomorphic(Graph().parse(data=text, format="json-ld"), graph)
    again = pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.JSON_LD)
    before = pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE)
    assert {(q.subject, q.predicate, q.object) for q in again} == {(q.subject, q.predicate, q.object) for q in before}


@pytest.mark.parametrize("path", CURRICULA, ids=lambda path: path.stem)
def test_curricula_need_no_long_names(path: Path) -> None:
    nodes = compacted(Graph().parse(path))["@graph"]
    keys = {key for node in nodes for key in node}
    assert {key for key in keys if "/" in key} == set()
    assert {key for key in keys if ":" in key} <= {"elm:targetGroup", "dct:source"}
    curriculum = next(node for node in nodes if node["type"] == "Curriculum")
    assert set(curriculum["title"]) >= {"en"}
    assert all(isinstance(part, str) for part in curriculum["hasPart"])


def test_json_by_hand_is_a_curriculum(tmp_path: Path) -> None:
    document = {
        "@context": CONTEXT,
        "id": "https://example.org/course",
        "type": "Curriculum",
        "title": {"en": "A course", "de": "Ein Kurs"},
        "hours": "60.5",
        "hasPart": {
            "id": "https://example.org/module",
            "type": "CoreModule",
            "position": 1,
            "learningOutcome": {
                "id": "https://example.org/outcome",
                "type": "LearningOutcome",
                "outcomeKind": "https://w3id.org/bwise/id/outcome-kind/skill",
            },
        },
    }
    path = tmp_path / "course.jsonld"
    path.write_text(json.dumps(document), encoding="utf-8")
    expected = """
        @prefix bw: <https://w3id.org/bwise/ontology#> .
        @prefix elm: <http://data.europa.eu/snb/model/elm/> .
        @prefix dct: <http://purl.org/dc/terms/> .
        @prefix : <https://example.org/> .
        :course a bw:Curriculum ; dct:title "A course"@en , "Ein Kurs"@de ; bw:hours 60.5 ; elm:hasPart :module .
        :module a bw:CoreModule ; bw:position "1"^^<http://www.w3.org/2001/XMLSchema#positiveInteger> ;
            elm:learningOutcome :outcome .
        :outcome a bw:LearningOutcome ; bw:outcomeKind <https://w3id.org/bwise/id/outcome-kind/skill> .
    """
    read = {(quad.subject, quad.predicate, quad.object) for quad in parse_file(path)}
    wanted = pyoxigraph.parse(expected.encode(), pyoxigraph.RdfFormat.TURTLE)
    assert read == {(quad.subject, quad.predicate, quad.object) for quad in wanted}
