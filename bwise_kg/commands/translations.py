"""The commands ``bwise-kg translations``."""
# ruff: noqa: PLC0415 - a command loads only what it needs: half a second is felt

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..errors import DataError
from ..terminal import show, write

app = typer.Typer(no_args_is_help=True, help="Translate the labels of the package and the texts of its rules.")


class Of(StrEnum):
    """What is translated; the package of translations names the same."""

    LABELS = "labels"
    RULES = "rules"


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

    try:
        text = filled.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(str(filled), "is not UTF-8 text") from error
    except OSError as error:
        raise DataError(str(filled), error.strerror or str(error)) from error
    if not output.is_dir():
        raise DataError(str(output), "is no folder; make it first")
    show(f"{save(language, text, str(filled), output, COLLECTIONS[of.value])}: written")
