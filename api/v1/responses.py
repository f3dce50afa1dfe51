"""What operations may answer, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

Responses = dict[int | str, dict[str, Any]]

RESULT = "x-bwise-result"
"""Marks an answer whose data a schema in ``docs`` describes: the one that the command line writes by, too."""

_PROBLEMS = {
    400: "The request, or what it refers to, cannot be read.",
    404: "There is no such thing; the detail names those there are, or where they are listed.",
    406: "None of the formats asked for is at hand.",
    408: "The request did not come to its end in time.",
    413: "The file is too large.",
    415: "The file is of no known kind.",
    422: "A parameter, or the file, does not say what is needed; `errors` says where.",
    429: "This client has too much going on; `Retry-After` says when to try again.",
    500: "The fault is in the service; the log has it under the request's id.",
    503: "The service is busy or the store is being changed; try again.",
    504: "It took too long and was stopped.",
}


def _problems(*statuses: int) -> Responses:
    return {
        status: {
            "description": _PROBLEMS[status],
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
        }
        for status in statuses
    }


LISTS = _problems(400, 404, 406, 422, 429, 500, 503, 504) | {304: {"description": "What the client has still holds."}}
"""Of lists, whose cursors may be wrong, and …"""
GETS = LISTS
"""… of everything that is asked for."""
BODIES = _problems(400, 404, 406, 408, 413, 415, 422, 429, 500, 503, 504)
"""Of what takes a file."""


def one(model: Any, result: str | None = None) -> Responses:
    """Return what a success is. result: name of the schema of its data, where a model does not say it."""
    more = {RESULT: result} if result else {}
    return {200: {"description": "Success.", "model": model, **more}}
