"""Curricula in RDF: from files and graphs to the model."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import Quad

from ..errors import DataError
from ..namespaces import BW, DCAT, DCT, ELM, SKOS
from ..resources import Resources, Statement
from ..words import gettext_noop, words
from .model import AttainedSkill, Curriculum, Module, Outcome
from .traps import MAX_FILE, brief, content_of, harmless, require_rdf

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
}
"""RDF formats by file suffix."""

MAX_STATEMENTS = 20_000
"""How many statements a curriculum may have; those of the reference design have some thousand. Rules that compare
outcomes with each other take the square of their number."""

_OPENING = (b"[", b"(")
"""What opens a node or a list in Turtle, each of which a statement is about; nested ones take memory before the first
statement is there."""
_REMOTE = "LoadDocumentCallback"
REMOTE = gettext_noop("takes its @context from elsewhere, and nothing is fetched; write the context into the file")

__all__ = ["FORMATS", "MAX_FILE", "MAX_STATEMENTS", "find_curriculum", "parse_file"]


def parse_file(path: Path, language: str = "en") -> list[Quad]:
    """Parse an RDF file; its format is told by its suffix. Nothing outside the file is fetched.

    Its blank nodes get new names, so that they stay its own in a store.

    language: of errors. What a parser says stays in English.

    Raises DataError with line and column for what cannot be read.
    """
    wording = words(language)
    gettext = wording.gettext
    if path.suffix.lower() not in FORMATS:
        unknown = gettext("unknown kind of file; expected one of %(kinds)s", kinds=", ".join(FORMATS))
        raise DataError(str(path), unknown)
    data = content_of(path, wording=wording).removeprefix(codecs.BOM_UTF8)
    require_rdf(data, path, wording)
    format_ = FORMATS[path.suffix.lower()]
    data = harmless(data, format_, path, wording)
    most = wording.number(MAX_STATEMENTS)
    many = gettext("more than %(most)s statements; hand in one curriculum a file", most=most)
    if format_ == ox.RdfFormat.TURTLE and max(map(data.count, _OPENING)) > MAX_STATEMENTS:
        raise DataError(str(path), many)
    try:
        quads = list(
            islice(ox.parse(data, format_, without_named_graphs=True, rename_blank_nodes=True), MAX_STATEMENTS + 1)
        )
    except SyntaxError as error:
        if _REMOTE in str(error.msg):
            raise DataError(str(path), gettext(REMOTE)) from error
        line = f":{error.lineno}:{error.offset}" if error.lineno else ""
        raise DataError(f"{path}{line}", brief(re.sub(r"^.*? at line \d+[^:]*: ", "", str(error.msg)))) from error
    except ValueError as error:
        raise DataError(str(path), brief(str(error))) from error
    except MemoryError as error:  # a bound of the parser's own
        long = gettext("a single text or name in it is longer than %(most)s MiB; shorten it", most=16)
        raise DataError(str(path), long) from error
    if len(quads) > MAX_STATEMENTS:
        raise DataError(str(path), many)
    return quads


def find_curriculum(
    statements: Iterable[Statement], place: str, iri: str | None = None, language: str = "en"
) -> Curriculum:
    """Read the one curriculum that a graph describes, or the one with an IRI.

    Outcomes may state ``bw:attains`` (skill and level) or, as plain ELM data does, only
    ``elm:relatedESCOSkill``, which counts as attained at a level that is not stated.

    place: how errors name where the statements come from. language: of errors.

    Raises DataError when there is no curriculum, or several and none is asked for.
    """
    resources = Resources(statements, place, language)
    found = resources.of_type(BW.Curriculum)
    gettext, kind = resources.wording.gettext, BW.Curriculum.value
    if iri is None:
        if not found:
            raise DataError(place, gettext("describes no curriculum (nothing in it is a <%(kind)s>)", kind=kind))
        if len(found) > 1:
            # Translators: there are at least two.
            several = gettext(
                "describes %(count)s curricula; name one of %(names)s", count=len(found), names=", ".join(found)
            )
            raise DataError(place, several)
        (iri,) = found
    elif iri not in found:
        raise DataError(
            place, gettext("<%(resource)s> is not described there as a <%(kind)s>", resource=iri, kind=kind)
        )
    return _Reader(resources).curriculum(iri)


class _Reader:
    def __init__(self, resources: Resources) -> None:
        self.resources = resources

    def curriculum(self, iri: str) -> Curriculum:
        resources = self.resources
        parts = self._in_order(resources.links(iri, ELM.hasPart))
        return Curriculum(
            iri=iri,
            title=resources.texts(iri, DCT.title, SKOS.prefLabel),
            profile=resources.link(iri, BW.forProfile),
            hours=self._hours(iri),
            modules=tuple(self._module(part) for part in parts),
            outcomes=tuple(self._outcomes(iri)),
            version=resources.text(iri, DCAT.version),
            origin=resources.link(iri, BW.origin),
            known_gaps={
                requirement: resources.texts(gap, BW.rationale)
                for gap in resources.links(iri, BW.knownGap)
                for requirement in resources.links(gap, BW.requirement)
            },
        )

    def _module(self, iri: str) -> Module:
        return Module(
            iri=iri,
            title=self.resources.texts(iri, DCT.title, SKOS.prefLabel),
            core=self.resources.is_a(iri, BW.CoreModule),
            hours=self._hours(iri),
            outcomes=tuple({o.iri: o for part in self._with_units(iri) for o in self._outcomes(part)}.values()),
        )

    def _with_units(self, module: str) -> list[str]:
        """Return a module and its units at any depth, each once; DataError if one is a part of itself."""
        found: dict[str, None] = {}
        above: set[str] = set()
        steps = [(module, True)]
        while steps:
            iri, enter = steps.pop()
            if not enter:
                above.remove(iri)
            elif iri in above:
                itself = self.resources.wording.gettext("<%(resource)s> is a part of itself", resource=iri)
                raise DataError(self.resources.place, itself)
            elif iri not in found:
                found[iri] = None
                above.add(iri)
                steps.append((iri, False))
                steps += [(unit, True) for unit in reversed(self._in_order(self.resources.links(iri, ELM.hasPart)))]
        return list(found)

    def _outcomes(self, iri: str) -> list[Outcome]:
        return [self._outcome(o) for o in self._in_order(self.resources.links(iri, ELM.learningOutcome))]

    def _outcome(self, iri: str) -> Outcome:
        resources = self.resources
        attains = []
        for attained in resources.links(iri, BW.attains):
            skill = resources.link(attained, BW.skill)
            if skill is None:
                nameless = resources.wording.gettext(
                    "<%(attained)s>, attained by <%(outcome)s>, names no skill (bw:skill)",
                    attained=attained,
                    outcome=iri,
                )
                raise DataError(resources.place, nameless)
            attains.append(AttainedSkill(skill, resources.link(attained, BW.level)))
        stated = {a.skill for a in attains}
        related = [s for s in resources.links(iri, ELM.relatedESCOSkill) if s not in stated]
        return Outcome(
            iri=iri,
            title=resources.texts(iri, DCT.title, SKOS.prefLabel),
            kind=resources.link(iri, BW.outcomeKind),
            attains=(*attains, *(AttainedSkill(skill, None) for skill in related)),
        )

    def _hours(self, iri: str) -> Decimal | None:
        hours = self.resources.number(iri, BW.hours)
        if hours is not None and hours < 0:
            negative = self.resources.wording.gettext(
                "<%(resource)s>: %(hours)s hours; hours cannot be negative", resource=iri, hours=hours
            )
            raise DataError(self.resources.place, negative)
        return hours

    def _in_order(self, iris: list[str]) -> list[str]:
        """Sort by bw:position, those without one last, then by IRI."""
        last = Decimal("Infinity")

        def key(iri: str) -> tuple[Decimal, str]:
            position = self.resources.number(iri, BW.position)
            return (last if position is None else position, iri)

        return sorted(iris, key=key)
