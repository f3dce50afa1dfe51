"""What is refused, in every language."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from bwise_kg.errors import BwiseError
from bwise_kg.translations import LANGUAGES


def require_told(read: Callable[[str], object]) -> str:
    """Hold that something is refused in every language in words of its own; return the English ones."""
    english = _refused(lambda: read("en"))
    others = [_refused(partial(read, tag)) for tag in LANGUAGES]
    assert english not in others
    assert len(set(others)) >= len(LANGUAGES) - 1  # Croatian and Slovene say some things alike
    return english


def _refused(read: Callable[[], object]) -> str:
    try:  # pytest.raises would keep what is open where the error came from, such as a store
        read()
    except BwiseError as error:
        return str(error)
    pytest.fail("nothing is refused")
