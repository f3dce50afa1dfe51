"""The description of the dataset after a change: at once, with digests of what is there, and never of other bytes."""

from __future__ import annotations

import gzip
import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode

from bwise_kg.catalog import DATASET
from bwise_kg.namespaces import DCAT, DCT, GRAPH, SPDX, VOID
from tests.api.linked import OURS, harvested, read, text
from tests.api.serving import writable
from tests.api.writing import update

NOTES = GRAPH.notes
TURTLE = {"Content-Type": "text/turtle"}


@pytest.fixture(scope="module")
def asked(slice_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with writable(shutil.copytree(slice_store, tmp_path_factory.mktemp("dataset") / "store")) as (_, client):
        yield client


def digests_of(response: httpx.Response) -> dict[str, str]:
    """Return the digests that a description states, by the path of the dump."""
    said = read(response)
    addresses = {q.subject: text(q.object).removeprefix(OURS) for q in said if q.predicate == DCAT.downloadURL}
    digests = {q.subject: text(q.object) for q in said if q.predicate == SPDX.checksumValue}
    return {
        addresses[q.subject]: digests[q.object]  # type: ignore[index]  # a checksum has an IRI
        for q in said
        if q.predicate == SPDX.checksum
    }


def test_a_change_leaves_out_what_is_made_anew_and_nothing_else(asked: httpx.Client) -> None:
    complete = harvested(asked, "/dataset.nt")
    before = digests_of(complete)
    assert complete.headers["preference-applied"] == "wait=40"
    assert "max-age" in complete.headers["cache-control"]
    assert update(asked, f"INSERT DATA {{ GRAPH {NOTES} {{ <http://a> <http://b> 1 }} }}").status_code == 204
    at_once = asked.get("/dataset.nt", headers={"Prefer": "respond-async, wait=0"})
    assert at_once.headers["cache-control"] == "no-cache"
    assert at_once.headers["preference-applied"] == "wait=0"
    assert f"<{OURS}id/dataset/bwise-kg> {DCT.hasPart} {NOTES} ." in at_once.text
    for path, digest in digests_of(at_once).items():  # few or none by now; what is said is of what is sent
        assert hashlib.sha256(asked.get(f"/{path}").content).hexdigest() == digest
    after = digests_of(harvested(asked, "/dataset.nt"))
    changed = {path for path in after if after[path] != before.get(path)}
    new = {f"dumps/{name}.{ending}.gz" for name in ("notes", "bwise-kg") for ending in ("ttl", "nq", "jsonld")}
    assert changed == new
    assert before.keys() | new == after.keys()


@pytest.mark.parametrize(
    ("prefer", "applied"),
    [
        ("wait=3600", "wait=60"),
        ('return=minimal, WAIT = "7"', "wait=7"),
        ("waiter=5", None),
        ("wait=-1", None),
        ("", None),
    ],
)
def test_preferences_are_read_as_the_rfc_has_them(asked: httpx.Client, prefer: str, applied: str | None) -> None:
    harvested(asked, "/dataset.nt")  # so that nothing is to wait for
    response = asked.get("/dataset.nt", headers={"Prefer": prefer})
    assert response.headers.get("preference-applied") == applied


def test_a_graph_with_a_name_of_others_is_in_the_dump_of_the_whole_only(asked: httpx.Client) -> None:
    put = asked.put("/graph-store?graph=http://x/g2", content="<http://a> <http://b> 2 .", headers=TURTLE)
    assert put.status_code == 201
    response = harvested(asked, "/dataset.nt")
    said = read(response)
    assert (DATASET, DCT.hasPart, NamedNode("http://x/g2")) in {(q.subject, q.predicate, q.object) for q in said}
    for address in {text(q.object) for q in said if q.predicate in {DCAT.downloadURL, VOID.dataDump}}:
        assert asked.head(address.removeprefix(OURS.removesuffix("/"))).status_code == 200, address
    page = harvested(asked, "/dataset.html")
    for address in sorted(set(re.findall(r'href="((?:dumps|graph|graph-store)[/?][^"#]+)', page.text))):
        assert asked.head(f"/{address}").status_code == 200, address
    assert b"<http://x/g2> ." in gzip.decompress(asked.get("/dumps/bwise-kg.nq.gz").content)
