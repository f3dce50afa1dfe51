"""The order of texts with numbers in them."""

from __future__ import annotations

import re


def natural(text: str) -> list[tuple[int, str]]:
    """Return what to sort a text by, so that numbers in it count as such.

    >>> sorted(["M10", "M2", "m²"], key=natural)
    ['M2', 'M10', 'm²']
    """
    return [natural_part(part) for part in re.split(r"(\d+)", text)]


def natural_part(part: str) -> tuple[int, str]:
    """Return what to sort a part of a text by that is all digits, of which there may be any number, or has none.

    >>> natural_part("9") < natural_part("10")
    True
    """
    digits = part.lstrip("0")
    return (len(digits), digits) if part.isdecimal() else (-1, part)
