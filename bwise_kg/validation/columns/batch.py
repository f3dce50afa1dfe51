"""Several curricula that are held against rules at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

import numpy as np
from pyoxigraph import NamedNode

from ...namespaces import RDF, RDFS
from ..data import Data
from ..numbering import Numbers, Term
from ..select import Expression
from ..targets import Targets
from .loading import Predicates
from .nodes import BITS, MIDDLE, MOST, NONE, TERM, Array, TooMuchError, homes, numbers, once
from .relations import Relation

_MARKS = count()


class Batch:
    """Curricula as relations. base: what their terms are numbered by in common; mark: a number of its own.

    doubted: of which curricula Oxigraph may know more than was found out here. worked_out: what expressions come to.
    """

    def __init__(self, datas: Sequence[Data], predicates: Predicates) -> None:
        """Load them; raises TooMuchError."""
        self.datas = datas
        self.all: Array = np.arange(len(datas))
        self.numbers = [data.index.numbers for data in datas]
        self.base = self.numbers[0].base
        if len(datas) > MOST or self.base is None or any(one.base is not self.base for one in self.numbers):
            raise TooMuchError("more curricula than there are numbers for, or with different contexts")
        self.mark = next(_MARKS)
        self.doubted: set[int] = set()
        self.worked_out: dict[Expression, dict[tuple[int | None, ...], int]] = {}
        self._relations = predicates.relations(datas)
        self._constants: dict[Term, Array] = {}
        self._members: dict[Term, Array] = {}
        self._meant: dict[Targets, Array] = {}

    def relation(self, predicate: NamedNode) -> Relation:
        """Return what a predicate leads to."""
        return self._relations[predicate]

    def constant(self, term: Term) -> Array:
        """Return the nodes that a term is, one in each curriculum."""
        if term not in self._constants:
            found = np.array([numbers.number(term) for numbers in self.numbers], np.int64)
            self._constants[term] = self.all << BITS | found + MIDDLE
        return self._constants[term]

    def term(self, node: int) -> Term:
        """Return the term that a node is."""
        return self.numbers[node >> BITS].term((node & TERM) - MIDDLE)

    def node(self, home: int, term: Term) -> int:
        """Return the node that a term is in a curriculum."""
        return home << BITS | self.numbers[home].number(term) + MIDDLE

    def members(self, class_: Term) -> Array:
        """Return the instances of a class and of its subclasses, in order."""
        if class_ not in self._members:
            below = self.relation(RDFS.subClassOf).backward
            found = new = self.constant(class_)
            while len(new):
                new = np.setdiff1d(below.follow(new)[1], found)
                found = np.concatenate((found, new))
            self._members[class_] = once(self.relation(RDF.type).backward.follow(found)[1])
        return self._members[class_]

    def meant(self, targets: Targets) -> Array:
        """Return the nodes that targets mean, in order; the curricula are told too."""
        if targets not in self._meant:
            found = [self.constant(node) for node in targets.nodes]
            found += [self.members(class_) for class_ in targets.classes]
            found += [self.relation(property_).forward.starts for property_ in targets.subjects_of]
            found += [self.relation(property_).backward.starts for property_ in targets.objects_of]
            nodes = once(np.concatenate(found)) if found else NONE
            self._meant[targets] = nodes
            for data, mine in zip(self.datas, self.apart(nodes), strict=True):
                data.with_focus_nodes(targets, mine)
        return self._meant[targets]

    def apart(self, nodes: Array) -> list[list[int]]:
        """Return the numbers of nodes in their curricula, by curriculum. nodes: in order of these."""
        ends = np.searchsorted(homes(nodes), self.all, side="right").tolist()
        found = numbers(nodes).tolist()
        return [found[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)]

    def doubt(self, some: Array) -> None:
        """Note of which curricula Oxigraph may know more."""
        self.doubted.update(once(some).tolist())


class Told:
    """What a function says of terms, asked once of each. It is kept of those that curricula have in common.

    kind: of the numbers that the function returns, which are none of the least that there is of this kind.
    """

    def __init__(self, function: Callable[[Term], int], kind: type[np.signedinteger[Any]] = np.int8) -> None:
        self._function = function
        self._kind = kind
        self._unknown = int(np.iinfo(kind).min)
        self._base: Numbers | None = None
        self._shared = np.empty(0, kind)
        self._mark = -1
        self._own = np.empty((0, 0), kind)
        self._width = 0

    def of(self, batch: Batch, nodes: Array) -> Array:
        """Return what is said of each node."""
        if self._base is not batch.base:
            self._base, self._shared = batch.base, np.empty(0, self._kind)
        if self._mark != batch.mark:
            self._mark, self._own = batch.mark, np.empty((len(batch.datas), 0), self._kind)
            self._width = max(map(len, batch.numbers))
        if not len(nodes):
            return NONE
        found = np.empty(len(nodes), np.int64)
        places, home = numbers(nodes), homes(nodes)
        own = places < 0
        shared = ~own
        self._grow(-int(places.min()), int(places.max()) + 1)
        found[own] = self._own[home[own], ~places[own]]
        found[shared] = self._shared[places[shared]]
        if not (new := np.flatnonzero(found == self._unknown)).size:
            return found
        self._learn(batch, once(nodes[new]))
        found[own] = self._own[home[own], ~places[own]]
        found[shared] = self._shared[places[shared]]
        return found

    def _learn(self, batch: Batch, nodes: Array) -> None:
        places, home = numbers(nodes), homes(nodes)
        own = places < 0
        which, of = home[own], ~places[own]
        pairs = zip(which.tolist(), places[own].tolist(), strict=True)
        self._own[which, of] = [self._function(batch.numbers[mine].term(place)) for mine, place in pairs]
        if self._base is not None:
            of = once(places[~own])
            self._shared[of] = [self._function(self._base.term(place)) for place in of.tolist()]

    def _grow(self, own: int, shared: int) -> None:
        if own > self._own.shape[1]:
            more = max(own, 2 * self._own.shape[1], self._width) - self._own.shape[1]
            self._own = np.pad(self._own, ((0, 0), (0, more)), constant_values=self._unknown)
        if shared > len(self._shared):
            more = max(shared, 2 * len(self._shared), 1024) - len(self._shared)
            self._shared = np.pad(self._shared, (0, more), constant_values=self._unknown)
