"""Comunica, a query engine of others in JavaScript, over `/sparql`, over documents, and over both together."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from bwise_kg.namespaces import BW, ID
from tests.api.serving import serving

PROGRAM = Path(sys.prefix) / "comunica" / "node_modules" / ".bin" / "comunica-sparql"
"""Where the set-up of the tests puts it (`make setup-clients`)."""

PREFIXES = f"""\
PREFIX bw: <{BW.base}>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX elm: <http://data.europa.eu/snb/model/elm/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
SUPPORTER, CURRICULUM = ID["profile/supporter"], ID["curriculum/supporter"]

pytestmark = [
    pytest.mark.skipif(shutil.which("node") is None, reason="no node here: apt-get install nodejs"),
    pytest.mark.skipif(not PROGRAM.is_file(), reason="no Comunica here: make setup-clients"),
]

Row = tuple[str, ...]


@pytest.fixture(scope="module")
def url(slice_store: Path) -> Iterator[str]:
    with serving(slice_store) as server:
        yield server.url


def asked(query: str, *sources: str, form: str = "application/sparql-results+json") -> str:
    """Return what Comunica makes of a query over sources on loopback, without a way to anywhere else."""
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    done = subprocess.run(
        [PROGRAM, *sources, "--query", PREFIXES + query, "--outputType", form],
        capture_output=True,
        text=True,
        timeout=120,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(results: str) -> list[Row]:
    """Return the rows of a table in JSON, with nothing but the values."""
    table = json.loads(results)
    names = table["head"]["vars"]
    return [tuple(row.get(name, {}).get("value", "") for name in names) for row in table["results"]["bindings"]]


def ours(url: str, query: str) -> list[Row]:
    """Return the answer of the service, by a plain request."""
    headers = {"Accept": "application/sparql-results+json"}
    return rows(httpx.post(f"{url}/sparql", data={"query": PREFIXES + query}, headers=headers, timeout=60).text)


JOINED = f"""\
SELECT DISTINCT ?skill ?above WHERE {{
  <{SUPPORTER.value}> bw:requires/bw:skill ?skill .
  ?skill bw:broaderSkill+ ?above .
}}
ORDER BY ?skill ?above"""
COUNTED = """\
SELECT ?profile (COUNT(DISTINCT ?requirement) AS ?requirements) (COUNT(DISTINCT ?level) AS ?levels) WHERE {
  ?profile a bw:OccupationalProfile ; bw:requires ?requirement .
  OPTIONAL { ?requirement bw:level ?level }
}
GROUP BY ?profile
HAVING (COUNT(DISTINCT ?requirement) > 5)
ORDER BY ?profile"""


@pytest.mark.parametrize(("query", "least"), [(JOINED, 20), (COUNTED, 3)], ids=["path", "aggregate"])
def test_tables_from_the_endpoint(url: str, query: str, least: int) -> None:
    found = rows(asked(query, f"sparql@{url}/sparql"))
    assert found == ours(url, query)
    assert len(found) >= least


def test_a_graph_from_the_endpoint(url: str) -> None:
    query = f"""\
CONSTRUCT {{ ?module dct:title ?title ; bw:hours ?hours }} WHERE {{
  <{CURRICULUM.value}> elm:hasPart ?module . ?module dct:title ?title ; bw:hours ?hours
}}"""
    found = {*ox.parse(asked(query, f"sparql@{url}/sparql", form="application/n-triples"), ox.RdfFormat.N_TRIPLES)}
    headers = {"Accept": "application/n-triples"}
    answer = httpx.post(f"{url}/sparql", data={"query": PREFIXES + query}, headers=headers, timeout=60)
    assert found == {*ox.parse(answer.content, ox.RdfFormat.N_TRIPLES)}
    assert len(found) > 30


def test_the_endpoint_is_found_to_be_one_by_its_description(url: str) -> None:
    query = "SELECT ?c WHERE { ?c a bw:Curriculum } ORDER BY ?c"
    assert rows(asked(query, f"{url}/sparql")) == ours(url, query) != []


def test_a_thing_is_followed_to_its_document(url: str) -> None:
    """The IRI's path leads by 303 to what Comunica's Accept header likes best, and that holds what the store does."""
    query = f"SELECT DISTINCT ?r ?skill WHERE {{ <{SUPPORTER.value}> bw:requires ?r }} ORDER BY ?r"
    found = rows(asked(query, f"{url}/id/profile/supporter"))
    assert found == ours(url, query)
    assert len(found) > 20


def test_the_endpoint_and_a_document_are_one_graph(url: str) -> None:
    """What the document alone does not say comes from the endpoint, joined by Comunica itself."""
    query = f"""\
SELECT DISTINCT ?module ?outcome WHERE {{
  <{CURRICULUM.value}> elm:hasPart ?module .
  ?module elm:learningOutcome ?outcome .
}}"""
    document = f"{url}/doc/curriculum/supporter.ttl"
    found = rows(asked(query, f"sparql@{url}/sparql", document))
    assert sorted(found) == sorted(ours(url, query))
    assert len(found) > 20
    assert rows(asked(query, document)) == []
