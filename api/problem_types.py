"""The types of problems that the service answers with, each with a page at its IRI (RFC 9457, section 3.1.1)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from bwise_kg.render.page import head

from .documents import answer, links
from .negotiation import choose
from .pages import template_of
from .problems import TYPES, Problem
from .serializations import HTML

router = APIRouter(tags=["service"])

_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A type of problem. statuses: that it comes with. meaning: what has happened; remedy: what to do about it."""

    statuses: tuple[int, ...]
    meaning: str
    remedy: str


PROBLEM_TYPES = {
    "busy": ProblemType(
        (503,),
        "The store is being changed or its server is away, or a description or dump of it is being made.",
        "Try again after Retry-After.",
    ),
    "conflict": ProblemType(
        (409,),
        "An operation of the update does not fit what the store holds: a graph is missing, or there already.",
        "Say SILENT, or look which graphs there are.",
    ),
    "content": ProblemType(
        (400,), "What is to be put into a graph cannot be taken.", "The detail says why; name no graphs in it."
    ),
    "cursor": ProblemType(
        (400,), "The cursor is not one of this list.", "Take it from links.next of the page before, as it is."
    ),
    "encoding": ProblemType((400,), "The text is not UTF-8.", "Send the query in UTF-8."),
    "engine": ProblemType((400,), "The query is longer or deeper than the engine can take.", "Ask for less at once."),
    "evaluation": ProblemType(
        (400,),
        "The query can be read but not carried out.",
        "Look at what it calls: a function that there is not, for example.",
    ),
    "form": ProblemType(
        (400,), "The form that a file was sent in cannot be read.", "Send the file in a part that is named file."
    ),
    "full": ProblemType((507,), "There is no room left on disk. Nothing has changed.", "Whoever runs it has to act."),
    "gone": ProblemType(
        (410,), "Only superseded graphs speak of the resource.", "Ask one of the graphs that are named in graphs."
    ),
    "io": ProblemType(
        (500,), "The change could not be written. Nothing has changed.", "Whoever runs it finds the cause in the log."
    ),
    "lost": ProblemType((500,), "The process that answered was stopped.", "Ask again."),
    "media-type": ProblemType(
        (415,), "The body has a media type that is not read here.", "Send one of those that the detail names."
    ),
    "memory": ProblemType(
        (503,),
        "The query or update was stopped when it had used up the memory there is for one.",
        "Make it more selective; to ask for it again does not help.",
    ),
    "nesting": ProblemType((400,), "There are too many brackets in brackets.", "Ask in several queries."),
    "not-acceptable": ProblemType(
        (406,),
        "None of the formats that Accept names is at hand, or the answer cannot be written in the one that was chosen.",
        "Ask for one of those in offered.",
    ),
    "not-found": ProblemType(
        (404,), "There is nothing at this address.", "Look at the address; the detail says where to start."
    ),
    "parameter": ProblemType(
        (400,),
        "A parameter of the SPARQL protocol is missing, there twice, or not what it has to be.",
        "Send one query, and graphs as absolute IRIs.",
    ),
    "parameters": ProblemType((400, 422), "A parameter is missing or not what it has to be.", "The detail names it."),
    "precondition": ProblemType(
        (412,),
        "The graph is not the one that If-Match names, or is there though If-None-Match says that it must not be.",
        "Get it again, look what others have changed, and send the change with the new entity tag.",
    ),
    "protected": ProblemType(
        (403,),
        "The store itself writes the catalogue and the inferred graphs; they follow from the others.",
        "Write to the graphs that they follow from.",
    ),
    "range": ProblemType(
        (416,), "The file ends before the part that Range asks for.", "Look at Content-Range for how long it is."
    ),
    "read-only": ProblemType(
        (403,), "Nothing is written to this service.", "Whoever runs it can change that: bwise-kg serve --writable."
    ),
    "refused": ProblemType(
        (400,),
        "The query would reach out of the store, or is an update where only queries are answered.",
        "Leave out SERVICE and LOAD; send a query.",
    ),
    "server": ProblemType(
        (502,),
        "The server that holds the store failed on the request.",
        "Ask for it in another way; whoever runs it finds the server's words in the log.",
    ),
    "slow-request": ProblemType((408,), "The request did not arrive in time.", "Send it faster."),
    "syntax": ProblemType((400,), "The query is no SPARQL 1.1.", "Look at line and column."),
    "timeout": ProblemType(
        (504,), "The query was stopped at its deadline.", "Make it more selective, or ask for a part with LIMIT."
    ),
    "token": ProblemType(
        (401,), "Writing needs a token, and the right one.", "Send it in the header Authorization: Bearer TOKEN."
    ),
    "too-large": ProblemType(
        (400,),
        "The answer has more rows, statements or bytes than one may have.",
        "Ask for parts with LIMIT and OFFSET.",
    ),
    "too-long": ProblemType(
        (413, 414), "The request is longer than it may be.", "Send less; by POST, if it was in the address."
    ),
    "too-many": ProblemType(
        (429,),
        "The client has as many queries under way as it may have.",
        "Wait for them; Retry-After says how long.",
    ),
    "unreadable": ProblemType(
        (422,), "A file that was sent in cannot be read, or does not say what was meant.", "errors says where and why."
    ),
}
"""All types, by the end of their IRIs."""


@router.get("/problem/{name}")
async def problem_type(request: Request, name: str) -> Response:
    """What a type of problem means and what to do about it."""
    found = PROBLEM_TYPES.get(name)
    if found is None:
        there = ", ".join(PROBLEM_TYPES)
        raise Problem(404, "No such type of problem", f"There is: {there}.", "not-found")
    link = links(f"problem/{name}", request.app.state.base, ())
    if choose(request.headers.get("accept"), (HTML.media_type, _JSON)) == _JSON:
        headers = {"Vary": "Accept", "Link": link, "Cache-Control": "public, max-age=60"}
        return JSONResponse({"type": TYPES + name, **asdict(found)}, headers=headers)
    body = template_of("problem.html").render(
        head("resource"),
        name=name,
        iri=TYPES + name,
        found=found,
        statuses=[f"{status} {HTTPStatus(status).phrase}" for status in found.statuses],
        others=[each for each in PROBLEM_TYPES if each != name],
    )
    return answer(request, body.encode(), HTML, link=link, vary=("Accept",))
