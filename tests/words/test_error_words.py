"""Errors of files, of what they say and of names, in the language that is asked for."""

from __future__ import annotations

import errno
import os
from functools import partial
from pathlib import Path

import pytest

from bwise_kg import Graph, build
from bwise_kg.curricula import add, remove
from bwise_kg.curriculum import find_curriculum, parse_file
from bwise_kg.curriculum.folder import read_folder, write_folder
from bwise_kg.curriculum.limits import check_packed
from bwise_kg.curriculum.source import read_source
from bwise_kg.curriculum.workbook.cells import Grid
from bwise_kg.digest import digest_of
from bwise_kg.errors import DataError, NotFoundError
from bwise_kg.system_errors import FREQUENT, reason_of
from bwise_kg.terminal import written
from bwise_kg.translations import LANGUAGES
from bwise_kg.validation import Report, validate, validate_many
from bwise_kg.words import words
from tests.curriculum.conftest import PREFIXES
from tests.curriculum.workbooks import changed, filled
from tests.test_digest import alike
from tests.words.telling import require_told

SUPPORTER = "https://w3id.org/bwise/id/curriculum/supporter"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with a curriculum that was added, ``course`` 1.0."""
    folder = tmp_path_factory.mktemp("added")
    build(folder / "store")
    add(folder / "store", written_to(folder / "course.ttl", ":course a bw:Curriculum ; dct:title 'Course'@en ."), "1.0")
    return folder / "store"


def written_to(path: Path, text: str) -> Path:
    path.write_text(PREFIXES + text, encoding="utf-8")
    return path


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_frequent_errors_of_the_system_have_words_of_their_own(language: str) -> None:
    said = {number: reason_of(OSError(number, "as the system says it"), words(language)) for number in FREQUENT}
    assert len(set(said.values())) == len(FREQUENT)
    assert set(said.values()).isdisjoint({*FREQUENT.values(), "as the system says it"})


def test_other_errors_are_told_as_the_system_does() -> None:
    assert reason_of(OSError(errno.EXDEV, os.strerror(errno.EXDEV)), words("fr")) == os.strerror(errno.EXDEV)
    assert reason_of(OSError("nothing more is known"), words("fr")) == "nothing more is known"


@pytest.mark.skipif(os.name == "nt", reason="as POSIX systems number them")
def test_english_is_what_the_system_says() -> None:
    assert {number: os.strerror(number) for number in FREQUENT} == FREQUENT


def test_files_that_are_not_opened(tmp_path: Path) -> None:
    for name in ("gone.ttl", "gone.xlsx", "gone.ods"):
        assert "No such file" in require_told(partial(read_source, tmp_path / name))
    (tmp_path / "loop.ttl").symlink_to(tmp_path / "loop.ttl")
    assert "symbolic links" in require_told(lambda tag: parse_file(tmp_path / "loop.ttl", tag))
    assert "too long" in require_told(lambda tag: parse_file(tmp_path / f"{'x' * 300}.ttl", tag))
    assert "too long" in require_told(lambda tag: read_source(tmp_path / ("x" * 300), tag))
    assert "No such file" in require_told(lambda tag: check_packed(tmp_path / "gone.xlsx", words(tag)))
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "modules.csv").symlink_to(tmp_path / "gone.csv")
    assert "No such file" in require_told(lambda tag: read_folder(tmp_path / "sheets", tag))
    (tmp_path / "file").write_bytes(b"")
    assert "Not a directory" in require_told(lambda tag: read_folder(tmp_path / "file", tag))


def test_files_that_are_not_written(tmp_path: Path) -> None:
    def write(tag: str, path: Path) -> None:
        with written(path, tag) as stream:
            stream.write(b"")

    gone = "cannot be written (No such file or directory)"
    assert gone in require_told(lambda tag: write(tag, tmp_path / "gone" / "file"))
    (tmp_path / "folder").mkdir()
    assert "(Is a directory)" in require_told(lambda tag: write(tag, tmp_path / "folder"))
    (tmp_path / "file").write_bytes(b"")
    assert "(File exists)" in require_told(lambda tag: write_folder(Grid({}), tmp_path / "file", tag))


COURSE = ":c a bw:Curriculum ; elm:hasPart :m . :m elm:learningOutcome :o . :o bw:attains :s . "
NO_CURRICULA = {
    "": "describes no curriculum (nothing in it is a <",
    ":a a bw:Curriculum . :b a bw:Curriculum .": "describes 2 curricula; name one of https://example.org/a, https",
    ":c a bw:Curriculum ; elm:hasPart :c .": "<https://example.org/c> is a part of itself",
    ":c a bw:Curriculum ; bw:hours '-0.5' .": "<https://example.org/c>: -0.5 hours; hours cannot be negative",
    ":c a bw:Curriculum ; bw:hours 'sixty' .": "<https://example.org/c>: 'sixty' is not a number (<",
    ":c a bw:Curriculum ; bw:hours 60, 61 .": "<https://example.org/c> has several values of <",
    ":c a bw:Curriculum ; bw:forProfile :p, :q .": "<https://example.org/c> has several values of <",
    COURSE: "<https://example.org/s>, attained by <https://example.org/o>, names no skill (bw:skill)",
}


@pytest.mark.parametrize("text", NO_CURRICULA)
def test_what_is_no_curriculum(text: str, tmp_path: Path) -> None:
    statements = parse_file(written_to(tmp_path / "course.ttl", text + " :x :y :z ."))
    said = require_told(lambda tag: find_curriculum(statements, "here", language=tag))
    assert said.startswith(f"here: {NO_CURRICULA[text]}")


def test_a_curriculum_that_is_not_there(tmp_path: Path) -> None:
    statements = parse_file(written_to(tmp_path / "course.ttl", ":a a bw:Curriculum ."))
    assert "not described" in require_told(lambda tag: find_curriculum(statements, "here", "http://b", tag))


def test_names_that_mean_nothing(slice_graph: Graph) -> None:
    near = require_told(lambda tag: slice_graph.coverage("suporter", language=tag))
    assert near.startswith("no curriculum 'suporter'; did you mean 'supporter'? There is: enabler, supporter, ")
    far = require_told(lambda tag: slice_graph.entry("boss", tag))
    assert far.startswith("no curriculum 'boss'. There is: enabler, supporter, ")
    version = require_told(lambda tag: validate(slice_graph, "supporter@9", language=tag))
    assert version.startswith("no curriculum 'supporter@9'; did you mean 'supporter@")
    near = require_told(lambda tag: slice_graph.coverage("supporter", "worke", tag))
    assert near == "no profile 'worke'; did you mean 'worker'? There is: enabler, supporter, worker"
    far = require_told(lambda tag: validate(slice_graph, "boss", ["profile"], language=tag))
    assert far == "no profile 'boss'. There is: enabler, supporter, worker"


def test_rule_sets_that_there_are_not(slice_graph: Graph) -> None:
    said = require_told(lambda tag: validate(slice_graph, "supporter", ["hats"], language=tag))
    assert said == "no rule set 'hats'; there is: alignment, curriculum, graph, label, profile"
    assert said == require_told(lambda tag: validate_many(slice_graph, [], ["hats"], language=tag))


def test_a_curriculum_for_no_profile(slice_graph: Graph, tmp_path: Path) -> None:
    file = written_to(tmp_path / "course.ttl", ":c a bw:Curriculum .")
    said = require_told(lambda tag: slice_graph.coverage(file, language=tag))
    assert said == "<https://example.org/c>: names no profile (bw:forProfile); say which: --profile supporter"


def test_what_cannot_be_validated(slice_graph: Graph, tmp_path: Path) -> None:
    found = {
        "none.ttl": (":c a bw:Module .", "has to describe one <"),
        "two.ttl": (":c a bw:Curriculum . :d a bw:Curriculum .", "; it describes https://example.org/c, https"),
        "digits.ttl": (f":c a bw:Curriculum ; bw:hours {'1' * 101} .", "digits is no number of a curriculum"),
        "direction.ttl": (":c a bw:Curriculum ; dct:title 'a'@en--ltr .", "has a direction, which rules cannot read"),
        "profile.ttl": ("<https://w3id.org/bwise/id/profile/worker> a bw:Curriculum .", "is something else in the"),
    }
    for name, (text, english) in found.items():
        file = written_to(tmp_path / name, text)
        assert english in require_told(partial(_validated, slice_graph, file))
    own = ["profile"]
    assert "none" in require_told(lambda tag: validate(slice_graph, tmp_path / "none.ttl", own, language=tag))
    assert "No such" in require_told(lambda tag: validate(slice_graph, tmp_path / "gone.ttl", own, language=tag))


def _validated(graph: Graph, file: Path, language: str) -> Report:
    return validate(graph, file, language=language)


def test_what_is_not_added(store: Path, tmp_path: Path) -> None:
    def refused(text: str, version: str = "1.0", name: str | None = None) -> str:
        file = written_to(tmp_path / "new.ttl", text)
        return require_told(lambda tag: add(store, file, version, name, tag)).replace(str(file), "new.ttl")

    own, course = ":own a bw:Curriculum .", ":course a bw:Curriculum ; bw:hours 60 ."
    reference = f"<{SUPPORTER}> a bw:Curriculum ."
    skill = "<https://w3id.org/bwise/id/profile/worker> a bw:Curriculum ."
    iri = "https://example.org/course"
    assert refused(own, "1/0") == "version '1/0': use letters, digits and . + _ - (at most 64), e.g. 1.0"
    hyphens = "use small letters, digits and single hyphens, e.g. --name green-coach"
    assert refused(own, name="A b") == f"name 'A b': {hyphens}"
    assert refused("[] a bw:Curriculum .") == "new.ttl: its curriculum is a blank node; give it an IRI"
    assert "give your curriculum an IRI of its own" in refused(reference, name="mine")
    assert "in the store; give your curriculum an IRI of its own" in refused(skill, name="mine")
    assert refused(own, name="course") == f"name 'course': belongs to <{iri}>; give this curriculum another: --name ..."
    assert refused(course, name="mine") == f"name 'mine': <{iri}> is in the store as 'course': --name course"
    assert refused(course) == (
        "course 1.0 is in the store with another content, and versions are never changed; give this one a new version, "
        "or remove the old: bwise-kg remove course --version 1.0"
    )
    assert refused(":own a bw:Module .").startswith("new.ttl: describes no curriculum")
    assert refused(f":own a bw:Curriculum ; bw:hours {'1' * 101} .").endswith("no number of a curriculum; shorten it")


def test_blank_nodes_that_are_too_many() -> None:
    for tag in ("en", "fr", "el"):
        with pytest.raises(Exception, match=words(tag).gettext("%(seconds)s", seconds="0.01")) as raised:
            digest_of(alike(10), 0.01, tag)
        assert ("cannot be told apart" in str(raised.value)) == (tag == "en")


def test_what_is_not_removed(store: Path, slice_store: Path) -> None:
    def refused(name: str, version: str | None = None, place: Path = store) -> str:
        return require_told(lambda tag: remove(place, name, version, tag))

    assert refused("corse") == "no added curriculum 'corse'; there is: course 1.0"
    assert refused("course", "2.0") == "no added curriculum 'course' 2.0; there is: course 1.0"


def test_nothing_to_remove(tmp_path: Path) -> None:
    build(tmp_path / "store")
    said = require_told(lambda tag: remove(tmp_path / "store", "course", None, tag))
    assert said == "no added curriculum 'course'; none has been added"


def test_a_workbook_is_read_as_before_whatever_the_language_of_errors(slice_graph: Graph, tmp_path: Path) -> None:
    def unstated(book: object) -> None:
        sheet = book.worksheets[0]  # type: ignore[attr-defined]
        (cell,) = [row[1] for row in sheet.iter_rows() if row[0].value == "Language of the texts here"]
        cell.value = None

    file = changed(filled("supporter", tmp_path / "course.xlsx"), unstated)
    french = slice_graph.curriculum(file, "fr")
    assert french == slice_graph.curriculum(file)
    assert set(french.title) >= {"en"}


def test_kinds_of_errors_stay_the_same(slice_graph: Graph) -> None:
    with pytest.raises(NotFoundError):
        slice_graph.profile("boss", "fr")
    with pytest.raises(DataError, match=r"^gone\.ttl: fichier ou dossier introuvable$"):
        slice_graph.curriculum("gone.ttl", "fr")
