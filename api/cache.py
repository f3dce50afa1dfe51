"""Results that are kept until the store changes."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Hashable

from .jobs import Result

_WORDS = ("NOW", "RAND", "UUID", "BNODE")
_ANEW = re.compile(rf"(?:{'|'.join(_WORDS)})(?!\w)", re.IGNORECASE)  # the engine wants no blank before them


def is_stable(query: str) -> bool:
    r"""Tell whether a query has the same answer as long as the store is the same.

    >>> is_stable("SELECT (NOW() AS ?now) {}")
    False
    """
    text = query.upper()
    if not any(word in text for word in _WORDS):  # five times as fast, and most have none
        return True
    return _ANEW.search(query) is None  # in a string or a name, too: that costs a little time and is never wrong


class Cache:
    """The results that were used last, up to a number of bytes."""

    def __init__(self, size: int = 64 * 2**20) -> None:
        self._size = size
        self._used = 0
        self._kept: OrderedDict[Hashable, tuple[Result, int]] = OrderedDict()

    def get(self, key: Hashable) -> Result | None:
        """Return what is kept under a key."""
        if key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return self._kept[key][0]

    def put(self, key: Hashable, result: Result, size: int) -> None:
        """Keep a result of some bytes; those that were not used for longest go."""
        if key in self._kept:
            self._used -= self._kept.pop(key)[1]
        self._kept[key] = (result, size)
        self._used += size
        while self._used > self._size:
            _, (_, dropped) = self._kept.popitem(last=False)
            self._used -= dropped

    def clear(self) -> None:
        """Drop everything."""
        self._kept.clear()
        self._used = 0
