"""What the commands read from and write to: the terminal, pipes and files."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from .build import Progress as Tell
from .errors import DataError, printable
from .outputs import replaced
from .settings import settings
from .system_errors import reason_of
from .words import words

FILE_WIDTH = 100
"""Columns of a table that is written to a file."""


def show(what: RenderableType, output: Path | None = None, language: str | None = None) -> None:
    """Print a table or a line to the terminal (80 columns in a pipe), or to a file. language: of errors, as below."""
    if output is None:
        Console(highlight=False).print(what)
        return
    with written(output, language) as stream:
        stream.write(plain(what))


def plain(what: RenderableType) -> bytes:
    """Return a table or a line as it is written to a file."""
    text = io.StringIO()
    Console(highlight=False, file=text, width=FILE_WIDTH).print(what)
    return text.getvalue().encode()


def write(text: str, output: Path | None, encoding: str = "utf-8", language: str | None = None) -> None:
    """Write text to standard output or to a file, as it is."""
    with written(output, language) as stream:
        stream.write(text.encode(encoding))


@contextmanager
def written(output: Path | None, language: str | None = None) -> Iterator[IO[bytes]]:
    """Yield a stream to standard output, or to a file as `bwise_kg.outputs.replaced` does, with its errors."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with replaced(output, language) as stream:
        yield stream


def warn(place: str, remarks: Iterable[str]) -> None:
    """Print remarks on a file to standard error, a line each."""
    console = Console(stderr=True, highlight=False)
    for remark in remarks:
        console.print(f"warning: {printable(f'{place}: {remark}')}", style="yellow", markup=False, soft_wrap=True)


@contextmanager
def progress() -> Iterator[Tell]:
    """Yield a function that shows the step and share of a long job, on a terminal's standard error."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda step, share: bar.update(task, description=step, completed=share)


def query_text(argument: str) -> str:
    """Return the SPARQL that an argument means: a file's, standard input's (``-``), or the argument itself.

    Raises DataError for a file that is not there or is not text.
    """
    if argument == "-":
        return sys.stdin.read()
    path = Path(argument)
    if not argument.endswith((".rq", ".sparql")) and ("{" in argument or "\n" in argument):
        return argument
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DataError(argument, words(settings().lang).gettext("is not UTF-8 text")) from error
    except OSError as error:
        wording = words(settings().lang)
        neither = wording.gettext("no SPARQL, and as a file: %(reason)s", reason=reason_of(error, wording))
        raise DataError(argument, neither) from error
