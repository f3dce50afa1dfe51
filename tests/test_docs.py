"""The documentation says what is so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bwise_kg import Graph, Verdict

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_command_line_page_is_fresh(tmp_path: Path) -> None:
    """Write it anew with: python -m typer bwise_kg.cli utils docs --name bwise-kg --output docs/command-line.md."""
    fresh = tmp_path / "command-line.md"
    command = ["-m", "typer", "bwise_kg.cli", "utils", "docs", "--name", "bwise-kg", "--output", str(fresh)]
    subprocess.run([sys.executable, *command], check=True, capture_output=True, cwd=ROOT)
    assert fresh.read_text(encoding="utf-8") == (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")


def test_readme_python_example_runs(tmp_path: Path) -> None:
    (code,) = blocks(ROOT / "README.md", "python")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.splitlines()
    assert all(line.startswith("http://data.europa.eu/esco/skill/") for line in done.stdout.splitlines())


def test_turtle_example_is_a_curriculum(slice_graph: Graph, tmp_path: Path) -> None:
    (turtle,) = blocks(ROOT / "docs" / "coverage.md", "turtle")
    file = tmp_path / "course.ttl"
    file.write_text(turtle, encoding="utf-8")
    coverage = slice_graph.coverage(file)
    (covered,) = (r for r in coverage.requirements if r.verdict is Verdict.COVERED)
    assert covered.requirement.skill == "http://data.europa.eu/esco/skill/c8fa4313-80b0-4f37-8b1b-1739707bc362"
    assert covered.hours == 60


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), link


def test_every_module_of_the_package_is_in_the_architecture() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    quiet = {"__init__", "errors", "namespaces", "resources"}
    for module in (ROOT / "bwise_kg").glob("*.py"):
        assert module.stem in quiet or f"`{module.stem}`" in text, module.stem


def test_every_environment_variable_is_documented() -> None:
    from bwise_kg.settings import Settings

    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    for field in Settings.model_fields:
        assert f"BWISE_{field.upper()}" in text
