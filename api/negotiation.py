"""Content negotiation by media type (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .problems import Problem

_LONGEST = 4096
"""Characters of an Accept header that are read; browsers send about 150."""
_QUALITY = re.compile(r"\s*[qQ]\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')


def choose(accept: str | None, offered: Sequence[str], default: str | None = None) -> str:
    """Return the offered media type that an Accept header likes best.

    Where it likes several equally, the default wins if it is one of them, else the first. Parameters
    of media types other than q are not looked at. No header, or an empty one, means anything.

    Raises Problem 406, with what there is, when none is acceptable.

    >>> choose("text/html, text/*;q=0.5, */*;q=0.1", ["application/json", "text/turtle"])
    'text/turtle'
    """
    default = default or offered[0]
    if accept is None or not accept.strip():
        return default
    ranges = list(_ranges(accept[:_LONGEST]))
    best, chosen = 0.0, None
    for media_type in dict.fromkeys((default, *offered)):
        quality = _quality(media_type, ranges)
        if quality > best:
            best, chosen = quality, media_type
    if chosen is None:
        raise Problem(
            406,
            "None of the formats asked for is at hand",
            f"There is: {', '.join(offered)}.",
            "not-acceptable",
            headers={"Vary": "Accept"},
            offered=list(offered),
        )
    return chosen


def takes(coding: str, accept_encoding: str) -> bool:
    """Tell whether an Accept-Encoding header takes a coding (RFC 9110, section 12.5.3).

    >>> takes("gzip", "br, gzip;q=0.5"), takes("gzip", "gzip;q=0, identity"), takes("gzip", "*"), takes("gzip", "")
    (True, False, True, False)
    """
    qualities = dict(_ranges(accept_encoding[:_LONGEST]))
    return qualities.get(coding, qualities.get("*", 0.0)) > 0


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for part in _QUOTED.sub('""', accept).split(","):
        media_range, *parameters = part.split(";")
        quality = 1.0
        for parameter in parameters:
            if match := _QUALITY.fullmatch(parameter):
                quality = float(match[1])
        if media_range.strip():
            yield media_range.strip().lower(), quality


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return the q of the most specific range that a media type is in (0 when it is in none)."""
    kind = media_type.split("/", 1)[0]
    for wanted in (media_type, f"{kind}/*", "*/*"):
        qualities = [quality for media_range, quality in ranges if media_range in {wanted, wanted.replace("*/*", "*")}]
        if qualities:
            return max(qualities)
    return 0.0
