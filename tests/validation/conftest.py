from __future__ import annotations

import re
from pathlib import Path

import pytest

from bwise_kg.validation import EngineName, RuleBook, read_rules

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "ontology" / "reference" / "curricula"
SHAPES = Path(__file__).parent / "shapes"
"""Rules of the tests: one for each way in which a finding comes about."""


@pytest.fixture(scope="session")
def book() -> RuleBook:
    """Return the rules of the tests."""
    return read_rules(SHAPES)


@pytest.fixture(scope="session", params=list(EngineName))
def engine_name(request: pytest.FixtureRequest) -> EngineName:
    """Return each engine."""
    found: EngineName = request.param
    return found


@pytest.fixture(scope="session")
def broken_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the supporter's course with the hours changed and three attained skills without their level."""
    text = (REFERENCE / "supporter.ttl").read_text(encoding="utf-8")
    text = text.replace('bw:hours "180"^^xsd:decimal', 'bw:hours "190"^^xsd:decimal', 1)
    given = r"(    a bw:AttainedSkill ;\n    bw:skill [^;]*;[^\n]*\n)    bw:level level:\w+ ;\n"
    text, levels = re.subn(given, r"\1", text, count=3)
    assert levels == 3
    file = tmp_path_factory.mktemp("course") / "course.ttl"
    file.write_text(text, encoding="utf-8")
    return file
