"""What a workbook says to a designer, in the designer's language: notes, examples, problems."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from bwise_kg.cli import app
from bwise_kg.curriculum.source import read_source, require_readable
from bwise_kg.curriculum.workbook.layout import SHEETS, Form
from bwise_kg.curriculum.workbook.names import LANGUAGES, name_of
from bwise_kg.curriculum.workbook.notes import note_of
from bwise_kg.curriculum.workbook.resolving import NO_LABEL
from bwise_kg.errors import DataError
from bwise_kg.words import words

from .workbooks import changed, column, filled, read

OTHERS = sorted({*LANGUAGES} - {"en"})


def test_every_vocabulary_has_words_for_what_is_not_in_it() -> None:
    kinds = {c.kind for sheet in SHEETS for c in sheet.columns if c.form is Form.CONCEPT}
    assert set(NO_LABEL) == kinds


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_call_columns_and_words_as_the_workbook_does(language: str) -> None:
    notes = [str(note_of(key, language)) for key in ("title", "skill", "key")]
    named = [f"{name_of('column', 'title', language)} [fr]", f"{name_of('column', 'level', language)} 5"]
    for note, name in zip(notes, [*named, name_of("word", "example", language)], strict=True):
        assert name in note
    assert note_of("origin", language) is None


@pytest.mark.parametrize("language", OTHERS)
def test_notes_and_examples_are_in_the_language_of_the_workbook(
    slice_store: Path, tmp_path: Path, language: str
) -> None:
    pages = {}
    for tag in (language, "en"):
        path = tmp_path / f"{tag}.xlsx"
        command = ["template", "worker", "--lang", tag, "-o", str(path), "--store", str(slice_store)]
        assert CliRunner().invoke(app, command).exit_code == 0
        book = load_workbook(path)
        notes = {
            (number, cell.coordinate): cell.comment.text
            for number, sheet in enumerate(book.worksheets)
            for row in sheet.iter_rows()
            for cell in row
            if cell.comment is not None
        }
        modules = book[name_of("sheet", "modules", tag)]
        pages[tag] = notes, modules.cell(2, column(modules, name_of("column", "title", tag))).value
    (notes, example), (english, other) = pages[language], pages["en"]
    assert notes.keys() == english.keys()
    assert [place for place, text in notes.items() if text == english[place]] == []
    assert example == words(language).gettext("Green routines in our workshop") != other


def test_a_catalogue_changes_the_words_of_a_problem_and_not_its_place(tmp_path: Path) -> None:
    def spoil(book: object) -> None:
        sheet = book["Modules"]  # type: ignore[index]
        sheet.cell(2, column(sheet, "Hours")).value = "many"
        sheet.cell(2, column(sheet, "Core or optional")).value = "neither"

    path = changed(filled("worker", tmp_path / "course.xlsx"), spoil)
    for language in LANGUAGES:
        gettext = words(language).gettext
        kind, hours = read(path, language).problems
        kinds = words(language).either(name_of("word", "core", language), name_of("word", "optional", language))
        assert kind.message == gettext("%(text)s is no kind of module", text="'neither'")
        assert kind.remedy == gettext("write %(kinds)s", kinds=kinds)
        assert (hours.message, hours.place) == (gettext("%(text)s is no number", text="'many'"), "Modules!G2")
    english = [str(problem) for problem in read(path, "xx").problems]
    assert english == [
        "Modules!E2: 'neither' is no kind of module; write core or optional",
        "Modules!G2: 'many' is no number; write digits alone, e.g. 40 or 7,5",
    ]


@pytest.mark.parametrize("language", OTHERS)
def test_refusals_are_in_the_language_that_is_asked_for(tmp_path: Path, language: str) -> None:
    empty = tmp_path / "empty.xlsx"
    empty.touch()
    with pytest.raises(DataError) as refused:
        read_source(empty, language)
    said = str(refused.value).removeprefix(f"{empty}: ")
    assert said == words(language).gettext("the file is empty") != "the file is empty"


def test_an_error_of_many_cells_is_in_one_language(tmp_path: Path) -> None:
    def spoil(book: object) -> None:
        sheet = book["Modules"]  # type: ignore[index]
        for row in (2, 3):
            sheet.cell(row, column(sheet, "Hours")).value = "many"

    path = changed(filled("worker", tmp_path / "course.xlsx"), spoil)
    with pytest.raises(DataError) as german:
        require_readable(read(path, "de"), "de")
    wording = words("de")
    first, *cells = str(german.value).removeprefix(f"{path}: ").splitlines()
    assert first == wording.ngettext(
        "one cell cannot be read as it is:", "%(count)s cells cannot be read as they are:", 2
    )
    assert all(wording.gettext("%(text)s is no number", text="'many'") in cell for cell in cells)
    assert len(cells) == 2
