"""The commands of docs/service.md, as people type them: curl."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bwise_kg.generations import open_store
from bwise_kg.namespaces import GRAPH
from tests.api.serving import TOKEN, writable

DOCS = Path(__file__).parents[2] / "docs" / "service.md"

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here")


@pytest.fixture(scope="module")
def folder(slice_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(slice_store, tmp_path_factory.mktemp("curl") / "store")


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    with writable(folder) as (_, client):
        yield str(client.base_url).rstrip("/")


def commands() -> list[str]:
    """Return the curl commands of the documentation that ask or write."""
    return re.findall(r"^\$ (curl .*)$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)


def test_documented_commands_do_what_they_say(url: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "question.rq").write_text("SELECT * { ?c a bw:Curriculum }")
    (tmp_path / "course.ttl").write_text("<http://example.org/course> a <https://w3id.org/bwise/ontology#Curriculum> .")
    (tmp_path / "change.ru").write_text("INSERT DATA { GRAPH <http://example.org/notes> { <http://a> <http://b> 1 } }")
    found = commands()
    assert len(found) >= 8
    for command in found:
        text = command.replace("http://127.0.0.1:8000", url).replace("$TOKEN", TOKEN)
        done = subprocess.run(
            [*shlex.split(text), "-sS", "--fail-with-body", "--max-time", "60"],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)
    store = open_store(folder)
    assert store.query("ASK { GRAPH <http://example.org/notes> { <http://a> <http://b> 1 } }")
    assert GRAPH["course"] not in store.graphs()  # put, read, and deleted again
