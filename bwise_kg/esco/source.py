"""Where the CSV files of ESCO releases lie: portal zips, folders, or folders that hold either."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from ..errors import EscoError

TABLES = (
    "conceptSchemes",
    "ISCOGroups",
    "skillGroups",
    "skillsHierarchy",
    "skills",
    "occupations",
    "digCompSkillsCollection",
    "digitalSkillsCollection",
    "greenSkillsCollection",
    "ictSkillsCollection",
    "languageSkillsCollection",
    "researchSkillsCollection",
    "transversalSkillsCollection",
    "researchOccupationsCollection",
    "broaderRelationsOccPillar",
    "broaderRelationsSkillPillar",
    "occupationSkillRelations",
    "skillSkillRelations",
    "greenShareOcc",
    "dictionary",
)
"""The files of a release without language suffix, in the order in which they are read."""

MAX_UNPACKED = 4 << 30
"""Bytes that one archive may unpack to; all 28 languages of v1.2.1 need about a quarter of it."""
MAX_RATIO = 200
"""How much smaller than its content an archive may be; the official ones stay below 15."""

_NAME = re.compile(r"^(?P<table>[A-Za-z]+)(?:_(?P<language>[a-z]{2}(?:-[a-z]{2})?))?\.csv$")
_VERSION = re.compile(r"(?<![\d.])(?:v(\d+\.\d+(?:\.\d+)?)|(\d+\.\d+\.\d+))(?![\d.]*\d)", re.IGNORECASE)
_KNOWN = {name.lower(): name for name in TABLES}


@dataclass(frozen=True, slots=True)
class EscoFile:
    """One CSV file of a release.

    version: of ESCO, without "v", e.g. ``1.1.1``.
    table: name without language suffix, one of `TABLES`.
    language: two letters, or None for the language-independent files.
    path: the file on disk, the archive if `member` is given.
    size: bytes of the CSV text.
    """

    version: str
    table: str
    language: str | None
    path: Path
    member: str | None
    size: int

    @property
    def place(self) -> str:
        """How messages name the file."""
        return f"{self.path}!{self.member}" if self.member else str(self.path)

    @property
    def name(self) -> str:
        """The official file name."""
        return f"{self.table}_{self.language}.csv" if self.language else f"{self.table}.csv"

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Open the bytes of the CSV text for reading."""
        if self.member is None:
            try:
                with self.path.open("rb") as stream:
                    yield stream
            except OSError as error:
                raise EscoError(self.place, f"cannot be read ({error.strerror or error})") from error
            return
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as stream:
                yield stream
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as error:
            raise EscoError(self.place, f"the archive is damaged or cut short ({error}); download it again") from error

    def check(self) -> None:
        """Read the file to its end, where damage to an archive shows; EscoError then."""
        with self.open() as stream:
            while stream.read(1 << 20):
                pass


def find_files(arguments: Iterable[str | Path]) -> dict[str, list[EscoFile]]:
    """Find the release files behind ``[VERSION=]PATH`` arguments.

    Returns the files of each version, versions in rising order, files in the order of `TABLES`
    and then of languages, the language-independent and English ones first. A table that is given twice in
    one language is taken from the first argument that has it.

    Raises EscoError when a path does not exist, holds no ESCO file, or does not tell its version.
    """
    found: dict[tuple[str, str, str | None], EscoFile] = {}
    for argument in arguments:
        for file in _files_of(str(argument)):
            found.setdefault((file.version, file.table, file.language), file)
    releases: dict[str, list[EscoFile]] = {}
    for file in sorted(found.values(), key=_order):
        releases.setdefault(file.version, []).append(file)
    return releases


def version_key(version: str) -> tuple[int, ...]:
    """Return what ESCO versions are ordered by.

    >>> sorted(["1.2", "1.10.0", "1.1.1"], key=version_key)
    ['1.1.1', '1.2', '1.10.0']
    """
    return tuple(int(part) for part in version.split("."))


def _order(file: EscoFile) -> tuple[tuple[int, ...], int, bool, str]:
    return version_key(file.version), TABLES.index(file.table), file.language not in {None, "en"}, file.language or ""


def _files_of(argument: str) -> list[EscoFile]:
    version, path = _split(argument)
    if not path.exists():
        raise EscoError(str(path), "there is no such file or folder")
    if path.is_dir():
        candidates = sorted(p for p in path.rglob("*") if p.suffix.lower() in {".zip", ".csv"} and p.is_file())
    else:
        candidates = [path]
    files = [file for candidate in candidates for file in _files_in(candidate, path, version)]
    if not files:
        raise EscoError(
            str(path),
            "no ESCO release file in it; expected the portal's zips or CSV files such as skills_en.csv "
            "and occupationSkillRelations.csv",
        )
    return files


def _split(argument: str) -> tuple[str | None, Path]:
    version, equals, rest = argument.partition("=")
    if equals and re.fullmatch(r"v?\d+(\.\d+){1,2}", version) and not Path(argument).exists():
        return version.removeprefix("v"), Path(rest)
    return None, Path(argument)


def _files_in(candidate: Path, root: Path, version: str | None) -> Iterator[EscoFile]:
    if candidate.suffix.lower() == ".csv":
        names: list[tuple[str, str | None, int]] = [(candidate.name, None, candidate.stat().st_size)]
    elif candidate.suffix.lower() == ".zip":
        names = [(PurePosixPath(i.filename).name, i.filename, i.file_size) for i in _members(candidate)]
    elif candidate == root:
        raise EscoError(str(candidate), "not an ESCO release: neither a zip, a CSV file nor a folder")
    else:
        return
    for name, member, size in names:
        match = _NAME.match(name)
        if not match or match["table"].lower() not in _KNOWN:
            if candidate == root and member is None:
                raise EscoError(
                    str(candidate), "not an ESCO file by its name; expected e.g. skills_en.csv or ISCOGroups_en.csv"
                )
            continue
        table = _KNOWN[match["table"].lower()]
        yield EscoFile(
            version or _version_of(candidate, root, member), table, match["language"], candidate, member, size
        )


def _members(archive_path: Path) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(archive_path) as archive:
            members = [i for i in archive.infolist() if not i.is_dir()]
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise EscoError(
            str(archive_path), f"not a zip archive, or cut short ({error}); download it again from the ESCO portal"
        ) from error
    unpacked = sum(i.file_size for i in members)
    packed = sum(i.compress_size for i in members)
    if unpacked > MAX_UNPACKED or unpacked > max(packed, 1 << 16) * MAX_RATIO:
        raise EscoError(
            str(archive_path),
            f"unpacks from {packed:,} to {unpacked:,} bytes, which no ESCO release does; it is not read",
        )
    return members


def _version_of(candidate: Path, root: Path, member: str | None) -> str:
    """Read the version off the nearest name: inside the archive, the file, its folders up to the one given."""
    names = list(reversed(PurePosixPath(member).parts)) if member else []
    names.append(candidate.name)
    top = (root if root.is_dir() else root.parent).resolve()
    for parent in candidate.resolve().parents:
        names.append(parent.name)
        if parent == top:
            break
    for name in names:
        if match := _VERSION.search(name):
            return match[1] or match[2]
    raise EscoError(
        str(candidate), f"neither its name nor its folder's tells the ESCO version; say it: --esco 1.2.1={root}"
    )
