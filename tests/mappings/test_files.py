"""Mapping sets as files: what is written is read again, by the library and by other means."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bwise_kg.errors import DataError
from bwise_kg.mappings import NO_TERM, Mapping, MappingSet, packaged_sets
from bwise_kg.mappings.sssom import read, read_clean, write

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=20)
TEXT = TEXT.map(str.strip).filter(bool)
NAMES = st.lists(TEXT.filter(lambda text: "|" not in text), max_size=2, unique=True).map(tuple)
SLUG = st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True)
CURATION = "https://w3id.org/semapv/vocab/ManualMappingCuration"

MAPPINGS = st.builds(
    Mapping,
    subject=SLUG.map("https://w3id.org/bwise/id/profile/{}".format),
    predicate=st.sampled_from(["exact", "close"]).map("http://www.w3.org/2004/02/skos/core#{}Match".format),
    object=SLUG.map("http://data.europa.eu/esco/occupation/{}".format) | st.just(NO_TERM),
    justification=st.just(CURATION),
    iri=SLUG.map("https://w3id.org/bwise/id/mapping/{}".format),
    subject_label=st.none() | TEXT,
    object_label=st.none() | TEXT,
    confidence=st.none() | st.floats(0, 1),
    subject_version=st.none() | st.sampled_from(["2.2", "1.1.1", "2"]),
    object_source=st.none() | st.just("http://data.europa.eu/esco/concept-scheme/skills"),
    object_version=st.none() | st.sampled_from(["2.2", "1.1.1", "2"]),
    authors=NAMES,
    mapped_on=st.none() | st.dates(date(1000, 1, 1)),
    reviewers=NAMES,
    reviewed_on=st.none() | st.dates(date(1000, 1, 1)),
    comment=st.none() | TEXT,
    line=st.none(),
)
SETS = st.builds(
    MappingSet,
    iri=st.just("https://w3id.org/bwise/id/mapping-set/ours"),
    title=st.none() | TEXT,
    description=st.none() | TEXT,
    licence=st.none() | st.just("https://creativecommons.org/licenses/by/4.0/"),
    mappings=st.lists(MAPPINGS, min_size=1, max_size=4).map(tuple),
    version=st.none() | st.sampled_from(["0.1", "2"]),
    creators=NAMES,
)


@settings(deadline=None, max_examples=60)
@given(SETS)
def test_what_is_written_is_read_again(mapping_set: MappingSet) -> None:
    assert read(write(mapping_set), "again") == (mapping_set, [])


@pytest.mark.parametrize("mapping_set", packaged_sets(), ids=lambda mapping_set: mapping_set.name)
def test_other_readers_find_the_same(mapping_set: MappingSet) -> None:
    text = write(mapping_set)
    assert "\r" not in text
    lines = text.splitlines()
    header = yaml.safe_load("\n".join(line[1:] for line in lines if line.startswith("#")))
    assert header["mapping_set_id"] == mapping_set.iri
    assert header["license"] == "https://creativecommons.org/licenses/by/4.0/"
    rows = list(
        csv.DictReader(io.StringIO("\n".join(lines[len(lines) - len(mapping_set.mappings) - 1 :])), delimiter="\t")
    )

    def iri(name: str) -> str:
        prefix, _, rest = name.partition(":")
        built_in = {"skos": "http://www.w3.org/2004/02/skos/core#", "sssom": "https://w3id.org/sssom/"}
        return str((header["curie_map"] | built_in)[prefix]) + rest

    assert [(iri(r["subject_id"]), iri(r["predicate_id"]), iri(r["object_id"])) for r in rows] == [
        mapping.key for mapping in mapping_set.mappings
    ]
    assert [float(r["confidence"]) for r in rows] == [mapping.confidence for mapping in mapping_set.mappings]


def test_packaged_files_are_as_they_would_be_written() -> None:
    folder = Path(__file__).parents[2] / "ontology" / "alignments"
    for mapping_set in packaged_sets():
        assert (folder / f"{mapping_set.name}.sssom.tsv").read_text(encoding="utf-8") == write(mapping_set)


def test_packaged_file_with_an_error_is_refused_with_its_line(spoil: Callable[..., str]) -> None:
    with pytest.raises(DataError, match=r"^ours:12: confidence: .*'1\.8'"):
        read_clean(spoil("0.8", "1.8"), "ours")


def test_importing_leaves_nothing_in_the_home_folder(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYSTOW_HOME"}
    subprocess.run(
        [sys.executable, "-c", "import bwise_kg.mappings.sssom, os; assert 'PYSTOW_HOME' not in os.environ"],
        check=True,
        env=environment | {"HOME": str(tmp_path)},
    )
    assert list(tmp_path.iterdir()) == []
