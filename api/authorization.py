"""Who may write: whoever shows the token (RFC 6750), and nobody where the service is read-only."""

from __future__ import annotations

from starlette.requests import Request

from bwise_kg.tokens import HashedToken

from .problems import Problem

_CHALLENGE = 'Bearer realm="bwise-kg"'


def may_write(request: Request, token: HashedToken | None) -> bool:
    """Tell whether a request may write; says no more than that."""
    given = _given(request)
    return token is not None and given is not None and token.matches(given)


def require_token(request: Request, token: HashedToken | None) -> None:
    """Let a request go on that may write.

    Raises Problem 403 where nobody may, 401 where this request may not.
    """
    if token is None:
        raise Problem(
            403,
            "This service is read-only",
            "Nothing is written here. Whoever runs it can change that with: bwise-kg serve --writable",
            "read-only",
        )
    given = _given(request)
    if given is None:
        raise Problem(
            401,
            "Writing needs a token",
            "Send it in the header Authorization: Bearer TOKEN.",
            "token",
            headers={"WWW-Authenticate": _CHALLENGE},
        )
    if not token.matches(given):
        raise Problem(
            401,
            "The token is not the right one",
            "Ask whoever runs the service for it.",
            "token",
            headers={"WWW-Authenticate": f'{_CHALLENGE}, error="invalid_token"'},
        )


def _given(request: Request) -> str | None:
    sent = request.headers.getlist("authorization")
    if len(sent) != 1:
        return None
    scheme, _, token = sent[0].strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None
