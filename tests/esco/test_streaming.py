"""Reading holds no release in memory: what is kept are URIs and keys, not texts and statements."""

import gc
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from bwise_kg.esco import Release, read_releases


@pytest.fixture
def traced() -> Iterator[None]:
    gc.collect()
    tracemalloc.start()
    yield
    tracemalloc.stop()


def test_x(esco_111: Path, traced: None) -> None:
    (release,) = read_releases([esco_111])
    n=0
    for _ in release.quads(): n+=1
    print(tracemalloc.get_traced_memory(), release.size)
