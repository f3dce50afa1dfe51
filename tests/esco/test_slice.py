"""The slice of ESCO that the package carries: what is in it, that it is whole, reproducible and up to date."""

import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode, Triple

from bwise_kg.content import packaged_graphs, packaged_quads
from bwise_kg.errors import EscoError
from bwise_kg.esco import read_releases
from bwise_kg.esco.slice import write_slice
from bwise_kg.namespaces import DCT, ESCO, ESCO_ATTRIBUTION, RDF, SKOS

Tables = dict[str, list[dict[str, str]]]
Write = Callable[[Tables], Path]

COMMITTED = Path(__file__).parents[2] / "ontology" / "esco" / "esco-1.1.1.ttl"
COMMAND = "bwise-kg esco slice --esco … -o ontology/esco/esco-1.1.1.ttl"
OF_ESCO = ("http://data.europa.eu/esco/skill/", "http://data.europa.eu/esco/occupation/")
RELATIONS = {
    ESCO.relatedEssentialSkill: ESCO.isEssentialSkillFor,
    ESCO.relatedOptionalSkill: ESCO.isOptionalSkillFor,
}
SCRIPT = """
import sys
from pathlib import Path
from bwise_kg.esco import read_releases
from bwise_kg.esco.slice import write_slice
(release,) = read_releases([sys.argv[1]])
write_slice(release, Path(sys.argv[2]))
"""


def slices(release: Path, folder: Path) -> list[bytes]:
    """Slices of a release made by two processes that order sets differently."""
    paths = [folder / f"slice-{seed}.ttl" for seed in (1, 2)]
    processes = [
        subprocess.Popen([sys.executable, "-c", SCRIPT, release, path], env=os.environ | {"PYTHONHASHSEED": str(seed)})
        for seed, path in enumerate(paths, 1)
    ]
    assert [process.wait(timeout=300) for process in processes] == [0, 0]
    return [path.read_bytes() for path in paths]


def parse(data: bytes) -> list[Triple]:
    return [quad.triple for quad in ox.parse(data, ox.RdfFormat.TURTLE)]


def labels(triples: list[Triple], language: str) -> set[str]:
    found = [t.object for t in triples if t.predicate == SKOS.prefLabel]
    return {label.value for label in found if isinstance(label, Literal) and label.language == language}


# A small release


@pytest.fixture
def crafts(small: Tables) -> Tables:
    """A small release whose basket maker has the URI of an occupation that the package names."""
    graphs = packaged_graphs().items()
    terms = {
        quad.object.value
        for graph, paths in graphs
        for quad in packaged_quads(graph, paths)
        if isinstance(quad.object, NamedNode)
    }
    named = min(term for term in terms if term.startswith("http://data.europa.eu/esco/occupation/"))
    (maker,) = (row["conceptUri"] for row in small["occupations_en"] if row["preferredLabel"] == "basket maker")
    return {
        table: [{column: cell.replace(maker, named) for column, cell in row.items()} for row in rows]
        for table, rows in small.items()
    }


def test_slice_holds_what_the_package_needs(crafts: Tables, write: Write, tmp_path: Path) -> None:
    """The occupation named and its skills, DigComp, transversal and generic green skills, all above; no more."""
    (release,) = read_releases([write(crafts)])
    number = write_slice(release, tmp_path / "slice.ttl")
    triples = parse((tmp_path / "slice.ttl").read_bytes())
    assert len(triples) == len(set(triples)) == number
    assert labels(triples, "en") == {
        *("basket maker", "weave baskets", "willow", "plan the day", "count stock on a screen", "compost cuttings"),
        *("weaving by hand", "doing handicraft", "arts", "handicrafts", "Handicraft", "Crafts"),
        *("skills of crafts", "single skills", "occupations of crafts", "green crafts"),
    }


def test_slice_says_of_its_concepts_what_the_release_does_but_for_descriptions(
    crafts: Tables, write: Write, tmp_path: Path
) -> None:
    (release,) = read_releases([write(crafts)])
    write_slice(release, tmp_path / "slice.ttl")
    triples = set(parse((tmp_path / "slice.ttl").read_bytes()))
    concepts = {t.subject for t in triples}
    whole = {quad.triple for quad in release.quads()}
    assert triples < whole
    left_out = {t for t in whole - triples if t.subject in concepts}
    texts = {t for t in left_out if t.predicate in {DCT.description, SKOS.definition, SKOS.scopeNote}}
    assert texts
    assert {t.predicate for t in triples}.isdisjoint({t.predicate for t in texts})
    assert all(t.object not in concepts for t in left_out - texts), "a link between concepts of the slice is lost"


def test_slice_of_small_release_is_reproducible(crafts: Tables, write: Write, tmp_path: Path) -> None:
    first, second = slices(write(crafts), tmp_path)
    assert first == second


@pytest.mark.parametrize("table", ["skills_en", "occupationSkillRelations", "broaderRelationsSkillPillar"])
def test_partial_release_is_refused(small: Tables, write: Write, tmp_path: Path, table: str) -> None:
    del small[table]
    (release,) = read_releases([write(small)])
    name = table.removesuffix("_en")
    with pytest.raises(EscoError, match=rf"^ESCO 1\.1\.1: a slice needs a whole release; missing: {name}$"):
        write_slice(release, tmp_path / "slice.ttl")
    assert not list(tmp_path.glob("slice.ttl*"))


# The real one


@pytest.fixture(scope="module")
def rebuilt(esco_111: Path, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    return slices(esco_111, tmp_path_factory.mktemp("slices"))


@pytest.fixture(scope="module")
def committed() -> list[Triple]:
    return parse(COMMITTED.read_bytes())


def test_slice_of_v111_is_reproducible(rebuilt: list[bytes]) -> None:
    assert rebuilt[0] == rebuilt[1]


def test_committed_slice_is_up_to_date(rebuilt: list[bytes]) -> None:
    assert rebuilt[0] == COMMITTED.read_bytes(), f"{COMMITTED.name} is stale: {COMMAND}"


def test_header_tells_attribution_and_modification() -> None:
    text = COMMITTED.read_text(encoding="utf-8")
    header = [line for line in text.split("\n\n")[0].splitlines() if line.startswith("#")]
    assert header[0] == "# A slice of ESCO v1.1.1, for use without a whole release."
    assert f"# {ESCO_ATTRIBUTION}" in header
    assert "This is a modified version" in "\n".join(header)


def test_committed_slice_has_no_descriptions(committed: list[Triple]) -> None:
    assert not {t.predicate for t in committed} & {DCT.description, SKOS.definition, SKOS.scopeNote}


def test_committed_slice_speaks_three_languages(committed: list[Triple]) -> None:
    assert {"listen actively", "sort waste"} < labels(committed, "en")
    assert {language: bool(labels(committed, language)) for language in ("en", "fr", "nl")} == {
        "en": True,
        "fr": True,
        "nl": True,
    }


def test_relations_are_among_concepts_of_the_slice_and_go_both_ways(committed: list[Triple]) -> None:
    concepts = {t.subject for t in committed if t.predicate == RDF.type}
    links = {(t.subject, t.predicate, t.object) for t in committed}
    for t in committed:
        if t.predicate in {SKOS.broader, SKOS.hasTopConcept, SKOS.inScheme, *RELATIONS, *RELATIONS.values()}:
            assert t.object in concepts, t
        if t.predicate in RELATIONS:
            assert (t.object, RELATIONS[t.predicate], t.subject) in links
    counts = [sum(t.predicate in properties for t in committed) for properties in (RELATIONS, RELATIONS.values())]
    assert counts[0] == counts[1] > 1_000


def test_every_concept_reaches_a_top_of_its_hierarchy(committed: list[Triple]) -> None:
    """The pillars' tops are those with a code of one letter or digit: S, K, T, L and ISCO's major groups."""
    above: defaultdict[str, set[str]] = defaultdict(set)
    codes = {}
    for t in committed:
        if t.predicate == SKOS.broader:
            above[str(t.subject)].add(str(t.object))
        elif t.predicate == SKOS.notation and isinstance(t.object, Literal):
            codes[str(t.subject)] = t.object.value
    for concept in {str(t.subject) for t in committed if t.object == SKOS.Concept}:
        reached, waiting = set(), {concept}
        while waiting:
            reached |= waiting
            waiting = {parent for child in waiting for parent in above[child]} - reached
        tops = {codes.get(one, "none") for one in reached if not above[one]}
        assert tops
        assert all(len(code) == 1 for code in tops), concept


def test_slice_has_all_that_the_package_names(committed: list[Triple]) -> None:
    concepts = {t.subject for t in committed}
    for graph, paths in packaged_graphs().items():
        for quad in packaged_quads(graph, paths):
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(OF_ESCO):
                assert quad.object in concepts, f"{quad.object.value} is in no slice: {COMMAND}"
