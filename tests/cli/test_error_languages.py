"""What the commands say of mistakes, in the language that is asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bwise_kg.cli import app
from bwise_kg.errors import BwiseError

Run = Callable[..., str]

PREFIXES = "@prefix bw: <https://w3id.org/bwise/ontology#> . @prefix : <https://example.org/> . "


@pytest.fixture
def refused(slice_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what is said of a command that is refused."""
    (tmp_path / "empty.ttl").write_text(PREFIXES + ":a :b :c .", encoding="utf-8")
    (tmp_path / "less.ttl").write_text(PREFIXES + ":c a bw:Curriculum ; bw:hours -1 .", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def refused(*arguments: str) -> str:
        done = CliRunner().invoke(app, [*arguments, "--store", str(slice_store)])
        assert isinstance(done.exception, BwiseError)
        assert done.output == ""
        return str(done.exception)

    return refused


FRENCH = [
    (["coverage", "gone.ttl"], "gone.ttl: fichier ou dossier introuvable"),
    (["coverage", "empty.ttl"], "empty.ttl: ne décrit aucun programme de formation (rien n'y est de la classe <"),
    (["validate", "suporter"], "aucun programme de formation 'suporter' ; s'agit-il de 'supporter' ? Disponibles : "),
    (["template", "boss", "-o", "a.xlsx"], "aucun profil 'boss'. Disponibles : enabler, supporter, worker"),
    (["template", "worker", "-o", "gone/a.xlsx"], "gone/a.xlsx: ne peut pas être écrit (fichier ou dossier"),
    (["add", "less.ttl", "--version", "1/0"], "version '1/0': utiliser des lettres, des chiffres et . + _ -"),
    (["convert", "gone.xlsx", "-o", "a.ttl"], "gone.xlsx: fichier ou dossier introuvable"),
]  # fmt: skip
GREEK = [
    (["coverage", "gone.xlsx"], "gone.xlsx: δεν υπάρχει τέτοιο αρχείο ή φάκελος"),
    (["coverage", "supporter", "--profile", "worke"], "δεν υπάρχει προφίλ 'worke'· μήπως εννοείτε 'worker'; Υπ"),
    (["validate", "gone.ttl"], "gone.ttl: δεν υπάρχει τέτοιο αρχείο ή φάκελος"),
    (["validate", "empty.ttl"], "empty.ttl: πρέπει να περιγράφει ακριβώς έναν πόρο της κλάσης"),
    (["add", "less.ttl", "--version", "1"], "less.ttl: <https://example.org/c>: -1 ώρες· οι ώρες δεν μπορούν να είναι"),
    (["ask", "cq01", "-o", "gone/a.txt"], "gone/a.txt: δεν μπορεί να γραφτεί (δεν υπάρχει τέτοιο αρχείο ή φάκελος)"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "expected"), FRENCH)
def test_mistakes_are_told_in_french(refused: Run, arguments: list[str], expected: str) -> None:
    assert refused(*arguments, "--lang", "fr").startswith(expected)


@pytest.mark.parametrize(("arguments", "expected"), GREEK)
def test_mistakes_are_told_in_greek(refused: Run, arguments: list[str], expected: str) -> None:
    assert refused(*arguments, "--lang", "el").startswith(expected)


def test_the_environment_may_say_the_language(slice_store: Path, tmp_path: Path) -> None:
    def told(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", "from bwise_kg.cli import main; main()", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            cwd=tmp_path,
            env=os.environ | {"BWISE_STORE": str(slice_store), "BWISE_LANG": "fr", "COLUMNS": "80"},
            check=False,
        )
        assert (done.returncode, done.stdout) == (2, "")
        return done.stderr

    removed = told("remove", "mine", "--yes")
    assert removed == "error: aucun programme de formation ajouté 'mine' ; aucun n'a été ajouté\n"
    queried = told("query", "gone.rq")
    assert queried == "error: gone.rq: pas du SPARQL, et comme fichier : fichier ou dossier introuvable\n"
    assert "gone.ttl: δεν υπάρχει" in told("coverage", "gone.ttl", "--lang", "el")
