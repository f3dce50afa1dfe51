"""The reference design as the tests read it, with the numbers that are expected of it: one row for each group."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from rdflib import DCTERMS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "ontology" / "reference"
VOCABULARIES = ROOT / "ontology" / "vocabularies"

BW = Namespace("https://w3id.org/bwise/ontology#")
ID = Namespace("https://w3id.org/bwise/id/")
ELM = Namespace("http://data.europa.eu/snb/model/elm/")
ESCO = Namespace("http://data.europa.eu/esco/")
EQF = Namespace("http://data.europa.eu/snb/eqf/")
ECTS = URIRef("http://data.europa.eu/snb/education-credit/6fcec5c5af")

ESSENTIAL = ESCO["relationship-type/essential-skill"]
OPTIONAL = ESCO["relationship-type/optional-skill"]
OUTCOME_KINDS = {ID[f"outcome-kind/{kind}"] for kind in ("knowledge", "skill", "responsibility-autonomy")}
SETTINGS = {ID[f"setting/{setting}"] for setting in ("workplace", "workshop", "online")}
DIGCOMP_LEVELS = {ID[f"level/digcomp-{step}"] for step in range(1, 9)}
REFERENCE_LEVELS = {ID[f"level/{step}"] for step in ("foundation", "intermediate", "advanced", "highly-specialised")}

# After Cedefop's handbook on learning outcomes: what goes on in a learner's mind cannot be assessed, what they do can.
UNASSESSABLE = frozenset(
    """
    acquire appreciate be become believe comprehend consider enjoy experience familiarise feel gain get grasp have know
    learn realise remember see study think try understand value
    """.split()  # noqa: SIM905 - a list with a line for each word is no easier to read
)


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of one group's profile and curriculum.

    close, related: identifiers of the ESCO occupations that the profile is mapped to.
    collections: the last part of each ESCO concept scheme whose every skill the profile decides on as well.
    candidates: essential skills of those occupations and skills of those collections, each once.
    beyond: number of skills attained that the profile does not require. missing: essential ones that none attains.
    """

    alternative_labels: frozenset[str]
    close: frozenset[str]
    related: frozenset[str]
    collections: frozenset[str]
    candidates: int
    requirements: int
    essential: int
    left_out: int
    hours: int
    eqf: int
    credit_points: int
    units: int
    outcomes: int
    known_gaps: int
    beyond: int
    missing: frozenset[str]
    sector_skills: int


EXPECTED = {
    "enabler": Expected(
        alternative_labels=frozenset({"manager of a work integration social enterprise", "social enterprise manager"}),
        close=frozenset({"73b10c97-b003-45dc-a36d-c1d585c04be1"}),
        related=frozenset({"c18fddf5-cfc4-4f9c-94d6-86608faaa1dd"}),
        collections=frozenset(),
        candidates=87,
        requirements=84,
        essential=47,
        left_out=49,
        hours=180,
        eqf=6,
        credit_points=6,
        units=12,
        outcomes=38,
        known_gaps=4,
        beyond=0,
        missing=frozenset({"labour-legislation"}),
        sector_skills=5,
    ),
    "supporter": Expected(
        alternative_labels=frozenset({"job coach", "work coach"}),
        close=frozenset({"e4112a88-973f-4c7a-97f5-2241e6b6833f"}),
        related=frozenset({"c60ede09-b67b-4173-8991-b9b694149488", "dc69f2ed-ebe9-43da-bf9d-31aac874d4c2"}),
        collections=frozenset(),
        candidates=89,
        requirements=79,
        essential=43,
        left_out=51,
        hours=180,
        eqf=5,
        credit_points=6,
        units=14,
        outcomes=36,
        known_gaps=6,
        beyond=5,
        missing=frozenset({"develop-professional-network", "employment-law", "tolerate-stress"}),
        sector_skills=0,
    ),
    "worker": Expected(
        alternative_labels=frozenset({"WSN"}),
        close=frozenset(),
        related=frozenset(),
        collections=frozenset({"digcomp", "skill-transversal-groups"}),
        candidates=121,
        requirements=61,
        essential=33,
        left_out=73,
        hours=160,
        eqf=2,
        credit_points=6,
        units=9,
        outcomes=32,
        known_gaps=4,
        beyond=0,
        missing=frozenset(),
        sector_skills=4,
    ),
}


@dataclass(frozen=True, slots=True)
class Design:
    """Profile, curriculum and sector skills of one group; ``graph`` holds all three and the scheme of the skills."""

    group: str
    expected: Expected
    files: dict[str, Path]
    parts: dict[str, Graph]
    graph: Graph = field(repr=False)

    @property
    def profile(self) -> URIRef:
        return ID[f"profile/{self.group}"]

    @property
    def curriculum(self) -> URIRef:
        return ID[f"curriculum/{self.group}"]

    @property
    def requirements(self) -> list[Node]:
        return list(self.graph.objects(self.profile, BW.requires))

    @property
    def left_out(self) -> list[Node]:
        return list(self.graph.objects(self.profile, BW.leavesOut))

    @property
    def modules(self) -> list[Node]:
        return sorted(self.graph.objects(self.curriculum, ELM.hasPart), key=str)

    @property
    def outcomes(self) -> list[Node]:
        return [outcome for module in self.modules for outcome in self.graph.objects(module, ELM.learningOutcome)]

    @property
    def gaps(self) -> list[Node]:
        return list(self.graph.objects(self.curriculum, BW.knownGap))

    @property
    def sources(self) -> set[URIRef]:
        """Return the occupations and collections whose skills the profile decides on, one by one."""
        row = self.expected
        occupations = {ESCO[f"occupation/{identifier}"] for identifier in row.close | row.related}
        return occupations | {ESCO[f"concept-scheme/{name}"] for name in row.collections}

    def only(self, subject: Node, predicate: URIRef) -> Node:
        """Return the one object; a second or a missing one fails."""
        (value,) = self.graph.objects(subject, predicate)
        return value

    def english(self, subject: Node, predicate: URIRef) -> str:
        """Return the one English text; there may be one in easy English beside it."""
        texts = [text for text in self.graph.objects(subject, predicate) if isinstance(text, Literal)]
        (text,) = [str(text) for text in texts if text.language == "en"]
        return text

    def number(self, subject: Node, predicate: URIRef) -> Decimal:
        return Decimal(str(self.only(subject, predicate)))

    def units(self, module: Node) -> list[Node]:
        return sorted(self.graph.objects(module, ELM.hasPart), key=lambda unit: self.number(unit, BW.position))

    def attained(self) -> set[Node]:
        """Return the skills that outcomes lead to."""
        attainments = {each for outcome in self.outcomes for each in self.graph.objects(outcome, BW.attains)}
        return {self.only(attainment, BW.skill) for attainment in attainments}


def read(*paths: Path) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


def slug(label: str) -> str:
    """Return the last part of the IRI that is made from a label."""
    return re.sub("[^a-z0-9]+", "-", label.lower().replace("'", "")).strip("-")


def assessable(title: str) -> bool:
    """Return whether what completes 'The learner can ...' starts with something that can be seen and judged."""
    verb = title.split(maxsplit=1)[0]
    return verb.islower() and verb not in UNASSESSABLE


def read_design(group: str) -> Design:
    files = {kind: REFERENCE / kind / f"{group}.ttl" for kind in ("profiles", "curricula", "skills")}
    parts = {kind: read(path) for kind, path in files.items() if kind != "skills" or path.exists()}
    graph = read(REFERENCE / "skills" / "scheme.ttl")
    for part in parts.values():
        graph += part
    return Design(group, EXPECTED[group], {kind: files[kind] for kind in parts}, parts, graph)


def titles(design: Design) -> list[tuple[str, str]]:
    """Return the titles in a group's curriculum with their language."""
    found = design.parts["curricula"].objects(None, DCTERMS.title)
    return [(str(title), str(title.language)) for title in found if isinstance(title, Literal)]


DESIGNS = [read_design(group) for group in EXPECTED]
