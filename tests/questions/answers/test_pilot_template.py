"""The template for data of real pilots: valid, and what it states is found by the questions about pilots."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import NamedNode

from bwise_kg.namespaces import BW
from bwise_kg.questions import Status

from .conftest import Beside

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "pilot-data.md").read_text(encoding="utf-8")
(TEMPLATE,) = re.findall(r"```turtle\n(.*?)```", PAGE, re.DOTALL)


def test_template_uses_declared_terms_only() -> None:
    declared = {quad.subject for quad in ox.parse(path=ROOT / "ontology" / "bwise.ttl")}
    used = {
        term
        for quad in ox.parse(TEMPLATE, ox.RdfFormat.TURTLE)
        for term in (quad.predicate, quad.object)
        if isinstance(term, NamedNode) and term in BW
    }
    assert used - declared == set()
    assert {BW.PilotEdition, BW.Participation, BW.Feedback, BW.Adjustment} <= used


@pytest.mark.parametrize("question", ["cq21", "cq23", "cq29"])
def test_questions_about_pilots_find_what_the_template_states(beside: Beside, question: str) -> None:
    answer = beside(TEMPLATE).ask(question, country="SI")
    assert answer.status is Status.ANSWERED
    assert any("example.org/pilot/" in str(cell) for row in answer.rows for cell in row) or question == "cq29"
