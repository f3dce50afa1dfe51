"""Access tokens: made at random, kept as a salted hash, compared in constant time.

The hash is SHA-256 and no slow one: a token is random and long, so that nobody finds it by trying, and a slow hash
would only let everybody keep the service busy by sending wrong ones.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field

from .errors import DataError

_SHORTEST = 32
_DIFFERENT = 10
_HASHED = re.compile(r"sha256:([0-9a-f]{32}):([0-9a-f]{64})")
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")
"""What a token may be made of (RFC 6750, section 2.1)."""


@dataclass(frozen=True, slots=True)
class HashedToken:
    """What is kept of a token: whether another one is the same can be told, what it was cannot."""

    salt: bytes = field(repr=False)
    digest: bytes = field(repr=False)

    @classmethod
    def of(cls, given: str) -> HashedToken:
        """Return the hash of a token, or the one that is given as ``sha256:salt:digest``.

        Raises DataError for a token that could be guessed.
        """
        given = given.strip()
        if match := _HASHED.fullmatch(given):
            return cls(bytes.fromhex(match[1]), bytes.fromhex(match[2]))
        if not _TOKEN.fullmatch(given) or len(given) < _SHORTEST or len(set(given)) < _DIFFERENT:
            raise DataError(
                "the token",
                f"has to be random: at least {_SHORTEST} characters, {_DIFFERENT} different ones, of letters, digits "
                "and - . _ ~ + /; make one with: bwise-kg token",
            )
        salt = secrets.token_bytes(16)
        return cls(salt, _digest(salt, given))

    def matches(self, token: str) -> bool:
        """Tell whether this is the hash of a token, in a time that says nothing of it."""
        return hmac.compare_digest(self.digest, _digest(self.salt, token))

    def __str__(self) -> str:
        """Return the hash as it is kept in files and settings."""
        return f"sha256:{self.salt.hex()}:{self.digest.hex()}"


def new_token() -> str:
    """Return a new token of 256 random bits."""
    return secrets.token_urlsafe(32)


def _digest(salt: bytes, token: str) -> bytes:
    return hmac.new(salt, token.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
