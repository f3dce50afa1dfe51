from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from justhtml import Element, JustHTML

from bwise_kg import Coverage, Graph, Verdict
from bwise_kg.namespaces import ESCO_ATTRIBUTION, ID
from bwise_kg.render.data import percent
from bwise_kg.render.html import coverage_page, segments, totals
from bwise_kg.render.labels import Labels, labels_for

NOTE = "Reference design of this project; not a publication of the B-WISE consortium."
OTHERS = [verdict for verdict in Verdict if verdict is not Verdict.COVERED]


def read(page: str) -> JustHTML:
    """Parse a page; any error that the HTML standard names fails the test."""
    return JustHTML(page, strict=True, sanitize=False)


def elements(within: JustHTML | Element, selector: str) -> list[Element]:
    return [found for found in within.query(selector) if isinstance(found, Element)]


def words(element: Element) -> str:
    return " ".join(element.to_text().split()).replace(" ,", ",")


@pytest.fixture(scope="module")
def coverage(slice_graph: Graph) -> Coverage:
    return slice_graph.coverage("supporter")


@pytest.fixture(scope="module")
def labels(slice_graph: Graph, coverage: Coverage) -> Labels:
    return labels_for(slice_graph, coverage)


@pytest.fixture(scope="module")
def document(coverage: Coverage, labels: Labels) -> JustHTML:
    return read(coverage_page(coverage, labels))


def test_title_names_curriculum_and_version_and_the_head_profile_and_esco(document: JustHTML) -> None:
    (title,) = elements(document, "title")
    assert words(title) == "Coverage: Supporting people at work with digital and assistive tools 0.1.0"
    head = words(elements(document, "header")[0])
    assert "held against the profile supporter (job coach) in a work integration social enterprise" in head
    assert "Version 0.1.0 Hours 180 Modules 3 Learning outcomes 36" in head
    assert "Classification ESCO 1.1.1" in head


@pytest.mark.parametrize("name", ["essential", "optional", "all", "digital", "green"])
def test_summary_counts_as_the_coverage_does(document: JustHTML, coverage: Coverage, name: str) -> None:
    tally = dict(totals(coverage))[name]
    counts = Counter(
        covered.verdict
        for covered in coverage.requirements
        if name == "all"
        or (name == "essential" and covered.requirement.essential)
        or (name == "optional" and not covered.requirement.essential)
        or getattr(coverage.skills[covered.requirement.skill], name, False)
    )
    assert tally.counts == {verdict: counts[verdict] for verdict in Verdict}
    (row,) = elements(document, f"#total-{name}")
    first, _, *others = [words(cell) for cell in elements(row, "td")]
    share = percent(counts[Verdict.COVERED], counts.total())
    assert first.split() == f"{counts[Verdict.COVERED]} of {counts.total()} {share}".split()
    assert others == [str(counts[verdict]) for verdict in OTHERS]
    (bar,) = elements(row, "svg.bar")
    assert bar.attrs["aria-label"] == f"{name}: " + ", ".join(f"{counts[v]} {v}" for v in Verdict if counts[v])
    assert bar.attrs["role"] == "img"
    assert [part.attrs["class"] for part in elements(bar, "rect")] == [
        v.replace(" ", "-") for v in Verdict if counts[v]
    ]


def test_bars_are_filled_to_the_end_without_gaps(coverage: Coverage) -> None:
    for _, tally in totals(coverage):
        parts = list(segments(tally))
        assert parts[0].start == 0
        for part, following in pairwise(parts):
            assert abs(part.start + part.width - following.start) < Decimal("0.01")
        assert abs(parts[-1].start + parts[-1].width - 100) < Decimal("0.01")


def test_every_requirement_is_one_row_of_the_matrix(document: JustHTML, coverage: Coverage, labels: Labels) -> None:
    rows = elements(document, "table.skills tr.requirement")
    shown = {elements(row, "th .skill-label a")[0].attrs["href"]: row for row in rows}
    assert len(rows) == len(shown) == 79
    for covered in coverage.requirements:
        row = shown[covered.requirement.skill]
        verdict, level, *_ = [words(cell) for cell in elements(row, "td")]
        assert verdict == covered.verdict
        assert level == (labels.brief_level(covered.requirement.level) if covered.requirement.level else "any level")
        tags = [words(tag) for tag in elements(row, "th .tag")]
        info = coverage.skills[covered.requirement.skill]
        assert tags == [
            "essential" if covered.requirement.essential else "optional",
            *(["digital"] if info.digital else []),
            *(["green"] if info.green else []),
        ]


def test_essential_skills_come_first(document: JustHTML, coverage: Coverage) -> None:
    order = [words(elements(row, "th .tag")[0]) for row in elements(document, "tr.requirement")]
    assert order == ["essential"] * 43 + ["optional"] * 36
    headings = [words(row) for row in elements(document, "tr.group")]
    assert headings[0] == (
        "Essential · S1 communication, collaboration and creativity 15 covered, 1 below level, 1 missing"
    )


def test_cells_say_what_each_module_gives(document: JustHTML) -> None:
    rows = {words(elements(row, ".skill-label")[0]): row for row in elements(document, "tr.requirement")}

    def cells(skill: str) -> list[str]:
        return [words(cell) for cell in elements(rows[skill], "td")][2:]

    assert cells("apply crisis intervention") == ["below level: foundation", "· nothing", "· nothing", "60"]
    assert cells("tolerate stress") == [
        "· nothing", "· nothing", "partial: via cope with stress intermediate", "56"
    ]  # fmt: skip
    assert cells("employment law") == ["· nothing"] * 3 + ["· none"]
    assert cells("maintain privacy of service users")[-1] == "124"


def test_details_hold_reason_evidence_and_sources(document: JustHTML, coverage: Coverage) -> None:
    rows = {elements(row, "th a")[0].attrs["href"]: row for row in elements(document, "tr.requirement")}
    for covered in coverage.requirements:
        (details,) = elements(rows[covered.requirement.skill], "details")
        said = words(details)
        assert " ".join(covered.requirement.rationale["en"].split()) in said
        assert {words(code) for code in elements(details, "code")} == {
            attainment.outcome.iri.rsplit("/", 1)[-1] for attainment in covered.evidence
        }
        assert [link.attrs["href"] for link in elements(details, "a")] == list(covered.requirement.sources)


def test_what_is_missing_comes_before_the_matrix_essential_first(document: JustHTML, coverage: Coverage) -> None:
    (section,) = elements(document, 'section[aria-labelledby="missing"]')
    missing = [c.requirement for c in coverage.requirements if c.verdict is Verdict.MISSING]
    listed = elements(section, "li.gap")
    assert [words(elements(gap, "a")[0]) for gap in listed][:2] == ["develop professional network", "employment law"]
    assert {words(elements(gap, ".reason")[0]) for gap in listed} == {m.rationale["en"] for m in missing}
    assert len(listed) == len(missing) == 9
    headings = [words(heading) for heading in elements(document, "h2")]
    assert headings.index("What is missing 9") < headings.index("Skills by module")


def test_what_falls_short_says_what_would_be_needed(document: JustHTML) -> None:
    (section,) = elements(document, 'section[aria-labelledby="short"]')
    said = {words(elements(gap, "a")[0]): words(elements(gap, "dl")[0]) for gap in elements(section, "li.gap")}
    assert len(said) == 8
    assert said["solve technical problems"] == (
        "Given DigComp level 3 in Digital and assistive tools in support and training Needed DigComp level 4 or above"
    )
    assert said["provide assistance with job search"] == (
        "Given prepare for job interview (intermediate) in Coaching towards work, 1 step away in ESCO "
        "Needed an outcome for the skill itself, intermediate or above"
    )


def test_modules_groups_and_surplus(document: JustHTML, coverage: Coverage) -> None:
    rows = [words(row) for row in elements(document, "table.modules tbody tr")]
    assert rows[1].replace("\N{NO-BREAK SPACE}", " ") == (
        "Digital and assistive tools in support and training core 64 12 23 1 0 0 "
        "23 of 25 92 % 12 of 12 100 % 1 of 25 4 % 1 of 12 8 %"
    )
    groups = {elements(row, "a")[0].attrs["href"]: row for row in elements(document, "table.by-group tbody tr")}
    assert groups.keys() == {group.group for group in coverage.groups}
    for group in coverage.groups:
        counts = [words(cell) for cell in elements(groups[group.group], "td.count")]
        assert counts == [str(group.tally.counts[verdict]) for verdict in OTHERS]
    surplus = [link.attrs["href"] for link in elements(document, "ul.surplus > li > a")]
    assert surplus == [s.skill for s in coverage.surplus]


def test_verdicts_and_levels_are_explained(document: JustHTML) -> None:
    (section,) = elements(document, 'section[aria-labelledby="reading"]')
    assert [words(chip) for chip in elements(section, "dt .chip")] == list(Verdict)
    assert "reference scale foundation, intermediate, advanced" in words(section)


def test_reference_design_is_noted_only_where_it_is_one(coverage: Coverage, labels: Labels) -> None:
    submitted = ID["origin/submitted"].value
    curriculum, profile = replace(coverage.curriculum, origin=submitted), replace(coverage.profile, origin=submitted)
    assert NOTE in coverage_page(coverage, labels)
    assert NOTE in coverage_page(replace(coverage, curriculum=curriculum), labels)
    assert NOTE not in coverage_page(replace(coverage, curriculum=curriculum, profile=profile), labels)


def test_esco_is_acknowledged(document: JustHTML) -> None:
    assert ESCO_ATTRIBUTION in words(elements(document, "footer")[0])


def test_the_page_asks_for_nothing_outside_itself(document: JustHTML) -> None:
    assert not elements(document, "link, img, iframe, object, embed, base, video, audio, source")
    for element in elements(document, "*"):
        assert not element.attrs.keys() & {"src", "srcset", "action", "style", "data", "poster", "background"}
        assert not [name for name in element.attrs if name.startswith("on")]
        if "href" in element.attrs and element.name != "a":
            assert (element.attrs["href"] or "").startswith("#")
    (style,), (script,) = elements(document, "style"), elements(document, "script")
    assert "@import" not in style.to_text()
    assert set(re.findall(r"url\((.)", style.to_text())) == {"#"}
    policy = elements(document, "meta[http-equiv]")[0].attrs["content"] or ""
    assert policy.startswith("default-src 'none';")
    for inline in (style, script):
        text = "".join(str(child.data) for child in inline.children)
        assert f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in policy
