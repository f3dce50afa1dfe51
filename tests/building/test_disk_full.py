"""A disk without room: a clear error, the store of before, and the next change as soon as there is room again."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ROOM = "160m"
"""Of the disk: the store of the slice takes about 60 MiB."""
ADVICE = "there is no room left on its disk, and nothing has changed"


@pytest.fixture
def disk(tmp_path: Path) -> list[str]:
    """Return how a command begins for which a folder is a small disk, in memory, that nobody else sees."""
    if shutil.which("unshare") is None:
        pytest.skip("no program unshare here, which gives a test a disk of its own")
    (tmp_path / "disk").mkdir()
    mounted = f'mount -t tmpfs -o size={ROOM} tmpfs "{tmp_path}/disk" && exec "$@"'
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mounted, "sh"]
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no file system may be mounted here, not even in a namespace of one's own")
    return command


def happened(disk: list[str], tmp_path: Path, way: str) -> dict[str, Any]:
    """Return what happened on a small disk."""
    command = [*disk, sys.executable, "-m", "tests.building.full_disk", f"{tmp_path}/disk", way]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_commands_without_room_change_nothing_and_say_so(disk: list[str], tmp_path: Path) -> None:
    said = happened(disk, tmp_path, "commands")
    for step in ("build", "add", "rebuild"):
        assert said[step]["code"] == 2, step
        assert ADVICE in " ".join(said[step]["error"].split()), step
        assert "Traceback" not in said[step]["error"], step
    assert said["left"] == ["write.lock"]  # nothing of a store that is not whole
    assert said["kept"]
    assert said["build again"]["code"] == said["add again"]["code"] == 0
    assert said["changed"]


def test_an_update_without_room_is_507_and_the_next_one_works(disk: list[str], tmp_path: Path) -> None:
    said = happened(disk, tmp_path, "http")
    assert said["status"] == 507
    assert said["problem"]["type"].endswith("/problem/full")
    assert said["problem"]["detail"]
    assert (said["kept"], said["answers"]) == (True, True)
    assert (said["again"], said["changed"]) == (204, True)
