"""What can go wrong for a user: every error names the thing, the place and the way out."""

from __future__ import annotations


def printable(text: str) -> str:
    r"""Return a text in which nothing gives orders to a terminal or breaks a line: such characters are spelled out.

    >>> printable("course\n\x1b[31m.ttl")
    'course\\n\\x1b[31m.ttl'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


class BwiseError(Exception):
    """Base of all errors that a user can mend; the command line prints them without a traceback."""


class EscoError(BwiseError):
    """An ESCO release cannot be read.

    place: file (for a zip ``archive.zip!member.csv``), with ``:line`` where a line is to blame.
    """

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place = place


class StoreError(BwiseError):
    """A store is missing, damaged or being written by another process."""


class StoreLockedError(StoreError):
    """Another process is writing to the store; it will have ended in a moment."""


class StoreFullError(StoreError):
    """There is no room for a change on the disk of the store; nothing has changed."""


class StoreAwayError(StoreError):
    """The server that holds the store is not reached, or graphs are being put in place there; it may answer soon."""


class StoreSlowError(StoreError):
    """The server that holds the store did not answer in time."""


class ProtectedError(BwiseError):
    """A graph that only the store itself writes was to be changed."""


class DataError(BwiseError):
    """A curriculum or a data file cannot be read, or does not say what is needed."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{printable(place)}: {problem}")
        self.place = place


class NotFoundError(BwiseError):
    """Nothing in the store has this name or IRI."""


class VersionExistsError(BwiseError):
    """This version of a curriculum is in the store with another content; versions are immutable."""


class QueryError(BwiseError):
    """A SPARQL query cannot be read, or asks for what is not allowed."""
