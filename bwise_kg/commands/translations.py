"""The commands ``bwise-kg translations``."""
# ruff: noqa: PLC0415 - a command loads only what it needs: half a second is felt

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import DataError
from ..terminal import show, write

app = typer.Typer(no_args_is_help=True, help="Translate the labels of the package.")

LanguageArgument = Annotated[str, typer.Argument(metavar="LANGUAGE", help="Two letters, e.g. de.")]


@app.command(epilog="Example: `bwise-kg translations export lv -o lv.csv`")
def export(
    language: LanguageArgument,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="CSV file to write.")] = None,
) -> None:
    """Write a table of all labels with their English; those missing or left behind by the English are empty."""
    from ..translations import table

    write(table(language), output, encoding="utf-8-sig" if output else "utf-8")


@app.command(epilog="Example: `bwise-kg translations apply lv lv.csv -o ontology/translations`")
def apply(
    language: LanguageArgument,
    filled: Annotated[Path, typer.Argument(metavar="TABLE", help="The table, filled in.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write the Turtle file to.")],
) -> None:
    """Make the file of a language from a filled table; nothing is written unless every label has its text."""
    from ..translations import save

    try:
        text = filled.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(str(filled), "is not UTF-8 text") from error
    except OSError as error:
        raise DataError(str(filled), error.strerror or str(error)) from error
    if not output.is_dir():
        raise DataError(str(output), "is no folder; make it first")
    show(f"{save(language, text, str(filled), output)}: written")
