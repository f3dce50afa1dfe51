"""Documents as HTTP wants them: negotiated, tagged, with links to what belongs to them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from fastapi import Request
from pyoxigraph import NamedNode
from starlette.responses import Response

from bwise_kg.namespaces import BW, GRAPH

from .conditional import matches
from .descriptions import Select
from .negotiation import choose
from .problems import Problem
from .profiles import ALTERNATES, Alternates, Profile, profile_headers
from .publishing import Publisher, asking
from .serializations import HTML, Format
from .service import Service

ONTOLOGY = BW.base.removesuffix("#")
FRESH = "public, max-age=60"
"""How long a document may be used without asking whether it has changed."""
IMMUTABLE = "public, max-age=31536000, immutable"


def service_of(request: Request) -> Service:
    """Return the service of the application."""
    service: Service = request.app.state.service
    return service


def publisher_of(request: Request) -> Publisher:
    """Return what makes dumps and counts; one an application."""
    state = request.app.state
    if getattr(state, "publisher", None) is None:
        state.publisher = Publisher(service_of(request))
    publisher: Publisher = state.publisher
    return publisher


def base_of(request: Request) -> str:
    """Return the public base of this deployment, without a slash at the end."""
    base: str = request.app.state.base
    return base


def client_of(request: Request) -> str:
    """Return who asks, for the bounds on a client."""
    return request.client.host if request.client else ""


def asking_for(request: Request) -> Select:
    """Return what asks the service on behalf of a client."""
    return asking(service_of(request), client_of(request))


def format_for(request: Request, offered: Sequence[Format], asked: Format | None = None) -> Format:
    """Return the format that an address (``.ttl``, ``?format=ttl``, ``?_mediatype=``) or the Accept header asks for.

    Raises Problem 406 for one that is not offered.
    """
    ending = request.query_params.get("format", request.query_params.get("_mediatype"))
    if ending is not None and asked is None:
        asked = next((each for each in offered if ending in {each.ending, each.media_type}), None)
        if asked is None:
            raise Problem(
                406,
                "No such format",
                f"There is: {', '.join(each.ending for each in offered)}.",
                "not-acceptable",
                offered=[each.ending for each in offered],
            )
    if asked is not None:
        return asked
    media_type = choose(request.headers.get("accept"), [each.media_type for each in offered])
    return next(each for each in offered if each.media_type == media_type)


def language_for(request: Request, offered: Sequence[str]) -> str:
    """Return the language that ``?lang=`` or the Accept-Language header asks for, else English."""
    asked = request.query_params.get("lang") or request.headers.get("accept-language", "")
    weighted: list[tuple[float, int, str]] = []
    for place, part in enumerate(asked[:1000].split(",")):
        tag, _, quality = part.partition(";")
        weight = re.fullmatch(r"\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*", quality)
        weighted.append((-(float(weight[1]) if weight else 1.0), place, tag.strip().lower().split("-")[0]))
    return next((tag for weight, _, tag in sorted(weighted) if weight < 0 and tag in offered), "en")


async def languages_of(request: Request) -> list[str]:
    """Return the languages that there are labels in."""
    info = await service_of(request).refresh()
    start = GRAPH["translations/"].value
    return ["en", *sorted(g.iri.removeprefix(start) for g in info.graphs if g.iri.startswith(start))]


def iri(text: str) -> NamedNode:
    """Return an IRI from outside.

    Raises Problem 400 when it is none.
    """
    try:
        return NamedNode(text)
    except ValueError as error:
        raise Problem(400, "Not an IRI", f"{text[:200]!r} is no absolute IRI.", "parameters") from error


def to_uri(address: str) -> str:
    """Return an IRI as headers take it: in ASCII, what is encoded already kept (RFC 3987, section 3.1).

    >>> to_uri("http://example.org/κ%20b?c#d")
    'http://example.org/%CE%BA%20b?c#d'
    """
    return quote(address, safe=":/?#[]@!$&'()*+,;=%")


def way_up(path: str) -> str:
    """Return the way from a document to the public base.

    >>> way_up("doc/profile/supporter.ttl"), way_up("dataset")
    ('../../', '')
    """
    return "../" * path.count("/")


def links(
    path: str,
    base: str,
    alternates: Iterable[tuple[Format, str]],
    *,
    canonical: str | None = None,
    describes: str | None = None,
    profile: Profile | None = None,
) -> str:
    """Return the value of the header ``Link``; addresses are relative, so that they hold wherever this is mounted.

    canonical: path of the document that this is a form of, by default its own. profile: that the alternates conform to.
    """
    conforming = f'; profile="{profile.iri}"' if profile else ""
    said = [f'<{address}>; rel="alternate"; type="{each.media_type}"{conforming}' for each, address in alternates]
    said.append(f'<{base}/{canonical or path}>; rel="canonical"')
    said.append(f'<{way_up(path)}dataset>; rel="describedby"')
    said.append(f'<{ONTOLOGY}>; rel="profile"')
    if describes:
        said.append(f'<{to_uri(describes)}>; rel="describes"')
    return ", ".join(said)


def answer(
    request: Request,
    body: bytes,
    format_: Format,
    *,
    link: str,
    vary: Sequence[str] = (),
    cache: str = FRESH,
    more: Mapping[str, str] | None = None,
    profiles: Sequence[Profile] = (),
    profile: Profile | None = None,
) -> Response:
    """Return a document, or 304 when the client has it already.

    profiles: that documents of this kind are to be had in. profile: of this one, by default the first.
    """
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": cache, "Link": link, **(more or {})}
    if profiles:
        conforming, tokens = profile_headers(profile or profiles[0], profiles)
        headers |= conforming | {"Link": f"{link}, {tokens}"}
        vary = vary if "_profile" in request.query_params else (*vary, "Accept-Profile")
    if vary:
        headers["Vary"] = ", ".join(vary)
    if format_ is HTML:
        headers["Content-Security-Policy"] = _policy(body)
    if matches(request, etag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=format_.content_type, headers=headers)


def alternates(request: Request, forms: Alternates, format_: Format, path: str) -> Response:
    """Return the list of all forms of a document. path: where this is asked for."""
    link = links(path, base_of(request), (), canonical=forms.generic.removeprefix(f"{base_of(request)}/"))
    body = forms.body(format_)
    return answer(
        request, body, format_, link=link, vary=("Accept",), profiles=forms.profiles, profile=ALTERNATES
    )  # fmt: skip


def see_other(address: str, vary: Sequence[str] = ("Accept",)) -> Response:
    """Return a redirection to a document about a thing."""
    headers = {"Location": to_uri(address), "Cache-Control": FRESH}
    if vary:
        headers["Vary"] = ", ".join(vary)
    return Response(status_code=303, headers=headers)


def _policy(body: bytes) -> str:
    """Return the policy that a page states in itself; a header cannot be got round by what comes before it."""
    found = re.search(rb'http-equiv="Content-Security-Policy" content="([^"]*)"', body)
    return found[1].decode().replace("&#39;", "'") if found else "default-src 'none'"
