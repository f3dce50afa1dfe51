"""Names of sheets and columns in 13 languages, and values as people write them."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from importlib.resources import files

import pytest

from bwise_kg.curriculum.workbook.cells import date_of, number_of
from bwise_kg.curriculum.workbook.layout import SHEETS
from bwise_kg.curriculum.workbook.names import (
    LANGUAGES,
    heading_of,
    is_word,
    known_names,
    name_of,
    normal,
    sheet_of,
)
from bwise_kg.curriculum.workbook.nearest import near_in

TABLE = tomllib.loads((files("bwise_kg.curriculum.workbook") / "names.toml").read_text(encoding="utf-8"))


def test_the_table_is_whole_and_says_that_nobody_reviewed_it() -> None:
    assert TABLE["status"]["reviewed"] is False
    for group in ("sheet", "column", "word"):
        for key, names in TABLE[group].items():
            assert set(names) == set(LANGUAGES), key
            assert all(name.strip() == name and name for name in names.values()), key


def test_every_name_means_one_thing_in_all_languages_together() -> None:
    for language in LANGUAGES:
        for layout in SHEETS:
            title = name_of("sheet", layout.key, language)
            assert sheet_of(title) is layout
            assert len(title) <= 31
            assert not set(title) & set("[]:*?/\\")
    for layout in SHEETS:
        meant: dict[str, set[str]] = {}
        for column in layout.columns:
            for language in LANGUAGES:
                meant.setdefault(normal(name_of("column", column.key, language)), set()).add(column.key)
        assert {name: keys for name, keys in meant.items() if len(keys) > 1} == {}
        assert known_names(layout)


def test_names_of_earlier_workbooks_are_read_and_mean_nothing_else() -> None:
    for layout in SHEETS:
        for title in TABLE["former-sheet"].get(layout.key, {}).values():
            assert sheet_of(title) is layout
        for column in layout.columns:
            former = TABLE["former-column"].get(column.key, {})
            for heading in former.values():
                found = heading_of(layout, heading + " 1" if heading_of(layout, heading) is None else heading)
                assert found is not None
                assert found.column is column, heading
            assert set(former.values()).isdisjoint(TABLE["column"][column.key].values())
    for key, words in TABLE["former-word"].items():
        assert all(is_word(key, word) for word in words.values())
    outcomes = next(sheet for sheet in SHEETS if sheet.key == "outcomes")
    assert heading_of(outcomes, "Fähigkeit 2") == heading_of(outcomes, "Kompetenz 2")
    assert name_of("column", "skill", "de") == "Kompetenz"


def test_headings_may_name_a_language_and_a_number() -> None:
    outcomes = next(sheet for sheet in SHEETS if sheet.key == "outcomes")
    title = heading_of(outcomes, "  TITEL  [en-simple]* ")
    assert title is not None
    assert (title.column.key, title.language) == ("title", "en-simple")
    skill = heading_of(outcomes, "Compétence 12")
    assert skill is not None
    assert (skill.column.key, skill.index) == ("skill", 12)
    assert heading_of(outcomes, "Skill") == heading_of(outcomes, "skill 1")
    assert heading_of(outcomes, "Title 2") is None
    assert heading_of(outcomes, "Hours") is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("7,5", "7.5"), ("1.200,5", "1200.5"), ("1,200.5", "1200.5"), ("1 200", "1200"), ("40.0", "40.0"),
        (Decimal("0.30"), "0.3"), (Decimal("1E+2"), "100"), ("", None), ("7 h", None), ("1,2,3", "123"), (True, None),
    ],
)  # fmt: skip
def test_numbers(written: str | Decimal | bool, read: str | None) -> None:
    assert number_of(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-11-22", "2026-11-22"), ("22.11.2026", "2026-11-22"), ("3/4/2026", "2026-04-03"),
        ("2026-11-22T00:00:00", "2026-11-22"), ("31.2.2026", None), ("soon", None),
    ],
)  # fmt: skip
def test_dates(written: str, read: str | None) -> None:
    assert date_of(written) == read


def test_a_short_label_within_a_long_text_is_not_near() -> None:
    near = near_in("mange tyme", {"NG": "1", "time": "2", "manage time": "3", "manage teams": "4"})
    assert [n.label for n in near][:2] == ["manage time", "manage teams"]
    assert near_in("waste sorting", {"sort waste": "1", "waste": "2"})[0].label == "sort waste"
    assert near_in("xyz", {"manage time": "1"}) == []
