"""Files made to do harm, and files that are not what they are called, through ``validate`` and ``add``.

Each is refused with an error that names it and says why, in bounded time and memory, and nothing outside it is read
or fetched: a server on loopback counts who calls, and a pipe that nobody writes to holds up whoever reads it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from threading import Thread

import pytest

from bwise_kg.curriculum.folder import read_folder

from .conftest import ROOT

PREFIXES = """@prefix bw: <https://w3id.org/bwise/ontology#> .
@prefix elm: <http://data.europa.eu/snb/model/elm/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://example.org/> .
"""
COURSE = (
    PREFIXES
    + ':c a bw:Curriculum ; dct:title "course"@en ; bw:forProfile <https://w3id.org/bwise/id/profile/supporter> .\n'
)
XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">%s</rdf:RDF>'
MODULES = ":c elm:hasPart {} . {} a bw:CoreModule .\n"
LEARNED = ' elm:learningOutcome {} . {} a bw:LearningOutcome ; dct:title "{}"@en .\n'


def _of(count: int, text: str) -> str:
    """Return a text for each number, which stands in it as {0}."""
    return "".join(text.format(number) for number in range(count))


def _deep(count: int, opened: str, closed: str, inside: str = "") -> str:
    return opened * count + inside + closed * count


REFUSED: dict[str, tuple[str | bytes, str]] = {
    # nesting
    "arrays.jsonld": ('{"@id": "http://a", "http://b": ' + _deep(1_000_000, "[", "]") + "}", "Max stack size"),
    "objects.jsonld": (_deep(1_000_000, '{"http://b":', "}", "1"), "Max stack size"),
    "lists.jsonld": ('{"http://b":' + _deep(1_000_000, '{"@list":[', "]}") + "}", "Max stack size"),
    "contexts.jsonld": (
        _deep(20_000, '{"@context": {"a": "http://a/"}, "a:b": ', "}", "1"),
        "@context in too many places",
    ),
    "escaped.jsonld": (_deep(20_000, '{"\\u0040conte\\u0078t":{"a":"http://a/"},"a:b":', "}", "1"), "too many places"),
    "collections.ttl": (COURSE + ":a :b " + _deep(1_000_000, "(", ")") + " .", "more than 20,000 statements"),
    "brackets.ttl": (COURSE + ":a :b " + _deep(300_000, "[ :b ", "]", "1") + " .", "more than 20,000 statements"),
    "elements.rdf": (XML % _deep(500_000, "<e:A><e:p>", "</e:p></e:A>"), "200 deep in others"),
    "prefixes.rdf": (XML.replace(">%s", _of(200_000, ' xmlns:e{0}="http://e/{0}"') + ">"), "200 prefixes"),
    "hidden.rdf": (
        XML % ("<!-- </e:p></e:A> -->" + _deep(300_000, '<e:A x="/>"><e:p>', "</e:p></e:A>")),
        "200 deep in others",
    ),
    # much of everything
    "million.nt": (_of(1_000_000, "<http://a/{0}> <http://b> <http://c> .\n"), "more than 20,000 statements"),
    "list.ttl": (COURSE + ":a :b (" + " 1" * 1_000_000 + ") .", "more than 20,000 statements"),
    "literal.ttl": (COURSE + ':c dct:description "' + "x" * 50_000_000 + '"@en .', "longer than 16 MiB"),
    "name.ttl": (COURSE + ":c dct:source <http://x/" + "x" * 50_000_000 + "> .", "longer than 16 MiB"),
    "digits.ttl": (COURSE + ":c bw:hours " + "9" * 1_000_000 + " .", "a number of 1,000,000 digits"),
    "clique.ttl": (
        COURSE + "".join(f"_:n{a} dct:relation _:n{b} .\n" for a, b in permutations(range(60), 2)),
        "3,540 links by .*relation",
    ),
    "modules.ttl": (COURSE + _of(5_000, ":c elm:hasPart :m{0} . :m{0} a bw:CoreModule .\n"), "links by .*hasPart"),
    "classes.ttl": (COURSE + _of(5_000, ":o{0} a bw:LearningOutcome .\n"), "5,000 resources that are a .*Outcome"),
    "outcomes.ttl": (
        COURSE + ":c elm:hasPart :m .\n" + _of(5_000, ":m elm:learningOutcome :o{0} .\n"),
        "5,000 ways lead",
    ),
    "dense.ttl": (
        COURSE
        + _of(12, ":c elm:hasPart :m{0} .\n")
        + "".join(
            f":m{a} elm:hasPart :u{b} .\n:u{b} elm:learningOutcome :o{a} .\n" for a in range(4) for b in range(9)
        ),
        "up to [0-9]+ to the same one",
    ),
    "part-of-itself.ttl": (
        COURSE + ":c elm:hasPart :c ; elm:learningOutcome " + ", ".join(f":o{n}" for n in range(400)) + " .",
        "1,600 ways lead",
    ),
    # fetched from elsewhere
    "context.jsonld": ('{"@context": "URL/c", "@id": "http://a", "http://b": "c"}', "nothing is fetched; write the"),
    "imported.jsonld": ('{"@context": {"@import": "URL/c"}, "http://b": "c"}', r"@import|nothing is fetched"),
    "pipe-context.jsonld": ('{"@context": "file://PIPE", "@id": "http://a", "http://b": "c"}', "nothing is fetched"),
    "entity.rdf": ('<!DOCTYPE a [<!ENTITY x SYSTEM "URL/x">]>' + XML % "<e:A><e:p>&x;</e:p></e:A>", "entity.rdf"),
    "pipe-entity.rdf": ('<!DOCTYPE a [<!ENTITY x SYSTEM "file://PIPE">]>' + XML % "<e:A><e:p>&x;</e:p></e:A>", ".rdf"),
    "laughs.rdf": (
        "<!DOCTYPE a ["
        + "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(30))
        + "]>"
        + XML % "<e:A><e:p>&e30;</e:p></e:A>",
        "made of other entities",
    ),
    # not what it is called
    "turtle.xlsx": (COURSE, r"is no \.xlsx workbook"),
    "turtle.ods": (COURSE, r"is no \.ods workbook"),
    "turtle.jsonld": (COURSE, ":1:1: Unexpected char"),
    "turtle.rdf": (COURSE, "Unexpected text"),
    "turtle.nt": (COURSE, ":1:1: "),
    "turtle.txt": (COURSE, "unknown kind of file; expected one of"),
    "turtle": (COURSE, "unknown kind of file; expected one of"),
    "macros.xlsm": (COURSE, "save it without them"),
    "workbook.ttl": (b"PK\3\4" + bytes(100), "name a workbook .xlsx or .ods"),
    "workbook.rdf": (b"PK\3\4" + bytes(100), "name a workbook .xlsx or .ods"),
    "zeros.rdf": (bytes(10_000_000), "Unexpected text"),
    "zeros.ttl": (bytes(10_000_000), "zeros.ttl"),
    "zeros.xlsx": (bytes(1000), r"is no \.xlsx workbook"),
    "half.xlsx": (b"PK\3\4" + bytes(20), "is damaged and cannot be unpacked"),
    "half.ods": (b"PK\3\4" + bytes(20), "is damaged and cannot be unpacked"),
    **{f"empty.{kind}": ("", "the file is empty") for kind in ("ttl", "nt", "jsonld", "rdf", "xlsx", "ods")},
    **{f"mark.{kind}": (b"\xef\xbb\xbf", "the file is empty") for kind in ("ttl", "nt", "jsonld", "rdf")},
    **{
        f"utf-16.{kind}": (COURSE.encode("utf-16"), "in UTF-16; save it in UTF-8")
        for kind in ("ttl", "nt", "jsonld", "rdf")
    },
    "latin-1.ttl": ((COURSE + ':c dct:title "café"@fr .').encode("latin-1"), "11:.*Invalid UTF-8"),
    "new\nline \x1b[31m.ttl": ("x", r"new\\nline \\x1b\[31m\.ttl:1:1: "),
    # no curriculum
    "none.ttl": (PREFIXES, "no curriculum|describes none"),
    "two.ttl": (COURSE + ":d a bw:Curriculum .", "describes 2 curricula|it describes https"),
    "skill.ttl": (
        PREFIXES + "<http://data.europa.eu/esco/skill/a17286c5-238d-4f0b-bc24-29e9121345de> a bw:Curriculum .",
        "IRI of its own",
    ),
    "profile.ttl": (PREFIXES + "<https://w3id.org/bwise/id/profile/supporter> a bw:Curriculum .", "IRI of its own"),
}
"""What stands in files that are refused, and how the error goes on after their name."""

HARMLESS = {
    "imports": ":o a owl:Ontology ; owl:imports <URL/x>, <file://PIPE> . :c rdfs:seeAlso <URL/y> .",
    "shapes": """[] a sh:ValidationReport ; sh:conforms true .
        <https://w3id.org/bwise/id/rule/CUR-001> sh:deactivated true .
        :s a sh:NodeShape ; sh:targetClass bw:Curriculum ; sh:sparql [ a sh:SPARQLConstraint ;
        sh:message "mine" ; sh:select "SELECT $this WHERE { SERVICE <URL/sparql> { $this ?p ?o } }" ] .""",
    "broader": """:s a bw:SectorSkill ; skos:broader :t ; skos:broadMatch :t ; bw:broaderSkill :t . :o bw:attains :a .
        :t a bw:SectorSkill ; skos:broader :s ; skos:broadMatch :s ; bw:broaderSkill :s . :a bw:skill :s .""",
    "classes": "bw:Unit rdfs:subClassOf bw:Curriculum . :A rdfs:subClassOf :B . :B rdfs:subClassOf :A . :x a :A .",
    "list": "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . :l rdf:first 1 ; rdf:rest :l . :c :b :l .",
    "dates": ':c dct:valid "2020-99-99"^^xsd:date ; dct:available "-99999999999-01-01"^^xsd:date .',
    "numbers": f"<https://example.org/1²2> a bw:LearningOutcome . :o{'9' * 5000} a bw:LearningOutcome .",
}
"""Statements that are read and do nothing."""


@dataclass(frozen=True, slots=True)
class Confined:
    """Runs commands on a store, with a server and a pipe that nobody should ask."""

    ask: Callable[[list[str]], tuple[int, str]]
    url: str
    pipe: Path
    calls: list[object]

    def file(self, path: Path, content: str | bytes) -> Path:
        """Write a file that points to the server and the pipe."""
        if isinstance(content, str):
            content = content.replace("URL", self.url).replace("PIPE", str(self.pipe)).encode()
        path.write_bytes(content)
        return path

    def refuses(
        self, path: Path, message: str, store: Path, commands: tuple[str, ...] = ("validate", "add"), *options: str
    ) -> None:
        """Hold that commands refuse a file with a message that begins with its name."""
        for command in commands:
            more = ["--version", "1.0"] if command == "add" else [*options]
            code, said = self.ask([command, str(path), "--store", str(store), *more])
            assert (code, said[:7]) == (2, "error: "), (command, code, said[-2000:])
            named = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in path.name)
            assert named in said or "IRI of its own" in said
            assert re.search(message, said), said
            assert len(said) < 2000
        assert self.calls == []


@pytest.fixture(scope="module")
def confined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Confined]:
    """Yield what runs commands."""
    pipe = tmp_path_factory.mktemp("pipe") / "pipe"
    os.mkfifo(pipe)
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def count() -> None:
            while True:
                try:
                    connection, caller = server.accept()
                except OSError:
                    return
                calls.append(caller)
                connection.close()

        Thread(target=count, daemon=True).start()
        command = [sys.executable, "-m", "tests.validation.confined"]
        with subprocess.Popen(command, stdin=-1, stdout=-1, text=True, encoding="utf-8", cwd=ROOT) as process:

            def ask(arguments: list[str]) -> tuple[int, str]:
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write(json.dumps(arguments) + "\n")
                process.stdin.flush()
                code, said = json.loads(process.stdout.readline())
                return code, said

            yield Confined(ask, f"http://127.0.0.1:{server.getsockname()[1]}", pipe, calls)
            assert process.stdin is not None
            process.stdin.close()
        server.shutdown(socket.SHUT_RDWR)
    assert calls == []


@pytest.mark.parametrize("name", REFUSED, ids=lambda name: name.encode("unicode_escape").decode())
def test_refused(confined: Confined, slice_store: Path, tmp_path: Path, name: str) -> None:
    content, message = REFUSED[name]
    confined.refuses(confined.file(tmp_path / name, content), message, slice_store)


@pytest.mark.parametrize("name", ["pipe.ttl", "pipe.xlsx", "pipe.ods", "pipe.jsonld"])
def test_pipes_and_devices_are_no_files(confined: Confined, slice_store: Path, tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    confined.refuses(tmp_path / name, "is no file but a pipe or a device", slice_store)
    device = tmp_path / f"zero-{name}"
    device.symlink_to("/dev/zero")
    confined.refuses(device, "is no file but a pipe or a device", slice_store)


def test_folders_and_names_that_lead_nowhere(confined: Confined, slice_store: Path, tmp_path: Path) -> None:
    for name in ("folder.ttl", "folder.xlsx", "folder"):
        (tmp_path / name).mkdir()
        confined.refuses(tmp_path / name, "no CSV files in the folder", slice_store)
    os.mkfifo(tmp_path / "folder" / "curriculum.csv")
    confined.refuses(tmp_path / "folder", r"curriculum\.csv: is no file but a pipe or a device", slice_store)
    (tmp_path / "loop.ttl").symlink_to(tmp_path / "loop.ttl")
    confined.refuses(tmp_path / "loop.ttl", "symbolic links", slice_store)
    confined.refuses(tmp_path / "missing.xlsx", "No such file", slice_store)
    confined.refuses(tmp_path / f"{'x' * 300}.ttl", "File name too long", slice_store)


def test_folders_of_csv_files_hold_their_files_themselves(
    confined: Confined, slice_store: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.csv").write_text("secret", encoding="utf-8")
    targets = {
        "elsewhere": (tmp_path / "secret.csv", "is a link to a file outside of the folder"),
        "up": (Path("..") / "secret.csv", "is a link to a file outside of the folder"),
        "device": (Path("/dev/zero"), "is a link to a file outside of the folder"),
        "nowhere": (tmp_path / "missing", "No such file"),
        "itself": (Path("modules.csv"), "symbolic links"),
    }
    for name, (target, message) in targets.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "curriculum.csv").write_text("Title,course", encoding="utf-8")
        (folder / "modules.csv").symlink_to(target)
        confined.refuses(folder, rf"modules\.csv: .*{message}", slice_store)
        code, said = confined.ask(["validate", str(folder), "--store", str(slice_store)])
        assert (code, "secret" in said.replace("secret.csv", "")) == (2, False)
    (tmp_path / "inner" / "modules.csv").mkdir(parents=True)
    confined.refuses(tmp_path / "inner", r"modules\.csv: is a folder", slice_store)


def test_a_link_inside_of_a_folder_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "real.txt").write_text("Title,course", encoding="utf-8")
    (tmp_path / "kept" / "curriculum.csv").symlink_to("real.txt")
    (tmp_path / "named").symlink_to("kept")
    assert list(read_folder(tmp_path / "named").sheets) == ["curriculum"]


def test_a_zip_bomb(confined: Confined, slice_store: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
        archive.writestr("xl/workbook.xml", b" " * (1 << 30))
    confined.refuses(tmp_path / "bomb.xlsx", "unpacks to more than a curriculum has", slice_store)


@pytest.mark.parametrize("text", ["<<( :a :b <<( :c :d _:e )>> )>>", '"x"@en--ltr'])
def test_what_rules_cannot_read_is_said_of_the_file(
    confined: Confined, slice_store: Path, tmp_path: Path, text: str
) -> None:
    file = confined.file(tmp_path / "new.ttl", f"{COURSE}:c dct:relation {text} .")
    confined.refuses(file, "which rules cannot read", slice_store, ("validate",))


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless(confined: Confined, slice_store: Path, tmp_path: Path, name: str) -> None:
    plain = confined.file(tmp_path / "plain.ttl", COURSE)
    file = confined.file(tmp_path / "my course.ttl", COURSE + HARMLESS[name])
    store = shutil.copytree(slice_store, tmp_path / "store")
    reports = []
    for path in (plain, file):
        code, said = confined.ask(["validate", str(path), "--store", str(store), "--format", "json"])
        assert code == 1, said
        (report,) = json.loads(said)["reports"]
        reports.append({result["id"] for result in report["rules"] if result["state"] == "not met"})
    assert reports[0] <= reports[1], "what a file says took a finding away"
    assert "mine" not in said
    code, said = confined.ask(["add", str(file), "--store", str(store), "--version", "1.0"])
    assert (code, said[:14]) == (0, "c 1.0 added. S"), said
    assert confined.calls == []


@pytest.mark.parametrize(
    "name", ["arrays.jsonld", "laughs.rdf", "dense.ttl", "classes.ttl", "clique.ttl", "context.jsonld"]
)
def test_refused_with_the_reference_engine_too(
    confined: Confined, slice_store: Path, tmp_path: Path, name: str
) -> None:
    content, message = REFUSED[name]
    file = confined.file(tmp_path / name, content)
    confined.refuses(file, message, slice_store, ("validate",), "--engine", "pyshacl")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("outcomes.ttl", r"5\.000 Wege führen vom Curriculum über Module"),
        ("clique.ttl", r"3\.540 Verweise mit <http://purl\.org/dc/terms/relation> sind mehr"),
        ("brackets.ttl", r"mehr als 20\.000 Aussagen; ein Curriculum je Datei einreichen"),
        ("context.jsonld", "übernimmt seinen @context von anderswo"),
        ("empty.ttl", "die Datei ist leer"),
    ],
)
def test_refused_in_another_language(
    confined: Confined, slice_store: Path, tmp_path: Path, name: str, message: str
) -> None:
    file = confined.file(tmp_path / name, REFUSED[name][0])
    confined.refuses(file, message, slice_store, ("validate",), "--lang", "de")


def test_harmless_with_the_reference_engine(confined: Confined, slice_store: Path, tmp_path: Path) -> None:
    """All of it in one file: pySHACL fetches nothing either, and takes no shapes from what it validates."""
    file = confined.file(tmp_path / "course.ttl", COURSE + "".join(HARMLESS[name] for name in sorted(HARMLESS)))
    reports = []
    for engine in ("compiled", "pyshacl"):
        command = ["validate", str(file), "--store", str(slice_store), "--format", "json", "--engine", engine]
        code, said = confined.ask([*command, "--no-fixes"])
        assert code == 1, said[-2000:]
        assert "mine" not in said
        (report,) = json.loads(said)["reports"]
        reports.append({result["id"]: (result["state"], result["found"]) for result in report["rules"]})
    assert reports[0] == reports[1]
    assert confined.calls == []


def test_blank_nodes_that_look_alike_are_not_named_for_ever(
    confined: Confined, slice_store: Path, tmp_path: Path
) -> None:
    clique = "".join(f"_:n{a} dct:relation _:n{b} .\n" for a, b in permutations(range(16), 2))
    file = confined.file(tmp_path / "clique.ttl", COURSE + clique)
    assert confined.ask(["validate", str(file), "--store", str(slice_store)])[0] == 1
    confined.refuses(
        file, "cannot be told apart within [0-9,]+ (s|MiB); give its resources IRIs", slice_store, ("add",)
    )


def test_as_many_parts_as_there_may_be_take_no_more_than_that(
    confined: Confined, slice_store: Path, tmp_path: Path
) -> None:
    """The largest curriculum that is read: 60 modules, 480 outcomes, nothing else stated."""
    text = "".join(
        MODULES.format(f":m{n}", f":m{n}")
        + "".join(f":m{n}" + LEARNED.format(f":o{n}-{k}", f":o{n}-{k}", f"{n}, {k}") for k in range(8))
        for n in range(60)
    )
    file = confined.file(tmp_path / "large.ttl", COURSE + text)
    code, said = confined.ask(["validate", str(file), "--store", str(slice_store), "--format", "json"])
    assert code == 1, said[-500:]
    (report,) = json.loads(said)["reports"]
    assert sum(result["failed"] for result in report["rules"]) > 60 + 480
    assert all(sum(group["count"] for group in result["groups"]) <= 100 for result in report["rules"])
