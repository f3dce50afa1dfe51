"""What rules can be held against: no more parts than a curriculum has, and plain statements.

Rules combine what they look for, and a few thousand statements made for it would take hours and gigabytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ..errors import DataError
from ..namespaces import BW, ELM, RDF, XSD
from ..resources import Statement
from ..words import words

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

Node = TypeVar("Node", bound=Hashable)

_NUMBERS = {XSD[name] for name in ("integer", "decimal", "double", "float", "positiveInteger", "nonNegativeInteger")}


def require_size(statements: Iterable[Statement], place: str, language: str = "en") -> None:
    """Raise DataError for a curriculum with so many parts that rules would take minutes for it. language: of errors."""
    wording = words(language)
    gettext, number = wording.gettext, wording.number
    counts: Counter[tuple[NamedNode, NamedNode | None]] = Counter()
    given = list(statements)
    for statement in given:
        found = statement.object
        if isinstance(found, Literal) and found.datatype in _NUMBERS and len(found.value) > MAX_DIGITS:
            digits = number(len(found.value))
            long = gettext("a number of %(digits)s digits is no number of a curriculum; shorten it", digits=digits)
            raise DataError(place, long)
        if isinstance(found, NamedNode | BlankNode):
            is_class = statement.predicate == RDF.type and isinstance(found, NamedNode)
            counts[statement.predicate, found if is_class else None] += 1  # type: ignore[index]
    walks = _walks(given)
    if not _may_be_walked(walks):
        ways = wording.ngettext(
            "%(count)s way leads from the curriculum by modules and units to outcomes, up to %(most)s to the same one; "
            "let each outcome stand in one place",
            "%(count)s ways lead from the curriculum by modules and units to outcomes, up to %(most)s to the same one; "
            "let each outcome stand in one place",
            walks.total(),
            most=number(max(walks.values())),
        )
        raise DataError(place, ways)
    for (property_, class_), count in counts.items():
        most = MAX_PARTS if property_ == ELM.hasPart else MAX_LINKS
        if count > most:
            many = wording.ngettext(
                "%(count)s link by %(property)s is more than a curriculum has (at most %(most)s)",
                "%(count)s links by %(property)s are more than a curriculum has (at most %(most)s)",
                count,
                property=property_,
                most=number(most),
            )
            if class_ is not None:
                many = wording.ngettext(
                    "%(count)s resource that is a %(kind)s is more than a curriculum has (at most %(most)s)",
                    "%(count)s resources that are a %(kind)s are more than a curriculum has (at most %(most)s)",
                    count,
                    kind=class_,
                    most=number(most),
                )
            raise DataError(place, many)


def require_plain(statements: Iterable[Statement], place: str, language: str = "en") -> None:
    """Raise DataError for what only RDF 1.2 knows: engines for rules do not. language: of errors."""
    gettext = words(language).gettext
    for statement in statements:
        found = statement.object
        if isinstance(found, Triple):
            subject = f"{statement.subject} {statement.predicate}"
            term = gettext(
                "%(subject)s has a triple term, which rules cannot read; say it in plain statements", subject=subject
            )
            raise DataError(place, term)
        if isinstance(found, Literal) and found.direction is not None:
            direction = gettext("%(text)s has a direction, which rules cannot read; leave it out", text=found)
            raise DataError(place, direction)


def fits(links: Mapping[str, Sequence[tuple[Node, Node]]], start: Iterable[Node], literals: Iterable[str]) -> bool:
    """Tell whether `require_size` lets statements pass for sure, without a look at each of them.

    links: subjects and values by property, which is given as N-Triples write it. start: the curricula. literals: all
    there are, as N-Triples write them.
    """
    if any(len(pairs) > (MAX_PARTS if p == _HAS_PART else MAX_LINKS) for p, pairs in links.items()):
        return False
    long = [value for value in literals if len(value) > MAX_DIGITS and value[-1] == ">"]
    if any(value.rindex('"') > MAX_DIGITS for value in long):
        return False
    parts, outcomes = (_by_subject(links.get(p, ())) for p in (_HAS_PART, _OUTCOME))
    return _may_be_walked(_counted(parts, outcomes, Counter(dict.fromkeys(start, 1))))


_HAS_PART, _OUTCOME = map(str, (ELM.hasPart, ELM.learningOutcome))


def _by_subject(links: Iterable[tuple[Node, Node]]) -> dict[Node, list[Node]]:
    found: dict[Node, list[Node]] = {}
    for subject, value in links:
        found.setdefault(subject, []).append(value)
    return found


def _may_be_walked(walks: Counter[Node]) -> bool:
    return walks.total() <= MAX_WALKS and max(walks.values(), default=0) <= MAX_PLACES


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
    return _counted(parts, outcomes, start)


def _counted(
    parts: Mapping[Node, Sequence[Node]], outcomes: Mapping[Node, Sequence[Node]], start: Counter[Node]
) -> Counter[Node]:
    """Return how many ways lead from a start by parts to each outcome."""
    found: Counter[Node] = Counter()
    for _ in range(MAX_DEPTH):
        for node, ways in start.items():
            for outcome in outcomes.get(node, ()):
                found[outcome] += ways
        below: Counter[Node] = Counter()
        for node, ways in start.items():
            for part in parts.get(node, ()):
                below[part] += ways
        start = below
    return found
