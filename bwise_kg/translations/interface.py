"""The tool's own words: their template, made from the code and the templates of pages, and the files of translators.

``python -m bwise_kg.translations.interface`` writes ``bwise_kg/locale/bwise-kg.pot`` anew and brings the files of all
languages up to it: new messages are empty there, and those that are gone are left out.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from functools import cache
from gettext import c2py
from importlib.resources import files
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from .languages import LANGUAGES, known

TEMPLATE = "bwise-kg.pot"

_HEAD = """\
# Words of the workbooks and reports of bwise-kg{of}.
# {status}
# %(name)s stays as it is; what stands for it is a name, a number or what somebody wrote. %% is a percent sign.
# A message that begins in lower case follows a place and a colon: "course.xlsx: the file is empty".
# Written by `python -m bwise_kg.translations.interface`; translators fill in the msgstr, in any editor for gettext."""
_UNREVIEWED = "Nobody who speaks the language has reviewed them."
_METHODS = [("render/templates/**.html", "jinja2"), ("**.py", "python")]
_OPTIONS = {
    "render/templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "newstyle_gettext": "true"},
}
_KEYWORDS = DEFAULT_KEYWORDS | {"gettext_noop": None}
_COMMENTS = ("Translators:",)
_PASSING = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By'
    r'|Report-Msgid-Bugs-To|Project-Id-Version): .*"\n',
    re.MULTILINE,
)
_PLACEHOLDER = re.compile(r"%\((\w+)\)s|(%%)|(`[^`]*`)")
_NUMBER = re.compile(r"[0-9]+")
_LOOKED_AT = 1_000
"""Up to which count it is looked at what form a count takes; every rule of these languages repeats at a hundred."""


@cache
def template() -> Catalog:
    """Return all messages of the package, in the order of its files."""
    made = Catalog(header_comment=_HEAD.format(of="", status="The English stands in the code."))
    package = Path(str(files("bwise_kg")))
    for file, _, message, comments, context in extract_from_dir(
        package, _METHODS, _OPTIONS, _KEYWORDS, _COMMENTS, strip_comment_tags=True
    ):
        made.add(message, locations=[(f"bwise_kg/{Path(file).as_posix()}", 0)], auto_comments=comments, context=context)
    return made


def catalogue(language: str) -> Catalog:
    """Return the file of a language as it is; one without messages if there is none."""
    path = files("bwise_kg") / "locale" / f"{known(language)}.po"
    if not path.is_file():
        return Catalog(language, header_comment=_head(language), fuzzy=False)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def updated(language: str) -> Catalog:
    """Return the file of a language with the messages of the template, and no others."""
    found = catalogue(language)
    if _UNREVIEWED in found.header_comment:
        found.header_comment = _head(language)
    # A guess at a message that is only spelt alike would be one more thing to look through.
    found.update(template(), no_fuzzy_matching=True, update_creation_date=False)
    return found


def text_of(messages: Catalog) -> str:
    """Return messages as a file. No dates, so that the same messages are the same file."""
    stream = io.BytesIO()
    write_po(stream, messages, width=118, ignore_obsolete=True, include_lineno=False)
    return _PASSING.sub("", stream.getvalue().decode())


def write(folder: Path) -> None:
    """Write the template and the files of all languages into a folder."""
    for name, messages in [(TEMPLATE, template()), *((f"{tag}.po", updated(tag)) for tag in LANGUAGES)]:
        temporary = folder / f"{name}.new"
        temporary.write_text(text_of(messages), encoding="utf-8")
        temporary.replace(folder / name)


def complaints(found: Catalog) -> list[str]:
    """Return what is wrong with the messages of a language, one by one; nothing if all is well.

    Each has to be translated in as many forms as counts take in the language, and every form has to have the
    placeholders, the commands and the numbers of the English. The count itself may be left out where a form is for one
    count alone, as in "one cell".
    """
    wanted = template()
    wrong = [
        f"{_name(message)}: is not in the template"
        for message in found
        if message.id and wanted.get(message.id, message.context) is None
    ]
    for message in wanted:
        if message.id:
            there = found.get(message.id, message.context)
            problems = _problems(there, found) if there else ["is missing"]
            wrong += [f"{_name(message)}: {problem}" for problem in problems]
    return wrong


def _head(language: str) -> str:
    return _HEAD.format(of=f" in {language!r}", status=_UNREVIEWED)


def _problems(message: Message, of: Catalog) -> Iterator[str]:
    english, forms = _forms(message.id), _forms(message.string)
    if message.fuzzy:
        yield "is marked as fuzzy"
    if not all(form.strip() for form in forms):
        yield "is not translated"
        return
    if len(english) > 1 and len(forms) != of.num_plurals:
        yield f"has {len(forms)} forms, not {of.num_plurals}"
        return
    for number, form in enumerate(forms):
        wanted = _marks(english[-1])
        may_lack = {"count"} if len(english) > 1 and len(_counts(of, number)) == 1 else set()
        if not wanted - may_lack <= _marks(form) <= wanted:
            yield f"{form!r} has other placeholders or commands than {english[-1]!r}"
        if len(english) == 1 and sorted(_NUMBER.findall(form)) != sorted(_NUMBER.findall(english[0])):
            yield f"{form!r} has other numbers than {english[0]!r}"
        if form != form.strip() or any(form.endswith(mark) != english[-1].endswith(mark) for mark in ".:"):
            yield f"{form!r} begins or ends otherwise than {english[-1]!r}"


def _forms(texts: object) -> tuple[str, ...]:
    return tuple(texts) if isinstance(texts, tuple | list) else (str(texts or ""),)


def _marks(text: str) -> set[str]:
    return {"".join(found) for found in _PLACEHOLDER.findall(text)}


def _counts(of: Catalog, form: int) -> list[int]:
    """Return the counts, up to some number, that take a form."""
    takes = c2py(of.plural_expr)
    return [count for count in range(_LOOKED_AT) if takes(count) == form]


def _name(message: Message) -> str:
    return repr(message.id[0] if isinstance(message.id, tuple) else message.id)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(str(files("bwise_kg"))) / "locale")
