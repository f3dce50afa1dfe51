"""Following IRIs: each of ours leads to a document about it, in every format."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from bwise_kg import EmbeddedStore, Graph
from bwise_kg.namespaces import BW, DCT, ESCO_ATTRIBUTION, GRAPH, ID, SKOS, UNREVIEWED_LABELS
from tests.api.linked import OURS, RDF, linked, one_of_each, own_iris, path_of, quads, read, text
from tests.api.serving import bounded, filled

HTML = "text/html"
SUPPORTER = "profile/supporter"
SKILL = "http://data.europa.eu/esco/skill/a12057b4-6d11-4a12-ab8e-15a028ef0a6d"
"""ESCO: interact through digital technologies."""
POLISH = (
    "https://www.bwiseproject.eu/pl/przedsiębiorstwa-społeczne/analizy/"
    "state-of-play-of-technology-and-digital-skills-gaps-in-wises"
)
"""A source in the ontology."""


@pytest.fixture(scope="session")
def store(slice_graph: Graph) -> EmbeddedStore:
    assert isinstance(slice_graph.store, EmbeddedStore)
    return slice_graph.store


@pytest.fixture(scope="session")
def samples(store: EmbeddedStore) -> dict[str, str]:
    """Return an IRI of each kind that the store holds."""
    return one_of_each(own_iris(store))


def test_there_are_samples_of_all_kinds(samples: dict[str, str]) -> None:
    assert {"id/profile", "id/claim", "id/origin", "ontology", "ontology#", "ontology/0.1.0"} <= samples.keys()
    assert {"ontology/alignments", "graph/reference", "graph#", "graph/esco", "graph/translations"} <= samples.keys()
    assert len(samples) > 75


@pytest.fixture(scope="session")
def said(store: EmbeddedStore, samples: dict[str, str]) -> dict[str, set[tuple[object, object, object]]]:
    """Return what the store says of each sample, what is said by blank nodes left out."""
    found: dict[str, set[tuple[object, object, object]]] = {iri: set() for iri in samples.values()}
    for q in quads(store):
        if isinstance(q.subject, NamedNode) and q.subject.value in found and not isinstance(q.object, BlankNode):
            found[q.subject.value].add((q.subject, q.predicate, q.object))
    return found


@pytest.mark.parametrize("ending", RDF)
def test_every_kind_resolves_to_rdf_about_it(
    client: httpx.Client,
    samples: dict[str, str],
    said: dict[str, set[tuple[object, object, object]]],
    ending: str,
) -> None:
    media_type, _ = RDF[ending]
    for name, iri in samples.items():
        if name.startswith("graph") and ending == "rdf":
            continue  # graphs are not offered in RDF/XML, see below
        response = client.get(path_of(iri), headers={"Accept": media_type}, follow_redirects=True)
        assert response.status_code == 200, iri
        assert response.headers["content-type"].split(";")[0] == media_type, iri
        assert [each.status_code for each in response.history] == ([303] if name.startswith("id/") else []), iri
        if name.startswith("graph"):  # the graph itself; what is said of it is one link further
            address = httpx.URL(linked(response, "describedby")[-1]).copy_merge_params({"format": ending})
            response = client.get(address)
        if name in {"graph#", "graph/catalog", "ontology/0.1.0"}:
            assert any(iri.partition("#")[0] in str(quad) for quad in read(response)), iri
            continue
        about = {(q.subject, q.predicate, q.object) for q in read(response) if q.subject == NamedNode(iri)}
        if name.startswith("ontology"):  # the file of the ontology, without what alignments say
            assert about, iri
        else:
            assert said[iri] <= about, iri


def test_every_kind_resolves_to_a_page_about_it(client: httpx.Client, samples: dict[str, str]) -> None:
    for name, iri in samples.items():
        response = client.get(path_of(iri), headers={"Accept": HTML}, follow_redirects=True)
        assert response.status_code == 200, iri
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        if name == "graph/catalog":  # the page of the dataset is the page of the catalogue
            assert response.url.path == "/dataset.html"
            continue
        assert (iri.partition("#")[0] if name != "ontology/0.1.0" else f"{OURS}ontology") in response.text, iri
        if name == "ontology#":
            assert f'id="{iri.partition("#")[2]}"' in response.text


@pytest.mark.parametrize("ending", [*RDF, "html"])
def test_the_ending_of_an_address_chooses_the_format(client: httpx.Client, ending: str) -> None:
    response = client.get(f"/id/{SUPPORTER}.{ending}", headers={"Accept": "image/png"})
    assert (response.status_code, response.headers["location"]) == (303, f"../../doc/{SUPPORTER}.{ending}")
    document = client.get(f"/doc/{SUPPORTER}.{ending}", headers={"Accept": "image/png"})
    assert document.status_code == 200
    assert document.headers["content-type"].startswith(RDF[ending][0] if ending in RDF else HTML)


def test_all_formats_say_the_same(client: httpx.Client) -> None:
    documents = [{q.triple for q in read(client.get(f"/doc/{SUPPORTER}.{ending}"))} for ending in RDF]
    assert len(documents[0]) > 200
    assert all(each == documents[0] for each in documents)


def test_negotiation_prefers_what_the_client_prefers(client: httpx.Client) -> None:
    accept = "text/html;q=0.5, application/ld+json, */*;q=0.1"
    response = client.get(f"/id/{SUPPORTER}", headers={"Accept": accept})
    assert response.headers["location"].endswith(".jsonld")
    assert response.headers["vary"] == "Accept"
    document = client.get(f"/doc/{SUPPORTER}", headers={"Accept": accept})
    assert document.headers["content-type"] == "application/ld+json"
    assert document.headers["content-location"] == f"../../doc/{SUPPORTER}.jsonld"
    assert "Accept" in document.headers["vary"]


def test_caches_keep_the_page_of_a_graph_for_who_asks_for_pages(client: httpx.Client) -> None:
    response = client.get("/graph/reference", headers={"Accept": HTML})
    assert {"Accept", "Accept-Language"} <= {*response.headers["vary"].split(", ")}
    assert linked(response, "canonical") == ["https://w3id.org/bwise/graph/reference"]
    assert response.headers["content-location"] == "../graph/reference.html"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/id/profile/nobody", 404),
        ("/doc/profile/nobody.html", 404),
        ("/id/profile/<x>", 400),
        ("/resource?uri=nobody", 400),
        ("/resource?uri=http://example.org/nothing", 404),
        ("/resource", 422),
        (f"/resource?uri={SKILL}&format=docx", 406),
        (f"/links?uri={SKILL}&property={quote(SKOS.broader.value)}&start=-1", 400),
        (f"/links?uri={SKILL}&property={quote(SKOS.notation.value)}", 404),
        ("/ontology/9.9.9", 404),
        ("/ontology/alignments/nothing", 404),
        ("/graph/nothing", 404),
        ("/graph/../../etc/passwd", 404),
        ("/context/9.9.9.jsonld", 404),
    ],
)
def test_errors_are_problems(client: httpx.Client, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["title"]
    assert "Traceback" not in response.text


def test_an_unacceptable_format_is_refused_with_what_there_is(client: httpx.Client) -> None:
    response = client.get(f"/id/{SUPPORTER}", headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/turtle" in response.json()["offered"]


@pytest.mark.parametrize(
    ("predicate", "value", "why"), [("http://x/1/", "v", "<http://x/1/>"), ("http://x/b", "a\x01", "control character")]
)
def test_what_rdf_xml_cannot_hold_is_refused(tmp_path: Path, predicate: str, value: str, why: str) -> None:
    thing = ID["thing/odd"]
    filled(tmp_path / "store", {GRAPH.odd.value: [Triple(thing, NamedNode(predicate), Literal(value))]})
    with bounded(tmp_path / "store") as server, server.client() as client:
        response = client.get("/doc/thing/odd.rdf")
        assert response.status_code == 406
        assert response.headers["content-type"] == "application/problem+json"
        assert why in response.json()["detail"]
        assert response.json()["offered"] == ["text/turtle", "application/ld+json", "application/n-triples"]
        said = [(q.subject, q.predicate, q.object) for q in read(client.get("/doc/thing/odd.ttl"))]
        assert (thing, NamedNode(predicate), Literal(value)) in said


@pytest.mark.parametrize("path", [f"/id/{SUPPORTER}", f"/doc/{SUPPORTER}.html", "/ontology", "/graph/reference.nt"])
def test_head_has_the_headers_and_no_body(client: httpx.Client, path: str) -> None:
    get, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    for name in ("content-type", "etag", "link", "location", "vary"):
        assert head.headers.get(name) == get.headers.get(name)


def test_a_known_document_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get(f"/doc/{SUPPORTER}.ttl")
    again = client.get(f"/doc/{SUPPORTER}.ttl", headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert "max-age" in first.headers["cache-control"]


def test_links_lead_to_the_same_in_other_formats(client: httpx.Client) -> None:
    response = client.get(f"/doc/{SUPPORTER}.ttl")
    alternates = linked(response, "alternate")
    assert len(alternates) == 4
    assert all(client.get(address).status_code == 200 for address in alternates)
    assert linked(response, "canonical") == [f"https://w3id.org/bwise/doc/{SUPPORTER}"]
    assert linked(response, "describes") == [ID[SUPPORTER].value]
    assert linked(response, "profile") == ["https://w3id.org/bwise/ontology"]
    assert [address.rsplit("/", 1)[1] for address in linked(response, "describedby")] == ["dataset"]


def test_a_description_names_what_it_points_to_and_where_it_is_from(client: httpx.Client) -> None:
    said = {
        (text(q.subject), q.predicate, q.object)
        for q in read(client.get("/doc/requirement/supporter-tolerate-stress.nt"))
    }
    (skill,) = [o for _, p, o in said if p == BW.skill]
    assert (text(skill), SKOS.prefLabel, Literal("tolerate stress", language="en")) in said
    document = "https://w3id.org/bwise/doc/requirement/supporter-tolerate-stress"
    assert (document, DCT.source, GRAPH.reference) in said
    assert (ID[SUPPORTER].value, BW.requires, ID["requirement/supporter-tolerate-stress"]) in said  # who points to it


def test_the_reference_design_never_passes_as_the_consortiums(client: httpx.Client) -> None:
    note = "Reference design of this project; not a publication of the B-WISE consortium."
    assert note in client.get(f"/doc/{SUPPORTER}.html").text
    assert note not in client.get("/doc/partner-role/partner.html").text


def test_what_points_to_a_thing_is_counted_and_paged(client: httpx.Client, store: EmbeddedStore) -> None:
    origin = ID["origin/reference-design"]
    expected = {text(q.subject) for q in quads(store) if q.predicate == BW.origin and q.object == origin}
    page = client.get("/doc/origin/reference-design.html").text
    assert f"all {len(expected):,} by" in page
    found: Counter[str] = Counter()
    for start in range(0, len(expected), 500):
        asked = {"uri": origin.value, "property": BW.origin.value, "start": str(start), "format": "nt"}
        response = client.get("/links", params=asked)
        here = [text(q.subject) for q in read(response) if q.predicate == BW.origin and q.object == origin]
        assert len(here) <= 500
        found.update(here)
    assert found == Counter(expected)
    description = read(client.get("/doc/origin/reference-design.nt"))
    shown = {q.subject for q in description if q.predicate == BW.origin and q.object == origin}
    assert len(shown - {origin}) == 25  # it says so of itself, too
    totals = [text(q.object) for q in description if q.predicate.value.endswith("totalItems")]
    assert totals == [str(len(expected))]


@pytest.mark.parametrize(
    ("path", "accept", "heading"),
    [
        (f"/doc/{SUPPORTER}.html", None, "supporter (job coach) in a work integration social enterprise"),
        (f"/doc/{SUPPORTER}.html", "de-AT, en;q=0.5", "Unterstützungsfachkraft (Jobcoaching) in einem sozialen"),
        (f"/doc/{SUPPORTER}.html", "xx, pl;q=0.2, nl;q=0.9", "begeleider (jobcoach) in een sociale onderneming"),
        (f"/doc/{SUPPORTER}.html?lang=de", "pl", "Unterstützungsfachkraft (Jobcoaching) in einem sozialen"),
        (f"/doc/{SUPPORTER}.html", "xx", "supporter (job coach) in a work integration social enterprise"),
    ],
)
def test_pages_are_in_the_language_asked_for(client: httpx.Client, path: str, accept: str | None, heading: str) -> None:
    response = client.get(path, headers={"Accept-Language": accept} if accept else {})
    assert heading in response.text.partition("</h1>")[0]
    translated = response.headers["content-language"] != "en"
    assert (UNREVIEWED_LABELS in response.text) is translated
    assert "Accept-Language" in response.headers["vary"]


def test_a_redirection_keeps_the_language(client: httpx.Client) -> None:
    response = client.get(f"/id/{SUPPORTER}?lang=fr", headers={"Accept": HTML}, follow_redirects=True)
    assert response.headers["content-language"] == "fr"


def test_concepts_of_esco_are_shown_with_the_original(client: httpx.Client) -> None:
    page = client.get("/resource", params={"uri": SKILL}, headers={"Accept": HTML}).text
    assert "interact through digital technologies" in page.partition("</h1>")[0]
    assert f'<a href="{SKILL}">the original</a>' in page
    assert ESCO_ATTRIBUTION in page
    said = read(client.get("/resource", params={"uri": SKILL, "format": "ttl"}))
    assert any(q.predicate == DCT.rights and ESCO_ATTRIBUTION in str(q.object) for q in said)
    assert NamedNode(SKILL) in {q.subject for q in said}


@pytest.mark.parametrize("ending", [*RDF, "html"])
def test_headers_have_iris_as_uris(client: httpx.Client, ending: str) -> None:
    response = client.get("/resource", params={"uri": POLISH, "format": ending})
    assert response.status_code == 200
    assert linked(response, "describes") == [quote(POLISH, safe=":/")]
    ours = client.get("/resource", params={"uri": f"{ID.base}x/κόμβος\r\nX: y"})
    assert (ours.status_code, ours.headers["location"]) == (303, f"id/x/{quote('κόμβος')}%0D%0AX:%20y")


def test_our_own_things_are_read_at_their_own_address(client: httpx.Client) -> None:
    for iri in (ID[SUPPORTER].value, f"{OURS}ontology#Curriculum"):
        response = client.get("/resource", params={"uri": iri})
        assert response.status_code == 303
        assert client.get(response.headers["location"].partition("#")[0], follow_redirects=True).status_code == 200


def test_links_on_a_page_lead_somewhere(client: httpx.Client) -> None:
    page = client.get(f"/doc/{SUPPORTER}.html")
    addresses = {address.replace("&amp;", "&") for address in re.findall(r'href="([^"#]+)', page.text)}
    own = sorted(address for address in addresses if not address.startswith("http"))
    assert len(own) > 100
    for address in own[:: len(own) // 20]:
        assert client.get(str(page.url.join(address)), follow_redirects=True).status_code == 200, address


@pytest.mark.parametrize(
    "name", ["reference", "facts/published", "esco/1.1.1", "translations/de", "inferred/reference"]
)
def test_links_of_the_page_of_a_graph_lead_somewhere(client: httpx.Client, name: str) -> None:
    page = client.get(f"/graph/{name}.html")
    addresses = {unescape(address) for address in re.findall(r'href="([^"#]+)', page.text)}
    own = {str(page.url.join(address)) for address in addresses if not address.startswith("http")}
    assert len(own) > 15
    for address in own | {*linked(page, "alternate")}:
        assert client.get(address, follow_redirects=True).status_code == 200, address
    endings = {address.rpartition(".")[2] for address in linked(page, "alternate")}
    assert endings == {"ttl", "nt", "trig", "nq", "jsonld"}
    assert {str(page.url).removesuffix("html") + ending for ending in endings} <= own
    (checksum,) = (address for address in own if "checksum" in address)
    assert f"{GRAPH.base}{name}#checksum" in client.get(checksum).text
