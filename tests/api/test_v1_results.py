"""Coverage, validation, questions and search over HTTP: the objects that the command line shows, and hostile files."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pyoxigraph as ox
import pytest

from bwise_kg import Graph
from bwise_kg.curriculum.model import text_in
from bwise_kg.render.data import coverage_json
from bwise_kg.render.labels import labels_for
from bwise_kg.render.question_data import answer_csv, answer_json
from tests.api.api import API, get, models, schema
from tests.api.serving import Server, bounded
from tests.curriculum.workbooks import REFERENCE, changed, filled, reference

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TURTLE = (REFERENCE / "supporter.ttl").read_bytes()


def plain(value: Any) -> Any:
    return json.loads(json.dumps(value))


def test_coverage_is_that_of_the_command_line(client: httpx.Client, slice_graph: Graph) -> None:
    answer = get(client, "/coverage", curriculum="supporter", lang="fr")
    result = slice_graph.coverage("supporter")
    assert answer["data"] == plain(coverage_json(result, labels_for(slice_graph, result, "fr"), "fr"))
    jsonschema.validate(answer["data"], schema("coverage"))
    assert answer["meta"]["referenceDesign"] is True
    other = get(client, "/coverage", curriculum="supporter", profile="worker")
    assert other["data"]["profile"]["iri"].endswith("/worker")
    assert other["data"]["totals"]["all"]["total"] == len(slice_graph.profile("worker").requirements)


def sent(kind: str, tmp_path: Path) -> dict[str, Any]:
    """Return a request with the reference curriculum, as a client would send it."""
    if kind == "csv":
        folder = filled("supporter", tmp_path / "course")
        files = [("file", (f.name, f.read_bytes(), "text/csv")) for f in sorted(folder.iterdir())]
        return {"files": files}
    if kind in {"xlsx", "ods"}:
        content = filled("supporter", tmp_path / f"course.{kind}").read_bytes()
        return {"files": {"file": (f"course.{kind}", content, "application/octet-stream")}}
    formats = {
        "application/n-triples": ox.RdfFormat.N_TRIPLES,
        "application/ld+json": ox.RdfFormat.JSON_LD,
        "application/rdf+xml": ox.RdfFormat.RDF_XML,
    }
    stream = io.BytesIO(TURTLE)
    if kind in formats:
        stream = io.BytesIO()
        ox.serialize(reference("supporter"), stream, formats[kind])
    return {"content": stream.getvalue(), "headers": {"Content-Type": kind}}


KINDS = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml", "xlsx", "ods", "csv")


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_covered_and_validated_as_what_is_in_the_store(
    client: httpx.Client, tmp_path: Path, kind: str
) -> None:
    request = sent(kind, tmp_path)
    covered = client.post(f"{API}/coverage", **request)
    assert covered.status_code == 200, covered.text
    assert covered.headers["cache-control"] == "no-store"
    stored = get(client, "/coverage", curriculum="supporter")["data"]
    assert covered.json()["data"]["totals"] == stored["totals"]
    jsonschema.validate(covered.json()["data"], schema("coverage"))
    checked = client.post(f"{API}/validate", params={"ruleset": "curriculum", "lang": "de"}, **request)
    assert checked.status_code == 200, checked.text
    data = checked.json()["data"]
    jsonschema.validate(data, schema("validation"))
    assert data["conforms"]
    assert data["reports"][0]["language"] == "de"
    assert "/" not in data["reports"][0]["subject"]["file"]


def test_what_is_wrong_in_a_workbook_is_told_by_cell(client: httpx.Client, tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        sheet = book["Modules"] if "Modules" in book.sheetnames else book.worksheets[1]
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, int | float):
                    cell.value = "many"

    file = changed(filled("supporter", tmp_path / "course.xlsx"), spoil)
    request = {"files": {"file": (file.name, file.read_bytes(), XLSX)}}
    covered = client.post(f"{API}/coverage", **request)  # type: ignore[arg-type]
    assert covered.status_code == 422
    errors = covered.json()["errors"]
    assert errors
    assert all("!" in each["where"] and each["remedy"] for each in errors)
    checked = client.post(f"{API}/validate", **request)  # type: ignore[arg-type]
    assert checked.status_code == 200
    assert not checked.json()["data"]["conforms"]
    places = {each["place"] for each in checked.json()["data"]["reports"][0]["problems"]}
    assert {each["where"] for each in errors} <= places


BAD = {
    "syntax": ("text/turtle", b"<http://a> <http://b>\n  <<<", 422, "unreadable"),
    "no text": ("text/turtle", b"\xff\xfe\x00", 422, "unreadable"),
    "empty": ("text/turtle", b"", 422, "unreadable"),
    "no curriculum": ("text/turtle", b"<http://a> <http://b> <http://c> .", 422, "unreadable"),
    "entities": (
        "application/rdf+xml",
        b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><x>&c;</x>',
        422,
        "unreadable",
    ),
    "remote context": (
        "application/ld+json",
        b'{"@context": "http://127.0.0.1:9/c", "@id": "http://a"}',
        422,
        "unreadable",
    ),
    "no workbook": (XLSX, b"PK\x03\x04" + b"\0" * 60, 422, "unreadable"),
    "no kind": ("image/png", b"\x89PNG", 415, "media-type"),
    "none stated": ("", b"x", 415, "media-type"),
    "no boundary": ("multipart/form-data", b"--x", 400, "form"),
    "cut off": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\na',
        400,
        "form",
    ),
    "no part": ("multipart/form-data; boundary=x", b"--x--\r\n", 400, "form"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("path", ["/coverage", "/validate"])
def test_bad_files_are_problems_of_those_who_sent_them(client: httpx.Client, name: str, path: str) -> None:
    kind, content, status, type_ = BAD[name]
    response = client.post(API + path, content=content, headers={"Content-Type": kind})
    assert response.status_code == status, response.text
    assert response.json()["type"] == f"https://w3id.org/bwise/problem/{type_}"
    assert "/tmp" not in response.text
    if name == "syntax":
        assert response.json()["errors"][0]["where"].startswith("curriculum.ttl:2")


def test_large_files_are_refused_and_nothing_stays(slice_store: Path, tmp_path: Path) -> None:
    with bounded(slice_store, upload=100_000) as server, server.client() as client:
        for content in (b"#" * 100_001, iter([b"#" * 60_000] * 2)):
            response = client.post(f"{API}/validate", content=content, headers={"Content-Type": "text/turtle"})
            assert response.status_code == 413
            assert response.json()["type"].endswith("/too-long")
        assert (
            client.post(f"{API}/validate", content=TURTLE, headers={"Content-Type": "text/turtle"}).status_code == 200
        )
        assert not [each for each in left(server) if each.exists()]


def left(server: Server) -> list[Path]:
    import tempfile

    return list(Path(tempfile.gettempdir()).glob(f"bwise-kg-upload-{server.process.pid}-*"))


def test_log_holds_nothing_of_what_is_sent_or_searched(slice_store: Path) -> None:
    from tests.api.serving import serving

    with serving(slice_store) as server:
        with server.client() as client:
            client.get(f"{API}/search", params={"q": "confidential"})
            client.post(f"{API}/validate", content=b"<confidential", headers={"Content-Type": "text/turtle"})
            files = {"file": ("confidential.ttl", b"confidential", "text/turtle")}
            assert client.post(f"{API}/coverage", files=files).status_code == 422
        assert "confidential" not in "".join(server.lines)
        assert "127.0.0.1" not in "".join(server.lines)


@pytest.mark.parametrize("id_", ["cq02", "cq22", "cq36", "cq48"])
def test_questions_are_answered_as_on_the_command_line(client: httpx.Client, slice_graph: Graph, id_: str) -> None:
    answer = get(client, f"/questions/{id_}")
    expected = slice_graph.ask(id_)
    assert answer["data"] == plain(answer_json(expected))
    jsonschema.validate(answer["data"], schema("answer"))
    assert answer["meta"]["referenceDesign"] is expected.reference_design
    table = client.get(f"{API}/questions/{id_}", headers={"Accept": "text/csv"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.text == answer_csv(expected)


def test_questions_take_what_they_declare(client: httpx.Client, slice_graph: Graph) -> None:
    listed = get(client, "/questions")["data"]
    assert [each["id"] for each in listed] == [f"cq{number:02}" for number in range(1, len(listed) + 1)]
    for each in listed:
        models.Question.model_validate(each)
    spanish = get(client, "/questions/cq22", country="ES", lang="es")["data"]
    assert spanish == plain(answer_json(slice_graph.ask("cq22", "es", country="ES")))
    wrong = client.get(f"{API}/questions/cq22", params={"land": "ES"})
    assert wrong.status_code == 422
    assert "country, profile" in wrong.json()["detail"]
    assert client.get(f"{API}/questions/cq22", params={"country": "XX"}).status_code == 404
    assert client.get(f"{API}/questions/cq49", params={"date": "soon"}).status_code == 422
    assert client.get(f"{API}/questions/cq99").status_code == 404


def test_search_finds_labels_by_fit(client: httpx.Client, slice_graph: Graph) -> None:
    found = get(client, "/search", q="Tolerate  STRESS")["data"]
    models.Search.model_validate(found)
    first = found["hits"][0]
    assert (first["label"], first["match"], first["score"], first["type"]) == ("tolerate stress", "exact", 100, "skill")
    words = get(client, "/search", q="stress tol")["data"]["hits"]
    assert {"prefix", "words"} >= {each["match"] for each in words}
    assert first["iri"] in {each["iri"] for each in words}
    near = get(client, "/search", q="tolerate strss")["data"]["hits"]
    assert (near[0]["iri"], near[0]["match"]) == (first["iri"], "spelling")
    assert get(client, "/search", q="zzzzqqqqxxxx")["data"] == {"hits": [], "suggestion": None}
    kinds = get(client, "/search", q="supporter", type="profile")["data"]["hits"]
    assert {each["type"] for each in kinds} == {"profile"}
    title = text_in(slice_graph.curriculum("worker").title, "fr")
    french = get(client, "/search", q=title, lang="fr")["data"]["hits"][0]
    assert french["matched"] == {"label": title, "language": "fr", "preferred": True}
    assert french["iri"].endswith("/curriculum/worker")
    assert len(get(client, "/search", q="a", limit=3)["data"]["hits"]) == 3


def test_answers_are_tagged_and_heads_are_without_a_body(client: httpx.Client) -> None:
    address = f"{API}/coverage?curriculum=supporter"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{address}&lang=de").headers["etag"] != first.headers["etag"]
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == first.headers["etag"]
    assert client.get(address, headers={"Accept": "text/html"}).status_code == 406
    options = client.options(address)
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    assert client.delete(address).status_code == 405


def test_cursors_hold_and_foreign_ones_are_told(client: httpx.Client) -> None:
    cursor = httpx.URL(get(client, "/outcomes", limit=5)["links"]["next"]).params["cursor"]
    wrong = client.get(f"{API}/modules", params={"cursor": cursor})
    assert wrong.status_code == 400
    assert wrong.json()["type"].endswith("/cursor")
    following = [each["iri"] for each in get(client, "/outcomes", limit=5, cursor=cursor)["data"]]
    assert following == [each["iri"] for each in get(client, "/outcomes", limit=10)["data"]][5:]
