"""What the tests of the JSON API share: its document, its models, and walking through lists."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
API = "/api/v1"

models = importlib.import_module("bwise_kg.api.v1.models")


def get(client: httpx.Client, path: str, **parameters: Any) -> dict[str, Any]:
    """Return a success, whose meta and links are as they have to be."""
    response = client.get(API + path, params=parameters or None)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    assert answer.keys() == {"data", "meta", "links"}
    assert answer["meta"]["attribution"].startswith("This service uses the ESCO classification")
    assert answer["meta"]["language"] == response.headers["content-language"]
    return answer


def pages(client: httpx.Client, path: str, **parameters: Any) -> Iterator[dict[str, Any]]:
    """Yield the members of a list, page by page, by the links alone."""
    answer = get(client, path, **parameters)
    while True:
        yield from answer["data"]
        following = answer["links"]["next"]
        if following is None:
            return
        answer = get(client, following.removeprefix(API))


def schema(name: str) -> dict[str, Any]:
    """Return one of the published schemas of results."""
    found: dict[str, Any] = json.loads((ROOT / "docs" / f"{name}.schema.json").read_text(encoding="utf-8"))
    return found
