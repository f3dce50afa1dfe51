"""Releases that cannot be read: the error says where, and the store that was there works on."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bwise_kg import EscoError, build
from bwise_kg.curricula import add
from bwise_kg.generations import current, open_store
from tests.building.courses import COACHING, Course, contents, covered

HEADER = (
    "conceptType,conceptUri,preferredLabel,status,skillType,reuseLevel,altLabels,description,broaderConceptUri,"
    "broaderConceptPT\n"
)
RECORD = "KnowledgeSkillCompetence,{},skill,released,,,,,,\n"
GOOD = "".join(RECORD.format(f"http://data.europa.eu/esco/skill/{number:08x}") for number in range(60_000))
RECORDS = HEADER + GOOD
WRONG = RECORD.format("not an IRI")
MEMBER = "greenSkillsCollection_en.csv"


@pytest.fixture
def grown(store: Path, course: Course) -> Path:
    """Return a store with a curriculum that was added."""
    add(store, course(), "1.0")
    return store


def files(folder: Path) -> dict[str, int]:
    """Return the sizes of the files of the current generation, and the name of every generation from it on."""
    name = current(folder) or ""
    later = {entry.name: 0 for entry in folder.glob("generation-*") if entry.name >= name}
    return later | {str(path.relative_to(folder)): path.stat().st_size for path in (folder / name).rglob("*")}


def refuses(folder: Path, release: Path, place: str) -> None:
    """Build from a broken release and see that the error names the place and that nothing has changed."""
    before, on_disk = contents(folder), files(folder)
    with pytest.raises(EscoError, match=re.escape(place)):
        build(folder, [release])
    assert files(folder) == on_disk
    assert contents(folder) == before
    assert covered(folder, "job-coach") == {COACHING}
    assert open_store(folder).query("ASK { ?skill a bw:DigitalSkill }")


def archive(folder: Path, records: str = RECORDS) -> Path:
    path = folder / "esco-v9.9.9.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(MEMBER, records)
    return path


def cut_short(data: bytes) -> bytes:
    return data[: len(data) // 2]


def cut_at_the_end(data: bytes) -> bytes:
    return data[:-10]


def overwritten(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + b"\xff" * 500 + data[middle + 500 :]


@pytest.mark.parametrize("harm", [cut_short, cut_at_the_end, lambda _: b"", lambda _: b"PK\x03\x04 not a zip"])
def test_an_archive_that_is_none(grown: Path, tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    path = archive(tmp_path)
    path.write_bytes(harm(path.read_bytes()))
    refuses(grown, path, f"{path}: not a zip archive, or cut short")


def test_an_archive_whose_content_is_damaged(grown: Path, tmp_path: Path) -> None:
    path = archive(tmp_path)
    path.write_bytes(overwritten(path.read_bytes()))
    refuses(grown, path, f"{path}!{MEMBER}: the archive is damaged or cut short")


def test_a_record_that_is_wrong_after_many_that_are_not(grown: Path, tmp_path: Path) -> None:
    refuses(grown, archive(tmp_path, RECORDS + WRONG), f"{MEMBER}:60002: 'not an IRI'")


def test_a_path_that_is_not_there(grown: Path, tmp_path: Path) -> None:
    refuses(grown, tmp_path / "nowhere", f"{tmp_path / 'nowhere'}: there is no such file or folder")


def test_without_a_store_before_there_is_none_after(tmp_path: Path) -> None:
    with pytest.raises(EscoError):
        build(tmp_path / "store", [archive(tmp_path, RECORDS + WRONG)])
    assert [path.name for path in (tmp_path / "store").iterdir() if path.name != "write.lock"] == []


@pytest.mark.parametrize(
    ("harm", "place"),
    [(cut_short, ".zip: not a zip archive, or cut short"), (overwritten, "_en.csv: the archive is damaged")],
)
def test_the_official_release_when_it_is_broken(
    shared: Path, grown: Path, tmp_path: Path, harm: Callable[[bytes], bytes], place: str
) -> None:
    (official,) = (shared / "esco" / "v1.1.1").glob("* - en - csv.zip")
    broken = tmp_path / official.name
    broken.write_bytes(harm(official.read_bytes()))
    refuses(grown, broken, place)
