"""What a state of the store holds, as its catalogue has it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from bwise_kg.digest import digest_of
from bwise_kg.namespaces import BW, DCT, GRAPH, SPDX, VOID
from bwise_kg.store import CATALOG

from .jobs import GraphInfo, Source, StoreInfo
from .opening import Readable


def look(store: Readable, source: Source) -> StoreInfo:
    """Return what is in a store that was opened from a source.

    A store at an endpoint is named after its state: its catalogue with the digests in it, and which graphs there are.
    """
    described: dict[str, dict[str, str]] = {}
    current = None
    catalogue = list(store.quads(CATALOG))
    for quad in catalogue:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal | NamedNode):
            described.setdefault(quad.subject.value, {})[quad.predicate.value] = quad.object.value
        if quad.predicate == BW.currentESCO and isinstance(quad.object, NamedNode):
            current = quad.object.value.removeprefix(GRAPH["esco/"].value)
    digest, graphs = store.digest(), store.graphs()
    if isinstance(source, Path):
        name = source.name
    else:
        name = hashlib.sha256(" ".join(graph.value for graph in graphs).encode()).hexdigest()
    state = hashlib.sha256(" ".join((name, digest, digest_of(catalogue).hexdigest())).encode()).hexdigest()
    return StoreInfo(
        generation=source.name if isinstance(source, Path) else f"endpoint-{state[:12]}",
        digest=digest,
        state=state,
        esco_version=current,
        graphs=tuple(_described(graph.value, described) for graph in graphs),
    )


def _described(graph: str, described: dict[str, dict[str, str]]) -> GraphInfo:
    said = described.get(graph, {})
    statements = said.get(VOID.triples.value)
    return GraphInfo(
        iri=graph,
        statements=int(statements) if statements else None,
        title=said.get(DCT.title.value, ""),
        default=said.get(BW.inDefaultGraph.value) not in {"false", "0"},
        digest=described.get(said.get(SPDX.checksum.value, ""), {}).get(SPDX.checksumValue.value),
    )
