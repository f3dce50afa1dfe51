"""The files that hold translations, and the tables that translators fill.

A language is one file a collection, ``translations/<language>.ttl``. Each text stands on a line of its own with its
English in a comment, by which one that English has left behind is found. The first lines say whether anybody who
speaks the language has reviewed it.
"""

from __future__ import annotations

import csv
import io
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import DataError
from ..namespaces import PREFIXES
from ..outputs import replaced
from .collections import LABELS, Collection, Text
from .languages import EASY_READ, LANGUAGES, known, name_in

_LINE = re.compile(r'^<(?P<thing>[^>]+)> (?P<property>\S+) "(?P<text>.*)"@(?P<tag>[a-z-]+) \.  # (?P<english>.*)$')
_PLACEHOLDER = re.compile(r"\{[^{}]*\}|%\w|\d+")


@dataclass(frozen=True, slots=True)
class Translation:
    """A text in a language. english: what the translator saw. line: where it stands in the file."""

    text: str
    english: str
    line: int


Key = tuple[str, str, bool]
"""Thing, property, and whether it is the easy-read text."""


def translations(language: str, of: Collection = LABELS) -> dict[Key, Translation]:
    """Return what there is in a language; empty without a file."""
    path = of.file(known(language))
    found = {}
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for number, line in enumerate(lines, 1):
        if match := _LINE.match(line):
            key = (match["thing"], _iri(of, match["property"]), match["tag"].endswith(EASY_READ))
            found[key] = Translation(_unescape(match["text"]), match["english"], number)
    return found


def table(language: str, of: Collection = LABELS) -> str:
    """Return the texts of a language as CSV to fill in: those that are missing or whose English changed are empty.

    Names of countries and languages come from Unicode's CLDR.
    """
    there = translations(language, of)
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["thing", "property", "language", "english", language])
    for text in of.texts():
        done = there.get((text.thing, text.property, text.easy))
        current = done.text if done and done.english == text.english else name_in(language, text.thing)
        writer.writerow([text.thing, _short(of, text.property), _tag(language, text.easy), text.english, current])
    return stream.getvalue()


def turtle(language: str, filled: str, place: str, of: Collection = LABELS) -> str:
    """Return the Turtle file of a language, made from a filled table.

    Raises DataError for a row whose English is not the current one, that is empty or unknown, or whose numbers
    and placeholders differ from the English.
    """
    wanted = {(text.thing, text.property, text.easy): text for text in of.texts()}
    lines = []
    rows = list(csv.DictReader(io.StringIO(filled.removeprefix("\ufeff"))))
    for number, row in enumerate(rows, 2):
        where = f"{place}:{number}"
        missing = {"thing", "property", "language", "english", language} - row.keys()
        if missing:
            raise DataError(where, f"lacks the columns {', '.join(sorted(missing))}")
        key = (row["thing"], _iri(of, row["property"]), row["language"].endswith(EASY_READ))
        text = wanted.pop(key, None)
        if text is None or text.english != row["english"]:
            raise DataError(where, f"the English of <{row['thing']}> is another one now; export the table again")
        lines.append(_line(text, " ".join((row[language] or "").split()), language, where, of))
    if wanted:
        raise DataError(
            place, f"{len(wanted)} texts are missing, the first of <{min(wanted)[0]}>; export the table again"
        )
    return "\n".join([*_head(known(language), of), "", *sorted(lines)]) + "\n"


def placeholders(text: str) -> list[str]:
    """Return the numbers and placeholders of a text, sorted.

    >>> placeholders("level 5 of {scale}")
    ['5', '{scale}']
    """
    return sorted(_PLACEHOLDER.findall(text))


def save(language: str, filled: str, place: str, folder: Path, of: Collection = LABELS) -> Path:
    """Write the file of a language into a folder, whole or not at all."""
    content = turtle(language, filled, place, of)
    path = folder / f"{language}.ttl"
    with replaced(path) as stream:
        stream.write(content.encode())
    return path


def _line(text: Text, value: str, language: str, where: str, of: Collection) -> str:
    if not value:
        raise DataError(where, f"<{text.thing}> has no text in {language!r}")
    if placeholders(value) != placeholders(text.english):
        raise DataError(where, f"numbers or placeholders of {value!r} differ from those of {text.english!r}")
    tag = _tag(language, text.easy)
    return f'<{text.thing}> {_short(of, text.property)} "{_escape(value)}"@{tag} .  # {text.english}'


def _head(language: str, of: Collection) -> Iterator[str]:
    about = [f"{of.title} in {language!r}, made from the English ones by this project."]
    if of.describes_graph:
        about.append("The names of countries and languages are those of Unicode's CLDR. Nobody who speaks the language")
        about.append("has reviewed the others; when somebody has, bw:reviewStatus says so.")
    else:
        about.append("Nobody who speaks the language has reviewed them.")
    about.append("Written by `bwise-kg translations apply`; edit the table that `bwise-kg translations export` gives,")
    yield from textwrap.wrap(" ".join([*about, "not this file."]), 118, initial_indent="# ", subsequent_indent="# ")
    yield ""
    prefixes = {name.partition(":")[0] for name in of.properties}
    for prefix in sorted(prefixes | {"bw", "dct"} if of.describes_graph else prefixes):
        yield f"@prefix {prefix}: <{PREFIXES[prefix]}> ."
    if of.describes_graph:
        yield ""
        yield f"<https://w3id.org/bwise/graph/translations/{language}>"
        yield "    bw:reviewStatus <https://w3id.org/bwise/id/review-status/unreviewed> ;"
        yield f"    dct:language <http://publications.europa.eu/resource/authority/language/{LANGUAGES[language]}> ;"
        yield "    bw:origin <https://w3id.org/bwise/id/origin/reference-design> ."


def _tag(language: str, easy: bool) -> str:
    return language + EASY_READ * easy


def _short(of: Collection, property_: str) -> str:
    return next(name for name, node in of.properties.items() if node.value == property_)


def _iri(of: Collection, short: str) -> str:
    return of.properties[short].value if short in of.properties else short


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _unescape(text: str) -> str:
    return text.replace('\\"', '"').replace("\\\\", "\\")
