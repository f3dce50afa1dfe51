"""Values in messages: where they begin and end can be seen, in the marks of the language."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from bwise_kg import Graph
from bwise_kg.curriculum.source import CurriculumSource, read_source
from bwise_kg.namespaces import DCT, XSD
from bwise_kg.translations import LANGUAGES
from bwise_kg.validation import validate
from bwise_kg.validation.naming import Names
from bwise_kg.validation.paths import Index, Term
from bwise_kg.validation.quoting import called, in_words, quoted
from bwise_kg.words import QUOTATION_MARKS, words

from .conftest import REFERENCE

NAMED, NAMELESS, BLANK = NamedNode("https://example.org/a"), NamedNode("https://example.org/b"), BlankNode("b1")
NAMES = Names(Index([Triple(NAMED, DCT.title, Literal("A course", language="en"))]))


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ('a", "b', "en", '“a", "b”'),
        ("", "en", "“”"),
        ("trailing ", "de", "„trailing “"),
        ("12", "fr", "«12»"),
        ("a", "nl-BE", "‘a’"),
        ("a", "xx", "“a”"),
        ("%s %(x)s", "pl", "„%s %(x)s”"),
    ],
)
def test_texts_stand_in_the_marks_of_the_language(text: str, language: str, said: str) -> None:
    assert quoted(Literal(text), language) == quoted(Literal(text, language="en"), language) == said


@pytest.mark.parametrize("text", ["180", "180.5", "-1E5", "INF", "true", "2026-11-23", "2026-11-23T10:00:00+01:00"])
def test_numbers_and_dates_stand_as_they_are_and_texts_that_look_like_them_do_not(text: str) -> None:
    assert quoted(Literal(text, datatype=XSD.decimal), "en") == text
    assert quoted(Literal(text), "en") == f"“{text}”"


@pytest.mark.parametrize("text", ["", " ", "180 ", "18O hours", "١٨"])
def test_what_is_no_number_is_quoted_whatever_its_datatype(text: str) -> None:
    assert quoted(Literal(text, datatype=XSD.decimal), "en") == f"“{text}”"


@pytest.mark.parametrize(
    ("node", "in_sentence", "name"),
    [
        (NAMED, "A course", "“A course”"),
        (NAMELESS, "<https://example.org/b>", "<https://example.org/b>"),
        (BLANK, "_:b1", "_:b1"),
        (Literal("x"), "“x”", "“x”"),
        (Literal("5", datatype=XSD.integer), "5", "5"),
    ],
)
def test_nodes_are_called_by_label_or_iri(node: Term, in_sentence: str, name: str) -> None:
    assert (in_words(NAMES, node, "en"), called(NAMES, node, "en")) == (in_sentence, name)


def test_every_language_has_marks_of_its_own() -> None:
    listed = [language for languages in QUOTATION_MARKS.values() for language in languages]
    assert sorted(listed) == sorted({"en", *LANGUAGES})
    assert all(words(language).quoted("x") == marks.replace("%s", "x")
               for marks, languages in QUOTATION_MARKS.items() for language in languages)  # fmt: skip


@pytest.mark.parametrize("value", ['a", "b', " ", "a ", "“x”", "{focus}"])
def test_messages_show_what_somebody_wrote(slice_graph: Graph, value: str) -> None:
    """A level that is a text: in every language it stands in quotation marks, and is not filled in again."""
    source = read_source(REFERENCE / "supporter.ttl")
    level = NamedNode("https://w3id.org/bwise/ontology#level")
    wrong = next(q for q in source.quads if q.predicate == level)
    quads = [q for q in source.quads if q != wrong]
    subject = Triple(wrong.subject, wrong.predicate, Literal(value))
    changed = CurriculumSource((*quads, subject), {}, Path("course.ttl"))  # type: ignore[arg-type]  # a statement
    report = validate(slice_graph, changed, language="de")
    (finding,) = (f for f in report.findings() if f.rule.id == "CUR-017")
    assert f"„{value}“" in finding.message
    assert {language for language, message in finding.messages.items() if words(language).quoted(value) in message} == {
        "en",
        *LANGUAGES,
    }
    assert finding.value == value
    assert finding.value_label == value
