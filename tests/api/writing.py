"""What tests of the write side send and ask."""

from __future__ import annotations

import httpx

from tests.api.serving import ENDLESS

DIRECT = {"Content-Type": "application/sparql-update"}
PROBLEM = "https://w3id.org/bwise/problem/"
COUNTED = (
    ENDLESS.replace("SELECT", "INSERT { <http://a> <http://b> ?n } WHERE { { SELECT").replace("{ ?a", "{ GRAPH ?g { ?a")
    + " } } }"
)
"""An update that would take years."""


def update(client: httpx.Client, text: str, **parameters: str) -> httpx.Response:
    return client.post("/sparql", content=text.encode(), headers=DIRECT, params=parameters)


def ask(client: httpx.Client, text: str) -> bool:
    answer: bool = client.post("/sparql", data={"query": text}).json()["boolean"]
    return answer


def count(client: httpx.Client, pattern: str) -> int:
    answer = client.get("/sparql", params={"query": f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"}).json()
    return int(answer["results"]["bindings"][0]["n"]["value"])
