"""More of the traps in ESCO's files: records that come twice, not at all or in part, codes, dates, odd rows."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from bwise_kg.esco import Kind, ReleaseReport, read_releases
from bwise_kg.namespaces import DCT, ESCO, RDF, SKOS

Tables = dict[str, list[dict[str, str]]]
Write = Callable[[Tables], Path]

DATA = "http://data.europa.eu/esco/"
HIERARCHY = f"{DATA}concept-scheme/skills-hierarchy"
STRANGER = f"{DATA}skill/99999999-0000-4000-8000-000000000009"
OBSOLETE = f"{DATA}occupation/99999999-0000-4000-8000-000000000008"


def load(folder: Path) -> tuple[list[Quad], ReleaseReport]:
    (release,) = read_releases([folder])
    return list(release.quads()), release.report


def values(quads: list[Quad], subject: str, property_: NamedNode) -> list[str]:
    found = [q.object for q in quads if q.subject == NamedNode(subject) and q.predicate == property_]
    return [value.value for value in found if isinstance(value, NamedNode | Literal)]


def finding(report: ReleaseReport, kind: Kind) -> tuple[str, int, list[str]]:
    (found,) = (f for f in report.findings if f.kind is kind)
    return found.place, found.count, found.examples


def row(tables: Tables, table: str, label: str) -> dict[str, str]:
    (found,) = (r for r in tables[table] if r["preferredLabel"] == label)
    return found


def named(quads: list[Quad]) -> set[str]:
    return {term.value for q in quads for term in (q.subject, q.object) if isinstance(term, NamedNode)}


# 7. Duplicate rows


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("2025-01-01T10:00:00Z", "2025-06-01T10:00:00Z"),
        ("2025-01-01T10:00:50Z", "2025-01-01T10:00:50.295Z"),
        ("2025-01-01T10:00:50.29Z", "2025-01-01T10:00:50.295Z"),
        ("2025-01-01T10:00:50.3Z", "2025-01-01T10:00:51Z"),
        ("", "2025-01-01T10:00:50Z"),
    ],
)
@pytest.mark.parametrize("newest_first", [True, False])
def test_of_duplicate_rows_the_newest_is_kept(
    small: Tables, write: Write, older: str, newer: str, newest_first: bool
) -> None:
    maker = row(small, "occupations_en", "basket maker")
    rows = [
        maker | {"modifiedDate": older, "altLabels": "old name", "description": "Old.", "code": "1"},
        maker | {"modifiedDate": newer, "altLabels": "new name", "description": "New.", "code": "2"},
    ]
    small["occupations_en"][:1] = reversed(rows) if newest_first else rows
    quads, report = load(write(small))
    told = {property_: values(quads, maker["conceptUri"], property_) for property_ in (DCT.modified, SKOS.notation)}
    assert told == {DCT.modified: [newer], SKOS.notation: ["2"]}
    assert values(quads, maker["conceptUri"], SKOS.altLabel) == ["new name"]
    assert values(quads, maker["conceptUri"], DCT.description) == ["New."]
    assert finding(report, Kind.DUPLICATE_RECORD) == ("occupations_en.csv", 1, [maker["conceptUri"]])


def test_of_rows_alike_in_all_one_is_kept(small: Tables, write: Write) -> None:
    expected = set(load(write(small))[0])
    small["skills_en"] += [dict(small["skills_en"][0]), dict(small["skills_en"][0])]
    quads, report = load(write(small))
    assert set(quads) == expected
    assert len(quads) == len(expected)
    assert finding(report, Kind.DUPLICATE_RECORD)[1] == 2


# 8. Dangling references


def test_relations_of_an_occupation_without_record_are_reported_not_loaded(small: Tables, write: Write) -> None:
    links, weave = small["occupationSkillRelations"], row(small, "skills_en", "weave baskets")["conceptUri"]
    expected = set(load(write(small))[0])
    for relation in ("essential", "optional", "optional"):
        links.append(links[0] | {"occupationUri": OBSOLETE, "relationType": relation, "skillUri": weave})
    small["broaderRelationsOccPillar"].append(
        dict(
            zip(
                ("conceptType", "conceptUri", "broaderType", "broaderUri"),
                ("Occupation", OBSOLETE, "ISCOGroup", f"{DATA}isco/C73"),
                strict=True,
            )
        )
    )
    quads, report = load(write(small))
    assert set(quads) == expected
    found = {(f.place, f.note): f.count for f in report.findings if f.kind is Kind.DANGLING_OCCUPATION}
    assert found == {
        ("occupationSkillRelations.csv", "essential"): 1,
        ("occupationSkillRelations.csv", "optional"): 2,
        ("broaderRelationsOccPillar.csv", ""): 1,
    }
    assert report.counts["essential occupation-skill links"] == 2


def test_relations_of_a_skill_without_record_are_reported_not_loaded(small: Tables, write: Write) -> None:
    expected = set(load(write(small))[0])
    for table, column in (
        ("occupationSkillRelations", "skillUri"),
        ("skillSkillRelations", "relatedSkillUri"),
        ("skillSkillRelations", "originalSkillUri"),
    ):
        small[table].append(small[table][0] | {column: STRANGER})
    small["broaderRelationsSkillPillar"].append(small["broaderRelationsSkillPillar"][-1] | {"conceptUri": STRANGER})
    small["greenSkillsCollection_en"].append(small["greenSkillsCollection_en"][0] | {"conceptUri": STRANGER})
    quads, report = load(write(small))
    assert set(quads) == expected
    assert report.count_of(Kind.DANGLING_SKILL) == 4
    assert finding(report, Kind.DANGLING_MEMBER) == ("greenSkillsCollection_en.csv", 1, [STRANGER])
    assert report.counts["greenSkillsCollection members"] == 2


def test_relations_are_kept_where_there_is_no_file_of_records(small: Tables, write: Write) -> None:
    del small["skills_en"]
    small["skillSkillRelations"].append(small["skillSkillRelations"][0] | {"relatedSkillUri": STRANGER})
    quads, report = load(write(small))
    assert values(quads, STRANGER, ESCO.isOptionalSkillFor) == [small["skillSkillRelations"][0]["originalSkillUri"]]
    assert report.count_of(Kind.DANGLING_SKILL) == 0


def test_group_that_only_the_hierarchy_knows_gets_its_texts_from_there(small: Tables, write: Write) -> None:
    top = small["skillsHierarchy_en"][0]
    texts = {"Level 1 URI": STRANGER, "Level 1 preferred term": "knotting", "Level 1 code": "S1.9"}
    small["skillsHierarchy_en"].append(top | texts | {"Description": "Tying.", "Scope note": "By hand."})
    under = small["broaderRelationsSkillPillar"][0]
    small["broaderRelationsSkillPillar"].append(under | {"conceptUri": STRANGER})
    quads, report = load(write(small))
    about = {(q.predicate, q.object) for q in quads if q.subject == NamedNode(STRANGER)}
    assert about == {
        (RDF.type, SKOS.Concept),
        (SKOS.inScheme, NamedNode(HIERARCHY)),
        (SKOS.notation, Literal("S1.9")),
        (SKOS.prefLabel, Literal("knotting", language="en")),
        (DCT.description, Literal("Tying.", language="en")),
        (SKOS.scopeNote, Literal("By hand.", language="en")),
        (SKOS.broader, NamedNode(top["Level 0 URI"])),
    }
    assert finding(report, Kind.UNRESOLVED_GROUP) == ("skillsHierarchy_en.csv", 1, [STRANGER])


def test_group_that_nothing_knows_is_left_out(small: Tables, write: Write) -> None:
    under = small["broaderRelationsSkillPillar"][0]
    small["broaderRelationsSkillPillar"] += [under | {"conceptUri": STRANGER}, under | {"broaderUri": STRANGER}]
    quads, report = load(write(small))
    assert STRANGER not in named(quads)
    assert finding(report, Kind.UNKNOWN_GROUP) == ("broaderRelationsSkillPillar.csv", 2, [STRANGER])


# 9. Blank type, reuse level, label


def test_blanks_are_reported_and_say_nothing(small: Tables, write: Write) -> None:
    area = row(small, "skills_en", "count stock on a screen")
    area |= {"skillType": "", "reuseLevel": "", "preferredLabel": ""}
    quads, report = load(write(small))
    for kind in (Kind.BLANK_TYPE, Kind.BLANK_REUSE_LEVEL, Kind.BLANK_LABEL):
        assert finding(report, kind) == ("skills_en.csv", 1, [area["conceptUri"]])
    properties = {q.predicate for q in quads if q.subject == NamedNode(area["conceptUri"])}
    assert not properties & {ESCO.skillType, ESCO.skillReuseLevel, SKOS.prefLabel}
    assert values(quads, area["conceptUri"], RDF.type)[0] == ESCO.Skill.value


# 10. to 12. Several parents, transversal skills, codes


def test_skill_has_several_parents_of_every_kind(small: Tables, write: Write) -> None:
    quads, _ = load(write(small))
    group, willow = row(small, "skillGroups_en", "doing handicraft"), row(small, "skills_en", "willow")
    compost = row(small, "skills_en", "compost cuttings")["conceptUri"]
    assert values(quads, compost, SKOS.broader) == [group["conceptUri"], willow["conceptUri"]]
    assert values(quads, willow["conceptUri"], SKOS.broader) == [f"{DATA}isced-f/0214"]


def test_skills_outside_all_occupations_are_loaded(small: Tables, write: Write) -> None:
    quads, _ = load(write(small))
    plan = row(small, "skills_en", "plan the day")["conceptUri"]
    assert values(quads, plan, SKOS.prefLabel) == ["plan the day"]
    assert f"{DATA}concept-scheme/skill-transversal-groups" in values(quads, plan, SKOS.inScheme)


def test_codes_are_texts_and_isced_s_come_from_the_uri(small: Tables, write: Write) -> None:
    quads, report = load(write(small))
    codes = {q.object for q in quads if q.predicate == SKOS.notation}
    assert codes == {Literal(c) for c in ("7", "73", "0", "01", "S1", "S1.1", "02", "0214", "73.1", "73.1.1")}
    isced = [f"{DATA}isced-f/02", f"{DATA}isced-f/0214"]
    assert finding(report, Kind.CODE_FROM_URI) == ("skillGroups_en.csv", 2, isced)
