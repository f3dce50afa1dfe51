"""Terms of all curricula by number, from one batch to the next: what is worked out of a term is so once.

A term is known by what N-Triples write for it, so that it is made once for all curricula that have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count, groupby
from operator import itemgetter
from threading import RLock

from ..data import Data
from ..numbering import Numbers
from ..select import Expression
from ..writing import Written

CHARACTERS = 1 << 23
"""Of how many characters of text a batch may find terms known; more than that is let go of."""
KNOWN = 1 << 17
"""How much that was worked out a batch may find known."""

ONE_BATCH_AT_A_TIME = RLock()
"""Held while several curricula are held against rules: they have numbers in common, and what is told of terms."""

_MARKS = count()

Row = tuple[int, ...]
"""What a function is applied to, by number; see `nodes.numbers`."""


class Common(Numbers):
    """Numbers of terms: the base's, which are not negative, and others. shared: the base; mark: a number of its own.

    worked_out: what is made of expressions, by what they are applied to.
    """

    __slots__ = ("_characters", "_placed", "mark", "shared", "worked_out")

    def __init__(self, base: Numbers) -> None:
        super().__init__(base)
        self.shared = base
        self.mark = next(_MARKS)
        self.worked_out: dict[tuple[object, Expression], dict[Row, int]] = {}
        self._characters = 0
        self._placed: tuple[Written, list[int]] = Written(), []
        self.written(())  # `apart` looks at what is known by its text

    def placed(self, written: Written) -> Sequence[int]:
        """See `Numbers.placed`; what several are written with is looked up once."""
        if self._placed[0] is not written:
            self._placed = written, []
        found = self._placed[1]
        found += self.written(written.texts[len(found) :])
        return found

    def written(self, texts: Iterable[str]) -> list[int]:
        """See `Numbers.written`."""
        before = len(self)
        found = super().written(texts)
        self._characters += sum(len(text) for text in self._terms[before:] if isinstance(text, str))
        return found

    @property
    def large(self) -> bool:
        """Whether it is let go of after a batch."""
        return self._characters > CHARACTERS or sum(map(len, self.worked_out.values())) > KNOWN


_KEPT: list[Common] = []


def numbered(datas: Sequence[Data]) -> list[Data]:
    """Return graphs with terms numbered alike where they stand together and share what a store adds.

    Who looks at them holds `ONE_BATCH_AT_A_TIME` meanwhile.
    """
    # what is shared gets its numbers first, see `Numbers`
    bases = [_base(data) for data in datas]
    found: list[Data] = []
    for base, some in groupby(zip(bases, datas, strict=True), itemgetter(0)):
        alike = [data for _, data in some]
        if base is None or isinstance(base, Common) or len(alike) == 1:
            found += alike
        else:
            numbers = common(base)
            found += [replace(data, numbers=numbers) for data in alike]
    return found


def _base(data: Data) -> Numbers | None:
    bases: list[Numbers | None] = [part.numbered.numbers for part in data.parts]
    return next(iter(bases), None) if data.numbers is None else data.numbers


def common(base: Numbers) -> Common:
    """Return numbers for a batch: those of the batch before, unless the base has got one of their terms since."""
    if not _KEPT or _KEPT[0].shared is not base or not _KEPT[0].apart():
        _KEPT[:] = [Common(base)]
    return _KEPT[0]


def let_go() -> None:
    """Keep no more than there is room for; to be called after a batch."""
    if _KEPT and _KEPT[0].large:
        _KEPT.clear()
