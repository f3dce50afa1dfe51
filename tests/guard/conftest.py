"""A SPARQL endpoint on loopback that nobody should ask."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pyoxigraph as ox
import pytest

from bwise_kg.namespaces import PREFIXES

ANSWER = b'{"head": {"vars": []}, "results": {"bindings": [{}]}}'
STATEMENT = ox.Quad(ox.NamedNode("http://a"), ox.NamedNode("http://b"), ox.Literal("c"))


class Outside:
    """A SPARQL endpoint on loopback. asked: how often somebody asked it."""

    def __init__(self) -> None:
        outside = self
        self.asked = 0

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outside.asked += 1
                self.send_response(200)
                self.send_header("Content-Type", "application/sparql-results+json")
                self.send_header("Content-Length", str(len(ANSWER)))
                self.end_headers()
                self.wfile.write(ANSWER)

            do_GET = do_POST  # noqa: N815

            def log_message(self, *arguments: object) -> None:
                """Keep quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def asked_by(self, query: str) -> bool | None:
        """Tell whether the engine asks here when nobody stops it, None if it cannot read the query."""
        before, store = self.asked, ox.Store()
        store.add(STATEMENT)
        try:
            answer = store.query(query, prefixes={**PREFIXES, "bw": self.url})
            if not isinstance(answer, ox.QueryBoolean):
                list(answer)
        except SyntaxError:
            return None
        except (OSError, RuntimeError):  # asked there, and did not like the answer; or a name that is no IRI
            pass
        return self.asked > before


@pytest.fixture(scope="session")
def outside() -> Iterator[Outside]:
    outside = Outside()
    thread = Thread(target=outside.server.serve_forever)
    thread.start()
    yield outside
    outside.server.shutdown()
    thread.join()
    outside.server.server_close()
