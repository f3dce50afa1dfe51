"""Content negotiation by profile: the header, the address, the alternates view, and what is not there."""

from __future__ import annotations

import re

import httpx
import pytest
from pyoxigraph import NamedNode

from bwise_kg.namespaces import DCT, ID
from tests.api.linked import OURS, read, text

SUPPORTER = "profile/supporter"
BW = "https://w3id.org/bwise/ontology"
ALTR = "http://www.w3.org/ns/dx/connegp/altr"
SKILL = "http://data.europa.eu/esco/skill/a12057b4-6d11-4a12-ab8e-15a028ef0a6d"
OTHER = "http://example.org/profile"
TURTLE = {"Accept": "text/turtle"}
KINDS = {
    f"/doc/{SUPPORTER}": (ID[SUPPORTER].value, "bw", BW),
    f"/resource?uri={SKILL}": (SKILL, "bw", BW),
    "/dataset": (ID["dataset/bwise-kg"].value, "dcat-ap", "http://data.europa.eu/r5r/"),
    "/ontology": (BW, "owl-dl", "http://www.w3.org/ns/owl-profile/DL"),
}
"""Documents by their address: what they are about, token and IRI of their profile."""


def asked(client: httpx.Client, path: str, accepted: str) -> httpx.Response:
    return client.get(path, headers={**TURTLE, "Accept-Profile": accepted})


@pytest.mark.parametrize("path", KINDS)
def test_a_document_says_what_it_conforms_to(client: httpx.Client, path: str) -> None:
    _, token, profile = KINDS[path]
    response = client.get(path, headers=TURTLE)
    assert response.headers["content-profile"] == f"<{profile}>"
    assert "Accept-Profile" in response.headers["vary"]
    tokens = re.findall(
        r'<http://www.w3.org/ns/dx/prof/Profile>; rel="type"; token="(.*?)"; anchor="(.*?)"', response.headers["link"]
    )
    assert tokens == [(token, profile), ("alt", ALTR)]


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        (f"<{BW}>", BW),
        (f"<{OTHER}>", BW),  # what there is not: the default, as the draft has it
        (f"<{OTHER}>, <{ALTR}>;q=0.2", ALTR),
        (f"<{BW}>;q=0.3, <{ALTR}>;q=0.8", ALTR),
        (f"<{BW}>;q=0.8, <{ALTR}>;q=0.3", BW),
        (f"<{ALTR}>;q=0.5, *;q=0.9", BW),
        ("alt", ALTR),
        ("*", BW),
        ("", BW),
        ('<<>>;;q=9, "', BW),
    ],
)
def test_the_header_chooses(client: httpx.Client, accepted: str, expected: str) -> None:
    response = asked(client, f"/doc/{SUPPORTER}", accepted)
    assert (response.status_code, response.headers["content-profile"]) == (200, f"<{expected}>")
    (about,) = {
        text(q.object) for q in read(client.get(f"/doc/{SUPPORTER}.ttl")) if q.predicate.value.endswith("primaryTopic")
    }
    is_list = any(q.predicate.value == f"{ALTR}#hasRepresentation" for q in read(response))
    assert (about, is_list) == (ID[SUPPORTER].value, expected == ALTR)


def test_who_refuses_what_there_is_is_told_what_else(client: httpx.Client) -> None:
    response = asked(client, f"/doc/{SUPPORTER}", f"<{BW}>;q=0")
    assert response.status_code == 406
    problem = response.json()
    assert problem["type"].endswith("/not-acceptable")
    assert problem["offered"] == [{"token": "bw", "profile": BW}, {"token": "alt", "profile": ALTR}]


@pytest.mark.parametrize("path", [f"/id/{SUPPORTER}", f"/doc/{SUPPORTER}", "/dataset", "/ontology"])
def test_an_address_with_a_profile_that_there_is_not(client: httpx.Client, path: str) -> None:
    response = client.get(path, params={"_profile": "elm"})
    assert response.status_code == 406
    assert "alt" in {each["token"] for each in response.json()["offered"]}


def test_the_address_goes_before_the_header_and_survives_the_way_to_the_document(client: httpx.Client) -> None:
    response = client.get(
        f"/id/{SUPPORTER}",
        params={"_profile": "alt", "_mediatype": "application/n-triples"},
        headers={"Accept-Profile": f"<{BW}>", "Accept": "text/html"},
        follow_redirects=True,
    )
    assert response.url.path == f"/doc/{SUPPORTER}.nt"
    assert response.headers["content-profile"] == f"<{ALTR}>"
    assert "Accept-Profile" not in response.headers.get("vary", "")
    several = client.get(f"/doc/{SUPPORTER}", params={"_profile": f"elm,<{BW}>"}, headers=TURTLE)
    assert several.headers["content-profile"] == f"<{BW}>"


@pytest.mark.parametrize("path", KINDS)
def test_the_alternates_view_lists_what_is_there(client: httpx.Client, path: str) -> None:
    about, _, profile = KINDS[path]
    found = read(client.get(path, params={**httpx.URL(path).params, "_profile": "alt", "_mediatype": "text/turtle"}))
    said = {(text(q.subject), q.predicate, text(q.object)) for q in found}
    forms = {o for s, p, o in said if (s, p.value) == (about, f"{ALTR}#hasRepresentation")}
    assert len(forms) == 10  # five formats in two profiles
    (default,) = {o for s, p, o in said if (s, p.value) == (about, f"{ALTR}#hasDefaultRepresentation")}
    for form in forms:
        (media_type,) = {o for s, p, o in said if (s, p) == (form, DCT["format"])}
        (conforming,) = {o for s, p, o in said if (s, p) == (form, DCT.conformsTo)}
        there = client.get("/" + form.removeprefix(OURS))
        assert there.status_code == 200
        assert there.headers["content-type"].split(";")[0] == media_type
        assert there.headers["content-profile"] == f"<{conforming}>"
    assert (default, DCT.conformsTo, profile) in said
    assert NamedNode(default).value.endswith(("ttl", "format=ttl"))


def test_the_alternates_view_has_a_page(client: httpx.Client) -> None:
    page = client.get(f"/doc/{SUPPORTER}", params={"_profile": "alt"}, headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert "content-security-policy" in page.headers
    for ending in ("ttl", "jsonld", "rdf", "nt", "html"):
        assert f'href="{OURS}doc/{SUPPORTER}.{ending}"' in page.text
    assert f'href="{BW}"' in page.text
