"""CSV files that are not what they should be: each message names file, line and way out."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bwise_kg.errors import EscoError
from bwise_kg.esco import read_releases

Tables = dict[str, list[dict[str, str]]]
Write = Callable[[Tables], Path]


def read(folder: Path) -> list[str]:
    (release,) = read_releases([folder])
    return [str(quad) for quad in release.quads()]


def problem_of(folder: Path) -> EscoError | None:
    try:
        read(folder)
    except EscoError as error:
        return error
    return None


def fails(folder: Path, place: str, problem: str) -> None:
    """Reading fails at a place in the folder with a message that has all parts, separated by ``…``."""
    error = problem_of(folder)
    assert error is not None
    assert error.place == f"{folder}/{place}"
    parts = ".*".join(re.escape(part) for part in problem.split("…"))
    assert re.fullmatch(f"{re.escape(error.place)}: {parts}", str(error)), str(error)


def edit(path: Path, old: str, new: str) -> Path:
    text = path.read_bytes().decode()
    assert text.count(old) == 1
    path.write_bytes(text.replace(old, new).encode())
    return path


# Encodings


def test_byte_order_mark_is_no_part_of_the_header(small: Tables, write: Write) -> None:
    folder = write(small)
    expected = read(folder)
    for path in folder.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read(folder) == expected


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_other_encoding_is_an_error_at_its_first_line(small: Tables, write: Write, encoding: str) -> None:
    small["skills_en"][2]["altLabels"] = "saule\nosier tressé"
    folder = write(small)
    path = folder / "skills_en.csv"
    path.write_bytes(path.read_bytes().decode().encode(encoding))
    line = path.read_bytes().split("osier tressé".encode(encoding))[0].count(b"\n") + 1
    assert line == 7  # below the header and two rows of two lines, the second of the next
    problem = "not UTF-8 text (some other encoding); ESCO publishes UTF-8, …: use the portal's file as it is"
    fails(folder, f"skills_en.csv:{line}", problem)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf_16_is_told_by_its_mark(small: Tables, write: Write, encoding: str) -> None:
    folder = write(small)
    path = folder / "occupations_en.csv"
    path.write_bytes(("\ufeff" if encoding == "utf-16-be" else "").encode(encoding) + path.read_text().encode(encoding))
    fails(folder, "occupations_en.csv:1", "not UTF-8 text (UTF-16); …use the portal's file as it is")


def test_text_cut_within_a_letter_is_an_error_at_the_last_line(small: Tables, write: Write) -> None:
    folder = write(small)
    path = folder / "occupationSkillRelations.csv"
    path.write_bytes(path.read_bytes() + "\u00e9".encode()[:1])
    fails(folder, "occupationSkillRelations.csv:5", "not UTF-8 text …")


# CSV


def test_quote_that_does_not_end(small: Tables, write: Write) -> None:
    folder = write(small)
    edit(folder / "skillsHierarchy_en.csv", "S1,S1.1,,", 'S1,"S1.1,,')
    fails(folder, "skillsHierarchy_en.csv:3", "not valid CSV (unexpected end of data)")


def test_text_behind_a_quote(small: Tables, write: Write) -> None:
    folder = write(small)
    edit(folder / "ISCOGroups_en.csv", "Gate guards", '"Gate" guards')
    fails(folder, "ISCOGroups_en.csv:8", "not valid CSV (…)")


def test_more_cells_than_columns(small: Tables, write: Write) -> None:
    folder = write(small)
    edit(folder / "skillsHierarchy_en.csv", "S1,S1.1,,", "S1,S1.1,,,")
    fails(folder, "skillsHierarchy_en.csv:3", "15 cells in a row, but the header has 14 columns")


def test_row_of_several_lines_is_named_by_its_last(small: Tables, write: Write) -> None:
    folder = write(small)
    edit(folder / "ISCOGroups_en.csv", "Gate guards", '"Gate\n\nguards",x')
    fails(folder, "ISCOGroups_en.csv:11", "9 cells in a row, but the header has 8 columns")


# Not the table that the name says


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("skills_en.csv", "", "no column 'conceptUri'; this is not ESCO's skills table (columns found: none)"),
        ("skills_en.csv", "\r\n", "no column 'conceptUri'; …(columns found: none)"),
        ("skills_en.csv", "id,name\r\n1,weave\r\n", "no column 'conceptUri'; …(columns found: id, name)"),
        ("skills_en.csv", "conceptUri;preferredLabel\r\n", "no column 'conceptUri'; …"),
        ("skills_en.csv", "conceptUri,preferredLabel,altLabels,reuseLevel\r\n", "no column 'skillType'; …"),
        ("occupations_en.csv", "conceptUri,preferredLabel,altLabels,code\r\n", "no column 'iscoGroup'; …"),
        ("skillGroups_en.csv", "conceptUri,preferredLabel,altLabels\r\n", "no column 'code'; …"),
        ("skillsHierarchy_en.csv", "Level 0 URI\r\n", "no column 'Level 1 URI'; …"),
        ("conceptSchemes_en.csv", "conceptSchemeUri,preferredLabel\r\n", "no column 'hasTopConcept'; …"),
        ("skillSkillRelations.csv", "originalSkillUri,relationType\r\n", "no column 'relatedSkillUri'; …"),
        ("broaderRelationsOccPillar.csv", "conceptType,conceptUri\r\n", "no column 'broaderType'; …"),
    ],
)
def test_other_columns(small: Tables, write: Write, name: str, text: str, problem: str) -> None:
    folder = write(small)
    (folder / name).write_text(text, newline="")
    fails(folder, f"{name}:1", problem)


def test_texts_need_a_language_in_the_name(small: Tables, write: Write) -> None:
    folder = write(small)
    (folder / "skills_en.csv").rename(folder / "skills.csv")
    fails(folder, "skills.csv", "its name does not tell the language; expected e.g. skills_en.csv")


# Cells


@pytest.mark.parametrize(
    ("table", "line", "column", "cell", "problem"),
    [
        ("skills_en", 2, "skillType", "ability", "skill type 'ability'; ESCO has skill/competence and knowledge"),
        ("skills_en", 3, "reuseLevel", "rare", "reuse level 'rare'; ESCO has cross-sector, occupation-specific, …"),
        ("skills_en", 4, "conceptUri", "compost", "'compost' is not an IRI"),
        ("skills_en", 4, "conceptUri", "", "'' is not an IRI"),
        ("skills_en", 4, "inScheme", "none", "'none' is not an IRI"),
        ("occupations_en", 2, "regulatedProfessionNote", "not regulated", "'not regulated' is not an IRI"),
        ("conceptSchemes_en", 2, "hasTopConcept", "http://data.europa.eu/<b>", "'http://data.europa.eu/<b>' is not …"),
        ("occupationSkillRelations", 3, "relationType", "useful", "relation type 'useful'; ESCO has essential and …"),
        ("skillSkillRelations", 2, "relationType", "", "relation type ''; ESCO has essential and optional"),
        ("broaderRelationsSkillPillar", 2, "conceptType", "Skill", "concept type 'Skill'; ESCO has Knowledge…, Skill…"),
        ("broaderRelationsOccPillar", 5, "broaderType", "", "concept type ''; ESCO has KnowledgeSkillCompetence, …"),
    ],
)
def test_cells_that_esco_does_not_have(
    small: Tables, write: Write, table: str, line: int, column: str, cell: str, problem: str
) -> None:
    for scheme in small["conceptSchemes_en"]:
        scheme["hasTopConcept"] = ""
    for row in (row for name, rows in small.items() for row in rows if name in {"skills_en", "occupations_en"}):
        row["inScheme"] = ""
    small[table][line - 2][column] = cell
    fails(write(small), f"{table}.csv:{line}", problem)


def test_relation_of_something_that_is_no_iri_where_records_are_missing(small: Tables, write: Write) -> None:
    del small["occupations_en"], small["skills_en"]
    small["occupationSkillRelations"][1]["occupationUri"] = "maker of baskets"
    fails(write(small), "occupationSkillRelations.csv:3", "'maker of baskets' is not an IRI")


# Anything


@settings(max_examples=150, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    number=st.integers(0, 12),
    start=st.floats(0, 1),
    length=st.integers(0, 200),
    insert=st.binary(max_size=4) | st.sampled_from([b'"', b",", b"\r", b"\n", b"\x00", b"http://", b"\xff\xfe"]),
)
def test_whatever_is_done_to_a_file_is_read_or_named(
    small: Tables, write: Write, number: int, start: float, length: int, insert: bytes
) -> None:
    folder = write(small)
    path = sorted(folder.iterdir())[number]
    data = path.read_bytes()
    at = int(start * len(data))
    path.write_bytes(data[:at] + insert + data[at + length :])
    error = problem_of(folder)
    assert error is None or error.place.startswith(str(path))
