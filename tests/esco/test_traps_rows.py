"""The last of the traps in ESCO's files: versions under one URI, ragged rows, huge cells, dates, repeats."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from bwise_kg.errors import EscoError
from bwise_kg.esco import Kind, ReleaseReport, read_releases
from bwise_kg.namespaces import DCT, RDF, SKOS, XSD, esco_graph

Tables = dict[str, list[dict[str, str]]]
Write = Callable[[Tables], Path]

DATA = "http://data.europa.eu/esco/"


def load(folder: Path) -> tuple[list[Quad], ReleaseReport]:
    (release,) = read_releases([folder])
    return list(release.quads()), release.report


def objects(quads: list[Quad], subject: str, property_: NamedNode) -> list[object]:
    return [q.object for q in quads if q.subject == NamedNode(subject) and q.predicate == property_]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


# 13. and 14. Concepts vanish, labels change, URIs carry no version


def test_each_version_speaks_in_its_own_graph(small: Tables, write: Write, tmp_path: Path) -> None:
    skills = small["skills_en"]
    old = write(small).rename(tmp_path / "v1.1.0")
    gone = skills.pop()["conceptUri"]
    skills[0]["preferredLabel"] = "weave a basket by hand"
    write(small)
    quads = {release.version: list(release.quads()) for release in read_releases([tmp_path / "v1.1.1", old])}
    assert list(quads) == ["1.1.0", "1.1.1"]
    assert {version: {q.graph_name for q in told} for version, told in quads.items()} == {
        version: {esco_graph(version)} for version in quads
    }
    labels = [objects(told, skills[0]["conceptUri"], SKOS.prefLabel) for told in quads.values()]
    assert labels == [[Literal(text, language="en")] for text in ("weave baskets", "weave a basket by hand")]
    assert [bool(objects(told, gone, RDF.type)) for told in quads.values()] == [True, False]


# (a) Ragged rows


def test_cells_left_out_at_the_end_of_a_row_are_blank(small: Tables, write: Write) -> None:
    hierarchy = "skillsHierarchy_en.csv"
    expected = load(write(small))[0]
    folder = write(small)
    edit(folder / hierarchy, ",S1,,,\r\n", ",S1\r\n")
    edit(folder / hierarchy, ",S1,S1.1,,\r\n", ",S1,S1.1\r\n")
    assert load(folder)[0] == expected


def test_blank_rows_are_passed_over(small: Tables, write: Write) -> None:
    folder = write(small)
    expected = load(folder)[0]
    for name in ("skills_en.csv", "skillsHierarchy_en.csv", "occupationSkillRelations.csv"):
        edit(folder / name, "\r\n", "\r\n\r\n")
    assert load(folder)[0] == expected


# (b) Cells beyond Python's limit of 131,072 characters


def test_cell_of_any_published_length_is_read(small: Tables, write: Write) -> None:
    top = [f"{DATA}skill/44444444-0000-4000-8000-{number:012}" for number in range(10_000)]
    small["conceptSchemes_en"][1]["hasTopConcept"] = ",\n".join(top)
    assert len(small["conceptSchemes_en"][1]["hasTopConcept"]) > 651_494  # the longest in v1.1.1
    quads, _ = load(write(small))
    scheme = small["conceptSchemes_en"][1]["conceptSchemeUri"]
    assert objects(quads, scheme, SKOS.hasTopConcept) == [NamedNode(uri) for uri in top]


# (c) A header in the middle


@pytest.mark.parametrize("table", ["skills_en", "skillsHierarchy_en", "conceptSchemes_en", "skillSkillRelations"])
def test_repeated_headers_are_passed_over(small: Tables, write: Write, table: str) -> None:
    expected = load(write(small))[0]
    small[table].insert(1, {column: column for column in small[table][0]})
    assert load(write(small))[0] == expected


def test_dictionary_of_columns_is_no_data(small: Tables, write: Write) -> None:
    expected = load(write(small))[0]
    small["dictionary_en"] = [{"filename": "skills_en.csv", "data header": "conceptUri", "property": ""}]
    assert load(write(small))[0] == expected


# (d) is with the codes; (e) Dates with none to three decimals of a second


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("2020-01-02T03:04:05Z", "2020-01-02T03:04:05Z"),
        ("2020-01-02T03:04:05.6Z", "2020-01-02T03:04:05.6Z"),
        ("2020-01-02T03:04:05.678Z", "2020-01-02T03:04:05.678Z"),
        ("2020-01-02T03:04:05.60Z", "2020-01-02T03:04:05.6Z"),
        ("2020-01-02T03:04:05.000Z", "2020-01-02T03:04:05Z"),
        ("2020-01-02T03:04:50Z", "2020-01-02T03:04:50Z"),
        ("2020-01-02T03:04:05.010+01:00", "2020-01-02T03:04:05.01+01:00"),
    ],
)
def test_dates_are_told_as_the_store_gives_them_back(small: Tables, write: Write, cell: str, told: str) -> None:
    """Else a statement that is read again would not be found in the store."""
    small["skills_en"][0]["modifiedDate"] = cell
    quads, _ = load(write(small))
    expected = Literal(told, datatype=XSD.dateTime)
    assert objects(quads, small["skills_en"][0]["conceptUri"], DCT.modified) == [expected]
    store = ox.Store()
    store.extend(quads)
    assert set(store) == set(quads)


@pytest.mark.parametrize("cell", ["2020-01-02", "yesterday", "02/01/2020 03:04:05"])
def test_date_in_another_form_is_an_error(small: Tables, write: Write, cell: str) -> None:
    small["skills_en"][1]["modifiedDate"] = cell
    with pytest.raises(EscoError, match=rf"skills_en\.csv:\d+: '{cell}' is not a date and time such as 2024-"):
        load(write(small))


# (f) Groups named by code in v1.1.0


def test_group_uris_may_be_codes(small: Tables, write: Write) -> None:
    weaving = small["skillGroups_en"][1]["conceptUri"]
    coded = f"{DATA}skill/S1.1"
    folder = write(small)
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes().replace(weaving.encode(), coded.encode()))
    quads, report = load(folder)
    assert objects(quads, coded, SKOS.notation) == [Literal("S1.1")]
    assert objects(quads, small["skills_en"][0]["conceptUri"], SKOS.broader) == [NamedNode(coded)]
    assert report.count_of(Kind.UNKNOWN_GROUP) == 0


# Said once


def test_what_several_files_say_is_stated_once(small: Tables, write: Write) -> None:
    del small["skills_en"], small["broaderRelationsSkillPillar"]
    compost = small["greenSkillsCollection_en"][0]
    compost["broaderConceptUri"] = " | ".join([compost["broaderConceptUri"]] * 2)
    small["digCompSkillsCollection_en"].append(dict(compost))
    small["skillsHierarchy_en"].append(dict(small["skillsHierarchy_en"][1]))
    small["conceptSchemes_en"].append(dict(small["conceptSchemes_en"][0]))
    quads, report = load(write(small))
    assert len(set(quads)) == len(quads) == report.statements


def test_texts_of_all_languages_are_read_and_relations_once(small: Tables, write: Write) -> None:
    english = load(write(small))[0]
    for table in ("skills", "occupations", "skillGroups", "ISCOGroups", "conceptSchemes", "greenSkillsCollection"):
        small[f"{table}_fr"] = [row | {"preferredLabel": f"{row['preferredLabel']} fr"} for row in small[f"{table}_en"]]
    small["skillSkillRelations_fr"] = small["skillSkillRelations"]
    quads, report = load(write(small))
    assert report.languages == ("en", "fr")
    assert len(set(quads)) == len(quads)
    more = set(quads) - set(english)
    assert set(english) < set(quads)
    assert {q.object.language for q in more if isinstance(q.object, Literal)} == {"fr"}
    assert all(isinstance(q.object, Literal) for q in more)
