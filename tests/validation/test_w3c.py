"""The W3C's SHACL test suite, run against both engines through the port."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from bwise_kg.errors import DataError
from bwise_kg.validation import EngineName, data_of, engine

from .suite import Case, cases, summed

_ONE = (
    'The shape writes "1"^^xsd:boolean, which the suite takes for no true; the engine reads the value. We write true.'
)
EXCLUDED = {
    (EngineName.PYSHACL, "property/uniqueLang-002"): _ONE,
    (EngineName.SHIFTY, "property/uniqueLang-002"): _ONE,
    (EngineName.PYSHACL, "node/prefixes-001"): (
        "pySHACL does not follow owl:imports from sh:prefixes to further declarations (from a file it falls back to "
        "the file's own prefixes). Our rules share one declaration and import nothing."
    ),
    (EngineName.PYSHACL, "pre-binding/shapesGraph-001"): (
        "pySHACL does not give a query the shapes graph ($shapesGraph), which SHACL leaves open. No rule of ours asks "
        "for it."
    ),
}
"""Tests that an engine does not pass, each with the reason and why our rules do not need it."""


@functools.cache
def suite(shared: Path) -> dict[str, Case]:
    folder = (shared / "suites" / "w3c" / "data-shapes" / "tests").resolve()
    stray = folder / "tests" / "sparql" / "component" / "nodeValidator-001.ttl"  # in no manifest
    return {case.name: case for start in (folder / "manifest.ttl", stray) for case in cases(start)}


def passes(case: Case, name: EngineName) -> bool:
    try:
        found = summed(engine(name, case.shapes).validate(data_of(case.data)))
    except DataError:
        return case.expected is None
    return case.expected is not None and found == summed(case.expected)


def test_whole_suite_is_there(shared: Path) -> None:
    assert len(suite(shared)) == 121
    assert {name for _, name in EXCLUDED} <= suite(shared).keys()


@pytest.mark.filterwarnings("ignore")
def test_suite(shared: Path, engine_name: EngineName) -> None:
    failed = {
        name
        for name, case in suite(shared).items()
        if (engine_name, name) not in EXCLUDED and not passes(case, engine_name)
    }
    assert failed == set()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("name", "test"), EXCLUDED, ids="/".join)
def test_excluded_ones_do_not_pass(shared: Path, name: EngineName, test: str) -> None:
    """An exclusion goes when the engine has learnt it."""
    assert not passes(suite(shared)[test], name)
