"""Pages of lists: a cursor names the last that was seen, so that it holds however often the store is built anew."""

from __future__ import annotations

import base64
import binascii
import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ..problems import Problem

MOST = 200
"""How many one page may have."""
USUAL = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Some keys of a list, in order. next: cursor of what follows, None at the end. total: keys in the whole list."""

    keys: tuple[str, ...]
    next: str | None
    total: int


def page_of(keys: Sequence[str], name: str, cursor: str | None, limit: int) -> Page:
    """Return a page of a sorted list. name: of the list, which its cursors are good for.

    What was added or taken away since the cursor was made moves nothing that is not itself new or gone.

    Raises Problem 400 for a cursor that is none, or of another list.
    """
    start = bisect_right(keys, _read(cursor, name)) if cursor is not None else 0
    found = tuple(keys[start : start + limit])
    more = start + limit < len(keys)
    return Page(found, _written(name, found[-1]) if more and found else None, len(keys))


def _written(name: str, key: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([name, key], ensure_ascii=False).encode()).decode().rstrip("=")


def _read(cursor: str, name: str) -> str:
    try:
        told = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        told = None
    match told:
        case [str(of), str(key)] if of == name:
            return key
    raise Problem(
        400,
        "The cursor is not one of this list",
        "Take it as it is from links.next of the page before, or leave it out to start from the first page.",
        "cursor",
    )
