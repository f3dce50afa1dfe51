"""Curricula that are added: what is refused, what a store says of them afterwards."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from bwise_kg import DataError, NotFoundError, StoreError, VersionExistsError
from bwise_kg.curricula import add, remove
from bwise_kg.generations import current, open_store
from bwise_kg.namespaces import BW, DCAT, DCT, ELM, GRAPH, PROV, RDF, VOID, inferred_graph
from bwise_kg.store import CATALOG
from tests.building.courses import (
    ACCOUNTABILITY,
    COACHING,
    COURSE,
    SKILL,
    Course,
    added,
    contents,
    covered,
    listed,
    rows,
    values,
)

REFERENCE = "https://w3id.org/bwise/id/curriculum/supporter"


# Adding


OWN = [(name, "0.1.0", True) for name in ("enabler", "supporter", "worker")]
"""The curricula of the reference design."""


def test_add_returns_and_lists_the_entry(store: Path, course: Course) -> None:
    entry, new = add(store, course(title="Job coaching"), "1.0")
    assert new
    assert entry == added(store)[0]
    assert (entry.name, entry.version, entry.iri, entry.newest) == ("job-coach", "1.0", COURSE, True)
    assert entry.graph == GRAPH["curricula/job-coach/1.0"]
    assert (entry.title, entry.hours) == ({"en": "Job coaching"}, "40")
    assert entry.profile == "https://w3id.org/bwise/id/profile/supporter"
    assert entry.origin == "https://w3id.org/bwise/id/origin/submitted"
    assert listed(store) == sorted([("job-coach", "1.0", True), *OWN])


def test_add_fills_a_graph_and_the_one_inferred_from_it(store: Path, course: Course) -> None:
    entry, _ = add(store, course(skills=(COACHING, ACCOUNTABILITY)), "1.0")
    opened = open_store(store)
    assert rows(opened, "SELECT ?p (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?p", [entry.graph]) == sorted(
        (property_.value, count)
        for property_, count in (
            *((RDF.type, "6"), (DCT.title, "4")),
            *((BW.forProfile, "1"), (BW.hours, "2"), (ELM.hasPart, "1"), (ELM.learningOutcome, "2")),
            *((BW.attains, "2"), (BW.skill, "2"), (BW.level, "2")),
        )
    )
    assert rows(opened, "SELECT ?s ?p ?o { ?s ?p ?o }", [inferred_graph(entry.graph)]) == [
        (f"{COURSE}/1/1", ELM.relatedESCOSkill.value, SKILL + COACHING),
        (f"{COURSE}/1/2", ELM.relatedESCOSkill.value, SKILL + ACCOUNTABILITY),
    ]


def test_catalogue_describes_both_graphs(store: Path, course: Course) -> None:
    entry, _ = add(store, course(), "1.0-beta_2")
    opened = open_store(store)

    def said(graph: NamedNode, property_: NamedNode) -> list[str]:
        return values(opened, graph, property_, CATALOG)

    assert said(entry.graph, DCAT.version) == ["1.0-beta_2"]
    assert said(entry.graph, DCT.title) == ["Curriculum job-coach, version 1.0-beta_2"]
    assert said(entry.graph, DCT.isVersionOf) == [COURSE]
    assert said(entry.graph, BW.origin) == ["https://w3id.org/bwise/id/origin/submitted"]
    assert said(entry.graph, VOID.triples) == ["15"]
    assert said(entry.graph, PROV.generatedAtTime) == [entry.added]
    inferred = inferred_graph(entry.graph)
    assert said(inferred, DCT.source) == [entry.graph.value]
    assert said(inferred, VOID.triples) == ["1"]
    for graph in (entry.graph, inferred):
        assert said(graph, BW.inDefaultGraph) == ["true"]
        assert opened.digest(graph) == opened.measured_digest(graph)
        assert rows(opened, f"SELECT ?whole {{ ?whole dct:hasPart {graph} }}", [CATALOG])
        (activity,) = said(graph, PROV.wasGeneratedBy)
        assert rows(opened, f"SELECT ?agent {{ <{activity}> prov:wasAssociatedWith ?agent }}", [CATALOG])


@pytest.mark.parametrize("name", ["job-coach", "job-coach@1.0", COURSE, f"{COURSE}@1.0"])
def test_coverage_of_it_by_any_name(store: Path, course: Course, name: str) -> None:
    add(store, course(skills=(COACHING, ACCOUNTABILITY)), "1.0")
    assert covered(store, name) == {COACHING, ACCOUNTABILITY}


def test_same_content_again_is_not_new(store: Path, course: Course) -> None:
    first, _ = add(store, course(), "1.0")
    before = contents(store)
    written_otherwise = course(file="again.ttl")
    written_otherwise.write_text(f"# again\n{course().read_text().replace('40.0', '040.00')}")
    assert add(store, course(), "1.0") == (first, False)
    assert add(store, written_otherwise, "1.0") == (first, False)
    assert contents(store) == before


def test_other_content_of_the_same_version_is_refused(store: Path, course: Course) -> None:
    add(store, course(), "1.0")
    before, generation = contents(store), current(store)
    with pytest.raises(VersionExistsError, match=r"new version.* bwise-kg remove job-coach --version 1\.0$"):
        add(store, course(title="Changed"), "1.0")
    assert (contents(store), current(store)) == (before, generation)


@pytest.mark.parametrize(
    "version", ["", ".", "..", "../x", "a/b", "1.0/../../reference", "1 0", "1.0\n", "v1>", "é", "-1", "1" * 65, "%2e"]
)
def test_bad_versions_are_refused(store: Path, course: Course, version: str) -> None:
    before = contents(store)
    with pytest.raises(DataError, match=re.escape(f"version {version!r}: use letters, digits")):
        add(store, course(), version)
    assert contents(store) == before


@pytest.mark.parametrize("name", ["../x", "Job Coach", "a/b", "-a", "a--b", "a@b", "reference/x", "é", "a\n", "1.0>"])
def test_bad_names_are_refused(store: Path, course: Course, name: str) -> None:
    before = contents(store)
    with pytest.raises(DataError, match=re.escape(f"name {name!r}: use small letters")):
        add(store, course(), "1.0", name)
    assert contents(store) == before


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("https://example.org/Kurs_A#2", "kurs-a-2"),
        ("urn:x:Ä1/", "urn-x-1"),
        ("https://example.org/курс", "curriculum"),
    ],
)
def test_name_comes_from_the_iri(store: Path, course: Course, iri: str, name: str) -> None:
    assert add(store, course(iri), "1.0")[0].name == name
    assert covered(store, name) == {COACHING}


def test_add_without_a_store_tells_the_command(tmp_path: Path, course: Course) -> None:
    with pytest.raises(StoreError, match=f"make one with: bwise-kg build --out {tmp_path / 'none'}"):
        add(tmp_path / "none", course(), "1.0")
    with pytest.raises(StoreError, match=f"make one with: bwise-kg build --out {tmp_path / 'none'}"):
        remove(tmp_path / "none", "job-coach")
    assert not (tmp_path / "none").exists()


def test_a_file_that_is_no_curriculum_is_refused(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "wrong.ttl"
    file.write_text("<https://example.org/a> a <https://example.org/B> .")
    before = current(store)
    with pytest.raises(DataError, match=r"wrong\.ttl: describes no curriculum"):
        add(store, file, "1.0")
    assert current(store) == before


# Names that are taken


def test_reference_design_cannot_be_shadowed(store: Path, course: Course) -> None:
    with pytest.raises(DataError, match="belongs to the reference design; give your curriculum an IRI of its own"):
        add(store, course(REFERENCE), "9.0")
    with pytest.raises(DataError, match=f"name 'supporter': belongs to <{REFERENCE}>; give .* --name"):
        add(store, course(), "9.0", "supporter")
    assert listed(store) == OWN


def test_name_of_another_curriculum_is_refused(store: Path, course: Course) -> None:
    add(store, course(), "1.0")
    with pytest.raises(DataError, match=f"name 'job-coach': belongs to <{COURSE}>; give this curriculum another"):
        add(store, course("https://example.org/other/job-coach"), "1.0")
    with pytest.raises(DataError, match=f"<{COURSE}> is in the store as 'job-coach': --name job-coach"):
        add(store, course(), "2.0", "coach")
    other, _ = add(store, course("https://example.org/other/job-coach"), "1.0", "other-coach")
    assert (other.name, other.iri) == ("other-coach", "https://example.org/other/job-coach")


@pytest.mark.parametrize("name", ["supporter", REFERENCE])
def test_reference_design_cannot_be_removed(store: Path, course: Course, name: str) -> None:
    add(store, course(), "1.0")
    before = contents(store)
    with pytest.raises(NotFoundError, match=r"no added curriculum '.*supporter'; there is: job-coach 1\.0"):
        remove(store, name)
    assert contents(store) == before
