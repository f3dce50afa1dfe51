"""Following an IRI: things lead (303) to documents about them, in the format and the language that are asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from pyoxigraph import NamedNode, Triple
from starlette.responses import Response

from bwise_kg.catalog import DATASET
from bwise_kg.namespaces import GRAPH, ID
from bwise_kg.queries import Row, bind, view

from . import describing
from .describing import linked
from .descriptions import HYDRA, Description, Links, as_triples
from .documents import (
    ONTOLOGY,
    alternates,
    answer,
    asking_for,
    base_of,
    client_of,
    format_for,
    iri,
    language_for,
    languages_of,
    links,
    see_other,
    service_of,
    way_up,
)  # fmt: skip
from .pages import Addresses, Page
from .problems import Problem
from .profiles import ALTERNATES, COMPETENCES, Alternates, profile_for
from .serializations import DOCUMENTS, HTML, Format, by_ending, written

router = APIRouter(tags=["linked data"])

PROFILES = (COMPETENCES,)
"""What descriptions are to be had in."""


@router.get("/id/{path:path}")
async def thing(request: Request, path: str) -> Response:
    """Lead from a thing to the document about it that the ending or the Accept header asks for."""
    name, asked = await _meant(request, path)
    format_ = format_for(request, DOCUMENTS, asked)
    await require(request, iri(ID.base + name))
    profile_for(request, PROFILES)  # which refuses what there is not before it leads anywhere
    kept = {name: value for name in ("lang", "_profile") if (value := request.query_params.get(name))}
    query = f"?{urlencode(kept)}" if kept else ""
    address = f"{way_up(f'id/{path}')}doc/{quote(name)}.{format_.ending}{query}"
    return see_other(address, () if asked else ("Accept",))


@router.get("/doc/{path:path}")
async def document(request: Request, path: str) -> Response:
    """Describe one of our things."""
    name, asked = await _meant(request, path)
    return await described(request, iri(ID.base + name), f"doc/{path}", f"doc/{name}", asked)


@router.get("/resource")
async def resource(request: Request, uri: str) -> Response:
    """Describe anything that the graph speaks of: a concept of ESCO, a country, one of our graphs."""
    if uri.startswith((ID.base, f"{ONTOLOGY}#")):
        return see_other(uri.replace(ID.base.removesuffix("id/"), "", 1), ())
    return await described(request, iri(uri), "resource", None, None)


@router.get("/links")
async def pointing(request: Request, uri: str, property: str, start: int = 0) -> Response:  # noqa: A002 - as asked
    """List what points to a resource by one property, a page of 500 at a time."""
    if start < 0:
        raise Problem(400, "Not a place in a list", "The parameter start is 0 or more.", "parameters")
    format_ = format_for(request, DOCUMENTS)
    found = await linked(service_of(request), client_of(request), iri(uri), iri(property), start)
    if found is None:
        raise Problem(404, "Nothing there", f"No more than {start} point to it by that property.", "not-found")
    document = _Document(request, found, "links", None, format_)
    return await document.answer(language_for(request, await languages_of(request)))


async def described(
    request: Request,
    about: NamedNode,
    path: str,
    generic: str | None,
    asked: Format | None,
    offered: Sequence[Format] = DOCUMENTS,
) -> Response:
    """Return the description of a resource.

    path: of this document; generic: of it without an ending. offered: the formats that there are at that address.
    """
    format_ = format_for(request, offered, asked)
    found = await require(request, about)
    document = _Document(request, found, path, generic, format_, chosen=asked is not None, offered=offered)
    return await document.answer(language_for(request, await languages_of(request)))


async def _meant(request: Request, path: str) -> tuple[str, Format | None]:
    """Return the name of a thing of ours that an address means, and the format that its ending asks for.

    A name as it was sent goes before the same decoded, and one without an ending before the whole.
    """
    before = len(request.scope["path"]) - len(path)
    sent = request.scope["raw_path"].decode("ascii")[before:]
    whole = dict.fromkeys((sent, path))
    found = dict.fromkeys([*(by_ending(name, DOCUMENTS) for name in whole), *((name, None) for name in whole)])
    usual = by_ending(path, DOCUMENTS)
    for name, asked in found if len(found) > 1 else ():
        try:
            await require(request, iri(ID.base + name))
        except Problem as problem:
            if problem.status not in {400, 404}:
                raise
        else:
            return name, asked
    return usual


async def require(request: Request, about: NamedNode) -> Description:
    """Return what is said of a resource.

    Raises Problem 404, or 410 for what only superseded graphs speak of.
    """
    found = await describing.described(service_of(request), client_of(request), about)
    if found is None:
        raise Problem(404, "Nothing is known of it", f"No graph speaks of <{about.value}>.", "not-found")
    if found.gone:
        graphs = [head.graph.value for head in found.graphs]
        raise Problem(
            410, "It is not current any more", f"<{about.value}> is in superseded graphs only.", "gone", graphs=graphs
        )
    return found


async def _is_reviewed(request: Request, language: str) -> bool:
    """Tell whether the labels in a language are as written, or reviewed by someone who speaks it."""
    if language == "en":
        return True
    graph = GRAPH[f"translations/{language}"]
    found = await asking_for(request)(bind(view("review_status.rq"), graph=graph))
    return all(row.node("status") != ID["review-status/unreviewed"] for row in map(Row, found))


_FORMATS = {"format", "_mediatype"}
_NEGOTIATED = _FORMATS | {"lang", "_profile"}
"""Parameters that say how a document is wanted, and not what it is about."""


class _Document:
    """A document about a resource, as one request asks for it.

    path: of the document, from the public base on. generic: the same without the ending that names a format; None
    for one whose address takes ``format=`` instead. chosen: whether the address names the format. offered: the formats
    that it links to.
    """

    def __init__(
        self,
        request: Request,
        description: Description,
        path: str,
        generic: str | None,
        format_: Format,
        *,
        chosen: bool = False,
        offered: Sequence[Format] = DOCUMENTS,
    ) -> None:
        self._request, self._description, self._path, self._format = request, description, path, format_
        self._generic, self._offered = generic, offered
        self._chosen = chosen or not _FORMATS.isdisjoint(request.query_params)
        self._root = way_up(path)
        self._asked = {k: v for k, v in request.query_params.items() if k not in _NEGOTIATED}

    async def answer(self, language: str) -> Response:
        if profile_for(self._request, PROFILES) is ALTERNATES:
            return alternates(self._request, self._alternates(), self._format, self._path)
        languages = await languages_of(self._request)
        vary = [] if self._chosen else ["Accept"]
        if self._format is HTML:
            vary.append("Accept-Language")
            reviewed = await _is_reviewed(self._request, language)
            # a large page takes its time, and others are to be answered meanwhile
            body = (await asyncio.to_thread(self._page, language, languages, reviewed)).encode()
        else:
            body = await asyncio.to_thread(self._written)
        more = {"Content-Language": language} if self._format is HTML else {}
        if not self._chosen:
            more["Content-Location"] = self._address(self._format)
        link = links(
            self._path,
            base_of(self._request),
            [(each, self._address(each)) for each in self._offered if each is not self._format],
            canonical=self._canonical(),
            describes=self._description.resource.value,
            profile=COMPETENCES,
        )
        return answer(self._request, body, self._format, link=link, vary=vary, more=more, profiles=PROFILES)

    def _alternates(self) -> Alternates:
        base = f"{base_of(self._request)}/"
        forms = [(each, base + self._address(each).removeprefix(self._root)) for each in self._offered]
        return Alternates(self._description.resource.value, base + self._canonical(), tuple(forms), PROFILES)

    def _written(self) -> bytes:
        return written(self._triples(), self._format)

    def _page(self, language: str, languages: list[str], reviewed: bool) -> str:
        page = Page(self._description, Addresses(self._root, language), reviewed=reviewed)
        formats = [(each.name, self._address(each)) for each in self._offered if each.rdf]
        here = self._address(HTML)
        in_languages = [(each, f"{here}{'&' if '?' in here else '?'}lang={each}") for each in languages]
        listing = self._path == "links"
        return page.render_links(formats, in_languages) if listing else page.render(formats, in_languages)

    def _triples(self) -> list[Triple]:
        document = NamedNode(f"{base_of(self._request)}/{self._canonical()}")
        found = [*as_triples(self._description, document, DATASET, self._more)]
        if self._path == "links":
            (only,) = self._description.links
            if only.next is not None:
                found.append(Triple(document, HYDRA.next, self._more(only, only.next)))
        return found

    def _more(self, links_: Links, start: int) -> NamedNode:
        about, base = self._description.resource.value, base_of(self._request)
        asked = {"uri": about, "property": links_.predicate.value, "start": start}
        return NamedNode(f"{base}/links?{urlencode(asked)}")

    def _canonical(self) -> str:
        if self._generic is not None:
            return quote(self._generic)
        return f"{self._path}?{urlencode(self._asked)}"

    def _address(self, format_: Format) -> str:
        """Return where the same is in a format, seen from this document."""
        if self._generic is not None:
            return f"{self._root}{quote(self._generic)}.{format_.ending}"
        return f"{self._root}{self._path}?{urlencode({**self._asked, 'format': format_.ending})}"
