"""The seeds, read where they are at hand."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))  # for the modules beside this one, however pytest was started

if TYPE_CHECKING:
    from tests.facts.seeds import Seeds


@pytest.fixture(scope="session")
def seeds(shared: Path) -> Seeds:
    """Return the five seeds, or skip with a reason."""
    from tests.facts.seeds import read_seeds

    folder = shared / "bwise" / "seeds"
    if not folder.is_dir():
        pytest.skip(f"the seeds are not at hand: {folder}")
    return read_seeds(folder)
