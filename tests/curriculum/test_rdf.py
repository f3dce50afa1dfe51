"""Curricula read from RDF: the model that comes out, in whatever format."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import Graph

from bwise_kg import AttainedSkill, Curriculum, DataError, Module, Outcome
from bwise_kg.curriculum import find_curriculum, parse_file
from tests.curriculum.conftest import COURSE, PREFIXES

EX = "https://example.org/"
ID = "https://w3id.org/bwise/id/"
ESCO = "http://data.europa.eu/esco/skill/"


def outcome(name: str, *attains: tuple[int, str | None], title: str = "", kind: str | None = None) -> Outcome:
    skills = tuple(AttainedSkill(f"{ESCO}{number}", level) for number, level in attains)
    return Outcome(EX + name, {"en": title} if title else {}, kind, skills)


SHARED = outcome("shared")
EXPECTED = Curriculum(
    iri=f"{EX}course",
    title={"en": "Green coach", "nl": "Groene coach"},
    profile=f"{ID}profile/supporter",
    hours=Decimal("72.5"),
    modules=(
        Module(
            f"{EX}first",
            {"en": "First"},
            core=True,
            hours=Decimal(60),
            outcomes=(
                SHARED,
                outcome(
                    "own",
                    (1, None),
                    (2, "http://data.europa.eu/snb/eqf/5"),
                    title="own work",
                    kind=f"{ID}outcome-kind/skill",
                ),
                outcome("in-a"),
                outcome("deep"),  # of a unit of two units, once
                outcome("in-b"),
            ),
        ),
        Module(
            f"{EX}second",
            {},
            core=False,
            hours=Decimal("12.5"),
            outcomes=(SHARED, outcome("related", (4, f"{ID}level/foundation"), (3, None))),
        ),
        Module(f"{EX}last", {}, core=True, hours=None, outcomes=()),
        Module(f"{EX}nowhere", {}, core=False, hours=None, outcomes=()),  # no position: last
    ),
    outcomes=(outcome("general"),),
    version="1.2",
    origin=f"{ID}origin/submitted",
)


def read(folder: Path, text: str, suffix: str = ".ttl") -> Curriculum:
    file = folder / f"course{suffix}"
    file.write_text(text, encoding="utf-8")
    return find_curriculum(parse_file(file), "course")


def in_order(curriculum: Curriculum) -> Curriculum:
    """Return it with attained skills by IRI: their nodes are partly blank, whose names decide their order."""

    def ordered(outcomes: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
        return tuple(replace(o, attains=tuple(sorted(o.attains, key=lambda a: a.skill))) for o in outcomes)

    modules = tuple(replace(m, outcomes=ordered(m.outcomes)) for m in curriculum.modules)
    return replace(curriculum, modules=modules, outcomes=ordered(curriculum.outcomes))


@pytest.mark.parametrize(
    ("suffix", "format_"),
    [
        (".ttl", None),
        (".TTL", "turtle"),
        (".nt", "nt"),
        (".jsonld", "json-ld"),
        (".json", "json-ld"),
        (".rdf", "xml"),
        (".xml", "pretty-xml"),
        (".owl", "xml"),
    ],
)
def test_every_format_gives_the_same(tmp_path: Path, suffix: str, format_: str | None) -> None:
    text = Graph().parse(data=COURSE).serialize(format=format_) if format_ else COURSE
    assert in_order(read(tmp_path, text, suffix)) == in_order(EXPECTED)


def test_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    assert in_order(read(tmp_path, f"\ufeff{COURSE}")) == in_order(EXPECTED)


def test_placed_outcomes_come_with_their_modules() -> None:
    placed = [(m and m.iri.removeprefix(EX), o.iri.removeprefix(EX)) for m, o in EXPECTED.placed_outcomes()]
    assert placed == [
        *(("first", name) for name in ("shared", "own", "in-a", "deep", "in-b")),
        *(("second", name) for name in ("shared", "related")),
        (None, "general"),
    ]


def test_numbers_of_json_count(tmp_path: Path) -> None:
    bw = "https://w3id.org/bwise/ontology#"
    parts = [{"@id": f"{EX}{n}", f"{bw}hours": n, f"{bw}position": 9 - n} for n in (7, 2.5)]
    course = {"@id": f"{EX}c", "@type": f"{bw}Curriculum", "http://data.europa.eu/snb/model/elm/hasPart": parts}
    assert [m.hours for m in read(tmp_path, json.dumps(course), ".json").modules] == [7, Decimal("2.5")]


@pytest.mark.parametrize(
    ("hours", "value"),
    [('"60"^^xsd:decimal', "60"), ("60", "60"), ("6.0e1", "60"), ('" 12.50 "^^xsd:decimal', "12.5"), ("0.0", "0")],
)
def test_hours(tmp_path: Path, hours: str, value: str) -> None:
    assert read(tmp_path, f"{PREFIXES}:c a bw:Curriculum ; bw:hours {hours} .").hours == Decimal(value)


def test_position_orders_by_number_then_iri(tmp_path: Path) -> None:
    positions = {"a": "10", "b": "9", "c": '"9.5"^^xsd:decimal', "e": "9", "f": "1.0e1"}
    text = "".join(f":m elm:learningOutcome :{o} . :{o} bw:position {n} .\n" for o, n in positions.items())
    text = f"{PREFIXES}:x a bw:Curriculum ; elm:hasPart :m . :m elm:learningOutcome :d, :a .\n{text}"
    (module,) = read(tmp_path, text).modules
    assert [o.iri.removeprefix(EX) for o in module.outcomes] == ["b", "e", "c", "a", "f", "d"]


def test_one_title_a_language_whatever_the_order(tmp_path: Path) -> None:
    for titles in ('"b"@en, "a"@en, "x"', '"x", "a"@en, "b"@en'):
        assert read(tmp_path, f"{PREFIXES}:c a bw:Curriculum ; dct:title {titles} .").title == {"en": "a", "": "x"}


def test_one_of_several_curricula(tmp_path: Path) -> None:
    file = tmp_path / "two.ttl"
    file.write_text(f"{PREFIXES}:a a bw:Curriculum . :b a bw:Curriculum ; bw:hours 3 .", encoding="utf-8")
    quads = parse_file(file)
    assert find_curriculum(quads, "two.ttl", f"{EX}b").hours == 3
    with pytest.raises(DataError, match=r"^two.ttl: describes 2 curricula; name one of https://example.org/a, http"):
        find_curriculum(quads, "two.ttl")
    with pytest.raises(DataError, match=r"^two.ttl: <https://example.org/c> is not described there"):
        find_curriculum(quads, "two.ttl", f"{EX}c")


def test_blank_nodes_are_curricula_too(tmp_path: Path) -> None:
    text = f"{PREFIXES}[] a bw:Curriculum ; elm:hasPart [ bw:hours 3 ; elm:learningOutcome [ dct:title 'x' ] ] ."
    course = read(tmp_path, text)
    assert course.iri.startswith("_:")
    (module,) = course.modules
    assert module.hours == 3
    assert [o.title for o in module.outcomes] == [{"": "x"}]


def test_units_shared_in_many_ways_are_read_once_and_soon(tmp_path: Path) -> None:
    """Two units in each of 60 storeys, all in both of the storey below: 2 to the 60th ways up."""
    lines = [f":{side}{n} elm:hasPart :a{n + 1}, :b{n + 1} ." for n in range(60) for side in "ab"]
    text = f"{PREFIXES}:c a bw:Curriculum ; elm:hasPart :a0 .\n" + "\n".join(lines) + ":a60 elm:learningOutcome :o ."
    started = time.monotonic()
    (module,) = read(tmp_path, text).modules
    assert [o.iri for o in module.outcomes] == [f"{EX}o"]
    assert time.monotonic() - started < 5


def test_units_may_lie_deep(tmp_path: Path) -> None:
    lines = "\n".join(f":u{n} elm:hasPart :u{n + 1} ; elm:learningOutcome :o{n} ." for n in range(5000))
    (module,) = read(tmp_path, f"{PREFIXES}:c a bw:Curriculum ; elm:hasPart :u0 .\n{lines}").modules
    assert len(module.outcomes) == 5000
