"""What goes from process to process, and messages that are written when somebody asks for them."""

from __future__ import annotations

import pickle
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from bwise_kg import Graph
from bwise_kg.curriculum.source import CurriculumSource, Problem, read_source
from bwise_kg.errors import DataError, NotFoundError
from bwise_kg.namespaces import DCT
from bwise_kg.render.labels import Words
from bwise_kg.validation import Report, validate
from bwise_kg.validation.messages import Filling, Messages
from bwise_kg.validation.naming import Names
from bwise_kg.validation.packing import packed_outcomes, packed_subjects, unpacked_outcomes, unpacked_subjects
from bwise_kg.validation.paths import Index
from bwise_kg.validation.rules import rules
from bwise_kg.validation.subjects import Sent, subject_of

SETS = ("curriculum", "alignment", "label")


def test_a_report_arrives_as_it_was(slice_graph: Graph, broken_course: Path) -> None:
    report = validate(slice_graph, broken_course, SETS, language="de")
    assert sum(1 for _ in report.findings()) > 3
    assert report.grade is not None
    (there,) = unpacked_outcomes(packed_outcomes([report]))
    assert there == report
    assert isinstance(there, Report)
    assert all(here.rule is found.rule for here, found in zip(there.results, report.results, strict=True))
    assert languages(there) == languages(report)
    assert there.title.language == report.title.language
    for here, found in zip(there.findings(), report.findings(), strict=True):
        assert list(here.messages.items()) == list(found.messages.items())
        assert (here.message, here.message.language) == (here.messages["de"], "de")


def languages(report: Report) -> list[str]:
    return [text.language for f in report.findings() for text in (f.focus_label, f.path_label, f.value_label, f.remedy)]


def test_errors_arrive_as_they_were() -> None:
    errors = [DataError("a.ttl", "is empty"), NotFoundError("no such course")]
    there = unpacked_outcomes(packed_outcomes(errors))
    assert [(type(e), str(e), vars(e)) for e in map(vars_of, there)] == [(type(e), str(e), vars(e)) for e in errors]


def vars_of(outcome: object) -> Exception:
    assert isinstance(outcome, Exception)
    return outcome


def test_a_curriculum_is_sent_as_it_is_read(slice_graph: Graph, broken_course: Path) -> None:
    read = read_source(broken_course)
    problem = Problem("outcomes!C4", "no date", "write one")
    source = CurriculumSource(read.quads, {("http://a", None): "outcomes!A4"}, broken_course, (problem,))
    sent, path, name = unpacked_subjects(packed_subjects([source, broken_course, "supporter"]))
    assert (path, name) == (broken_course, "supporter")
    assert isinstance(sent, Sent)
    there, here = (subject_of(slice_graph, one, SETS) for one in (sent, source))
    assert (there.iri, there.title, there.place) == (here.iri, here.title, here.place)
    assert (there.places, there.problems) == (source.places, (problem,))
    assert list(there.data.own) == list(here.data.own) == [quad.triple for quad in read.quads]
    assert there.data.context == here.data.context


def test_messages_are_written_when_they_are_asked_for(slice_graph: Graph) -> None:
    rule = next(rule for rule in rules().rules if len(rule.templates) > 10 and "{focus}" in rule.templates["de"])
    course, other = NamedNode("http://a/course"), NamedNode("http://a/other")
    names = Names(Index([]), slice_graph)
    names._texts = {course: {"en": "Digital work", "de": "Digitale Arbeit"}, other: {"en": "not in any message"}}
    whole = Filling(course, f"<{DCT.title.value}>", Literal("x"), {"unused": other}, (other,), 3, names)
    messages = Messages(rule, whole.only(rule.templates))
    assert len(pickle.dumps(messages._filling)) < 3_000
    assert not messages._texts
    assert messages["de"] == whole.message(rule.templates["de"], "de")
    assert messages._texts.keys() == {"de"}
    written = {language: whole.message(template, language) for language, template in rule.templates.items()}
    assert messages == written
    assert written == messages
    assert list(messages) == list(rule.templates)
    assert repr(messages) == repr(written)
    assert "xx" not in messages
    assert Words.of(messages, "xx") == written["en"]
    assert "Digitale Arbeit" in messages["de"]
    assert "Digital work" in messages["en"]
    assert "not in any message" not in str(messages)


def test_messages_stay_as_they_were(slice_graph: Graph, broken_course: Path) -> None:
    first, second = (validate(slice_graph, broken_course) for _ in range(2))
    later = pickle.loads(pickle.dumps([finding.messages for finding in first.findings()]))
    assert later == [finding.messages for finding in second.findings()]
