"""Changes as SPARQL 1.1 Update."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, QuerySolutions, Triple

DEEPEST = 4
"""How many blank nodes in a row lead up to one with an IRI."""


def update_text(remove: Sequence[Triple], add: Sequence[Triple], own: Sequence[Triple]) -> str | None:
    """Return a change as an update of the graph that ``own`` is in.

    Blank nodes have no name outside of their file, so they are found by what is said of them; None where that would
    find others too.
    """
    blank = [n for t in (*remove, *add) for n in (t.subject, t.object) if isinstance(n, BlankNode)]
    if not blank:
        parts = [("DELETE DATA", remove), ("INSERT DATA", add)]
        return " ;\n".join(f"{verb} {{\n{_lines(triples)}\n}}" for verb, triples in parts if triples)
    patterns = _described(dict.fromkeys(blank), own)
    variables = _variables(patterns)
    where = _lines(patterns, variables)
    if _solutions(where, variables, own) != 1:
        return None
    parts = [("DELETE", remove), ("INSERT", add)]
    clauses = [f"{verb} {{\n{_lines(triples, variables)}\n}}" for verb, triples in parts if triples]
    return "\n".join([*clauses, f"WHERE {{\n{where}\n}}"])


def _described(blank: Iterable[BlankNode], own: Sequence[Triple]) -> list[Triple]:
    """Return what tells blank nodes apart: what points to them, up to an IRI, and their own values."""
    found: dict[Triple, None] = {}
    waiting = list(blank)
    for _ in range(DEEPEST):
        here = set(waiting)
        new = [t for t in own if t.object in here or (t.subject in here and not isinstance(t.object, BlankNode))]
        found |= dict.fromkeys(new)
        above = {t.subject for t in new if isinstance(t.subject, BlankNode)} - here
        waiting = [node for node in above if isinstance(node, BlankNode)]
        if not waiting:
            break
    return list(found)


def _variables(patterns: Iterable[Triple]) -> dict[object, str]:
    blank = dict.fromkeys(n for t in patterns for n in (t.subject, t.object) if isinstance(n, BlankNode))
    return {node: f"?b{number}" for number, node in enumerate(blank)}


def _solutions(where: str, variables: dict[object, str], own: Sequence[Triple]) -> int:
    if not variables:
        return 0
    store = ox.Store()
    store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in own)
    found = store.query(f"SELECT DISTINCT {' '.join(variables.values())} WHERE {{\n{where}\n}} LIMIT 2")
    return len(list(found)) if isinstance(found, QuerySolutions) else 0


def _lines(triples: Iterable[Triple], variables: dict[object, str] | None = None) -> str:
    named = variables or {}

    def term(node: object) -> str:
        return str(node) if isinstance(node, Literal) else named.get(node, str(node))

    return "\n".join(f"  {term(t.subject)} {t.predicate} {term(t.object)} ." for t in triples)
