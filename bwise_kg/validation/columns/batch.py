"""Several curricula that are held against rules at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from pyoxigraph import NamedNode

from ...namespaces import RDF, RDFS
from ..data import Data
from ..numbering import Term
from ..select import Path
from ..targets import Targets
from .common import Common
from .loading import Predicates
from .nodes import BITS, MIDDLE, MOST, NONE, TERM, Array, TooMuchError, among, homes, numbers, once, ordered
from .relations import Relation


class Batch:
    """Curricula as relations. common: what their terms are numbered by.

    doubted: of which curricula Oxigraph may know more than was found out here.
    walked: where paths led to last, and whether ways count: starts, where the ends of each begin, and the ends.
    """

    def __init__(self, datas: Sequence[Data], predicates: Predicates) -> None:
        """Load them; raises TooMuchError."""
        self.datas = datas
        self.all: Array = np.arange(len(datas))
        common = datas[0].numbers
        if len(datas) > MOST or not isinstance(common, Common) or any(data.numbers is not common for data in datas):
            raise TooMuchError("more curricula than there are numbers for, or with different contexts")
        self.common = common
        self.doubted: set[int] = set()
        self.walked: dict[tuple[Path, bool], tuple[Array, Array, Array]] = {}
        self._relations = predicates.relations(datas, common)
        self._members: dict[Term, Array] = {}
        self._meant: dict[Targets, Array] = {}

    def relation(self, predicate: NamedNode) -> Relation:
        """Return what a predicate leads to."""
        return self._relations[predicate]

    def constant(self, term: Term) -> Array:
        """Return the nodes that a term is, one in each curriculum."""
        return self.all << BITS | self.common.number(term) + MIDDLE

    def term(self, node: int) -> Term:
        """Return the term that a node is."""
        return self.common.term((node & TERM) - MIDDLE)

    def members(self, class_: Term) -> Array:
        """Return the instances of a class and of its subclasses, in order."""
        if class_ not in self._members:
            below = self.relation(RDFS.subClassOf).backward
            found = new = self.constant(class_)
            while len(new):
                new = once(below.follow(new)[1])
                new = new[~among(new, found)]
                found = ordered(np.concatenate((found, new))) if len(new) else found
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
            ends = np.searchsorted(homes(nodes), self.all, side="right").tolist()
            found_of = numbers(nodes).tolist()
            for data, start, end in zip(self.datas, [0, *ends], ends, strict=False):
                data.with_focus_nodes(targets, found_of[start:end])
        return self._meant[targets]

    def doubt(self, some: Array) -> None:
        """Note of which curricula Oxigraph may know more."""
        self.doubted.update(once(some).tolist())


class Told:
    """What a function says of terms, asked once of each, from one batch to the next.

    kind: of the numbers that the function returns, which are none of the least that there is of this kind. of_iris:
    what it says of every IRI, if that is so; they need not be made then.
    """

    def __init__(
        self,
        function: Callable[[Term], int],
        kind: type[np.signedinteger[Any]] = np.int8,
        of_iris: int | None = None,
    ) -> None:
        self._function = function
        self._of_iris = of_iris
        self._kind = kind
        self._unknown = int(np.iinfo(kind).min)
        self._mark = -1
        self._shared = self._own = 0
        self._table = np.empty(0, kind)
        """By number of a term: what is not the base's, from the end, as negative numbers count."""

    def of(self, batch: Batch, nodes: Array) -> Array:
        """Return what is said of each node."""
        common = batch.common
        if self._mark != common.mark:
            self._mark, self._shared, self._own, self._table = common.mark, 0, 0, np.empty(0, self._kind)
        if not len(nodes):
            return NONE
        if len(common.shared) > self._shared or len(common) > self._own:
            self._grow(len(common.shared), len(common))
        places = numbers(nodes)
        found = self._table[places]
        if (new := np.flatnonzero(found == self._unknown)).size:
            wanted = once(places[new])
            self._table[wanted] = [self._said(common, number) for number in wanted.tolist()]
            found = self._table[places]
        return found.astype(np.int64)

    def _said(self, common: Common, number: int) -> int:
        if self._of_iris is not None and common.is_iri(number):
            return self._of_iris
        return self._function(common.term(number))

    def _grow(self, shared: int, own: int) -> None:
        before, mine = self._table, self._own
        self._shared, self._own = (max(2 * have, need) for have, need in ((self._shared, shared), (self._own, own)))
        self._table = np.full(self._shared + self._own, self._unknown, self._kind)
        self._table[: len(before) - mine] = before[: len(before) - mine]
        self._table[len(self._table) - mine :] = before[len(before) - mine :]
