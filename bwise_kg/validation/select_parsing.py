"""SPARQL SELECT queries read.

No more than rules say is read: what is beyond it raises `UnsupportedError`, and Oxigraph has to answer the query.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode

from ..namespaces import RDF, XSD
from .constraints import UnsupportedError
from .select import (
    Aggregate,
    Alternatives,
    Bind,
    Call,
    Chain,
    Exists,
    Expression,
    Filter,
    Group,
    Inverse,
    OptionalGroup,
    Path,
    Pattern,
    Repeated,
    Select,
    UnionOf,
    Variable,
)

TOKEN = re.compile(
    r"""\#[^\n]* | <[^<>"{}|^`\\\x00-\x20]*>
    | \"{3}.*?\"{3} | '{3}.*?'{3} | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
    | [?$]\w+ | (?:[^\W\d][\w.-]*)?:[\w.:%\\-]* | \w+ | \s+ | .""",
    re.VERBOSE | re.DOTALL,
)


def parsed(query: str, prefixes: Mapping[str, str]) -> Select:
    """Return a query without prologue; raises `UnsupportedError` for one that says more than rules do."""
    tokens = [m[0] for m in TOKEN.finditer(query) if not m[0].isspace() and not m[0].startswith("#")]
    reader = _Reader(tokens, prefixes)
    found = reader.select()
    if reader.peek():
        raise UnsupportedError(f"{reader.peek()} behind a query")
    return found


@functools.cache
def path_of(text: str) -> Path:
    """Return a property path that is written with whole IRIs; raises `UnsupportedError` for what is none."""
    reader = _Reader([m[0] for m in TOKEN.finditer(text) if not m[0].isspace()], {})
    found = reader.path()
    if reader.peek():
        raise UnsupportedError(f"{reader.peek()} behind a path")
    return found


_AS_THEY_ARE = {"a", "true", "false"}
_FUNCTIONS = {
    *("STR", "LANG", "LCASE", "CONCAT", "CONTAINS", "STRSTARTS", "REGEX", "ISIRI", "ISNUMERIC", "BOUND", "COALESCE"),
    *("DATATYPE", "LANGMATCHES", "ISLITERAL", "ISBLANK"),
}
_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "SAMPLE"}


class _Reader:
    """Reads tokens, one after the other."""

    def __init__(self, tokens: list[str], prefixes: Mapping[str, str]) -> None:
        self._tokens = tokens
        self._prefixes = prefixes
        self._at = 0

    def peek(self, ahead: int = 0) -> str:
        at = self._at + ahead
        token = self._tokens[at] if at < len(self._tokens) else ""
        return token.upper() if token.isalpha() and token not in _AS_THEY_ARE else token

    def _next(self) -> str:
        if self._at >= len(self._tokens):
            raise UnsupportedError("a query that ends too soon")
        self._at += 1
        return self._tokens[self._at - 1]

    def _took(self, *words: str) -> bool:
        if any(self.peek(n) != word for n, word in enumerate(words)):
            return False
        self._at += len(words)
        return True

    def _expect(self, *words: str) -> None:
        if not self._took(*words):
            raise UnsupportedError(f"{self.peek() or 'an end'} where {words[0]} is expected")

    def select(self) -> Select:
        self._expect("SELECT")
        distinct = self._took("DISTINCT")
        columns = tuple(self._columns())
        self._took("WHERE")
        group = self._group()
        keys = tuple(self._keys()) if self._took("GROUP", "BY") else None
        having = self._in_parentheses() if self._took("HAVING") else None
        return Select(columns, distinct, group, keys, having)

    def _columns(self) -> Iterator[tuple[str, Expression | None]]:
        while self.peek() not in ("WHERE", "{"):
            if self._took("("):
                found = self._expression()
                self._expect("AS")
                yield self._variable().name, found
                self._expect(")")
            else:
                yield self._variable().name, None

    def _keys(self) -> Iterator[str]:
        while self.peek()[:1] in ("?", "$"):
            yield self._variable().name

    def _variable(self) -> Variable:
        token = self._next()
        if token[0] not in "?$" or len(token) < 2:
            raise UnsupportedError(f"{token} where a variable is expected")
        return Variable(token[1:])

    def _group(self) -> Group:
        self._expect("{")
        items: list[Pattern | Filter | Bind | OptionalGroup | UnionOf | Select] = []
        if self.peek() == "SELECT":
            items.append(self.select())
        while not self._took("}"):
            if self._took("FILTER"):
                items.append(Filter(self._constraint()))
            elif self._took("OPTIONAL"):
                items.append(OptionalGroup(self._group()))
            elif self._took("BIND", "("):
                value = self._expression()
                self._expect("AS")
                items.append(Bind(value, self._variable().name))
                self._expect(")")
            elif self.peek() == "{":
                groups = [self._group()]
                while self._took("UNION"):
                    groups.append(self._group())
                items.append(UnionOf(tuple(groups)))
            else:
                items += self._triples()
            self._took(".")
        return Group(tuple(items))

    def _constraint(self) -> Expression:
        if self.peek() in ("EXISTS", "NOT"):
            return self._primary()
        return self._in_parentheses()

    def _in_parentheses(self) -> Expression:
        self._expect("(")
        found = self._expression()
        self._expect(")")
        return found

    def _triples(self) -> Iterator[Pattern]:
        subject = self._node()
        while True:
            path = self._variable() if self.peek()[:1] in ("?", "$") else self.path()
            yield Pattern(subject, path, self._node())
            while self._took(","):
                yield Pattern(subject, path, self._node())
            if not self._took(";"):
                return

    def _node(self) -> Variable | NamedNode | Literal:
        return self._variable() if self.peek()[:1] in ("?", "$") else self._term()

    def _term(self) -> NamedNode | Literal:
        token = self._next()
        if token.startswith("<") and token.endswith(">"):
            return NamedNode(token[1:-1])
        if token.isdecimal():
            return Literal(token, datatype=XSD.integer)
        if token in ("true", "false"):
            return Literal(token, datatype=XSD.boolean)
        if token[0] in "\"'" and "\\" not in token and token[:3] not in ('"""', "'''"):
            if self.peek() in ("@", "^"):
                raise UnsupportedError("a literal with language or datatype")
            return Literal(token[1:-1])
        prefix, colon, name = token.partition(":")
        if not colon or "\\" in name or name.endswith(".") or prefix not in self._prefixes:
            raise UnsupportedError(f"{token} where a term is expected")
        return NamedNode(self._prefixes[prefix] + name)

    def path(self) -> Path:
        found = [self._steps()]
        while self._took("|"):
            found.append(self._steps())
        return found[0] if len(found) == 1 else Alternatives(tuple(found))

    def _steps(self) -> Path:
        found = [self._step()]
        while self._took("/"):
            found.append(self._step())
        return found[0] if len(found) == 1 else Chain(tuple(found))

    def _step(self) -> Path:
        if self._took("^"):
            return Inverse(self._step())
        found: Path
        if self._took("("):
            found = self.path()
            self._expect(")")
        elif self._took("a"):
            found = RDF.type
        else:
            term = self._term()
            if not isinstance(term, NamedNode):
                raise UnsupportedError("a path that is none")
            found = term
        if self._took("*"):
            return Repeated(found, 0, once=False)
        if self._took("+"):
            return Repeated(found, 1, once=False)
        if self._took("?"):
            return Repeated(found, 0, once=True)
        return found

    def _expression(self) -> Expression:
        found = [self._all()]
        while self._took("|", "|"):
            found.append(self._all())
        return found[0] if len(found) == 1 else Call("||", tuple(found))

    def _all(self) -> Expression:
        found = [self._comparison()]
        while self._took("&", "&"):
            found.append(self._comparison())
        return found[0] if len(found) == 1 else Call("&&", tuple(found))

    def _comparison(self) -> Expression:
        left = self._product()
        if self._took("IN", "("):
            members = [self._term()]
            while self._took(","):
                members.append(self._term())
            self._expect(")")
            return Call("||", tuple(Call("=", (left, member)) for member in members))
        sign = next((s for s in ("!=", "<=", ">=", "=", "<", ">") if self._took(*s)), None)
        return left if sign is None else Call(sign, (left, self._product()))

    def _product(self) -> Expression:
        found = self._primary()
        while self._took("*"):
            found = Call("*", (found, self._primary()))
        if self.peek() in ("+", "-", "/"):
            raise UnsupportedError("a sum, difference or quotient")
        return found

    def _primary(self) -> Expression:
        if self._took("!"):
            return Call("!", (self._primary(),))
        if self.peek() == "(":
            return self._in_parentheses()
        if self.peek() in ("EXISTS", "NOT"):
            wanted = not self._took("NOT")
            self._expect("EXISTS")
            return Exists(self._group(), wanted)
        return self._call() if self.peek(1) == "(" else self._node()

    def _call(self) -> Expression:
        if self.peek(1) == "(" and (name := self.peek()) in _AGGREGATES:
            self._expect(name, "(")
            distinct = self._took("DISTINCT")
            found = Aggregate(name, distinct, self._expression())
            self._expect(")")
            return found
        if self.peek(1) == "(" and (name := self.peek()) in _FUNCTIONS:
            self._expect(name, "(")
            arguments = [self._expression()]
            while self._took(","):
                arguments.append(self._expression())
            self._expect(")")
            return Call(name, tuple(arguments))
        raise UnsupportedError(f"the function {self.peek()}")
