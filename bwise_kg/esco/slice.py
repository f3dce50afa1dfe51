"""The slice of ESCO that the package carries, so that it works on a fresh machine without a release."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad

from ..content import packaged_graphs, packaged_quads
from ..errors import EscoError
from ..namespaces import DCT, ESCO, ESCO_ATTRIBUTION, ESCO_DATA, GREEN_COLLECTION, PREFIXES, RDF, SKOS
from ..outputs import replaced
from .release import Release

COLLECTIONS = tuple(NamedNode(f"{ESCO_DATA}concept-scheme/{name}") for name in ("digcomp", "skill-transversal-groups"))
"""The collections whose members are all in the slice; of the green one only the generic skills are."""

_GENERIC = {NamedNode(f"{ESCO_DATA}skill-reuse-level/{level}") for level in ("transversal", "cross-sector")}
_LEFT_OUT = {DCT.description, SKOS.definition, SKOS.scopeNote}
_RELATIONS = {
    ESCO.relatedEssentialSkill,
    ESCO.relatedOptionalSkill,
    ESCO.isEssentialSkillFor,
    ESCO.isOptionalSkillFor,
    SKOS.broader,
    SKOS.hasTopConcept,
    SKOS.inScheme,
}
_OWN = (f"{ESCO_DATA}skill/", f"{ESCO_DATA}occupation/")


def slice_of(release: Release) -> list[Quad]:
    """Return the statements of a release that belong into the slice, sorted.

    In it are the occupations and skills that the package names anywhere, the skills of those
    occupations, the DigComp, transversal and generic green skills, everything broader than any of
    these, labels in all languages of the release and the relations among them; no descriptions.

    Raises EscoError for a partial release, whose slice would lack relations.
    """
    if not release.complete:
        missing = ", ".join(release.missing())
        raise EscoError(f"ESCO {release.version}", f"a slice needs a whole release; missing: {missing}")
    structure = _Structure()
    for quad in release.quads():
        structure.take(quad)
    kept = structure.closure(_named_by_package())
    kept |= {scheme for scheme, members in structure.members.items() if members & kept}
    return sorted((quad for quad in release.quads() if _belongs(quad, kept)), key=_order)


def write_slice(release: Release, path: Path) -> int:
    """Write the slice of a release as Turtle; the same release gives the same bytes.

    Returns the number of statements. Raises DataError for a file that cannot be written.
    """
    quads = slice_of(release)
    header = (
        f"# A slice of ESCO v{release.version}, for use without a whole release.\n"
        f"# {ESCO_ATTRIBUTION}\n"
        "# This is a modified version: a part of ESCO in RDF, converted from the CSV files of the ESCO\n"
        "# portal, without descriptions; labels that ESCO repeats among the alternative or hidden ones are\n"
        "# left out there. Reuse: Commission Decision 2011/833/EU. Made by: bwise-kg esco slice\n\n"
    )
    triples = (quad.triple for quad in quads)
    prefixes = {name: PREFIXES[name] for name in ("esco", "skos", "isothes", "dct", "xsd")}
    prefixes |= {"skill": _OWN[0], "occupation": _OWN[1], "isco": f"{ESCO_DATA}isco/", "isced": f"{ESCO_DATA}isced-f/"}
    turtle = (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b"").decode()
    declared = [line for line in turtle.split("\n", len(prefixes)) if line.startswith("@prefix")]
    body = turtle.split("\n", len(declared))[-1]
    with replaced(path) as stream:
        stream.write((header + "\n".join([*sorted(declared), "", body])).encode())
    return len(quads)


@dataclass(slots=True)
class _Structure:
    """What leads from one concept to others that it needs."""

    broader: defaultdict[NamedNode, set[NamedNode]] = field(default_factory=lambda: defaultdict(set))
    skills: defaultdict[NamedNode, set[NamedNode]] = field(default_factory=lambda: defaultdict(set))
    occupations: set[NamedNode] = field(default_factory=set)
    members: defaultdict[NamedNode, set[NamedNode]] = field(default_factory=lambda: defaultdict(set))
    generic: set[NamedNode] = field(default_factory=set)
    records: set[NamedNode] = field(default_factory=set)

    def take(self, quad: Quad) -> None:
        subject, predicate, value = quad.subject, quad.predicate, quad.object
        if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode):
            return
        if predicate == SKOS.broader:
            self.broader[subject].add(value)
        elif predicate in {ESCO.relatedEssentialSkill, ESCO.relatedOptionalSkill}:
            self.skills[subject].add(value)
        elif predicate == RDF.type:
            self.records.add(subject)
            if value == ESCO.Occupation:
                self.occupations.add(subject)
        elif predicate == SKOS.inScheme:
            self.members[value].add(subject)
        elif predicate == ESCO.skillReuseLevel and value in _GENERIC:
            self.generic.add(subject)

    def closure(self, named: Iterable[NamedNode]) -> set[NamedNode]:
        kept = set(named) & self.records
        for collection in COLLECTIONS:
            kept |= self.members[collection]
        kept |= self.members[GREEN_COLLECTION] & self.generic
        for occupation in kept & self.occupations:
            kept |= self.skills[occupation]
        waiting = list(kept)
        while waiting:
            above = self.broader[waiting.pop()] - kept
            kept |= above
            waiting += above
        return kept


def _belongs(quad: Quad, kept: set[NamedNode]) -> bool:
    if quad.subject not in kept or quad.predicate in _LEFT_OUT:
        return False
    if quad.predicate == SKOS.inScheme or quad.predicate not in _RELATIONS:
        return True
    return quad.object in kept


def _named_by_package() -> Iterator[NamedNode]:
    for graph, paths in packaged_graphs().items():
        for quad in packaged_quads(graph, paths):
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(_OWN):
                yield quad.object


def _order(quad: Quad) -> tuple[str, bool, str, str, str]:
    """By subject, types first, then by predicate and value, texts by language first."""
    value = quad.object
    language = value.language or "" if isinstance(value, Literal) else ""
    return str(quad.subject), quad.predicate != RDF.type, quad.predicate.value, language, str(value)
