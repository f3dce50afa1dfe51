"""Each kind of error in a mapping set is found, with its line, its slot and the reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from bwise_kg import Graph
from bwise_kg.errors import DataError
from bwise_kg.mappings.checking import check
from bwise_kg.mappings.sssom import Finding, read
from bwise_kg.namespaces import ISOTHES, SKOS, esco_graph
from bwise_kg.store import EmbeddedStore, Store

Spoil = Callable[..., str]
LINE = 12
EMPLOYMENT_SUPPORT = "http://data.europa.eu/esco/occupation/c60ede09-b67b-4173-8991-b9b694149488"


def findings(text: str, store: Store | None = None) -> list[Finding]:
    mapping_set, found = read(text, "ours.sssom.tsv")
    return found + check(mapping_set, store)


def test_nothing_is_found_in_a_good_set(spoil: Spoil, slice_graph: Graph) -> None:
    assert findings(spoil(), slice_graph.store) == []


@pytest.mark.parametrize(
    ("old", "new", "slot", "reason"),
    [
        ("skos:broadMatch", "skos:broader", "predicate_id", "core#broader> is none of skos:exactMatch"),
        ("skos:broadMatch", "bw:like", "predicate_id", "the prefix of 'bw:like' is not declared; add it to curie_map"),
        ("skos:broadMatch", "like", "predicate_id", "'like' is no prefixed name such as skos:exactMatch"),
        ("semapv:ManualMappingCuration", "", "mapping_justification", "is obligatory and empty; say how"),
        ("semapv:ManualMappingCuration", "semapv:Guess", "mapping_justification", "is no matching process of semapv"),
        ("ex:placement", "exx:placement", "subject_id", "the prefix of 'exx:placement-officer' is not declared"),
        ("occupation:c60ede09-b67b-4173-8991-b9b694149488", "", "object_id", "write sssom:NoTermFound"),
        ("0.8", "1.8", "confidence", "less than or equal to 1 ('1.8')"),
        ("0.8", "high", "confidence", "('high')"),
        ("\t0.8", "\t", "confidence", "is empty; say how sure the mapping is"),
        ("occupation:c60ede09-b67b-4173-8991-b9b694149488", "ex:placement-officer", "object_id", "the subject itself"),
    ],
)
def test_error_in_a_row(spoil: Spoil, old: str, new: str, slot: str, reason: str) -> None:
    (finding,) = findings(spoil(old, new))
    assert (finding.line, finding.slot) == (LINE, slot)
    assert reason in finding.problem


@pytest.mark.parametrize(
    ("old", "new", "slot", "reason"),
    [
        (
            "employment support worker",
            "support worker",
            "object_label",
            "is called 'employment support worker' in ESCO",
        ),
        ("c60ede09-b67b-4173-8991-b9b694149488", "c60ede09", "object_id", "occupation/c60ede09> is not in ESCO 1.1.1"),
        ("ex:placement-officer", "profile:supporterr", "subject_id", "profile/supporterr> is not in the store"),
    ],
)
def test_error_that_only_the_store_knows(
    spoil: Spoil, slice_graph: Graph, old: str, new: str, slot: str, reason: str
) -> None:
    text = spoil(old, new)
    assert findings(text) == []
    (finding,) = findings(text, slice_graph.store)
    assert (finding.line, finding.slot) == (LINE, slot)
    assert reason in finding.problem


def test_version_of_esco_that_the_store_does_not_hold(spoil: Spoil, slice_graph: Graph) -> None:
    wrong = findings(spoil("1.1.1", "1.2.1", everywhere=True), slice_graph.store)
    assert [(f.line, f.slot) for f in wrong] == [(11, "object_source_version"), (12, "object_source_version")]
    assert {f.problem for f in wrong} == {
        "ESCO 1.2.1 is not in the store; it holds 1.1.1; bwise-kg build --esco adds others"
    }
    silent = findings(spoil("#object_source_version: 1.1.1\n", "", everywhere=True), slice_graph.store)
    assert [f.line for f in silent] == [10, 11]
    assert silent[0].problem.startswith("does not say which version of ESCO is meant")


@pytest.mark.parametrize("version", ["1.1.1", "1.9.0"])
def test_obsolete_target_is_found_in_the_version_cited_and_in_later_ones(spoil: Spoil, version: str) -> None:
    store = EmbeddedStore()
    for release in ("1.1.0", "1.1.1", "1.9.0"):
        graph = esco_graph(release)
        for mapping in read(spoil(), "ours")[0].mappings:
            concept = NamedNode(mapping.object)
            obsolete = mapping.object == EMPLOYMENT_SUPPORT and release in {version, "1.1.0"}
            store.load(
                [
                    Quad(concept, SKOS.prefLabel, Literal(mapping.object_label or "", language="en"), graph),
                    Quad(concept, ISOTHES.status, Literal("obsolete" if obsolete else "released"), graph),
                ]
            )
    text = spoil("profile:supporter", "ex:supporter", everywhere=True)
    (finding,) = findings(text, store)
    assert finding == Finding(
        LINE, "object_id", f"<{EMPLOYMENT_SUPPORT}> is obsolete in ESCO {version}; map to a concept that is in use"
    )


def test_mappings_that_contradict_or_repeat_each_other(spoil: Spoil) -> None:
    good = spoil()
    (contradiction,) = findings(good + good.splitlines()[-1].replace("broadMatch", "exactMatch") + "\n")
    assert contradiction == Finding(13, "predicate_id", "exactMatch contradicts broadMatch in line 12; keep one")
    (repetition,) = findings(good + good.splitlines()[-1] + "\n")
    assert repetition == Finding(13, "predicate_id", "says again what line 12 says")


def test_no_term_found_says_in_what_vocabulary(spoil: Spoil, slice_graph: Graph) -> None:
    none = spoil("occupation:c60ede09-b67b-4173-8991-b9b694149488\temployment support worker", "sssom:NoTermFound\t")
    assert findings(none, slice_graph.store) == []
    (one, two) = findings(
        none.replace("#object_source: esco-scheme:occupations\n", "").replace("#object_source_version: 1.1.1\n", "")
    ) + findings(none.replace("0.8", "-1"))
    assert (one.line, one.slot, two.slot) == (10, "object_source", "confidence")


def test_errors_of_the_whole_set(spoil: Spoil) -> None:
    (licence,) = findings(spoil("#license: https://creativecommons.org/licenses/by/4.0/\n", "", everywhere=True))
    assert (licence.line, licence.slot) == (None, "license")
    (column,) = findings(spoil("object_label\t", "object_lable\t", everywhere=True))
    assert (column.line, column.slot) == (10, "object_lable")
    missing = findings(spoil("mapping_justification\t", "justified_by\t", everywhere=True))
    assert [(f.line, f.slot) for f in missing] == [(10, "mapping_justification"), (10, "justified_by")]


def test_lines_are_right_after_empty_lines_and_without_a_last_line_break(spoil: Spoil) -> None:
    text = spoil("skos:broadMatch", "skos:broader").replace("\nex:", "\n\n\nex:").rstrip("\n")
    assert [f.line for f in findings(text)] == [LINE + 2]
    assert [f.line for f in findings(text.replace("\n", "\r\n"))] == [LINE + 2]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "mapping_set_id: is obligatory"),
        ("a,b\n1,2\n", "mapping_set_id: is obligatory"),
        ("#mapping_set_id: [\nsubject_id\n", "the header is no YAML"),
        ("#mapping_set_id: https://example.org/x\n", "has no row of column names"),
        ("#mapping_set_id: https://example.org/x\n#curie_map: 3\nsubject_id\n", "curie_map"),
        ("#- mapping_set_id\nsubject_id\n", "the header is no SSSOM header"),
    ],
)
def test_what_is_no_mapping_set_is_refused(text: str, reason: str) -> None:
    with pytest.raises(DataError, match=r"^ours: ") as refused:
        read(text, "ours")
    assert reason in str(refused.value)


def test_row_that_no_table_has_is_refused_with_its_line(spoil: Spoil) -> None:
    with pytest.raises(DataError, match=r"^ours:12: cannot be read as a table \(new-line character"):
        read(spoil("support worker", "support\rworker"), "ours")
