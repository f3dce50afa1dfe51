"""One curriculum held against the rules, on the fast engine and on pySHACL."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bwise_kg import open_graph
from bwise_kg.validation import EngineName, validate

from .measure import Line, median

_BAR = 0.025
"""Seconds for one curriculum with its context, warm."""
_SETS = ["curriculum", "alignment"]


def lines(folder: Path) -> Iterator[Line]:
    """Validate the supporter's curriculum with the rule sets that are the default."""
    gc.freeze()  # as for the questions
    graph = open_graph(folder)
    ask = partial(validate, graph, "supporter", _SETS)
    ask(EngineName.SHIFTY)  # cuts the context and prepares the shapes
    ours, beside = median(partial(ask, EngineName.SHIFTY), 9), median(partial(ask, EngineName.PYSHACL), 1)
    yield Line("validation of one curriculum, warm", ours, "pySHACL on the same cut", beside, "< 25 ms", ours < _BAR)
