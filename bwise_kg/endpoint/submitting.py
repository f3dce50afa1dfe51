"""Changes of the store at an endpoint by others: made on a copy of what they concern, then put in place as a whole.

The copy has all graphs of the store, but only those have their statements that the change may write, reads, or has to
be told of: an update means here what it means on a folder, and it is known what changes before anything does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode

from ..curricula import is_curriculum_graph
from ..errors import ProtectedError, StoreLockedError
from ..namespaces import GRAPH, inferred_graph, source_of
from ..places import LARGE
from ..store import CATALOG, EmbeddedStore
from ..submissions import DEFAULT, Changes
from ..update_text import UpdateText
from .datasets import BUILDING
from .replacing import Staged, stage
from .store import EndpointStore

_INFERRED = GRAPH["inferred/"].value


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the store at an endpoint, to be changed.

    held: the graphs that have their statements in it, with their numbers. catalogue: digest of the catalogue as it was.
    """

    endpoint: EndpointStore
    store: EmbeddedStore
    held: dict[NamedNode, int]
    catalogue: str

    @classmethod
    def of(cls, endpoint: EndpointStore, concerned: Collection[NamedNode] | None) -> Copy:
        """Copy a store; concerned: the graphs whose statements are needed, None for all."""
        there = endpoint.graphs()
        wanted = set(there if concerned is None else concerned) | {CATALOG, DEFAULT}
        if any(is_curriculum_graph(graph) or graph in {GRAPH.reference, GRAPH.ontology} for graph in wanted):
            # the journal of changes is written from all of them
            wanted |= {graph for graph in there if is_curriculum_graph(graph)} | {GRAPH.reference, GRAPH.ontology}
        store = EmbeddedStore()
        for graph in there:
            store.update(f"CREATE SILENT GRAPH {graph}")
            if graph in wanted:
                store.load(endpoint.quads(graph))
        if any(_blank_nodes(store, graph) for graph in wanted):  # others may share them
            more = [graph for graph in there if graph not in wanted and not graph.value.startswith(LARGE)]
            for graph in more:
                store.load(endpoint.quads(graph))
            wanted.update(more)
        held = {graph: store.size(graph) for graph in there if graph in wanted}
        return cls(endpoint, store, held, store.measured_digest(CATALOG))

    def growth(self, changes: Changes, size: int) -> float:
        """Return how much of ``size``, that of all changed graphs, is new."""
        before = sum(self.held.get(graph, 0) for graph in changes.changed)
        after = sum(self.store.size(graph) for graph in changes.changed)
        return size * max(after - before, 0) / max(after, 1)

    def stage(self, changes: Changes, mark: str) -> Staged:
        """Bring what has changed to the endpoint, to be put in place afterwards.

        Raises ProtectedError for graphs of the server that are not the store's, StoreLockedError when others have
        written to the store meanwhile, StoreError as `bwise_kg.endpoint.stage` does.
        """
        self._refuse_overtaking()
        self._refuse_strangers(changes)
        graphs = [*self._tied(changes.changed), CATALOG]
        staged = stage(self.endpoint, self.store, graphs, changes.gone, mark, together=True)
        try:
            self._refuse_overtaking()
        except BaseException:
            staged.withdraw()
            raise
        return staged

    def _refuse_overtaking(self) -> None:
        self.endpoint.forget()
        if self.endpoint.measured_digest(CATALOG) != self.catalogue:
            raise StoreLockedError(f"{self.endpoint.url}: somebody else has written to the store meanwhile; try again")

    def _refuse_strangers(self, changes: Changes) -> None:
        unfinished = self.endpoint.under_way()
        ours = {*self.held, *self.endpoint.graphs(), *unfinished}
        strangers = {graph for graph in self.endpoint.all_graphs() if graph not in ours and graph not in GRAPH}
        for graph in sorted(changes.changed, key=str):
            if graph in strangers or graph.value.startswith(BUILDING):
                raise ProtectedError(f"{graph} is on the same server but not of this store; take another name")

    def _tied(self, changed: Iterable[NamedNode]) -> list[NamedNode]:
        """Return graphs with those that share blank nodes with them: sent apart, they would not be the same ones."""
        tied = {*changed}
        if not any(_blank_nodes(self.store, graph) for graph in tied):
            return sorted(tied, key=str)
        blank = {graph: found for graph in self.held.keys() | tied if (found := _blank_nodes(self.store, graph))}
        for graph in [*tied]:
            other = source_of(graph) if graph.value.startswith(_INFERRED) else inferred_graph(graph)
            if graph in blank and other in self.store.graphs():
                tied.add(other)
        waiting = [graph for graph in tied if graph in blank]
        while waiting:
            shared = blank[waiting.pop()]
            sharing = [graph for graph in blank if graph not in tied and not shared.isdisjoint(blank[graph])]
            tied.update(sharing)
            waiting += sharing
        return sorted(tied, key=str)


def _blank_nodes(store: EmbeddedStore, graph: NamedNode) -> set[str]:
    return {
        node.value for quad in store.quads(graph) for node in (quad.subject, quad.object) if isinstance(node, BlankNode)
    }


def concerned_by(read: UpdateText, dataset: Iterable[NamedNode]) -> set[NamedNode] | None:
    """Return the graphs that an update needs the statements of; None where that may be any.

    dataset: that of the protocol. What clears all graphs need not know what they hold.
    """
    if read.wide:
        return None
    return {*map(NamedNode, read.names), *map(NamedNode, read.graphs or ()), *dataset}
