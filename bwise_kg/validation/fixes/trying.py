"""Changes are tried on a copy: the finding has to be gone, and nothing new to be found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pyoxigraph import Literal, Triple

from ...graph import Graph
from ...resources import name_of
from ..context import context_of
from ..data import Data
from ..engines import EngineName
from ..rules import RuleBook
from .fix import Key

ENGINE = EngineName.COMPILED
"""The engine that copies are validated with."""


@dataclass(frozen=True)
class Copy:
    """A state of a curriculum that changes are tried on. original: as it is validated."""

    graph: Graph
    book: RuleBook
    original: Data
    own: Sequence[Triple]

    @cached_property
    def data(self) -> Data:
        """The copy with its context, cut anew: it may mention other concepts than the original."""
        made = context_of(self.graph).around(self.own)
        said = self.original.elsewhere
        return replace(made, elsewhere=said) if said else made

    @cached_property
    def found(self) -> frozenset[Key]:
        """What is found in it."""
        return frozenset(
            (
                self.book.owners[r.shape].id,
                r.focus.value if isinstance(r.focus, Literal) else name_of(r.focus),
                r.path,
                None if r.value is None else plain(r.value),
            )
            for r in self.book.engine(ENGINE).validate(self.data)
            if r.shape in self.book.owners
        )

    def changed(self, remove: Iterable[Triple], add: Iterable[Triple]) -> Copy:
        """Return another copy, with a change."""
        gone = set(remove)
        kept = dict.fromkeys(t for t in self.own if t not in gone)
        return replace(self, own=tuple(kept | dict.fromkeys(add)))

    def clears(self, keys: Iterable[Key], remove: Sequence[Triple], add: Sequence[Triple]) -> bool:
        """Tell whether a change makes findings go away and brings no others."""
        return self.against(keys, remove, add) == frozenset()

    def against(self, keys: Iterable[Key], remove: Sequence[Triple], add: Sequence[Triple]) -> frozenset[Key] | None:
        """Return what speaks against a change: findings that stay, and those that it brings; None if it is no change.

        What was found of a value that the change replaces may be found of the new one: that is no other finding.
        """
        own = set(self.own)
        if not own.issuperset(remove) or (not remove and own.issuperset(add)):
            return None
        after, gone = self.changed(remove, add).found, set(keys)
        instead = {
            plain(old.object): plain(new.object)
            for old in remove
            for new in add
            if (old.subject, old.predicate) == (new.subject, new.predicate)
        }
        others = {key for key in self.found - gone if key[3] in instead}  # of what is to go it would be the same again
        moved = {(rule, focus, path, instead[value]) for rule, focus, path, value in others if value is not None}
        return frozenset((after & gone) | (after - self.found - moved))


def plain(term: object) -> str:
    """Return a value as findings have it: an IRI or text; of a blank node its name."""
    return term.value if isinstance(term, Literal) else name_of(term)
