"""The commands as a user runs them: real processes, real files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

COURSE = """
@prefix bw: <https://w3id.org/bwise/ontology#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix elm: <http://data.europa.eu/snb/model/elm/> .
<https://example.org/short-course> a bw:Curriculum ; dct:title "Short course"@en ;
  bw:hours 40 ; bw:forProfile <https://w3id.org/bwise/id/profile/supporter> ;
  elm:hasPart <https://example.org/short-course/1> .
<https://example.org/short-course/1> a bw:CoreModule ; dct:title "=1+1"@en ; bw:hours 40 ;
  elm:learningOutcome <https://example.org/short-course/1/a> .
<https://example.org/short-course/1/a> a bw:LearningOutcome ; dct:title "listen to a worker"@en ;
  bw:attains <https://example.org/short-course/1/a/1> .
<https://example.org/short-course/1/a/1> a bw:AttainedSkill ;
  bw:skill <http://data.europa.eu/esco/skill/a17286c5-238d-4f0b-bc24-29e9121345de> ;
  bw:level <https://w3id.org/bwise/id/level/highly-specialised> .
"""


@pytest.fixture
def run(slice_store: Path, tmp_path: Path) -> Run:
    def run(*arguments: str, store: Path = slice_store, text: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-W", "error", "-c", "from bwise_kg.cli import main; main()", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            input=text,
            timeout=120,
            cwd=tmp_path,
            env=os.environ | {"BWISE_STORE": str(store), "COLUMNS": "80"},
            check=False,
        )

    return run


def test_build_add_list_coverage_remove(run: Run, tmp_path: Path) -> None:
    store = tmp_path / "store"
    (tmp_path / "course.ttl").write_text(COURSE, encoding="utf-8")
    built = run("build", "--out", str(store))
    assert built.returncode == 0
    assert "Answers rest on ESCO 1.1.1, the embedded slice." in built.stdout
    added = run("add", "course.ttl", "--version", "1.0", store=store)
    assert (added.returncode, added.stdout.startswith("short-course 1.0 added")) == (0, True)
    again = run("add", "course.ttl", "--version", "1.0", store=store)
    assert "was there already, unchanged" in again.stdout
    (tmp_path / "course.ttl").write_text(COURSE.replace("bw:hours 40", "bw:hours 41"), encoding="utf-8")
    changed = run("add", "course.ttl", "--version", "1.0", store=store)
    assert changed.returncode == 2
    assert "versions are never changed" in changed.stderr
    listed = json.loads(run("list", "--format", "json", store=store).stdout)
    assert [(c["name"], c["version"], c["hours"]) for c in listed] == [
        ("enabler", "0.1.0", "180"),
        ("short-course", "1.0", "40"),
        ("supporter", "0.1.0", "180"),
        ("worker", "0.1.0", "160"),
    ]
    coverage = json.loads(run("coverage", "short-course@1.0", "--format", "json", store=store).stdout)
    assert coverage["totals"]["all"]["verdicts"]["covered"] == 1
    asked = run("remove", "short-course", store=store, text="n\n")
    assert asked.returncode == 1
    removed = run("remove", "short-course", "--yes", store=store)
    assert removed.stdout.strip() == "short-course 1.0 removed"
    assert len(json.loads(run("list", "--format", "json", store=store).stdout)) == 3


def test_coverage_of_a_file_that_is_not_in_the_store(run: Run, tmp_path: Path) -> None:
    (tmp_path / "course.ttl").write_text(COURSE, encoding="utf-8")
    csv = run("coverage", "course.ttl", "--format", "csv")
    assert csv.returncode == 0
    (row,) = [line for line in csv.stdout.splitlines() if ",covered," in line]
    assert row.startswith("essential,listen actively,covered,")
    assert ",'=1+1," in row


def test_output_goes_to_files(run: Run, tmp_path: Path) -> None:
    for format_ in ("table", "json", "csv", "html"):
        done = run("coverage", "supporter", "--format", format_, "-o", f"out.{format_}")
        assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfimportance,")
    assert (tmp_path / "out.html").read_text(encoding="utf-8").lower().startswith("<!doctype html>")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["escoVersion"] == "1.1.1"
    assert "Essential skills" in (tmp_path / "out.table").read_text(encoding="utf-8")
    assert not list(tmp_path.glob("*.new"))


def test_output_that_cannot_be_written_is_an_error(run: Run) -> None:
    done = run("coverage", "supporter", "--format", "json", "-o", "no-such-folder/out.json")
    assert done.returncode == 2
    assert "no-such-folder/out.json: cannot be written" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["coverage", "suporter"], "did you mean 'supporter'?"),
        (["coverage", "supporter", "--profile", "boss"], "There is: enabler, supporter, worker"),
        (["coverage", "gone.ttl"], "gone.ttl: No such file"),
        (["coverage", "empty.ttl"], "empty.ttl: the file is empty"),
        (["add", "broken.ttl", "--version", "1"], "broken.ttl:2:"),
        (["add", "course.docx", "--version", "1"], "unknown kind of file"),
        (["build", "--esco", "nowhere", "--out", "store"], "nowhere: there is no such file or folder"),
        (["build", "--out", "."], "not a store"),
        (["esco", "check", "broken.ttl"], "not an ESCO release"),
        (["query", "gone.rq"], "gone.rq"),
        (["query", "SELECT * { ?s ?p }"], "error at 1:"),
        (["query", "SELECT * { SERVICE <http://x> { ?s ?p ?o } }"], "SERVICE would ask another server"),
        (["query", "SELECT * { ?s ?p ?o } LIMIT 1", "--format", "turtle"], "the answer is a table"),
        (["query", "DESCRIBE <http://x> # {", "--format", "csv"], "the answer is a graph"),
        (["query", "DROP ALL # {"], "not a SPARQL query"),
    ],
)
def test_mistakes_end_in_one_message_with_the_way_out(
    run: Run, tmp_path: Path, arguments: list[str], expected: str
) -> None:
    (tmp_path / "empty.ttl").write_text("\n", encoding="utf-8")
    (tmp_path / "broken.ttl").write_text("<http://a> <http://b>\n.", encoding="utf-8")
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert expected in done.stderr
    assert "Traceback" not in done.stderr


def test_no_store_names_the_command(run: Run, tmp_path: Path) -> None:
    done = run("list", store=tmp_path / "none")
    assert done.returncode == 2
    assert "make one with: bwise-kg build --out" in done.stderr


def test_query_formats(run: Run) -> None:
    skill = "http://data.europa.eu/esco/skill/a17286c5-238d-4f0b-bc24-29e9121345de"
    select = f"SELECT ?label {{ <{skill}> skos:prefLabel ?label }}"
    answers = {format_: run("query", select, "--format", format_).stdout for format_ in ("json", "csv", "tsv", "xml")}
    assert json.loads(answers["json"])["results"]["bindings"][0]["label"]["value"] == "listen actively"
    assert answers["csv"].split() == ["label", "listen", "actively"]
    assert '"listen actively"@en' in answers["tsv"]
    assert '<literal xml:lang="en">listen actively</literal>' in answers["xml"]
    assert "listen actively@en" in run("query", select).stdout
    assert run("query", "ASK { ?s a bw:Curriculum }").stdout.strip() == "yes"
    graph = "CONSTRUCT { ?c a bw:Curriculum } { ?c a bw:Curriculum FILTER STRENDS(STR(?c), '/supporter') }"
    assert "curriculum" in run("query", graph).stdout
    assert run("query", graph, "--format", "ntriples").stdout.strip() == (
        "<https://w3id.org/bwise/id/curriculum/supporter> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        "<https://w3id.org/bwise/ontology#Curriculum> ."
    )
    json.loads(run("query", graph, "--format", "jsonld").stdout)


def test_query_from_file_and_standard_input(run: Run, tmp_path: Path) -> None:
    (tmp_path / "question.rq").write_text("ASK { ?s a bw:Curriculum }", encoding="utf-8")
    assert run("query", "question.rq").stdout.strip() == "yes"
    assert run("query", "-", text="ASK { ?s a bw:NoSuchThing }").stdout.strip() == "no"


def test_help_of_every_command_has_an_example(run: Run) -> None:
    for command in ("build", "add", "list", "remove", "coverage", "query", "esco check", "esco slice"):
        done = run(*command.split(), "--help")
        assert done.returncode == 0
        assert f"bwise-kg {command}" in done.stdout.partition("Example")[2], command


def test_version(run: Run) -> None:
    assert run("--version").stdout.startswith("bwise-kg 0.")
