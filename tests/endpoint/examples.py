"""The values that the example of a question asks it with."""

from __future__ import annotations

import itertools
import shlex

from bwise_kg.questions import question


def values_of(name: str) -> dict[str, str]:
    """Return the values of the parameters in a question's example, by name."""
    found = question(name)
    words = shlex.split(found.example)[3:]
    options = {parameter.option: parameter.name for parameter in found.parameters}
    return {options[word]: value for word, value in itertools.pairwise(words) if word in options}
