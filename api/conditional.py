"""Conditional requests (RFC 9110, section 13)."""

from __future__ import annotations

import re

from starlette.requests import Request

_TAG = re.compile(r'(?:W/)?("[^"]*")')


def matches(request: Request, etag: str) -> bool:
    """Tell whether If-None-Match names an entity tag, compared weakly; the answer then is 304."""
    header = request.headers.get("if-none-match", "")
    return header.strip() == "*" or etag.removeprefix("W/") in _TAG.findall(header)
