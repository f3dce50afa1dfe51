"""What the text of a SPARQL update says before it is carried out: which graphs it may change, on which dataset.

The engine tells neither, so the text is read here, token by token. Where it cannot be read for certain the
answer is the safe one: that any graph may change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from .errors import QueryError
from .guard import is_ambiguous, tokens
from .namespaces import PREFIXES

_KEYWORDS = frozenset(
    {
        *(
            "ADD",
            "ALL",
            "BASE",
            "CLEAR",
            "COPY",
            "CREATE",
            "DATA",
            "DEFAULT",
            "DELETE",
            "DROP",
            "GRAPH",
            "INSERT",
            "INTO",
        ),
        *("MOVE", "NAMED", "PREFIX", "SILENT", "TO", "USING", "WHERE", "WITH"),
    }
)
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:[^\\]*>")
_DOTS = re.compile(r"/\.\.?(?:[/?#>]|$)")
"""Segments that the engine may take out of an IRI."""


@dataclass(frozen=True, slots=True)
class UpdateText:
    """A SPARQL update as it was read.

    graphs: IRIs of the named graphs that it may change; None where it may be any.
    names: IRIs of all graphs that it names, in patterns too. clears: whether it clears or drops all graphs or
    all named ones. dataset: whether it says USING or WITH. wheres: for every WHERE its place, and the pattern
    that stands in for a template (``DELETE WHERE``), None where there is one. certain: whether every token was
    understood. wide: whether it looks at graphs or writes them by variables, or was not understood.
    """

    text: str = field(repr=False)
    graphs: frozenset[str] | None
    names: frozenset[str]
    clears: bool
    dataset: bool
    wheres: tuple[tuple[int, str | None], ...]
    certain: bool
    wide: bool

    def using(self, default: Sequence[NamedNode], named: Sequence[NamedNode]) -> str:
        """Return the update with the dataset of the protocol: USING before every WHERE.

        Raises QueryError when the update names a dataset itself, or cannot be read for certain.
        """
        if self.dataset:
            raise QueryError(
                "the update says USING or WITH, so using-graph-uri and using-named-graph-uri are not allowed"
            )
        if not self.certain:
            raise QueryError(
                "the update cannot be read for certain, as using-graph-uri needs it; write USING into it, or absolute "
                "IRIs, blanks between keywords and around <"
            )
        said = "".join([*(f"USING {graph} " for graph in default), *(f"USING NAMED {graph} " for graph in named)])
        parts, done = [], 0
        for place, pattern in self.wheres:
            parts += [self.text[done:place], f"{pattern} " if pattern else "", said]
            done = place
        return "".join([*parts, self.text[done:]])


def read_update(text: str) -> UpdateText:
    """Read the text of an update; whether it is one at all is the engine's to say."""
    return _Reader(text).read()


class _Reader:
    """Goes through an update once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._prefixes: dict[str, set[str]] = {name: {iri} for name, iri in PREFIXES.items()}
        self._changed: set[str] = set()
        self._named: set[str] = set()
        self._any = self._clears = self._dataset = self._by_variable = False
        self._certain = True
        self._wheres: list[tuple[int, str | None]] = []
        self._before: list[str] = []
        self._depth = 0
        self._template = False
        self._graph = False
        self._start = 0

    def read(self) -> UpdateText:
        stream = tokens(self._text)
        for token in stream:
            if token["iri"] and is_ambiguous(token["iri"]):
                self._certain = False
            if token[0] in "{}":
                self._brace(token)
            elif self._depth:
                self._inside(token)
            elif (name := (token["name"] or "").upper()) in {"PREFIX", "BASE"} and not token["local"]:
                self._declared(name, stream)
            else:
                self._outside(token)
        everything = self._any or not self._certain
        return UpdateText(
            self._text,
            None if everything else frozenset(self._changed),
            frozenset(self._named),
            self._clears,
            self._dataset,
            tuple(self._wheres),
            self._certain,
            self._by_variable or not self._certain,
        )

    def _brace(self, token: re.Match[str]) -> None:
        if token[0] == "{":
            if not self._depth:
                self._start = token.start()
                # DELETE WHERE has one pattern that is the template as well
                self._template = self._before[-1:] != ["WHERE"] or self._before[-2:-1] == ["DELETE"]
            self._depth += 1
            return
        self._depth -= 1
        if not self._depth and self._before[-2:] == ["DELETE", "WHERE"]:
            place, _ = self._wheres.pop()
            self._wheres.append((place, self._text[self._start : token.end()]))
        if not self._depth:
            self._before.append("}")

    def _inside(self, token: re.Match[str]) -> None:
        name = (token["name"] or "").upper()
        if self._graph:
            self._graph = False
            if token["variable"]:
                self._any = self._any or self._template
                self._by_variable = True
            else:
                self._mention(token, changed=self._template)
        elif name.endswith("GRAPH"):
            self._graph = True
            if token["local"]:  # a name with this prefix, or GRAPH and a name with the empty one
                self._graph, self._certain = False, False

    def _outside(self, token: re.Match[str]) -> None:
        name = (token["name"] or "").upper()
        if token["iri"] or token["local"] or token["default"]:
            self._mention(token, changed=True)
        elif name in _KEYWORDS:
            if name == "WHERE":
                self._wheres.append((token.start(), None))
            self._dataset = self._dataset or name in {"USING", "WITH"}
            if name in {"ALL", "NAMED"} and self._before[-1:] != ["USING"]:
                self._any = self._clears = True
            self._before.append(name)
        elif token[0] == ";":
            self._before.clear()
        else:
            self._certain = False

    def _declared(self, word: str, stream: Iterator[re.Match[str]]) -> None:
        prefix = next(stream, None) if word == "PREFIX" else None
        iri = next(stream, None)
        value = self._absolute(iri) if iri is not None and iri["iri"] else None
        if value is None:
            self._certain = False
        elif prefix is not None and (prefix["local"] or prefix["default"]) == ":":
            self._prefixes.setdefault(prefix["name"] or "", set()).add(value)
        elif prefix is not None:
            self._certain = False

    def _mention(self, token: re.Match[str], *, changed: bool) -> None:
        """Note the IRI that a token stands for: of a graph, where it stands."""
        local = token["local"] or token["default"]
        if token["iri"]:
            value = self._absolute(token)
            found = {value} if value else set()
        elif local and "\\" not in local:
            found = {prefix + local[1:] for prefix in self._prefixes.get(token["name"] or "", ())}
        else:
            found = set()
        self._certain = self._certain and bool(found)
        self._named |= found
        if changed:
            self._changed |= found

    @staticmethod
    def _absolute(token: re.Match[str]) -> str | None:
        """Return an IRI that means itself, whatever BASE says."""
        text = token[0]
        return text[1:-1] if _ABSOLUTE.fullmatch(text) and not _DOTS.search(text) else None
