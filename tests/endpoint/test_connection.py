"""What a server may do to a client, and how it is told: in words, with the way out, without passwords."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions

from bwise_kg import QueryError, StoreError
from bwise_kg.endpoint import Address, EndpointStore
from bwise_kg.namespaces import DCT, GRAPH
from bwise_kg.places import shown
from tests.endpoint.servers import emptied

YES = b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>true</boolean></sparql>'
ONE_ROW = YES.split(b"<head/>")[0] + (
    b'<head><variable name="graph"/></head><results><result><binding name="graph"><uri>http://a</uri></binding></result>'
)
Answer = Callable[[BaseHTTPRequestHandler, int], None]


def answered(body: bytes, status: int = 200, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler, _number: int) -> None:
        request.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], str]]:
    """Return what starts a server that answers every request in one way; the number of the request goes to it."""
    running: list[ThreadingHTTPServer] = []

    def start(answer: Answer) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                server.number += 1  # type: ignore[attr-defined]  # of this server
                answer(self, server.number)  # type: ignore[attr-defined]

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.number = 0  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        running.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}/sparql"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (answered(b"", 401), StoreError, "asks for other credentials; .*BWISE_STORE_TOKEN"),
        (answered(b"", 403), StoreError, "does not permit this; .*BWISE_STORE_TOKEN"),
        (answered(b"", 404), StoreError, r"no SPARQL there \(404\); name the URL that queries are sent to"),
        (answered(b"", 302, Location="http://127.0.0.1:1/x"), StoreError, "moved to http://127.0.0.1:1/x; name that"),
        (answered(b"strange query", 400), QueryError, "/sparql: strange query$"),
        (answered(b"<p>disk\n full</p>", 500, Content_Type="text/html"), StoreError, r"failed \(500\): disk full$"),
        (answered(b"x" * 100_000, 500), StoreError, r"failed \(500\): x{600}$"),
    ],
)
def test_a_refusal_is_told_with_the_way_out(
    serve: Callable[[Answer], str], answer: Answer, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        EndpointStore(serve(answer))


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    with pytest.raises(
        StoreError, match=r"http://127.0.0.1:1/sparql: the server cannot be reached \(Connection refused\)"
    ) as caught:
        EndpointStore("http://me:secret@127.0.0.1:1/sparql", token="hidden")
    assert not {"secret", "hidden", "me:"} & {word for word in ("secret", "hidden", "me:") if word in str(caught.value)}
    assert "secret" not in repr(Address.of("http://me:secret@host/sparql", "hidden"))
    assert shown("http://me:secret@host/sparql") == "http://host/sparql"


@pytest.mark.parametrize("url", ["http://", "http://host/sparql?x=1", "http://host:port/", "ftp://host/", "http://[x/"])
def test_what_is_no_url_of_an_endpoint_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match=r"URL of (a|the) store"):
        Address.of(url)


@pytest.mark.parametrize("body", [ONE_ROW, ONE_ROW + b"</results>", ONE_ROW[:-9], b"", b"<html></html>"])
def test_an_answer_that_breaks_off_is_an_error_and_no_shorter_answer(
    serve: Callable[[Answer], str], body: bytes
) -> None:
    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        request.send_response(200)
        request.end_headers()  # the end of the connection is the end of the answer
        request.wfile.write(YES if number == 1 else body)

    store = EndpointStore(serve(answer))
    with pytest.raises(StoreError, match=r"broke off|cannot be read"):
        store.all_graphs()


def test_an_answer_that_is_shorter_than_it_says_is_an_error(serve: Callable[[Answer], str]) -> None:
    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        answered(YES if number == 1 else ONE_ROW, Content_Length=str(len(YES) if number == 1 else 9999))(
            request, number
        )

    store = EndpointStore(serve(answer))
    with pytest.raises(StoreError, match="the answer broke off"):
        store.all_graphs()


@pytest.mark.parametrize("drips", [False, True])
def test_a_server_that_is_too_slow_is_not_waited_for(serve: Callable[[Answer], str], drips: bool) -> None:
    ended = threading.Event()

    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        if number == 1:
            answered(YES)(request, number)
            return
        if drips:
            request.send_response(200)
            request.send_header("Content-Length", "100000")
            request.end_headers()
        try:
            while not ended.wait(0.1):
                if drips:
                    request.wfile.write(b" ")
        except OSError:
            ended.set()

    store = EndpointStore(serve(answer), timeout=1)
    started = time.monotonic()
    try:
        with pytest.raises(StoreError, match=r"no answer within 1 s; .*BWISE_TIMEOUT"):
            store.all_graphs()
    finally:
        ended.set()
    assert time.monotonic() - started < 30  # it would never have ended


def test_a_query_is_asked_again_when_the_server_was_busy_and_an_update_is_not(serve: Callable[[Answer], str]) -> None:
    seen: list[int] = []

    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        seen.append(number)
        answered(YES, 503 if number in {2, 4} else 200)(request, number)

    store = EndpointStore(serve(answer))
    assert store.query("ASK {}", graphs=[GRAPH.reference])
    assert seen == [1, 2, 3]
    with pytest.raises(StoreError, match=r"failed \(503\)"):
        store.update(f"DROP SILENT GRAPH {GRAPH.reference}")
    assert seen == [1, 2, 3, 4]


def test_basic_credentials_are_sent_once_they_are_asked_for(serve: Callable[[Answer], str]) -> None:
    seen: list[str | None] = []

    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        seen.append(request.headers.get("Authorization"))
        asked = {"WWW_Authenticate": 'Basic realm="store"'}
        answered(YES, 200 if seen[-1] else 401, **({} if seen[-1] else asked))(request, number)

    url = serve(answer).replace("//", "//m%40il:p%3Ass@")
    assert EndpointStore(url).query("ASK {}", graphs=[])
    login = "Basic " + base64.b64encode(b"m@il:p:ss").decode()
    assert seen == [None, login, login]


def test_a_token_is_sent_as_a_bearer_token(serve: Callable[[Answer], str]) -> None:
    seen: list[str | None] = []

    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        seen.append(request.headers.get("Authorization"))
        answered(YES)(request, number)

    EndpointStore(serve(answer), token="t0ken")
    assert seen == ["Bearer t0ken"]


def test_a_server_that_is_not_known_is_written_to_by_updates(oxigraph_url: str) -> None:
    emptied(oxigraph_url)
    known = EndpointStore(oxigraph_url)
    unknown = EndpointStore(oxigraph_url)
    unknown.server = type(known.server)("other", query=known.server.query, update=known.server.update)
    node = BlankNode()
    tied = [
        Quad(node, DCT.title, Literal('one\n"two"'), graph) for graph in (GRAPH.reference, GRAPH["inferred/reference"])
    ]
    many = [Quad(NamedNode("https://example.org/a"), DCT.extent, Literal(n), GRAPH.reference) for n in range(1200)]
    unknown.load([*tied, *many])
    assert known.size(GRAPH.reference) == 1201
    rows = known.query(
        f"SELECT ?t {{ GRAPH {GRAPH.reference} {{ ?s dct:title ?t }} "
        f"GRAPH {GRAPH['inferred/reference']} {{ ?s dct:title ?t }} }}"
    )
    assert isinstance(rows, QuerySolutions)
    assert [row["t"].value for row in rows] == ['one\n"two"']


def test_only_named_graphs_are_written(oxigraph_url: str) -> None:
    store = emptied(oxigraph_url)
    with pytest.raises(StoreError, match="only named graphs"):
        store.load([Quad(NamedNode("http://a"), DCT.title, Literal("x"))])
