"""How much memory there is, from files as the kernel writes them."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

room = importlib.import_module("bwise_kg.api.room")

MIB = 2**20
MEMINFO = "MemTotal:       24682932 kB\nMemFree:          123456 kB\nMemAvailable:    2097152 kB\n"


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    folder = tmp_path / "proc"
    folder.mkdir()
    (folder / "meminfo").write_text(MEMINFO)
    return folder


def groups(folder: Path, bound: str, used: int, files: int) -> Path:
    folder.mkdir(parents=True)
    (folder / "memory.max").write_text(f"{bound}\n")
    (folder / "memory.current").write_text(f"{used}\n")
    (folder / "memory.stat").write_text(f"anon 1\nfile 2\ninactive_file {files}\n")
    return folder


def test_a_machine_without_bounds(proc: Path, tmp_path: Path) -> None:
    assert room.available(proc, tmp_path / "none") == 2048 * MIB
    assert room.available(proc, groups(tmp_path / "groups", "max", 5, 6)) == 2048 * MIB


def test_a_container_has_less(proc: Path, tmp_path: Path) -> None:
    bounded = groups(tmp_path / "groups", str(1024 * MIB), 700 * MIB, 100 * MIB)
    assert room.available(proc, bounded) == (1024 - 700 + 100) * MIB


def test_control_groups_of_the_first_version(proc: Path, tmp_path: Path) -> None:
    folder = tmp_path / "groups" / "memory"
    folder.mkdir(parents=True)
    (folder / "memory.limit_in_bytes").write_text(f"{512 * MIB}\n")
    (folder / "memory.usage_in_bytes").write_text(f"{600 * MIB}\n")
    (folder / "memory.stat").write_text("cache 1\ntotal_inactive_file 0\n")
    assert room.available(proc, folder.parent) == 0


def test_nobody_tells(tmp_path: Path) -> None:
    assert room.available(tmp_path, tmp_path) == 0


def test_this_machine() -> None:
    assert 0 < room.available() < 2**50
