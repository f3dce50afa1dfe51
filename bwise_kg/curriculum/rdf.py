"""Curricula in RDF: from files and graphs to the model."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import Quad

from ..errors import DataError
from ..namespaces import BW, DCAT, DCT, ELM, SKOS
from ..resources import Resources, Statement
from .model import AttainedSkill, Curriculum, Module, Outcome

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

MAX_FILE = 64 << 20
"""Bytes that a curriculum file may have, entities unfolded."""
MAX_TRIPLE_TERMS = 1000
"""How many triple terms it may have: the parser puts nested ones on its stack, and some 20,000 end the process."""

_ENTITY = re.compile(rb'<!ENTITY\s*(?:%\s*)?\S+\s+"([^"]*)"')
_RDF_12 = re.compile(rb":version\s*=")


def parse_file(path: Path) -> list[Quad]:
    """Parse an RDF file; its format is told by its suffix. Nothing outside the file is fetched.

    Its blank nodes get new names, so that they stay its own in a store.

    Raises DataError with line and column for what cannot be read.
    """
    if path.suffix.lower() not in FORMATS:
        raise DataError(str(path), f"unknown kind of file; expected one of {', '.join(FORMATS)}")
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            raise DataError(str(path), f"{size:,} bytes are more than a curriculum has (at most {MAX_FILE:,})")
        data = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except OSError as error:
        raise DataError(str(path), error.strerror or str(error)) from error
    if not data.strip():
        raise DataError(str(path), "the file is empty")
    format_ = FORMATS[path.suffix.lower()]
    if trap := _trap(data, format_):
        raise DataError(str(path), trap)
    try:
        return list(ox.parse(data, format_, without_named_graphs=True, rename_blank_nodes=True))
    except SyntaxError as error:
        line = f":{error.lineno}:{error.offset}" if error.lineno else ""
        raise DataError(f"{path}{line}", re.sub(r"^.*? at line \d+[^:]*: ", "", str(error.msg))) from error
    except ValueError as error:
        raise DataError(str(path), str(error)) from error


def find_curriculum(statements: Iterable[Statement], place: str, iri: str | None = None) -> Curriculum:
    """Read the one curriculum that a graph describes, or the one with an IRI.

    Outcomes may state ``bw:attains`` (skill and level) or, as plain ELM data does, only
    ``elm:relatedESCOSkill``, which counts as attained at a level that is not stated.

    place: how errors name where the statements come from.

    Raises DataError when there is no curriculum, or several and none is asked for.
    """
    resources = Resources(statements, place)
    found = resources.of_type(BW.Curriculum)
    if iri is None:
        if not found:
            raise DataError(place, f"describes no curriculum (nothing in it is a <{BW.Curriculum.value}>)")
        if len(found) > 1:
            raise DataError(place, f"describes {len(found)} curricula; name one of {', '.join(found)}")
        (iri,) = found
    elif iri not in found:
        raise DataError(place, f"<{iri}> is not described there as a <{BW.Curriculum.value}>")
    return _Reader(resources).curriculum(iri)


def _trap(data: bytes, format_: ox.RdfFormat) -> str | None:
    """Return what in a file would use up the parser's memory or stack, None if nothing would."""
    triple_terms = 0
    if format_ == ox.RdfFormat.RDF_XML:
        values = _ENTITY.findall(data)
        if any(b"&" in value for value in values):
            return "its entities are made of other entities; write them out"
        if max(map(len, values), default=0) * data.count(b"&") > MAX_FILE:
            return f"its entities unfold to more than a curriculum has (at most {MAX_FILE:,} bytes)"
        triple_terms = data.count(b"parseType") if _RDF_12.search(data) else 0
    elif format_ != ox.RdfFormat.JSON_LD:
        triple_terms = data.count(b"<<")
    return f"more than {MAX_TRIPLE_TERMS:,} triple terms" if triple_terms > MAX_TRIPLE_TERMS else None


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
                raise DataError(self.resources.place, f"<{iri}> is a part of itself")
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
                raise DataError(resources.place, f"<{attained}>, attained by <{iri}>, names no skill (bw:skill)")
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
            raise DataError(self.resources.place, f"<{iri}>: {hours} hours; hours cannot be negative")
        return hours

    def _in_order(self, iris: list[str]) -> list[str]:
        """Sort by bw:position, those without one last, then by IRI."""
        last = Decimal("Infinity")

        def key(iri: str) -> tuple[Decimal, str]:
            position = self.resources.number(iri, BW.position)
            return (last if position is None else position, iri)

        return sorted(iris, key=key)
