"""Terms by number: what looks terms up and compares them all the time does so with numbers, which is far cheaper."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal


class Numbers:
    """Gives every term a number of its own, from 0 on; with a base, negative ones to those that the base has not.

    base: numbers that others use too. A term that it gets later keeps the number that it was given here, so that
    whatever shares the base has to be numbered first.
    """

    __slots__ = ("_base", "_numbers", "_shared", "_terms")

    def __init__(self, base: Numbers | None = None) -> None:
        self._base = base
        self._numbers: dict[Term, int] = {}
        self._terms: list[Term] = []
        self._shared = self._terms if base is None else base._terms

    def __len__(self) -> int:
        return len(self._terms)

    def number(self, term: Term) -> int:
        """Return the number of a term, a new one for a new term."""
        found = self._numbers.get(term)
        return self._new(term) if found is None else found

    def all_of(self, terms: Iterable[Term]) -> list[int]:
        """Return the numbers of terms, new ones for new terms."""
        known = self._numbers
        return [self._new(term) if (found := known.get(term)) is None else found for term in terms]

    def _new(self, term: Term) -> int:
        found = None if self._base is None else self._base._numbers.get(term)
        if found is None:
            found = len(self._terms) if self._base is None else ~len(self._terms)
            self._terms.append(term)
        self._numbers[term] = found
        return found

    def find(self, term: Term) -> int | None:
        """Return the number of a term, None if it has none."""
        found = self._numbers.get(term)
        if found is None and self._base is not None and (found := self._base.find(term)) is not None:
            self._numbers[term] = found
        return found

    def term(self, number: int) -> Term:
        """Return the term that has a number."""
        return self._terms[~number] if number < 0 else self._shared[number]
