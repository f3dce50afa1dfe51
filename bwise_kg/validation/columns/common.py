"""Terms of all curricula by number, from one batch to the next: what is worked out of a term is so once.

A term is known by what N-Triples write for it, so that it is made once for all curricula that have it.
"""

from __future__ import annotations

from itertools import count

from ..numbering import Numbers, Term
from ..select import Expression

CHARACTERS = 1 << 23
"""Of how many characters of text a batch may find terms known; more than that is let go of."""
KNOWN = 1 << 17
"""How much that was worked out a batch may find known."""

_MARKS = count()

Row = tuple[int, ...]
"""What a function is applied to, by number; see `nodes.numbers`."""


class Common:
    """Numbers of terms: the base's, which are not negative, and others. mark: a number of its own.

    worked_out: what is made of expressions, by what they are applied to.
    """

    def __init__(self, base: Numbers) -> None:
        self.base = base
        self.numbers = Numbers(base)
        self.mark = next(_MARKS)
        self.worked_out: dict[tuple[object, Expression], dict[Row, int]] = {}
        self._characters = 0

    def numbered(self, own: Numbers) -> list[int]:
        """Return the numbers of the terms that only a curriculum has, in the order in which it got them."""
        before = len(self.numbers)
        texts = own.texts()
        found = self.numbers.written(texts)
        if len(self.numbers) > before:
            self._characters += sum(map(len, texts))
        return found

    def term(self, number: int) -> Term:
        """Return the term that has a number."""
        return self.numbers.term(number)

    @property
    def large(self) -> bool:
        """Whether it is let go of after a batch."""
        return self._characters > CHARACTERS or sum(map(len, self.worked_out.values())) > KNOWN


_KEPT: list[Common] = []


def common(base: Numbers) -> Common:
    """Return numbers for a batch: those of the batch before, unless the base has got one of their terms since."""
    if not _KEPT or _KEPT[0].base is not base or not _KEPT[0].numbers.apart():
        _KEPT[:] = [Common(base)]
    return _KEPT[0]


def let_go() -> None:
    """Keep no more than there is room for; to be called after a batch."""
    if _KEPT and _KEPT[0].large:
        _KEPT.clear()
