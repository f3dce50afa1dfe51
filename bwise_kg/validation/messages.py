"""The message of a finding in every language that its rule has it in, each written when somebody asks for it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal

from ..curriculum.model import Texts
from .bindings import Bindings
from .naming import Called, nodes_in
from .paths import Term
from .quoting import in_words, quoted
from .rules import Rule

NOTHING = "–"
"""What stands for a value that there is not, such as the level of a requirement without one."""

_SLOT = re.compile(r"\{(\w+)\}")
_IN_WORD = re.compile(r"(?<=\w)\{(\w+)\}")
"""A value that goes on with a word, as in ``v{version}``, is no quotation."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What a message may name. names: what these things are called, in any language."""

    focus: Term
    path: str
    value: Term | None
    bindings: Bindings
    allowed: tuple[Term, ...]
    count: int | None
    names: Called

    def message(self, template: str, language: str) -> str:
        """Return a template filled."""
        said = {name: self._said(name, language) for name in _SLOT.findall(template)}
        for name in _IN_WORD.findall(template):
            if isinstance(part := self.bindings.get(name), Literal):
                said[name] = part.value
        return fill(template, {name: NOTHING if text is None else text for name, text in said.items()})

    def _said(self, name: str, language: str) -> str | None:
        """Return what stands for a name in a message; what the query of the rule calls so is what its author means."""
        names = self.names
        if (value := self.bindings.get(name)) is not None:
            return in_words(names, value, language)
        text: str | None = None
        match name:
            case "focus":
                text = str(names.of(self.focus, language))
            case "path":
                text = str(names.path(self.path, language))
            case "value":
                text = NOTHING if self.value is None else in_words(names, self.value, language)
            case "allowed":
                text = listed(self.allowed, names, language)
            case "count" if self.count is not None:
                text = str(self.count)
        return text

    def only(self, templates: Texts) -> Filling:
        """Return no more of it than templates name, which is small and stays as it is now."""
        slots = _slots(tuple(templates.values()))
        bindings = {name: value for name, value in self.bindings.items() if name in slots}
        others = slots - bindings.keys()
        nodes = [*bindings.values()]
        nodes += [self.focus] if "focus" in others else []
        nodes += nodes_in(self.path) if "path" in others else []
        nodes += [self.value] if "value" in others and self.value is not None else []
        nodes += self.allowed if "allowed" in others else ()
        return Filling(
            focus=self.focus,
            path=self.path if "path" in others else "",
            value=self.value if "value" in others else None,
            bindings=bindings,
            allowed=self.allowed if "allowed" in others else (),
            count=self.count,
            names=self.names.kept(nodes),
        )


class Messages(Mapping[str, str]):
    """What a rule says of something, a language each, in the order of its templates."""

    __slots__ = ("_filling", "_rule", "_texts")

    def __init__(self, rule: Rule, filling: Filling) -> None:
        """Take what is filled in; see `Filling.only`."""
        self._rule = rule
        self._filling = filling
        self._texts: dict[str, str] = {}

    def __getitem__(self, language: str) -> str:
        text = self._texts.get(language)
        if text is None:
            text = self._texts[language] = self._filling.message(templates_of(self._rule)[language], language)
        return text

    def __iter__(self) -> Iterator[str]:
        return iter(templates_of(self._rule))

    def __len__(self) -> int:
        return len(templates_of(self._rule))

    def __repr__(self) -> str:
        return repr(dict(self))

    def __reduce__(self) -> tuple[type[Messages], tuple[Rule, Filling]]:
        return Messages, (self._rule, self._filling)


def templates_of(rule: Rule) -> Texts:
    """Return what the messages of a rule are made of, a language each."""
    return rule.templates or rule.message


def counts(rule: Rule) -> bool:
    """Tell whether a message of a rule says how many values there are."""
    return "count" in _slots(tuple(templates_of(rule).values()))


@functools.lru_cache(maxsize=1_000)
def _slots(templates: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name for template in templates for name in _SLOT.findall(template))


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return a template with the values that it names; a name that has none stays as it is.

    >>> fill("{focus} has {count} core modules; {x}", {"focus": "Coaching", "count": "2"})
    'Coaching has 2 core modules; {x}'
    """
    return _SLOT.sub(lambda match: values.get(match[1], match[0]), template)


def listed(terms: Sequence[Term], names: Called, language: str) -> str:
    """Return terms in a row."""
    return ", ".join(
        quoted(term, language) if isinstance(term, Literal) else str(names.of(term, language)) for term in terms
    )
