"""``bwise-kg translations check`` as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

GLOSSARY = (files("bwise_kg.translations") / "glossary.toml").read_text(encoding="utf-8")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-W", "error", "-c", "from bwise_kg.cli import main; main()", "translations", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            cwd=tmp_path,
            env=os.environ | {"COLUMNS": "80"},
            check=False,
        )

    return run


def test_texts_of_the_package_keep_to_its_glossary(run: Run) -> None:
    done = run("check")
    assert (done.returncode, done.stderr) == (0, "")
    number, _, rest = done.stdout.partition(" ")
    assert int(number) > 18_000
    assert rest == f"texts, {GLOSSARY.count('english = ')} terms: nothing found\n"


def test_texts_that_say_it_otherwise_are_named_by_line(run: Run, tmp_path: Path) -> None:
    """A country with a glossary of its own, which says another word for module."""
    own = GLOSSARY.replace("de = { say = \"Modul\", forms = 'modul' }", 'de = { say = "Baustein", avoid = "modul" }')
    assert own != GLOSSARY
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    done = run("check", "de", "--of", "interface", "--glossary", "own.toml")
    assert (done.returncode, done.stderr) == (1, "")
    lines = (files("bwise_kg.curriculum.workbook") / "names.toml").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("module = "))
    there = f"bwise_kg/curriculum/workbook/names.toml:{line}: 'Modul' stands for the term 'module': say 'Baustein'"
    assert f"{there}\n  Module\n  Modul\n" in done.stdout
    assert all("bwise_kg/" in text for text in done.stdout.splitlines() if "stands for" in text)
    other = run("check", "fr", "--of", "interface", "--of", "rules", "--glossary", "own.toml")
    assert other.returncode == 0


def test_what_cannot_be_read_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(GLOSSARY.replace("[module]", "[module"), encoding="utf-8")
    done = run("check", "--glossary", "own.toml")
    assert (done.returncode, done.stderr.startswith("error: own.toml: is no TOML")) == (2, True)
    done = run("check", "--glossary", "none.toml")
    assert (done.returncode, done.stderr) == (2, "error: none.toml: No such file or directory\n")
    done = run("check", "pt")
    assert (done.returncode, done.stderr.startswith("error: no language 'pt'")) == (2, True)


def test_help_has_examples(run: Run) -> None:
    assert "bwise-kg translations check" in run("check", "--help").stdout
