"""The catalogues: current, complete, with the placeholders and plural forms that they need, in their language."""

import ast
import io
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po
from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped, unused-ignore]

from bwise_kg.translations import LANGUAGES
from bwise_kg.translations.interface import TEMPLATE, catalogue, complaints, template, text_of, updated, write

FOLDER = Path(__file__).parents[2] / "bwise_kg" / "locale"
COUNTED = "one cell cannot be read as it is:"


@pytest.fixture(scope="module", params=sorted(LANGUAGES))
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def faulty(language: str, changes: dict[str, str | tuple[str, ...]], flags: Iterable[str] = ()) -> list[str]:
    """Return the complaints about messages that are changed in a catalogue that is otherwise as English as the code."""
    made = read_po(io.BytesIO(text_of(updated(language)).encode()), locale=language)
    for message in made:
        if isinstance(message.id, str):
            key, english = message.id, message.id
            message.string = changes.get(key, english)
        else:
            key, english = message.id[0], message.id[-1]
            message.string = changes.get(key, (english,) * made.num_plurals)
        if key:
            message.flags = {*flags} if key in changes else set()
    return complaints(made)


def test_template_is_fresh() -> None:
    """Write it anew with: python -m bwise_kg.translations.interface."""
    assert (FOLDER / TEMPLATE).read_text(encoding="utf-8") == text_of(template())


def test_file_is_fresh_and_names_its_language(language: str) -> None:
    """Write it anew with: python -m bwise_kg.translations.interface."""
    text = (FOLDER / f"{language}.po").read_text(encoding="utf-8")
    assert text == text_of(updated(language))
    assert f'"Language: {language}\\n"' in text


def test_every_message_is_translated_with_its_placeholders_and_forms(language: str) -> None:
    assert complaints(catalogue(language)) == []


def test_texts_are_in_the_language_of_their_file(language: str) -> None:
    found = catalogue(language)
    forms = [f for m in found if m.id for f in (m.string if isinstance(m.string, tuple | list) else [m.string])]
    text = " ".join(re.sub(r"%\(\w+\)s|`[^`]*`", "", str(form)) for form in forms)
    detector = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    detector.set_languages(["en", *LANGUAGES])
    assert detector.classify(text)[0] == language


def test_nothing_is_wrong_with_a_whole_catalogue() -> None:
    assert faulty("de", {}) == []


@pytest.mark.parametrize(
    ("english", "changed", "problem"),
    [
        ("%(text)s is no date", "kein Datum", "other placeholders"),
        ("%(text)s is no date", "%(text)s %(place)s ist kein Datum", "other placeholders"),
        ("%(text)s is no date", " ", "is not translated"),
        ("write it as 2026-11-22", "schreiben Sie 22.11.2025", "other numbers"),
        ("Sorting waste", "Abfall trennen.", "begins or ends otherwise"),
        ("Sorting waste", " Abfall trennen", "begins or ends otherwise"),
        ("start from a workbook that `bwise-kg template` makes", "mit `bwise-kg vorlage`", "other placeholders"),
        (COUNTED, ("eine Zelle:", ""), "is not translated"),
        (COUNTED, ("eine Zelle:",), "has 1 forms, not 2"),
        (COUNTED, ("eine Zelle:", "Zellen:"), "other placeholders"),
    ],
)
def test_faults_of_translations_are_named(english: str, changed: str | tuple[str, ...], problem: str) -> None:
    (said,) = faulty("de", {english: changed})
    assert repr(english) in said
    assert problem in said


def test_a_count_may_be_left_out_where_a_form_is_for_one_count_alone() -> None:
    assert faulty("de", {COUNTED: ("eine Zelle:", "%(count)s Zellen:")}) == []
    assert faulty("pl", {COUNTED: ("jedna:", "%(count)s komórki:", "%(count)s komórek:")}) == []
    (said,) = faulty("hr", {COUNTED: ("jedna ćelija:", "%(count)s ćelije:", "%(count)s ćelija:")})
    assert "'jedna ćelija:' has other placeholders" in said  # 21 takes this form as well


def test_guesses_and_leftovers_are_named() -> None:
    assert faulty("de", {"Type here.": "Hier."}, ["fuzzy"]) == ["'Type here.': is marked as fuzzy"]
    made = Catalog("de")
    made.add("gone by now", "weg")
    said = complaints(made)
    assert said[0] == "'gone by now': is not in the template"
    assert "'Type here.': is missing" in said


def test_writing_keeps_what_is_translated_and_reviewed(tmp_path: Path) -> None:
    write(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {TEMPLATE, *(f"{language}.po" for language in LANGUAGES)}
    assert all((FOLDER / path.name).read_text("utf-8") == path.read_text("utf-8") for path in tmp_path.iterdir())


def messages_in(file: Path) -> set[str]:
    """Return the messages that a module looks up, also those within f-strings, which extraction does not see."""
    calls = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    named = {"gettext": 1, "gettext_noop": 1, "ngettext": 2}
    return {
        str(argument.value)
        for call in calls
        for argument in call.args[: named.get(getattr(call.func, "attr", getattr(call.func, "id", "")), 0)]
        if isinstance(argument, ast.Constant)
    }


def test_every_message_in_the_code_is_in_the_template() -> None:
    there = {text for message in template() for text in (message.id if message.pluralizable else [message.id])}
    package = FOLDER.parent
    found = {str(file.relative_to(package)): messages_in(file) - there for file in package.rglob("*.py")}
    assert {file: missing for file, missing in found.items() if missing} == {}


def test_catalogues_hold_all_kinds_of_words() -> None:
    wanted = {"Type here.", "Sorting waste", "%(text)s is no date", "holds macros; save the workbook without them, as "
              ".xlsx or .ods", "%(first)s or %(second)s"}  # fmt: skip
    assert {message.id for message in template()} >= wanted
