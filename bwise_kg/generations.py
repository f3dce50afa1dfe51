"""The folder of a store on disk: generations, and the pointer to the one that counts.

Every change goes into a new generation (an Oxigraph folder); then the pointer file is replaced by
one that names it. Whatever stops a writer, the pointer names a generation that is whole. The
generation before is kept for readers that are about to open it.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from .errors import StoreError, StoreFullError, StoreLockedError
from .store import EmbeddedStore

_POINTER = "current"
_LOCK = "write.lock"
_PREFIX = "generation-"
_GENERATION = re.compile(_PREFIX + r"\d{6,}")
_UNFINISHED = re.compile(_GENERATION.pattern + r"\.tmp")
"""What the engine calls a copy while it makes it."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_WORDS = tuple(os.strerror(number) for number in _FULL)


def open_store(folder: Path) -> EmbeddedStore:
    """Open the current generation for reading.

    Raises StoreError, with the command to give, when there is none or it is damaged.
    """
    while (name := current(folder)) is not None:
        try:
            return EmbeddedStore(folder / name, read_only=True)
        except StoreError as error:
            if name == current(folder):  # else writers have moved on and cleaned up meanwhile
                raise StoreError(
                    f"{error}; if it is damaged, remove {folder} and make it again with: bwise-kg build --out {folder}"
                ) from error
    raise StoreError(f"{folder}: no store there; make one with: bwise-kg build --out {folder}")


def current(folder: Path) -> str | None:
    """Return the name of the current generation, or None when there is no store in the folder.

    Raises StoreError when the folder is something else.
    """
    try:
        name = (folder / _POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{folder}: not a store folder ({error})") from error
    if not _GENERATION.fullmatch(name):
        raise StoreError(f"{folder}: not a store, its file {_POINTER!r} names {name[:40]!r}; name a new folder")
    return name


@contextmanager
def writing(folder: Path) -> Iterator[Path]:
    """Hold the folder's write lock and yield the path of a new generation, not there yet.

    When the block ends well the new generation becomes the current one and older ones go; when
    it raises, the new one is removed and nothing has changed.

    Raises StoreError when another process is writing, or the folder holds something else, StoreFullError when there is
    no room for the new generation.
    """
    _claim(folder)
    try:
        lock = FileLock(folder / _LOCK, timeout=0).acquire()
    except Timeout as error:
        raise StoreLockedError(
            f"{folder}: another process is writing to this store; try again when it has ended"
        ) from error
    except OSError as error:
        raise StoreError(f"{folder}: cannot be used as a store folder ({error})") from error
    with lock:
        before = current(folder)
        if before is None or (folder / before).is_dir():  # else what is there may be all that is left
            _clean(folder, keep={before})
        number = int(before.removeprefix(_PREFIX)) + 1 if before else _first()
        generation = folder / f"{_PREFIX}{number:06d}"
        try:
            yield generation
            _point(folder, generation.name)
        except BaseException as error:
            if current(folder) != generation.name:  # an interruption may come when it counts already
                shutil.rmtree(generation, ignore_errors=True)
            if is_full(error):
                raise StoreFullError(
                    f"{folder}: there is no room left on its disk, and nothing has changed; make room and try again"
                ) from error
            raise
        _clean(folder, keep={before, generation.name})


def _first() -> int:
    """Return the number of the first generation: a folder that is made anew has none of the names it had before."""
    return int(time.time())


def is_full(error: BaseException) -> bool:
    """Tell whether an error means that a disk is full, or that a file may not grow any more."""
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    engine = isinstance(error, OSError | RuntimeError | StoreError)  # the engine says in words what it met
    return engine and any(words in str(error) for words in _FULL_WORDS)


def _claim(folder: Path) -> None:
    """Make the folder, or see that it is a store's (or empty): it will have folders removed from it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        strangers = [
            entry.name
            for entry in folder.iterdir()
            if entry.name not in {_POINTER, _POINTER + ".new", _LOCK}
            and not _GENERATION.fullmatch(entry.name)
            and not _UNFINISHED.fullmatch(entry.name)
        ]
    except OSError as error:
        raise StoreError(f"{folder}: cannot be used as a store folder ({error})") from error
    if strangers:
        raise StoreError(
            f"{folder}: not a store, it holds {', '.join(sorted(strangers)[:3])}; name an empty or a new folder"
        )


def _point(folder: Path, name: str) -> None:
    temporary = folder / (_POINTER + ".new")
    with temporary.open("w", encoding="utf-8") as stream:
        stream.write(name + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(folder / _POINTER)


def _clean(folder: Path, keep: set[str | None]) -> None:
    for entry in list(folder.iterdir()):
        ours = _GENERATION.fullmatch(entry.name) or _UNFINISHED.fullmatch(entry.name)
        if ours and entry.name not in keep:
            shutil.rmtree(entry, ignore_errors=True)
