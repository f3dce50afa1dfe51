"""Curricula with mistakes: copies of given ones, changed at random in the ways in which files go wrong."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from bwise_kg.namespaces import BW, DCT, ELM, RDF, XSD

MOST = 6
"""The largest number of changes to a copy."""

_ESCO = "http://data.europa.eu/esco/"
_LEVEL = "https://w3id.org/bwise/id/level/"
_SKILLS = [
    NamedNode(iri)
    for iri in (
        f"{_ESCO}skill/00000000-0000-4000-8000-000000000000",
        f"{_ESCO}skill/S1.2",
        f"{_ESCO}skill/a17286c5-238d-4f0b-bc24-29e9121345de",
        f"{_ESCO}occupation/00030d09-2b3a-4efd-87cc-c4ea39d27c34",
        f"{_ESCO}isco/C2359",
        f"{_ESCO}isced-f/0923",
        "https://example.org/skill/made-up",
    )
]
_LEVELS = [NamedNode(f"{_LEVEL}{name}") for name in ("digcomp-1", "digcomp-8", "digcomp-9", "proposed-1", "none")]
_NUMBERS = [
    *(Literal(text, datatype=XSD.decimal) for text in ("012.50", "0", "-3", "many", "149.5", "250", " 60 ")),
    Literal("60"),
    Literal("60", datatype=XSD.integer),
    Literal("6e1", datatype=XSD.double),
]
"""No IRI is among them: rdflib, and with it pySHACL, cannot add these up and fails."""
_DATES = [Literal(text, datatype=XSD.date) for text in ("2031-01-01", "1999-12-31", "2026-02-30", "soon", "2026-1-1")]
_CLASSES = [
    *(BW.CoreModule, BW.OptionalModule, BW.Unit, BW.LearningOutcome, BW.AttainedSkill, BW.Assessment, BW.Curriculum),
    *(BW.KnownGap, BW.EntryRequirement, BW.Adaptation, BW.OutcomeKind, ELM.CreditPoint),
]

_Change = Callable[[random.Random, list[Triple]], list[Triple]]


def mutated(originals: Sequence[Sequence[Triple]], seed: int) -> Iterator[list[Triple]]:
    """Yield copies without end, of each original in turn; the same seed gives the same ones."""
    chance = random.Random(seed)
    ordered = [sorted(original, key=str) for original in originals]
    while True:
        for triples in ordered:
            for _ in range(chance.randint(0, MOST)):
                triples = chance.choice(_CHANGES)(chance, triples)  # noqa: PLW2901 - one change on top of the other
            yield triples


def _drop(chance: random.Random, triples: list[Triple]) -> list[Triple]:
    gone = chance.randrange(len(triples))
    return [*triples[:gone], *triples[gone + 1 :]]


def _drop_property(chance: random.Random, triples: list[Triple]) -> list[Triple]:
    """Leave a property of a node out; of all nodes, now and then."""
    one, everywhere = chance.choice(triples), chance.random() < 0.1
    return [t for t in triples if t.predicate != one.predicate or not (everywhere or t.subject == one.subject)]


def _drop_node(chance: random.Random, triples: list[Triple]) -> list[Triple]:
    node = chance.choice(triples).subject
    return [t for t in triples if t.subject != node] or triples


def _repeat_property(chance: random.Random, triples: list[Triple]) -> list[Triple]:
    """Give a node a value of another node, beside its own or in its place."""
    one = chance.choice(triples)
    other = chance.choice([t for t in triples if t.predicate == one.predicate])
    kept = triples if chance.random() < 0.5 else [t for t in triples if t != one]
    return [*kept, Triple(one.subject, one.predicate, other.object)]


def _retarget(chance: random.Random, triples: list[Triple]) -> list[Triple]:
    """Let a statement lead to another node of the curriculum."""
    links = [t for t in triples if not isinstance(t.object, Literal)]
    one, other = chance.choice(links or triples), chance.choice(triples)
    return [*(t for t in triples if t != one), Triple(one.subject, one.predicate, other.subject)]


def _retype(chance: random.Random, triples: list[Triple]) -> list[Triple]:
    one = chance.choice([t for t in triples if t.predicate == RDF.type and t.object != BW.Curriculum] or triples)
    changed = Triple(one.subject, RDF.type, chance.choice([c for c in _CLASSES if c != BW.Curriculum]))
    return [*(t for t in triples if t != one), changed]


def _text(chance: random.Random, triples: list[Triple]) -> list[Triple]:
    """Write a text as files have it: empty, without language, in another or twice in one, or no text at all."""
    texts = [t for t in triples if isinstance(t.object, Literal) and t.object.language]
    one = chance.choice(texts or triples)
    said = one.object.value if isinstance(one.object, Literal) else "?"
    forms: list[Literal | NamedNode] = [
        Literal("", language="en"),
        Literal(said),
        Literal(said, language="de"),
        Literal(f"{said.upper()}", language="en"),
        Literal(f"{said} again", language="en"),
        NamedNode("https://example.org/text"),
    ]
    kept = triples if chance.random() < 0.4 else [t for t in triples if t != one]
    return [*kept, Triple(one.subject, one.predicate, chance.choice(forms))]


def _blank(chance: random.Random, triples: list[Triple]) -> list[Triple]:
    """Let a node have no IRI."""
    heads = {t.subject for t in triples if t.object == BW.Curriculum}
    named = sorted({t.subject for t in triples if isinstance(t.subject, NamedNode)} - heads, key=str)
    if not named:
        return triples
    node = chance.choice(named)
    blank = BlankNode(f"b{chance.randrange(10**9)}")
    return [
        Triple(blank if t.subject == node else t.subject, t.predicate, blank if t.object == node else t.object)
        for t in triples
    ]


def _gap(chance: random.Random, triples: list[Triple]) -> list[Triple]:
    """Take what an outcome attains away, so that a requirement is uncovered."""
    skills = sorted({t.object for t in triples if t.predicate == BW.skill}, key=str)
    if not skills:
        return triples
    skill = chance.choice(skills)
    return [t for t in triples if t.object != skill]


def _set(predicate: NamedNode, values: Sequence[NamedNode | Literal]) -> _Change:
    """Return the change of a value of a property to one of some."""

    def change(chance: random.Random, triples: list[Triple]) -> list[Triple]:
        there = [t for t in triples if t.predicate == predicate]
        if not there:
            return triples
        one = chance.choice(there)
        return [*(t for t in triples if t != one), Triple(one.subject, predicate, chance.choice(values))]

    return change


_CHANGES: list[_Change] = [
    *(_drop, _drop_property, _drop_property, _drop_node, _repeat_property, _repeat_property, _retarget, _retype),
    *(_text, _text, _blank, _gap),
    *(_set(BW.skill, _SKILLS), _set(ELM.relatedESCOSkill, _SKILLS), _set(BW.level, _LEVELS)),
    *(_set(BW.hours, _NUMBERS), _set(BW.hours, _NUMBERS), _set(BW.position, _NUMBERS)),
    *(_set(ELM.point, _NUMBERS), _set(DCT.created, _DATES), _set(DCT.modified, _DATES)),
]
