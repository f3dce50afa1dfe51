"""Fixes as updates: several that go together, and blank nodes, which have no name outside of their file."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox

from bwise_kg import Graph
from bwise_kg.curriculum.source import read_source
from bwise_kg.namespaces import BW
from bwise_kg.render.validation_update import validation_update
from bwise_kg.validation import validate
from bwise_kg.validation.fixes.planning import plan
from bwise_kg.validation.fixes.proposing import with_fixes

from .breakages import LEVEL, SEVERAL, Case, broken, keys, mended, updated
from .conftest import REFERENCE


def with_blank_nodes(text: str) -> str:
    """Return a curriculum whose attained skills are blank nodes."""
    return re.sub(r"attained:([\w-]+)", lambda match: "_:" + match[1].replace("-", "_"), text).replace(
        "@prefix _:", "#"
    )


def test_blank_nodes_are_found_by_what_is_said_of_them(slice_graph: Graph, tmp_path: Path) -> None:
    text = (REFERENCE / "supporter.ttl").read_text(encoding="utf-8")
    text = re.sub(LEVEL, r"\1", text, count=1)
    head, _, rest = text.partition("curriculum:supporter\n")
    file = tmp_path / "blank.ttl"
    file.write_text(head + "curriculum:supporter\n" + with_blank_nodes(rest), encoding="utf-8")
    source = read_source(file)
    assert sum(isinstance(q.subject, ox.BlankNode) for q in source.quads) > 100
    report = mended(slice_graph, source)
    (fix,) = (fix for fix in report.fixes if fix.rule == "CUR-016")
    assert "WHERE" in fix.update
    assert "_:" not in fix.update
    after = updated(source, fix.update)
    assert len(after.quads) == len(source.quads) + 1
    assert not any(f.rule.id == "CUR-016" for f in validate(slice_graph, after).findings())


def test_blank_nodes_that_are_alike_are_left_alone(slice_graph: Graph, tmp_path: Path) -> None:
    text = (REFERENCE / "supporter.ttl").read_text(encoding="utf-8")
    text = re.sub(LEVEL, r"\1", text, count=1)
    twin = "[ a bw:AttainedSkill ; bw:skill skill:6b28bb69-a6ef-42d4-84df-46e498f09297 ]"
    text = text.replace("bw:attains attained:supporter-1-01-1", f"bw:attains {twin} , {twin}", 1)
    file = tmp_path / "twins.ttl"
    file.write_text(text, encoding="utf-8")
    report = mended(slice_graph, read_source(file))
    assert [f.rule.id for f in report.findings() if f.rule.id == "CUR-016"]
    assert not [fix for fix in report.fixes if fix.rule == "CUR-016"]


def test_one_update_clears_all_that_can_be_cleared(slice_graph: Graph, tmp_path: Path) -> None:
    source = broken(SEVERAL, tmp_path)
    report = mended(slice_graph, source)
    made = plan(slice_graph, report, source)
    after = validate(slice_graph, updated(source, validation_update([(report, made)])))
    fixable = {fix.key for fix in report.fixes}
    assert len(fixable) > 7
    assert not keys(after) & fixable
    # the credit fits the total again, and the skill that was mistyped is one that the profile requires
    also = {key for key in keys(report) if key[0] == "CUR-034" or (key[3] or "").endswith("-84df-46e498f09297")}
    assert keys(after) == keys(report) - fixable - also
    assert made.open == len(keys(after))
    assert after.conforms
    assert not report.conforms
    # three of the four outcomes stand in one module: each one's place depends on the others
    new = [t.subject for step in made.steps for t in step.fix.add if t.object == BW.LearningOutcome]
    assert len(set(new)) == len(new) == 4


def test_the_second_way_out_of_a_finding_is_a_comment(slice_graph: Graph, tmp_path: Path) -> None:
    source = broken(Case("", "", ((r'bw:hours "60"', 'bw:hours "65"'),)), tmp_path)
    report = mended(slice_graph, source)
    made = plan(slice_graph, report, source)
    text = validation_update([(report, made)])
    assert len(made.steps) == 1
    (other,) = {step.fix.update for step in made.others}
    assert other not in text
    assert "\n".join(f"#   {line}" for line in other.splitlines()) in text
    assert validate(slice_graph, updated(source, text)).conforms


def test_texts_of_a_curriculum_stay_in_comments(slice_graph: Graph, tmp_path: Path) -> None:
    evil = r'"x\n} ; DROP ALL ; INSERT DATA { <urn:a> <urn:b> <urn:c> }\r\n\u2028 # "@en'
    escaped = evil.replace("\\", "\\\\")
    case = Case("", "", ((r'dct:title "[^"]*"@en', f"dct:title {escaped}"), (r'bw:hours "180"', 'bw:hours "190"')))
    source = broken(case, tmp_path)
    report = mended(slice_graph, source)
    text = validation_update([(report, plan(slice_graph, report, source))])
    assert "DROP ALL" in text
    assert all(line.startswith("#") for line in text.splitlines() if "DROP ALL" in line)
    after = updated(source, text)
    assert len(after.quads) == len(source.quads)


def test_nothing_to_fix_is_an_update_that_does_nothing(slice_graph: Graph) -> None:
    report = with_fixes(slice_graph, validate(slice_graph, "enabler"), "enabler")
    assert report.fixes == ()
    text = validation_update([(report, plan(slice_graph, report, "enabler"))])
    store = ox.Store()
    store.update(text)
    assert len(store) == 0
