"""What a server writes against the standard or breaks off, put right or noticed while it arrives."""

from __future__ import annotations

from typing import IO, cast

from ..errors import StoreError

_PIECE = 2**16


class _Without:
    """A stream in which the second part of a text is left out wherever that text is, across pieces too."""

    def __init__(self, stream: IO[bytes], text: bytes, kept: bytes) -> None:
        self._stream, self._text, self._kept = stream, text, kept
        self._held = b""
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        """Return what has come in, at most about ``size`` bytes; nothing at the end."""
        while not self._ended:
            piece = self._stream.read(max(size - len(self._held), 1) if size > 0 else _PIECE)
            self._ended = not piece
            found = (self._held + piece).replace(self._text, self._kept)
            keep = 0 if self._ended else self._begun(found)
            self._held = found[len(found) - keep :]
            if ready := found[: len(found) - keep]:
                return ready
        ready, self._held = self._held, b""
        return ready

    def _begun(self, found: bytes) -> int:
        """Return how many bytes at the end may be the beginning of the text."""
        longest = min(len(self._text) - 1, len(found))
        return next((n for n in range(longest, 0, -1) if self._text.startswith(found[len(found) - n :])), 0)


def without_prefix(stream: IO[bytes], text: bytes) -> IO[bytes]:
    """Return a stream without what follows the tag in ``text``, e.g. ``<bnode>nodeID://``; unchanged if that is empty.

    In XML a tag stands for itself only, so no other text is touched.
    """
    if not text:
        return stream
    return cast("IO[bytes]", _Without(stream, text, text[: text.index(b">") + 1]))


class _Whole:
    """A stream that must end with some text."""

    def __init__(self, stream: IO[bytes], ending: bytes, url: str) -> None:
        self._stream, self._ending, self._url = stream, ending, url
        self._last = b""

    def read(self, size: int = -1) -> bytes:
        """Return what has come in; raises StoreError at an end that is none."""
        found = self._stream.read(size)
        if not found and not self._last.endswith(self._ending):
            raise StoreError(
                f"{self._url}: the answer broke off or is no SPARQL result; ask again, see the server's log"
            )
        self._last = (self._last + found).rstrip()[-len(self._ending) :]
        return found


def whole(stream: IO[bytes], ending: bytes, url: str) -> IO[bytes]:
    """Return a stream that raises StoreError when it ends without its last words, which HTTP may not tell."""
    return cast("IO[bytes]", _Whole(stream, ending, url))
