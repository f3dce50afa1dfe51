"""Whether servers answer alike: by the number of rows, since they name blank nodes and write numbers in their ways."""

from __future__ import annotations

import http.client
import json

from .talking import Client, Reply, Request


def row_counts(url: str, texts: dict[str, str], timeout: float) -> dict[str, int | None]:
    """Return how many rows a server gives for each query, None for one that it does not answer in so many seconds."""
    found: dict[str, int | None] = {}
    with Client(url, timeout=timeout) as client:
        for name, text in texts.items():
            try:
                found[name] = row_count(client.ask(Request.query(name, text)))
            except (OSError, http.client.HTTPException):
                found[name] = None
    return found


def row_count(reply: Reply) -> int | None:
    """Return the number of rows of an answer in JSON, 1 for a yes or no, None for an error."""
    if reply.status != 200:
        return None
    answer = json.loads(reply.body)
    return len(answer["results"]["bindings"]) if "results" in answer else 1


def differences(expected: dict[str, int | None], found: dict[str, int | None]) -> list[str]:
    """Return the queries that are answered otherwise.

    >>> differences({"a": 1, "b": 2}, {"a": 1, "b": None})
    ['b']
    """
    return [name for name, rows in expected.items() if rows is None or rows != found[name]]
