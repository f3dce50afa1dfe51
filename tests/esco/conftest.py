"""A small whole release, made up but for the form of its URIs, and where the real ones are."""

import csv
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest

Tables = dict[str, list[dict[str, str]]]
"""Rows by column of each file, by its name without ending."""

ESCO = "http://data.europa.eu/esco/"
SCHEME = f"{ESCO}concept-scheme/"
HANDICRAFT = f"{ESCO}skill/11111111-0000-4000-8000-000000000001"
WEAVING = f"{ESCO}skill/11111111-0000-4000-8000-000000000002"
WEAVE = f"{ESCO}skill/22222222-0000-4000-8000-000000000001"
WILLOW = f"{ESCO}skill/22222222-0000-4000-8000-000000000002"
COMPOST = f"{ESCO}skill/22222222-0000-4000-8000-000000000003"
LORRY = f"{ESCO}skill/22222222-0000-4000-8000-000000000004"
PLAN = f"{ESCO}skill/22222222-0000-4000-8000-000000000005"
STOCK = f"{ESCO}skill/22222222-0000-4000-8000-000000000006"
SOLDER = f"{ESCO}skill/22222222-0000-4000-8000-000000000007"
MAKER = f"{ESCO}occupation/33333333-0000-4000-8000-000000000001"
REPAIRER = f"{ESCO}occupation/33333333-0000-4000-8000-000000000002"
OF_SKILLS = f"{SCHEME}skills,\n{SCHEME}member-skills"
OF_OCCUPATIONS = f"{SCHEME}member-occupations,\n{SCHEME}occupations"

COLUMNS = {
    "conceptSchemes": "conceptType,conceptSchemeUri,preferredLabel,title,status,description,hasTopConcept",
    "ISCOGroups": "conceptType,conceptUri,code,preferredLabel,status,altLabels,inScheme,description",
    "skillGroups": "conceptType,conceptUri,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,scopeNote,"
    "inScheme,description,code",
    "skillsHierarchy": "Level 0 URI,Level 0 preferred term,Level 1 URI,Level 1 preferred term,Level 2 URI,"
    "Level 2 preferred term,Level 3 URI,Level 3 preferred term,Description,Scope note,Level 0 code,Level 1 code,"
    "Level 2 code,Level 3 code",
    "skills": "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,"
    "scopeNote,definition,inScheme,description",
    "occupations": "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,"
    "regulatedProfessionNote,scopeNote,definition,inScheme,description,code",
    "digCompSkillsCollection": "conceptType,conceptUri,preferredLabel,status,skillType,reuseLevel,altLabels,"
    "description,broaderConceptUri,broaderConceptPT",
    "greenSkillsCollection": "conceptType,conceptUri,preferredLabel,status,skillType,reuseLevel,altLabels,"
    "description,broaderConceptUri,broaderConceptPT",
    "transversalSkillsCollection": "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,status,altLabels,"
    "description,broaderConceptUri,broaderConceptPT",
    "broaderRelationsOccPillar": "conceptType,conceptUri,broaderType,broaderUri",
    "broaderRelationsSkillPillar": "conceptType,conceptUri,broaderType,broaderUri",
    "occupationSkillRelations": "occupationUri,relationType,skillType,skillUri",
    "skillSkillRelations": "originalSkillUri,originalSkillType,relationType,relatedSkillType,relatedSkillUri",
}


def _rows(table: str, columns: str, *rows: tuple[str, ...], **same: str) -> list[dict[str, str]]:
    blank = dict.fromkeys(COLUMNS[table].split(","), "")
    names = columns.split()
    return [blank | same | dict(zip(names, row, strict=True)) for row in rows]


def _level(*groups: tuple[str, str, str], description: str = "") -> dict[str, str]:
    row = dict.fromkeys(COLUMNS["skillsHierarchy"].split(","), "") | {"Description": description}
    for level, (uri, label, code) in enumerate(groups):
        row |= {f"Level {level} URI": uri, f"Level {level} preferred term": label, f"Level {level} code": code}
    return row


SMALL: Tables = {
    "conceptSchemes_en": _rows(
        "conceptSchemes",
        "conceptSchemeUri preferredLabel title status description hasTopConcept",
        (SCHEME + "skills", "skills of crafts", "Skills", "released", "What crafts need.", HANDICRAFT),
        (SCHEME + "member-skills", "single skills", "", "released", "", f"{WEAVE},\n{WILLOW},\n{COMPOST}"),
        (SCHEME + "occupations", "occupations of crafts", "", "released", "", f"{ESCO}isco/C7"),
        (SCHEME + "green", "green crafts", "", "released", "", f"{COMPOST},\n{LORRY}"),
    ),
    "ISCOGroups_en": _rows(
        "ISCOGroups",
        "conceptUri code preferredLabel",
        (f"{ESCO}isco/C7", "7", "Crafts"),
        (f"{ESCO}isco/C73", "73", "Handicraft"),
        (f"{ESCO}isco/C0", "0", "Guards"),
        (f"{ESCO}isco/C01", "01", "Gate guards"),
        inScheme=f"{SCHEME}isco,\n{SCHEME}occupations",
        status="released",
    ),
    "skillGroups_en": _rows(
        "skillGroups",
        "conceptUri preferredLabel altLabels modifiedDate code inScheme",
        (HANDICRAFT, "doing handicraft", "doing crafts", "2021-08-30T14:40:52.642Z", "S1", f"{SCHEME}skills-hierarchy"),
        (WEAVING, "weaving by hand", "", "", "S1.1", f"{SCHEME}skills-hierarchy"),
        (f"{ESCO}isced-f/02", "arts", "", "", "", f"{SCHEME}skills\n{SCHEME}isced-f"),
        (f"{ESCO}isced-f/0214", "handicrafts", "", "", "", f"{SCHEME}skills\n{SCHEME}isced-f"),
        status="released",
    ),
    "skillsHierarchy_en": [
        _level((HANDICRAFT, "doing handicraft", "S1")),
        _level((HANDICRAFT, "doing handicraft", "S1"), (WEAVING, "weaving by hand", "S1.1")),
    ],
    "skills_en": _rows(
        "skills",
        "conceptUri skillType reuseLevel preferredLabel altLabels modifiedDate",
        (WEAVE, "skill/competence", "sector-specific", "weave baskets", "weave a basket", "2020-01-02T03:04:05Z"),
        (WILLOW, "knowledge", "cross-sector", "willow", "kinds of willow", "2020-01-02T03:04:05.6Z"),
        (COMPOST, "skill/competence", "cross-sector", "compost cuttings", "", "2020-01-02T03:04:05.67Z"),
        (LORRY, "skill/competence", "occupation-specific", "drive solar lorries", "", "2020-01-02T03:04:05.678Z"),
        (PLAN, "skill/competence", "transversal", "plan the day", "", "2020-01-02T03:04:05Z"),
        (STOCK, "skill/competence", "cross-sector", "count stock on a screen", "", "2020-01-02T03:04:05Z"),
        (SOLDER, "skill/competence", "sector-specific", "solder handles", "", "2020-01-02T03:04:05Z"),
        inScheme=OF_SKILLS,
        status="released",
        description="Said at length.",
        scopeNote="Of crafts only.",
        definition="Defined here.",
    ),
    "occupations_en": _rows(
        "occupations",
        "conceptUri iscoGroup preferredLabel altLabels code",
        (MAKER, "73", "basket maker", "basketry worker", "73.1"),
        (REPAIRER, "73", "basket repairer", "", "73.1.1"),
        inScheme=OF_OCCUPATIONS,
        status="released",
        modifiedDate="2021-01-01T00:00:00Z",
        regulatedProfessionNote=f"{ESCO}regulated-professions/unregulated",
        description="Said at length.",
    ),
    "digCompSkillsCollection_en": _rows(
        "digCompSkillsCollection",
        "conceptUri skillType reuseLevel preferredLabel broaderConceptUri",
        (STOCK, "skill/competence", "cross-sector", "count stock on a screen", HANDICRAFT),
    ),
    "greenSkillsCollection_en": _rows(
        "greenSkillsCollection",
        "conceptUri skillType reuseLevel preferredLabel altLabels broaderConceptUri",
        (COMPOST, "skill/competence", "cross-sector", "compost cuttings", "", f"{HANDICRAFT} | {WEAVING}"),
        (LORRY, "skill/competence", "occupation-specific", "drive solar lorries", "", HANDICRAFT),
    ),
    "transversalSkillsCollection_en": _rows(
        "transversalSkillsCollection",
        "conceptUri skillType reuseLevel preferredLabel broaderConceptUri",
        (PLAN, "skill/competence", "transversal", "plan the day", HANDICRAFT),
    ),
    "broaderRelationsOccPillar": _rows(
        "broaderRelationsOccPillar",
        "conceptType conceptUri broaderType broaderUri",
        ("ISCOGroup", f"{ESCO}isco/C73", "ISCOGroup", f"{ESCO}isco/C7"),
        ("ISCOGroup", f"{ESCO}isco/C01", "ISCOGroup", f"{ESCO}isco/C0"),
        ("Occupation", MAKER, "ISCOGroup", f"{ESCO}isco/C73"),
        ("Occupation", REPAIRER, "Occupation", MAKER),
    ),
    "broaderRelationsSkillPillar": _rows(
        "broaderRelationsSkillPillar",
        "conceptType conceptUri broaderType broaderUri",
        ("SkillGroup", WEAVING, "SkillGroup", HANDICRAFT),
        ("SkillGroup", f"{ESCO}isced-f/0214", "SkillGroup", f"{ESCO}isced-f/02"),
        ("KnowledgeSkillCompetence", WEAVE, "SkillGroup", WEAVING),
        ("KnowledgeSkillCompetence", WILLOW, "SkillGroup", f"{ESCO}isced-f/0214"),
        ("KnowledgeSkillCompetence", SOLDER, "SkillGroup", HANDICRAFT),
        ("KnowledgeSkillCompetence", COMPOST, "SkillGroup", HANDICRAFT),
        ("KnowledgeSkillCompetence", COMPOST, "KnowledgeSkillCompetence", WILLOW),
    ),
    "occupationSkillRelations": _rows(
        "occupationSkillRelations",
        "occupationUri relationType skillUri",
        (MAKER, "essential", WEAVE),
        (MAKER, "optional", WILLOW),
        (REPAIRER, "essential", SOLDER),
    ),
    "skillSkillRelations": _rows(
        "skillSkillRelations",
        "originalSkillUri relationType relatedSkillUri",
        (WEAVE, "optional", WILLOW),
        (WEAVE, "essential", SOLDER),
    ),
}


@pytest.fixture
def small() -> Tables:
    """A whole small release in English, to be changed at will."""
    return deepcopy(SMALL)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Tables], Path]:
    """Write tables as ESCO does: rows end in CRLF, lines within cells in LF; return the folder."""

    def write(tables: Tables) -> Path:
        folder = tmp_path / "v1.1.1"
        folder.mkdir(exist_ok=True)
        for name, rows in tables.items():
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\r\n")
                writer.writeheader()
                writer.writerows(rows)
        return folder

    return write


@pytest.fixture(scope="session")
def esco_111() -> Path:
    """The real v1.1.1 in English, French and Dutch, where the checkout lies beside the shared data."""
    folder = Path(__file__).parents[3] / "shared" / "esco" / "v1.1.1"
    if not folder.is_dir():
        pytest.skip(f"no ESCO release in {folder}")
    return folder
