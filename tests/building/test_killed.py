"""Builds and additions that are killed: whenever it happens, the store that was there opens, is whole and answers."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from itertools import groupby
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from bwise_kg import build
from bwise_kg.curricula import add
from bwise_kg.generations import current, open_store
from bwise_kg.namespaces import GRAPH, VOID
from tests.building.courses import COACHING, Course, added, contents, covered, rows, values

BUILD = "import sys; from bwise_kg import build; build(sys.argv[1], sys.argv[2:])"
ADD = """
import sys; from pathlib import Path; from bwise_kg.curricula import add
add(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
"""
KILL_AT_STEP = """
import os, signal, sys
folder, step = sys.argv[1], int(sys.argv.pop(2))
steps = 0
def watch(event, arguments):
    global steps
    changes = event in {"os.mkdir", "os.remove", "os.rename", "os.rmdir", "shutil.rmtree"}
    if changes or event == "open" and str(arguments[0]).startswith(folder):
        steps += 1
        if steps == step:
            os.kill(os.getpid(), signal.SIGKILL)
        print(event, os.path.basename(str(arguments[0])), flush=True)
import bwise_kg.build, bwise_kg.curricula
sys.addaudithook(watch)
"""
"""Goes before a script: prints its steps on the disk in Python and kills the process before the n-th."""


@pytest.fixture
def grown(store: Path, course: Course) -> Path:
    """Return a store with two versions of a curriculum; two generations of it are there."""
    for version in ("1.0", "2.0"):
        add(store, course(), version)
    return store


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def kill_after(seconds: float, script: str, *arguments: object) -> bool:
    """Run a script for so long; returns whether it had to be killed."""
    with start(script, *arguments) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    assert process.returncode in {0, -signal.SIGKILL}
    return process.returncode != 0


def kill_by(seconds: float, script: str, *arguments: object) -> None:
    """Kill a script that long after its start, or earlier if it gets done before: machines change their speed."""
    while not kill_after(seconds, script, *arguments):
        seconds *= 0.8


def duration(script: str, *arguments: object) -> float:
    """Return the seconds that a script takes when nobody kills it."""
    begin = time.monotonic()
    with start(script, *arguments) as process:
        assert process.wait() == 0
    return time.monotonic() - begin


def whole(folder: Path) -> dict[str, str]:
    """Return what every graph but the catalogue holds; the store has to answer, and to be as the catalogue says."""
    opened = open_store(folder)
    assert covered(folder, "job-coach") == {COACHING}
    found = contents(folder)
    del found[GRAPH.catalog.value]
    assert found == {graph.value: opened.digest(graph) for graph in opened.graphs() if graph != GRAPH.catalog}
    for graph in map(NamedNode, found):
        counted = rows(opened, "SELECT (COUNT(*) AS ?statements) { ?s ?p ?o }", [graph])
        assert [(value,) for value in values(opened, graph, VOID.triples, GRAPH.catalog)] == counted
    return found


def assert_tidy(folder: Path) -> None:
    """See that the folder holds nothing but the current generation, the one before and the two files of its own."""
    name = current(folder)
    assert name is not None
    before = f"generation-{int(name.removeprefix('generation-')) - 1:06d}"
    assert {entry.name for entry in folder.iterdir()} <= {name, before, "current", "write.lock"}


def moments(count: int, seconds: float) -> list[float]:
    """Return random moments, one in each of so many equal parts of a time."""
    chance = random.Random(20260401)
    return [(part + chance.random()) * seconds / count for part in range(count)]


def copy(folder: Path, name: str) -> Path:
    target = folder.with_name(name)
    shutil.rmtree(target, ignore_errors=True)
    return shutil.copytree(folder, target)


def steps_of(script: str, folder: Path, *arguments: object) -> list[int]:
    """Return the numbers of a script's steps on the disk; of several of one kind the first, middle and last."""
    with start(KILL_AT_STEP + script, copy(folder, "steps"), 0, *arguments) as process:
        assert process.stdout is not None
        events = list(enumerate((line.split()[0] for line in process.stdout), 1))
    assert process.returncode == 0
    runs = [[number for number, _ in run] for _, run in groupby(events, key=lambda event: event[1])]
    return sorted({run[place] for run in runs for place in (0, len(run) // 2, -1)})


def test_a_build_killed_at_any_moment_leaves_the_store_that_was_there(grown: Path) -> None:
    before, entries, digest = whole(grown), added(grown), open_store(grown).digest()
    for moment in moments(20, duration(BUILD, copy(grown, "measured"))):
        kill_by(moment, BUILD, grown)
        assert open_store(grown).digest() == digest
        assert (whole(grown), added(grown)) == (before, entries)
    summary = build(grown)
    assert len(summary.carried_over) == 2
    assert (whole(grown), added(grown), summary.digest) == (before, entries, digest)
    assert_tidy(grown)


def test_a_build_from_a_release_killed_at_any_moment_leaves_the_store_that_was_there(shared: Path, grown: Path) -> None:
    before, entries = whole(grown), added(grown)
    release = shared / "esco" / "v1.1.1"
    seconds = 10 * duration(BUILD, copy(grown, "measured"))  # ten times as many statements
    killed = 0
    for moment in moments(4, seconds):
        if kill_after(moment, BUILD, grown, release):
            killed += 1
            assert whole(grown) == before
        assert added(grown) == entries
    assert killed
    add(grown, grown.with_name("course.ttl"), "3.0")
    assert covered(grown, "job-coach") == {COACHING}
    assert_tidy(grown)


def test_an_addition_killed_at_any_moment_leaves_what_was_there(grown: Path) -> None:
    file = grown.with_name("course.ttl")
    there = {"1.0", "2.0"}
    seconds = duration(ADD, copy(grown, "measured"), file, "3.0")
    for number, moment in enumerate(moments(12, seconds)):
        version = f"2.{number}"
        before = whole(grown)
        kill_after(moment, ADD, grown, file, version)
        now = whole(grown)
        new = now.keys() - before.keys()
        assert new <= {GRAPH[f"{kind}curricula/job-coach/{version}"].value for kind in ("", "inferred/")}
        assert len(new) in {0, 2}
        assert {graph: now[graph] for graph in before} == before
        there |= {version} if new else set()
        assert {entry.version for entry in added(grown)} == there
    add(grown, file, "3.0")
    assert {entry.version for entry in added(grown)} == there | {"3.0"}
    assert_tidy(grown)


def test_an_addition_killed_at_any_step_is_there_wholly_or_not_at_all(grown: Path) -> None:
    file = grown.with_name("course.ttl")
    before = whole(grown)
    add(complete := copy(grown, "complete"), file, "3.0")
    after = whole(complete)
    outcomes = []
    for step in steps_of(ADD, grown, file, "3.0"):
        folder = copy(grown, "killed")
        with start(KILL_AT_STEP + ADD, folder, step, file, "3.0") as process:
            process.wait()
        assert process.returncode == -signal.SIGKILL
        outcomes.append(whole(folder))
        assert outcomes[-1] in (before, after)
        assert add(folder, file, "3.0")[0].newest
        assert whole(folder) == after
        assert_tidy(folder)
    assert len(outcomes) >= 10
    assert outcomes == sorted(outcomes, key=len)


def test_a_build_killed_at_any_step_is_there_wholly_or_not_at_all(grown: Path) -> None:
    before = whole(grown)
    for step in steps_of(BUILD, grown)[-6:]:
        folder = copy(grown, "killed")
        with start(KILL_AT_STEP + BUILD, folder, step) as process:
            process.wait()
        assert process.returncode == -signal.SIGKILL
        assert whole(folder) == before
        add(folder, grown.with_name("course.ttl"), "3.0")
        assert_tidy(folder)
