"""Builds and additions that are killed: whenever it happens, the store that was there opens, is whole and answers."""

from __future__ import annotations

import random
import shutil
import signal
from itertools import groupby
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from bwise_kg import build
from bwise_kg.curricula import add
from bwise_kg.generations import current, open_store
from bwise_kg.namespaces import GRAPH, VOID
from tests.building.courses import COACHING, Course, added, contents, covered, files, rows, values
from tests.building.killing import Work, duration, kill_after, kill_at, kill_by, steps_of


@pytest.fixture
def grown(store: Path, course: Course) -> Path:
    """Return a store with two versions of a curriculum; two generations of it are there."""
    for version in ("1.0", "2.0"):
        add(store, course(), version)
    return store


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


def telling(events: list[str]) -> list[int]:
    """Return the numbers of steps on the disk; of several of one kind the first, middle and last."""
    runs = [[number for number, _ in run] for _, run in groupby(enumerate(events, 1), key=lambda event: event[1])]
    return sorted({run[place] for run in runs for place in (0, len(run) // 2, -1)})


def steps(work: Work, folder: Path, *arguments: object) -> list[int]:
    """Return the steps to kill work at."""
    return telling(steps_of(folder.with_name("events"), work, copy(folder, "steps"), *arguments))


def test_a_build_killed_at_any_moment_leaves_the_store_that_was_there(grown: Path) -> None:
    before, entries, digest, there = whole(grown), added(grown), open_store(grown).digest(), files(grown)
    for moment in moments(20, duration(build, copy(grown, "measured"))):
        kill_by(moment, build, grown)
        assert open_store(grown).digest() == digest
        if files(grown) != there:  # it got done before, if only just
            assert whole(grown) == before
            there = files(grown)
        assert added(grown) == entries
    assert whole(grown) == before
    summary = build(grown)
    assert len(summary.carried_over) == 2
    assert (whole(grown), added(grown), summary.digest) == (before, entries, digest)
    assert_tidy(grown)


def test_a_build_from_a_release_killed_at_any_moment_leaves_the_store_that_was_there(shared: Path, grown: Path) -> None:
    entries, there = added(grown), files(grown)
    occupations = "SELECT (COUNT(*) AS ?n) { ?o a esco:Occupation }"
    release = shared / "esco" / "v1.1.1"
    seconds = 10 * duration(build, copy(grown, "measured"))  # ten times as many statements
    killed = 0
    for moment in moments(4, seconds):
        killed += kill_after(moment, build, grown, [release])
        if files(grown) != there:  # it got done, if only just
            assert whole(grown)
            assert rows(open_store(grown), occupations) == [("3007",)]
            there = files(grown)
        assert added(grown) == entries
    assert killed
    add(grown, grown.with_name("course.ttl"), "3.0")
    assert covered(grown, "job-coach") == {COACHING}
    assert_tidy(grown)


def test_an_addition_killed_at_any_moment_leaves_what_was_there(grown: Path) -> None:
    file = grown.with_name("course.ttl")
    there = {"1.0", "2.0"}
    seconds = duration(add, copy(grown, "measured"), file, "3.0")
    before, unchanged = whole(grown), files(grown)
    for number, moment in enumerate(moments(12, seconds)):
        version = f"2.{number}"
        kill_after(moment, add, grown, file, version)
        if files(grown) != unchanged:
            now = whole(grown)
            new = now.keys() - before.keys()
            assert new == {GRAPH[f"{kind}curricula/job-coach/{version}"].value for kind in ("", "inferred/")}
            assert {graph: now[graph] for graph in before} == before
            there |= {version}
            before, unchanged = now, files(grown)
        assert {entry.version for entry in added(grown)} == there
    assert whole(grown) == before
    add(grown, file, "3.0")
    assert {entry.version for entry in added(grown)} == there | {"3.0"}
    assert_tidy(grown)


def test_an_addition_killed_at_any_step_is_there_wholly_or_not_at_all(grown: Path) -> None:
    file = grown.with_name("course.ttl")
    before = whole(grown)
    add(complete := copy(grown, "complete"), file, "3.0")
    after = whole(complete)
    outcomes = []
    for step in steps(add, grown, file, "3.0"):
        folder = copy(grown, "killed")
        assert kill_at(step, add, folder, file, "3.0") == -signal.SIGKILL
        outcomes.append(whole(folder))
        assert outcomes[-1] in (before, after)
        assert add(folder, file, "3.0")[0].newest
        assert whole(folder) == after
        assert_tidy(folder)
    assert len(outcomes) >= 10
    assert outcomes == sorted(outcomes, key=len)


def test_a_build_killed_at_any_step_is_there_wholly_or_not_at_all(grown: Path) -> None:
    before = whole(grown)
    for step in steps(build, grown)[-6:]:
        folder = copy(grown, "killed")
        assert kill_at(step, build, folder) == -signal.SIGKILL
        assert whole(folder) == before
        add(folder, grown.with_name("course.ttl"), "3.0")
        assert_tidy(folder)
