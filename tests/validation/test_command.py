"""``bwise-kg validate`` as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from openpyxl import load_workbook

from bwise_kg.namespaces import RDF, SH

from .conftest import REFERENCE

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(slice_store: Path, tmp_path: Path) -> Run:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-W", "error", "-c", "from bwise_kg.cli import main; main()", "validate", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            cwd=tmp_path,
            env=os.environ | {"BWISE_STORE": str(slice_store), "COLUMNS": "80"},
            check=False,
        )

    return run


def test_conforms(run: Run) -> None:
    done = run("enabler")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Conforms: every rule that must be met is met, or had nothing to check." in done.stdout
    assert "This service uses the ESCO classification" in done.stdout


def test_violations(run: Run, broken_course: Path) -> None:
    done = run(str(broken_course), "--format", "json")
    assert (done.returncode, done.stderr) == (1, "")
    (report,) = json.loads(done.stdout)["reports"]
    unmet = {rule["id"] for rule in report["rules"] if rule["state"] == "not met" and rule["severity"] == "must"}
    assert unmet
    assert all(rule["checked"] for rule in report["rules"] if rule["id"] in unmet)


@pytest.mark.parametrize("engine", ["shifty", "pyshacl"])
def test_engines(run: Run, engine: str) -> None:
    done = run("supporter", "--ruleset", "profile", "--format", "turtle", "--engine", engine)
    assert done.returncode == 0
    types = [q.object for q in ox.parse(done.stdout, ox.RdfFormat.TURTLE) if q.predicate == RDF.type]
    assert types.count(SH.ValidationReport) == 1


def test_unreadable(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("this is no turtle", encoding="utf-8")
    for name in ("bad.ttl", "absent.ttl", "no-such-name"):
        done = run(name)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("error: ")
        assert "Traceback" not in done.stderr


def test_many_in_one_call(run: Run, tmp_path: Path, broken_course: Path) -> None:
    (tmp_path / "bad.ttl").write_text("this is no turtle", encoding="utf-8")
    done = run("enabler", str(broken_course), "bad.ttl")
    assert done.returncode == 2
    assert "Summary" in done.stdout
    assert "bad.ttl" in done.stderr
    assert run("enabler", "enabler").returncode == 0
    assert run("enabler", str(broken_course)).returncode == 1


def test_html_of_several_is_a_page_each(run: Run, tmp_path: Path, broken_course: Path) -> None:
    refused = run("enabler", str(broken_course), "--format", "html")
    assert refused.returncode == 2
    assert "name a folder" in refused.stderr
    (tmp_path / "out").mkdir()
    assert run("enabler", str(broken_course), "--format", "html", "-o", "out").returncode == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["001-enabler.html", "002-course.ttl.html"]


@pytest.fixture
def off_by_ten(tmp_path: Path) -> Path:
    text = (REFERENCE / "supporter.ttl").read_text(encoding="utf-8")
    file = tmp_path / "off.ttl"
    file.write_text(text.replace('bw:hours "180"', 'bw:hours "190"', 1), encoding="utf-8")
    return file


def test_fixes_are_looked_for_in_a_single_curriculum(run: Run, off_by_ten: Path) -> None:
    def fixes(*arguments: str) -> list[int]:
        done = run(*arguments, "--format", "json")
        assert (done.returncode, done.stderr) == (1, "")
        found = json.loads(done.stdout)["reports"]
        return [
            sum(len(f["fixes"]) for rule in report["rules"] for g in rule["groups"] for f in g["findings"])
            for report in found
        ]

    assert fixes(str(off_by_ten)) == [1]
    assert fixes(str(off_by_ten), "--no-fixes") == [0]
    assert fixes("enabler", str(off_by_ten)) == [0, 0]
    assert fixes("enabler", str(off_by_ten), "--fixes") == [0, 1]


def test_an_update_mends_the_file(run: Run, off_by_ten: Path, tmp_path: Path) -> None:
    done = run(str(off_by_ten), "--format", "sparql-update", "-o", "fix.ru")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    store = ox.Store()
    store.load(path=str(off_by_ten), format=ox.RdfFormat.TURTLE)
    store.update((tmp_path / "fix.ru").read_text(encoding="utf-8"))
    mended = tmp_path / "mended.ttl"
    store.dump(str(mended), ox.RdfFormat.TURTLE, from_graph=ox.DefaultGraph())
    assert run(str(mended)).returncode == 0


def test_a_workbook_comes_back_with_comments(run: Run, off_by_ten: Path, tmp_path: Path) -> None:
    done = run(str(off_by_ten), "--format", "xlsx", "-o", "back.xlsx")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    sheet = load_workbook(tmp_path / "back.xlsx")["Curriculum"]
    assert "CUR-005" in sheet["A1"].comment.text
    again = run("back.xlsx", "--format", "xlsx", "-o", "back.xlsx")
    assert (again.returncode, again.stderr) == (1, "")
    # the same, but that the fix names the cell now
    told = load_workbook(tmp_path / "back.xlsx")["Curriculum"]["A1"].comment.text
    assert told.replace(" (Curriculum!B10)", "") == sheet["A1"].comment.text
    (tmp_path / "out").mkdir()
    assert run("enabler", "back.xlsx", "--format", "xlsx", "-o", "out").returncode == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["001-enabler.xlsx", "002-back.xlsx"]


def test_formats_that_change_curricula_are_for_curricula(run: Run) -> None:
    for format_ in ("xlsx", "sparql-update"):
        done = run("supporter", "--ruleset", "profile", "--format", format_, "-o", "out")
        assert (done.returncode, done.stdout) == (2, "")
        assert f"--format {format_}: is for curricula" in done.stderr
    done = run("enabler", "supporter", "--format", "xlsx", "-o", "out.xlsx")
    assert done.returncode == 2
    assert "name a folder" in done.stderr


def test_a_profile_and_our_own_graphs(run: Run) -> None:
    done = run("supporter", "--ruleset", "profile")
    assert done.returncode == 0
    assert "Rules: profile." in done.stdout
    own = run("--ruleset", "graph", "--format", "json")
    (report,) = json.loads(own.stdout)["reports"]
    assert report["ruleSets"] == ["graph"]
    assert report["subject"]["title"] == "Ontology, facts, reference design and translations"
    assert sum(rule["checked"] for rule in report["rules"]) > 1000


def test_help_has_examples(run: Run) -> None:
    done = run("--help")
    assert "bwise-kg validate supporter" in done.stdout
    assert "Ends with 0" in done.stdout
