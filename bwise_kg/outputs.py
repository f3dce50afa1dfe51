"""Files that users ask for: whole or not at all."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from .errors import DataError
from .settings import settings
from .system_errors import not_written
from .words import words


@contextmanager
def replaced(path: Path, language: str | None = None) -> Iterator[IO[bytes]]:
    """Yield a stream to a file that is replaced only when all went well; where it is a link, what it points to.

    A pipe or a device stays and is written into. language: of errors, by default that of the settings.

    Raises DataError for what cannot be written.
    """
    try:
        if _stays(path):
            with path.open("wb") as stream:
                yield stream
        else:
            with _beside(path.resolve()) as stream:
                yield stream
    except OSError as error:
        raise DataError(str(path), not_written(error, words(language or settings().lang))) from error


def is_there(path: Path) -> bool:
    """Tell whether there is a file that would be replaced."""
    try:
        return path.is_file()
    except OSError:
        return False  # writing will tell why


def require_other(output: Path | None, inputs: Iterable[str | Path], language: str | None = None) -> None:
    """Raise DataError for an output that is one of the files or folders that are read, or a CSV file of such a folder.

    language: of errors, as above.
    """
    if output is not None and any(_is_read(output, Path(path)) for path in inputs):
        gettext = words(language or settings().lang).gettext
        raise DataError(str(output), gettext("is what is read, and would be lost; name another file or folder"))


def _is_read(output: Path, path: Path) -> bool:
    try:
        if output.is_file() and path.is_dir():
            real = output.resolve()
            return real.suffix.lower() == ".csv" and real.parent.samefile(path)
        return (output.is_file() or output.is_dir()) and output.samefile(path)
    except OSError:
        return False  # one of them is not there, or is no name of a file at all


def _stays(path: Path) -> bool:
    """Tell whether there is something that is no regular file; a folder is, and says so when it is opened."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return False


@contextmanager
def _beside(path: Path) -> Iterator[IO[bytes]]:
    temporary = path.with_name(path.name + ".new")
    try:
        with temporary.open("wb") as stream:
            yield stream
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
