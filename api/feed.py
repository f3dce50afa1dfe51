"""The feed of changes: a Linked Data Event Stream (LDES) in TREE pages, made from the catalogue's journal.

Harvesters take it from ``/feed`` on, follow the relations, and come back for what is new. A member is a change (an
activity of Activity Streams); what it left behind stands on the same page, in the graph that is named like it.
Of everything that ever changed there is the last change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox
from fastapi import APIRouter, Request
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple
from starlette.responses import Response

from bwise_kg.catalog import CC_BY
from bwise_kg.changes import Change, ChangeKind, asked_for, journal_of, latest, statements_of
from bwise_kg.namespaces import AS, DCT, PREFIXES, RDF, SCHEMA, Namespace
from bwise_kg.queries import Row, view
from bwise_kg.store import CATALOG

from .documents import answer, client_of, format_for, links, service_of, way_up
from .problems import Problem
from .serializations import JSON_LD, N_QUADS, N_TRIPLES, TRIG, TURTLE, Format, by_ending

router = APIRouter(tags=["linked data"])

LDES, TREE = Namespace("https://w3id.org/ldes#"), Namespace("https://w3id.org/tree#")
FORMATS = (TRIG, TURTLE, N_QUADS, JSON_LD, N_TRIPLES)
"""Turtle and N-Triples have the changes but not what they left."""
PAGE = 50
"""Positions on a page: changes that a later one has replaced leave theirs empty."""
_WHOLE = "public, max-age=86400"
"""No change will be added to a page that has all its positions."""
_GROWING = "public, no-cache"

_QUADS = {TRIG, N_QUADS, JSON_LD}
_PREFIXES = {"ldes": LDES.base, "tree": TREE.base}


@router.get("/feed{ending:path}")
async def feed(request: Request, ending: str) -> Response:
    """The stream of changes: what it is, and the pages that it is on; or one of the pages, ``/feed/1``."""
    path, asked = by_ending(f"feed{ending}", FORMATS)
    if path != "feed" and not path.startswith("feed/"):
        raise Problem(404, "Not Found", "The feed of changes is at /feed.", "not-found")
    format_ = format_for(request, FORMATS, asked)
    journal = await _journal(request)
    pages = 1 + max(len(journal) - 1, 0) // PAGE
    if path == "feed":
        return _answer(request, f"feed{ending}", path, _root(_base(request), journal, pages), format_, asked)
    number = path.removeprefix("feed/")
    if not (number.isascii() and number.isdigit() and len(number) < 10 and str(int(number)) == number):
        raise Problem(404, "No such page of the feed", f"The pages are /feed/1 to /feed/{pages}.", "not-found")
    page = int(number)
    if not 1 <= page <= pages:
        raise Problem(404, "No such page of the feed", f"The pages are /feed/1 to /feed/{pages}.", "not-found")
    members = [change for change in latest(journal) if _page(change) == page]
    said: list[Triple | Quad] = [*_members(_base(request), page, members)]
    if format_ in _QUADS:
        said = [Quad(each.subject, each.predicate, each.object) for each in said]
        for change in members:
            said += await _left(request, change)
    cache = _WHOLE if len(journal) >= page * PAGE else _GROWING
    return _answer(request, f"feed{ending}", path, said, format_, asked, cache)


async def _journal(request: Request) -> list[Change]:
    found = await service_of(request).query(
        view("changes.rq"),
        default_graphs=[CATALOG.value],
        media_type="application/sparql-results+json",
        client=client_of(request),
    )
    rows = ox.parse_query_results(await found.read(), ox.QueryResultsFormat.JSON)
    return journal_of(map(Row, rows))  # type: ignore[arg-type]  # of a SELECT query


async def _left(request: Request, change: Change) -> list[Quad]:
    """Return what a change left, in the graph that is named like it."""
    asked = asked_for(change)
    if asked is None:
        return []
    found = await service_of(request).construct(
        asked[0],
        default_graphs=[asked[1].value],
        media_type=N_TRIPLES.media_type,
        client=client_of(request),
    )
    graph = NamedNode(change.iri)
    triples = ox.parse(await found.read(), RdfFormat.N_TRIPLES, rename_blank_nodes=True)
    return sorted((Quad(t.subject, t.predicate, t.object, graph) for t in triples), key=str)


def _root(base: str, journal: Sequence[Change], pages: int) -> list[Triple]:
    stream, root, policy = (NamedNode(f"{base}/feed{part}") for part in ("#stream", "", "#policy"))
    said = [
        Triple(stream, RDF.type, LDES.EventStream),
        Triple(stream, DCT.title, Literal("Changes of curricula and of the ontology", language="en")),
        Triple(stream, DCT.license, CC_BY),
        Triple(stream, TREE.view, root),
        Triple(stream, LDES.timestampPath, AS.published),
        Triple(stream, LDES.sequencePath, SCHEMA.position),
        Triple(stream, LDES.versionOfPath, AS.object),
        Triple(stream, LDES.pollingInterval, Literal(3600)),
        Triple(root, RDF.type, TREE.Node),
        Triple(root, LDES.retentionPolicy, policy),
        Triple(policy, RDF.type, LDES.RetentionPolicy),
        Triple(policy, LDES.versionAmount, Literal(1)),
    ]
    for kind in ChangeKind:
        said.append(Triple(stream, LDES[f"version{kind}Path"], RDF.type))
        said.append(Triple(stream, LDES[f"version{kind}Object"], AS[kind]))
    for page in range(1, pages + 1):
        said += _relations(base, page, journal[(page - 1) * PAGE : page * PAGE])
    return said


def _relations(base: str, page: int, on_page: Sequence[Change]) -> Iterator[Triple]:
    """Yield the relations of the root to a page: from its first change on and, once it is whole, up to its last."""
    bounds: dict[str, tuple[NamedNode, Change | None]] = {"all": (TREE.Relation, None)}
    if on_page:
        bounds = {"from": (TREE.GreaterThanOrEqualToRelation, on_page[0])}
    if len(on_page) == PAGE:
        bounds["to"] = (TREE.LessThanOrEqualToRelation, on_page[-1])
    for name, (kind, change) in bounds.items():
        relation = NamedNode(f"{base}/feed#page-{page}-{name}")
        yield Triple(NamedNode(f"{base}/feed"), TREE.relation, relation)
        yield Triple(relation, RDF.type, kind)
        yield Triple(relation, TREE.node, NamedNode(f"{base}/feed/{page}"))
        if change is not None:
            yield Triple(relation, TREE.path, AS.published)
            (moment,) = (each.object for each in statements_of(change) if each.predicate == AS.published)
            yield Triple(relation, TREE.value, moment)


def _members(base: str, page: int, members: Iterable[Change]) -> Iterator[Triple]:
    stream = NamedNode(f"{base}/feed#stream")
    yield Triple(NamedNode(f"{base}/feed/{page}"), RDF.type, TREE.Node)
    yield Triple(stream, RDF.type, LDES.EventStream)
    yield Triple(stream, TREE.view, NamedNode(f"{base}/feed"))
    for change in members:
        yield Triple(stream, TREE.member, NamedNode(change.iri))
        yield from statements_of(change)


def _answer(
    request: Request,
    path: str,
    generic: str,
    said: Sequence[Triple | Quad],
    format_: Format,
    asked: Format | None,
    cache: str = _GROWING,
) -> Response:
    prefixes = {**PREFIXES, **_PREFIXES} if format_ in {TRIG, TURTLE, JSON_LD} else None
    body = ox.serialize(said, format=format_.rdf, prefixes=prefixes) or b""  # type: ignore[arg-type]  # triples or quads
    others = [(each, f"{way_up(path)}{generic}.{each.ending}") for each in FORMATS if each is not format_]
    more = {} if asked else {"Content-Location": f"{way_up(path)}{generic}.{format_.ending}"}
    return answer(
        request,
        body,
        format_,
        link=links(path, _base(request), others, canonical=generic),
        vary=() if asked else ("Accept",),
        cache=cache,
        more=more,
    )


def _page(change: Change) -> int:
    return 1 + (change.position - 1) // PAGE


def _base(request: Request) -> str:
    """Return what pages are linked by: harvesters follow these addresses, so they are where the service is asked at."""
    base: str | None = request.app.state.given_base
    return base or str(request.base_url).rstrip("/")
