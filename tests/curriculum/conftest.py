"""A curriculum that uses all that the model knows, and a server that nobody should call."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

PREFIXES = """@prefix bw: <https://w3id.org/bwise/ontology#> .
@prefix elm: <http://data.europa.eu/snb/model/elm/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix bwid: <https://w3id.org/bwise/id/> .
@prefix skill: <http://data.europa.eu/esco/skill/> .
@prefix : <https://example.org/> .
"""

COURSE = (
    PREFIXES
    + """
:course a bw:Curriculum ;
    dct:title "Green coach"@en, "Groene coach"@nl ;
    bw:forProfile <https://w3id.org/bwise/id/profile/supporter> ;
    bw:hours "72.5"^^xsd:decimal ;
    dcat:version "1.2" ;
    bw:origin <https://w3id.org/bwise/id/origin/submitted> ;
    elm:hasPart :last, :second, :first, :nowhere ;
    elm:learningOutcome :general .
:first a bw:CoreModule ; bw:position 1 ; bw:hours "60"^^xsd:decimal ; skos:prefLabel "First"@en ;
    elm:hasPart :unit-b, :unit-a ; elm:learningOutcome :own, :shared .
:second a bw:OptionalModule ; bw:position 2.5 ; bw:hours "12.5"^^xsd:decimal ; elm:learningOutcome :shared, :related .
:last a bw:CoreModule ; bw:position 10 .
:unit-a bw:position 1 ; bw:hours "999"^^xsd:decimal ; elm:hasPart :subunit ; elm:learningOutcome :in-a .
:unit-b elm:hasPart :subunit ; elm:learningOutcome :in-b .
:subunit elm:learningOutcome :deep .
:own bw:position 2 ; dct:title "own work"@en ;
    bw:outcomeKind <https://w3id.org/bwise/id/outcome-kind/skill> ;
    bw:attains :own-1, [ a bw:AttainedSkill ; bw:skill skill:2 ; bw:level <http://data.europa.eu/snb/eqf/5> ] .
:own-1 bw:skill skill:1 .
:shared bw:position 1 .
:related elm:relatedESCOSkill skill:4, skill:3 ; bw:attains [ bw:skill skill:4 ; bw:level bwid:level\\/foundation ] .
"""
)


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """Yield the address of a server on loopback, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "16")
            self.end_headers()
            self.wfile.write(b'{"@context": {}}')

        def log_message(self, *arguments: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}", asked
        listening.shutdown()
        thread.join()
