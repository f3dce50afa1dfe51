"""How much of what the default graph holds: the numbers of the VoID description."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bwise_kg.queries import Row, view

from .descriptions import Select


@dataclass(frozen=True, slots=True)
class Statistics:
    """Numbers of the default graph.

    properties: statements by property. classes: things by class. esco_links: statements that lead from a thing of
    ours to a concept of ESCO, by property.
    """

    subjects: int
    properties: Mapping[str, int]
    classes: Mapping[str, int]
    esco_links: Mapping[str, int]


async def count(select: Select) -> Statistics:
    """Count; on all of ESCO this takes seconds, so keep the result as long as the store stays the same."""
    properties = [*map(Row, await select(view("void_properties.rq")))]
    classes = map(Row, await select(view("void_classes.rq")))
    totals = map(Row, await select(view("void_totals.rq")))
    return Statistics(
        subjects=int(next(totals).text("subjects")),
        properties={row.name("property"): int(row.text("count")) for row in properties},
        classes={row.name("class"): int(row.text("count")) for row in classes},
        esco_links={row.name("property"): n for row in properties if (n := int(row.text("links")))},
    )
