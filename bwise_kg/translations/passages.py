"""All texts of a language beside their English, each with the line that it stands on, wherever it is kept."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.resources import files

from .collections import COLLECTIONS, Collection
from .files import translations
from .interface import catalogue
from .languages import known

INTERFACE = "interface"
"""The tool's own words, with the names of the sheets and columns of a workbook."""
_NAMES = "curriculum/workbook/names.toml"


@dataclass(frozen=True, slots=True)
class Passage:
    """A text and the English that it was made from.

    file, line: where it stands; file is relative to the package's sources. thing: whose text it is, an IRI; "" for
    the tool's own words.
    """

    file: str
    line: int
    thing: str
    english: str
    text: str


def passages(language: str, of: str) -> Iterator[Passage]:
    """Yield the translated texts of ``labels``, ``rules`` or the ``interface`` in the order of their files.

    Raises NotFoundError for a language that is none of the project's.
    """
    yield from _READERS[of](known(language))


def _of_collection(collection: Collection, language: str) -> Iterator[Passage]:
    name = f"{collection.package.rpartition('.')[2]}/{collection.folder}/{language}.ttl"
    for (thing, _, _), found in translations(language, collection).items():
        yield Passage(name, found.line, thing, found.english, found.text)


def _of_interface(language: str) -> Iterator[Passage]:
    name = f"bwise_kg/locale/{language}.po"
    for message in catalogue(language):
        english = message.id if isinstance(message.id, tuple) else (message.id,)
        forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
        # One form for one, and any number of others, which are all made from the English plural.
        for number, form in enumerate(forms):
            if message.id and form:
                yield Passage(name, message.lineno or 0, "", str(english[min(number, len(english) - 1)]), str(form))
    yield from _of_names(language)


def _of_names(language: str) -> Iterator[Passage]:
    text = (files("bwise_kg") / _NAMES).read_text(encoding="utf-8")
    # The names of earlier workbooks, further down, are read and never written.
    parts = {part: names for part, names in tomllib.loads(text).items() if part in {"sheet", "column", "word"}}
    part = ""
    for number, line in enumerate(text.splitlines(), 1):
        part = line.strip("[]") if line.startswith("[") else part
        if names := parts.get(part, {}).get(line.partition(" = ")[0]):
            yield Passage(f"bwise_kg/{_NAMES}", number, "", names["en"], names[language])


_READERS: dict[str, Callable[[str], Iterator[Passage]]] = {
    **{name: partial(_of_collection, collection) for name, collection in COLLECTIONS.items()},
    INTERFACE: _of_interface,
}

EVERYWHERE = tuple(_READERS)
"""All that is translated."""
