"""Schemathesis over the OpenAPI document: whatever it makes up, the service answers as the document says."""

from __future__ import annotations

import base64
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.api.serving import Server
from tests.curriculum.workbooks import REFERENCE, filled, reference

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"
COURSE = REFERENCE / "supporter.ttl"


def _workbook(suffix: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return filled("supporter", Path(folder) / f"course{suffix}").read_bytes()


def _rdf(format_: ox.RdfFormat) -> bytes:
    stream = io.BytesIO()
    ox.serialize(reference("supporter"), stream, format_)
    return stream.getvalue()


def _cursor(name: str, key: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([name, key]).encode()).decode().rstrip("=")


# what the document says is a file or a cursor is one; what no such thing is taken for is told in the other tests
for name in ("profiles", "requirements", "personas", "curricula", "modules", "outcomes", "skills"):
    schemathesis.openapi.format(f"cursor-of-{name}", st.builds(_cursor, st.just(name), st.text(max_size=20)))
schemathesis.openapi.format("iri", st.sampled_from(["https://w3id.org/bwise/ontology#Module", "skos:closeMatch"]))
for media_type, make in {
    "text/turtle": COURSE.read_bytes,
    "application/n-triples": lambda: _rdf(ox.RdfFormat.N_TRIPLES),
    "application/ld+json": lambda: _rdf(ox.RdfFormat.JSON_LD),
    "application/rdf+xml": lambda: _rdf(ox.RdfFormat.RDF_XML),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": lambda: _workbook(".xlsx"),
    "application/vnd.oasis.opendocument.spreadsheet": lambda: _workbook(".ods"),
}.items():
    schemathesis.openapi.media_type(media_type, st.builds(make))

schema = schemathesis.openapi.from_path(DOCUMENT)


@schema.parametrize()
@settings(max_examples=3, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_api_does_as_its_document_says(case: schemathesis.Case[Any], server: Server) -> None:
    case.call_and_validate(base_url=f"{server.url}/api/v1")
