"""Types of problems: each one that the service can answer with is described, at its IRI and in the documentation."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
TYPES = importlib.import_module("bwise_kg.api.problem_types").PROBLEM_TYPES
BASE = "https://w3id.org/bwise/problem/"


def raised() -> Iterator[tuple[str, int | None, str]]:
    """Yield every problem with a type that stands in the code: where, its status (if it is a number), its type."""
    for path in sorted((ROOT / "api").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (
                isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Problem"
            ):
                continue
            named = {keyword.arg: keyword.value for keyword in node.keywords}
            type_ = node.args[3] if len(node.args) > 3 else named.get("type")
            status = node.args[0] if node.args else named.get("status")
            if isinstance(type_, ast.Constant) and isinstance(type_.value, str):
                number = status.value if isinstance(status, ast.Constant) and isinstance(status.value, int) else None
                yield f"{path.name}:{node.lineno}", number, type_.value


def test_every_type_that_is_raised_is_described_with_its_status() -> None:
    found = list(raised())
    assert len(found) > 20
    for place, status, type_ in found:
        assert type_ in TYPES, place
        assert status is None or status in TYPES[type_].statuses, place


def test_every_type_that_is_described_is_raised() -> None:
    assert set(TYPES) - {type_ for _, _, type_ in raised()} == set()


def test_documentation_has_every_type_with_its_statuses() -> None:
    rows = re.findall(
        r"^\| (\d[\d, ]*) \| ((?:`[a-z-]+`(?:, )?)+) \|", (ROOT / "docs" / "service.md").read_text(), re.MULTILINE
    )
    documented: dict[str, set[int]] = {}
    for statuses, types in rows:
        for type_ in re.findall(r"`([a-z-]+)`", types):
            documented.setdefault(type_, set()).update(map(int, statuses.split(", ")))
    assert documented == {name: set(type_.statuses) for name, type_ in TYPES.items()}


@pytest.mark.parametrize("name", sorted(TYPES))
def test_every_type_has_a_page(client: httpx.Client, name: str) -> None:
    page = client.get(f"/problem/{name}", headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert BASE + name in page.text
    data = client.get(f"/problem/{name}", headers={"Accept": "application/json"}).json()
    assert data == {
        "type": BASE + name,
        "statuses": list(TYPES[name].statuses),
        "meaning": TYPES[name].meaning,
        "remedy": TYPES[name].remedy,
    }


def test_type_of_a_real_problem_leads_to_its_page(client: httpx.Client) -> None:
    problem = client.get("/sparql", params={"query": "SELECT *"}).json()
    page = client.get(problem["type"].removeprefix("https://w3id.org/bwise"), headers={"Accept": "application/json"})
    assert 400 in page.json()["statuses"]


def test_unknown_type_names_those_there_are(client: httpx.Client) -> None:
    response = client.get("/problem/nothing")
    assert response.status_code == 404
    assert "syntax" in response.json()["detail"]
