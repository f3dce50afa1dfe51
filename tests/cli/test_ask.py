"""``bwise-kg ask`` as a user runs it."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bwise_kg.questions import questions

Run = Callable[..., subprocess.CompletedProcess[bytes]]
COMMAND = [sys.executable, "-W", "error", "-c", "from bwise_kg.cli import main; main()"]


@pytest.fixture
def run(slice_store: Path, tmp_path: Path) -> Run:
    def run(*arguments: str, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[bytes]:
        environment = os.environ | {"BWISE_STORE": str(slice_store), "COLUMNS": "100", "PYTHONUTF8": "1"}
        return subprocess.run(
            [*COMMAND, "ask", *arguments],
            stdout=stdout,
            stderr=subprocess.PIPE,
            timeout=120,
            cwd=tmp_path,
            env=environment,
            check=False,
        )

    return run


def text(done: subprocess.CompletedProcess[bytes]) -> str:
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return done.stdout.decode()


def test_without_a_question_all_are_listed_by_who_asks_them(run: Run) -> None:
    shown = text(run())
    assert shown.index("Curriculum designers") < shown.index("cq02")
    assert all(question.id in shown for question in questions())
    assert "--profile" in shown


def test_help_of_a_question_shows_its_options(run: Run) -> None:
    shown = text(run("cq02", "--help"))
    for said in ("Which ESCO occupations match", "--profile", "PROFILE", "default: supporter", "--lang", "--format",
                 "Example: bwise-kg ask cq02 --profile supporter"):  # fmt: skip
        assert said in shown
    assert "cq07" in text(run("--help"))


def test_every_format(run: Run, tmp_path: Path) -> None:
    assert "2423.2" in text(run("cq02", "--lang", "fr"))
    assert "2423.2" in text(run("2", "--profile", "supporter"))
    assert json.loads(text(run("cq02", "--format", "json")))["status"] == "answered"
    page = text(run("cq02", "--format", "html"))
    assert page.lower().startswith("<!doctype html>")
    piped = run("cq02", "--format", "xlsx")
    assert load_workbook(io.BytesIO(piped.stdout)).sheetnames == ["Answer", "About"]
    for format_ in ("table", "json", "csv", "xlsx", "html"):
        done = run("cq02", "--format", format_, "-o", f"out.{format_}")
        assert (done.returncode, done.stdout) == (0, b"")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfProfile,Profile IRI,")
    assert load_workbook(tmp_path / "out.xlsx")["Answer"]["A1"].value == "Profile"
    assert not list(tmp_path.glob("*.new"))


def test_csv_says_beside_the_rows_what_they_rest_on(run: Run) -> None:
    done = run("cq02", "--format", "csv")
    assert done.returncode == 0
    assert done.stdout.decode().startswith("Profile,Profile IRI,Relation,")
    assert done.stderr.decode().startswith("This answer rests in part on the reference design")


def test_a_workbook_is_not_for_a_terminal(run: Run) -> None:
    ours, theirs = pty.openpty()
    try:
        done = run("cq02", "--format", "xlsx", stdout=theirs)
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("error: --format xlsx: is no text for a terminal; name a file with: -o")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["cq99"], "error: no question 'cq99'"),
        (["cq02", "--profile", "suporter"], "error: --profile: no profile 'suporter'; did you mean 'supporter'"),
        (["cq02", "--profile", '"> } #'], "error: --profile: no profile"),
        (["cq02", "--country", "ES"], "No such option: --country"),
        (["cq02", "--format", "pdf"], "'pdf'"),
        (["cq02", "--store", "nowhere"], "make one with: bwise-kg build --out"),
    ],
)
def test_mistakes(run: Run, arguments: list[str], expected: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert expected in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
