"""Errors of curricula over HTTP, in the language that is asked for."""

from __future__ import annotations

import httpx
import pytest

from tests.api.api import API
from tests.curriculum.workbooks import REFERENCE

PREFIXES = b"@prefix bw: <https://w3id.org/bwise/ontology#> . @prefix : <https://example.org/> . :x :y :z . "
TOLD = [
    ("fr-BE, en;q=0.5", b"", "ne décrit aucun programme de formation (rien n'y est de la classe <"),
    ("fr", b":c a bw:Curriculum .", "n'indique aucun profil (bw:forProfile) ; préciser lequel : ?profile=supporter"),
    ("fr", b":c a bw:Curriculum ; bw:hours 6, 7 .", "<https://example.org/c> a plusieurs valeurs de <"),
    ("el", b":c a bw:Curriculum ; bw:hours -1 .", "<https://example.org/c>: -1 ώρες· οι ώρες δεν μπορούν να είναι"),
    ("el", b":c a bw:Curriculum ; bw:hours 'x' .", "<https://example.org/c>: το 'x' δεν είναι αριθμός (<"),
    ("en", b":c a bw:Curriculum .", "names no profile (bw:forProfile); say which: ?profile=supporter"),
]


@pytest.mark.parametrize(("language", "content", "expected"), TOLD)
def test_what_is_wrong_is_told_in_the_language(
    client: httpx.Client, language: str, content: bytes, expected: str
) -> None:
    headers = {"Content-Type": "text/turtle", "Accept-Language": language}
    refused = client.post(f"{API}/coverage", content=PREFIXES + content, headers=headers)
    assert refused.status_code == 422
    (error,) = refused.json()["errors"]
    assert error["where"] == "curriculum.ttl"
    assert error["problem"].startswith(expected)
    assert refused.json()["detail"] == f"curriculum.ttl: {error['problem']}"


def test_names_that_mean_nothing_are_told_in_the_language(client: httpx.Client) -> None:
    french = {"Accept-Language": "fr"}
    unknown = client.get(f"{API}/coverage?curriculum=suporter", headers=french)
    assert unknown.status_code == 404
    wanted = "aucun programme de formation 'suporter' ; s'agit-il de 'supporter' ? Disponibles : enabler"
    assert unknown.json()["detail"].startswith(wanted)
    profile = client.post(
        f"{API}/coverage?profile=boss",
        content=(REFERENCE / "supporter.ttl").read_bytes(),
        headers=french | {"Content-Type": "text/turtle"},
    )
    assert profile.status_code == 404
    assert profile.json()["detail"] == "aucun profil 'boss'. Disponibles : enabler, supporter, worker"
    checked = client.post(
        f"{API}/validate", content=PREFIXES, headers={"Content-Type": "text/turtle", "Accept-Language": "el"}
    )
    assert checked.json()["errors"][0]["problem"].startswith("πρέπει να περιγράφει ακριβώς έναν πόρο της κλάσης")
