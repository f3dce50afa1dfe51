"""Fixes: each clears its finding in the file's own graph, brings no other, and is not shown otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from bwise_kg import Graph
from bwise_kg.curriculum.source import CurriculumSource, read_source
from bwise_kg.namespaces import BW, DCT, ELM, ESCO, GRAPH, RDF, SKOS, XSD, esco_graph
from bwise_kg.store import EmbeddedStore
from bwise_kg.validation import Severity, rules, validate
from bwise_kg.validation.fixes.fix import Fix, key_of
from bwise_kg.validation.fixes.proposing import with_fixes
from bwise_kg.validation.fixes.registry import PROPOSERS, proposals
from bwise_kg.validation.fixes.scene import Scene
from bwise_kg.validation.fixes.trying import Copy
from bwise_kg.validation.subjects import subject_of

from .breakages import CASES, LEVEL, SEVERAL, SKILL, Case, broken, keys, mended, rule_sets, updated, values
from .conftest import REFERENCE


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule} {case.title}")
def test_a_fix_clears_its_finding_and_brings_no_other(case: Case, slice_graph: Graph, tmp_path: Path) -> None:
    source = broken(case, tmp_path)
    report = mended(slice_graph, source, rule_sets(case.rule))
    fixes = [fix for fix in report.fixes if fix.rule == case.rule and fix.title.startswith(case.title)]
    assert fixes, [fix.title for fix in report.fixes]
    after = validate(slice_graph, updated(source, fixes[0].update), rule_sets(case.rule))
    assert fixes[0].key in keys(report)
    assert fixes[0].key not in keys(after)
    assert keys(after) <= keys(report)


def test_every_kind_of_fix_has_its_case() -> None:
    assert {case.rule for case in CASES} | {"ALI-007", "LAB-003", "LAB-006"} == PROPOSERS.keys()
    assert PROPOSERS.keys() <= {rule.id for rule in rules().rules}


def test_what_the_fix_says_is_what_the_reference_curriculum_had(slice_graph: Graph, tmp_path: Path) -> None:
    """Where a statement was changed, the fix gives the very same one back."""
    for case in (case for case in CASES if case.rule in {"ALI-006", "CUR-029", "CUR-033", "CUR-048", "CUR-015"}):
        source = broken(case, tmp_path)
        (fix, *_) = (fix for fix in mended(slice_graph, source).fixes if fix.rule == case.rule)
        assert values(updated(source, fix.update)) == values(read_source(REFERENCE / f"{case.name}.ttl"))


def test_a_fix_that_would_break_another_rule_is_not_shown(slice_graph: Graph, tmp_path: Path) -> None:
    """The modules add up to 210 hours: as a total that is out of the range of CUR-002."""
    case = Case("CUR-005", "", ((r'bw:hours "60"', 'bw:hours "90"'), (r'bw:hours "10"', 'bw:hours "40"')))
    source = broken(case, tmp_path)
    report = mended(slice_graph, source)
    (finding,) = (finding for finding in report.findings() if finding.rule.id == "CUR-005")
    found = subject_of(slice_graph, source, report.rule_sets)
    scene = Scene(slice_graph, found.data, NamedNode(found.iri), "en", {})
    proposed = [
        p for p in proposals(scene, finding, rules().index) if p.title.startswith("Set the hours of “Supporting")
    ]
    assert [t.object for p in proposed for t in p.add] == [Literal("210", datatype=XSD.decimal)]
    assert not [fix for fix in report.fixes_of(finding) if fix.title == proposed[0].title]
    copy = Copy(slice_graph, rules().of(report.rule_sets), found.data, found.data.own)
    assert not copy.clears([key_of("CUR-005", finding)], proposed[0].remove, proposed[0].add)
    after = copy.changed(proposed[0].remove, proposed[0].add)
    assert {key[0] for key in after.found - copy.found} == {"CUR-002", "CUR-034"}  # and the credit no longer fits
    assert report.no_fix(finding) == "what can be computed would break other rules (CUR-002, CUR-034)"


def test_a_total_off_by_any_number_is_set_to_the_sum(slice_graph: Graph, tmp_path: Path) -> None:
    for stated in ("179.5", "20", "1000"):
        source = broken(Case("CUR-005", "", ((r'bw:hours "180"', f'bw:hours "{stated}"'),)), tmp_path)
        (fix,) = (fix for fix in mended(slice_graph, source).fixes if fix.rule == "CUR-005")
        assert [t.object for t in fix.add] == [Literal("180", datatype=XSD.decimal)]


STRESS = "http://data.europa.eu/esco/skill/d15f8745-28f8-4abf-a7b6-6cb8a304efd2"
SUCCESSOR = "http://data.europa.eu/esco/skill/6b28bb69-a6ef-42d4-84df-46e498f09297"


@pytest.fixture
def graph_with(slice_graph: Graph, tmp_path: Path) -> Iterator[Callable[[Sequence[Quad]], Graph]]:
    """Return what makes a graph that knows more of ESCO than the slice does."""
    opened: list[EmbeddedStore] = []

    def make(quads: Sequence[Quad]) -> Graph:
        assert isinstance(slice_graph.store, EmbeddedStore)
        slice_graph.store.backup(tmp_path / "store")
        store = EmbeddedStore(tmp_path / "store")
        opened.append(store)
        store.load(quads)
        return Graph(store)

    yield make
    for store in opened:
        store.close()


def test_an_obsolete_skill_is_replaced_by_the_end_of_its_successors(
    slice_graph: Graph, graph_with: Callable[[Sequence[Quad]], Graph], tmp_path: Path
) -> None:
    esco, old, newer = (
        esco_graph(slice_graph.esco_version),
        "http://data.europa.eu/esco/skill/old",
        "http://data.europa.eu/esco/skill/newer",
    )
    graph = graph_with(
        [
            Quad(NamedNode(old), RDF.type, ESCO.Skill, esco),
            Quad(NamedNode(old), DCT.isReplacedBy, NamedNode(newer), esco),
            Quad(NamedNode(newer), RDF.type, ESCO.Skill, esco),
            Quad(NamedNode(newer), DCT.isReplacedBy, NamedNode(SUCCESSOR), esco),
        ]
    )
    source = broken(Case("ALI-007", "", ((SKILL, rf"\1<{old}>"),)), tmp_path)
    report = mended(graph, source)
    (fix,) = (fix for fix in report.fixes if fix.rule == "ALI-007")
    assert [t.object for t in fix.add] == [NamedNode(SUCCESSOR)]
    assert fix.certainty == 1
    after = validate(graph, updated(source, fix.update))
    assert not any(finding.rule.id == "ALI-007" for finding in after.findings())
    assert keys(after) <= keys(report)


def test_a_new_outcome_goes_where_its_skill_is_nearest(slice_graph: Graph, tmp_path: Path) -> None:
    case = next(case for case in CASES if case.title.startswith("Add an outcome"))
    source = broken(case, tmp_path)
    (fix,) = (fix for fix in mended(slice_graph, source).fixes if fix.rule == "ALI-009")
    said = {(t.subject.value, t.predicate): t.object for t in fix.add if isinstance(t.subject, NamedNode)}
    new = next(t.subject for t in fix.add if t.object == BW.LearningOutcome)
    assert new == NamedNode("https://w3id.org/bwise/id/outcome/supporter-3-13")
    assert said[str(getattr(new, "value", "")), DCT.title] == Literal("Draft: tolerate stress", language="en")
    assert fix.draft
    # the module that leads to a skill beside it in ESCO, as the store itself says
    query = f"""PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT DISTINCT ?module {{
      GRAPH <{esco_graph(slice_graph.esco_version).value}> {{
        {{ <{STRESS}> skos:broader ?skill }} UNION {{ ?skill skos:broader <{STRESS}> }}
      }}
      GRAPH <{GRAPH.reference.value}> {{
        <https://w3id.org/bwise/id/curriculum/supporter> <{ELM.hasPart.value}> ?module .
        ?module <{ELM.learningOutcome.value}>/<{BW.attains.value}>/<{BW.skill.value}> ?skill
      }} }}"""
    near = {row["module"].value for row in ox_rows(slice_graph, query)}
    assert near == {"https://w3id.org/bwise/id/module/supporter-3"}
    assert ("https://w3id.org/bwise/id/module/supporter-3", ELM.learningOutcome) in said
    assert "directly broader or narrower" in fix.title


def ox_rows(graph: Graph, query: str) -> list[ox.QuerySolution]:
    found = graph.store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return list(found)


def test_with_the_label_rules_drafts_have_titles_in_two_languages(
    slice_graph: Graph, graph_with: Callable[[Sequence[Quad]], Graph], tmp_path: Path
) -> None:
    """A criterion asks for them: where only English is known, no outcome is proposed."""
    case = next(case for case in CASES if case.title.startswith("Add an outcome"))
    source = broken(case, tmp_path)
    assert not [fix for fix in mended(slice_graph, source, ("label",)).fixes if fix.rule == "LAB-006"]
    label = Quad(NamedNode(STRESS), SKOS.prefLabel, Literal("Stress aushalten", language="de"), esco_graph("1.1.1"))
    graph = graph_with([label])
    report = with_fixes(graph, validate(graph, source, ("label",), language="de"), source)
    (fix,) = (fix for fix in report.fixes if fix.rule == "LAB-006")
    assert {t.object for t in fix.add if t.predicate == DCT.title} == {
        Literal("Draft: tolerate stress", language="en"),
        Literal("Entwurf: Stress aushalten", language="de"),
    }
    assert keys(validate(graph, updated(source, fix.update), ("label",))) < keys(report)


def test_levels_of_an_outcome_for_the_label(slice_graph: Graph, tmp_path: Path) -> None:
    source = broken(Case("LAB-003", "", ((LEVEL, r"\1"),)), tmp_path)
    report = mended(slice_graph, source, ("label",))
    (fix,) = (fix for fix in report.fixes if fix.rule == "LAB-003")
    assert fix.key not in keys(validate(slice_graph, updated(source, fix.update), ("label",)))


def test_reports_on_other_things_come_back_as_they_are(slice_graph: Graph) -> None:
    for subject, sets in (("supporter", ("profile",)), (None, ("graph",))):
        report = validate(slice_graph, subject, sets)
        assert with_fixes(slice_graph, report, subject) is report


def test_fixes_name_the_cell(slice_graph: Graph, tmp_path: Path) -> None:
    source = broken(Case("", "", ((r'bw:hours "180"', 'bw:hours "190"'),)), tmp_path)
    placed = CurriculumSource(
        source.quads,
        {("https://w3id.org/bwise/id/curriculum/supporter", BW.hours.value): "Curriculum!B10"},
        tmp_path / "course.xlsx",
    )
    (fix,) = mended(slice_graph, placed).fixes
    assert fix.title.endswith(" from 190 to 180: the sum of its core modules (Curriculum!B10).")


def test_what_weighs_most_is_mended_first(slice_graph: Graph, tmp_path: Path) -> None:
    report = mended(slice_graph, broken(SEVERAL, tmp_path))
    weight = {rule.id: list(Severity).index(rule.severity) for rule in rules().rules}
    order = [weight[fix.rule] for fix in report.fixes]
    assert order == sorted(order)
    assert all(isinstance(fix, Fix) and 0 < fix.certainty <= 1 for fix in report.fixes)
