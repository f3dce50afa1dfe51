"""Releases beside the slice and in its place: which version is current, what else can be reached, what breaks."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pyoxigraph as ox
import pytest

from bwise_kg import BuildSummary, EscoError, build
from bwise_kg.esco import Kind, read_releases
from bwise_kg.generations import current, open_store
from bwise_kg.namespaces import BW, DCAT, DCT, VOID, esco_graph, inferred_graph
from bwise_kg.store import CATALOG
from tests.building.courses import rows, values

SLICE = esco_graph("1.1.1")
SCHEMES = [f"http://data.europa.eu/esco/concept-scheme/{pillar}" for pillar in ("occupations", "skills")]
SLICE_FILE = Path(__file__).parents[2] / "ontology" / "esco" / "esco-1.1.1.ttl"
OTHER = esco_graph("9.9.9")
COMPOST = "http://data.europa.eu/esco/skill/22222222-0000-4000-8000-000000000003"
ROWS = (
    "conceptType,conceptUri,preferredLabel,status,skillType,reuseLevel,altLabels,description,broaderConceptUri,"
    f"broaderConceptPT\nKnowledgeSkillCompetence,{COMPOST},make compost,released,,,,,,\n"
)
CURRENT = "SELECT ?graph { ?dataset bw:currentESCO ?graph }"


def zipped(release: Path, language: str) -> Path:
    (path,) = release.glob(f"* - {language} - *.zip")
    return path


@pytest.fixture
def partial(tmp_path: Path) -> Path:
    """Return a release of a version 9.9.9 with one green skill and nothing else."""
    (tmp_path / "v9.9.9").mkdir()
    (tmp_path / "v9.9.9" / "greenSkillsCollection_en.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path / "v9.9.9"


@pytest.fixture(scope="module")
def both(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[BuildSummary, list[float]]:
    """Build from the whole of v1.1.1 and v1.1.0 in English."""
    shares: list[float] = []
    releases = [shared / "esco" / version for version in ("v1.1.1", "v1.1.0")]
    archives = [zipped(release, language) for release in releases for language in ("en", "")]
    folder = tmp_path_factory.mktemp("both") / "store"
    return build(folder, archives, progress=lambda _, share: shares.append(share)), shares


def told(archive: Path, *tables: str) -> set[str]:
    """Return the URIs of the concepts that files of a release give records of."""
    found = set()
    with zipfile.ZipFile(archive) as opened:
        for table in tables:
            with opened.open(f"{table}_en.csv") as file:
                found |= {row["conceptUri"] for row in csv.DictReader(io.TextIOWrapper(file, "utf-8"))}
    return found


# A part of a release


def test_the_slice_stays_current_beside_a_part_of_a_release(tmp_path: Path, partial: Path) -> None:
    summary = build(tmp_path / "store", [partial])
    assert (summary.current_esco, summary.embedded_slice) == ("1.1.1", True)
    assert [(report.version, report.complete) for report in summary.esco] == [("9.9.9", False)]
    opened = open_store(tmp_path / "store")
    label = f"SELECT ?label {{ <{COMPOST}> skos:prefLabel ?label }}"
    assert rows(opened, label) == []
    assert rows(opened, label, [OTHER]) == [("make compost",)]
    assert rows(opened, f"SELECT ?graph {{ GRAPH ?graph {{ <{COMPOST}> a bw:GreenSkill }} }}") == [
        (inferred_graph(OTHER).value,)
    ]
    assert rows(opened, "SELECT ?graph { ?graph bw:inDefaultGraph false }", [CATALOG]) == [
        (OTHER.value,),
        (inferred_graph(OTHER).value,),
    ]
    assert values(opened, OTHER, DCAT.version, CATALOG) == ["9.9.9"]
    assert values(opened, OTHER, DCT.source, CATALOG) == ["greenSkillsCollection_en.csv"]
    assert values(opened, OTHER, BW.holdsPartOf, CATALOG) == SCHEMES
    assert values(opened, OTHER, BW.holdsAllOf, CATALOG) == []
    assert "modified" not in values(opened, OTHER, DCT.description, CATALOG)[0]


@pytest.mark.parametrize("asked", ["9.9.9", "v9.9.9"])
def test_the_current_version_can_be_chosen(tmp_path: Path, partial: Path, asked: str) -> None:
    summary = build(tmp_path / "store", [partial], current_version=asked)
    assert (summary.current_esco, summary.embedded_slice) == ("9.9.9", False)
    opened = open_store(tmp_path / "store")
    assert rows(opened, CURRENT, [CATALOG]) == [(OTHER.value,)]
    assert rows(opened, "SELECT ?skill { ?skill a esco:Skill }") == [(COMPOST,)]
    assert rows(opened, f"SELECT (COUNT(*) > 500 AS ?many) {{ GRAPH {SLICE} {{ ?skill a esco:Skill }} }}") == [
        ("true",)
    ]


def test_a_version_that_is_not_there_is_refused(store: Path, partial: Path) -> None:
    before = current(store)
    with pytest.raises(EscoError, match=r"version 1\.2: is not among the ESCO versions .*: 1\.1\.1, 9\.9\.9$"):
        build(store, [partial], current_version="1.2")
    assert current(store) == before


def test_other_content_gives_another_digest(store: Path, partial: Path) -> None:
    digests = {open_store(store).digest(), build(store, [partial]).digest}
    (partial / "greenSkillsCollection_en.csv").write_text(ROWS.replace("make compost", "compost"), encoding="utf-8")
    digests.add(build(store, [partial]).digest)
    assert len(digests) == 3


def test_more_languages_add_to_the_slice_what_it_does_not_have(shared: Path, tmp_path: Path) -> None:
    french = zipped(shared / "esco" / "v1.1.1", "fr")
    summary = build(tmp_path / "store", [french])
    assert (summary.current_esco, summary.embedded_slice) == ("1.1.1", True)
    (release,) = read_releases([french])
    in_slice = {quad.triple for quad in ox.parse(path=SLICE_FILE)}
    in_french = {quad.triple for quad in release.quads()}
    assert in_slice & in_french
    (report,) = summary.esco
    assert (report.statements, report.count_of(Kind.REPEATED_STATEMENT)) == (len(in_french), 0)
    assert in_french - in_slice
    opened = open_store(tmp_path / "store")
    assert {quad.triple for quad in opened.quads(SLICE)} == in_slice | in_french
    assert values(opened, SLICE, VOID.triples, CATALOG) == [str(len(in_slice | in_french))]
    assert opened.digest(SLICE) == opened.measured_digest(SLICE)
    count = "SELECT (COUNT(*) AS ?n) { ?o a esco:Occupation ; skos:prefLabel ?l FILTER (LANG(?l) = 'fr') }"
    assert rows(opened, count) == [("3007",)]
    # the archive has all occupations, of the skills the collections alone
    assert values(opened, SLICE, BW.holdsAllOf, CATALOG) == SCHEMES[:1]
    assert values(opened, SLICE, BW.holdsPartOf, CATALOG) == SCHEMES[1:]


def test_a_part_of_the_newest_release_does_not_become_current(shared: Path, tmp_path: Path) -> None:
    summary = build(tmp_path / "store", [shared / "esco" / "v1.2.1"])
    assert (summary.current_esco, summary.embedded_slice) == ("1.1.1", True)
    opened = open_store(tmp_path / "store")
    polish = "?skill a esco:Skill ; skos:prefLabel ?label FILTER (LANG(?label) = 'pl')"
    assert rows(opened, f"SELECT (COUNT(*) AS ?n) {{ {polish} }}") == [("0",)]
    assert rows(opened, f"SELECT (COUNT(DISTINCT ?skill) AS ?n) {{ GRAPH {esco_graph('1.2.1')} {{ {polish} }} }}") == [
        ("2367",)  # the six collections, by ../shared/esco/README.md, section 1.1
    ]


# Whole releases


def test_a_whole_release_takes_the_place_of_its_slice(shared: Path, both: tuple[BuildSummary, list[float]]) -> None:
    summary, shares = both
    assert (summary.current_esco, summary.embedded_slice) == ("1.1.1", False)
    assert [(report.version, report.complete) for report in summary.esco] == [("1.1.0", True), ("1.1.1", True)]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert len(set(shares)) > 20
    opened = open_store(summary.folder)
    assert [report.statements for report in summary.esco] == [
        int(values(opened, esco_graph(version), VOID.triples, CATALOG)[0]) for version in ("1.1.0", "1.1.1")
    ]
    english = zipped(shared / "esco" / "v1.1.1", "en")
    skill = "?skill esco:skillType ?type ; skos:prefLabel ?label"
    assert {row[0] for row in rows(opened, f"SELECT ?skill {{ {skill} }}")} <= told(english, "skills")
    assert rows(opened, "SELECT (COUNT(*) AS ?n) { ?o a esco:Occupation ; skos:prefLabel ?label }") == [("3007",)]
    assert rows(opened, "SELECT DISTINCT (LANG(?l) AS ?in) { ?s skos:prefLabel ?l }", [SLICE]) == [("en",)]
    assert values(opened, SLICE, DCT.title, CATALOG) == ["ESCO 1.1.1"]
    assert values(opened, SLICE, BW.holdsAllOf, CATALOG) == SCHEMES
    assert values(opened, SLICE, BW.holdsPartOf, CATALOG) == []
    assert "modified" not in values(opened, SLICE, DCT.description, CATALOG)[0]
    digital = told(english, "digitalSkillsCollection", "digCompSkillsCollection") & told(english, "skills")
    assert {row[0] for row in rows(opened, "SELECT ?skill { ?skill a bw:DigitalSkill }")} == digital
    green = told(english, "greenSkillsCollection")
    assert {row[0] for row in rows(opened, "SELECT ?skill { ?skill a bw:GreenSkill }")} == green
    assert (len(digital) > 1200, len(green)) == (True, 570)


def test_only_the_newest_whole_release_is_in_the_default_graph(both: tuple[BuildSummary, list[float]]) -> None:
    opened = open_store(both[0].folder)
    old = esco_graph("1.1.0")
    assert rows(opened, CURRENT, [CATALOG]) == [(SLICE.value,)]
    gone = "?occupation skos:prefLabel 'therapeutic radiographer'@en"
    assert rows(opened, f"SELECT ?occupation {{ {gone} }}") == []
    assert len(rows(opened, f"SELECT ?occupation {{ GRAPH {old} {{ {gone} }} }}")) == 1
    coded = "?skill bw:skillGroup <http://data.europa.eu/esco/skill/S1>"
    assert rows(opened, f"SELECT ?skill {{ {coded} }}") == []
    assert len(rows(opened, f"SELECT ?skill {{ GRAPH {inferred_graph(old)} {{ {coded} }} }}")) > 100
    for graph in (old, inferred_graph(old)):
        assert values(opened, graph, BW.inDefaultGraph, CATALOG) == ["false"]
    for graph in (inferred_graph(old), inferred_graph(SLICE)):
        assert opened.digest(graph) == opened.measured_digest(graph)


def test_an_older_whole_release_can_be_made_current(shared: Path, tmp_path: Path) -> None:
    releases = [shared / "esco" / version for version in ("v1.1.0", "v1.1.1")]
    archives = [cut(zipped(release, language), tmp_path) for release in releases for language in ("en", "")]
    newest, chosen = build(tmp_path / "one", archives), build(tmp_path / "two", archives, current_version="1.1.0")
    assert [(summary.current_esco, summary.embedded_slice) for summary in (newest, chosen)] == [
        *(("1.1.1", False), ("1.1.0", False)),
    ]
    assert newest.digest == chosen.digest
    old, new = (told(archives[number], "skillGroups") for number in (0, 2))
    old, new = old - new, new - old
    assert min(len(old), len(new)) > 100
    for summary, there, away in ((newest, new, old), (chosen, old, new)):
        concepts = {concept for (concept,) in rows(open_store(summary.folder), "SELECT ?c { ?c skos:prefLabel ?l }")}
        assert there <= concepts
        assert not away & concepts


def cut(archive: Path, folder: Path, lines: int = 700) -> Path:
    """Copy the first records of every table of a release."""
    copy = folder / archive.name
    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as part:
        for name in whole.namelist():
            with whole.open(name) as file:
                text = io.TextIOWrapper(file, "utf-8", newline="")
                table = csv.reader(text)
                out = io.StringIO(newline="")
                csv.writer(out).writerows(row for row, _ in zip(table, range(lines), strict=False))
            part.writestr(name, out.getvalue())
    return copy
