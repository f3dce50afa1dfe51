"""Clients that others wrote, doing what they are used for: SPARQLWrapper, rdflib and pandas."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pandas as pd  # type: ignore[import-untyped]  # the stubs are a package of their own
import pytest
import rdflib
from rdflib.compare import isomorphic
from rdflib.plugins.stores.sparqlstore import SPARQLUpdateStore
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, Unauthorized

from bwise_kg.generations import open_store
from bwise_kg.namespaces import BW, ID
from tests.api.serving import TOKEN, writable

CURRICULA = "PREFIX bw: <https://w3id.org/bwise/ontology#> SELECT DISTINCT ?c { ?c a bw:Curriculum } ORDER BY ?c"
COURSE, GRAPH = rdflib.URIRef("http://example.org/course"), rdflib.URIRef("http://example.org/graph")


@pytest.fixture(scope="module")
def folder(slice_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(slice_store, tmp_path_factory.mktemp("clients") / "store")


@pytest.fixture(scope="module")
def endpoint(folder: Path) -> Iterator[str]:
    with writable(folder) as (_, client):
        yield f"{client.base_url}/sparql".replace("//sparql", "/sparql")


def curricula(folder: Path) -> list[str]:
    """Return the curricula by asking the store and not the service."""
    return sorted({row["c"].value for row in open_store(folder).query(CURRICULA)})  # type: ignore[union-attr]  # of SELECT


def converted(wrapper: SPARQLWrapper) -> Any:
    """Return what was asked for, in the type that depends on its format."""
    return wrapper.queryAndConvert()


def test_sparqlwrapper(endpoint: str, folder: Path) -> None:
    wrapper = SPARQLWrapper(endpoint, returnFormat=JSON)
    wrapper.setQuery(CURRICULA)
    rows = converted(wrapper)["results"]["bindings"]
    assert [row["c"]["value"] for row in rows] == curricula(folder)
    assert len(rows) >= 3
    wrapper.setQuery(f"DESCRIBE <{rows[0]['c']['value']}>")
    wrapper.setReturnFormat(TURTLE)
    graph = rdflib.Graph().parse(data=converted(wrapper), format="turtle")
    assert (rdflib.URIRef(rows[0]["c"]["value"]), rdflib.RDF.type, rdflib.URIRef(BW.Curriculum.value)) in graph
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery("SELECT nothing")
    with pytest.raises(QueryBadFormed):
        wrapper.query()


def test_sparqlwrapper_updates(endpoint: str) -> None:
    wrapper = SPARQLWrapper(endpoint, returnFormat=JSON)
    wrapper.setMethod(POST)
    wrapper.setQuery(f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <{COURSE}> a <{BW.Curriculum.value}> }} }}")
    with pytest.raises(Unauthorized):
        wrapper.query()
    wrapper.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
    wrapper.query()
    wrapper.setQuery(f"ASK {{ GRAPH <{GRAPH}> {{ <{COURSE}> a <{BW.Curriculum.value}> }} }}")
    assert converted(wrapper)["boolean"] is True
    wrapper.setQuery(f"DROP GRAPH <{GRAPH}>")
    wrapper.query()
    wrapper.setQuery(f"ASK {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}")
    assert converted(wrapper)["boolean"] is False


def test_rdflib_store(endpoint: str) -> None:
    store = SPARQLUpdateStore(
        query_endpoint=endpoint, update_endpoint=endpoint, headers={"Authorization": f"Bearer {TOKEN}"}
    )
    dataset = rdflib.Dataset(store=store)
    graph = dataset.graph(GRAPH)
    graph.add((COURSE, rdflib.RDF.type, rdflib.URIRef(BW.Curriculum.value)))
    graph.add((COURSE, rdflib.DCTERMS.title, rdflib.Literal('Zweizeilig\n"und" mit \\ darin', lang="de")))
    assert len(graph) == 2
    assert graph.value(COURSE, rdflib.DCTERMS.title) == rdflib.Literal('Zweizeilig\n"und" mit \\ darin', lang="de")
    graph.remove((COURSE, rdflib.DCTERMS.title, None))
    assert set(graph) == {(COURSE, rdflib.RDF.type, rdflib.URIRef(BW.Curriculum.value))}
    dataset.remove_graph(graph)
    assert len(dataset.graph(GRAPH)) == 0


def test_rdflib_puts_a_graph(endpoint: str) -> None:
    """The Graph Store Protocol with rdflib's own serializations."""
    graph = rdflib.Graph()
    graph.add((COURSE, rdflib.DCTERMS.hasPart, rdflib.BNode()))
    address = endpoint.removesuffix("sparql") + "graph-store"
    put = httpx.put(
        address,
        params={"graph": "http://example.org/put"},
        content=graph.serialize(format="xml"),
        headers={"Content-Type": "application/rdf+xml", "Authorization": f"Bearer {TOKEN}"},
    )
    assert put.status_code == 201
    read = rdflib.Graph().parse(f"{address}?{urlencode({'graph': 'http://example.org/put'})}")
    assert isomorphic(read, graph)


def test_pandas(endpoint: str, folder: Path) -> None:
    query = "SELECT ?profile (COUNT(?r) AS ?requirements) { ?profile bw:requires ?r } GROUP BY ?profile"
    frame = pd.read_csv(f"{endpoint}?{urlencode({'query': query})}", storage_options={"Accept": "text/csv"})
    counted = {row["profile"].value: int(row["requirements"].value) for row in open_store(folder).query(query)}  # type: ignore[union-attr]  # of SELECT
    assert dict(zip(frame["profile"], frame["requirements"], strict=True)) == counted
    assert frame["requirements"].sum() == sum(counted.values()) > 50
    assert frame["profile"].str.startswith(ID.base).all()
