"""Curricula written as workbooks and read back: nothing is lost, whatever they say."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad

from bwise_kg.curriculum.source import read_source
from bwise_kg.curriculum.workbook.labels import Labels
from bwise_kg.curriculum.workbook.names import LANGUAGES
from bwise_kg.curriculum.workbook.reading import read_grid
from bwise_kg.curriculum.workbook.writing import as_declared, write_grid
from bwise_kg.namespaces import BW, DCAT, DCT, ELM, RDF, XSD

from .workbooks import ID, NAMES, REFERENCE, filled, reference, save

NODE = NamedNode("https://example.org/course")


@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ""])
@pytest.mark.parametrize("name", NAMES)
def test_a_reference_curriculum_comes_back_as_it_is(name: str, suffix: str, tmp_path: Path) -> None:
    source = read_source(filled(name, tmp_path / f"course{suffix}"))
    assert source.problems == ()
    assert set(source.quads) == reference(name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_and_labels_of_every_language_are_read_without_being_told_which(language: str, tmp_path: Path) -> None:
    source = read_source(filled("worker", tmp_path / "course.xlsx", language))
    assert source.problems == ()
    assert set(source.quads) == reference("worker")


def test_every_statement_of_a_reference_curriculum_has_a_cell_and_none_is_left_over(tmp_path: Path) -> None:
    source = read_source(filled("worker", tmp_path / "course.xlsx"))
    places = {source.places[getattr(q.subject, "value", ""), q.predicate.value].split("!")[0] for q in source.quads}
    assert places == {
        "Curriculum", "Modules", "Units", "Outcomes", "Assessments", "Entry requirements", "Adaptations", "Known gaps",
        "Sources",
    }  # fmt: skip


def test_the_turtle_files_are_read_as_they_are() -> None:
    source = read_source(REFERENCE / "worker.ttl")
    assert {Quad(q.subject, q.predicate, q.object) for q in source.quads} == reference("worker")
    assert source.problems == ()


def test_plain_integers_get_the_datatypes_of_the_ontology() -> None:
    whole = Literal("40", datatype=XSD.integer)
    assert as_declared(Quad(NODE, BW.hours, whole)).object == Literal("40", datatype=XSD.decimal)
    assert as_declared(Quad(NODE, BW.position, whole)).object == Literal("40", datatype=XSD.positiveInteger)
    assert as_declared(Quad(NODE, BW.rank, whole)).object == whole


_TEXTS = st.one_of(
    st.text(max_size=40).filter(lambda text: "\x00" not in text),
    st.sampled_from(["=1+1", "-5", "+32 2", "@home", "'quoted", "''", "M1", "U1", "Example", "http://example.org/a",
                     " a", "a\r\nb", "a;b", "_x000D_", "_:b", "0031", "x" * 40_000, " y" * 20_000, "TRUE", "#REF!"]),
)  # fmt: skip
_TAGS = st.sampled_from(["", "en", "en-simple", "de", "el"])
_LITERALS = st.one_of(
    st.builds(lambda text, tag: Literal(text, language=tag) if tag else Literal(text), _TEXTS, _TAGS),
    st.sampled_from([
        Literal("160", datatype=XSD.decimal), Literal("40.0", datatype=XSD.decimal),
        Literal("7.5", datatype=XSD.double),
        Literal("3", datatype=XSD.positiveInteger), Literal("0", datatype=XSD.positiveInteger), Literal("1.0"),
        Literal("2026-11-22", datatype=XSD.date), Literal("1066-10-14", datatype=XSD.date),
        Literal("soon", datatype=XSD.date), Literal("123456789012345678", datatype=XSD.decimal),
    ]),
)  # fmt: skip
_NODES = [
    NODE,
    *(NamedNode(f"https://example.org/course/{name}") for name in "abcdef"),
    *(BlankNode(f"b{number}") for number in range(3)),
]
_THINGS = st.one_of(
    st.sampled_from(_NODES),
    st.sampled_from([
        NamedNode(ID + "level/foundation"), NamedNode(ID + "outcome-kind/skill"), NamedNode(ID + "setting/online"),
        NamedNode("http://data.europa.eu/esco/skill/d9013e0e-e937-43d5-ab71-0e917ee882b8"),
        NamedNode("http://publications.europa.eu/resource/authority/language/ENG"),
        NamedNode("http://data.europa.eu/snb/isced-f/0031"), NamedNode("http://data.europa.eu/snb/isced-f/a;b"),
        NamedNode("https://example.org/a;b"), NamedNode("tag:example.org,2026:x"),
    ]),
)  # fmt: skip
_TYPES = st.sampled_from([
    BW.CoreModule, BW.OptionalModule, BW.Module, BW.Unit, BW.LearningOutcome, BW.AttainedSkill, BW.Assessment,
    BW.EntryRequirement, BW.Adaptation, BW.KnownGap, ELM.CreditPoint,
])  # fmt: skip
_LINKS = st.sampled_from([
    ELM.hasPart, ELM.learningOutcome, ELM.provenBy, ELM.entryRequirement, ELM.creditPoint, ELM.framework,
    ELM.ISCEDFCode, ELM.educationLevel, BW.attains, BW.skill, BW.level, BW.outcomeKind, BW.adaptation, BW.assesses,
    BW.setting, BW.knownGap, BW.requirement, BW.presupposes, BW.forProfile, BW.origin, DCT.language, DCT.source,
    DCT.publisher, DCT.license,
])  # fmt: skip
_VALUES = st.sampled_from([
    DCT.title, DCT.description, DCT.source, DCT.created, DCAT.version, BW.hours, BW.position, BW.rationale, ELM.point,
    BW.rank, BW.skill,
])  # fmt: skip
_STATEMENTS = st.one_of(
    st.builds(Quad, st.sampled_from(_NODES), st.just(RDF.type), _TYPES),
    st.builds(Quad, st.sampled_from(_NODES), _LINKS, _THINGS),
    st.builds(Quad, st.sampled_from(_NODES), _VALUES, _LITERALS),
)


@settings(max_examples=300, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(_STATEMENTS, max_size=30), st.sampled_from(["en", "de", "lv"]))
def test_whatever_a_curriculum_says_is_read_back(statements: list[Quad], language: str) -> None:
    given_quads = {as_declared(s) for s in [Quad(NODE, RDF.type, BW.Curriculum), *statements]}
    grid = write_grid(given_quads, NODE, language, Labels())
    source = read_grid(grid, "en", Labels(), Path(), rename_blank_nodes=False)
    assert source.problems == ()
    assert set(source.quads) == given_quads


@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(_STATEMENTS, max_size=25), st.sampled_from([".xlsx", ".ods", ""]))
def test_every_format_keeps_it(tmp_path: Path, statements: list[Quad], suffix: str) -> None:
    given_quads = {as_declared(s) for s in [Quad(NODE, RDF.type, BW.Curriculum), *statements]}
    source = read_source(save(write_grid(given_quads, NODE, "en", Labels()), tmp_path / f"course{suffix}"))
    assert source.problems == ()
    # blank nodes got new names
    assert _canonical(source.quads) == _canonical(given_quads)


def _canonical(quads: Iterable[Quad]) -> Dataset:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return dataset
