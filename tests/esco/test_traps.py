"""The traps of ESCO's files, numbered as in the notes on them, each on a small release made for it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from bwise_kg.errors import EscoError
from bwise_kg.esco import Kind, ReleaseReport, read_releases
from bwise_kg.namespaces import BW, DCT, ESCO, ISOTHES, RDF, SKOS

Tables = dict[str, list[dict[str, str]]]
Write = Callable[[Tables], Path]

DATA = "http://data.europa.eu/esco/"
SCHEME = f"{DATA}concept-scheme/"
STRANGER = f"{DATA}skill/99999999-0000-4000-8000-000000000009"


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


def test_small_release_is_whole_and_without_findings_but_the_blank_codes(small: Tables, write: Write) -> None:
    quads, report = load(write(small))
    assert report.complete
    assert {f.kind for f in report.findings} == {Kind.CODE_FROM_URI}
    assert len(set(quads)) == len(quads) == report.statements


# 1. Row ends CRLF, breaks inside cells LF


def test_line_breaks_in_cells_separate_labels_and_stay_in_texts(small: Tables, write: Write) -> None:
    weave = row(small, "skills_en", "weave baskets")
    weave |= {"altLabels": "plait\nbraid", "hiddenLabels": "twine\nwind", "description": "One line.\n\n- another"}
    quads, _ = load(write(small))
    assert values(quads, weave["conceptUri"], SKOS.altLabel) == ["plait", "braid"]
    assert values(quads, weave["conceptUri"], SKOS.hiddenLabel) == ["twine", "wind"]
    assert values(quads, weave["conceptUri"], DCT.description) == ["One line.\n\n- another"]


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"], ids=["LF as git leaves it", "CRLF as Windows makes it"])
def test_line_ends_make_no_difference(small: Tables, write: Write, ending: bytes) -> None:
    row(small, "skills_en", "weave baskets")["altLabels"] = "plait\nweave baskets\nbraid"
    folder = write(small)
    published = load(folder)[0]
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", ending))
    assert load(folder)[0] == published


# 2. Two separators for the same thing


def test_lists_in_collections_are_separated_by_bars(small: Tables, write: Write) -> None:
    """Told by the collection alone, as in a partial release."""
    del small["skills_en"], small["broaderRelationsSkillPillar"]
    compost = row(small, "greenSkillsCollection_en", "compost cuttings")
    compost["altLabels"] = "rot down cuttings | make compost"
    quads, _ = load(write(small))
    assert values(quads, compost["conceptUri"], SKOS.altLabel) == ["rot down cuttings", "make compost"]
    assert values(quads, compost["conceptUri"], SKOS.broader) == compost["broaderConceptUri"].split(" | ")
    assert values(quads, compost["conceptUri"], SKOS.inScheme) == [f"{SCHEME}green"]


def test_bars_in_labels_of_skills_are_no_separators(small: Tables, write: Write) -> None:
    weave = row(small, "skills_en", "weave baskets")
    weave["altLabels"] = "plait | braid"
    assert values(load(write(small))[0], weave["conceptUri"], SKOS.altLabel) == ["plait | braid"]


@pytest.mark.parametrize("separator", [",\n", "\n", " | ", ", "])
def test_uris_in_cells_are_told_apart_by_any_separator(small: Tables, write: Write, separator: str) -> None:
    skill, group = row(small, "skills_en", "willow"), small["conceptSchemes_en"][0]
    skill["inScheme"] = separator.join([f"{SCHEME}skills", f"{SCHEME}member-skills"])
    group["hasTopConcept"] = separator.join([f"{DATA}isced-f/02", STRANGER, f"{DATA}isced-f/02"])
    quads, _ = load(write(small))
    assert values(quads, skill["conceptUri"], SKOS.inScheme) == [f"{SCHEME}skills", f"{SCHEME}member-skills"]
    assert values(quads, f"{SCHEME}skills", SKOS.hasTopConcept) == [f"{DATA}isced-f/02", STRANGER]


# 3. Preferred label inside altLabels


def test_preferred_label_among_the_alternatives_is_left_out_and_reported(small: Tables, write: Write) -> None:
    weave = row(small, "skills_en", "weave baskets")
    weave["altLabels"] = "plait\nweave baskets\nWeave Baskets\nplait"
    quads, report = load(write(small))
    assert values(quads, weave["conceptUri"], SKOS.prefLabel) == ["weave baskets"]
    assert values(quads, weave["conceptUri"], SKOS.altLabel) == ["plait", "Weave Baskets"]
    assert finding(report, Kind.LABEL_REPEATED)[:2] == ("skills_en.csv", 1)


# 4. and 5. Labels are kept as they are


@pytest.mark.parametrize(
    "label",
    ["assess\u00a0willow", "advise  on willow", " willow seller", "willow seller ", "cut, dry, bind", "„weave“"],
)
def test_labels_stay_as_published(small: Tables, write: Write, label: str) -> None:
    willow = row(small, "skills_en", "willow")
    willow |= {"preferredLabel": label, "altLabels": f"x{label}\n{label}x", "hiddenLabels": f"{label}y"}
    quads, _ = load(write(small))
    assert values(quads, willow["conceptUri"], SKOS.prefLabel) == [label]
    assert values(quads, willow["conceptUri"], SKOS.altLabel) == [f"x{label}", f"{label}x"]
    assert values(quads, willow["conceptUri"], SKOS.hiddenLabel) == [f"{label}y"]


# 6. Names and columns change


def test_columns_are_found_by_name(small: Tables, write: Write) -> None:
    told = set(load(write(small))[0])
    turned = {table: [dict(reversed(r.items())) for r in rows] for table, rows in small.items()}
    assert set(load(write(turned))[0]) == told


def test_relation_files_of_v12_have_a_language_and_more_columns(small: Tables, write: Write, tmp_path: Path) -> None:
    told = set(load(write(small))[0])
    for path in (tmp_path / "v1.1.1").iterdir():
        path.unlink()
    for table in [name for name in small if name.endswith(("Relations", "Pillar"))]:
        rows = [
            {k: v for key, value in r.items() for k, v in ((f"{key}Label", "x"), (key, value))} for r in small[table]
        ]
        small |= {f"{table}_en": rows, f"{table}_de": rows}
        del small[table]
    assert set(load(write(small))[0]) == told


def test_what_v12_adds_is_read(small: Tables, write: Write) -> None:
    maker = row(small, "occupations_en", "basket maker")
    nace = ["http://data.europa.eu/ux2/nace2.1/1629", "http://data.europa.eu/ux2/nace2.1/47"]
    for occupation in small["occupations_en"]:
        occupation["naceCode"] = ",\n".join(nace) if occupation is maker else ""
    shares = {maker["conceptUri"]: "0.25", f"{DATA}isco/C73": "1.0", f"{DATA}isco/C7": "0.0", f"{DATA}isco/C0": ""}
    small["greenShareOcc_en"] = [{"conceptUri": uri, "greenShare": share} for uri, share in shares.items()]
    quads, report = load(write(small))
    assert values(quads, maker["conceptUri"], ESCO.hasNACECode) == nace
    assert [values(quads, uri, BW.greenShare) for uri in shares] == [["0.25"], ["1"], ["0"], []]
    assert report.counts["green shares"] == 3


@pytest.mark.parametrize("share", ["1.2", "-0.1", "12 %", "NaN"])
def test_green_share_is_from_0_to_1(small: Tables, write: Write, share: str) -> None:
    small["greenShareOcc_en"] = [{"conceptUri": f"{DATA}isco/C7", "greenShare": share}]
    with pytest.raises(EscoError, match=rf"greenShareOcc_en\.csv:2: '{share}' is not a share from 0 to 1"):
        load(write(small))


def test_concept_schemes_have_no_status_in_v110(small: Tables, write: Write) -> None:
    for scheme in small["conceptSchemes_en"]:
        del scheme["status"]
    quads, _ = load(write(small))
    assert values(quads, f"{SCHEME}skills", ISOTHES.status) == []
    assert values(quads, f"{SCHEME}skills", DCT.title) == ["Skills"]


def test_collections_of_v110_and_v111_are_both_read(small: Tables, write: Write) -> None:
    collection = small.pop("digCompSkillsCollection_en")
    small |= {"ictSkillsCollection_en": collection, "digitalSkillsCollection_en": collection}
    quads, _ = load(write(small))
    assert values(quads, collection[0]["conceptUri"], SKOS.inScheme)[2:] == [
        f"{SCHEME}6c930acd-c104-4ece-acf7-f44fd7333036",
        f"{SCHEME}skill-ict-groups",
    ]


# 15. skillType is spelled differently


def test_types_are_named_as_in_the_rdf(small: Tables, write: Write) -> None:
    quads, _ = load(write(small))
    weave, willow = (row(small, "skills_en", label)["conceptUri"] for label in ("weave baskets", "willow"))
    assert values(quads, weave, ESCO.skillType) == [f"{DATA}skill-type/skill"]
    assert values(quads, willow, ESCO.skillType) == [f"{DATA}skill-type/knowledge"]
    assert values(quads, willow, ESCO.skillReuseLevel) == [f"{DATA}skill-reuse-level/cross-sector"]
    assert set(values(quads, weave, RDF.type)) == {ESCO.Skill.value, ESCO.MemberConcept.value, SKOS.Concept.value}
