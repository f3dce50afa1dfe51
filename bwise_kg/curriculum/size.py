"""What rules can be held against: no more parts than a curriculum has, and plain statements.

Rules combine what they look for, and a few thousand statements made for it would take hours and gigabytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ..errors import DataError
from ..namespaces import BW, ELM, RDF, XSD
from ..resources import Statement

MAX_LINKS = 500
"""How many statements with one property may lead to a resource, or say that one is of a class."""
MAX_PARTS = 60
"""How many modules and units there may be: rules hold each against each other, for every outcome."""
MAX_WALKS = 1_000
"""How many ways may lead from the curriculum by modules and units to outcomes: as many as outcomes, where each has one
place."""
MAX_PLACES = 10
"""How many of these ways may lead to the same outcome."""
MAX_DEPTH = 4
"""How many modules and units inside each other a way is followed through."""
MAX_DIGITS = 100

_NUMBERS = {XSD[name] for name in ("integer", "decimal", "double", "float", "positiveInteger", "nonNegativeInteger")}


def require_size(statements: Iterable[Statement], place: str) -> None:
    """Raise DataError for a curriculum with so many parts that rules would take minutes for it."""
    counts: Counter[tuple[NamedNode, NamedNode | None]] = Counter()
    given = list(statements)
    for statement in given:
        found = statement.object
        if isinstance(found, Literal) and found.datatype in _NUMBERS and len(found.value) > MAX_DIGITS:
            raise DataError(place, f"a number of {len(found.value):,} digits is no number of a curriculum; shorten it")
        if isinstance(found, NamedNode | BlankNode):
            is_class = statement.predicate == RDF.type and isinstance(found, NamedNode)
            counts[statement.predicate, found if is_class else None] += 1  # type: ignore[index]
    walks = _walks(given)
    if walks.total() > MAX_WALKS or max(walks.values(), default=0) > MAX_PLACES:
        raise DataError(
            place,
            f"{walks.total():,} ways lead from the curriculum by modules and units to outcomes, up to "
            f"{max(walks.values()):,} to the same one; let each outcome stand in one place",
        )
    for (property_, class_), count in counts.items():
        most = MAX_PARTS if property_ == ELM.hasPart else MAX_LINKS
        if count > most:
            what = f"resources that are a <{class_.value}>" if class_ else f"links by <{property_.value}>"
            raise DataError(place, f"{count:,} {what} are more than a curriculum has (at most {most:,})")


def require_plain(statements: Iterable[Statement], place: str) -> None:
    """Raise DataError for what only RDF 1.2 knows: engines for rules do not."""
    for statement in statements:
        found = statement.object
        if isinstance(found, Triple):
            subject = f"{statement.subject} {statement.predicate}"
            raise DataError(place, f"{subject} has a triple term, which rules cannot read; say it in plain statements")
        if isinstance(found, Literal) and found.direction is not None:
            raise DataError(place, f"{found} has a direction, which rules cannot read; leave it out")


def _walks(statements: Sequence[Statement]) -> Counter[object]:
    """Return how many ways lead from a curriculum to each outcome."""
    parts: dict[object, list[object]] = {}
    outcomes: dict[object, list[object]] = {}
    start: Counter[object] = Counter()
    for statement in statements:
        if statement.predicate == ELM.hasPart:
            parts.setdefault(statement.subject, []).append(statement.object)
        elif statement.predicate == ELM.learningOutcome:
            outcomes.setdefault(statement.subject, []).append(statement.object)
        elif statement.predicate == RDF.type and statement.object == BW.Curriculum:
            start[statement.subject] = 1
    found: Counter[object] = Counter()
    for _ in range(MAX_DEPTH):
        for node, ways in start.items():
            for outcome in outcomes.get(node, ()):
                found[outcome] += ways
        below: Counter[object] = Counter()
        for node, ways in start.items():
            for part in parts.get(node, ()):
                below[part] += ways
        start = below
    return found
