"""Curricula that cannot be read: the error names the place, nothing is fetched, nothing blows up."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from pyoxigraph import Literal

from bwise_kg import DataError
from bwise_kg.curriculum import find_curriculum, parse_file
from bwise_kg.curriculum.rdf import MAX_FILE
from tests.curriculum.conftest import PREFIXES

XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"'
ENTITY = f"<!DOCTYPE rdf:RDF [%s]>{XML}><e:A><e:p>%s</e:p></e:A></rdf:RDF>"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.ttl", b"@prefix a: <http://a/> .\na:b a:c\n  b:d .", ":3:3: The prefix b: has not been declared$"),
        ("a.ttl", b"<http://a> <http://b> .", ":1:23: . is not a valid RDF object$"),
        ("a.ttl", b"\n<a> <http://b> <http://c> .", ":2:1: No scheme found in an absolute IRI$"),
        ("a.ttl", '<http://a> <http://b> "café" .'.encode("latin-1"), ":1:27: Invalid UTF-8"),
        ("a.nt", b"<http://a> <http://b> <http://c> .\n<http://a> <http://b> .", ":2:23: "),
        ("a.nt", b"<http://a> <http://b> <http://c> <http://g> .", ":1:34: "),
        ("a.jsonld", b'{"@id": "http://a",\n"http://b":}', ":2:12: "),
        ("a.json", '{"http://b": "café"}'.encode("latin-1"), ":1:18: Invalid UTF-8"),
        ("a.json", b'{"@id": "http://g", "@graph": [{"@id": "http://a", "http://b": 1}]}', ": Named graphs are not"),
        ("a.rdf", f"{XML}><e:A><e:p></e:A></rdf:RDF>".encode(), ": ill-formed document: expected `</e:p>`"),
        ("a.rdf", f"{XML}><e:A><e:p>café</e:p></e:A></rdf:RDF>".encode("latin-1"), ": cannot decode input"),
        ("a.rdf", f'<?xml version="1.0" encoding="ISO-8859-1"?>{XML}/>'.encode("latin-1"), ": Only UTF-8 is"),
        ("a.rdf", f'<?xml version="1.0" encoding="nowhere"?>{XML}/>'.encode(), ": Only UTF-8 is"),
        ("a.rdf", f'<?xml version="1.0" encoding="shift_jis"?>{XML}/>'.encode(), ": Only UTF-8 is"),
        ("a.ttl", b"", ": the file is empty$"),
        ("a.ttl", b" \n\t ", ": the file is empty$"),
        ("a.csv", b"x", ": unknown kind of file; expected one of .ttl, .nt, .jsonld, .json, .rdf, .xml, .owl$"),
        ("a", b"x", ": unknown kind of file"),
    ],
)
def test_unreadable_file(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=message) as caught:
        parse_file(tmp_path / name)
    place = message.partition(": ")[0].lstrip(":")
    assert caught.value.place == str(tmp_path / name) + (f":{place}" if place else "")


def test_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder.ttl").mkdir()
    with pytest.raises(DataError, match=r"folder\.ttl: is a folder; name the file in it, or a folder of CSV files$"):
        parse_file(tmp_path / "folder.ttl")
    with pytest.raises(DataError, match=r"missing\.ttl: No such file or directory$"):
        parse_file(tmp_path / "missing.ttl")


def test_too_big(tmp_path: Path) -> None:
    with (tmp_path / "big.ttl").open("wb") as stream:
        stream.truncate(MAX_FILE + 1)
    with pytest.raises(DataError, match=r"big\.ttl: 67,108,865 bytes are more than a curriculum has"):
        parse_file(tmp_path / "big.ttl")


COURSE = ":c a bw:Curriculum ; elm:hasPart :m . :m elm:learningOutcome :o . :o bw:attains :s . "


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# nothing", "describes no curriculum"),
        (":c a bw:Module .", "describes no curriculum"),
        (":c a bw:Curriculum ; elm:hasPart :m . :m elm:hasPart :u . :u elm:hasPart :m .", "org/m> is a part of itself"),
        (":c a bw:Curriculum ; elm:hasPart :m . :m elm:hasPart :m .", "org/m> is a part of itself"),
        (":c a bw:Curriculum ; elm:hasPart :c .", "org/c> is a part of itself"),
        (":c a bw:Curriculum ; bw:hours -1 .", "org/c>: -1 hours; hours cannot be negative"),
        (":c a bw:Curriculum ; elm:hasPart :m . :m bw:hours '-0.5' .", "org/m>: -0.5 hours; hours cannot be negative"),
        (":c a bw:Curriculum ; bw:hours 'sixty' .", "org/c>: 'sixty' is not a number .*#hours"),
        (":c a bw:Curriculum ; bw:hours '' .", "'' is not a number"),
        (":c a bw:Curriculum ; bw:hours '1_000' .", "'1_000' is not a number"),
        (":c a bw:Curriculum ; bw:hours '٦٠' .", "'٦٠' is not a number"),
        (":c a bw:Curriculum ; bw:hours 'NaN'^^xsd:double .", "'NaN' is not a number"),
        (":c a bw:Curriculum ; bw:hours 'INF'^^xsd:double .", "'INF' is not a number"),
        (":c a bw:Curriculum ; bw:hours 1e999999999 .", "'1e999999999' is not a number"),
        (":c a bw:Curriculum ; bw:hours true .", "'true' is not a number"),
        (":c a bw:Curriculum ; bw:hours 60, 61 .", "org/c> has several values of .*#hours>: 60, 61"),
        (":c a bw:Curriculum ; bw:forProfile :p, :q .", "org/c> has several values of .*#forProfile>: .*/p, .*/q"),
        (":c a bw:Curriculum ; elm:hasPart :m . :m bw:position 'one' .", "org/m>: 'one' is not a number .*#position"),
        (COURSE, "org/s>, attained by <https://example.org/o>, names no skill"),
        (COURSE + ":s bw:skill 'coaching' .", "names no skill"),
        (COURSE + ":s bw:skill :x, :y .", "org/s> has several values of .*#skill>"),
        (COURSE + ":s bw:skill :x ; bw:level :l, :k .", "org/s> has several values of .*#level>"),
        (COURSE + ":s bw:skill :x . :o bw:outcomeKind :k, :l .", "org/o> has several values of .*#outcomeKind>"),
    ],
)
def test_not_a_curriculum(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "course.ttl"
    file.write_text(PREFIXES + text, encoding="utf-8")
    with pytest.raises(DataError, match=f"^here: .*{message}"):
        find_curriculum(parse_file(file), "here")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonld", '{"@context": "URL/context.jsonld", "@id": "http://a", "http://b": "c"}'),
        ("a.jsonld", '{"@context": {"@import": "URL/context.jsonld"}, "@id": "http://a", "http://b": "c"}'),
        ("a.jsonld", '{"@id": "http://a", "http://b": {"@context": ["URL/c"], "@id": "http://d", "http://b": 1}}'),
        ("a.rdf", ENTITY % ('<!ENTITY x SYSTEM "URL/x">', "&x;")),
        ("a.rdf", ENTITY % ('<!ENTITY x PUBLIC "x" "URL/x">', "&x;")),
        ("a.rdf", ENTITY % ('<!ENTITY % x SYSTEM "URL/x"> %x;', "")),
    ],
)
def test_remote_contexts_and_entities_are_refused(
    tmp_path: Path, name: str, text: str, server: tuple[str, list[str]]
) -> None:
    address, asked = server
    (tmp_path / name).write_text(text.replace("URL", address), encoding="utf-8")
    with pytest.raises(DataError, match=name):
        parse_file(tmp_path / name)
    assert asked == []


@pytest.mark.parametrize(
    "text",
    [
        f'<!DOCTYPE rdf:RDF SYSTEM "URL/x.dtd">{XML}><e:A><e:p>c</e:p></e:A></rdf:RDF>',
        f'<?xml-stylesheet href="URL/x.xsl"?>{XML}><e:A><e:p rdf:resource="URL/x"/></e:A></rdf:RDF>',
    ],
)
def test_nothing_is_fetched_for_a_readable_file(tmp_path: Path, text: str, server: tuple[str, list[str]]) -> None:
    address, asked = server
    (tmp_path / "a.rdf").write_text(text.replace("URL", address), encoding="utf-8")
    assert len(parse_file(tmp_path / "a.rdf")) == 2
    assert asked == []


def test_entities_for_short_are_fine(tmp_path: Path) -> None:
    (tmp_path / "a.rdf").write_text(ENTITY % ('<!ENTITY esco "http://esco/"><!ENTITY\nx "y">', "&esco;&x;"), "utf-8")
    assert Literal("http://esco/y") in [quad.object for quad in parse_file(tmp_path / "a.rdf")]


@pytest.mark.parametrize(
    ("entities", "text", "message"),
    [
        ("".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(30)), "&e30;", "made of other"),
        ("".join(f'<!ENTITY  % e{n + 1}\n"{f"&e{n};" * 10}">' for n in range(30)), "&e30;", "made of other"),
        (f'<!ENTITY e "{"x" * 100_000}">', "&e;" * 100_000, "to more than"),
    ],
)
def test_entities_do_not_blow_up(tmp_path: Path, entities: str, text: str, message: str) -> None:
    (tmp_path / "a.rdf").write_text(ENTITY % (entities, text), encoding="utf-8")
    started = time.monotonic()
    with pytest.raises(DataError, match=rf"a\.rdf: its entities .*{message}"):
        parse_file(tmp_path / "a.rdf")
    assert time.monotonic() - started < 5


def test_entities_that_never_end_take_seconds(tmp_path: Path) -> None:
    (tmp_path / "a.rdf").write_text("<!ENTITY" * 50_000, encoding="utf-8")
    started = time.monotonic()
    with pytest.raises(DataError, match=r"a\.rdf"):
        parse_file(tmp_path / "a.rdf")
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("name", "opened", "closed", "around"),
    [
        ("a.ttl", "<<( <http://a> <http://b> ", " )>>", ("<http://a> <http://b> ", " .")),
        ("a.nt", "<<( <http://a> <http://b> ", " )>>", ("<http://a> <http://b> ", " .")),
        (
            "a.rdf",
            '<e:p rdf:parseType="Triple"><e:A rdf:about="http://a">',
            "</e:A></e:p>",
            (f'{XML} rdf:version = "1.2"><e:A>', "</e:A></rdf:RDF>"),
        ),
    ],
)
def test_deeply_nested_terms_do_not_end_the_process(
    tmp_path: Path, name: str, opened: str, closed: str, around: tuple[str, str]
) -> None:
    text = around[0] + opened * 50_000 + ("<http://c>" if name != "a.rdf" else "") + closed * 50_000 + around[1]
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="more than 1,000 triple terms"):
        parse_file(tmp_path / name)
