"""Curricula whose outcomes have no IRIs: the same digest whatever their blank nodes are called."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from itertools import permutations
from pathlib import Path

import pytest

from bwise_kg import DataError, VersionExistsError, curricula
from bwise_kg.curricula import add
from bwise_kg.generations import current, open_store
from bwise_kg.namespaces import inferred_graph
from tests.building.courses import ACCOUNTABILITY, COACHING, COURSE, SKILL, Course, contents, covered, rows

OTHER = "https://example.org/courses/other"
TAUGHT = "SELECT ?course ?skill { ?course elm:hasPart/elm:learningOutcome/bw:attains/bw:skill ?skill }"


def renamed(file: Path) -> Path:
    """Give the blank nodes of a file other names, in another order of statements."""
    text = file.read_text(encoding="utf-8").replace("_:outcome1", "_:x").replace("_:outcome2", "_:outcome1")
    head, *statements = text.replace("_:x", "_:outcome2").split("\n_:")
    other = file.with_name(f"renamed-{file.name}")
    other.write_text("\n_:".join([head, *reversed(statements)]), encoding="utf-8")
    return other


def test_coverage_rests_on_outcomes_without_iri(store: Path, course: Course) -> None:
    entry, _ = add(store, course(skills=(COACHING, ACCOUNTABILITY), blank=True), "1.0")
    assert covered(store, "job-coach") == {COACHING, ACCOUNTABILITY}
    opened = open_store(store)
    related = rows(opened, "SELECT ?skill { ?outcome elm:relatedESCOSkill ?skill }", [inferred_graph(entry.graph)])
    assert related == [(SKILL + COACHING,), (SKILL + ACCOUNTABILITY,)]
    for graph in (entry.graph, inferred_graph(entry.graph)):
        assert opened.digest(graph) == opened.measured_digest(graph)


def test_names_of_blank_nodes_make_no_other_content(store: Path, course: Course) -> None:
    file = course(skills=(COACHING, ACCOUNTABILITY), blank=True)
    entry, _ = add(store, file, "1.0")
    before = contents(store)
    assert add(store, file, "1.0") == (entry, False)
    assert add(store, renamed(file), "1.0") == (entry, False)
    assert contents(store) == before
    with pytest.raises(VersionExistsError):
        add(store, course(skills=(COACHING,), blank=True), "1.0")


def test_blank_nodes_inside_triple_terms_have_no_say_either(store: Path, course: Course) -> None:
    nested = "<<( _:{0} dct:relation <<( _:{1} dct:relation _:{0} )>> )>>"
    more = f"<{COURSE}> dct:relation {nested} ."
    entry, _ = add(store, course(more=more.format("a", "b")), "1.0")
    assert open_store(store).digest(entry.graph) == open_store(store).measured_digest(entry.graph)
    assert add(store, course(more=more.format("y", "x")), "1.0") == (entry, False)
    with pytest.raises(VersionExistsError):
        add(store, course(more=more.format("y", "y")), "1.0")


def test_stores_with_the_same_content_have_the_same_digest(store: Path, course: Course) -> None:
    other = shutil.copytree(store, store.with_name("other"))
    file = course(skills=(COACHING, ACCOUNTABILITY), blank=True)
    add(store, file, "1.0")
    add(other, renamed(file), "1.0")
    assert open_store(store).digest() == open_store(other).digest()


def test_blank_nodes_of_two_curricula_stay_apart(store: Path, course: Course) -> None:
    add(store, course(skills=(COACHING,), blank=True), "1.0")
    add(store, course(OTHER, skills=(ACCOUNTABILITY,), blank=True), "1.0")
    of_courses = [row for row in rows(open_store(store), TAUGHT) if row[0] in {COURSE, OTHER}]
    assert of_courses == [(COURSE, SKILL + COACHING), (OTHER, SKILL + ACCOUNTABILITY)]


def test_a_curriculum_without_iri_is_refused(store: Path, course: Course) -> None:
    file = course()
    file.write_text(file.read_text(encoding="utf-8").replace(f"<{COURSE}>", "_:course"), encoding="utf-8")
    before = current(store)
    with pytest.raises(DataError, match=r"course\.ttl: its curriculum is a blank node; give it an IRI"):
        add(store, file, "1.0")
    assert current(store) == before


def test_blank_nodes_that_cannot_be_told_apart_in_time_are_refused(
    store: Path, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(curricula, "DEADLINE", 2.0)
    everybody_knows_everybody = "\n".join(
        f"_:n{a} dct:relation _:n{b} ." for a, b in permutations(range(10), 2)
    )  # more fill the memory first
    before = current(store)
    start = time.monotonic()
    with pytest.raises(DataError, match=r"course\.ttl: its blank nodes .* within 2 s; give its resources IRIs"):
        add(store, course(more=everybody_knows_everybody), "1.0")
    assert 2 <= time.monotonic() - start < 20
    assert current(store) == before


def test_a_script_without_main_guard_runs_once(store: Path, course: Course, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nfrom bwise_kg.curricula import add\n"
        "print('started', flush=True)\n"
        "print(add(Path(sys.argv[1]), Path(sys.argv[2]), '1.0')[1])\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-W", "error", str(script), str(store), str(course(blank=True))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("started\nTrue\n", "")
