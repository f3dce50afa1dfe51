"""Mapping sets (SSSOM): which concept corresponds to which of ESCO, who says so, and how sure that is."""

from .model import MATCHES, NO_TERM, Mapping, MappingSet, mapping_quads, packaged_sets, set_quads

__all__ = ["MATCHES", "NO_TERM", "Mapping", "MappingSet", "mapping_quads", "packaged_sets", "set_quads"]
