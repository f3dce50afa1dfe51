"""The OpenAPI document: fresh, complete, with examples that were really answered."""

from __future__ import annotations

import importlib
from typing import Any

import httpx
import jsonschema
import pytest
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from bwise_kg.questions import questions
from tests.api.api import API, ROOT

openapi = importlib.import_module("bwise_kg.api.v1.openapi")
DOCUMENT = ROOT / "docs" / "openapi.json"


@pytest.fixture(scope="module")
def document(module_client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = module_client.get(f"{API}/openapi.json").json()
    return found


@pytest.fixture(scope="module")
def module_client(server: Any) -> Any:
    with server.client() as client:
        yield client


@pytest.fixture(scope="module")
def answers(document: dict[str, Any], module_client: httpx.Client) -> dict[str, Any]:
    """Return what the examples ask, answered now."""
    found = {}
    for path, method, operation in openapi.operations(document):
        address, parameters = openapi.example_of(operation, path)
        sent: dict[str, Any] = {}
        if method == "post":
            sent = {"content": openapi.course(), "headers": {"Content-Type": "text/turtle"}}
        response = module_client.request(method, API + address, params=parameters, **sent)
        assert response.status_code == 200, (address, response.text)
        found[operation["operationId"]] = response.json()
    return found


def test_document_is_fresh(answers: dict[str, Any]) -> None:
    """Write it anew with: python -m bwise_kg.api.v1 docs."""
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text == openapi.written(openapi.document(ROOT / "docs", answers))
    assert text == (ROOT / "api" / "v1" / "openapi.json").read_text(encoding="utf-8")


def test_served_document_is_the_one_checked_in(module_client: httpx.Client) -> None:
    assert module_client.get(f"{API}/openapi.json").content == DOCUMENT.read_bytes()


def test_every_operation_is_described_whole(document: dict[str, Any]) -> None:
    names = []
    for _, _, operation in openapi.operations(document):
        names.append(operation["operationId"])
        assert operation["description"]
        assert operation["tags"]
        assert "example" in operation["responses"]["200"]["content"]["application/json"]
        assert {"400", "404", "406", "422", "429", "500", "503", "504"} <= operation["responses"].keys()
        assert all(parameter["description"] for parameter in operation["parameters"] if parameter["name"] != "id")
    assert len(names) == len(set(names))
    assert {f"answer{question.id.capitalize()}" for question in questions()} < set(names)
    assert "This service uses the ESCO classification" in document["info"]["description"]


def test_examples_and_answers_are_as_the_document_says(document: dict[str, Any], answers: dict[str, Any]) -> None:
    registry: Registry[Any] = Registry().with_resource("urn:api", DRAFT202012.create_resource(document))
    for path, method, operation in openapi.operations(document):
        example = operation["responses"]["200"]["content"]["application/json"]["example"]
        pointer = f"#/paths/{path.replace('~', '~0').replace('/', '~1')}/{method}"
        where = f"urn:api{pointer}/responses/200/content/application~1json/schema"
        validator = jsonschema.Draft202012Validator({"$ref": where}, registry=registry)
        validator.validate(answers[operation["operationId"]])
        validator.validate(example)


def test_document_is_part_of_the_package() -> None:
    from importlib.resources import files

    assert (files("bwise_kg.api.v1") / "openapi.json").is_file()
