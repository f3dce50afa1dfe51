"""SPARQL constraints asked once for all focus nodes, not once for each.

SHACL binds ``$this`` before a query is evaluated. The same comes of joining the groups of the query with the focus
nodes, if `$this` is selected, is a key of every grouping, and nothing in the query looks at all solutions at once
(a proof by induction on the algebra; EXISTS is evaluated for each solution as it is). A query that says anything
else raises `UnsupportedError`. The focus nodes stand in a graph of their own, which only the join looks into: VALUES
could not name blank nodes.

Most queries are answered by look-ups (`select_answers`), and Oxigraph has no store to be filled then.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store, Variable

from ..errors import DataError
from ..namespaces import OWL, SH
from .constraints import UnsupportedError
from .data import Data
from .engines import RawResult
from .numbering import Numbers, Term
from .paths import Index
from .select import Select
from .select_answers import Answering, answering_of
from .select_expressions import Row
from .select_parsing import TOKEN, parsed
from .select_values import DoubtError, as_stored
from .select_variables import looked_at
from .targets import Targets

_FOCUS = NamedNode("urn:bwise-kg:focus")
_THIS = Variable("this")
_REFUSED = {
    *("MINUS", "VALUES", "SERVICE", "GRAPH", "FROM", "LIMIT", "OFFSET", "ORDER", "REDUCED", "PREFIX", "BASE"),
    *("BNODE", "RAND", "UUID", "STRUUID", "NOW"),
    *("$PATH", "?PATH", "$shapesGraph", "?shapesGraph", "$currentShape", "?currentShape"),
}
_NAMES = {"$this", "?this"}
_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}


@dataclass(frozen=True, slots=True)
class Question:
    """A SPARQL constraint of a node shape, made to be asked for all focus nodes of its targets.

    text: the query joined with the focus nodes; alone: the query as it stands, for a focus that is a literal.
    query: it as it was read, and here: what answers it without Oxigraph; None if it says more than that can.
    named: the predicates that it looks at; None if that may be any.
    """

    shape: Term
    severity: Term
    text: str
    alone: str
    mark: NamedNode
    query: Select | None = None
    named: frozenset[NamedNode] | None = None
    here: Answering | None = None

    def results(self, data: Data, focus_nodes: Iterable[int]) -> Iterator[RawResult]:
        """Yield a result for each solution; raises DataError for a query that is none."""
        numbered = list(focus_nodes)
        if not numbered:
            return
        if self.here is not None:
            try:
                yield from list(self.told(data.index.numbers, self.here, self.here.answers(data.graph, numbered)))
            except DoubtError:  # Oxigraph knows
                pass
            else:
                return
        nodes = list(map(data.index.numbers.term, numbered))
        store = data.store if self.named is None else data.store_of(self.named)
        store.extend(Quad(node, _FOCUS, self.mark, _FOCUS) for node in nodes if not isinstance(node, Literal))
        for text, focus in [(self.text, None), *((self.alone, node) for node in nodes if isinstance(node, Literal))]:
            for this, bound in self._asked(store, text, focus):
                path = bound.get("path")
                yield RawResult(
                    focus=this,
                    component=SH.SPARQLConstraintComponent,
                    shape=self.shape,
                    path=str(path) if isinstance(path, NamedNode) else "",
                    value=data.as_written(bound["value"], this, self.named) if "value" in bound else this,
                    severity=self.severity,
                    bindings=tuple(bound.items()),
                )

    def told(self, numbers: Numbers, here: Answering, rows: Iterable[Row]) -> Iterator[RawResult]:
        """Yield the results that solutions come to; raises DoubtError for a number that may be written otherwise."""
        term, this = numbers.term, here.columns[_THIS.value]
        places = [(name, place) for name, place in here.columns.items() if name != _THIS.value]
        for row in rows:
            focus = row[this]
            if focus is None:
                continue
            bound = {name: term(number) for name, place in places if (number := row[place]) is not None}
            path = bound.get("path")
            yield RawResult(
                focus=term(focus),
                component=SH.SPARQLConstraintComponent,
                shape=self.shape,
                path=str(path) if isinstance(path, NamedNode) else "",
                value=bound.get("value", term(focus)),
                severity=self.severity,
                bindings=tuple((name, as_stored(value)) for name, value in bound.items()),
            )

    def _asked(self, store: Store, text: str, focus: Literal | None) -> Iterator[tuple[Term, dict[str, Term]]]:
        """Yield what Oxigraph answers: a focus node, and what the other variables are bound to."""
        try:
            found = store.query(text, substitutions=None if focus is None else {_THIS: focus})
        except SyntaxError as error:
            raise DataError("shapes", f"the query of {self.shape} cannot be read: {error}") from error
        if not isinstance(found, QuerySolutions):
            raise DataError("shapes", f"the query of {self.shape} is no SELECT query")
        names = [variable.value for variable in found.variables if variable != _THIS]
        for row in found:
            yield (
                row["this"] if focus is None else focus,
                {name: value for name in names if (value := row[name]) is not None},
            )


def question(shapes: Index, shape: Term, constraint: Term, targets: Targets) -> Question:
    """Return the question that a constraint comes to; raises `UnsupportedError`."""
    selects = shapes.values(constraint, SH.select)
    if len(selects) != 1 or shapes.value(constraint, SH.deactivated) is not None:
        raise UnsupportedError("a constraint with several queries, or that may be switched off")
    if any(shapes.values(declared, OWL.imports) for declared in shapes.values(constraint, SH.prefixes)):
        raise UnsupportedError("prefixes that are declared elsewhere")
    written = selects[0].value
    mark = NamedNode(f"urn:bwise-kg:focus:{hashlib.sha256(repr(targets).encode()).hexdigest()[:24]}")
    known = prefixes_of(shapes, constraint)
    prefixes = "".join(
        f"PREFIX {name}: <{iri}>\n"
        for name, iri in known.items()
        if re.search(rf"(?<![\w.-]){re.escape(name)}:", written)
    )
    text = joined(written, f"GRAPH {_FOCUS} {{ $this {_FOCUS} {mark} }} ")
    severity = shapes.value(shape, SH.severity) or SH.Violation
    return Question(shape, severity, prefixes + text, prefixes + written, mark, *_here(written, known))


def _here(
    written: str, prefixes: Mapping[str, str]
) -> tuple[Select, frozenset[NamedNode] | None, Answering] | tuple[None, None, None]:
    try:
        query = parsed(written, prefixes)
        return query, looked_at(query), answering_of(query)
    except UnsupportedError:
        return None, None, None


def prefixes_of(shapes: Index, constraint: Term) -> dict[str, str]:
    """Return the prefixes that a constraint declares, as a mapping to namespaces."""
    return {
        prefix.value: namespace.value
        for one in shapes.values(constraint, SH.prefixes)
        for declaration in shapes.values(one, SH.declare)
        if (prefix := shapes.value(declaration, SH.prefix)) is not None
        and (namespace := shapes.value(declaration, SH.namespace)) is not None
    }


def joined(query: str, focus: str) -> str:
    """Return a query with a pattern for the focus nodes in every group that has to be joined with them.

    Raises `UnsupportedError` for a query that may answer otherwise then.
    """
    found = [match for match in TOKEN.finditer(query) if not match[0].isspace() and not match[0].startswith("#")]
    words = [match[0] if match[0][0] in "?$" else match[0].upper() for match in found]
    if refused := _REFUSED.intersection(words):
        raise UnsupportedError(f"{min(refused)} in a query")
    if any(a == "AS" and b in _NAMES for a, b in pairwise(words)):
        raise UnsupportedError("a query that binds $this itself")
    text, done = "", 0
    for brace in _select(words, 0, len(words)):
        text += f"{query[done : found[brace].end()]} {focus}"
        done = found[brace].end()
    return text + query[done:]


def _select(words: Sequence[str], start: int, end: int) -> Iterator[int]:
    """Yield the braces of a SELECT after which the focus nodes have to stand, in their order."""
    if start >= end or words[start] != "SELECT" or "{" not in words[start:end]:
        raise UnsupportedError("a query that is no SELECT")
    opening = words.index("{", start, end)
    closing = _closing(words, opening, end)
    chosen, after = words[start + 1 : opening], words[closing + 1 : end]
    if "EXISTS" in chosen or "EXISTS" in after:
        raise UnsupportedError("EXISTS outside of WHERE")
    if not _NAMES.intersection(_outside(chosen)):
        raise UnsupportedError("a query that does not select $this")
    if "GROUP" in after:
        keys = after[after.index("GROUP") + 1 :]
        keys = keys[: keys.index("HAVING")] if "HAVING" in keys else keys
        if not _NAMES.intersection(_outside(keys)):
            raise UnsupportedError("a query that groups over $this")
    elif "HAVING" in after or _AGGREGATES.intersection(chosen):
        raise UnsupportedError("a query that aggregates over $this")
    yield from _group(words, opening, closing, needed=True)


def _group(words: Sequence[str], opening: int, closing: int, *, needed: bool) -> Iterator[int]:
    """Yield the braces in a group after which the focus nodes have to stand. needed: whether its own is one."""
    if words[opening + 1] == "SELECT":
        yield from _select(words, opening + 1, closing)
        return
    if needed:
        yield opening
    at = opening + 1
    while at < closing:
        if words[at] == "{":
            end = _closing(words, at, closing)
            inside = set(words[at + 1 : end])
            about = bool(_NAMES & inside)
            if words[at - 1] == "EXISTS":
                if "SELECT" in inside:
                    raise UnsupportedError("a SELECT in EXISTS")
                about = False  # it is evaluated for a solution, in which $this is bound
            elif words[at - 1] == "OPTIONAL":
                about = about and bool({"FILTER", "BIND", "{"} & inside)  # patterns alone are joined as they are
            yield from _group(words, at, end, needed=about)
            at = end
        at += 1


def _closing(words: Sequence[str], opening: int, end: int) -> int:
    depth = 0
    for at in range(opening, end):
        depth += (words[at] == "{") - (words[at] == "}")
        if depth == 0:
            return at
    raise UnsupportedError("braces that do not close")


def _outside(words: Iterable[str]) -> Iterator[str]:
    """Yield the words outside of parentheses."""
    depth = 0
    for word in words:
        depth += (word == "(") - (word == ")")
        if depth == 0:
            yield word
