"""Points and grade of the label: what the rules found, counted by other means."""

from __future__ import annotations

import functools
import re
from dataclasses import replace

import pytest
import rdflib
from rdflib import RDF, SKOS, URIRef

from bwise_kg import Graph
from bwise_kg.curriculum.source import Problem
from bwise_kg.render.labels import Words
from bwise_kg.validation import CriterionVerdict, EngineName, Report, Severity, check, rules, validate
from bwise_kg.validation.grades import LABEL, NOTE, grade_of, label_scheme
from tests.rules.fixtures import Fixture, changed, fixtures, one_set
from tests.validation.conftest import ROOT

BW = rdflib.Namespace("https://w3id.org/bwise/ontology#")
REFERENCES = ("enabler", "supporter", "worker")
BROKEN = [f for f in fixtures() if f.rule_set == "label" and f.bad]


@functools.cache
def criteria() -> rdflib.Graph:
    """Return the file of the criteria, read by another library."""
    return rdflib.Graph().parse(ROOT / "ontology" / "reference" / "label-criteria.ttl")


@functools.cache
def criterion_of_rule() -> dict[str, URIRef]:
    """Return the criterion that each rule names, out of the text of the files."""
    found = {}
    for path in (ROOT / "shapes" / "label").glob("*/*.ttl"):
        text = path.read_text(encoding="utf-8")
        (name,) = re.findall(r"dct:subject label-criterion:([\w-]+) ;", text)
        (rule,) = re.findall(r'dct:identifier "(LAB-\d+)"', text)
        found[rule] = URIRef(f"https://w3id.org/bwise/id/label-criterion/{name}")
    return found


def points_of(criterion: URIRef) -> int:
    """Return the points of a criterion as the file states them."""
    return int(str(criteria().value(criterion, BW.points)))


def points_without(broken: set[str]) -> int:
    """Return the points of all criteria but those of some rules."""
    lost = {criterion_of_rule()[rule] for rule in broken}
    return sum(points_of(URIRef(str(c))) for c in set(criteria().subjects(RDF.type, BW.LabelCriterion)) - lost)


def report_on(update: str = "", language: str = "en") -> Report:
    """Return a report on the small course that meets all rules of the label, after a change."""
    data = changed(LABEL, update)
    return Report(
        *("https://w3id.org/bwise/id/curriculum/test", Words("A first course"), None, None, (LABEL,), "1.1.1"),
        *(EngineName.SHIFTY, language, True, check(data, one_set(LABEL), language=language)),
    )


def test_the_scheme_is_what_the_file_says(slice_graph: Graph) -> None:
    scheme = label_scheme(slice_graph)
    stated = set(criteria().subjects(RDF.type, BW.LabelCriterion))
    assert {c.iri for c in scheme.criteria} == {str(c) for c in stated}
    assert [c.code for c in scheme.criteria] == [f"L{n:02}" for n in range(1, 19)]
    for criterion in scheme.criteria:
        node = URIRef(criterion.iri)
        assert criterion.points == points_of(node)
        assert criterion.mandatory == criteria().value(node, BW.mandatory).toPython()  # type: ignore[union-attr]
        assert criterion.label["en"] == str(criteria().value(node, SKOS.prefLabel))
        assert len(criterion.label) == 13
    grades = {str(g): int(str(p)) for g, p in criteria().subject_objects(BW.sufficientPoints)}
    assert {g.iri: g.points for g in scheme.grades} == grades
    assert [g.points for g in scheme.grades] == sorted(grades.values())
    assert scheme.origins == ("https://w3id.org/bwise/id/origin/reference-design",)


def test_every_rule_of_the_label_stands_for_one_criterion_and_weighs_as_it_does() -> None:
    stated = criterion_of_rule()
    for rule in rules().rules:
        assert rule.criterion == (str(stated[rule.id]) if rule.rule_set == LABEL else None)
        if rule.criterion:
            mandatory = criteria().value(URIRef(rule.criterion), BW.mandatory).toPython()  # type: ignore[union-attr]
            assert (rule.severity is Severity.MUST) == mandatory
    assert set(stated.values()) == set(criteria().subjects(RDF.type, BW.LabelCriterion))


@pytest.mark.parametrize("name", REFERENCES)
def test_reference_curricula(slice_graph: Graph, name: str) -> None:
    report = validate(slice_graph, name, [LABEL])
    grade = report.grade
    assert grade is not None
    broken = {finding.rule.id for finding in report.findings()}
    assert grade.of == 100
    assert grade.points == points_without(broken)
    assert {c.rules[0].id for c in grade.criteria if c.verdict is not CriterionVerdict.MET} == broken
    assert grade.hindrances == ()
    expected = "quality label with distinction" if grade.points >= 90 else "quality label"
    assert grade.label == expected
    assert 75 <= grade.points < 100
    assert grade.note == NOTE


def test_nothing_broken_gives_all_points(slice_graph: Graph) -> None:
    grade = grade_of(report_on(), label_scheme(slice_graph))
    assert grade is not None
    assert (grade.points, grade.of, grade.label, grade.next_level, grade.points_missing) == (
        *(100, 100, "quality label with distinction"),
        *(None, 0),
    )
    assert all(c.earned == c.criterion.points and not c.why for c in grade.criteria)


@pytest.mark.parametrize("fixture", BROKEN, ids=lambda f: f"{f.rule}-{f.path.stem}")
def test_a_broken_criterion_costs_its_points_and_a_mandatory_one_the_grade(
    slice_graph: Graph, fixture: Fixture
) -> None:
    grade = grade_of(report_on(fixture.path.read_text(encoding="utf-8")), label_scheme(slice_graph))
    assert grade is not None
    assert grade.points == points_without({fixture.rule})
    (lost,) = (c for c in grade.criteria if c.verdict is not CriterionVerdict.MET)
    assert lost.criterion.iri == str(criterion_of_rule()[fixture.rule])
    assert (lost.earned, lost.verdict) == (0, CriterionVerdict.NOT_MET)
    assert set(lost.why) <= set(fixture.says)
    assert sum(group.count for group in lost.groups) == len(fixture.says)
    mandatory = criteria().value(criterion_of_rule()[fixture.rule], BW.mandatory).toPython()  # type: ignore[union-attr]
    assert (grade.awarded is None) == mandatory
    assert [rule.id for rule in grade.hindrances] == ([fixture.rule] if mandatory else [])


def test_a_grade_is_reached_at_its_points_and_not_one_below(slice_graph: Graph) -> None:
    scheme, report = label_scheme(slice_graph), validate(slice_graph, "supporter", [LABEL])
    reached = points_without({finding.rule.id for finding in report.findings()})
    low, high = scheme.grades

    def level(first: int, second: int) -> tuple[str | None, int]:
        grade = grade_of(report, replace(scheme, grades=(replace(low, points=first), replace(high, points=second))))
        assert grade is not None
        return grade.awarded.iri if grade.awarded else None, grade.points_missing

    assert level(reached, reached + 1) == (low.iri, 1)
    assert level(reached - 1, reached) == (high.iri, 0)
    assert level(reached + 1, reached + 2) == (None, 1)


def test_a_criterion_that_nothing_checked_is_unproven(slice_graph: Graph) -> None:
    report = report_on()
    scheme = label_scheme(slice_graph)
    for rule, granted in (("LAB-001", False), ("LAB-018", True)):
        results = tuple(r for r in report.results if r.rule.id != rule)
        grade = grade_of(replace(report, results=results), scheme)
        assert grade is not None
        (unproven,) = (c for c in grade.criteria if c.verdict is CriterionVerdict.UNPROVEN)
        assert unproven.criterion.iri == str(criterion_of_rule()[rule])
        assert grade.points == points_without({rule})
        assert (grade.awarded is not None) == granted


def test_what_cannot_be_read_and_other_rules_stand_in_the_way(slice_graph: Graph) -> None:
    report, scheme = report_on(), label_scheme(slice_graph)
    lost = Problem("outcomes!B2", "'x' is no number", "write digits")
    grade = grade_of(replace(report, problems=(lost,)), scheme)
    assert grade is not None
    assert (grade.points, grade.awarded, grade.unread) == (100, None, 1)
    harmless = grade_of(replace(report, problems=(replace(lost, breaking=False),)), scheme)
    assert harmless is not None
    assert harmless.awarded is not None
    structure = check(changed("curriculum", "DELETE WHERE { ?c bw:forProfile ?p }"), one_set("curriculum"))
    unmet = [r.rule.id for r in structure if r.findings and r.rule.severity is Severity.MUST]
    assert unmet
    grade = grade_of(replace(report, results=(*structure, *report.results)), scheme)
    assert grade is not None
    assert (grade.points, grade.awarded, [rule.id for rule in grade.hindrances]) == (100, None, unmet)


def test_no_grade_without_the_rules_of_the_label(slice_graph: Graph) -> None:
    assert validate(slice_graph, "supporter").grade is None
    assert grade_of(replace(report_on(), rule_sets=("curriculum",)), label_scheme(slice_graph)) is None


def test_labels_in_the_language_of_the_report(slice_graph: Graph) -> None:
    grade = validate(slice_graph, "worker", [LABEL, "curriculum"], language="fr").grade
    assert grade is not None
    assert grade.criteria[11].label == "Supports accessibles et adaptations"
    assert grade.criteria[11].label.language == "fr"
    assert grade.label is not None
    assert grade.label.language == "fr"
