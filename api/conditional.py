"""Conditional requests (RFC 9110, section 13)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from importlib.metadata import version as package_version

from starlette.requests import Request

_VERSION = package_version("bwise-kg")
_TAG = re.compile(r'(W/)?("[^"]*")')


def matches(request: Request, etag: str) -> bool:
    """Tell whether If-None-Match names an entity tag, compared weakly; the answer then is 304."""
    header = request.headers.get("if-none-match", "")
    return header.strip() == "*" or etag.removeprefix("W/") in [tag for _, tag in _TAG.findall(header)]


def graph_tag(digest: str, media_type: str) -> str:
    """Return the entity tag of a graph in a format.

    It is a strong one, though the order of statements in a document is left open: that says nothing.

    >>> graph_tag("c0ffee", "text/turtle").endswith('-turtle"')
    True
    """
    return f'"{_state(digest)}-{media_type.rpartition("/")[2]}"'


def _state(digest: str) -> str:
    return hashlib.sha256(f"{_VERSION} {digest}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Preconditions:
    """What has to hold before a graph is written; match, none_match: the headers If-Match and If-None-Match."""

    match: str | None = None
    none_match: str | None = None

    @classmethod
    def of(cls, request: Request) -> Preconditions:
        """Return those of a request."""
        return cls(_joined(request, "if-match"), _joined(request, "if-none-match"))

    def hold(self, digest: str | None, *, there: bool) -> bool:
        """Tell whether they hold for a graph: its digest, None where it is not known, and whether there is one.

        The tags are those of any format: what is written is the graph. If-Match compares strongly, as it has to.
        """
        state = None if digest is None else _state(digest)
        if self.match is not None and not there:
            return False
        if self.match is not None and self.match.strip() != "*" and state not in _states(self.match, weak=False):
            return False
        if self.none_match is None or not there:
            return True
        return self.none_match.strip() != "*" and state not in _states(self.none_match, weak=True)


def _joined(request: Request, name: str) -> str | None:
    return ",".join(request.headers.getlist(name)) if name in request.headers else None


def _states(header: str, *, weak: bool) -> set[str]:
    tags = [tag for mark, tag in _TAG.findall(header) if weak or not mark]
    return {tag.strip('"').partition("-")[0] for tag in tags}
