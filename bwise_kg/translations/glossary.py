"""The glossary: one word for one thing in every language, and the check that texts keep to it.

A term is looked for in the English of a text; where it is, the translation has to hold a form of what the language says
for it, and none of the words to avoid. The terms themselves are data (``glossary.toml``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ..errors import DataError
from .languages import LANGUAGES
from .passages import Passage

_PLACE = "glossary.toml"
_CODE = re.compile(r"\{[^{}]*\}|%\(\w+\)s|`[^`]*`|https?://\S+|\b[a-z]+:[A-Za-z]\w+")
"""What is no language: placeholders, commands, IRIs and terms of vocabularies."""
_TAKEN = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Wording:
    """How a language says a term. forms: by what it is known in a text. avoid: what must not stand for it."""

    say: str
    forms: re.Pattern[str]
    avoid: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Term:
    """A thing that has one word. source: where the words come from.

    english: by what it is known in English. exceptions: passages where these words mean something else. things: whose
    label is the term whatever its English says.
    """

    name: str
    english: re.Pattern[str]
    exceptions: re.Pattern[str] | None
    things: frozenset[str]
    source: str
    note: str
    wordings: Mapping[str, Wording]


@dataclass(frozen=True, slots=True)
class Misuse:
    """A text that says a term otherwise than the glossary.

    found: the word to avoid that stands there; "" if what is wrong is that none of the forms does.
    """

    term: Term
    passage: Passage
    language: str
    found: str

    @property
    def problem(self) -> str:
        """What is wrong, in a sentence."""
        say = self.term.wordings[self.language].say
        wrong = f"{self.found!r} stands for" if self.found else "there is no word for"
        return f"{wrong} the term {self.term.name!r}: say {say!r}"


@cache
def glossary() -> tuple[Term, ...]:
    """Return the terms, the particular before the general."""
    return read((files(__package__) / _PLACE).read_text(encoding="utf-8"), _PLACE)


def read(text: str, place: str) -> tuple[Term, ...]:
    """Return the terms of a glossary in TOML.

    Raises DataError, with the term, if it is no TOML, lacks a language or a source, or an expression is none.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(place, f"is no TOML: {error}") from error
    sources = tables.pop("sources", {})
    terms = []
    for name, table in tables.items():
        try:
            terms.append(_term(name, table, sources))
        except KeyError as error:
            wanted = "every term has english, one of the sources, and what each language says"
            raise DataError(place, f"[{name}] lacks {error}; {wanted}") from error
        except re.error as error:
            raise DataError(place, f"[{name}] has an expression that is none: {error.pattern!r} ({error})") from error
    return tuple(terms)


def misuses(passages: Iterable[Passage], language: str, terms: Iterable[Term] | None = None) -> Iterator[Misuse]:
    """Yield what does not keep to the glossary, in the order of the texts.

    A word to avoid is forgiven where it belongs to another term of the same text.
    """
    every = glossary() if terms is None else tuple(terms)
    for passage in passages:
        there = list(_terms_in(passage, every))
        text = _CODE.sub(" ", passage.text)
        rest = text
        for term in there:
            rest = term.wordings[language].forms.sub(_TAKEN, rest)
        for term in there:
            wording = term.wordings[language]
            wrong = wording.avoid.search(rest) if wording.avoid else None
            if wrong or not wording.forms.search(text):
                yield Misuse(term, passage, language, wrong[0] if wrong else "")


def _terms_in(passage: Passage, terms: Iterable[Term]) -> Iterator[Term]:
    own = [term for term in terms if passage.thing in term.things]
    if own:
        yield from own
        return
    english = _CODE.sub(" ", passage.english)
    for term in terms:
        mine = term.exceptions.sub(" ", english) if term.exceptions else english
        if term.english.search(mine):
            yield term
            english = term.english.sub(_TAKEN, english)


def _term(name: str, table: dict[str, object], sources: Mapping[str, str]) -> Term:
    exceptions = _strings(table.get("except", []))
    return Term(
        name=name,
        english=_pattern(str(table["english"])),
        exceptions=_pattern("|".join(exceptions)) if exceptions else None,
        things=frozenset(_strings(table.get("things", []))),
        source=sources[str(table["source"])],
        note=" ".join(str(table.get("note", "")).split()),
        wordings={language: _wording(table[language]) for language in LANGUAGES},
    )


def _wording(table: object) -> Wording:
    words: dict[str, str] = dict(table) if isinstance(table, dict) else {}
    avoid = words.get("avoid")
    forms = words.get("forms") or re.escape(words["say"])
    return Wording(words["say"], _pattern(forms), _pattern(avoid) if avoid else None)


def _strings(values: object) -> list[str]:
    return [str(value) for value in values] if isinstance(values, list) else []


def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)
