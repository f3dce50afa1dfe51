"""What is sent to be put into a graph: one document, or a form with several files."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File, FormParser, parse_options_header

from .problems import Problem

FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/x-turtle": RdfFormat.TURTLE,
    "application/json": RdfFormat.JSON_LD,
    "application/xml": RdfFormat.RDF_XML,
    "text/xml": RdfFormat.RDF_XML,
}
"""Media types of what may be put into a graph."""

MULTIPART = "multipart/form-data"

_PARTS = 100
_CHUNK = 2**20


def media_type_of(content_type: str) -> str:
    """Return the media type of a header without its parameters.

    Raises Problem 415 when it is none that may be put into a graph, or not in UTF-8.
    """
    kind, options = parse_options_header(content_type)
    media_type = kind.decode("latin-1")
    if media_type not in FORMATS and media_type != MULTIPART:
        raise Problem(
            415,
            "Graphs are not taken in this media type",
            f"Send one of {', '.join([*list(FORMATS)[:6], MULTIPART])}.",
            "media-type",
            headers={"Accept-Post": ", ".join([*list(FORMATS)[:6], MULTIPART])},
        )
    if options.get(b"charset", b"utf-8").lower() not in {b"utf-8", b"utf8", b"us-ascii"}:
        raise Problem(415, "The request is not in UTF-8", "RDF is sent in UTF-8.", "media-type")
    return media_type


def statements_of(file: Path, content_type: str, graph: NamedNode, longest: int) -> Iterator[Quad]:
    """Yield the statements of what was sent, as statements of a graph.

    longest: bytes of a form. Blank nodes are not those of any other document, relative IRIs start from the graph's.

    Raises Problem: 400 with the place, 413, 415.
    """
    if media_type_of(content_type) != MULTIPART:
        yield from _document(file, content_type, graph)
        return
    for number, (content, kind) in enumerate(_parts(file, content_type, longest), 1):
        yield from _document(content, kind, graph, f"part {number}")


def _document(content: Path | bytes, content_type: str, graph: NamedNode, part: str = "") -> Iterator[Quad]:
    where = f" of {part}" if part else ""
    media_type = media_type_of(content_type)
    if media_type == MULTIPART:
        raise Problem(415, "Forms are not taken inside of forms", "", "media-type")
    source = content if isinstance(content, bytes) else content.open("rb")
    try:
        for quad in parse(source, format=FORMATS[media_type], base_iri=graph.value, rename_blank_nodes=True):
            if not isinstance(quad.graph_name, DefaultGraph):
                detail = f"It has statements in <{quad.graph_name.value}>; leave out the names of graphs."
                raise Problem(400, f"The content{where} names graphs itself", detail, "content")
            yield Quad(quad.subject, quad.predicate, quad.object, graph)
    except SyntaxError as error:
        problem = Problem(400, f"The content{where} cannot be read as {media_type}", str(error.msg)[:500], "syntax")
        if error.lineno is not None:
            problem.extensions = {"line": error.lineno, "column": error.offset}
        raise problem from error
    finally:
        if not isinstance(source, bytes):
            source.close()


def _parts(file: Path, content_type: str, longest: int) -> list[tuple[bytes, str]]:
    """Return the files of a form with their media types."""
    if file.stat().st_size > longest:
        raise Problem(413, "The form is too long", f"At most {longest:,} bytes; send one file as it is.", "too-long")
    found: list[tuple[bytes, str]] = []

    def take(part: File) -> None:
        part.file_object.seek(0)
        found.append((part.file_object.read(), part.content_type or ""))
        if len(found) > _PARTS:
            raise FormParserError(f"at most {_PARTS} files")

    def leave(part: Field) -> None:
        name = (part.field_name or b"").decode("utf-8", "replace")[:50]
        raise FormParserError(f"{name!r} is a field and no file: give it a filename and a media type")

    whole = False

    def end() -> None:
        nonlocal whole
        whole = True

    _, options = parse_options_header(content_type)
    config = {"MAX_MEMORY_FILE_SIZE": longest + 1, "MAX_BODY_SIZE": longest}
    try:
        form = FormParser(MULTIPART, leave, take, end, boundary=options.get(b"boundary", b""), config=config)
        stream = BytesIO(file.read_bytes())
        while piece := stream.read(_CHUNK):
            form.write(piece)
        form.finalize()
    except (FormParserError, ValueError) as error:
        raise Problem(400, "The form cannot be read", str(error)[:300], "content") from error
    if not whole:
        raise Problem(400, "The form is not whole", "Its last boundary is missing.", "content")
    if not found:
        raise Problem(400, "The form has no file in it", "Give its parts a filename and a media type.", "content")
    return found
