"""Finding the files of releases, and every way in which they can be wrong: message with place and way out."""

import re
import shutil
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from bwise_kg.errors import EscoError
from bwise_kg.esco import Kind, read_releases
from bwise_kg.esco.release import WHOLE

Tables = dict[str, list[dict[str, str]]]
Write = Callable[[Tables], Path]


@pytest.fixture
def folder(small: Tables, write: Write) -> Path:
    return write(small)


def pack(folder: Path, archive: Path) -> Path:
    archive.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as stream:
        for path in sorted(folder.glob("*.csv")):
            stream.write(path, path.name)
    return archive


def files(*arguments: str | Path) -> dict[str, set[str]]:
    return {release.version: {file.name for file in release.files} for release in read_releases(arguments)}


def read(*arguments: str | Path) -> list[str]:
    return [str(quad) for release in read_releases(arguments) for quad in release.quads()]


def fails(message: str, *arguments: str | Path) -> None:
    """Reading these fails with a message that holds each of the parts, which are separated by ``…``."""
    with pytest.raises(EscoError) as error:
        read(*arguments)
    assert re.search(".*".join(re.escape(part) for part in message.split("…")), str(error.value)), str(error.value)


# Where files lie


def test_zip_tells_what_its_folder_does(folder: Path, tmp_path: Path) -> None:
    archive = pack(folder, tmp_path / "ESCO dataset - v1.1.1 - classification - en - csv.zip")
    assert read(archive) == read(folder)
    assert list(files(archive)) == ["1.1.1"]


def test_folder_of_zips_and_folders_of_several_versions(folder: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    pack(folder, shelf / "ESCO dataset - v1.2.1 - classification - en - csv.zip")
    shutil.copytree(folder, shelf / "v1.1.0" / "en")
    shutil.copytree(folder, shelf / "ESCO 1.10.0")
    names = {path.name for path in folder.iterdir()}
    assert files(shelf) == {"1.1.0": names, "1.2.1": names, "1.10.0": names}
    assert list(files(shelf)) == ["1.1.0", "1.2.1", "1.10.0"], "not in rising order"


def test_folders_inside_of_archives_count_for_nothing_but_versions(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "download.zip", "w") as archive:
        archive.write(folder / "skills_en.csv", "v1.2.0/en/skills_en.csv")
        archive.write(folder / "skills_en.csv", "__MACOSX/v1.2.0/en/._skills_en.csv")
        archive.writestr("v1.2.0/readme.txt", "Not ESCO.")
    assert files(tmp_path / "download.zip") == {"1.2.0": {"skills_en.csv"}}


def test_languages_lie_where_they_want(small: Tables, write: Write, tmp_path: Path) -> None:
    whole = pack(write(small), tmp_path / "ESCO v1.1.1 en.zip")
    french = tmp_path / "fr"
    french.mkdir()
    (tmp_path / "v1.1.1" / "occupations_en.csv").rename(french / "occupations_fr.csv")
    assert {"occupations_en.csv", "occupations_fr.csv"} < files(whole, f"1.1.1={french}")["1.1.1"]


@pytest.mark.parametrize("version", ["1.2.1", "v1.2.1", "1.2"])
def test_version_can_be_said(folder: Path, version: str) -> None:
    assert list(files(f"{version}={folder}")) == [version.removeprefix("v")]


@pytest.mark.parametrize("name", ["v1.2.0", "ESCO-1.2.0-en", "esco_v1.2.0", "ESCO dataset - v1.2.0 - csv"])
def test_version_is_read_off_a_folder_or_the_folder_of_a_file(folder: Path, tmp_path: Path, name: str) -> None:
    folder.rename(tmp_path / name)
    assert list(files(tmp_path / name)) == list(files(tmp_path / name / "skills_en.csv")) == ["1.2.0"]


def test_version_that_nothing_tells_is_asked_for(folder: Path, tmp_path: Path) -> None:
    nameless = folder.rename(tmp_path / "esco")
    fails(f"{nameless}…tells the ESCO version; say it: --esco 1.2.1={nameless}", nameless)
    archive = pack(nameless, tmp_path / "download.zip")
    fails(f"{archive}: …tells the ESCO version; say it: --esco 1.2.1={archive}", archive)


def test_table_that_comes_twice_is_taken_from_the_first(small: Tables, write: Write, tmp_path: Path) -> None:
    first = write(small).rename(tmp_path / "first")
    small["skills_en"][0]["preferredLabel"] = "another label"
    second = write(small)
    both = [f"1.1.1={first}", f"1.1.1={second}"]
    assert read(*both) == read(both[0])
    assert read(*reversed(both)) == read(both[1]) != read(both[0])


# Partial releases


@pytest.mark.parametrize("table", sorted(WHOLE))
def test_missing_file_is_named_with_what_will_not_work(small: Tables, write: Write, table: str) -> None:
    del small[table if table in small else f"{table}_en"]
    (release,) = read_releases([write(small)])
    assert list(release.quads())
    assert not release.complete
    assert not release.report.complete
    found = [(f.place, f.note) for f in release.report.findings if f.kind is Kind.MISSING_FILE]
    assert found == [(f"{table}.csv", WHOLE[table])]


def test_language_with_some_files_only_is_told(folder: Path) -> None:
    shutil.copy(folder / "occupations_en.csv", folder / "occupations_nl.csv")
    (release,) = read_releases([folder])
    assert list(release.quads())
    found = {(f.place, f.note) for f in release.report.findings if f.kind is Kind.MISSING_FILE}
    assert found == {(f"{table}_nl.csv", "fewer labels in 'nl'") for table in ("skills", "skillGroups", "ISCOGroups")}
    assert release.complete


# What is no release


def test_paths_that_hold_no_release(tmp_path: Path) -> None:
    fails(f"{tmp_path / 'nowhere'}: there is no such file or folder", tmp_path / "nowhere")
    fails(f"{tmp_path / 'nowhere'}: there is no such file or folder", f"1.1.1={tmp_path / 'nowhere'}")
    fails(f"{tmp_path}: no ESCO release file in it; expected …skills_en.csv", tmp_path)
    other = tmp_path / "products_en.csv"
    other.write_text("a,b\n")
    fails(f"{other}: not an ESCO file by its name; expected e.g. skills_en.csv", other)
    text = tmp_path / "v1.1.1.txt"
    text.write_text("hello")
    fails(f"{text}: not an ESCO release: neither a zip, a CSV file nor a folder", text)


def test_zip_without_a_release(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "v1.1.1.zip", "w") as archive:
        archive.writestr("readme.txt", "Not ESCO.")
    fails("v1.1.1.zip: no ESCO release file in it; expected …skills_en.csv", tmp_path / "v1.1.1.zip")


def test_not_a_zip(tmp_path: Path) -> None:
    (tmp_path / "v1.1.1.zip").write_text("<html>404</html>")
    fails("v1.1.1.zip: not a zip archive, or cut short …; download it again", tmp_path / "v1.1.1.zip")


@pytest.mark.parametrize("kept", [0.0, 0.01, 0.3, 0.7, 0.95, 0.999])
def test_zip_cut_short(folder: Path, tmp_path: Path, kept: float) -> None:
    archive = pack(folder, tmp_path / "v1.1.1.zip")
    data = archive.read_bytes()
    archive.write_bytes(data[: int(len(data) * kept)])
    fails("v1.1.1.zip: not a zip archive, or cut short …; download it again", archive)


def flip(data: bytes, places: Iterable[int]) -> bytes:
    flipped = bytearray(data)
    for place in places:
        flipped[place] ^= 0x55
    return bytes(flipped)


@pytest.mark.parametrize("share", [0.0, 0.2, 0.4, 0.6, 0.8, 0.99])
@pytest.mark.parametrize("width", [1, 16])
def test_zip_damaged_in_the_middle(small: Tables, write: Write, tmp_path: Path, share: float, width: int) -> None:
    """Whatever the damage looks like: text in another encoding, CSV that is not valid, a cell ESCO does not have."""
    many = [dict(small["skillSkillRelations"][0]) for _ in range(500)]
    for number, row in enumerate(many):
        row["relatedSkillUri"] = f"http://data.europa.eu/esco/skill/{number * 7919**3:032x}"
    archive = pack(write({"skillSkillRelations": many}), tmp_path / "v1.1.1.zip")
    with zipfile.ZipFile(archive) as stream:
        (info,) = stream.infolist()
    start = 30 + len(info.filename)  # the local header in front of the compressed text
    first = start + int(share * (info.compress_size - width))
    archive.write_bytes(flip(archive.read_bytes(), range(first, first + width)))
    fails("v1.1.1.zip!skillSkillRelations.csv: the archive is damaged or cut short …; download it again", archive)


def test_zip_that_needs_a_password(folder: Path, tmp_path: Path) -> None:
    archive = pack(folder, tmp_path / "v1.1.1.zip")
    with zipfile.ZipFile(archive, "a") as stream:
        for info in stream.infolist():
            info.flag_bits |= 1
        stream.comment = b"so that the directory is written anew"
    fails("v1.1.1.zip!conceptSchemes_en.csv: …password", archive)


def test_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "v1.1.1.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("skills_en.csv", bytes(20_000_000))
    fails(
        "v1.1.1.zip: unpacks from …20,000,000 bytes, which no ESCO release does; it is not read",
        tmp_path / "v1.1.1.zip",
    )


def test_zip_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "v1.1.1.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("skills_en.csv", b"conceptUri\n" + bytes(20_000_000))
        archive.infolist()[0].file_size = 1_000
    fails("v1.1.1.zip!skills_en.csv: the archive is damaged …; download it again", tmp_path / "v1.1.1.zip")


def test_file_that_went_away(folder: Path) -> None:
    (release,) = read_releases([folder])
    (folder / "skills_en.csv").unlink()
    with pytest.raises(EscoError, match=r"skills_en\.csv: cannot be read \(No such file or directory\)"):
        list(release.quads())
