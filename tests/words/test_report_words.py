"""Validation reports in the language asked for: page, text and workbook say the same, in the same words."""

from __future__ import annotations

import io
import re

import pytest
from justhtml import JustHTML
from openpyxl import load_workbook
from rich.console import Console

from bwise_kg import Graph
from bwise_kg.curriculum.workbook.labels import Labels
from bwise_kg.curriculum.workbook.template import filled_grid
from bwise_kg.render.validation_data import validation_csv, validation_json
from bwise_kg.render.validation_junit import validation_junit
from bwise_kg.render.validation_page import validation_page
from bwise_kg.render.validation_text import report_text, verdict
from bwise_kg.render.validation_words import BE_MET, STATES, WEIGHTS
from bwise_kg.render.validation_workbook import annotated_workbook
from bwise_kg.translations import LANGUAGES
from bwise_kg.validation import Report, State, validate
from bwise_kg.validation.rules import Severity
from bwise_kg.words import words
from tests.curriculum.workbooks import ID, reference

SETS = ("curriculum", "alignment", "label")


@pytest.fixture(scope="module", params=sorted({"en", *LANGUAGES}))
def report(request: pytest.FixtureRequest, slice_graph: Graph) -> Report:
    return validate(slice_graph, "worker", SETS, language=request.param)


def told(html: str, selector: str) -> list[str]:
    page = JustHTML(html, strict=True, sanitize=False)
    return [" ".join(node.to_text().split()) for node in page.query(selector)]


def test_page_is_in_one_language_and_says_which(report: Report) -> None:
    wording, html = words(report.language), validation_page(report)
    assert html.startswith(f'<!DOCTYPE html>\n<html lang="{report.language}">')
    assert told(html, "h2#evidence") == [wording.gettext("All rules, met or not")]
    assert told(html, ".verdict")[0] == verdict(report, wording)
    weights = {wording.gettext(WEIGHTS[result.rule.severity]) for result in report.results}
    assert set(told(html, ".severity")) == weights
    states = {wording.gettext(STATES[result.state]) for result in report.results}
    assert set(told(html, "table.evidence .state")) == states
    assert told(html, "a.skip") == [wording.gettext("Skip to the content")]


def test_english_in_other_pages_is_marked(report: Report) -> None:
    html = validation_page(report)
    attribution = "This service uses the ESCO classification of the European Commission."
    sources = [source for result in report.results for source in result.rule.sources if " " in source]
    marked = told(html, "[lang=en]")
    if report.language == "en":
        assert marked == ["", *marked[1:]] or marked[0].endswith(attribution)  # the page as a whole, and nothing else
        assert len(marked) == 1
    else:
        assert attribution in marked
        assert {" ".join(source.split()) for source in sources} <= set(marked)


def test_text_says_it_in_the_same_words(report: Report) -> None:
    stream = io.StringIO()
    Console(file=stream, width=400).print(report_text(report))
    text, wording = stream.getvalue(), words(report.language)
    assert verdict(report, wording) in text
    for severity in Severity:
        (line,) = (line for line in text.splitlines() if line.startswith(f" {wording.gettext(BE_MET[severity])} "))
        assert line.split()[-3:] == [str(report.count(state, severity)) for state in State]


def test_workbook_says_it_in_the_same_words(report: Report, slice_graph: Graph) -> None:
    book = load_workbook(io.BytesIO(annotated_workbook(slice_graph, report, "worker")))
    cells = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    wording = words(report.language)
    assert verdict(report, wording) in cells
    assert wording.gettext("This sheet is not read back; nor are the comments and colours.") in cells
    assert {wording.gettext(weight) for weight in WEIGHTS.values()} <= cells


def test_what_programs_read_is_the_same_in_every_language(report: Report) -> None:
    plain = validation_json([report])["reports"][0]
    assert {rule["state"] for rule in plain["rules"]} <= {"met", "not met", "nothing to check"}
    assert set(plain["findings"]) == {"must", "should", "may"}
    head, *rows = validation_csv([report]).splitlines()
    assert head.startswith("curriculum,rule,severity,state,checked,node,where,message")
    assert all(",must," in row or ",should," in row or ",may," in row for row in rows if ",CUR-" in row[:200])
    kinds = set(re.findall(r'classname="([^"]*)"', validation_junit([report])))
    assert kinds == {f"{result.rule.rule_set}.{result.rule.severity.value}" for result in report.results}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_weights_and_states_are_told_apart_in_every_language(language: str) -> None:
    gettext = words(language).gettext
    for table in (WEIGHTS, STATES, BE_MET):
        said = {gettext(word) for word in table.values()}
        assert len(said) == len(table)
        assert said.isdisjoint(table.values())


@pytest.mark.parametrize(("tag", "same"), [("DE", "de"), ("EL", "el"), ("de-AT", "de"), ("EN-GB", "en")])
def test_tags_are_read_whatever_their_case_and_region(slice_graph: Graph, tag: str, same: str) -> None:
    pages = [validation_page(validate(slice_graph, "worker", ("curriculum",), language=each)) for each in (tag, same)]
    assert pages[0] == pages[1]
    grids = [
        filled_grid(list(reference("worker")), f"{ID}curriculum/worker", None, each, Labels()) for each in (tag, same)
    ]
    assert list(grids[0].sheets) == list(grids[1].sheets)
