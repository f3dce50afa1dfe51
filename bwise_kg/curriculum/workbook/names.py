"""Names of sheets and columns in 13 languages, and headings made of them."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from ..model import text_in
from .layout import BY_KEY, SHEETS, Column, Layout

LANGUAGES = ("bg", "de", "el", "en", "es", "fr", "hr", "it", "lv", "nl", "pl", "ro", "sl")
"""The languages that names are there in."""
NO_LANGUAGE = "-"
"""What a heading says for texts in no language: ``Title [-]``."""

_HEADING = re.compile(
    r"(?P<name>.*?)\s*(?P<index>[1-9][0-9]{0,2})?\s*(?:\[\s*(?P<language>-|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*\])?"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column of a file is for. language: of its texts, None for the workbook's. index: 0 for no number."""

    column: Column
    language: str | None = None
    index: int = 0


def name_of(group: str, key: str, language: str = "en") -> str:
    """Return the name of a sheet, column or word in a language, else in English.

    >>> name_of("sheet", "outcomes", "de")
    'Lernergebnisse'
    """
    return text_in(_file()[group][key], language)


def is_word(key: str, text: str) -> bool:
    """Tell whether a text is a word of the table, in any language."""
    return normal(text) in {normal(name) for name in _read_as("word", key)}


def heading_text(heading: Heading, language: str) -> str:
    """Return how a heading is written, e.g. ``Skill 2`` or ``Titel [fr]``."""
    text = name_of("column", heading.column.key, language)
    if heading.index:
        text += f" {heading.index}"
    if heading.language is not None:
        text += f" [{heading.language or NO_LANGUAGE}]"
    return text


def sheet_of(title: str) -> Layout | None:
    """Return the sheet that a title in any of the languages means, None if it is none of ours."""
    key = _sheets().get(normal(title))
    return BY_KEY[key] if key else None


def is_lists(title: str) -> bool:
    """Tell whether a title means the sheet that drop-downs take their values from."""
    return normal(title) in {normal(name) for name in _file()["sheet"]["lists"].values()}


def is_validation(title: str) -> bool:
    """Tell whether a title means the sheet that an annotated workbook begins with: what came of the rules."""
    return normal(title) in {normal(name) for name in _file()["sheet"]["validation"].values()}


def heading_of(layout: Layout, text: str) -> Heading | None:
    """Return what a heading on a sheet means, in any of the languages; None if it is not of the sheet."""
    match = _HEADING.fullmatch(" ".join(text.split()).strip("* "))
    columns = _columns(layout.key)
    if match is None or (column := columns.get(normal(match["name"]))) is None:
        return None
    repeated = bool(layout.part and layout.part.repeated and column.part)
    index = int(match["index"] or repeated)
    if bool(index) is not repeated:
        return None
    tag = match["language"]
    return Heading(column, None if tag is None else tag.replace(NO_LANGUAGE, "") if tag == NO_LANGUAGE else tag, index)


def known_names(layout: Layout | None = None, languages: Iterable[str] = LANGUAGES) -> dict[str, str]:
    """Return the names of all sheets, or of the columns of one, in some languages."""
    group, keys = ("column", [c.key for c in layout.columns]) if layout else ("sheet", [s.key for s in SHEETS])
    return {name_of(group, key, language): key for key in keys for language in languages}


def language_of(names: Iterable[str]) -> str:
    """Return the language that most names of sheets and columns are in; English or the first of several.

    >>> language_of(["Lernergebnisse", "Titel [en]", "Module"])
    'de'
    """
    counts = dict.fromkeys(["en", *LANGUAGES], 0)
    for name in names:
        match = _HEADING.fullmatch(" ".join(name.split()))
        for language in _languages().get(normal(match["name"]) if match else "", ()):
            counts[language] += 1
    return max(counts, key=lambda language: counts[language])


def normal(text: str) -> str:
    """Return a label as labels are compared: without regard to case, spaces and how accents are encoded.

    >>> normal("  Manage  Time ")
    'manage time'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _read_as(group: str, key: str) -> list[str]:
    """Return all names that something is read by: what is written today, and what was written before."""
    file = _file()
    return [*file[group][key].values(), *file[f"former-{group}"].get(key, {}).values()]


@functools.cache
def _sheets() -> dict[str, str]:
    return {normal(name): sheet.key for sheet in SHEETS for name in _read_as("sheet", sheet.key)}


@functools.cache
def _languages() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for group in ("sheet", "former-sheet", "column", "former-column"):
        for names in _file()[group].values():
            for language, name in names.items():
                found.setdefault(normal(name), set()).add(language)
    return found


@functools.cache
def _columns(layout: str) -> dict[str, Column]:
    return {normal(name): column for column in BY_KEY[layout].columns for name in _read_as("column", column.key)}


@functools.cache
def _file() -> dict[str, dict[str, dict[str, str]]]:
    text = (files(__package__) / "names.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
