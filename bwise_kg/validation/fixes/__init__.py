"""Proposed fixes: for findings whose way out can be computed, a change that was tried on a copy before it is shown."""
