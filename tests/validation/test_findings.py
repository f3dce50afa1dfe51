"""What is found, said and counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bwise_kg import EmbeddedStore, Graph
from bwise_kg.curriculum import parse_file
from bwise_kg.curriculum.source import CurriculumSource, PlaceKey, Problem
from bwise_kg.errors import DataError, NotFoundError
from bwise_kg.validation import EngineName, Report, RuleBook, State, check, data_of, validate
from bwise_kg.validation.messages import fill

ID = "https://w3id.org/bwise/id/"
BW = "https://w3id.org/bwise/ontology#"


@pytest.fixture
def report(slice_graph: Graph, broken_course: Path, book: RuleBook, engine_name: EngineName) -> Report:
    return validate(slice_graph, broken_course, engine=engine_name, language="de", book=book)


def test_report_says_what_was_held_against_what(report: Report, broken_course: Path, engine_name: EngineName) -> None:
    assert report.subject == ID + "curriculum/supporter"
    assert report.title == "Supporting people at work with digital and assistive tools"
    assert report.title.language == "en"
    assert (report.place, report.origin) == (str(broken_course), ID + "origin/submitted")
    assert (report.rule_sets, report.esco_version, report.engine) == (("alignment", "curriculum"), "1.1.1", engine_name)
    assert not report.conforms


def test_message_counts_and_names(report: Report) -> None:
    (finding,) = report.results[2].findings
    assert finding.rule.id == "CUR-901"
    title = "Supporting people at work with digital and assistive tools"
    assert finding.messages == {
        "en": f"{title} has 3 core modules (has part); at least 4 are needed.",
        "de": f"{title} hat 3 Kernmodule; mindestens 4 sind nötig.",
    }
    assert (finding.message, finding.message.language) == (finding.messages["de"], "de")
    assert (finding.remedy, finding.remedy.language) == ("Kernmodule hinzufügen.", "de")
    assert (finding.allowed, finding.path) == ("4", "<http://data.europa.eu/snb/model/elm/hasPart>")


def test_message_has_what_only_the_query_knows(report: Report) -> None:
    (finding,) = report.results[3].findings
    title = "Supporting people at work with digital and assistive tools"
    assert finding.message == f"{title} states 190 hours, its modules have 180: 10 too many."
    assert (finding.path, finding.value) == (f"<{BW}hours>", "190")


def test_causes_come_from_the_inner_shape(report: Report) -> None:
    whole = report.results[0]
    assert (whole.rule.id, whole.checked, whole.failed, len(whole.findings)) == ("ALI-901", 36, 3, 3)
    by_value = {str(finding.value_label): finding for finding in whole.findings}
    found = by_value["disability types"]
    assert found.focus == ID + "outcome/supporter-1-01"
    assert found.focus_label.startswith("explain what different disabilities")
    (cause,) = found.causes
    assert (cause.asked, cause.path, cause.allowed) == ("It names a level.", f"<{BW}level>", "1")
    assert cause.focus == found.value == ID + "attained/supporter-1-01-1"


def test_the_same_said_often_is_one_group(report: Report) -> None:
    kinds = report.results[1]
    (group,) = kinds.groups()
    assert (kinds.checked, kinds.failed, group.count) == (36, 7, 7)
    assert group.first.allowed == "Fertigkeiten, Kenntnisse"
    assert group.first.message.endswith("is of the kind responsibility and autonomy; there are skill, knowledge.")
    assert group.first.value == ID + "outcome-kind/responsibility-autonomy"


def test_engines_agree_to_the_letter(slice_graph: Graph, broken_course: Path, book: RuleBook) -> None:
    for subject in (broken_course, "supporter", "enabler", "worker"):
        reports = [validate(slice_graph, subject, engine=name, book=book) for name in EngineName]
        assert replace(reports[1], engine=reports[0].engine) == reports[0]
        assert list(reports[0].findings())


def test_met_rules_are_evidence(slice_graph: Graph, book: RuleBook) -> None:
    report = validate(slice_graph, "worker", book=book)
    assert [(r.rule.id, r.state, r.checked) for r in report.results] == [
        ("ALI-901", State.MET, 32),
        ("ALI-902", State.NOT_MET, 32),
        ("CUR-901", State.NOT_MET, 1),
        ("CUR-902", State.MET, 1),
    ]
    assert (report.place, report.origin) == (None, ID + "origin/reference-design")


def test_conforms_when_all_that_must_be_met_is(slice_graph: Graph, book: RuleBook) -> None:
    assert validate(slice_graph, "worker", ["alignment"], book=book).conforms
    assert not validate(slice_graph, "worker", ["curriculum"], book=book).conforms


def test_places_and_problems_of_a_workbook(slice_graph: Graph, book: RuleBook, broken_course: Path) -> None:
    places: dict[PlaceKey, str] = {
        (ID + "curriculum/supporter", BW + "hours"): "curriculum!B7",
        (ID + "outcome/supporter-1-01", None): "outcomes!A2",
    }
    problem = Problem("outcomes!F14", "no level has this name", "write the level as in the list", "basik")
    source = CurriculumSource(tuple(parse_file(broken_course)), places, Path("course.xlsx"), (problem,))
    report = validate(slice_graph, source, ["curriculum"], book=book.without("CUR-901"))
    assert [finding.place for finding in report.findings()] == ["curriculum!B7"]
    assert report.problems == (problem,)
    assert not report.conforms
    harmless = replace(source, problems=(replace(problem, breaking=False),))
    assert validate(slice_graph, harmless, ["curriculum"], book=book.without("CUR-901")).conforms
    whole = validate(slice_graph, source, ["alignment"], book=book)
    assert [f.place for f in whole.results[0].findings if f.focus.endswith("1-01")] == ["outcomes!A2"] * 1


def test_names_that_are_not_there(slice_graph: Graph, book: RuleBook, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="did you mean 'supporter'"):
        validate(slice_graph, "suporter", book=book)
    with pytest.raises(DataError, match="rule set profile"):
        validate(slice_graph, "supporter", ["profile", "curriculum"], book=book)
    with pytest.raises(DataError, match="name a curriculum"):
        validate(slice_graph, None, book=book)
    with pytest.raises(DataError, match="name no file"):
        validate(slice_graph, "supporter", ["graph"], book=book)
    empty = tmp_path / "none.ttl"
    empty.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    with pytest.raises(DataError, match=r"none.ttl: has to describe one .*Curriculum>; it describes none"):
        validate(slice_graph, empty, book=book)


def test_a_file_cannot_make_itself_right(slice_graph: Graph, broken_course: Path, book: RuleBook) -> None:
    """What it says of levels, ESCO or the ontology does not count."""
    text = broken_course.read_text(encoding="utf-8")
    cheat = broken_course.with_name("cheat.ttl")
    cheat.write_text(
        text + "\nbw:Unit <http://www.w3.org/2000/01/rdf-schema#subClassOf> bw:CoreModule .\n"
        "curriculum:supporter elm:hasPart unit:supporter-1-1 . level:foundation bw:rank 99 .\n"
        "<http://data.europa.eu/esco/skill/none> a <http://data.europa.eu/esco/model#Skill> .\n",
        encoding="utf-8",
    )
    (finding,) = validate(slice_graph, cheat, ["curriculum"], book=book.without("CUR-902")).findings()
    assert "has 3 core modules" in finding.message


def test_blank_nodes_are_named(slice_graph: Graph, book: RuleBook, tmp_path: Path, engine_name: EngineName) -> None:
    file = tmp_path / "blank.ttl"
    file.write_text(
        "@prefix bw: <https://w3id.org/bwise/ontology#> . @prefix elm: <http://data.europa.eu/snb/model/elm/> .\n"
        "<https://example.org/c> a bw:Curriculum ; elm:learningOutcome [ a bw:LearningOutcome ; bw:attains [] ] .\n",
        encoding="utf-8",
    )
    report = validate(slice_graph, file, ["alignment"], engine=engine_name, book=book.only("ALI-901"))
    (finding,) = report.findings()
    assert finding.focus.startswith("_:")
    assert sorted(str(cause.asked) for cause in finding.causes) == ["It names a level.", "It names a skill."]


def test_templates_leave_what_has_no_value() -> None:
    assert fill("{focus}: {value} of {all}", {"focus": "{value}", "value": "3"}) == "{value}: 3 of {all}"


def test_nothing_to_check(book: RuleBook) -> None:
    assert {r.state for r in check(data_of([]), book)} == {State.NOT_APPLICABLE}


def test_store_s_own_curriculum_is_called_by_its_translated_titles(slice_graph: Graph) -> None:
    """A submitted one is not: see the first test."""
    report = validate(slice_graph, "supporter", ["label"], language="de")
    german = "Menschen bei der Arbeit mit digitalen und assistiven Hilfsmitteln unterstützen"
    assert (report.title, report.title.language) == (german, "de")
    (unmet,) = (result for result in report.results if result.rule.id == "LAB-016")
    assert str(unmet.findings[0].message).startswith(german)


def test_what_a_file_only_mentions_has_its_translated_name(slice_graph: Graph, tmp_path: Path) -> None:
    """Levels and the design's own skills are described in English beside it, and translated in the store."""
    path = tmp_path / "course.ttl"
    path.write_text(
        f"""@prefix bw: <{BW}> . @prefix dct: <http://purl.org/dc/terms/> .
        <https://example.org/course> a bw:Curriculum ; dct:title "Course"@en ; bw:forProfile <{ID}profile/worker> .""",
        encoding="utf-8",
    )
    report = validate(slice_graph, path, ["alignment"], language="de")
    (uncovered,) = (result for result in report.results if result.rule.id == "ALI-009")
    messages = [str(finding.message) for finding in uncovered.findings]
    assert any("um Unterstützung bei der Arbeit bitten" in message for message in messages)
    assert any("(grundlegend)" in message for message in messages)


def test_graphs_of_the_package_keep_their_title(slice_graph: Graph) -> None:
    assert validate(slice_graph, None, ["graph"]).title == "Ontology, facts, reference design and translations"


def test_no_message_has_a_name_instead_of_a_value(slice_graph: Graph, tmp_path: Path) -> None:
    """The requirements of the worker's profile that have no level are not covered by a course without outcomes."""
    path = tmp_path / "course.ttl"
    path.write_text(
        f"""@prefix bw: <{BW}> . @prefix dct: <http://purl.org/dc/terms/> .
        <https://example.org/course> a bw:Curriculum ; dct:title "Course"@en ; bw:forProfile <{ID}profile/worker> .""",
        encoding="utf-8",
    )
    graph = EmbeddedStore()
    for name in slice_graph.store.graphs():
        graph.load(slice_graph.store.quads(name))
    graph.update("DELETE { GRAPH ?g { ?r bw:requiredLevel ?l } } WHERE { GRAPH ?g { ?r bw:requiredLevel ?l } }")
    report = validate(Graph(graph), path)
    messages = [str(f.message) for f in report.findings() if f.rule.id == "ALI-009"]
    assert messages
    assert all("(–)" in message and "{" not in message for message in messages)
