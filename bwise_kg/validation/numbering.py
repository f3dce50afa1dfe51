"""Terms by number: what looks terms up and compares them all the time does so with numbers, which is far cheaper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count

from pyoxigraph import NamedNode

from .terms import Node, Term, term_of
from .writing import Written

__all__ = ["Node", "Numbers", "Term"]


class Numbers:
    """Gives every term a number of its own, from 0 on; with a base, negative ones to those that the base has not.

    Terms are given as they are or as N-Triples write them; of those that are written, a term is made when somebody asks
    for it.

    base: numbers that others use too. A term that it gets later keeps the number that it was given here, so that
    whatever shares the base has to be numbered first.
    """

    __slots__ = ("_base", "_entered", "_numbers", "_read", "_seen", "_shared", "_terms", "_written")

    def __init__(self, base: Numbers | None = None) -> None:
        self._base = base
        self._numbers: dict[Term, int] = {}
        self._terms: list[Term | str] = []
        self._shared = self._terms if base is None else base._terms
        self._written: dict[str, int] = {}
        """By what N-Triples write for a term; up to `_entered`, until somebody reads."""
        self._entered = 0
        self._read = False
        self._seen = 0 if base is None else len(base)

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
        found = self.find(term)
        if found is None:
            found = self._added(term)
            self._numbers[term] = found
        return found

    def _added(self, term: Term) -> int:
        self._terms.append(term)
        count = len(self._terms)
        found = count - 1 if self._base is None else -count
        if self._read:
            self._written[str(term)] = found
        return found

    def find(self, term: Term) -> int | None:
        """Return the number of a term, None if it has none."""
        found = self._numbers.get(term)
        if found is None:
            if self._read:  # before the base, which may have got it since
                found = self._written.get(str(term))
            if found is None and self._base is not None:
                found = self._base.find(term)
            if found is not None:
                self._numbers[term] = found
        return found

    def term(self, number: int) -> Term:
        """Return the term that has a number."""
        terms, place = (self._terms, ~number) if number < 0 else (self._shared, number)
        found = terms[place]
        if isinstance(found, str):
            found = terms[place] = term_of(found)
        return found

    def is_iri(self, number: int) -> bool:
        """Tell whether a number is that of an IRI, which need not be made for that."""
        found = self._terms[~number] if number < 0 else self._shared[number]
        return found[0] == "<" if isinstance(found, str) else isinstance(found, NamedNode)

    def apart(self) -> bool:
        """Tell whether the base has got no term since it was last asked that was `written` to have a number here."""
        if self._base is None:
            return True
        new = self._base._terms[self._seen :]
        self._seen += len(new)
        return all(self._written.get(str(term), 0) >= 0 for term in new)

    def placed(self, written: Written) -> Sequence[int]:
        """Return the numbers of terms by their place."""
        return self.written(written.texts)

    def written(self, texts: Iterable[str]) -> list[int]:
        """Return the numbers of terms as N-Triples write them, new ones for new terms."""
        known, terms, given = self._by_text(), self._terms, list(texts)
        self._read = True
        base = {} if self._base is None else self._base._by_text()
        found = list(map(known.get, given, map(base.get, given)))
        new = dict.fromkeys([text for text, number in zip(given, found, strict=True) if number is None])
        known.update(zip(new, count(len(terms)) if self._base is None else count(~len(terms), -1), strict=False))
        terms.extend(new)
        return [known[text] if number is None else number for text, number in zip(given, found, strict=True)]

    def _by_text(self) -> dict[str, int]:
        """Return the numbers of these terms, without the base's, by what N-Triples write for them."""
        if not self._read:
            for place in range(self._entered, len(self._terms)):
                self._written[str(self._terms[place])] = place if self._base is None else ~place
                self._entered = place + 1
        return self._written
