"""What a fix is: statements to take out and to put in, and what that comes to in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from pyoxigraph import Triple

from ...render.labels import Words

Key = tuple[str, str, str, str | None]
"""What tells findings apart: rule, focus, path, value, as in `bwise_kg.validation.Finding`."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that may clear a finding, not tried yet.

    title: what it changes, in the language of the report. certainty: as in `Fix`.
    """

    title: str
    remove: tuple[Triple, ...] = ()
    add: tuple[Triple, ...] = ()
    certainty: float = 1.0
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that clears a finding, and of which it was tried that it brings no other.

    key: of the finding. title: what it changes, in the language of the report. remove, add: statements. certainty: from
    0 to 1; 1 where what is there leaves one way only, else how near the nearest is. draft: whether it adds texts that
    somebody has to write properly. update: the change as SPARQL 1.1 Update, to be run on the curriculum's own graph.
    """

    key: Key
    title: Words
    remove: tuple[Triple, ...] = field(repr=False)
    add: tuple[Triple, ...] = field(repr=False)
    certainty: float
    draft: bool
    update: str = field(repr=False)

    @property
    def rule(self) -> str:
        """The rule's id."""
        return self.key[0]


@dataclass(frozen=True, slots=True)
class Unmended:
    """A finding whose rule has fixes, and which has none. why: in the language of the report."""

    key: Key
    why: Words


class Found(Protocol):
    """What of a finding tells it from others."""

    @property
    def focus(self) -> str: ...  # noqa: D102 - as in Finding
    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def value(self) -> str | None: ...  # noqa: D102


def key_of(rule: str, found: Found) -> Key:
    """Return what tells a finding from others."""
    return (rule, found.focus, found.path, found.value)
