"""The package as others get it: a wheel in an empty environment, outside the checkout."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

import bwise_kg

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, install it into an empty environment, and return the folder of its programs."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    left_out = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__", "tests")
    shutil.copytree(ROOT, source, ignore=left_out)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(source)],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=True)
    programs = folder / "env" / "bin"
    subprocess.run(
        [
            *(str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
            *("--constraint", str(ROOT / "constraints.txt"), f"{wheel}[check]"),
        ],
        check=True,
        capture_output=True,
    )
    return programs


def run(programs: Path, folder: Path, *command: str) -> str:
    done = subprocess.run(
        [str(programs / command[0]), *command[1:]],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "BWISE_STORE": str(folder / "store"), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_wheel_builds_a_graph_and_answers(installed: Path, tmp_path: Path) -> None:
    where = run(installed, tmp_path, "python", "-c", "import bwise_kg; print(bwise_kg.__file__)")
    assert str(ROOT) not in where
    assert "esco/1.1.1" in run(installed, tmp_path, "bwise-kg", "build")
    coverage = run(installed, tmp_path, "bwise-kg", "coverage", "supporter")
    assert "Supporting people at work" in coverage
    page = run(installed, tmp_path, "bwise-kg", "coverage", "supporter", "--format", "html")
    assert page.rstrip().endswith("</html>")


def test_wheel_has_every_data_file(installed: Path, tmp_path: Path) -> None:
    code = "import bwise_kg, pathlib; print(pathlib.Path(bwise_kg.__file__).parent)"
    package = Path(run(installed, tmp_path, "python", "-c", code).strip())
    for folder, target in (("bwise_kg", ""), *((name, name) for name in ("ontology", "shapes", "sparql", "api"))):
        for file in (ROOT / folder).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                assert (package / target / file.relative_to(ROOT / folder)).is_file(), file


def test_types_and_doctests_hold_in_the_installed_wheel(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "use.py").write_text(
        "from bwise_kg import Coverage, open_graph\n\n\n"
        "def cover() -> Coverage:\n    return open_graph('store').coverage('supporter')\n",
        encoding="utf-8",
    )
    run(installed, tmp_path, "mypy", "--strict", "-p", "bwise_kg", "-m", "use")
    out = run(
        installed, tmp_path, "python", "-W", "error", "-m", "pytest", "--pyargs", "bwise_kg", "--doctest-modules", "-q"
    )
    assert int(re.findall(r"(\d+) passed", out)[0]) >= 15


def test_everything_imported_is_exported_and_sorted() -> None:
    tree = ast.parse((ROOT / "bwise_kg" / "__init__.py").read_text(encoding="utf-8"))
    imported = {name.name for node in tree.body if isinstance(node, ast.ImportFrom) for name in node.names}
    assert set(bwise_kg.__all__) == imported
    assert bwise_kg.__all__ == sorted(bwise_kg.__all__)
    for name in bwise_kg.__all__:
        assert getattr(bwise_kg, name).__doc__
