"""Every rule finds what breaks it and nothing else, in both engines, and says so with the values found.

A row of the table below is a fixture and an engine: which rule is broken, on which nodes, with which words.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # for the modules beside this one, however pytest was started

from bwise_kg import Graph  # noqa: E402
from bwise_kg.namespaces import ID  # noqa: E402
from bwise_kg.validation import EngineName, Rule, Severity, check, data_of, rules, validate  # noqa: E402
from tests.rules.fixtures import BASES, Fixture, changed, fixtures, one_set, short  # noqa: E402

FIXTURES = fixtures()
BAD = [fixture for fixture in FIXTURES if fixture.bad]
RULES = rules().rules


def _name(value: Fixture | EngineName | Rule) -> str:
    if isinstance(value, Fixture):
        return f"{value.rule}-{value.path.stem}"
    return value.id if isinstance(value, Rule) else value.value


@pytest.mark.parametrize("fixture", FIXTURES, ids=_name)
def test_fixture_breaks_its_rule_alone_and_says_so(fixture: Fixture) -> None:
    broken = {
        r.rule.id: ({short(fixture.rule_set, f.focus) for f in r.findings}, sorted(f.message for f in r.findings))
        for r in check(fixture.data, one_set(fixture.rule_set))
        if r.findings and (r.rule.severity is not Severity.MAY or r.rule.id == fixture.rule)
    }
    assert broken == ({fixture.rule: (set(fixture.finds), list(fixture.says))} if fixture.bad else {})


@pytest.mark.parametrize("fixture", FIXTURES, ids=_name)
def test_engines_find_the_same(fixture: Fixture) -> None:
    book, data = one_set(fixture.rule_set), fixture.data

    def found(engine: EngineName) -> set[tuple[str, ...]]:
        results = book.engine(engine).validate(data)
        return {(book.owners[r.shape].id, str(r.focus), r.path, str(r.value), r.component.value) for r in results}

    assert found(EngineName.PYSHACL) == found(EngineName.SHIFTY) == found(EngineName.COMPILED)


@pytest.mark.parametrize("engine", EngineName, ids=_name)
@pytest.mark.parametrize("rule_set", BASES)
def test_base_meets_every_rule(rule_set: str, engine: EngineName) -> None:
    results = check(changed(rule_set), one_set(rule_set), engine)
    assert [r.rule.id for r in results if r.findings] == []
    assert [r.rule.id for r in results if not r.checked] == []


@pytest.mark.parametrize("fixture", BAD, ids=_name)
def test_without_its_rule_a_bad_fixture_conforms(fixture: Fixture) -> None:
    book = one_set(fixture.rule_set).without(fixture.rule)
    assert [r.rule.id for r in check(fixture.data, book) if r.findings and r.rule.severity is not Severity.MAY] == []


@pytest.mark.parametrize("rule_set", ["curriculum", "alignment", "label"])
@pytest.mark.parametrize("name", ["enabler", "supporter", "worker"])
def test_reference_curricula_meet_what_they_must(slice_graph: Graph, name: str, rule_set: str) -> None:
    report = validate(slice_graph, name, [rule_set])
    assert [f"{f.rule.id}: {f.message}" for f in report.findings(Severity.MUST)] == []


@pytest.mark.parametrize("name", ["enabler", "supporter", "worker"])
def test_reference_profiles_meet_what_they_must(slice_graph: Graph, name: str) -> None:
    report = validate(slice_graph, name, ["profile"])
    assert [f"{f.rule.id}: {f.message}" for f in report.findings(Severity.MUST)] == []


def test_our_own_graphs_meet_what_they_must(slice_graph: Graph) -> None:
    report = validate(slice_graph, None, ["graph"])
    assert [f"{f.rule.id}: {f.message}" for f in report.findings(Severity.MUST)] == []


@pytest.mark.parametrize("rule", RULES, ids=_name)
def test_every_rule_has_a_bad_fixture_that_says_what_it_finds(rule: Rule) -> None:
    own = [fixture for fixture in BAD if fixture.rule == rule.id]
    assert own
    assert all(fixture.finds and fixture.says for fixture in own)
    # a slot that nothing fills would stay in braces
    assert not [text for fixture in own for text in fixture.says if re.search(r"[{}]", text)]


def test_every_fixture_has_a_rule() -> None:
    assert {fixture.rule for fixture in FIXTURES} == {rule.id for rule in RULES}


def test_there_are_bases_for_all_rule_sets() -> None:
    assert set(BASES) == {rule.rule_set for rule in RULES}


@pytest.mark.parametrize("engine", EngineName, ids=_name)
def test_hours_of_a_curriculum_without_modules_do_not_agree(engine: EngineName) -> None:
    """A sum over nothing is an error in SPARQL, and no finding; a fixture would break other rules too."""
    parts = ox.NamedNode("http://data.europa.eu/snb/model/elm/hasPart")
    course = ID["curriculum/test"]
    without = [t for t in changed("curriculum").statements if t.subject != course or t.predicate != parts]
    (result,) = check(data_of(without), rules().only("LAB-002"), engine)
    assert [finding.focus for finding in result.findings] == [course.value]
    assert "160" in result.findings[0].message
