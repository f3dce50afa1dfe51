"""``bwise-kg mappings`` as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
Spoil = Callable[..., str]

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(slice_store: Path, tmp_path: Path) -> Run:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-W", "error", "-c", "from bwise_kg.cli import main; main()", "mappings", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            cwd=tmp_path,
            env=os.environ | {"BWISE_STORE": str(slice_store), "COLUMNS": "80"},
            check=False,
        )

    return run


def test_export_writes_the_packaged_sets(run: Run, tmp_path: Path) -> None:
    done = run("export", "-o", ".")
    assert (done.returncode, done.stderr) == (0, "")
    packaged = {path.name: path.read_bytes() for path in (ROOT / "ontology" / "alignments").glob("*.sssom.tsv")}
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.sssom.tsv")} == packaged
    assert done.stdout.splitlines()[1] == "profiles.sssom.tsv: 6 mappings, 6 unreviewed"
    missing = run("export", "-o", "nowhere")
    assert (missing.returncode, missing.stderr) == (2, "error: nowhere: is no folder; make it first\n")


def test_check_tells_good_from_bad_from_unreadable(run: Run, tmp_path: Path, spoil: Spoil) -> None:
    (tmp_path / "good.tsv").write_text(spoil(), encoding="utf-8")
    (tmp_path / "label.tsv").write_text(spoil("employment support worker", "coach"), encoding="utf-8")
    (tmp_path / "unreadable.tsv").write_bytes(b"\xff\xfe")
    good = run("check", "good.tsv")
    assert (good.returncode, good.stdout) == (0, "good.tsv: 2 mappings, nothing found\n")
    bad = run("check", "good.tsv", "label.tsv")
    assert bad.returncode == 1
    assert bad.stdout.splitlines() == [
        "good.tsv: 2 mappings, nothing found",
        "label.tsv:12: object_label: 'coach' is called 'employment support worker' in ESCO 1.1.1 as the store holds it",
    ]
    assert run("check", "label.tsv", "--without-store").returncode == 0
    for name, reason in (("unreadable.tsv", "is not UTF-8 text"), ("none.tsv", "cannot be read (No such file")):
        refused = run("check", name)
        assert refused.returncode == 2
        assert refused.stderr.startswith(f"error: {name}: {reason}")


def test_help_has_examples(run: Run) -> None:
    for command in ("export", "check"):
        assert f"bwise-kg mappings {command}" in run(command, "--help").stdout
