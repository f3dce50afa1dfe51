"""Words in a language: which catalogue a tag means, forms of counts, placeholders, numbers."""

import io
import threading
from decimal import Decimal

import pytest

from bwise_kg.words import wording_of, words

SLOVENE = """
msgid ""
msgstr ""
"Language: sl\\n"
"Plural-Forms: nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "%(text)s is no date"
msgstr "%(text)s ni datum"

msgid "%(share)s of it, 100 %%"
msgstr "100 %%, od tega %(share)s"

msgid "one cell"
msgid_plural "%(count)s cells"
msgstr[0] "%(count)s celica"
msgstr[1] "%(count)s celici"
msgstr[2] "%(count)s celice"
msgstr[3] "%(count)s celic"

msgid "empty"
msgstr ""

msgid "one row"
msgid_plural "%(count)s rows"
msgstr[0] ""
msgstr[1] ""
msgstr[2] ""
msgstr[3] ""

msgid "Type here."
msgstr "%(tukaj)s 100 %"

#, python-format
msgid "%(text)s is no number"
msgstr "%(besedilo)s ni število"

#, python-format
msgid "%(count)s file"
msgid_plural "%(count)s files"
msgstr[0] "%(count)s datoteka"
msgstr[1] "%(stevilo)s datoteki"
msgstr[2] "%(count)s datoteke"
msgstr[3] "%(count)s datotek"

#, fuzzy
msgid "a guess"
msgstr "ugibanje"
"""


@pytest.fixture
def slovene() -> io.BytesIO:
    return io.BytesIO(SLOVENE.encode())


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("de", "de"), ("de-AT", "de"), ("DE", "de"), ("sl-simple", "sl"), ("en", "en"), ("en-GB", "en"),
        ("xx", "en"), ("", "en"), ("../de", "en"), ("bwise-kg", "en"), ("a" * 5000, "en"),
    ],
)  # fmt: skip
def test_a_tag_means_a_catalogue_or_english(tag: str, language: str) -> None:
    assert words(tag).language == language


def test_english_stands_in_the_code() -> None:
    english = words("en")
    assert english.gettext("%(text)s is no date", text="'soon'") == "'soon' is no date"
    assert [english.ngettext("one cell", "%(count)s cells", count) for count in (0, 1, 2, 1200)] == [
        "0 cells", "one cell", "2 cells", "1,200 cells",
    ]  # fmt: skip


def test_a_count_takes_the_form_of_the_language(slovene: io.BytesIO) -> None:
    wording = wording_of(slovene, "sl")
    said = [wording.ngettext("one cell", "%(count)s cells", count) for count in (1, 2, 3, 5, 101, 1104)]
    assert said == ["1 celica", "2 celici", "3 celice", "5 celic", "101 celica", "1.104 celice"]


def test_values_stand_where_the_language_puts_them(slovene: io.BytesIO) -> None:
    wording = wording_of(slovene, "sl")
    assert wording.gettext("%(text)s is no date", text="'%(x)s 5 %'") == "'%(x)s 5 %' ni datum"
    assert wording.gettext("%(share)s of it, 100 %%", share="3") == "100 %, od tega 3"


def test_what_is_not_translated_stays_english_message_by_message(slovene: io.BytesIO) -> None:
    wording = wording_of(slovene, "sl")
    assert [wording.gettext(text) for text in ("empty", "unknown", "a guess")] == ["empty", "unknown", "a guess"]
    assert [wording.ngettext("one row", "%(count)s rows", count) for count in (1, 2, 5)] == [
        "one row", "2 rows", "5 rows",
    ]  # fmt: skip


def test_a_slip_of_a_translator_takes_no_report_away(slovene: io.BytesIO) -> None:
    wording = wording_of(slovene, "sl")
    assert wording.gettext("%(text)s is no number", text="'x'") == "'x' is no number"
    assert wording.gettext("Type here.") == "Type here."
    assert [wording.ngettext("%(count)s file", "%(count)s files", count) for count in (1, 2)] == ["1 file", "2 files"]


def test_numbers_are_written_as_in_the_language() -> None:
    number = Decimal("12345.50")
    written = {tag: words(tag).number(number).replace("\xa0", " ") for tag in ("en", "de", "lv", "xx")}
    assert written == {"en": "12,345.5", "de": "12.345,5", "lv": "12 345,5", "xx": "12,345.5"}
    assert words("de").percent(0.854).replace("\xa0", " ") == "85 %"
    assert words("en").percent(1) == "100%"


def test_several_languages_at_once_do_not_get_mixed_up() -> None:
    tags = ["de", "fr", "lv", "en", "xx"] * 8
    said: dict[int, tuple[str, str]] = {}

    def ask(number: int, tag: str) -> None:
        wording = words(tag)
        said[number] = (wording.language, wording.number(1234567).replace("\u202f", " ").replace("\xa0", " "))

    threads = [threading.Thread(target=ask, args=(number, tag)) for number, tag in enumerate(tags)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    english = ("en", "1,234,567")
    expected = {"de": ("de", "1.234.567"), "fr": ("fr", "1 234 567"), "lv": ("lv", "1 234 567"), "xx": english}
    assert [said[number] for number in range(len(tags))] == [expected.get(tag, english) for tag in tags]
