"""The ontology as one HTML page: every term with its definition, example, source, place and axioms, and drawings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..render.page import environment, head
from .axioms import Name, Phrase
from .terms import Documented, Section, Term

LETTER = 7.1
"""Width of a letter in a drawing, in the drawing's units, which are pixels at its natural size."""
ROW, BOX_HEIGHT, PADDING = 34, 24, 11


@dataclass(frozen=True, slots=True)
class Box:
    """A class in a drawing; its left edge, the upper edge and its size."""

    name: Name
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """A relation from a class to a class; kind_of: it is that of a kind to the more general one."""

    name: Name | None
    to: Box
    y: float

    @property
    def kind_of(self) -> bool:
        """Tell whether the arrow leads to the more general class."""
        return self.name is None


@dataclass(frozen=True, slots=True)
class Drawing:
    """The classes of a section with their relations, a row a relation. start, end: where arrows begin and end."""

    width: float
    height: float
    start: float
    end: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def ontology_page(ontology: Documented) -> str:
    """Return the documentation of the ontology as an HTML page in one file, which asks for nothing outside itself."""
    made = environment()
    made.filters["plain"] = plain
    made.tests["name"] = lambda part: isinstance(part, Name)
    return made.get_template("ontology.html").render(
        head("ontology"),
        ontology=ontology,
        drawings={section.title: drawing(section) for section in ontology.sections},
        count=sum(len(section.terms) for section in ontology.sections),
    )


def plain(title: str) -> str:
    """Return a heading as an anchor, which no term has: terms hold no hyphen.

    >>> plain("Profiles: what is needed")
    'section-profiles-what-is-needed'
    """
    return "section-" + "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())


def drawing(section: Section) -> Drawing | None:
    """Lay out the classes of a section on the left and what their relations lead to on the right; None without any.

    A relation without a domain starts nowhere and is left out; one with several is drawn from each. Relations of
    other vocabularies are drawn where a definition says what they lead to.
    """
    classes = [term for term in section.terms if term.kind == "class"]
    rows = {term.name: [*_rows(term, section)] for term in classes}
    drawn = {name: targets for name, targets in rows.items() if targets}
    if not drawn:
        return None
    start = max(map(_width, drawn))
    middle = max((_width(name) for row in drawn.values() for name, _ in row if name), default=80.0) + 70
    boxes, arrows, y = [], [], 0.0
    for name, targets in drawn.items():
        boxes.append(Box(name, 0, y, start, (len(targets) - 1) * ROW + BOX_HEIGHT))
        for relation, target in targets:
            arrows.append(
                Arrow(relation, Box(target, start + middle, y, _width(target), BOX_HEIGHT), y + BOX_HEIGHT / 2)
            )
            y += ROW
        y += PADDING
    width = start + middle + max(arrow.to.width for arrow in arrows)
    return Drawing(width + 2, y - ROW + BOX_HEIGHT + 2, start, start + middle, tuple(boxes), tuple(arrows))


def _rows(term: Term, section: Section) -> Iterator[tuple[Name | None, Name]]:
    for above in term.above:
        yield None, above
    for axiom in term.axioms:
        match axiom:
            case (Name() as relation, ": ", _, Name() as target) if relation.vocabulary:
                yield relation, target
    for other in section.terms:
        if other.kind == "relation" and term.name in _named(other.domain):
            yield from ((other.name, target) for target in _named(other.range))


def _named(phrases: tuple[Phrase, ...]) -> list[Name]:
    return [part for phrase in phrases for part in phrase if isinstance(part, Name)]


def _width(name: Name) -> float:
    words = f"{name.label} ({name.vocabulary})" if name.vocabulary else name.label
    return len(words) * LETTER + 2 * PADDING
