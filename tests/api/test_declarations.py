"""The OpenAPI document of the whole service: it says what the routes of linked data answer with."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from bwise_kg.api.declarations import ANSWERS

BW = "https://w3id.org/bwise"
SUPPORTER = "profile/supporter"
SKILL = "http://data.europa.eu/esco/skill/a12057b4-6d11-4a12-ab8e-15a028ef0a6d"

ADDRESSES = {
    "/id/{path}": f"/id/{SUPPORTER}",
    "/doc/{path}": f"/doc/{SUPPORTER}",
    "/resource": f"/resource?uri={SKILL}",
    "/links": f"/links?uri={BW}/id/origin/reference-design&property={BW}/ontology%23origin",
    "/ontology{ending}": "/ontology",
    "/context.jsonld": "/context.jsonld",
    "/context/{name}.jsonld": "/context/0.1.0.jsonld",
    "/graph/{path}": "/graph/facts/seeds",
    "/dumps/{path}": "/dumps/facts/seeds.nq.gz",
    "/dataset{ending}": "/dataset",
    "/.well-known/void": "/.well-known/void",
    "/.well-known/sparql-examples{ending}": "/.well-known/sparql-examples",
    "/feed{ending}": "/feed",
    "/problem/{name}": "/problem/syntax",
}
"""One of each template."""


def test_every_route_is_declared(client: httpx.Client) -> None:
    paths: dict[str, Any] = client.get("/openapi.json").json()["paths"]
    assert paths.keys() - {"/health", "/ready"} == ANSWERS.keys() == ADDRESSES.keys()
    assert paths["/id/{path}"]["get"]["responses"].keys() == {"303", "default"}
    assert "text/turtle" in paths["/doc/{path}"]["get"]["responses"]["200"]["content"]


@pytest.mark.parametrize("path", ADDRESSES)
def test_routes_answer_as_declared(client: httpx.Client, path: str) -> None:
    declared = client.get("/openapi.json").json()["paths"][path]["get"]["responses"]
    media_types = declared.get("200", {}).get("content", {})
    for accept in media_types or ["text/turtle"]:
        response = client.get(ADDRESSES[path], headers={"Accept": accept})
        assert response.status_code == (200 if media_types else 303)
        if media_types:
            assert response.headers["content-type"].split(";")[0] == accept
        else:
            assert "location" in response.headers


@pytest.mark.parametrize(
    ("path", "address"),
    [("/resource", f"/resource?uri={BW}/id/{SUPPORTER}"), ("/graph/{path}", "/graph/catalog")],
)
def test_what_may_lead_on_is_declared_so(client: httpx.Client, path: str, address: str) -> None:
    assert client.get(address, headers={"Accept": "text/html"}).status_code == 303
    assert "303" in ANSWERS[path]
