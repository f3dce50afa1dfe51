"""The tool's own words in a language: gettext catalogues, one ``locale/<language>.po`` each, English in the code.

What a catalogue lacks stays English, message by message. Nothing is global, and the system's locale has no say: who
writes for somebody asks for their language. Formats, options, ids and keys are names, not words, and are in none.
"""

from __future__ import annotations

import functools
import io
import re
from dataclasses import dataclass
from decimal import Decimal
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from typing import IO

_NAMED = re.compile(r"%\((\w+)\)s")
_BASE = re.compile(r"[a-z]{2,3}")

QUOTATION_MARKS = {
    "“%s”": {"en", "es", "lv"},
    "„%s“": {"bg", "de", "hr", "sl"},
    "„%s”": {"pl", "ro"},
    "«%s»": {"el", "fr", "it"},
    "‘%s’": {"nl"},
}
"""What begins and ends a quotation, with its languages: Unicode's CLDR 45, `delimiters`, which Babel has not."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a language.

    language: its tag without region or script, "en" where there is no catalogue. catalogue: as templates take it.
    """

    language: str
    catalogue: NullTranslations

    def gettext(self, message: str, /, **values: object) -> str:
        """Return a message in the language; values stand for its ``%(name)s``, and ``%%`` for a percent sign.

        >>> words("en").gettext("%(text)s is no date", text="'soon'")
        "'soon' is no date"
        """
        return self.catalogue.gettext(message) % values

    def ngettext(self, one: str, many: str, count: int, /, **values: object) -> str:
        """Return a message in the form that a count takes in the language; ``%(count)s`` is the count.

        >>> words("en").ngettext("%(count)s rule", "%(count)s rules", 1_000)
        '1,000 rules'
        """
        return self.catalogue.ngettext(one, many, count) % {"count": self.number(count), **values}

    def number(self, number: int | Decimal) -> str:
        """Return a number as the language writes it.

        >>> words("de").number(Decimal("1234.5"))
        '1.234,5'
        """
        from babel.numbers import format_decimal  # noqa: PLC0415 - half of what the command line loads otherwise

        return format_decimal(number, locale=self.language)

    def percent(self, share: float) -> str:
        """Return a share of one in whole percent, as the language writes it.

        >>> words("en").percent(0.85)
        '85%'
        """
        from babel.numbers import format_percent  # noqa: PLC0415

        return format_percent(share, locale=self.language)

    def quoted(self, text: str) -> str:
        """Return a text in the language's quotation marks: where it begins and ends can be seen, blanks included.

        >>> words("en").quoted("a "), words("de").quoted("")
        ('“a ”', '„“')
        """
        return next(marks for marks, tags in QUOTATION_MARKS.items() if self.language in tags).replace("%s", text)

    def either(self, *choices: str) -> str:
        """Return choices in a row, of which one is meant.

        >>> words("en").either("core", "optional")
        'core or optional'
        """
        return functools.reduce(
            lambda first, second: self.gettext("%(first)s or %(second)s", first=first, second=second), choices
        )


def gettext_noop(message: str) -> str:
    """Return a message as it is: it stands in a table, and is looked up where it is written."""
    return message


def words(language: str) -> Wording:
    """Return the words of a language, given by its tag; English where there is no catalogue for it.

    >>> words("xx").language, words("en-simple").language
    ('en', 'en')
    """
    return _wording(tags_of(language)[1])


def tags_of(language: str) -> tuple[str, str]:
    """Return the tags that a language's texts may have, as RDF keeps them: in full, and without region or script.

    >>> tags_of("de-AT"), tags_of("EL")
    (('de-at', 'de'), ('el', 'el'))
    """
    tag = language.lower()
    return tag, tag.partition("-")[0]


@functools.cache
def _wording(base: str) -> Wording:
    file = files("bwise_kg") / "locale" / f"{base}.po"
    if not _BASE.fullmatch(base) or not file.is_file():
        return words("en") if base != "en" else Wording("en", NullTranslations())
    with file.open("rb") as stream:
        return wording_of(stream, base)


def wording_of(file: IO[bytes], language: str) -> Wording:
    """Return what a catalogue (``.po``) says.

    Messages that it lacks, has marked as fuzzy, or asks for values in that there are none of, stay English: a slip of a
    translator is for the tests to name, and takes no report away.
    """
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - English does without
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = io.BytesIO()
    found = read_po(file, locale=language)
    for message in found:
        if message.id and not _fits(message.id, message.string):
            message.string = ""
    write_mo(compiled, found)
    compiled.seek(0)
    return Wording(language, GNUTranslations(compiled))


def _fits(english: object, translated: object) -> bool:
    """Tell whether a translation can be filled with the values that its English names."""
    values = dict.fromkeys(_NAMED.findall(_together(english)), "")
    try:
        _together(translated) % values
    except (KeyError, ValueError, TypeError):
        return False
    return True


def _together(forms: object) -> str:
    return "\n".join(map(str, forms)) if isinstance(forms, tuple | list) else str(forms or "")
