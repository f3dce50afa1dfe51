"""Following IRIs while curricula come and go: superseded things, hostile texts, dumps of a new generation."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from pyoxigraph import Literal, Triple

from bwise_kg.curricula import add
from bwise_kg.namespaces import GRAPH, ID, RDFS
from tests.api.linked import OURS, RDF, harvested, linked
from tests.api.serving import filled, serving

COURSE = ID["curriculum/test-course"].value
NAMES = {"x/κόμβος": "a knot", "x/a%20b": "a gap", "x/%CE%BA": "a letter", "x/file.ttl": "a file"}
"""Names of things, and what they are called."""
MARKUP = '\\"><script>alert(1)</script><img src=x onerror=alert(2)>'

TEXT = f"""\
@prefix bw: <https://w3id.org/bwise/ontology#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix elm: <http://data.europa.eu/snb/model/elm/> .
<{COURSE}> a bw:Curriculum ;
    dct:title "{MARKUP}"@en ;
    bw:forProfile <https://w3id.org/bwise/id/profile/supporter> ;
    dct:source <javascript:alert(3)> ;
    dct:hasPart <{ID.base}module/test-MODULE> .
<{ID.base}module/test-MODULE> a bw:CoreModule ;
    dct:title "Module MODULE"@en ;
    dct:relation [ dct:title "a thing without a name"@en ; dct:relation [ dct:title "and one below it"@en ] ] .
"""


@pytest.fixture(scope="module")
def asked(slice_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Return a client of a server whose store got two versions of a curriculum; the second has another module."""
    folder = tmp_path_factory.mktemp("changing")
    shutil.copytree(slice_store, folder / "store")
    with serving(folder / "store") as server, server.client() as client:
        assert client.get("/id/module/test-one").status_code == 404
        before = client.get("/dumps/bwise-kg.nq.gz")
        for number, module in enumerate(("one", "two"), 1):
            file = folder / "course.ttl"
            file.write_text(TEXT.replace("MODULE", module), encoding="utf-8")
            add(folder / "store", file, str(number))
        after = client.get("/dumps/bwise-kg.nq.gz", headers={"If-None-Match": before.headers["etag"]})
        assert after.status_code == 200
        assert b"test-two" in gzip.decompress(after.content)
        yield client


def test_a_new_version_is_read_at_once(asked: httpx.Client) -> None:
    assert "Module two" in asked.get("/doc/module/test-two.ttl").text


def test_what_only_superseded_versions_speak_of_is_gone(asked: httpx.Client) -> None:
    response = asked.get("/id/module/test-one")
    assert response.status_code == 410
    (graph,) = response.json()["graphs"]
    assert graph.endswith("/test-course/1")
    content = asked.get(graph.removeprefix("https://w3id.org/bwise"), headers={"Accept": "text/turtle"})
    assert "Module one" in content.text


def test_texts_are_no_markup_and_no_links(asked: httpx.Client) -> None:
    page = asked.get("/doc/curriculum/test-course.html")
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert 'href="javascript:' not in page.text
    assert "javascript:alert(3)" in page.text
    assert "script-src" not in page.headers["content-security-policy"]


def test_blank_nodes_are_shown_with_what_they_belong_to(asked: httpx.Client) -> None:
    page = asked.get("/doc/module/test-two.html").text
    assert "a thing without a name" in page
    assert "and one below it" in page
    assert "and one below it" in asked.get("/doc/module/test-two.nt").text


def test_the_dataset_describes_the_new_graphs(asked: httpx.Client) -> None:
    said = asked.get("/dataset.ttl").text
    assert "curricula/test-course/1" in said
    assert "curricula/test-course/2" in said


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Return a client of a server whose graphs, and what they speak of, have strange names."""
    store = tmp_path_factory.mktemp("strange") / "store"
    said = [Triple(ID[name], RDFS.label, Literal(label)) for name, label in NAMES.items()]
    filled(store, {GRAPH[name].value: said for name in ("κό", "a%20b")})
    with serving(store) as server, server.client() as client:
        yield client


@pytest.mark.parametrize("ending", [*RDF, "html"])
def test_things_may_have_names_in_any_script(strange: httpx.Client, ending: str) -> None:
    document = strange.get(f"/id/x/κόμβος.{ending}", follow_redirects=True)
    assert document.status_code == 200
    assert "a knot" in document.text
    assert linked(document, "describes") == [ID.base + "x/" + quote("κόμβος")]


@pytest.mark.parametrize("name", NAMES)
def test_an_iri_is_looked_up_as_it_is_written(strange: httpx.Client, name: str) -> None:
    """Escapes are part of it, and so is an ending; its document and all that this links to are about the same."""
    document = strange.get(f"/id/{name}", follow_redirects=True)
    (canonical,) = linked(document, "canonical")
    addresses = ["/" + canonical.removeprefix(OURS), *linked(document, "alternate")]
    for response in (document, *map(strange.get, addresses)):
        assert response.status_code == 200
        assert linked(response, "describes") == [ID.base + quote(name, safe="/%")]
        assert NAMES[name] in response.text


def test_graphs_may_have_names_in_any_script(strange: httpx.Client) -> None:
    assert "a knot" in strange.get("/graph/κό.ttl").text
    page = strange.get("/graph/κό.html")
    assert page.status_code == 200
    assert linked(page, "describes") == [GRAPH.base + quote("κό")]
    dump = strange.get("/dumps/κό.ttl.gz")
    assert "a knot" in gzip.decompress(dump.content).decode()
    assert dump.headers["content-disposition"] == f"attachment; filename*=utf-8''{quote('κό')}.ttl.gz"  # RFC 8187


@pytest.mark.parametrize("name", ["κό", "a%20b"])
def test_the_page_of_the_dataset_leads_to_graphs_with_any_name(strange: httpx.Client, name: str) -> None:
    page = harvested(strange, "/dataset.html").text
    for address in (f"graph/{quote(name)}.html", f"dumps/{quote(name)}.ttl.gz"):
        assert f'href="{address}"' in page
        assert strange.get(f"/{address}").status_code == 200
    said = harvested(strange, "/dataset.nt").text
    assert f"<{OURS}graph/{quote(name)}.html>" in said
    assert f"<{OURS}dumps/{quote(name)}.nq.gz>" in said
