"""Numbers of the real releases that are known from elsewhere: ESCO's notes, the files counted with other tools."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from bwise_kg.esco import Kind, Release, read_releases
from bwise_kg.esco.release import WHOLE

SHARED = Path(__file__).parents[3] / "shared" / "esco"
PREFIXES = """
PREFIX esco: <http://data.europa.eu/esco/model#>
PREFIX of: <http://data.europa.eu/esco/>
PREFIX scheme: <http://data.europa.eu/esco/concept-scheme/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX isothes: <http://purl.org/iso25964/skos-thes#>
PREFIX bw: <https://w3id.org/bwise/ontology#>
"""
DIGITAL = "<http://data.europa.eu/esco/concept-scheme/6c930acd-c104-4ece-acf7-f44fd7333036>"
RESEARCHERS = "<http://data.europa.eu/esco/concept-scheme/8ae4b9f3-507e-4057-a145-2f96f0132613>"

SKILLS = "?s a esco:Skill"
OCCUPATIONS = "?s a esco:Occupation"
KNOWLEDGE = "?s esco:skillType <http://data.europa.eu/esco/skill-type/knowledge>"
COMPETENCE = "?s esco:skillType <http://data.europa.eu/esco/skill-type/skill>"
UNTYPED = f"{SKILLS} FILTER NOT EXISTS {{ ?s esco:skillType ?type }}"
ESSENTIAL = f"{OCCUPATIONS} ; esco:relatedEssentialSkill ?o"
OPTIONAL = f"{OCCUPATIONS} ; esco:relatedOptionalSkill ?o"
ESSENTIAL_OF_SKILLS = "?s esco:relatedEssentialSkill ?o FILTER STRSTARTS(STR(?s), STR(of:skill))"
OPTIONAL_OF_SKILLS = "?s esco:relatedOptionalSkill ?o FILTER STRSTARTS(STR(?s), STR(of:skill))"
ESSENTIAL_INVERSE = "?s esco:isEssentialSkillFor ?o"
OPTIONAL_INVERSE = "?s esco:isOptionalSkillFor ?o"


def level(name: str) -> str:
    return f"?s esco:skillReuseLevel <http://data.europa.eu/esco/skill-reuse-level/{name}>"


def member(scheme: str) -> str:
    return f"?s a esco:MemberConcept ; skos:inScheme {scheme}"


def group(scheme: str) -> str:
    return f"?s a skos:Concept ; skos:inScheme {scheme} FILTER NOT EXISTS {{ ?s a esco:MemberConcept }}"


def parents(condition: str) -> str:
    return f"SELECT ?s WHERE {{ {SKILLS} ; skos:broader ?o }} GROUP BY ?s HAVING (COUNT(*) {condition})"


def has(concepts: str, text: str) -> str:
    return f"SELECT DISTINCT ?s WHERE {{ {concepts} ; skos:{text} ?o FILTER (LANG(?o) = 'en') }}"


NUMBERS = {
    "1.1.1": [
        (SKILLS, 13_896),
        (OCCUPATIONS, 3_007),
        (group("scheme:isco"), 619),
        (group("scheme:isced-f"), 220),
        ("?s a esco:ConceptScheme", 19),
        (COMPETENCE, 10_831),
        (KNOWLEDGE, 3_059),
        (UNTYPED, 6),
        (level("sector-specific"), 6_654),
        (level("cross-sector"), 3_754),
        (level("occupation-specific"), 3_043),
        (level("transversal"), 440),
        ("?s isothes:status ?o FILTER (?o != 'released')", 0),
        ("?s esco:regulatedProfessionNote <http://data.europa.eu/esco/regulated-professions/regulated>", 15),
        # 64,946 and 58,909 in the file, 55 and 12 of them of an occupation without record
        (ESSENTIAL, 64_891),
        (OPTIONAL, 58_897),
        (ESSENTIAL_OF_SKILLS, 191),
        (OPTIONAL_OF_SKILLS, 5_708),
        (ESSENTIAL_INVERSE, 64_891 + 191),
        (OPTIONAL_INVERSE, 58_897 + 5_708),
        (f"{SKILLS} ; skos:broader ?o . ?o a esco:Skill", 6_565),
        (parents("= 1"), 9_250),
        (parents("= 2"), 3_513),
        (parents("= 3"), 878),
        (parents("> 3"), 255),
        # 97,483 in the file, where 12,187 skills repeat the preferred label
        (f"{SKILLS} ; skos:altLabel ?o FILTER (LANG(?o) = 'en')", 97_483 - 12_187),
        (has(SKILLS, "hiddenLabel"), 109 - 30),  # the hidden labels of 30 skills are all visible ones too
        (has(OCCUPATIONS, "hiddenLabel"), 6),
        (has(SKILLS, "scopeNote"), 226),
        (has(OCCUPATIONS, "scopeNote"), 304),
        (has(SKILLS, "definition"), 3 - 1),  # a third is but a line break and a no-break space
        (has(OCCUPATIONS, "definition"), 8),
        (member("scheme:digcomp"), 26),
        (member(DIGITAL), 1_201),
        (member("scheme:green"), 570),
        (member("scheme:skill-language-groups"), 346),
        (member("scheme:research"), 40),
        (member("scheme:skill-transversal-groups"), 96),
        (member(RESEARCHERS), 122),
        (f"{OCCUPATIONS} ; skos:prefLabel ?o FILTER (LANG(?o) = 'fr')", 3_007),
        (f"{OCCUPATIONS} ; skos:prefLabel ?o FILTER (LANG(?o) = 'nl')", 3_007),
        (f"{SKILLS} ; skos:prefLabel ?o FILTER (LANG(?o) = 'fr')", 2_218),
    ],
    "1.1.0": [
        (SKILLS, 13_891),
        (OCCUPATIONS, 3_008),
        (ESSENTIAL, 65_096),
        (OPTIONAL, 58_756),
        (ESSENTIAL_OF_SKILLS, 191),
        (OPTIONAL_OF_SKILLS, 5_708),
        (group("scheme:skills"), 423 + 220),
        (group("scheme:isced-f"), 220),
        ("?s a esco:ConceptScheme", 18),
        ("?s skos:broader ?o", 20_771 + 3_617),
        (member("scheme:skill-ict-groups"), 21),
        (member("scheme:green"), 570),
    ],
    "1.2.1": [
        (OCCUPATIONS, 3_039),
        (SKILLS, 2_367),  # those of the collections; skills_en.csv is not there
        (group("scheme:isced-f"), 220),
        (group("scheme:isco"), 619),
        ("?s a esco:ConceptScheme", 20),
        ("?s esco:relatedEssentialSkill ?o", 189),
        ("?s esco:relatedOptionalSkill ?o", 5_818 - 189),
        ("?s bw:greenShare ?o", 3_590),
        (f"{OCCUPATIONS} ; bw:greenShare ?o", 3_039),
        # of 771 rows, one of them twice about the same occupation
        (f"SELECT ?s WHERE {{ {OCCUPATIONS} ; esco:hasNACECode ?o }} GROUP BY ?s HAVING (COUNT(*) > 1)", 770),
        (member("scheme:digcomp"), 25),
        (member("scheme:green"), 629),
        (member("scheme:skill-language-groups"), 359),
        (f"{SKILLS} ; skos:prefLabel ?o FILTER (LANG(?o) = 'de')", 2_367),
        (f"{OCCUPATIONS} ; skos:prefLabel ?o FILTER (LANG(?o) = 'pl')", 3_039),
    ],
}


@pytest.fixture(scope="module", params=NUMBERS)
def loaded(request: pytest.FixtureRequest) -> tuple[Release, ox.Store]:
    folder = SHARED / f"v{request.param}"
    if not folder.is_dir():
        pytest.skip(f"no ESCO release in {folder}")
    (release,) = read_releases([folder])
    store = ox.Store()
    store.bulk_extend(release.quads())
    return release, store


def count(loaded: tuple[Release, ox.Store], pattern: str) -> int:
    release, store = loaded
    solutions = store.query(f"{PREFIXES} SELECT * WHERE {{ {pattern} }}", default_graph=release.graph)
    assert isinstance(solutions, ox.QuerySolutions)
    return sum(1 for _ in solutions)


def test_numbers_are_the_published_ones(loaded: tuple[Release, ox.Store]) -> None:
    numbers = NUMBERS[loaded[0].version]
    assert {pattern: count(loaded, pattern) for pattern, _ in numbers} == dict(numbers)


FINDINGS = {
    "1.1.1": {
        (Kind.DANGLING_OCCUPATION, "occupationSkillRelations.csv", "essential"): 55,
        (Kind.DANGLING_OCCUPATION, "occupationSkillRelations.csv", "optional"): 12,
        (Kind.DANGLING_OCCUPATION, "broaderRelationsOccPillar.csv", ""): 1,
        (Kind.UNRESOLVED_GROUP, "skillsHierarchy_en.csv", ""): 7,
        (Kind.CODE_FROM_URI, "skillGroups_en.csv", ""): 220,
        (Kind.BLANK_TYPE, "skills_en.csv", ""): 6,
        (Kind.BLANK_REUSE_LEVEL, "skills_en.csv", ""): 5,
        (Kind.LABEL_REPEATED, "skillGroups_en.csv", ""): 4,
        (Kind.LABEL_REPEATED, "skills_en.csv", ""): 12_187,
        (Kind.LABEL_REPEATED, "occupations_en.csv", ""): 2_715,
        (Kind.LABEL_REPEATED, "occupations_fr.csv", ""): 13,
        (Kind.LABEL_REPEATED, "occupations_nl.csv", ""): 343,
        (Kind.LABEL_REPEATED, "digitalSkillsCollection_fr.csv", ""): 4,
        (Kind.LABEL_REPEATED, "greenSkillsCollection_fr.csv", ""): 2,
        (Kind.HIDDEN_REPEATED, "skillGroups_en.csv", ""): 1,
        (Kind.HIDDEN_REPEATED, "skills_en.csv", ""): 570,
        (Kind.HIDDEN_REPEATED, "occupations_en.csv", ""): 1,
        (Kind.HIDDEN_REPEATED, "occupations_fr.csv", ""): 3,
        (Kind.HIDDEN_REPEATED, "occupations_nl.csv", ""): 27,
        (Kind.MISSING_FILE, "skills_fr.csv", "fewer labels in 'fr'"): 1,
        (Kind.MISSING_FILE, "skills_nl.csv", "fewer labels in 'nl'"): 1,
        (Kind.MISSING_FILE, "skillGroups_nl.csv", "fewer labels in 'nl'"): 1,
        (Kind.MISSING_FILE, "ISCOGroups_nl.csv", "fewer labels in 'nl'"): 1,
    },
    "1.1.0": {
        (Kind.CODE_FROM_URI, "skillGroups_en.csv", ""): 220,
        (Kind.BLANK_TYPE, "skills_en.csv", ""): 1,
        (Kind.LABEL_REPEATED, "skillGroups_en.csv", ""): 9,
        (Kind.LABEL_REPEATED, "skills_en.csv", ""): 12_188,
        (Kind.LABEL_REPEATED, "occupations_en.csv", ""): 2_717,
        (Kind.HIDDEN_REPEATED, "skillGroups_en.csv", ""): 1,
        (Kind.HIDDEN_REPEATED, "skills_en.csv", ""): 570,
        (Kind.HIDDEN_REPEATED, "occupations_en.csv", ""): 1,
    },
    "1.2.1": {
        (Kind.DUPLICATE_RECORD, "occupations_en.csv", ""): 4,
        (Kind.DUPLICATE_RECORD, "occupations_de.csv", ""): 4,
        (Kind.DUPLICATE_RECORD, "occupations_pl.csv", ""): 4,
        (Kind.BLANK_TYPE, "digCompSkillsCollection_en.csv", ""): 5,
        (Kind.BLANK_REUSE_LEVEL, "digCompSkillsCollection_en.csv", ""): 5,
        (Kind.LABEL_REPEATED, "skillGroups_en.csv", ""): 4,
        (Kind.LABEL_REPEATED, "occupations_de.csv", ""): 1,
        (Kind.HIDDEN_REPEATED, "skillGroups_en.csv", ""): 1,
        (Kind.HIDDEN_REPEATED, "occupations_en.csv", ""): 2,
        (Kind.HIDDEN_REPEATED, "occupations_de.csv", ""): 3,
        (Kind.HIDDEN_REPEATED, "occupations_pl.csv", ""): 1,
        (Kind.MISSING_FILE, "skills.csv", WHOLE["skills"]): 1,
        (Kind.MISSING_FILE, "occupationSkillRelations.csv", WHOLE["occupationSkillRelations"]): 1,
        (Kind.MISSING_FILE, "broaderRelationsSkillPillar.csv", WHOLE["broaderRelationsSkillPillar"]): 1,
    },
}


def test_findings_are_the_known_traps(loaded: tuple[Release, ox.Store]) -> None:
    report = loaded[0].report
    assert {(f.kind, f.place, f.note): f.count for f in report.findings} == FINDINGS[report.version]
    assert report.complete is (report.version != "1.2.1")


def test_what_is_counted_on_reading_is_what_is_there(loaded: tuple[Release, ox.Store]) -> None:
    release, store = loaded
    counts = release.report.counts
    owners = {"occupation": (ESSENTIAL, OPTIONAL), "skill": (ESSENTIAL_OF_SKILLS, OPTIONAL_OF_SKILLS)}
    for owner, patterns in owners.items():
        for relation, pattern in zip(("essential", "optional"), patterns, strict=True):
            assert counts[f"{relation} {owner}-skill links"] == count(loaded, pattern)
    assert counts["skill records"] == count(loaded, SKILLS)
    assert counts["occupation records"] == count(loaded, OCCUPATIONS)
    groups = count(loaded, "?s a skos:Concept FILTER NOT EXISTS { ?s a esco:MemberConcept }")
    assert counts["group records"] + counts["isco records"] == groups
    assert release.report.statements == len(store)
