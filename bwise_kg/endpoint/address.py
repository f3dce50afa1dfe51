"""Where an endpoint is, and who asks: URLs without the credentials that may stand in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Self
from urllib.parse import SplitResult, unquote, urlsplit

from ..errors import StoreError


@dataclass(frozen=True, slots=True)
class Address:
    """A URL, and what its server is told of who asks; neither password nor token is ever shown.

    user, password: out of ``http://user:password@host/``, percent-encoding undone.
    """

    url: str
    user: str | None = field(default=None, repr=False)
    password: str = field(default="", repr=False)
    token: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, text: str, token: str | None = None) -> Self:
        """Take a URL apart; a token goes out as a bearer token and comes before a password.

        Raises StoreError for what is no URL of a SPARQL endpoint.
        """
        try:
            parts = urlsplit(text.strip())
            _ = parts.port  # a wrong one is found when it is asked for
        except ValueError as error:
            raise StoreError(f"the URL of the store cannot be read ({error})") from error
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise StoreError("the URL of a store begins with http:// or https:// and names a host")
        if parts.query or parts.fragment:
            raise StoreError("the URL of a store has neither ? nor #; name the URL that queries are sent to")
        return cls(
            url=_without_login(parts),
            user=None if parts.username is None else unquote(parts.username),
            password=unquote(parts.password or ""),
            token=token or None,
        )

    @property
    def is_local(self) -> bool:
        """Tell whether the server is this machine, which no proxy leads to."""
        host = urlsplit(self.url).hostname or ""
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    @property
    def has_login(self) -> bool:
        """Tell whether there are credentials of any kind."""
        return self.token is not None or self.user is not None


def _without_login(parts: SplitResult) -> str:
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
