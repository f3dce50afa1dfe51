"""Files made to do harm, or that are not what they are called: refused with a reason, in bounded time and memory."""

from __future__ import annotations

import csv
import io
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bwise_kg.curriculum.size import require_size
from bwise_kg.curriculum.source import read_source
from bwise_kg.errors import DataError

from .workbooks import filled, repacked

SHEET = (
    '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>%s</sheetData></worksheet>"
)


@pytest.fixture
def xlsx(tmp_path: Path) -> Path:
    """Return a workbook that is in order."""
    return filled("supporter", tmp_path / "good.xlsx")


@pytest.fixture
def ods(tmp_path: Path) -> Path:
    """Return an OpenDocument workbook that is in order."""
    return filled("supporter", tmp_path / "good.ods")


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    """Every refusal takes seconds and little memory."""
    tracemalloc.start()
    start = time.monotonic()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.monotonic() - start < 60
    assert peak < 400 << 20


def refused(path: Path, match: str) -> None:
    with pytest.raises(DataError, match=match) as caught:
        read_source(path)
    assert str(path) in str(caught.value) or path.is_dir()


def test_a_bomb_of_zeros(xlsx: Path, tmp_path: Path) -> None:
    bomb = repacked(xlsx, tmp_path / "b.xlsx", {"xl/worksheets/sheet1.xml": b" " * (60 << 20)})
    assert bomb.stat().st_size < 1 << 20
    refused(bomb, "unpacks to more")


def test_a_bomb_of_parts(xlsx: Path, tmp_path: Path) -> None:
    refused(repacked(xlsx, tmp_path / "b.xlsx", {f"p{n}.xml": b"" for n in range(1100)}), "parts are more")


def test_a_bomb_of_elements(xlsx: Path, tmp_path: Path) -> None:
    deep = SHEET % ("<a>" * 2_100_000)
    refused(repacked(xlsx, tmp_path / "b.xlsx", {"xl/worksheets/sheet1.xml": deep.encode()}), "elements and ends")


def test_elements_that_never_end(xlsx: Path, tmp_path: Path) -> None:
    links = b"<Relationship " * 600_000
    refused(repacked(xlsx, tmp_path / "b.xlsx", {"xl/_rels/workbook.xml.rels": links}), "cannot be read as a workbook")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_entities(xlsx: Path, tmp_path: Path, part: str, encoding: str) -> None:
    declaration = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a '
    laughs = declaration + '[<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><a>&b;</a>'
    refused(repacked(xlsx, tmp_path / "e.xlsx", {part: laughs.encode(encoding)}), "declares XML entities")


def test_entities_in_ods(ods: Path, tmp_path: Path) -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    refused(repacked(ods, tmp_path / "e.ods", {"content.xml": evil}), "declares XML entities")


def test_a_million_rows(xlsx: Path, tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 12_000))
    refused(repacked(xlsx, tmp_path / "r.xlsx", {"xl/worksheets/sheet2.xml": (SHEET % rows).encode()}), "10,000 rows")
    far = SHEET % '<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'
    refused(repacked(xlsx, tmp_path / "f.xlsx", {"xl/worksheets/sheet2.xml": far.encode()}), "1,048,576 rows")


def test_a_million_rows_in_one_element_of_ods(ods: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(ods) as archive:
        content = archive.read("content.xml").decode()
    row = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" '
        'office:value="1" table:number-columns-repeated="16384"/></table:table-row>'
    )
    many = content.replace("</table:table>", row + "</table:table>", 1)
    refused(repacked(ods, tmp_path / "r.ods", {"content.xml": many.encode()}), "10,000 rows are filled in")
    blank = content.replace(
        "</table:table>", row.replace(' office:value-type="float" office:value="1"', "") + "</table:table>"
    )
    assert read_source(repacked(ods, tmp_path / "b.ods", {"content.xml": blank.encode()})).problems == ()


def test_macros(xlsx: Path, ods: Path, tmp_path: Path) -> None:
    refused(repacked(xlsx, tmp_path / "m.xlsx", {"xl/vbaProject.bin": b"x"}), "holds macros")
    refused(repacked(ods, tmp_path / "m.ods", {"Basic/Standard/Module1.xml": b"<a/>"}), "holds macros")
    renamed = tmp_path / "m.xlsm"
    renamed.write_bytes(xlsx.read_bytes())
    refused(renamed, "workbook for macros")


def test_links_to_elsewhere(xlsx: Path, ods: Path, tmp_path: Path) -> None:
    refused(repacked(xlsx, tmp_path / "l.xlsx", {"xl/externalLinks/externalLink1.xml": b"<a/>"}), "other files")
    rels = (
        b'<Relationships><Relationship Id="r1" Type="http://x/relationships/image" Target="http://evil/" '
        b'TargetMode="External"/></Relationships>'
    )
    refused(
        repacked(xlsx, tmp_path / "i.xlsx", {"xl/worksheets/_rels/sheet9.xml.rels": rels}), "another file or address"
    )
    with zipfile.ZipFile(ods) as archive:
        content = archive.read("content.xml").decode()
    linked = content.replace("<table:table-row>", '<table:table-source xlink:href="http://evil/"/><table:table-row>', 1)
    refused(repacked(ods, tmp_path / "l.ods", {"content.xml": linked.encode()}), "another file or address")


def test_charts_in_ods_are_no_links(ods: Path, tmp_path: Path) -> None:
    chart = (
        b"<office:document-content><office:body><office:chart></office:chart></office:body></office:document-content>"
    )
    parts = {"ObjectReplacements/Object 1": b"x", "Object 1/meta.xml": b"<a/>", "Object 1/content.xml": chart}
    charted = repacked(ods, tmp_path / "c.ods", parts)
    assert read_source(charted).quads == read_source(ods).quads
    for other in (
        {"Object 1/content.xml": chart.replace(b"chart", b"spreadsheet")},
        {"Object 1/book.xlsx": b"x"},
        {"Object 2/meta.xml": b"<a/>"},
        {"Object 1/Object 2/content.xml": chart},
    ):
        refused(repacked(charted, tmp_path / "o.ods", other), "other files or holds some")
    refused(repacked(charted, tmp_path / "m.ods", {"Object 1/Basic/Module1.xml": b"<a/>"}), "holds macros")


@pytest.mark.parametrize(
    ("name", "data", "match"),
    [
        ("empty.xlsx", b"", "the file is empty"),
        ("empty.ods", b"", "the file is empty"),
        ("page.xlsx", b"<html>", "is no .xlsx workbook"),
        ("cut.xlsx", b"PK\x03\x04 and no more", "is damaged"),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "locked with a password"),
        ("old.xls", b"\xd0\xcf\x11\xe0", "unknown kind of file"),
        ("table.csv", b"a,b", "or a folder of CSV files"),
    ],
)
def test_files_that_are_something_else(tmp_path: Path, name: str, data: bytes, match: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    refused(path, match)


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_damage_inside(tmp_path: Path, suffix: str, xlsx: Path, ods: Path) -> None:
    whole = {".xlsx": xlsx, ".ods": ods}[suffix]
    with zipfile.ZipFile(whole) as archive:
        part = max(archive.infolist(), key=lambda part: part.compress_size)
    data = bytearray(whole.read_bytes())
    start = part.header_offset + 30 + len(part.filename)
    data[start : start + 20] = b"\xff" * 20
    (tmp_path / f"d{suffix}").write_bytes(data)
    refused(tmp_path / f"d{suffix}", "is damaged and cannot be unpacked")


@pytest.mark.parametrize("encoding", ["nowhere", "shift_jis", "hex"])
def test_encodings_that_are_not_read(ods: Path, tmp_path: Path, encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode()
    refused(repacked(ods, tmp_path / "e.ods", {"content.xml": content}), r"content\.xml: is damaged")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_no_spreadsheet_program_packs_with(xlsx: Path, tmp_path: Path, method: int) -> None:
    other = repacked(xlsx, tmp_path / "p.xlsx", {})
    with zipfile.ZipFile(other, "a", method) as archive:
        archive.writestr("xl/more.xml", "<a/>")
    refused(other, rf"xl/more.xml: cannot be unpacked \(compression type {method}\)")


def test_files_under_a_wrong_name(xlsx: Path, ods: Path, tmp_path: Path) -> None:
    for file, other in ((xlsx, tmp_path / "a.ods"), (ods, tmp_path / "a.xlsx")):
        other.write_bytes(file.read_bytes())
        refused(other, f"name it {file.suffix}")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("readme.txt", "hello")
    (tmp_path / "z.xlsx").write_bytes(stream.getvalue())
    refused(tmp_path / "z.xlsx", "is no .xlsx workbook")
    refused(tmp_path / "nowhere.xlsx", "No such file")


def test_folders(tmp_path: Path) -> None:
    folder = tmp_path / "csv"
    folder.mkdir()
    refused(folder, "no CSV files")
    (folder / "Modules.csv").write_bytes("Key,Title\nM1,Übung\n".encode("latin-1"))
    refused(folder, r"Modules.csv:2: is not UTF-8 text")
    (folder / "Modules.csv").write_bytes(b"Key,Title\nM1,\0\n")
    refused(folder, r"Modules.csv:2: is not text")
    (folder / "Modules.csv").write_text("Key\n" + "M1\n" * 10_001)
    refused(folder, "10,000 rows are filled in")


@pytest.mark.parametrize(
    "value",
    [
        "<<( <x:a> <x:b> " * 50_000 + "<x:c>" + " )>>" * 50_000,
        "<x:o> .\n<x:s> <x:p> " + "<<( <x:a> <x:b> " * 50_000,
        f'"{"x" * (17 << 20)}"',
    ],
)
def test_values_that_the_parser_cannot_stand(tmp_path: Path, value: str) -> None:
    (tmp_path / "Curriculum.csv").write_text("Field,Value\nTitle,x\n", encoding="utf-8")
    with (tmp_path / "Other statements.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["Subject", "Property", "Value"], ["http://a", "http://b", value]])
    (problem,) = read_source(tmp_path).problems
    assert str(problem).startswith("Other statements!C2: this is no value in the syntax of N-Triples; write <iri>")


def test_positions_of_thousands_of_digits(tmp_path: Path) -> None:
    (tmp_path / "Curriculum.csv").write_text("Field,Value\nTitle,x\n", encoding="utf-8")
    (tmp_path / "Modules.csv").write_text(f"Title,Position\na,{'0' * 5_000}\nb,{'9' * 5_000}\n", encoding="utf-8")
    source = read_source(tmp_path)
    assert [problem.place for problem in source.problems] == ["Modules!B2"]
    with pytest.raises(DataError, match="a number of 5,000 digits"):
        require_size(source.quads, str(tmp_path))


def test_a_csv_folder_may_be_utf_16_with_semicolons(tmp_path: Path) -> None:
    (tmp_path / "Kurikulum.csv").write_text("Polje;Vrijednost\r\nNaslov;Razvrstavanje otpada\r\n", encoding="utf-16")
    source = read_source(tmp_path, "hr")
    assert source.problems == ()
    assert len(source.quads) == 2


def test_a_workbook_without_the_curriculum_says_so(tmp_path: Path) -> None:
    from openpyxl import Workbook

    Workbook().save(tmp_path / "blank.xlsx")
    (problem,) = read_source(tmp_path / "blank.xlsx").problems
    assert problem.place == "Curriculum!A1"
    assert "no sheet for the curriculum" in problem.message


def test_thousands_of_unknown_labels_take_seconds(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.worksheets[0].title = "Curriculum"
    book.worksheets[0].append(["Title", "x"])
    sheet = book.create_sheet("Outcomes")
    sheet.append(["Title", "Skill 1"])
    for number in range(4_000):
        sheet.append([f"o{number}", f"unknown {number} " + "x" * 3_000])
    book.save(tmp_path / "u.xlsx")
    problems = read_source(tmp_path / "u.xlsx").problems
    assert len(problems) == 501
    assert problems[0].place == "Outcomes!B2"
