"""HTTP to an endpoint: logging in, asking again where that is safe, deadlines, and errors in words."""

from __future__ import annotations

import re
import time
from typing import IO, Any, cast

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from urllib3.exceptions import HTTPError, ReadTimeoutError
from urllib3.util import Retry

from ..errors import QueryError, StoreAwayError, StoreError, StoreSlowError
from .address import Address

Form = list[tuple[str, str]]

CONNECT = 10.0
"""Seconds to reach a server in."""

_WORDS = 600
"""How much of a server's own words goes into an error."""

_CREDENTIALS = (
    "give them in the URL (http://user:password@host/...) or as a token in the environment variable BWISE_STORE_TOKEN"
)


_BUSY = (502, 503)
"""Statuses of a server that is starting, ending or overloaded, or of a proxy before one that is."""


class _ReadAgain(Retry):
    """Ask again when a connection broke or the server is busy, but not when it was too slow: it is at work on it."""

    def increment(self, *args: Any, **options: Any) -> Retry:  # type: ignore[override]  # as it comes, so it goes
        error = options.get("error")
        if isinstance(error, ReadTimeoutError):
            raise error
        return super().increment(*args, **options)


_READING = _ReadAgain(
    total=2,
    backoff_factor=0.2,
    status_forcelist=_BUSY,
    allowed_methods=None,  # queries are posted, since they may be long
    respect_retry_after_header=False,  # it may say hours
    raise_on_status=False,
)
_WRITING = Retry(total=2, read=0, status=0, other=0, backoff_factor=0.2, allowed_methods=None)
"""A write is sent again only when the server was not reached at all."""


class _Login(AuthBase):
    """Credentials in the way that the server asks for: a token at once, a password as basic or digest once asked."""

    def __init__(self, address: Address) -> None:
        self._token = address.token
        self._basic = HTTPBasicAuth(address.user or "", address.password)
        self._digest = HTTPDigestAuth(address.user or "", address.password)
        self._is_basic = False

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token is not None:
            request.headers["Authorization"] = f"Bearer {self._token}"
            return request
        if self._is_basic:
            return cast("requests.PreparedRequest", self._basic(request))
        request.register_hook("response", self._asked)  # type: ignore[no-untyped-call]  # of requests
        return cast("requests.PreparedRequest", self._digest(request))

    def _asked(self, response: requests.Response, **options: Any) -> requests.Response:
        """Answer a 401 that wants basic credentials, and send them at once from then on."""
        offered = response.headers.get("WWW-Authenticate", "").lower()
        if response.status_code != requests.codes.unauthorized or not re.search(r"\bbasic\b", offered):
            return response
        self._is_basic = True
        _ = response.content  # read to its end, so that the connection serves again
        response.close()
        answered: requests.Response = response.connection.send(self._basic(response.request.copy()), **options)
        answered.history.append(response)
        return answered


class Connection:
    """Requests to one server.

    timeout: seconds that an answer may take, counted while it is waited for.
    """

    def __init__(self, address: Address, timeout: float) -> None:
        self.timeout = timeout
        self._login = _Login(address) if address.has_login else _Nobody()
        self._reading = _session(address, _READING)
        self._writing = _session(address, _WRITING)
        self._writing.headers["Connection"] = "close"  # one that the server has closed meanwhile would lose a write

    def read(self, url: str, form: Form, accept: str) -> tuple[requests.Response, IO[bytes]]:
        """Post a query; returns the answer's head, and its body while it arrives.

        Raises QueryError for what the server says is wrong with the query, StoreError for all else; so does the body.
        """
        started = time.monotonic()
        try:
            response = self._reading.post(
                url,
                data=form,
                headers={"Accept": accept},
                auth=self._login,
                timeout=(CONNECT, self.timeout),
                stream=True,
                allow_redirects=False,
            )
        except (requests.RequestException, HTTPError) as error:
            raise _unanswered(url, error, self.timeout) from error
        if response.status_code != requests.codes.ok:
            raise _refused(url, response)
        return response, cast("IO[bytes]", _Body(url, response, self.timeout, time.monotonic() - started))

    def write(
        self, url: str, data: bytes | Form, timeout: float, content_type: str | None = None, params: Form | None = None
    ) -> None:
        """Post an update or statements and wait until the server has done it; errors as for `read`."""
        try:
            response = self._writing.post(
                url,
                data=data,
                params=params,
                headers={"Content-Type": content_type} if content_type else None,
                auth=self._login,
                timeout=(CONNECT, timeout),
                stream=True,
                allow_redirects=False,
            )
            with response:
                if not 200 <= response.status_code < 300:
                    raise _refused(url, response)
        except (requests.RequestException, HTTPError) as error:
            raise _unanswered(url, error, timeout) from error


class _Nobody(AuthBase):
    """No credentials, not even those that a .netrc of this machine has for the host."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


class _Body:
    """The bytes of an answer; whatever breaks them off is a StoreError."""

    def __init__(self, url: str, response: requests.Response, timeout: float, waited: float) -> None:
        self._url, self._response, self._timeout, self._waited = url, response, timeout, waited

    def read(self, size: int = -1) -> bytes:
        """Return what has come in, at most ``size`` bytes; nothing at the end."""
        started = time.monotonic()
        try:
            found = self._response.raw.read1(size if size > 0 else None, decode_content=True)
        except HTTPError as error:
            raise _unanswered(self._url, error, self._timeout) from error
        self._waited += time.monotonic() - started
        if self._waited > self._timeout:
            self._response.close()
            raise _late(self._url, self._timeout)
        return cast("bytes", found)


def _session(address: Address, retries: Retry) -> requests.Session:
    session = requests.Session()
    session.trust_env = not address.is_local  # proxies of the environment do not lead to this machine
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=retries))
    return session


def _late(url: str, timeout: float) -> StoreError:
    return StoreSlowError(f"{url}: no answer within {timeout:g} s; ask for less, or allow more with BWISE_TIMEOUT")


def _unanswered(url: str, error: Exception, timeout: float) -> StoreError:
    if isinstance(error, requests.ConnectTimeout):
        return StoreAwayError(f"{url}: the server cannot be reached within {CONNECT:g} s; is the address right?")
    if isinstance(error, requests.ReadTimeout | ReadTimeoutError):
        return _late(url, timeout)
    if isinstance(error, requests.exceptions.SSLError):
        return StoreError(f"{url}: no secure connection ({_reason(error)}); is its certificate trusted here?")
    if isinstance(error, requests.ConnectionError):
        return StoreAwayError(
            f"{url}: the server cannot be reached ({_reason(error)}); does it run, is the address right?"
        )
    return StoreAwayError(f"{url}: the answer broke off ({_reason(error)}); ask again, and see the server's log")


def _reason(error: BaseException) -> str:
    """Return the innermost cause, which names what happened and not how it came up."""
    while isinstance(
        cause := getattr(error, "reason", None) or error.__cause__ or next(iter(error.args), None), BaseException
    ):
        error = cause
    return re.sub(r"<[^>]*>|\s+", " ", str(error.args[-1] if error.args else error)).strip(" :")[:_WORDS]


def _refused(url: str, response: requests.Response) -> StoreError | QueryError:
    """Return the error that a status stands for, with a bounded part of the server's words."""
    status = response.status_code
    try:
        words = response.raw.read(_WORDS * 4, decode_content=True).decode("utf-8", "replace")
    except HTTPError:
        words = ""
    response.close()
    if "html" in response.headers.get("Content-Type", ""):
        words = re.sub(r"<[^>]*>", " ", words)
    words = " ".join(words.split())[:_WORDS]
    if status == requests.codes.unauthorized:
        return StoreError(f"{url}: the server asks for other credentials; {_CREDENTIALS}")
    if status == requests.codes.forbidden or "No permission" in words:
        return StoreError(f"{url}: the server does not permit this; {_CREDENTIALS}")
    if status == requests.codes.bad_request:
        return QueryError(f"{url}: {words or 'the server cannot read this'}")
    if 300 <= status < 400:
        return StoreError(f"{url}: moved to {response.headers.get('Location', 'elsewhere')}; name that URL")
    if status in {requests.codes.not_found, requests.codes.method_not_allowed, requests.codes.not_acceptable}:
        return StoreError(
            f"{url}: no SPARQL there ({status}); name the URL that queries are sent to, e.g. http://host:8890/sparql"
        )
    failed = StoreAwayError if status in _BUSY else StoreError
    return failed(f"{url}: the server failed ({status}): {words or response.reason or 'without a word'}")
