"""A SPARQL 1.1 endpoint as the store: where the data outgrows a machine, or is kept by somebody else's server."""

from __future__ import annotations

from .address import Address
from .replacing import changed_graphs, replace_graphs
from .store import EndpointStore

__all__ = ["Address", "EndpointStore", "changed_graphs", "replace_graphs"]
