"""The proof: the statements the reader makes of real releases are those polars draws from the same zips."""

import functools
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from polars import col
from pyoxigraph import Literal, NamedNode, Quad

from bwise_kg.esco import ReleaseReport, read_releases

SHARED = Path(__file__).parents[3] / "shared" / "esco"
DATA = "http://data.europa.eu/esco/"
COLLECTIONS = {
    "digCompSkillsCollection": "digcomp",
    "digitalSkillsCollection": "6c930acd-c104-4ece-acf7-f44fd7333036",
    "greenSkillsCollection": "green",
    "ictSkillsCollection": "skill-ict-groups",
    "languageSkillsCollection": "skill-language-groups",
    "researchSkillsCollection": "research",
    "transversalSkillsCollection": "skill-transversal-groups",
    "researchOccupationsCollection": "8ae4b9f3-507e-4057-a145-2f96f0132613",
}
NAMESPACES = {
    "esco": "http://data.europa.eu/esco/model#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "isothes": "http://purl.org/iso25964/skos-thes#",
    "dct": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "bw": "https://w3id.org/bwise/ontology#",
}
PROPERTIES = (
    *("rdf:type", "skos:inScheme", "skos:hasTopConcept", "skos:notation", "isothes:status", "dct:modified"),
    *("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel", "dct:title", "dct:description", "skos:definition"),
    *("skos:scopeNote", "skos:broader", "esco:skillType", "esco:skillReuseLevel", "esco:regulatedProfessionNote"),
    *("esco:relatedEssentialSkill", "esco:isEssentialSkillFor", "esco:relatedOptionalSkill", "esco:isOptionalSkillFor"),
    *("esco:hasNACECode", "bw:greenShare"),
)
COLUMNS = ["subject", "property", "value", "kind"]
"""Kind of value: iri, or the language or datatype of a literal."""

Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True, repr=False)
class Both:
    """A release as the reader gives it, and as polars does."""

    version: str
    quads: list[Quad]
    report: ReleaseReport
    read: pl.DataFrame
    counted: pl.DataFrame


@pytest.fixture(scope="module", params=["1.1.1", "1.1.0", "1.2.1"])
def both(request: pytest.FixtureRequest) -> Both:
    version: str = request.param
    folder = SHARED / f"v{version}"
    if not folder.is_dir():
        pytest.skip(f"no ESCO release in {folder}")
    (release,) = read_releases([folder])
    quads = list(release.quads())
    read = pl.DataFrame([row(quad) for quad in quads], schema=COLUMNS, orient="row")
    return Both(version, quads, release.report, read, counted(tables(folder)))


def row(quad: Quad) -> tuple[str, str, str, str]:
    assert isinstance(quad.subject, NamedNode), "a subject without an IRI"
    assert isinstance(quad.object, NamedNode | Literal), "a value without an IRI"
    literal = quad.object if isinstance(quad.object, Literal) else None
    kind = (literal.language or short(literal.datatype.value)) if literal else "iri"
    return quad.subject.value, short(quad.predicate.value), quad.object.value, kind


@functools.cache
def short(iri: str) -> str:
    return next(f"{prefix}:{iri.removeprefix(base)}" for prefix, base in NAMESPACES.items() if iri.startswith(base))


def iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return NAMESPACES[prefix] + local


# The release by polars


def tables(folder: Path) -> Tables:
    """Each table in all its languages, English first, with the bars of collections as line breaks."""
    parts = defaultdict(list)
    for path in folder.glob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                table, _, language = name.removesuffix(".csv").partition("_")
                frame = pl.read_csv(archive.read(name), infer_schema=False, truncate_ragged_lines=True)
                if table in COLLECTIONS:
                    scheme = pl.lit(f"{DATA}concept-scheme/{COLLECTIONS[table]}").alias("inScheme")
                    bars = col("altLabels", "broaderConceptUri").str.replace_all(" | ", "\n", literal=True)
                    frame = frame.with_columns(bars, scheme)
                parts[table].append(frame.with_columns(language=pl.lit(language)))
    return {table: together(frames).sort(col("language") != "en") for table, frames in parts.items()}


def together(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(frames, how="diagonal").fill_null("")


def records(t: Tables, main: str, collections: Sequence[str]) -> pl.DataFrame:
    """Rows of the main table, each concept's newest in a language, and of the collections its texts are only in."""
    parts = [t[name] for name in collections if name in t]
    if main in t:
        newest = col("modifiedDate").str.to_datetime("%Y-%m-%dT%H:%M:%S%.fZ")
        whole = t[main].sort(newest, descending=True).unique(["conceptUri", "language"], keep="first")
        members = [part.select("conceptUri", "inScheme").join(whole, on="conceptUri", how="semi") for part in parts]
        others = [part.join(whole, on=["conceptUri", "language"], how="anti") for part in parts]
        parts = [whole, *members, *others]
    return together(parts)


def hierarchy(levels: pl.DataFrame) -> pl.DataFrame:
    """The group of each row, its parent, texts and code."""

    def deepest(part: str) -> pl.Expr:
        cells = [pl.when(col(f"Level {n} URI") != "").then(col(f"Level {n} {part}")) for n in (3, 2, 1, 0)]
        return pl.coalesce(*cells)

    parents = [pl.when(col(f"Level {n} URI") != "").then(col(f"Level {n - 1} URI")) for n in (3, 2, 1)]
    return levels.select(
        "language",
        conceptUri=deepest("URI"),
        preferredLabel=deepest("preferred term"),
        code=deepest("code"),
        broaderConceptUri=pl.coalesce(*parents, pl.lit("")),
        description="Description",
        scopeNote="Scope note",
        inScheme=pl.lit(f"{DATA}concept-scheme/skills-hierarchy"),
    )


def statements(
    frame: pl.DataFrame, name: str, column: str, kind: str = "iri", listed: bool = False, subject: str = "conceptUri"
) -> pl.DataFrame:
    if listed:
        frame = frame.with_columns(col(column).str.split("\n")).explode(column)
        if kind == "iri":
            frame = frame.with_columns(col(column).str.strip_chars_end(","))
    kinds = col("language") if kind == "language" else pl.lit(kind)
    told = frame.filter(col(column).str.strip_chars() != "")
    return told.select(subject=subject, property=pl.lit(name), value=column, kind=kinds)


def counted(t: Tables) -> pl.DataFrame:
    """The statements that the tables of a release amount to."""
    skills = records(t, "skills", [name for name in COLLECTIONS if "Skills" in name])
    occupations = records(t, "occupations", ["researchOccupationsCollection"])
    levels = hierarchy(t["skillsHierarchy"])
    groups = together([t["skillGroups"], levels.join(t["skillGroups"], on="conceptUri", how="anti")])
    code = col("conceptUri").str.extract("/isced-f/(.+)$").fill_null(col("code")).alias("code")
    concepts = together([skills, occupations, groups.with_columns(code), t["ISCOGroups"]])
    schemes = t["conceptSchemes"].rename({"conceptSchemeUri": "conceptUri"})
    all_ = together([concepts, schemes])
    members = together([skills, occupations])
    types = {"esco:Skill": skills, "esco:Occupation": occupations, "esco:MemberConcept": members}
    types |= {"skos:Concept": concepts, "skos:ConceptScheme": schemes, "esco:ConceptScheme": schemes}
    first = all_.sort(col("language") != "en", maintain_order=True).unique("conceptUri", keep="first")
    skill_type = DATA + "skill-type/" + col("value").str.replace("skill/competence", "skill")
    parts = [
        *(statements(frame.with_columns(type=pl.lit(iri(name))), "rdf:type", "type") for name, frame in types.items()),
        statements(first, "isothes:status", "status", "xsd:string"),
        statements(first, "dct:modified", "modifiedDate", "xsd:dateTime"),
        statements(first, "skos:notation", "code", "xsd:string"),
        statements(first, "skos:hasTopConcept", "hasTopConcept", listed=True),
        statements(first, "esco:skillType", "skillType").with_columns(value=skill_type),
        statements(first, "esco:skillReuseLevel", "reuseLevel").with_columns(
            value=DATA + "skill-reuse-level/" + col("value")
        ),
        statements(first, "esco:regulatedProfessionNote", "regulatedProfessionNote"),
        statements(all_, "skos:inScheme", "inScheme", listed=True),
        statements(all_, "skos:prefLabel", "preferredLabel", "language"),
        statements(all_, "skos:altLabel", "altLabels", "language", listed=True),
        statements(all_, "skos:hiddenLabel", "hiddenLabels", "language", listed=True),
        statements(all_, "dct:description", "description", "language"),
        statements(all_, "skos:definition", "definition", "language"),
        statements(all_, "skos:scopeNote", "scopeNote", "language"),
        statements(schemes, "dct:title", "title", "language"),
        *links(t, concepts, together([levels, skills])),
    ]
    if "naceCode" in first.columns:
        parts.append(statements(first, "esco:hasNACECode", "naceCode", listed=True))
        share = col("greenShare").str.replace(r"\.0$", "")
        parts.append(statements(t["greenShareOcc"].with_columns(share), "bw:greenShare", "greenShare", "xsd:decimal"))
    whole = together(parts).unique()
    labels = ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel")
    for number, name in enumerate(labels):  # each label once, where it is most visible (SKOS S13)
        visible = whole.filter(col("property").is_in(labels[:number])).with_columns(property=pl.lit(name))
        whole = whole.join(visible, on=COLUMNS, how="anti")
    return whole


def links(t: Tables, concepts: pl.DataFrame, children: pl.DataFrame) -> list[pl.DataFrame]:
    """Hierarchy and relations, without those with an end that no record is about, if the release has all records."""
    pillars = [t[name] for name in ("broaderRelationsOccPillar", "broaderRelationsSkillPillar") if name in t]
    found = [statements(pillar, "skos:broader", "broaderUri") for pillar in pillars]
    if len(pillars) == 1:
        found.append(statements(children, "skos:broader", "broaderConceptUri", listed=True))
    for table, owner, skill in (
        ("occupationSkillRelations", "occupationUri", "skillUri"),
        ("skillSkillRelations", "originalSkillUri", "relatedSkillUri"),
    ):
        for relation in ("essential", "optional") if table in t else ():
            some = t[table].filter(relationType=relation)
            name = relation.capitalize()
            found.append(statements(some, f"esco:related{name}Skill", skill, subject=owner))
            found.append(statements(some, f"esco:is{name}SkillFor", owner, subject=skill))
    if "skills" not in t:
        return found
    known = concepts["conceptUri"].unique().implode()
    return [part.filter(col("subject").is_in(known), col("value").is_in(known)) for part in found]


# Every statement


def differing(a: pl.DataFrame, b: pl.DataFrame) -> list[tuple[str, ...]]:
    """Some statements of the one that the other lacks."""
    return a.join(b, on=COLUMNS, how="anti").sort(COLUMNS).head(5).rows()


@pytest.mark.parametrize("name", PROPERTIES)
def test_statements_are_those_of_the_csv_files(both: Both, name: str) -> None:
    read, counted = both.read.filter(property=name), both.counted.filter(property=name)
    assert dict(read.group_by("kind").len().iter_rows()) == dict(counted.group_by("kind").len().iter_rows())
    assert not differing(read, counted), "the reader adds"
    assert not differing(counted, read), "the reader leaves out"


def test_nothing_else_is_stated(both: Both) -> None:
    assert set(both.read["property"].unique()) == set(both.counted["property"].unique())
    assert both.read.height == both.counted.height == both.report.statements


def test_no_statement_comes_twice(both: Both) -> None:
    assert len(set(both.quads)) == len(both.quads)


def test_all_is_in_the_graph_of_the_version(both: Both) -> None:
    assert {quad.graph_name for quad in both.quads} == {NamedNode(f"https://w3id.org/bwise/graph/esco/{both.version}")}


def test_a_concept_has_one_preferred_label_a_language(both: Both) -> None:
    """SKOS S14."""
    labels = both.read.filter(property="skos:prefLabel")
    assert labels.select("subject", "kind").is_unique().all()


def test_no_label_is_given_twice_to_a_concept(both: Both) -> None:
    """SKOS S13."""
    labels = both.read.filter(col("property").is_in(["skos:prefLabel", "skos:altLabel", "skos:hiddenLabel"]))
    assert labels.select("subject", "kind", "value").is_unique().all()
