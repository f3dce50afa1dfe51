"""Several processes that add to one store at once: none is lost, and who has to try again is told so."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bwise_kg import StoreError, build
from bwise_kg.curricula import add, remove
from bwise_kg.generations import current, writing
from tests.building.courses import COACHING, Course, added, covered

BUSY = "another process is writing to this store; try again when it has ended"
WORKER = """
import sys
from pathlib import Path
from bwise_kg import StoreError
from bwise_kg.curricula import add
print("ready", flush=True)
for line in sys.stdin:
    file, version = line.split()
    try:
        print("new" if add(Path(sys.argv[1]), Path(file), version)[1] else "known", flush=True)
    except StoreError as error:
        print(error, flush=True)
"""

Process = subprocess.Popen[str]


@pytest.fixture
def workers(store: Path) -> Iterator[tuple[Process, Process]]:
    """Return two processes that add the files and versions they are told, a line each."""
    command = [sys.executable, "-c", WORKER, str(store)]
    with ExitStack() as stack:
        one, two = (
            stack.enter_context(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
            for _ in range(2)
        )
        assert [heard(one), heard(two)] == ["ready", "ready"]
        yield one, two
        for process in (one, two):
            assert process.stdin is not None
            process.stdin.close()


def tell(process: Process, file: Path, version: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{file} {version}\n")
    process.stdin.flush()


def heard(process: Process) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_two_adds_at_once_lose_nothing(store: Path, course: Course, workers: tuple[Process, Process]) -> None:
    files = [course(f"https://example.org/{name}", file=f"{name}.ttl") for name in ("a", "b")]
    there: set[tuple[str, str]] = set()
    for number in range(8):
        version = f"1.{number}"
        for process, file in zip(workers, files, strict=True):
            tell(process, file, version)
        answers = [heard(process) for process in workers]
        assert "new" in answers
        assert set(answers) <= {"new", f"{store}: {BUSY}"}
        there |= {(name, version) for name, answer in zip("ab", answers, strict=True) if answer == "new"}
        assert {(entry.name, entry.version) for entry in added(store)} == there
        for process, file, answer in zip(workers, files, answers, strict=True):
            if answer != "new":
                tell(process, file, version)
                assert heard(process) == "new"
        there |= {("a", version), ("b", version)}
    assert {(entry.name, entry.version) for entry in added(store)} == there
    assert covered(store, "a") == covered(store, "b@1.0") == {COACHING}


def test_the_same_version_added_twice_at_once_is_new_once(
    store: Path, course: Course, workers: tuple[Process, Process]
) -> None:
    for process in workers:
        tell(process, course(), "1.0")
    answers = {heard(process) for process in workers}
    assert "new" in answers
    assert answers <= {"new", "known", f"{store}: {BUSY}"}
    assert [entry.version for entry in added(store)] == ["1.0"]


def test_whatever_changes_the_store_is_refused_while_another_writes(store: Path, course: Course) -> None:
    add(store, course(), "1.0")
    generation = current(store)

    def held() -> None:
        with writing(store):
            for change in (
                lambda: add(store, course(), "2.0"),
                lambda: remove(store, "job-coach"),
                lambda: build(store),
            ):
                with pytest.raises(StoreError, match=BUSY):
                    change()
            raise InterruptedError

    with pytest.raises(InterruptedError):
        held()
    assert current(store) == generation
    assert [entry.version for entry in added(store)] == ["1.0"]
