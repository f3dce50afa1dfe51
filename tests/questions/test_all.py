"""All questions that there are: whole, within the rules, and answered as they stand."""

from __future__ import annotations

import csv
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from bwise_kg import Graph, Question
from bwise_kg.guard import check
from bwise_kg.namespaces import OWL, PREFIXES, RDF, RDFS
from bwise_kg.questions import Status, questions
from bwise_kg.questions.__main__ import page
from bwise_kg.render.question_data import answer_json
from bwise_kg.render.question_page import question_page
from bwise_kg.render.question_sheet import answer_sheet

ROOT = Path(__file__).parents[2]
ALL = questions()
CONSUMERS = {f"cq{number}" for number in range(49, 54)}
"""Questions that are not in the list of the project, for those who use the data."""

each = pytest.mark.parametrize("question", ALL, ids=lambda question: question.id)


@pytest.fixture(scope="module")
def listed(shared: Path) -> dict[str, dict[str, str]]:
    """Return the list of competency questions by id."""
    with (shared / "bwise" / "competency-questions.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


@pytest.fixture(scope="module")
def classes() -> set[str]:
    """Return the classes that the ontology declares, its own and those that it reuses."""
    kinds = {OWL.Class, RDFS.Class}
    ontology = parse((ROOT / "ontology" / "bwise.ttl").read_bytes(), RdfFormat.TURTLE)
    return {
        quad.subject.value
        for quad in ontology
        if quad.predicate == RDF.type and quad.object in kinds and isinstance(quad.subject, NamedNode)
    }


def test_every_file_is_a_question() -> None:
    assert [question.id for question in ALL] == sorted(
        path.stem for path in (ROOT / "sparql" / "questions").iterdir() if path.suffix == ".rq"
    )
    assert all(path.suffix == ".rq" for path in (ROOT / "sparql" / "questions").iterdir())


def test_ids_are_known(listed: dict[str, dict[str, str]]) -> None:
    assert {question.id for question in ALL} <= listed.keys() | CONSUMERS


@each
def test_header_says_what_the_list_does(question: Question, listed: dict[str, dict[str, str]]) -> None:
    if question.id in CONSUMERS:
        assert question.users == "consumer"
        return
    row = listed[question.id]
    assert question.users == row["user_group"]
    tags = tuple(row["data_tags"].split(";"))
    assert question.data in {tags, (*tags, "N")}, "only what rests on the reference design as well may be added"
    assert words(question.seed) == words(row["seed_task"])


def words(text: str) -> list[str]:
    return re.findall(r"[\w.#-]+", text)


@each
def test_header_is_for_people(question: Question) -> None:
    assert question.text.endswith("?")
    assert question.text[0].isupper()
    assert question.title[0].isupper()
    assert not question.title.endswith((".", "?"))
    assert len(question.title) <= 60
    for heading in question.columns.values():
        assert not heading[0].islower(), heading
        assert heading not in question.columns, f"{heading} is a variable and not a heading"
    for parameter in question.parameters:
        assert parameter.help.endswith("."), parameter.name


@each
def test_example_is_its_own(question: Question) -> None:
    program, command, id_, *rest = shlex.split(question.example)
    assert (program, command, id_) == ("bwise-kg", "ask", question.id)
    options = {parameter.option for parameter in question.parameters} | {"--lang", "--format", "-o", "--output"}
    assert {word for word in rest if word.startswith("-")} <= options


@each
def test_example_is_answered(question: Question, slice_graph: Graph) -> None:
    rest = shlex.split(question.example)[3:]
    values = {name.lstrip("-").replace("-", "_"): value for name, value in zip(rest[::2], rest[1::2], strict=True)}
    for common in ("format", "o", "output"):
        values.pop(common, None)
    slice_graph.ask(question, values.pop("lang", "en"), **values)


@each
def test_answers_as_it_stands(question: Question, slice_graph: Graph) -> None:
    answer = slice_graph.ask(question)
    assert [name for name, _ in answer.columns] == list(question.columns)
    if answer.status is Status.ANSWERED:
        assert answer.rows
    else:
        assert not answer.rows
    assert (answer.status is Status.NOT_PUBLISHED) == bool(answer.notes)
    assert answer == slice_graph.ask(question), "the rows have no fixed order"
    answer_json(answer)
    answer_sheet(answer)
    question_page(answer)


@each
def test_answers_left_open(question: Question, slice_graph: Graph) -> None:
    slice_graph.ask(question, **{parameter.name: "" for parameter in question.parameters})


@each
def test_needed_classes_are_in_the_ontology(question: Question, classes: set[str]) -> None:
    assert set(question.needs) <= classes


@each
def test_query_stays_within_the_rules(question: Question) -> None:
    check("\n".join(line for line in question.query.splitlines() if not line.startswith("#+")).replace("FROM", ""))
    assert "ORDER BY" in question.query
    Store().query(question.query)  # without the prefixes that we add: the file runs elsewhere too
    for graph in question.graphs:
        assert graph.startswith(PREFIXES["bwg"])


@each
def test_no_value_is_pasted_into_the_query(question: Question, slice_graph: Graph) -> None:
    query = "\n".join(line for line in question.query.splitlines() if not line.startswith("#"))
    for given in slice_graph.ask(question).parameters:
        for value in stated(given.value):
            assert value not in query, f"{given.parameter.name} = {value}"


def stated(cell: object) -> Iterator[str]:
    if iri := getattr(cell, "iri", None):
        yield f"<{iri}>"
        for prefix, base in PREFIXES.items():
            if iri.startswith(base):
                yield f"{prefix}:{iri.removeprefix(base)}"
    elif text := getattr(cell, "text", None):
        yield f'"{text}"'


def test_page_of_all_questions_is_fresh() -> None:
    """Write it anew with: python -m bwise_kg.questions docs/questions.md."""
    text = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
    assert page(text) == text
    for question in ALL:
        assert f"#### {question.id} {question.title}" in text
        assert question.text in text
        assert question.example in text


def test_example_in_the_format_is_a_question() -> None:
    text = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
    for type_ in ("profile", "curriculum", "country", "language", "iri", "text", "version", "integer", "date"):
        assert f"`{type_}`" in text
    for kind in ("bar", "stacked", "share", "timeline", "map"):
        assert f"| `{kind}` |" in text
