"""What a workbook of a curriculum holds: its sheets, their columns, and the statement that a cell stands for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from pyoxigraph import NamedNode

from ...namespaces import BW, DCAT, DCT, ELM


class Form(Enum):
    """How a cell is read."""

    KEY = auto()
    """A name of the row for other rows to refer to, e.g. ``M1``; no statement."""
    IRI = auto()
    """The IRI of what the row, or the part of it, describes."""
    TEXT = auto()
    """A text in a language."""
    STRING = auto()
    """A text in no language, such as a version."""
    NUMBER = auto()
    POSITION = auto()
    DATE = auto()
    CONCEPT = auto()
    """A label, code or IRI from a vocabulary."""
    CODE = auto()
    """The end of an IRI whose beginning is known."""
    ROW = auto()
    """Another row, by key, title or IRI."""
    PARENT = auto()
    """The row that points here, by key, title or IRI."""
    TYPE = auto()
    """One of several types."""
    SOURCE = auto()
    """An IRI, or a text in the workbook's language."""
    LANGUAGE = auto()
    """The language of texts whose column names none."""
    PLAIN = auto()
    """A text that makes no statement by itself."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column, on the sheet of the curriculum a line.

    kind: the vocabulary, sheet or beginning of IRIs that its values are from. many: whether it takes several values.
    part: of what in the row it tells, if not of the row's own resource.
    """

    key: str
    form: Form
    property: NamedNode | None = None
    kind: str = ""
    many: bool = False
    hidden: bool = False
    part: str = ""
    width: int = 18


@dataclass(frozen=True, slots=True)
class Part:
    """A resource that has no row of its own. repeated: whether a row has several, in numbered columns."""

    key: str
    property: NamedNode
    type: NamedNode
    repeated: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet.

    type: of what its rows describe. prefix: of keys. root: how the curriculum points to a row without stated parents.
    word: how IRIs of new rows name their kind.
    """

    key: str
    columns: tuple[Column, ...]
    type: NamedNode | None = None
    prefix: str = ""
    root: NamedNode | None = None
    word: str = ""
    part: Part | None = None
    types: tuple[tuple[str, NamedNode], ...] = ()

    def column(self, key: str) -> Column:
        """Return a column by its key."""
        return next(column for column in self.columns if column.key == key)

    @property
    def vertical(self) -> bool:
        """Tell whether names run down the first column, with values beside them."""
        return self.key == "curriculum"


ISCED_F = "http://data.europa.eu/snb/isced-f/"
_KEY = Column("key", Form.KEY, width=9)
_TITLE = Column("title", Form.TEXT, DCT.title, width=48)
_DESCRIPTION = Column("description", Form.TEXT, DCT.description, width=60)
_HOURS = Column("hours", Form.NUMBER, BW.hours, width=9)
_POSITION = Column("position", Form.POSITION, BW.position, width=9)
_RATIONALE = Column("rationale", Form.TEXT, BW.rationale, width=60)
_SETTING = Column("setting", Form.CONCEPT, BW.setting, "setting", many=True, width=22)
_LANGUAGE = Column("language", Form.CONCEPT, DCT.language, "language", many=True)
_ISCED_F = Column("isced_f", Form.CODE, ELM.ISCEDFCode, ISCED_F, many=True, width=12)
_IRI = Column("iri", Form.IRI, hidden=True, width=30)
_ORIGIN = Column("origin", Form.CONCEPT, BW.origin, "origin", hidden=True)


def _module(property_: NamedNode) -> Column:
    return Column("module", Form.PARENT, property_, "modules", many=True, width=10)


CURRICULUM = Layout(
    "curriculum",
    (
        Column("workbook_language", Form.LANGUAGE),
        _TITLE,
        _DESCRIPTION,
        Column("profile", Form.CONCEPT, BW.forProfile, "profile", many=True),
        Column("target_group", Form.CONCEPT, ELM.targetGroup, "target_group", many=True),
        Column("provider", Form.SOURCE, DCT.publisher, many=True),
        Column("country", Form.CONCEPT, BW.country, "country", many=True),
        _LANGUAGE,
        _HOURS,
        Column("education_level", Form.CONCEPT, ELM.educationLevel, "eqf", many=True),
        Column("level_basis", Form.TEXT, BW.levelBasis),
        Column("credit_points", Form.NUMBER, ELM.point, part="credit"),
        Column("credit_system", Form.CONCEPT, ELM.framework, "credit_system", part="credit"),
        Column("credit_rationale", Form.TEXT, BW.rationale, part="credit"),
        _ISCED_F,
        Column("accessible_format", Form.CONCEPT, BW.accessibleFormat, "accessible_format", many=True),
        Column("version", Form.STRING, DCAT.version),
        Column("created", Form.DATE, DCT.created),
        Column("modified", Form.DATE, DCT.modified),
        Column("license", Form.CONCEPT, DCT.license, "license", many=True),
        Column("iri", Form.IRI),
        Column("origin", Form.CONCEPT, BW.origin, "origin"),
        Column("credit_iri", Form.IRI, part="credit", hidden=True),
        Column("credit_origin", Form.CONCEPT, BW.origin, "origin", part="credit", hidden=True),
    ),
    type=BW.Curriculum,
    word="curriculum",
    part=Part("credit", ELM.creditPoint, ELM.CreditPoint, repeated=False),
)

MODULES = Layout(
    "modules",
    (
        _KEY, _TITLE, _DESCRIPTION, Column("module_kind", Form.TYPE, width=14), _POSITION, _HOURS,
        Column("education_level", Form.CONCEPT, ELM.educationLevel, "eqf", many=True), _ISCED_F, _LANGUAGE,
        _IRI, _ORIGIN,
    ),
    type=BW.Module, prefix="M", root=ELM.hasPart, word="module",
    types=(("core", BW.CoreModule), ("optional", BW.OptionalModule)),
)  # fmt: skip

UNITS = Layout(
    "units",
    (_KEY, _module(ELM.hasPart), _TITLE, _DESCRIPTION, _POSITION, _HOURS, _SETTING, _IRI, _ORIGIN),
    type=BW.Unit, prefix="U", root=ELM.hasPart, word="unit",
)  # fmt: skip

OUTCOMES = Layout(
    "outcomes",
    (
        _KEY, _module(ELM.learningOutcome),
        Column("unit", Form.PARENT, ELM.learningOutcome, "units", many=True, width=10),
        _TITLE, Column("outcome_kind", Form.CONCEPT, BW.outcomeKind, "outcome_kind"), _POSITION,
        Column("adaptation", Form.ROW, BW.adaptation, "adaptations", many=True),
        Column("skill", Form.CONCEPT, BW.skill, "skill", part="attained", width=32),
        Column("level", Form.CONCEPT, BW.level, "level", part="attained"),
        Column("attained", Form.IRI, part="attained", hidden=True),
        Column("attained_origin", Form.CONCEPT, BW.origin, "origin", part="attained", hidden=True),
        _IRI, _ORIGIN,
    ),
    type=BW.LearningOutcome, prefix="O", root=ELM.learningOutcome, word="outcome",
    part=Part("attained", BW.attains, BW.AttainedSkill, repeated=True),
)  # fmt: skip

ASSESSMENTS = Layout(
    "assessments",
    (
        _KEY, _module(ELM.provenBy), _TITLE, _DESCRIPTION, _SETTING,
        Column("assesses", Form.ROW, BW.assesses, "outcomes", many=True), _IRI, _ORIGIN,
    ),
    type=BW.Assessment, prefix="A", root=ELM.provenBy, word="assessment",
)  # fmt: skip

ENTRY_REQUIREMENTS = Layout(
    "entry_requirements",
    (
        _KEY, _module(ELM.entryRequirement), _DESCRIPTION, Column("skill", Form.CONCEPT, BW.skill, "skill", width=32),
        Column("level", Form.CONCEPT, BW.level, "level"),
        Column("presupposes", Form.ROW, BW.presupposes, "modules", many=True), _IRI, _ORIGIN,
    ),
    type=BW.EntryRequirement, prefix="E", root=ELM.entryRequirement, word="entry",
)  # fmt: skip

ADAPTATIONS = Layout(
    "adaptations",
    (
        _KEY, _TITLE, _DESCRIPTION, Column("adapted_for", Form.CONCEPT, BW.adaptedFor, "group", many=True, width=32),
        Column("technology", Form.CONCEPT, BW.usesTechnology, "technology", many=True, width=32), _IRI, _ORIGIN,
    ),
    type=BW.Adaptation, prefix="X", word="adaptation",
)  # fmt: skip

KNOWN_GAPS = Layout(
    "known_gaps",
    (
        _KEY, Column("requirement", Form.CONCEPT, BW.requirement, "requirement", width=40), _RATIONALE, _IRI, _ORIGIN,
    ),
    type=BW.KnownGap, prefix="G", root=BW.knownGap, word="known-gap",
)  # fmt: skip

SOURCES = Layout("sources", (Column("about", Form.ROW, width=16), Column("source", Form.SOURCE, DCT.source, width=90)))

REQUIRED_SKILLS = Layout(
    "required_skills",
    (
        Column("skill", Form.PLAIN, width=48), Column("skill_iri", Form.PLAIN, width=70),
        Column("importance", Form.PLAIN, width=14), Column("required_level", Form.PLAIN, width=22),
        Column("requirement_iri", Form.PLAIN, hidden=True, width=60),
    ),
)  # fmt: skip
"""The skills that the profile requires, and others that the workbook names: where a label means which skill."""

OTHER = Layout(
    "other",
    (
        Column("subject", Form.PLAIN, width=60), Column("property", Form.PLAIN, width=60),
        Column("value", Form.PLAIN, width=80),
    ),
)  # fmt: skip
"""Statements that no other sheet has a place for, in the syntax of N-Triples."""

SHEETS = (
    CURRICULUM, MODULES, UNITS, OUTCOMES, ASSESSMENTS, ENTRY_REQUIREMENTS, ADAPTATIONS, KNOWN_GAPS, SOURCES,
    REQUIRED_SKILLS, OTHER,
)  # fmt: skip
BY_KEY = {sheet.key: sheet for sheet in SHEETS}
ROWS = tuple(sheet for sheet in SHEETS if sheet.type is not None and not sheet.vertical)
"""The sheets whose rows describe a resource each."""
SKILLS_PER_OUTCOME = 4
"""Room for skills in an empty workbook; a filled one has as many as it takes."""
