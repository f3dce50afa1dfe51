"""A SPARQL 1.1 endpoint as the store: where the data outgrows a machine, or is kept by somebody else's server."""

from __future__ import annotations

from .address import Address
from .replacing import Staged, changed_graphs, clear_away, is_placed, new_mark, replace_graphs, stage
from .store import EndpointStore

__all__ = [
    "Address",
    "EndpointStore",
    "Staged",
    "changed_graphs",
    "clear_away",
    "is_placed",
    "new_mark",
    "replace_graphs",
    "stage",
]
