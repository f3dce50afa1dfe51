"""A graph to validate, in the forms that engines and reports take it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad, Triple

from ..namespaces import BW, ELM
from ..resources import Statement
from .links import Numbered
from .numbering import Numbers, Term
from .paths import Index
from .select_paths import Walks
from .select_steps import Graph
from .targets import Targets
from .terms import rows_of, taken_apart
from .writing import Lines, Table

_FOLLOWED = {BW.requires, BW.skill, BW.requiredLevel, BW.broaderSkill, BW.mapsToLevel, BW.targetGroup, ELM.targetGroup}
"""Properties of concepts whose values are needed too."""


@dataclass(frozen=True)
class Part:
    """Statements that many graphs share; their other forms are made once.

    numbers: the same for all parts of a graph.
    """

    triples: tuple[Triple, ...]
    numbers: Numbers = field(default_factory=Numbers, repr=False, compare=False)

    @cached_property
    def numbered(self) -> Numbered:
        """They as numbers."""
        return Numbered(rows_of(self.triples), self.numbers)

    @cached_property
    def followed(self) -> tuple[str, ...]:
        """IRIs of what has to be known with them, each once."""
        return tuple(
            dict.fromkeys(
                value.value
                for _, predicate, value in taken_apart(self.triples)
                if predicate in _FOLLOWED and isinstance(value, NamedNode)
            )
        )

    @cached_property
    def quads(self) -> tuple[Quad, ...]:
        """They in the default graph."""
        return tuple(_quads(self.triples))


@dataclass(frozen=True)
class Data:
    """A graph to validate. own: what is validated; parts: what the store adds to it.

    elsewhere: what other graphs of the store say of a curriculum in it. numbers: of terms, which others have too; None
    for numbers of its own.
    """

    own: Sequence[Triple]
    parts: tuple[Part, ...] = field(default=(), repr=False)
    elsewhere: tuple[Triple, ...] = ()
    numbers: Numbers | None = field(default=None, repr=False, compare=False)

    @cached_property
    def context(self) -> tuple[Triple, ...]:
        """What the store adds."""
        return tuple(triple for part in self.parts for triple in part.triples)

    @property
    def statements(self) -> tuple[Triple, ...]:
        """All of it."""
        return (*self.own, *self.context, *self.elsewhere)

    @property
    def lines(self) -> bytes:
        """All of it as N-Triples."""
        return lines_of(self.statements)

    @cached_property
    def index(self) -> Index:
        """All of it, by subject and predicate."""
        parts = [part.numbered for part in self.parts]
        return Index(self._alone if self._table is None else (), parts, self._table, self.numbers)

    @property
    def _table(self) -> Table | None:
        return self.own.table if isinstance(self.own, Lines) and not self.elsewhere else None

    @property
    def size(self) -> int:
        """How many statements there are without what the store adds."""
        return len(self.own) + len(self.elsewhere)

    @cached_property
    def graph(self) -> Graph:
        """All of it, for what answers queries without a store."""
        return Graph(self.index, Walks(self.index))

    @cached_property
    def store(self) -> ox.Store:
        """All of it, for queries."""
        store = ox.Store()
        store.extend(chain(_quads(self._alone), *(part.quads for part in self.parts)))
        return store

    def store_of(self, predicates: Iterable[NamedNode]) -> ox.Store:
        """Return a store of what is said with some predicates, for one query: that is far less than all.

        What has triple terms is all of it, as no index has these.
        """
        if not self._is_plain:
            return self.store
        term = self.index.numbers.term
        store = ox.Store()
        store.extend(
            Quad(term(subject), predicate, term(value))  # type: ignore[arg-type]  # no literal is a subject
            for predicate in predicates
            for subject, values in self.index.links(predicate).items()
            for value in values
        )
        return store

    @cached_property
    def _is_plain(self) -> bool:
        return self._table is not None or len(rows_of(self._alone)) == self.size

    @property
    def _alone(self) -> tuple[Triple, ...]:
        return (*self.own, *self.elsewhere)

    def focus_nodes(self, targets: Targets) -> Collection[int]:
        """Return the nodes that targets mean, each once, as numbers of the index; they are looked for once."""
        found = self._focus_nodes.get(targets)
        if found is None:
            found = self._focus_nodes[targets] = targets.focus_nodes(self.index)
        return found

    def with_focus_nodes(self, targets: Targets, nodes: Collection[int]) -> None:
        """Note what targets mean, who has found it already. nodes: each once."""
        self._focus_nodes[targets] = nodes

    @cached_property
    def _focus_nodes(self) -> dict[Targets, Collection[int]]:
        return {}

    def as_written(self, term: Term, focus: Term, predicates: frozenset[NamedNode] | None = None) -> Term:
        """Return a term of an answer of `store` as the data have it: the store writes 40 for 40.0.

        focus: the node that it is said of; its own values come first where a number is written in several ways.
        predicates: those that the query names, None for any.
        """
        forms = self._forms(predicates).get(term, ()) if isinstance(term, Literal) else ()
        if len(forms) < 2:
            return forms[0] if forms else term
        own = {value for p in self.index.predicates(focus) for value in self.index.values(focus, p)}
        return next((form for form in forms if form in own), forms[0])

    def _forms(self, predicates: frozenset[NamedNode] | None) -> Mapping[Term, Sequence[Literal]]:
        """Return the ways in which a literal is written, by the one that the store gives."""
        if predicates not in self._found_forms:
            self._found_forms[predicates] = _forms_of(self.index.literals(predicates))
        return self._found_forms[predicates]

    @cached_property
    def _found_forms(self) -> dict[frozenset[NamedNode] | None, Mapping[Term, Sequence[Literal]]]:
        return {}


def _forms_of(literals: Iterable[Literal]) -> Mapping[Term, Sequence[Literal]]:
    numbered = {f"urn:x:{n}": literal for n, literal in enumerate(literals)}
    store = ox.Store()
    store.extend(Quad(NamedNode(iri), _SAYS, literal) for iri, literal in numbered.items())
    found: dict[Term, list[Literal]] = {}
    for quad in store:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            found.setdefault(quad.object, []).append(numbered[quad.subject.value])
    return found


_SAYS = NamedNode("urn:x:says")


def data_of(statements: Iterable[Statement], context: Iterable[Triple] = ()) -> Data:
    """Return a graph to validate that is whole as it is, with nothing from a store."""
    return Data(tuple(triple_of(s) for s in statements), (Part(tuple(context)),))


def _quads(triples: Iterable[Triple]) -> Iterator[Quad]:
    return (Quad(t.subject, t.predicate, t.object) for t in triples)


def triple_of(statement: Statement) -> Triple:
    """Return a statement without its graph."""
    return statement.triple if isinstance(statement, Quad) else statement


def lines_of(triples: Iterable[Triple]) -> bytes:
    """Return statements as N-Triples."""
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
