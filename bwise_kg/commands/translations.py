"""The commands ``bwise-kg translations``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..errors import DataError
from ..terminal import show, write

app = typer.Typer(no_args_is_help=True, help="Translate the labels of the package and the texts of its rules.")

EXIT_FINDINGS = 1
"""Exit code for texts that say a term otherwise than the glossary."""


class Of(StrEnum):
    """What is translated; the package of translations names the same."""

    LABELS = "labels"
    RULES = "rules"


class Checked(StrEnum):
    """What is held against the glossary; the package of translations names the same."""

    LABELS = "labels"
    RULES = "rules"
    INTERFACE = "interface"


LanguageArgument = Annotated[str, typer.Argument(metavar="LANGUAGE", help="Two letters, e.g. de.")]
OfOption = Annotated[Of, typer.Option("--of", help="What to translate: labels, or the texts of the rules.")]


@app.command(epilog="Example: `bwise-kg translations export lv -o lv.csv`")
def export(
    language: LanguageArgument,
    of: OfOption = Of.LABELS,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="CSV file to write.")] = None,
) -> None:
    """Write a table of all texts with their English; those missing or left behind by the English are empty."""
    from ..translations import COLLECTIONS, table

    write(table(language, COLLECTIONS[of.value]), output, encoding="utf-8-sig" if output else "utf-8")


@app.command(epilog="Example: `bwise-kg translations apply lv lv.csv -o ontology/translations`")
def apply(
    language: LanguageArgument,
    filled: Annotated[Path, typer.Argument(metavar="TABLE", help="The table, filled in.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write the Turtle file to.")],
    of: OfOption = Of.LABELS,
) -> None:
    """Make the file of a language from a filled table; nothing is written unless every one has its text."""
    from ..translations import COLLECTIONS, save

    text = _text(filled)
    if not output.is_dir():
        raise DataError(str(output), "is no folder; make it first")
    show(f"{save(language, text, str(filled), output, COLLECTIONS[of.value])}: written")


@app.command(epilog="Examples: `bwise-kg translations check` · `bwise-kg translations check de fr --of interface`")
def check(
    languages: Annotated[
        list[str] | None, typer.Argument(metavar="[LANGUAGE]...", help="Two letters each, e.g. de; all by default.")
    ] = None,
    of: Annotated[
        list[Checked] | None,
        typer.Option("--of", help="What to check: labels, texts of rules, the tool's own words; all by default."),
    ] = None,
    other: Annotated[
        Path | None,
        typer.Option("--glossary", metavar="FILE", help="Another glossary than that of the package (TOML like it)."),
    ] = None,
) -> None:
    """Check that texts say one word for one thing, that of the glossary, in every language.

    A text is named by its file and line, with what is wrong, its English and itself. Ends with 0 when all is well,
    1 when something was found, 2 when the glossary cannot be read.
    """
    from ..translations import LANGUAGES
    from ..translations.glossary import glossary, misuses, read
    from ..translations.passages import EVERYWHERE, passages

    terms = read(_text(other), str(other)) if other else glossary()
    wanted = [checked.value for checked in of] if of else EVERYWHERE
    total = found = 0
    for language in languages or LANGUAGES:
        texts = [passage for name in wanted for passage in passages(language, name)]
        total += len(texts)
        for misuse in misuses(texts, language, terms):
            passage = misuse.passage
            write(f"{passage.file}:{passage.line}: {misuse.problem}\n  {passage.english}\n  {passage.text}\n", None)
            found += 1
    if found:
        raise typer.Exit(EXIT_FINDINGS)
    write(f"{total} texts, {len(terms)} terms: nothing found\n", None)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(str(path), "is not UTF-8 text") from error
    except OSError as error:
        raise DataError(str(path), error.strerror or str(error)) from error
