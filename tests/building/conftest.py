"""A store to change, and files of curricula to add."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.building import courses

if TYPE_CHECKING:
    from tests.building.courses import Course


@pytest.fixture
def store(slice_store: Path, tmp_path: Path) -> Path:
    """Return a copy of the store on the embedded slice, to be changed."""
    return shutil.copytree(slice_store, tmp_path / "store")


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Return what writes the file of a small curriculum."""

    def write(
        iri: str = courses.COURSE,
        title: str = "Job coach",
        skills: tuple[str, ...] = (courses.COACHING,),
        *,
        blank: bool = False,
        more: str = "",
        file: str = "course.ttl",
    ) -> Path:
        path = tmp_path / file
        path.write_text(courses.turtle(iri, title, skills, blank=blank, more=more), encoding="utf-8")
        return path

    return write
