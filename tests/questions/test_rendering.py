"""Answers as JSON, CSV, workbook, terminal table and picture: what is in them when they are read back."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from rich.console import Console

from bwise_kg import Answer, Graph
from bwise_kg.namespaces import ESCO_ATTRIBUTION
from bwise_kg.render.question_data import REFERENCE_DESIGN_CAPTION, answer_csv, answer_json
from bwise_kg.render.question_sheet import answer_sheet
from bwise_kg.render.question_table import answer_text

from .conftest import HOSTILE, PICTURES, Asked, file

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "answer.schema.json").read_text(encoding="utf-8"))
SUPPORTER = "https://w3id.org/bwise/id/profile/supporter"
ODD = file(
    "thing text number day",
    f'(bwid:profile\\/supporter "=1+1" 12 "2024-02-29"^^xsd:date) (UNDEF "+1" -2.50 "2024-02-30"^^xsd:date)'
    f' (<javascript:alert(3)> "@x" "NaN"^^xsd:double "1850-01-01"^^xsd:date)'
    f' ("text here" "-1"@fr 123456789012345678 UNDEF) (<http://example.org/{"x" * 3000}> "\\u0001#N/A" "x" UNDEF)'
    f' (UNDEF {json.dumps(HOSTILE)} 1e3 "2024-01-01T00:00:00Z"^^xsd:dateTime)',
)
"""Everything that a spreadsheet could take for something else."""


@pytest.fixture
def odd(asked: Asked) -> Answer:
    return asked(ODD)


@pytest.fixture(params=["odd", "cq02", "cq07", *PICTURES])
def any_answer(request: pytest.FixtureRequest, asked: Asked, slice_graph: Graph) -> Answer:
    name = request.param
    if name.startswith("cq"):
        return slice_graph.ask(name)
    return asked(PICTURES.get(name, ODD))


def test_json_is_as_the_schema_says(any_answer: Answer) -> None:
    data = json.loads(json.dumps(answer_json(any_answer)))
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    names = [column["name"] for column in data["columns"]]
    assert all(list(row) == names for row in data["rows"])


def test_json_holds_what_the_answer_does(slice_graph: Graph) -> None:
    data = answer_json(slice_graph.ask("cq02", profile="supporter"))
    assert (data["status"], data["referenceDesign"], data["attribution"]) == ("answered", True, ESCO_ATTRIBUTION)
    assert data["parameters"][0]["value"]["iri"] == SUPPORTER
    row = next(row for row in data["rows"] if row["relation"]["iri"].endswith("closeMatch"))
    assert row["occupation"]["label"] == "employment and vocational integration consultant"
    assert row["code"] == {
        "type": "literal",
        "value": "2423.2",
        "datatype": "http://www.w3.org/2001/XMLSchema#string",
        "language": None,
    }


def test_schema_allows_nothing_else(odd: Answer) -> None:
    data = answer_json(odd)
    for change in ({"status": "maybe"}, {"more": 1}, {"rows": [{"thing": "text"}]}, {"question": {"id": "cq02"}}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(data | change, SCHEMA)


def test_csv_has_label_and_iri_and_no_formula(odd: Answer) -> None:
    rows = list(csv.reader(io.StringIO(answer_csv(odd), newline="")))
    assert rows[0] == ["Thing", "Thing IRI", "Text", "Number", "Day"]
    assert rows[1][1:] == [SUPPORTER, "'=1+1", "12", "2024-02-29"]
    assert rows[2] == ["", "", "'+1", "-2.50", "2024-02-30"] or rows[2] == ["", "", "'+1", "-2.5", "2024-02-30"]
    assert rows[3][1:3] == ["javascript:alert(3)", "'@x"]
    assert rows[4][:3] == ["text here", "", "'-1"]
    assert rows[6][2] == HOSTILE
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


def sheets(answer: Answer) -> tuple[Worksheet, Worksheet]:
    book = load_workbook(io.BytesIO(answer_sheet(answer)))
    assert book.sheetnames == ["Answer", "About"]
    return book["Answer"], book["About"]


def test_workbook_holds_typed_cells(odd: Answer) -> None:
    sheet, _ = sheets(odd)
    assert [cell.value for cell in sheet[1]] == ["Thing", "Thing IRI", "Text", "Number", "Day"]
    assert all(cell.font.b for cell in sheet[1])
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:E7")
    assert sheet["D2"].value == 12
    assert sheet["E2"].value.date() == date(2024, 2, 29)
    assert sheet["E2"].number_format == "yyyy-mm-dd"
    assert sheet["D3"].value == pytest.approx(-2.5)
    assert sheet["D7"].value == pytest.approx(1000)
    texts = {"C2": "=1+1", "C3": "+1", "C4": "@x", "C5": "-1", "C6": "#N/A", "C7": HOSTILE, "E3": "2024-02-30",
             "D4": "NaN", "D5": "123456789012345678", "D6": "x", "E4": "1850-01-01",
             "E7": "2024-01-01T00:00:00Z"}  # fmt: skip
    for place, text in texts.items():
        assert (sheet[place].value, sheet[place].data_type) == (text, "s"), place
    assert all(sheet[place].quotePrefix for place in ("C2", "C3", "C4", "C5"))
    assert sheet["B2"].hyperlink.target == SUPPORTER
    assert sheet["B4"].hyperlink is None
    assert sheet["B6"].hyperlink is None
    assert all(10 <= sheet.column_dimensions[letter].width <= 60 for letter in "ABCDE")


def test_workbook_says_what_it_answers(slice_graph: Graph) -> None:
    _, about = sheets(slice_graph.ask("cq02", profile="supporter"))
    said = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert said["Question"] == slice_graph.ask("cq02").question.text
    assert str(said["Profile"]).endswith(f"<{SUPPORTER}>")
    assert (said["ESCO"], said["Origin"], said["ESCO version"]) == (ESCO_ATTRIBUTION, REFERENCE_DESIGN_CAPTION, "1.1.1")
    assert "row" in str(said["Status"])


NOTHING = file("it", "(UNDEF)").replace("VALUES (?it) { (UNDEF) }", "?it a bw:NoSuchThing")
UNPUBLISHED = NOTHING.replace("#+ example", "#+ needs: [bw:NoSuchThing]\n#+ example")


def test_workbook_without_rows_says_why(asked: Asked) -> None:
    sheet, about = sheets(asked(UNPUBLISHED))
    assert str(sheet["A2"].value).startswith("Not published")
    notes = [row[1] for row in about.iter_rows(values_only=True) if row[0] == "Note"]
    assert notes == ["The graph holds no bw:NoSuchThing yet."]
    assert str(sheets(asked(NOTHING))[0]["A2"].value).startswith("None")


def shown(answer: Answer) -> str:
    console = Console(width=200, file=io.StringIO())
    with console.capture() as capture:
        console.print(answer_text(answer))
    return capture.get()


def test_table_shows_labels_short_ids_and_origin(slice_graph: Graph, asked: Asked) -> None:
    text = shown(slice_graph.ask("cq02", profile="supporter"))
    assert "enterprise *" in text
    assert "bwid:profile/supporter" in text
    assert "2423.2" in text
    assert REFERENCE_DESIGN_CAPTION in text
    assert HOSTILE[:30] in shown(asked(file("it", json.dumps(HOSTILE).join("()"))))
    assert "Not published" in shown(asked(UNPUBLISHED))
    assert "None: the graph holds everything" in shown(asked(NOTHING))
