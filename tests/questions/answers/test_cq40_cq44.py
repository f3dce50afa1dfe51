"""What authorities ask of alignments, credentials, origins and contradictions."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from bwise_kg import EmbeddedStore, Graph
from bwise_kg.generations import open_store
from bwise_kg.mappings import mapping_quads
from bwise_kg.namespaces import BW, DCAT, DCT, ESCO, ESCO_DATA, GRAPH, ID, ISOTHES, RDF, SKOS
from bwise_kg.questions import Status
from bwise_kg.store import CATALOG

Rows = Callable[..., list[tuple[str | None, ...]]]

ONTOLOGY = Path(__file__).parents[3] / "ontology"
SETS = "https://w3id.org/bwise/id/mapping-set/"
NEWER = GRAPH["esco/9.0.0"]
SCHEMES = tuple(NamedNode(f"{ESCO_DATA}concept-scheme/{pillar}") for pillar in ("occupations", "skills"))
"""What the catalogue says the invented release holds the whole of."""


def listed(name: str) -> list[dict[str, str]]:
    """Return the rows of a mapping set that map to something."""
    lines = (ONTOLOGY / "alignments" / f"{name}.sssom.tsv").read_text(encoding="utf-8").splitlines()
    found = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    return [row for row in found if row["object_id"] != "sssom:NoTermFound"]


@pytest.fixture(scope="module")
def later(slice_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Return the real graph with the mappings and an invented ESCO 9.0.0.

    Of what DigComp is mapped to, 9.0.0 has replaced the first, retired the second and lost the third.
    """
    folder = tmp_path_factory.mktemp("later") / "store"
    open_store(slice_store).backup(folder)
    store = EmbeddedStore(folder)
    store.load(mapping_quads(GRAPH.reference))
    sliced = {
        quad.subject
        for quad in store.quads(GRAPH["esco/1.1.1"])
        if quad.predicate == RDF.type and quad.object in (ESCO.Skill, ESCO.Occupation)
    }
    replaced, retired, lost = changed()
    store.load([
        *(Quad(concept, RDF.type, SKOS.Concept, NEWER) for concept in sliced - {lost}),
        *(Quad(NEWER, BW.holdsAllOf, scheme, CATALOG) for scheme in SCHEMES),
        Quad(replaced, DCT.isReplacedBy, retired, NEWER),
        Quad(retired, ISOTHES.status, Literal("obsolete"), NEWER),
        Quad(NEWER, BW.origin, ID["origin/esco"], CATALOG),
        Quad(NEWER, DCAT.version, Literal("9.0.0"), CATALOG),
        Quad(NEWER, BW.inDefaultGraph, Literal(False), CATALOG),
    ])  # fmt: skip
    return Graph(store)


def changed() -> list[NamedNode]:
    return [NamedNode(row["object_id"].replace("esco-skill:", ESCO_DATA + "skill/")) for row in listed("digcomp")[1:4]]


def test_versions_that_alignments_cite(later: Graph, rows: Rows) -> None:
    found = [
        (row[0], row[2], row[3], row[4])
        for row in rows(later.ask("cq40"), "alignment", "vocabulary", "cited", "mappings", "newer")
        if row[3]
    ]
    esco_skills = sum(row["object_id"].startswith("esco-skill:") for row in listed("requirements"))
    assert found == [
        ("mapping-set/digcomp", "1.1.1", str(len(listed("digcomp"))), "9.0.0"),
        ("mapping-set/digcomp", "2.2", str(len(listed("digcomp"))), None),
        ("mapping-set/profiles", "1.1.1", str(len(listed("profiles"))), "9.0.0"),
        ("mapping-set/requirements", "1.1.1", str(esco_skills), "9.0.0"),
        ("mapping-set/skills", "1.1.1", str(len(listed("skills"))), "9.0.0"),
    ]


def test_targets_that_are_obsolete_in_a_newer_version(later: Graph) -> None:
    of_digcomp = {
        (getattr(row[5], "iri", None), getattr(row[6], "text", None), getattr(row[7], "iri", None))
        for row in later.ask("cq40").rows
        if getattr(row[0], "iri", "") == SETS + "digcomp" and row[5]
    }
    replaced, retired, lost = (each.value for each in changed())
    assert of_digcomp == {(replaced, "replaced", retired), (retired, "out of use", None), (lost, "gone", None)}


def test_what_a_part_of_a_release_lacks_may_be_in_use(later: Graph, slice_graph: Graph, tmp_path: Path) -> None:
    """The same release with the catalogue saying that it holds a part: nothing is gone, and the answers say why."""
    assert isinstance(later.store, EmbeddedStore)
    later.store.backup(tmp_path / "part")
    store = EmbeddedStore(tmp_path / "part")
    store.update("DELETE WHERE { GRAPH bwg:catalog { ?release bw:holdsAllOf ?scheme } }")
    (replaced, retired, lost), part = (each.value for each in changed()), Graph(store)
    states = {getattr(row[5], "iri", None): getattr(row[6], "text", None) for row in part.ask("cq40").rows}
    assert (states[replaced], states[retired], lost in states) == ("replaced", "out of use", False)
    assert "the store holds a part of it" in str(states[None])
    findings = {getattr(row[3], "iri", None): getattr(row[2], "text", "") for row in part.ask("cq52").rows}
    assert "a part of the newer version" in findings[None]
    assert "gone" not in findings.values()
    says = "SELECT ?scheme { GRAPH bwg:catalog { ?slice bw:holdsPartOf ?scheme } }"
    assert {row["scheme"] for row in slice_graph.store.query(says)} == {*SCHEMES}  # type: ignore[union-attr]  # of SELECT


def test_alignments_by_relation_author_and_review(later: Graph) -> None:
    found = [
        (
            getattr(row[0], "iri", "").removeprefix(SETS),
            getattr(row[1], "iri", "").rpartition("#")[2],
            getattr(row[4], "text", ""),
            getattr(row[7], "iri", "").rpartition("/")[2],
        )
        for row in later.ask("cq41").rows
    ]
    assert Counter(found) == Counter(
        (name, row["predicate_id"].removeprefix("skos:"), row["author_label"], "unreviewed")
        for name in ("digcomp", "profiles", "skills")
        for row in listed(name)
    )
    broad = later.ask("cq41", relation="skos:broadMatch")
    assert len(broad.rows) == sum(row["predicate_id"] == "skos:broadMatch" for row in listed("skills"))
    assert later.ask("cq41", review="bwid:review-status/reviewed").rows == ()


def test_skills_that_a_credential_may_state(graph: Graph) -> None:
    """Against the Turtle of the curriculum: assessed outcomes of module 1 and the highest level of each skill."""
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for s in ox.parse((ONTOLOGY / "reference/curricula/supporter.ttl").read_bytes(), ox.RdfFormat.TURTLE):
        said[str(s.subject).strip("<>"), s.predicate.value.rpartition("#")[2].rpartition("/")[2]].append(
            str(s.object).strip("<>")
        )
    ranks = {"foundation": 1, "intermediate": 2, "advanced": 3, "highly-specialised": 4}
    module = ID["module/supporter-1"].value
    assessed = {outcome for each in said[module, "provenBy"] for outcome in said[each, "assesses"]}
    best: dict[tuple[str, bool], int] = {}
    for outcome in assessed & set(said[module, "learningOutcome"]):
        for attained in said[outcome, "attains"]:
            (skill,), (level,) = said[attained, "skill"], said[attained, "level"]
            name = level.rpartition("/")[2]
            digcomp = name.startswith("digcomp-")
            rank = int(name.removeprefix("digcomp-")) if digcomp else ranks[name]
            best[skill, digcomp] = max(best.get((skill, digcomp), 0), rank)
    expected = {(skill, digcomp, rank) for (skill, digcomp), rank in best.items() if "/esco/skill/" in skill}
    found = set()
    for row in graph.ask("cq42", module="supporter-1").rows:
        name = getattr(row[2], "iri", "").rpartition("/")[2]
        digcomp = name.startswith("digcomp-")
        rank = int(name.removeprefix("digcomp-")) if digcomp else ranks[name]
        found.add((getattr(row[1], "iri", ""), digcomp, rank))
    assert found == expected
    assert expected


def test_shares_of_each_class_by_origin(graph: Graph, rows: Rows) -> None:
    """Partners are all in the seeds; personas are counted in the files."""
    assert rows(graph.ask("cq43", kind="bw:Partner"), "source", "instances", "share") == [("seed fact", "30", "1")]
    published = (ONTOLOGY / "facts" / "published.ttl").read_text(encoding="utf-8").count(" a bw:Persona")
    proposed = (ONTOLOGY / "reference" / "personas.ttl").read_text(encoding="utf-8").count("a bw:Persona ")
    assert [row[:2] for row in rows(graph.ask("cq43", kind="bw:Persona"), "source", "instances")] == [
        ("published fact", str(published)),
        ("reference design", str(proposed)),
    ]
    shares: dict[str, float] = defaultdict(float)
    for row in graph.ask("cq43").rows:
        shares[getattr(row[0], "iri", "")] += float(getattr(row[3], "text", ""))
    assert len(shares) > 50
    assert all(share == pytest.approx(1, abs=0.02) for share in shares.values())


def test_claims_side_by_side(graph: Graph, rows: Rows) -> None:
    answer = graph.ask("cq44", text="interviews")
    assert not answer.reference_design
    assert rows(answer, "claim", "value", "against", "source") == [
        ("claim/interviews-state-of-play", "403", "409", "document/analysis-technology-state-of-play"),
        ("claim/interviews-adv", "409", "403", "document/adv-trends"),
    ]
    countries = rows(graph.ask("cq44", text="pilot countries"), "value", "against", "source")
    assert Counter(row[:2] for row in countries) == {("13", "14"): 3, ("14", "13"): 1}
    leads = rows(graph.ask("cq44", text="WP3 lead"), "value")
    assert ("CESUR",) in leads
    contradicting = set()
    for name in ("seeds", "published"):
        for s in ox.parse((ONTOLOGY / "facts" / f"{name}.ttl").read_bytes(), ox.RdfFormat.TURTLE):
            if s.predicate == BW.contradicts:
                contradicting |= {str(each).strip("<>").removeprefix(ID.base) for each in (s.subject, s.object)}
    assert {claim for (claim,) in rows(graph.ask("cq44"), "claim")} == contradicting
    assert graph.ask("cq44", text="nothing of the kind").status is Status.NONE


def test_versions_of_esco_compared(graph: Graph, later: Graph) -> None:
    """One version cannot be compared, and the answer says so; what 9.0.0 changed is found where it is used."""
    (row,) = graph.ask("cq52").rows
    assert getattr(row[2], "text", "").startswith("cannot be told: it takes two versions of ESCO")
    found = {(getattr(r[3], "iri", ""), getattr(r[2], "text", "")) for r in later.ask("cq52").rows}
    replaced, retired, lost = (each.value for each in changed())
    expected = {(replaced, "replaced"), (retired, "out of use"), (lost, "gone")}
    used = {row["object_id"].replace("esco-skill:", ESCO_DATA + "skill/") for row in listed("requirements")}
    assert found >= {(skill, finding) for skill, finding in expected if skill in used}
    assert {skill for skill, _ in found} <= {replaced, retired, lost}
    (row,) = later.ask("cq52", newer="8.0.0").rows
    assert getattr(row[2], "text", "").endswith("the store holds 1.1.1, 9.0.0")
